"""A secret stands in a file that git keeps.

## What it does

Reports a secret key, a session token or an encryption key that is written out in a file which git tracks. Placeholders,
example files, values with `EXAMPLE` in them, words of fewer than 16 characters, and what opens only a store on this
machine or in the same network of containers are left alone.

## Why is this bad

Everybody who can read the repository can read the secret, and so can everybody who ever gets a copy of its history.
Robots find keys in public repositories within minutes. AWS looks for them, too, and attaches the policy
`AWSCompromisedKeyQuarantineV2` to the user of such a key, which denies many of its requests.

## Example

```toml git="add"
bucket = "logs"
region = "eu-central-1"
access_key_id = "backup-job"
secret_access_key = "pR7vX2mK9sLq4TzB8wYc"
```

## Use instead

```toml git="add"
bucket = "logs"
region = "eu-central-1"
access_key_id = "${LOGS_KEY_ID}"
secret_access_key = "${LOGS_SECRET}"
```

## References

- elastic/detection-rules#3910
- AWS IAM User Guide, "AWS managed policy: AWSCompromisedKeyQuarantineV2"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.repository import Standing, standing, written_secrets
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0")


def check(subject: Subject) -> Iterator[Finding]:
    """Ask git about the files that hold secrets."""
    if subject.path is None:
        return
    for place, settings in written_secrets(subject).items():
        if standing(place) is Standing.TRACKED:
            names = " and ".join(dict.fromkeys(setting.spelling for setting in settings))
            verb = "is" if len(settings) == 1 else "are"
            message = f"{names} {verb} written out in a file that git tracks"
            remedy = "make a new key, for this one is in the history, and give it by the environment or a provider"
            yield Finding(settings, message, remedy)
