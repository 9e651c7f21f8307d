"""A customer's encryption key is not base64 of 32 bytes.

## What it does

Reports an `sse_customer_key_base64` that is no base64, or that of more or fewer than 32 bytes.

## Why is this bad

S3 encrypts with AES-256, whose keys have 32 bytes. A pass phrase, a key in hexadecimal digits, or the base64 of a key
with the line break behind it is refused when the first object is written:

    InvalidArgument: The secret key was invalid for the specified algorithm.
    header must be a base64 encoding of exactly 32 raw bytes

## Example

```dotenv
AWS_SERVER_SIDE_ENCRYPTION=sse-c
AWS_SSE_CUSTOMER_KEY_BASE64=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEK
```

## Use instead

```dotenv
AWS_SERVER_SIDE_ENCRYPTION=sse-c
AWS_SSE_CUSTOMER_KEY_BASE64=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=
```

## References

- kahing/goofys#577, ovh/public-cloud-roadmap#176, minio/minio#7783
- Amazon S3 User Guide, "Using server-side encryption with customer-provided keys (SSE-C)"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
