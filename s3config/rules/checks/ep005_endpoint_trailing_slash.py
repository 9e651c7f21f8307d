"""An endpoint ends with a slash.

## What it does

Reports an endpoint with a slash at its end. Nothing is wrong with it here, for s3config takes the slash off.

## Why is this bad

Some tools put the bucket's name behind the endpoint as it is. The path then begins with two slashes, and the service
sees another request than the one that was signed:

    403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.

## Example

```dotenv
AWS_ENDPOINT_URL=https://s3.gra.io.cloud.ovh.net/
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=https://s3.gra.io.cloud.ovh.net
```

## Fix

The slash is taken off, which is safe: it names nothing.

## References

- durch/rust-s3#429, apache/arrow-rs#6580, vectordotdev/vector#20773
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding, Repair, Rewrite, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.INFO, since="0.1.0", fix="safe", requires=("EP003",))


def check(subject: Subject) -> Iterator[Finding]:
    """Look at the last character."""
    setting, text = subject.said("endpoint"), subject.text("endpoint")
    if setting is None or text is None or not text.endswith("/") or subject.address is None:
        return
    repair = Repair("take the slash off", True, (Rewrite(setting.origin, text.rstrip("/")),))
    message = f"{said(setting)} ends with a slash, which some tools sign and others take off"
    yield Finding((setting,), message, "take the slash off", repair)
