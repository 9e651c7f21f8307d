"""How an assignment is written in a text, for pointing at it and for changing it: one module a syntax."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import NamedTuple, Protocol

_REST = re.compile(r"[^\r\n]*(\r\n?|\n|\Z)")
_COMMA = re.compile(r"\s*,\s*")


class Assignment(NamedTuple):
    """Where a key and its value stand, as indices of characters; ends are behind the last one."""

    key_start: int
    key_end: int
    start: int
    """Where the value begins, its opening quote included; the end of the key if there is no value."""
    end: int
    quote: str = ""
    """The quotes on either side of the value; empty if there are none."""
    indirect: bool = False
    """Whether the value is written in a way that cannot be changed in place: a block, or over several lines."""
    is_part: bool = False
    """Whether key and value are parts of one text, which has the quotes: a value is written there as it is."""
    is_key_shared: bool = False
    """Whether the key's text counts elsewhere, too, so that a change of it would be felt there."""

    @property
    def content(self) -> tuple[int, int]:
        """Where the value stands without its quotes."""
        return self.start + len(self.quote), self.end - len(self.quote)


class Syntax(Protocol):
    """What each module of this package provides."""

    def find(self, text: str, index: int) -> Assignment:
        """Return the assignment whose key begins at a character."""
        ...

    def quoted(self, value: str, like: str) -> str:
        """Write a value, in quotes as another one is if it can be; never so that it means something else."""
        ...

    def addition(self, text: str, near: Assignment, word: str, value: str) -> tuple[int, str]:
        """Return where to put a further assignment beside one, and its text."""
        ...

    def removal(self, text: str, found: Assignment) -> tuple[int, int]:
        """Return what to take out, so that an assignment is gone and the text stays whole; nothing if it cannot be."""
        ...


@cache
def syntax(name: str) -> Syntax:
    """Return a module of this package."""
    module: Syntax = import_module(f"{__name__}.{name}")
    return module


def line_start(text: str, index: int) -> int:
    """Return where the line of a character begins."""
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def line_below(text: str, index: int, line: str) -> tuple[int, str]:
    """Return where to put a line below that of a character, and its text with the break that the lines have."""
    match = _REST.match(text, index)
    end, break_ = (match.end(), match[1]) if match else (len(text), "")
    if break_:
        return end, f"{line}{break_}"
    return end, ("\r\n" if "\r\n" in text else "\n") + line


def lines_from(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the extent of the whole lines in which something begins and ends."""
    match = _REST.match(text, end)
    return line_start(text, start), match.end() if match else end


def with_comma(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the extent of an item of a list or mapping with the comma behind it, or else with the one before it."""
    behind = _COMMA.match(text, end)
    if behind is not None:
        return start, behind.end()
    kept = text[:start].rstrip()
    return (len(kept) - 1, end) if kept.endswith(",") else (start, end)
