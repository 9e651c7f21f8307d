"""A `.env` file with a secret is not ignored by git.

## What it does

Reports a `.env` file in a git work tree that holds a secret, and is neither tracked nor ignored.

## Why is this bad

The next `git add .` takes the file into the repository, and with the next push the secret is everybody's. There is no
error text; the message comes later, from whoever found the key.

## Example

```dotenv git="init"
AWS_ACCESS_KEY_ID=backup-job
AWS_SECRET_ACCESS_KEY=pR7vX2mK9sLq4TzB8wYc
```

## Use instead

```dotenv git="init"
AWS_ACCESS_KEY_ID=backup-job
AWS_SECRET_ACCESS_KEY=pR7vX2mK9sLq4TzB8wYc
```

```ini beside title=".gitignore"
/.env
```

## Fix

A line with the file's path is added to `.gitignore` at the root of the repository.

## References

- FredHutch/wiki#205
- Git documentation, "gitignore"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.repository import Standing, ignoring, standing, written_secrets
from s3config.rules import About, Append, Finding, Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.origin import Setting
    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe")


def check(subject: Subject) -> Iterator[Finding]:
    """Ask git about the `.env` files that hold secrets."""
    if subject.path is None:
        return
    for place, settings in written_secrets(subject).items():
        if _is_dotenv(subject, settings[0]) and standing(place) is Standing.UNTRACKED:
            line = ignoring(place)
            repair = None if line is None else Repair("add it to .gitignore", True, (Append(*line),))
            message = "this file holds a secret, and git does not ignore it"
            yield Finding(settings, message, "add it to .gitignore", repair)


def _is_dotenv(subject: Subject, setting: Setting) -> bool:
    found = subject.find(setting.origin)
    return found is not None and found[1] == "dotenv"
