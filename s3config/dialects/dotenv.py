"""A `.env` file, as python-dotenv reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.assignments import interpolated, read_lines, unreadable_line
from s3config.families import environment_words
from s3config.files import UnreadableFileError
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TITLE = ".env file"
VERSION = "python-dotenv 1.2, which reads it back; botocore 1.44.5"
SOURCE = "https://saurabh-kumar.com/python-dotenv/"
EXAMPLE = """
from pathlib import Path
from s3config import resolve, translate

config = resolve("s3://logs", store="prod", file="s3.toml").config
Path(".env").write_text(translate(config, "dotenv").text, encoding="utf-8")
"""
TRAPS = (
    "python-dotenv follows ${NAME} even in single quotes; ${:-$}{NAME} is the text ${NAME} to it.",
    "docker run --env-file keeps quotes as part of the value, and takes one line for each variable.",
    *environment_words.TRAPS,
)
KEYS = environment_words.KEYS
GUESSED = environment_words.GUESSED
OTHERS = environment_words.OTHERS
_BARE = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_SINGLE = re.compile(r"[^'\\\x00-\x1f\x7f-\xa0]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\f": "\\f"}
_OPENING = "${:-$}{"
"""An opening brace behind a dollar: the name is empty and set nowhere, so that its default stands there."""
_LAST = "${:-\\\\}"
"""A backslash, which older versions of python-dotenv take for a part of a quote that follows it."""


def _write(variables: Mapping[str, str]) -> str:
    return "".join(f"{name}={_quoted(value)}\n" for name, value in variables.items())


FORMS = {"dotenv": _write}
write = environment_words.write
read = environment_words.read


def _quoted(value: str) -> str:
    """Write a value as plainly as may be: as it is, in single quotes, or in double quotes with escapes."""
    if _BARE.fullmatch(value):
        return value
    if _SINGLE.fullmatch(value):
        return "'" + value.replace("${", _OPENING) + "'"
    rest, last = (value[:-1], _LAST) if value.endswith("\\") else (value, "")
    escaped = "".join(_ESCAPES.get(letter, letter) for letter in rest)
    return '"' + escaped.replace("${", _OPENING) + last + '"'


def parse(text: str, path: str) -> Table:
    """Read the assignments; references to variables of the file are followed, others stay as they are.

    Raises:
        UnreadableFileError: A line is no assignment, or a quote is open.
    """
    return Table(_entries(text, path))


def _entries(text: str, path: str) -> Iterator[Entry]:
    above = _Above()
    for line in read_lines(text):
        if line.name is None:
            raise UnreadableFileError(unreadable_line(line, path))
        if line.value is not None:
            above[line.name] = interpolated(line.value, above)
            yield Entry(line.name, above[line.name], Origin(path, line.line, line.column))


class _Above(dict[str, str | None]):
    """What stands above a line; a variable that does not is its default, or stands for itself."""

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override] # all values are text
        """Return what a reference means."""
        known = super().get(name)
        return default or f"${{{name}}}" if known is None else known

    def __repr__(self) -> str:
        """Name the variables; the values may be secret."""
        return f"<variables {', '.join(self)}>"
