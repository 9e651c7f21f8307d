"""An endpoint lacks `http://` or `https://`, or is no URL for another reason.

## What it does

Reports an endpoint, of S3 or of the token service, that cannot be read as a URL of `http` or `https`.

## Why is this bad

Libraries want the scheme, and say so each in its own way, if at all:

    boto3      ValueError: Invalid endpoint: minio:9000
    obstore    pyo3_runtime.PanicException: request valid: InvalidUri(InvalidUri(InvalidFormat))
    requests   Invalid URL u'/': No schema supplied

The second is not even caught by `except Exception`.

## Example

```dotenv
AWS_ENDPOINT_URL=s3.fr-par.scw.cloud
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
```

## Fix

`https://` is put in front of a host, which is safe. A host on this machine, a name without dots, or one with port 9000
often speaks no TLS; `http://` is put in front of it, and the fix is unsafe.

## References

- airbytehq/airbyte#84885, cloudnative-pg/cloudnative-pg#1429, minio/minio-py#1159
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Repair, Rewrite

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject
    from s3config.tools import Tool

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe")
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?(?:/.*)?")
_LOCAL = re.compile(r"(?i)localhost\b|127\.|[^.:/]+(?::|/|\Z)|.*:9000\b")


def weigh(diagnostic: Diagnostic, subject: Subject, tools: tuple[Tool, ...]) -> Severity | None:  # noqa: ARG001 (every rule is called alike)
    """Say nothing where the scheme stands in a variable of its own, as offen/docker-volume-backup has it."""
    beside = any("AWS_ENDPOINT_PROTO " in other.message for other in subject.resolution.diagnostics)
    return None if beside else diagnostic.severity


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Put the scheme in front of a host."""
    setting = subject.at(diagnostic.origins[0])
    text = setting.value.strip() if setting is not None and isinstance(setting.value, str) else ""
    if not _HOST.fullmatch(text):
        return None
    is_local = _LOCAL.match(text) is not None
    url = f"http://{text}" if is_local else f"https://{text}"
    return Repair(f"write {url}", not is_local, (Rewrite(diagnostic.origins[0], url),))
