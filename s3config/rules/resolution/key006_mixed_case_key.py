"""A key is written in capital and small letters.

## What it does

Reports keys of config files and arguments that are neither in lower nor in upper case. s3config reads them all the
same.

## Why is this bad

Most tools take the name letter by letter:

    TypeError: Session.client() got an unexpected keyword argument 'Endpoint_Url'

## Example

```toml
bucket = "logs"
Endpoint_Url = "https://s3.fr-par.scw.cloud"
```

## Use instead

```toml
bucket = "logs"
endpoint_url = "https://s3.fr-par.scw.cloud"
```

## Fix

The name is written in lower case, which is safe, for it means the same. There is none if that name stands in the file
as well.

## References

- delta-io/delta-rs#999
- TOML 1.0.0, whose keys are case-sensitive
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Part, Rename, Repair

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.INFO, since="0.1.0", part=Part.KEY, fix="safe")


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Write the key in lower case, unless it would then be there twice."""
    setting = subject.at(diagnostic.origins[0])
    if setting is None:
        return None
    word = setting.spelling.lower()
    others = (*subject.resolution.written(), *subject.placeholders.get(setting.key, ()))
    if any(s.origin.place == setting.origin.place and s != setting and s.spelling.lower() == word for s in others):
        return None
    return Repair(f"write {word}", True, (Rename(setting.origin, word),))
