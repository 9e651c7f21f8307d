"""A profile is named beside keys that count before it.

## What it does

Reports `AWS_PROFILE` in the environment, or in a `.env` file, where a key pair stands beside it.

## Why is this bad

The pair wins in boto3, the AWS CLI and most other tools, and the profile's credentials are not used. What else the
profile says, such as its region, may still hold. Who sets `AWS_PROFILE` to change the account stays in the old one:

    An error occurred (AccessDenied) when calling the PutObject operation: Access Denied

## Example

```dotenv
AWS_PROFILE=production
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## Use instead

```dotenv
AWS_PROFILE=production
```

```dotenv
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## References

- aws/aws-cli#113, aws/aws-cli#1120, aws/aws-cli#7174, aws/aws-cli#8270
- AWS SDKs and Tools Reference Guide, "Credential provider chain"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.origin import Layer
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0", requires=("CR005",))
_VARIABLES = (Layer.ENVIRONMENT, Layer.DOTENV)


def check(subject: Subject) -> Iterator[Finding]:
    """Look for both among the variables."""
    profile = subject.said("profile")
    if profile is None or profile.layer not in _VARIABLES:
        return
    pair = subject.said("access_key_id")
    if pair is not None and pair.layer in _VARIABLES and subject.said("secret_access_key") is not None:
        message = f"{profile.spelling} does not decide who asks, for {pair.spelling} counts before it"
        yield Finding((profile, pair), message, "leave one of them out")
