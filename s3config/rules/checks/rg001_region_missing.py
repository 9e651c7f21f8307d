"""A store at AWS has no region.

## What it does

Reports a configuration of AWS that names a bucket and brings its credentials, or says that it needs none, but no
region. It is an info where the region may come from elsewhere, as for variables; in a config file of s3config it is a
warning. With a profile, nothing is said.

## Why is this bad

The region is taken to be us-east-1, without a word. A bucket of another region then answers:

    Received redirect without LOCATION, this normally indicates an incorrectly configured region
    PermanentRedirect: The bucket you are attempting to access must be addressed using the specified endpoint.

## Example

```dotenv
AWS_BUCKET=logs
AWS_SKIP_SIGNATURE=true
```

```toml
bucket = "logs"
skip_signature = true
```

## Use instead

```dotenv
AWS_BUCKET=logs
AWS_SKIP_SIGNATURE=true
AWS_REGION=eu-west-1
```

```toml
bucket = "logs"
skip_signature = true
region = "eu-west-1"
```

## References

- apache/arrow-rs#2795, apache/arrow-rs-object-store#402, pola-rs/polars#11992, apache/datafusion#16306
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.origin import Layer
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.INFO, since="0.1.0", cured_by=("region", "default_region"))
_IDENTITIES = ("access_key_id", "secret_access_key", "skip_signature")


def check(subject: Subject) -> Iterator[Finding]:
    """Look for a region where all else is there."""
    bucket = subject.said("bucket")
    if bucket is None or not subject.says(*_IDENTITIES) or not subject.lacks("region", "default_region", "profile"):
        return
    if not subject.is_aws or str(bucket.value).startswith("arn:"):
        return
    is_whole = bucket.layer in (Layer.FILE, Layer.STORE) and not subject.is_foreign
    word = "AWS_REGION" if bucket.spelling.startswith("AWS_") else "region"
    message = "no region is given, and us-east-1 is taken for it"
    yield Finding((bucket,), message, f"set {word}", severity=Severity.WARNING if is_whole else None)
