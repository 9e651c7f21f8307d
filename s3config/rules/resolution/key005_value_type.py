"""A value is of another kind than its key takes.

## What it does

Reports what is no boolean, number, duration, moment, header or word of a list where one belongs, and a value of a type
that a key cannot have.

## Why is this bad

Tools refuse such values late, in words of their own, or read them as something else: `30` may be seconds or
milliseconds, and any text but the right one may be *no*:

    GenericError: Generic Config error: failed to parse "30" as Duration
    GenericError: Generic Config error: failed to parse "maybe" as boolean
    TypeError: 'bool' object is not an instance of 'str'

## Example

```dotenv
AWS_TIMEOUT=30
```

```dotenv
AWS_SERVER_SIDE_ENCRYPTION=aes256
```

```dotenv
AWS_SKIP_SIGNATURE=maybe
```

## Use instead

```dotenv
AWS_TIMEOUT=30s
```

```dotenv
AWS_SERVER_SIDE_ENCRYPTION=AES256
```

```dotenv
AWS_SKIP_SIGNATURE=true
```

## Fix

A bare number is given the unit `s`, and a word is written in the case that it must have. Both are safe, for what stands
there is refused, so that nothing that works is changed; look at the number if it was meant as milliseconds. To exchange
a word for one that merely looks like it is unsafe.

## References

- delta-io/delta-rs#3128, delta-io/delta-rs#1096, aws/aws-sdk-pandas#2378, dagster-io/dagster#19911, lancedb/lancedb#750
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.config.refusal import Refusal
from s3config.diagnostics import Severity
from s3config.rules import About, Repair, Rewrite
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe")
_PROPOSAL = re.compile(r"(?:did you mean (?P<word>[^<>]+)\?\Z|write (?P<duration>[0-9.]+s) if you mean seconds)")


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Write the value that the remedy proposes, if it is made of the wrong one."""
    setting, proposal = subject.at(diagnostic.origins[0]), _PROPOSAL.match(diagnostic.remedy)
    if setting is None or proposal is None or not isinstance(setting.value, str):
        return None
    if subject.is_foreign and not setting.spelling.startswith("AWS_"):  # another tool's units may be others
        return None
    old, new = setting.value.strip(), proposal["word"] or proposal["duration"]
    is_safe = new.lower() == old.lower() if proposal["word"] else new == f"{old}s"
    if (proposal["duration"] and not is_safe) or not _is_valid(setting.key, new):
        return None
    return Repair(f"write {new}", is_safe, (Rewrite(setting.origin, new),))


def _is_valid(key: str, value: str) -> bool:
    try:
        KEYS[key].parse(value)
    except (Refusal, KeyError):
        return False
    return True
