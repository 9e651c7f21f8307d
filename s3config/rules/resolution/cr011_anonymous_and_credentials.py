"""Requests are to be anonymous, and a key pair is given beside.

## What it does

Reports `skip_signature` in the same place as a key pair. The requests are anonymous, and the pair is not used.

## Why is this bad

One of the two is not meant. If it is `skip_signature`, everything that is not public fails, and the text reads as if
the keys were wrong:

    AccessDenied: Access Denied
    Generic S3 error: Client error with status 403 Forbidden

## Example

```dotenv
AWS_REGION=eu-west-1
AWS_SKIP_SIGNATURE=true
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## Use instead

```dotenv
AWS_REGION=eu-west-1
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

For a public bucket:

```dotenv
AWS_REGION=eu-west-1
AWS_SKIP_SIGNATURE=true
```

## References

- developmentseed/obstore#103, apache/datafusion#16299, google/tensorstore#169, earth-mover/icechunk#1183
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.WARNING, since="0.1.0")
