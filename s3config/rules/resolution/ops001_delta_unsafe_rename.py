"""delta-rs is allowed to write without a lock.

## What it does

Reports `AWS_S3_ALLOW_UNSAFE_RENAME=true` among environment variables.

## Why is this bad

Two writers at a time overwrite one another's commits, and rows are lost without an error. The variable is set because
of an old message:

    Atomic rename requires a LockClient for S3 backends. Either configure the LockClient, or set
    AWS_S3_ALLOW_UNSAFE_RENAME=true to opt out of support for concurrent writers.

Today S3 and most stores like it can refuse to overwrite (`If-None-Match`), and delta-rs uses that if it is let.

## Example

```dotenv
AWS_REGION=eu-central-1
AWS_S3_ALLOW_UNSAFE_RENAME=true
```

## Use instead

```dotenv
AWS_REGION=eu-central-1
AWS_CONDITIONAL_PUT=etag
```

## Fix

The variable is taken out. The fix is unsafe: a store that cannot refuse to overwrite then refuses every commit.

## References

- delta-io/delta-rs#911, delta-io/delta-rs#2895, delta-io/delta-rs#2896, delta-io/delta-rs#3091
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Remove, Repair

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0", fix="unsafe")


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:  # noqa: ARG001 (every rule is called alike)
    """Take the variable out."""
    return Repair("take it out", False, (Remove(diagnostic.origins[0]),))
