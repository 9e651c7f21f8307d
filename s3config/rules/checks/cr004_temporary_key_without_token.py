"""A temporary access key has no session token beside it.

## What it does

Reports a key id that begins with `ASIA`, as those of temporary credentials at AWS do, where no session token is given.
With the endpoint of another provider, nothing is said.

## Why is this bad

A temporary key is valid only together with its token. Without it AWS does not know the key:

    InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.

## Example

```dotenv
AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## Use instead

```dotenv
AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjEXAMPLETOKEN
```

## References

- databendlabs/databend#8069, pola-rs/polars#15326
- AWS IAM User Guide, "IAM identifiers", unique ID prefixes
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0")
_TEMPORARY = re.compile(r"ASIA[A-Z0-9]{16}")


def check(subject: Subject) -> Iterator[Finding]:
    """Look for the token; one that was written elsewhere, and not taken, is reported by itself.

    A token belongs beside its pair, so that it is missing even where other settings may come from elsewhere.
    """
    text = subject.text("access_key_id")
    if text is None or not _TEMPORARY.fullmatch(text):
        return
    setting = subject.said("access_key_id")
    is_elsewhere = subject.says("endpoint") and not subject.is_aws
    has_none = not subject.says("session_token") and not subject.written("session_token")
    if setting is not None and has_none and not is_elsewhere:
        message = f"{setting.spelling} is a temporary key (ASIA...), and there is no session token"
        yield Finding((setting,), message, "give session_token in the same place")
