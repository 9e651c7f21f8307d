"""Two files that belong together say different things.

## What it does

Reports a key that has one value in a file and another one in the file that it names: a store and its `dotenv`, a
service and its `env_file`. That keys of a store replace those at the top of the same file is what the top is for.

## Why is this bad

Only one of the values counts, and whoever changes the other one sees no effect. There is no error; requests go to the
wrong place, or are signed with the old key:

    SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.

## Example

```toml
[stores.logs]
bucket = "logs"
region = "eu-central-1"
dotenv = ".env"
```

```dotenv beside
AWS_REGION=us-west-2
```

## Use instead

```toml
[stores.logs]
bucket = "logs"
region = "eu-central-1"
dotenv = ".env"
```

```dotenv beside
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## References

- docker/compose#1741, docker/docs#7236
- Docker documentation, "Environment variables precedence in Docker Compose"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.origin import Setting
    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0")


def check(subject: Subject) -> Iterator[Finding]:
    """Compare each key that counts with what the other files say."""
    if subject.path is None or len(subject.syntaxes) == 1:
        return
    for key in subject.resolution:
        written = [setting for setting in subject.written(key) if setting.key == key]
        other = next((setting for setting in written[1:] if _contradicts(setting, written[0])), None)
        if other is not None:
            counts = written[0]
            here, there = (f"{setting.spelling} in {setting.origin.place}" for setting in (counts, other))
            message = f"{here} counts, and {there} says something else"
            yield Finding((counts, other), message, "leave one of them out")


def _contradicts(other: Setting, counts: Setting) -> bool:
    """Tell whether another file says otherwise; an endpoint for S3 beside one for all services is normal."""
    specific = counts.key == "endpoint" and counts.spelling != other.spelling
    if other.layer is counts.layer or other.origin.place == counts.origin.place:
        return False
    if counts.origin.line is None or other.origin.line is None or specific:
        return False
    return bool(meaning(other) != meaning(counts))
