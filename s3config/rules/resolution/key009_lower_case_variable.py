"""An environment variable that would be a key is not written in upper case.

## What it does

Reports variables such as `aws_region`, in the environment and where variables are written: `.env` files and their like.

## Why is this bad

The names of variables are case-sensitive, and only upper-case ones are read, so that the value is not there. Requests
go to the default region, or, where it is a key that is written so:

    botocore.exceptions.NoCredentialsError: Unable to locate credentials

## Example

```dotenv
aws_region=us-east-1
```

## Use instead

```dotenv
AWS_REGION=us-east-1
```

## Fix

The name is written in upper case. That is safe; it is unsafe if the name is used elsewhere in the file, as in
`${aws_region}`. There is no fix if another variable sets the key already.

## References

- POSIX.1-2024, Base Definitions, section 8.1 "Environment Variable Definition"
- AWS SDKs and Tools Reference Guide, "Supported environment variables"
- docs.rs, crate object_store, `AmazonS3Builder::from_env`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Part, Rename, Repair
from s3config.spellings import find
from s3config.variables import is_used

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.INFO, since="0.1.0", part=Part.KEY, fix="safe")


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Write the name in upper case, unless the key is set already or would then be."""
    word = diagnostic.remedy.removeprefix("write ")
    spelling = find(word)
    rivals = subject.complaints[diagnostic.code, diagnostic.remedy]
    if spelling is None or rivals > 1 or subject.says(spelling.key):
        return None
    found = subject.find(diagnostic.origins[0])
    is_safe = found is not None and not is_used(found[0], *found[2][:2])
    return Repair(f"write {word}", is_safe, (Rename(diagnostic.origins[0], word),))
