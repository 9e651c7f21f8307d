"""Temporary credentials have expired.

## What it does

Reports a `credential_expiration` that is past.

## Why is this bad

The store refuses the token:

    ExpiredToken: The provided token has expired.

## Example

```dotenv
AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjEXAMPLETOKEN
AWS_CREDENTIAL_EXPIRATION=2024-01-31T12:00:00Z
```

## Use instead

```dotenv
AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjEXAMPLETOKEN
AWS_CREDENTIAL_EXPIRATION=2999-01-31T12:00:00Z
```

A profile, or a provider, fetches new credentials by itself:

```dotenv
AWS_PROFILE=production
```

## References

- pola-rs/polars#15577, dlt-hub/dlt#4003, fsspec/s3fs#632
- AWS CLI Command Reference, "configure export-credentials"
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Finding, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0")


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the end of the credentials with now."""
    setting = subject.said("credential_expiration")
    if setting is None:
        return
    end = meaning(setting)
    if isinstance(end, datetime) and end.tzinfo is not None and end < datetime.now(UTC):
        yield Finding((setting,), f"{said(setting)} is past", "get new credentials, or let a profile fetch them")
