"""A key id stands without its secret, or a secret without its key id.

## What it does

Reports half of a key pair whose other half is nowhere, or stands beside an identity of its own. Halves of two pairs are
never put together.

## Why is this bad

Requests cannot be signed. Libraries stop, or go on to the next place that has credentials, which are somebody else's:

    boto3      PartialCredentialsError: Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY
    obstore    GenericError: Generic S3 error: Missing SecretAccessKey

## Example

```dotenv
AWS_REGION=eu-west-1
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
```

## Use instead

```dotenv
AWS_REGION=eu-west-1
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## References

- boto/boto3#2588
- AWS SDKs and Tools Reference Guide, "AWS access keys"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0", cured_by=("access_key_id", "secret_access_key"), requires=("ENV001",))
