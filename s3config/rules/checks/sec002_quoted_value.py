"""Quotes are part of a value.

## What it does

Reports a value that begins and ends with a quote after it was read. Readers of shell files and of `.env` files take
quotes off; `docker run --env-file`, the files in `~/.aws`, `rclone.conf`, and items such as `- AWS_REGION="x"` of a
compose file do not.

## Why is this bad

The quotes are sent, and signed, with the value:

    InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.
    SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.

## Example

```dotenv
AWS_REGION='"eu-central-1"'
```

```toml
bucket = "logs"
region = "eu-central-1"
access_key_id = "'AKIAIOSFODNN7EXAMPLE'"
secret_access_key = "'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'"
```

## Use instead

```dotenv
AWS_REGION="eu-central-1"
```

```toml
bucket = "logs"
region = "eu-central-1"
access_key_id = "AKIAIOSFODNN7EXAMPLE"
secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
```

## Fix

The quotes are taken off; no value of any key has them by right.

## References

- moby/moby#46773, docker/cli#3630, duckdb/duckdb#16495
- Docker documentation, "docker container run", `--env-file`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.redaction import reveal
from s3config.rules import About, Finding, Repair, Trim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe")
_QUOTES = ('"', "'")


def check(subject: Subject) -> Iterator[Finding]:
    """Look at both ends of everything that was written; a secret is not shown."""
    for setting in subject.resolution.written():
        text = reveal(setting.value)
        if not isinstance(text, str) or text[:1] not in _QUOTES or text[:1] != text[-1:] or len(text) == 1:
            continue
        repair = Repair("take the quotes off", True, (Trim(setting.origin, quotes=True),))
        message = f"{setting.spelling} begins and ends with a quote, which is part of the value"
        yield Finding((setting,), message, "take the quotes off", repair)
