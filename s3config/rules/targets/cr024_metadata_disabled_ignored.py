"""The tool asks the instance metadata although that is forbidden.

## What it does

Reports `AWS_EC2_METADATA_DISABLED` where no credentials are set, for tools that do not obey it.

## Why is this bad

Off EC2, the tool waits for an answer that does not come; on EC2, it takes the rights of the machine:

    Generic S3 error: error sending request for url (http://169.254.169.254/latest/api/token)

## Example

```dotenv target="obstore"
AWS_EC2_METADATA_DISABLED=true
AWS_REGION=eu-central-1
```

## Use instead

```dotenv target="obstore"
AWS_SKIP_SIGNATURE=true
AWS_REGION=eu-central-1
```

## References

- delta-io/delta-rs#2500, pola-rs/polars#11372, restic/restic#1341
- AWS SDKs and Tools Reference Guide, "IMDS credential provider"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.INFO, since="0.1.0", requires=("CR001",))
_IDENTITY = (
    "access_key_id", "credential_provider", "web_identity_token_file", "container_credentials_relative_uri",
    "container_credentials_full_uri", "skip_signature",
)  # fmt: skip


def check(subject: Subject) -> Iterator[Finding]:
    """See whether anything keeps the tool from asking."""
    tool, setting = subject.tool, subject.said("ec2_metadata_disabled")
    if tool is None or tool.metadata_disabled is not False or setting is None or meaning(setting) is not True:
        return
    if subject.lacks(*_IDENTITY):
        message = f"{tool.name} does not obey {setting.spelling}, and will ask the instance metadata for credentials"
        yield Finding((setting,), message, "give credentials; for a public bucket set skip_signature=true")
