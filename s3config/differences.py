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
                yield f"@@ -{_extent(start, end)} +{_extent(new_start, new_end)} @@\n"
                yield from _lines(
                    before[start:end], after[new_start:new_end], [n + 1 in file.starts for n in range(start, end)]
                )


def _extent(start: int, end: int) -> str:
    """Write a range as `diff -u` does; of no line, the line before it."""
    return f"{start + (end > start)},{end - start}"


def _lines(old: list[str], new: list[str], begin: list[bool]) -> Iterator[str]:
    """Hide lines that do not begin an assignment, and in new lines what was hidden in the old.

    What a misspelt key held, a right one may hold as well; lines that are only added were written by a fix.
    """
    shown = [masked_line(line) if begins else HIDDEN for line, begins in zip(old, begin, strict=True)]
    yield from (f"-{line}\n" for line in shown)
    for number, line in enumerate(new):
        is_known = not old or (len(old) == len(new) and HIDDEN not in shown[number])
        yield f"+{masked_line(line, values=is_known) if is_known or not begin or all(begin) else HIDDEN}\n"
