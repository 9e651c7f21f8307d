"""The kind of encryption and its key do not fit together.

## What it does

Reports a KMS key or a customer's key beside another kind of `server_side_encryption`, and `sse-c` without a key.

## Why is this bad

A request can ask for one kind of encryption only:

    InvalidArgument: Server side encryption with customer provided key is incompatible with the encryption method
    specified
    GenericError: Generic S3 error: Invalid encryption header values. ... source: Missing customer key

Some tools drop one of the two without a word, and objects are not encrypted with the key that is set.

## Example

```dotenv
AWS_SERVER_SIDE_ENCRYPTION=AES256
AWS_SSE_KMS_KEY_ID=arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
```

```dotenv
AWS_SERVER_SIDE_ENCRYPTION=sse-c
```

## Use instead

```dotenv
AWS_SERVER_SIDE_ENCRYPTION=aws:kms
AWS_SSE_KMS_KEY_ID=arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
```

```dotenv
AWS_SERVER_SIDE_ENCRYPTION=sse-c
AWS_SSE_CUSTOMER_KEY_BASE64=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=
```

## References

- fsspec/s3fs#607, minio/minio-py#686, aws/aws-sdk-ruby#1302
- Amazon S3 API Reference, "PutObject"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0", cured_by=("sse_customer_key_base64",))
