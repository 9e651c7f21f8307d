"""A bucket with a dot in its name goes in front of the host, over https.

## What it does

Reports `virtual_hosted_style_request=true` with such a bucket and an endpoint of `https`, AWS's own included.

## Why is this bad

The certificate of the host holds for one word in front of it, not for two:

    hostname 'my.bucket.s3.amazonaws.com' doesn't match either of '*.s3.amazonaws.com', 's3.amazonaws.com'

## Example

```dotenv
AWS_BUCKET=logs.example.com
AWS_REGION=eu-west-1
AWS_VIRTUAL_HOSTED_STYLE_REQUEST=true
```

## Use instead

```dotenv
AWS_BUCKET=logs.example.com
AWS_REGION=eu-west-1
AWS_VIRTUAL_HOSTED_STYLE_REQUEST=false
```

## Fix

`false` is written, so that the name stands in the path; the other form cannot work. Where a provider has no other form,
there is no fix.

## References

- boto/boto#2836, boto/boto3#1756, boto/botocore#2939, apache/arrow-rs-object-store#747
- Amazon S3 User Guide, "Virtual hosting of general purpose buckets"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Finding, Repair, Rewrite, said
from s3config.spellings import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe", requires=("AD003", "AD005", "AD006", "EP004"))


def check(subject: Subject) -> Iterator[Finding]:
    """Look for a dot in the bucket's name."""
    setting, bucket = subject.said("virtual_hosted_style_request"), subject.text("bucket")
    if setting is None or bucket is None or "." not in bucket or bucket.startswith("arn:") or "/" in bucket:
        return
    is_https = subject.address.scheme == "https" if subject.address is not None else subject.is_aws
    named = subject.said("bucket")
    if named is None or not is_https or meaning(setting) is not True:
        return
    has_other = subject.host is None or subject.host.provider.addressing != "virtual"
    can_write = has_other and find(setting.spelling) is not None  # other tools' words may say the reverse
    repair = Repair("write false", True, (Rewrite(setting.origin, "false"),)) if can_write else None
    message = f"{said(named)} has a dot, and no certificate holds for it in front of the host"
    remedy = "write false" if can_write else "let the name stand in the path" if has_other else "take another bucket"
    yield Finding((setting, named), message, remedy, repair)
