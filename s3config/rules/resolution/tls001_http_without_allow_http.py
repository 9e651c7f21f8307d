"""An endpoint is `http://`, and nobody said that plain text is allowed.

## What it does

Reports an endpoint, of S3 or of the token service, that begins with `http://` without `allow_http=true`. An endpoint on
this machine needs no permission, unless `allow_http=false` forbids it.

s3config itself refuses such an endpoint, in its own files and in calls: an error. Other tools differ, so in a `.env`
file, or in another tool's, it is a warning, and for a host in a private network an info, unless a target says more.

## Why is this bad

Everything that is read and written can be seen and changed on the way. object_store and what is built on it refuse, and
do not say why:

    URL scheme is not allowed
    GenericError: Generic S3 error: Error performing HEAD http://... - HTTP error: builder error

## Example

```dotenv
AWS_ENDPOINT_URL=http://minio:9000
```

```toml
bucket = "logs"
endpoint = "http://s3.example.com"
```

```dotenv
AWS_ENDPOINT_URL=http://minio:9000
AWS_ALLOW_HTTP=false
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=http://minio:9000
AWS_ALLOW_HTTP=true
```

```toml
bucket = "logs"
endpoint = "https://s3.example.com"
```

## Fix

`allow_http=true` is written beside the endpoint. That is safe for a host on this machine or in a private network: a
name without dots, a private address, and names that end in `.local`, `.internal`, `.svc` or `.localhost`. For any other
host it is unsafe, and `https://` is the better answer. Where `allow_http=false` is written, there is no fix.

## References

- apache/arrow-rs#5273, delta-io/delta-rs#2895, zarr-developers/VirtualiZarr#717, earth-mover/icechunk#2264
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING

from s3config.config.addresses import address_of
from s3config.config.refusal import Refusal
from s3config.diagnostics import Severity
from s3config.rules import About, Add, Repair

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.origin import Origin
    from s3config.subject import Subject
    from s3config.tools import Tool

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe", cured_by=("allow_http",))
_PRIVATE = re.compile(
    r"[^.:]+|.+\.(?:local|internal|svc|localhost|lan|home|home\.arpa|corp|consul|ts\.net|test|nip\.io|sslip\.io)"
    r"|(?:.+\.)?localhost\.localstack\.cloud"
)


def weigh(diagnostic: Diagnostic, subject: Subject, tools: tuple[Tool, ...]) -> Severity | None:
    """Leave it to the tools whether they refuse `http://`; s3config does, in its own files and calls."""
    if subject.allows_http:
        return None
    if tools and all(tool.needs_allow_http is False for tool in tools):
        return None
    if subject.path is None or not subject.is_foreign or any(tool.needs_allow_http for tool in tools):
        return diagnostic.severity
    is_private = all(_is_private(subject, origin) for origin in diagnostic.origins[:1])
    return Severity.INFO if is_private else Severity.WARNING


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Allow plain text, once for all endpoints that need it."""
    alike = [other for other in subject.resolution.diagnostics if other.code == diagnostic.code]
    if diagnostic != alike[0] or not subject.can_add("allow_http", diagnostic.origins[0]):
        return None
    is_safe = all(_is_private(subject, other.origins[0]) for other in alike)
    return Repair("set allow_http=true", is_safe, (Add(diagnostic.origins[0], "allow_http", "true"),))


def _is_private(subject: Subject, origin: Origin) -> bool:
    setting = subject.at(origin)
    if setting is None or not isinstance(setting.value, str):
        return False
    try:
        host = address_of(setting.value.strip()).host.strip(".[]")
    except Refusal:
        return False
    try:
        return not ip_address(host).is_global
    except ValueError:
        return _PRIVATE.fullmatch(host) is not None
