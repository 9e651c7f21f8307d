"""There are no credentials, and nobody said that requests are anonymous.

## What it does

Reports a process that is told a bucket, an endpoint or a region, and finds neither a key pair nor a profile, a web
identity, a container's credentials or `skip_signature`. On EC2 that is normal, and so this is an info.

## Why is this bad

Without credentials a client asks the instance metadata service. Anywhere else than at AWS nobody answers there, and
the first request hangs before it fails:

    error sending request for url (http://169.254.169.254/latest/api/token)
    tcp connect error: Host is down (os error 64)
    Operation timed out (os error 60)

A public bucket needs no credentials, but it must be said that there are none.

## Example

```environment
AWS_BUCKET=logs
AWS_REGION=eu-central-1
```

## Use instead

```environment
AWS_BUCKET=logs
AWS_REGION=eu-central-1
AWS_SKIP_SIGNATURE=true
```

```environment
AWS_BUCKET=logs
AWS_REGION=eu-central-1
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## References

- delta-io/delta-rs#855, delta-io/delta-rs#2500, pola-rs/polars#11372, apache/arrow#36007, restic/restic#1341
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(
    Severity.INFO,
    since="0.1.0",
    requires=("CR003", "CR007", "CR012", "CR014", "CR016", "CR017", "CR019", "CR020", "FILE001", "FILE002"),
)
_PLACES = ("bucket", "endpoint", "region")
_IDENTITY = (
    "access_key_id", "secret_access_key", "session_token", "credential_provider", "profile", "web_identity_token_file",
    "container_credentials_relative_uri", "container_credentials_full_uri", "skip_signature",
)  # fmt: skip


def check(subject: Subject) -> Iterator[Finding]:
    """Look for any identity; half of one is reported elsewhere."""
    if subject.path is not None or not subject.lacks(*_IDENTITY):
        return
    where = subject.settings(_PLACES)
    if not where or any(subject.written(key) for key in _IDENTITY):
        return
    remedy = "give credentials; for a public bucket set skip_signature=true"
    disabled = subject.said("ec2_metadata_disabled")
    if disabled is not None and meaning(disabled) is True:
        message = f"there are no credentials, and {disabled.spelling} forbids to ask the metadata service for them"
    else:
        message = "there are no credentials; the client will now call 169.254.169.254, where only EC2 answers"
    yield Finding((where[0],), message, remedy)
