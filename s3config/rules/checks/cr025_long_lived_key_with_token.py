"""A session token stands beside a long-lived key, to which it cannot belong.

## What it does

Reports a session token that is written in the same place as an access key id that begins with `AKIA`, if requests go to
AWS. Only temporary keys, whose ids begin with `ASIA`, have a token.

## Why is this bad

The token is left over from other credentials, and the store refuses it, although the keys are right:

    An error occurred (InvalidToken) when calling the ListObjectsV2 operation: The provided token is malformed or
    otherwise invalid.
    InvalidClientTokenId: The security token included in the request is invalid

## Example

```dotenv
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjEXAMPLETOKEN
AWS_REGION=eu-west-1
```

## Use instead

```dotenv
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_REGION=eu-west-1
```

## Fix

The token is taken out, which is safe: no request with it can succeed.

## References

- vercel/ai#14136, aws/aws-cli#1341, aws/aws-cli#1197
- AWS IAM User Guide, "Understanding unique ID prefixes"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding, Remove, Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe", requires=("CR003", "CR020"))
_LENGTH = 20


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the key's kind with what stands beside it."""
    token, key = subject.said("session_token"), subject.said("access_key_id")
    if token is None or key is None or not subject.is_aws or token.layer is not key.layer:
        return
    text = subject.text("access_key_id") or ""
    if text.startswith("AKIA") and len(text) == _LENGTH:
        message = f"{token.spelling} stands beside {key.spelling}, which is of a long-lived key that has no token"
        repair = Repair(f"remove {token.spelling}", True, (Remove(token.origin),))
        yield Finding((token, key), message, f"remove {token.spelling}", repair)
