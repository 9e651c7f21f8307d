"""A key for encryption is set, and the kind of encryption is not.

## What it does

Reports `sse_kms_key_id` or `sse_customer_key_base64` without `server_side_encryption`. `sse_bucket_key_enabled` without
it is a warning.

## Why is this bad

The key is ignored. There is no error; objects are encrypted as the bucket has it, or not at all:

    $ aws s3api head-object --bucket logs --key 2026.log
    "ServerSideEncryption": "AES256"

## Example

```dotenv
AWS_SSE_KMS_KEY_ID=arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
```

```toml
bucket = "logs"
region = "us-east-1"
sse_bucket_key_enabled = true
```

## Use instead

```dotenv
AWS_SSE_KMS_KEY_ID=arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
AWS_SERVER_SIDE_ENCRYPTION=aws:kms
```

## Fix

The kind is written beside the key: `aws:kms`, or `sse-c` for a customer's key. That is safe, for such a key has no
other use. Beside `sse_bucket_key_enabled` alone, which names no key, it is unsafe.

## References

- developmentseed/obstore#575, s3fs-fuse/s3fs-fuse#922
- Amazon S3 User Guide, "Specifying server-side encryption with AWS KMS (SSE-KMS)"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Add, Repair

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe", cured_by=("server_side_encryption",))


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Write the kind beside the first key that lacks one, unless another key wants another kind."""
    setting = subject.at(diagnostic.origins[0])
    alike = [other for other in subject.resolution.diagnostics if other.code == diagnostic.code]
    kinds = {other.remedy.rpartition("=")[2] for other in alike}
    if (
        setting is None
        or len(kinds) > 1
        or diagnostic != alike[0]
        or not subject.can_add("server_side_encryption", setting.origin)
    ):
        return None
    kind = kinds.pop()
    is_safe = setting.key != "sse_bucket_key_enabled"
    return Repair(f"set server_side_encryption={kind}", is_safe, (Add(setting.origin, "server_side_encryption", kind),))
