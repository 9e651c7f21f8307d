r"""A bucket has a name that no bucket can have, or that AWS no longer gives.

## What it does

Reports names with a slash, with white space or a control character inside, and of fewer than 3 or more than 255
characters. Capitals, underscores and more than 63 characters are a warning: AWS takes no new names with them, and other
stores differ.

## Why is this bad

What looks like a prefix, or like a typing slip, becomes part of the address and of the signature:

    Invalid bucket name "logs/2024": Bucket name must match the regex "^[a-zA-Z0-9.\-_]{1,255}$" or be an ARN ...
    Bucket names cannot contain forward slashes
    InvalidBucketName: The specified bucket is not valid.

## Example

```dotenv
AWS_BUCKET=logs/
AWS_REGION=eu-west-1
```

```dotenv
AWS_BUCKET=logs/2024
AWS_REGION=eu-west-1
```

```dotenv
AWS_BUCKET=Acme_Logs
AWS_REGION=eu-west-1
```

## Use instead

```dotenv
AWS_BUCKET=logs
AWS_REGION=eu-west-1
```

## Fix

Of a name with a slash, the part before it is left. A slash at the end means nothing, and taking it off is safe; what
stands behind a slash inside is a prefix that would be lost, and the fix is unsafe.

## References

- aws/aws-sdk-js#2405, datachain-ai/datachain#1189, bradleyg/django-s3direct#200
- Amazon S3 User Guide, "General purpose bucket naming rules"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.config.addresses import parse_bucket
from s3config.config.refusal import Refusal
from s3config.diagnostics import Severity
from s3config.rules import About, Repair, Rewrite

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject
    from s3config.tools import Tool

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe")


def weigh(diagnostic: Diagnostic, subject: Subject, tools: tuple[Tool, ...]) -> Severity | None:  # noqa: ARG001 (every rule is called alike)
    """Warn of what AWS does not allow only where requests go to AWS."""
    is_elsewhere = diagnostic.severity is Severity.WARNING and subject.says("endpoint") and not subject.is_aws
    return Severity.INFO if is_elsewhere else diagnostic.severity


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Write what stands before a slash."""
    setting = subject.at(diagnostic.origins[0])
    text = setting.value.strip() if setting is not None and isinstance(setting.value, str) else ""
    name, slash, rest = text.strip("/").partition("/")
    if name == text or "@" in text:
        return None
    try:
        parse_bucket(name)
    except Refusal:
        return None
    return Repair(f"write {name}", not slash and not rest, (Rewrite(diagnostic.origins[0], name),))
