"""Lines of INI files, `word = value` below `[section]`, each with its place; what is no line of this is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from s3config.files import unreadable
from s3config.ini import numbered_lines
from s3config.origin import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECTION = re.compile(r"\[([^\]]*)\]\s*")
_HAS_SECTION = re.compile(r"(?m)^[^\S\r\n]*\[[^\]\r\n]*\][^\S\r\n]*\r?$")


class Assignment(NamedTuple):
    """A line that gives a word its value."""

    section: str
    """The name in the brackets above; empty before the first."""
    word: str
    value: str
    """All that stands behind the separator, white space and quotes included, for tools differ in what they take off."""
    origin: Origin


def has_section(text: str) -> bool:
    """Tell whether a text has a line with the name of a section."""
    return _HAS_SECTION.search(text) is not None


def read(text: str, path: str, *, separators: str = "=", comments: str = "#;") -> Iterator[Assignment]:
    """Read the assignments.

    Args:
        text: The text.
        path: What its place is called.
        separators: The characters of which the first ends a word.
        comments: The characters that begin a line that says nothing.

    Raises:
        UnreadableFileError: A line is neither the name of a section nor an assignment.
    """
    section = ""
    between = re.compile(f"[{re.escape(separators)}]")
    for number, line in numbered_lines(text.removeprefix("\ufeff")):
        stripped = line.strip()
        column = len(line) - len(line.lstrip()) + 1
        if not stripped or stripped[0] in comments:
            continue
        header = _SECTION.fullmatch(stripped)
        if header:
            section = header[1].strip()
            continue
        end = between.search(line)
        if end is None or not line[: end.start()].strip():
            raise unreadable(path, "this line is neither [section] nor word = value", "mend it", number, column)
        yield Assignment(section, line[: end.start()].strip(), line[end.end() :], Origin(path, number, column))
