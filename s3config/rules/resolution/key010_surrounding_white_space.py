"""A value has white space around it.

## What it does

Reports blanks, tabs and line breaks before and behind a value, and around a URL. s3config takes them off; in a key id,
a secret or a token they are an error (`SEC001`).

## Why is this bad

They come with copying, with `echo`, and with block scalars in YAML, and nobody sees them. Other tools take them for a
part of the value:

    botocore.exceptions.InvalidRegionError: Provided region_name 'us-east-1 ' doesn't match a supported format.

## Example

```dotenv
AWS_REGION="us-east-1 "
```

```toml
bucket = " logs"
endpoint = "https://s3.fr-par.scw.cloud"
```

## Use instead

```dotenv
AWS_REGION="us-east-1"
```

```toml
bucket = "logs"
endpoint = "https://s3.fr-par.scw.cloud"
```

## Fix

The white space is taken off, which is safe: the value that is used stays the same.

## References

- argoproj/argo-workflows#981, offen/docker-volume-backup#291
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Repair, Trim

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0", fix="safe")


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:  # noqa: ARG001 (every rule is called alike)
    """Take the white space off."""
    return Repair("remove the white space around the value", True, (Trim(diagnostic.origins[0]),))
