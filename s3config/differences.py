"""What mending would change, as a diff without context in which every value is hidden that may be secret."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from s3config.masking import masked_line
from s3config.redaction import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s3config.fixing import Mended


def diff(files: Iterable[Mended]) -> Iterator[str]:
    """Yield the lines that change in each file."""
    for file in files:
        yield f"--- {file.path}\n+++ {file.path}\n"
        before, after = file.before.splitlines(), file.after.splitlines()
        for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if tag != "equal":
                old, new = before[start:end], after[new_start:new_end]
                yield f"@@ -{_extent(start, end)} +{_extent(new_start, new_end)} @@\n"
                yield from _lines(old, new)


def _extent(start: int, end: int) -> str:
    """Write a range as `diff -u` does; of no line, the line before it."""
    return f"{start + (end > start)},{end - start}"


def _lines(old: list[str], new: list[str]) -> Iterator[str]:
    """Hide in new lines what was hidden in the old: what a misspelt key held, a right one may hold as well."""
    shown = [masked_line(line) for line in old]
    hides = [HIDDEN in line for line in shown] if len(old) == len(new) else [any(HIDDEN in s for s in shown)] * len(new)
    yield from (f"-{line}\n" for line in shown)
    yield from (f"+{masked_line(line, values=not hide)}\n" for line, hide in zip(new, hides, strict=True))
