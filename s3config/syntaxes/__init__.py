"""How an assignment is written in a text, for pointing at it and for changing it: one module a syntax."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import NamedTuple, Protocol


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
        """Return what to take out, so that an assignment is gone and the text stays whole."""
        ...


@cache
def syntax(name: str) -> Syntax:
    """Return a module of this package."""
    module: Syntax = import_module(f"{__name__}.{name}")
    return module
