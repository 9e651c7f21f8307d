r"""A URL stands where the name of a bucket belongs.

## What it does

Reports a bucket with `://` in it.

## Why is this bad

Libraries put the bucket into the address of each request, or check its form first:

    Invalid bucket name "s3://logs": Bucket name must match the regex "^[a-zA-Z0-9.\-_]{1,255}$" or be an ARN ...
    SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.

obstore takes it, and asks the store for `/s3://logs`.

## Example

```dotenv
AWS_BUCKET=s3://logs
AWS_REGION=eu-west-1
```

```toml
bucket = "s3://logs/2024"
region = "eu-west-1"
```

## Use instead

```dotenv
AWS_BUCKET=logs
AWS_REGION=eu-west-1
```

With a prefix, pass the URL as the first argument, and wrap the store with `PrefixStore`.

## Fix

The name of the bucket is written in the place of the URL. If the URL says more, such as a prefix, that is lost, and the
fix is unsafe.

## References

- aws/aws-sdk-js#1572, aws/aws-sdk-php#1736, aws/aws-sdk-ruby#1300, zarr-developers/VirtualiZarr#717
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.config.addresses import parse_bucket
from s3config.config.refusal import Refusal
from s3config.diagnostics import Severity
from s3config.rules import About, Repair, Rewrite
from s3config.urls import parse_url

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe")
_SCHEMES = ("s3://", "s3a://", "s3n://")


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Write the bucket that the URL names."""
    setting = subject.at(diagnostic.origins[0])
    text = setting.value.strip() if setting is not None and isinstance(setting.value, str) else ""
    if not text.lower().startswith(_SCHEMES):
        return None
    try:
        url = parse_url(text)
        bucket = parse_bucket(url.bucket)
    except Refusal:
        return None
    return Repair(f"write {bucket}", not url.path and "?" not in text, (Rewrite(diagnostic.origins[0], bucket),))
