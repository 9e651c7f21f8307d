"""Conditional writes are off, and the tool commits with them.

## What it does

Reports `conditional_put=disabled` for tools that create the files of a table's log only if they are not there yet.

## Why is this bad

No commit succeeds, or, where something else is set to go on without the condition, two writers overwrite one another:

    Atomic rename requires a LockClient for S3 backends.

    Operation not supported: S3 does not support copy-if-not-exists.

## Example

```dotenv target="deltalake"
AWS_CONDITIONAL_PUT=disabled
AWS_ENDPOINT_URL=https://minio.example:9000
AWS_REGION=us-east-1
```

## Use instead

```dotenv target="deltalake"
AWS_CONDITIONAL_PUT=etag
AWS_ENDPOINT_URL=https://minio.example:9000
AWS_REGION=us-east-1
```

## Fix

`etag` is written, which is the default. It is unsafe, for a store that ignores conditions loses commits with it, too.

## References

- delta-io/delta-rs#2895, delta-io/delta-rs#2896, delta-io/delta-rs#3091, delta-io/website#607
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding, Repair, Rewrite, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="unsafe")


def check(subject: Subject) -> Iterator[Finding]:
    """Look for the value that turns conditions off."""
    tool, setting = subject.tool, subject.said("conditional_put")
    if tool is None or not tool.creates_conditionally or setting is None or not tool.takes(setting):
        return
    if subject.text("conditional_put") != "disabled":
        return
    message = f"{said(setting)}, and {tool.name} needs conditions for its commits"
    repair = Repair("write etag", False, (Rewrite(setting.origin, "etag"),))
    yield Finding((setting,), message, "write etag, or remove it", repair)
