"""A secret in a `.env` file is cut off at a `#`.

## What it does

Reports an unquoted key id or secret in a `.env` file behind which a `#` follows that seems to be a part of it: no blank
stands behind the `#`, and what follows is no word. A comment is written with a blank: `NAME=value # comment`.

## Why is this bad

Readers differ: python-dotenv ends the value before white space with a `#`, `docker run --env-file` takes the whole
line. The same file gives two secrets, and one is wrong:

    SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.

## Example

```dotenv
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG #bPxRfiCYEXAMPLEKEY
```

## Use instead

```dotenv
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE # of the backup job
AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI/K7MDENG#bPxRfiCYEXAMPLEKEY"
```

## References

- duckdb/duckdb#16495, motdotla/dotenv#633, huggingface/huggingface_hub#4750
- python-dotenv documentation, "File format"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import SecretStr

from s3config.diagnostics import Severity
from s3config.redaction import KeyId
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0")
_REST = re.compile(r"[^\S\r\n]+#([^\s#]+)[^\S\r\n]*(?=[\r\n]|\Z)")
_WORD = re.compile(r"[A-Za-z]?[a-z]*[0-9]{0,4}[:.!]?|[A-Z]+[:.!]?")
_COMPLETE = re.compile(r"A[KS]IA[A-Z0-9]{16}|[A-Za-z0-9/+]{40}|[0-9a-f]{32}|[0-9a-f]{64}")


def check(subject: Subject) -> Iterator[Finding]:
    """Look at what stands behind the secrets of `.env` files."""
    if "dotenv" not in subject.syntaxes.values():
        return
    for setting in subject.resolution.written():
        if setting.origin.line is None or not isinstance(setting.value, SecretStr | KeyId):
            continue
        found = subject.find(setting.origin)
        if found is None or found[1] != "dotenv" or "#" not in found[0]:
            continue
        text, _, assignment = found
        if assignment.quote:
            continue
        rest = _REST.match(text, assignment.end)
        if rest is None or _WORD.fullmatch(rest[1]) or _COMPLETE.fullmatch(text[assignment.start : assignment.end]):
            continue
        message = f"{setting.spelling} ends before a #, behind which it seems to go on"
        yield Finding((setting,), message, "write it in quotes, or put a blank behind the # of a comment")
