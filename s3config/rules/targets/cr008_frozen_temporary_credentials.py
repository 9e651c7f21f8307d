"""Temporary credentials are passed as text to a tool that cannot renew them.

## What it does

Reports a session token among the options of a tool that takes credentials as text only. Variables of the environment,
which whatever sets them can renew for the next process, are left alone.

## Why is this bad

After an hour or so, in the middle of a job:

    ExpiredToken: The provided token has expired.

## Example

```toml target="deltalake"
access_key_id = "ASIAIOSFODNN7EXAMPLE"
secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
session_token = "IQoJb3JpZ2luX2VjEXAMPLETOKEN"
region = "eu-central-1"
```

## Use instead

```toml target="deltalake"
access_key_id = "AKIAIOSFODNN7EXAMPLE"
secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
region = "eu-central-1"
```

## References

- delta-io/delta-rs#2909, dlt-hub/dlt#4003, dlt-hub/dlt#4004, pola-rs/polars#19933
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.origin import Layer
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0", requires=("CR009",))
_OPTIONS = (Layer.ARGUMENT, Layer.URL, Layer.STORE, Layer.FILE)


def check(subject: Subject) -> Iterator[Finding]:
    """Look for a token that was written as an option, beside its pair."""
    tool, token = subject.tool, subject.said("session_token")
    if tool is None or tool.refreshes is not False or token is None or subject.said("access_key_id") is None:
        return
    if token.layer in _OPTIONS and tool.takes(token):
        message = f"{token.spelling} will expire, and {tool.name} cannot renew it"
        yield Finding((token,), message, f"let {tool.name} find the credentials by itself")
