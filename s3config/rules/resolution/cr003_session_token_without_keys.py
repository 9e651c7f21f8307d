"""A session token stands without the key pair that it belongs to.

## What it does

Reports a token in a place that has no key pair, and the second token where the two halves of a pair are joined from two
places. Such a token is not used: it goes only with the pair of its own place. As an argument it is an error.

## Why is this bad

A token that was left behind in the environment or in a file spoils keys that are right. Libraries that put the two
together, such as obstore and polars, send it with the wrong pair:

    InvalidToken: The provided token is malformed or otherwise invalid.
    InvalidClientTokenId: The security token included in the request is invalid

## Example

```dotenv
AWS_REGION=eu-west-1
AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjEXAMPLETOKEN
```

```toml
bucket = "logs"
region = "eu-west-1"
session_token = "FwoGZXIvYXdzEXAMPLE"
```

## Use instead

```dotenv
AWS_REGION=eu-west-1
AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjEXAMPLETOKEN
```

## Fix

The token is taken out, which is safe, for it is not used. It is unsafe in a file of other tools, which may put it
together with a pair from elsewhere; and where keys may come from elsewhere, there is no fix.

## References

- vercel/ai#14136, aws/aws-cli#1341, aws/aws-cli#1197, aws/aws-sam-cli#109
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Remove, Repair

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0", fix="safe", cured_by=("access_key_id", "secret_access_key"))


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Take the token out."""
    origin = diagnostic.origins[0]
    setting = subject.at(origin)
    if setting is None or subject.is_open:
        return None
    return Repair(f"remove {setting.spelling}", not subject.is_foreign, (Remove(origin),))
