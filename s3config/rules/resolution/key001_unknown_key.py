"""A name is not that of any key, and often a misspelt one.

## What it does

Reports names in config files, arguments and profiles that no key has. An `AWS_*` variable that is nearly a key is a
warning. The rule looks at the name alone: the value of an unknown key is never read, nor shown.

## Why is this bad

Many tools take any name and ignore what they do not know. A misspelt endpoint then means AWS:

    HTTP error: error sending request for url (https://s3.us-east-1.amazonaws.com/logs/...)
    UnknownConfigurationKeyError: Configuration key: 'endpont' is not valid for store 'S3'.

## Example

```toml
bucket = "logs"
endpont = "https://s3.fr-par.scw.cloud"
```

```dotenv
AWS_ENDPONT_URL=https://s3.fr-par.scw.cloud
```

## Use instead

```toml
bucket = "logs"
endpoint = "https://s3.fr-par.scw.cloud"
```

```dotenv
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
```

## Fix

The name that is meant is written. That is safe if at most two letters differ; it is unsafe if more do, if the name goes
on where the key's ends or has another number, as `AWS_BUCKET_2` has, if the key is set already, or if the name is used
elsewhere in the file, as in `${AWS_REGIN}`.

## References

- delta-io/delta-rs#999, delta-io/delta-rs#2896, pola-rs/polars#20727, developmentseed/obstore#575
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Part, Rename, Repair
from s3config.spellings import find
from s3config.variables import is_used

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", part=Part.KEY, fix="safe")
_MOST_LETTERS = 2
_WORDS = re.compile(r"unknown key '([^']*)'.*")
_MEANT = re.compile(r"did you mean (\w+)\?")


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Write the key that is meant, unless it would then be there twice."""
    wrong, meant = _WORDS.fullmatch(diagnostic.message), _MEANT.fullmatch(diagnostic.remedy)
    if wrong is None or meant is None:
        return None
    old, new, origin = wrong[1], meant[1], diagnostic.origins[0]
    if subject.complaints[diagnostic.code, diagnostic.remedy] > 1:
        return None
    there = (*subject.resolution.written(), *(s for group in subject.placeholders.values() for s in group))
    if any(setting.spelling == new and setting.origin.place == origin.place for setting in there):
        return None
    spelling, found = find(new), subject.find(origin)
    is_free = spelling is not None and not subject.says(spelling.key)
    is_safe = is_free and _is_misspelt(old, new) and found is not None and not is_used(found[0], *found[2][:2])
    return Repair(f"write {new}", is_safe, (Rename(origin, new),))


def _is_misspelt(old: str, new: str) -> bool:
    """Tell whether a name is another one with a slip; with something behind it or with another number, it is not."""
    one, other = old.lower(), new.lower()
    if one.startswith(other) or re.findall("[0-9]", one) != re.findall("[0-9]", other):
        return False
    return _distance(one, other) <= _MOST_LETTERS


def _distance(one: str, other: str) -> int:
    """Count the letters to take out, to put in, or to exchange, so that two words are the same (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        above, row = row, [number]
        for column, letter_of_other in enumerate(other):
            exchanged = above[column] + (letter != letter_of_other)
            row.append(min(exchanged, above[column + 1] + 1, row[column] + 1))
    return row[-1]
