"""A key pair of one place gets the token of another.

## What it does

Reports a key pair that was passed without a token while the environment has one, for tools that put the two together.

## Why is this bad

The keys are right, and the store refuses them:

    InvalidToken: The provided token is malformed or otherwise invalid.

    The security token included in the request is invalid.

## Example

```python target="obstore"
resolve(
    bucket="logs",
    region="eu-central-1",
    access_key_id="AKIAIOSFODNN7EXAMPLE",
    secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    env={
        "AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "kWcrlUX5JEDGM/LtmEENI/aVmYvHNif5zB+d9+ct",
        "AWS_SESSION_TOKEN": "IQoJb3JpZ2luX2VjEXAMPLETOKEN",
    },
)
```

## Use instead

```python target="obstore"
resolve(
    bucket="logs",
    region="eu-central-1",
    access_key_id="AKIAIOSFODNN7EXAMPLE",
    secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    env={},
)
```

## References

- vercel/ai#14136, aws/aws-cli#1341, aws/aws-sam-cli#109
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding
from s3config.tools import is_variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0")


def check(subject: Subject) -> Iterator[Finding]:
    """Look in the environment for a token that the pair does not have."""
    tool = subject.tool
    if tool is None or not tool.mixes_tokens or subject.says("session_token"):
        return
    pair = subject.settings(("access_key_id", "secret_access_key"))
    if not pair or any(is_variable(half) for half in pair):
        return
    for token in subject.written("session_token"):
        if is_variable(token) and tool.takes(token) and token.layer < pair[0].layer:
            message = f"{tool.name} sends {token.spelling} with {pair[0].spelling}, to which it does not belong"
            yield Finding((token, *pair), message, f"unset {token.spelling}")
            return
