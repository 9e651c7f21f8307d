"""The two halves of a key pair stand in two places.

## What it does

Reports a key id and a secret that were found apart, such as in an argument and in the environment, and joined because
there was no whole pair.

## Why is this bad

Who rotates the one easily forgets the other. Then the halves belong to two pairs, and the text points elsewhere:

    SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your
    key and signing method.

Most libraries do not join halves at all.

## Example

```python
resolve(
    "s3://logs",
    region="eu-west-1",
    access_key_id="AKIAIOSFODNN7EXAMPLE",
    env={"AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
)
```

## Use instead

```environment
AWS_REGION=eu-west-1
AWS_BUCKET=logs
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## References

- aws/aws-cli#602, rhyeal/aws-rotate-iam-keys#28, boto/boto3#2588
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.WARNING, since="0.1.0")
