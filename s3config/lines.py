"""The lines of a text: from the index of a character to its line and column, and back."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

_BREAK = re.compile(r"\r\n?|\n")


class Lines:
    """A text with its lines, which end as editors end them: with LF, CRLF or CR."""

    def __init__(self, text: str) -> None:
        """Keep the text; its lines are looked for when they are wanted."""
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        if "\r" in self.text:
            return [0, *(match.end() for match in _BREAK.finditer(self.text))]
        starts, start = [0], 0
        for line in self.text.split("\n"):
            start += len(line) + 1
            starts.append(start)
        return starts[:-1]

    def place(self, index: int) -> tuple[int, int]:
        """Return line and column of a character, both from 1."""
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def index(self, line: int, column: int) -> int:
        """Return the index of the character at a line and column, both from 1."""
        return self._starts[min(line, len(self._starts)) - 1] + column - 1

    def line(self, number: int) -> tuple[int, int]:
        """Return where a line begins, and where its text ends, the line break left out."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return start, start + len(self.text[start:end].rstrip("\r\n"))
