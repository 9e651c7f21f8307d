"""Properties as Java writes them, such as `key=value`, with backslashes before what is special.

Source: the documentation of `java.util.Properties.load`; Spark and Trino read their files with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.files import unreadable
from s3config.lines import Lines
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BLANK = re.compile(r"[ \t\f\r\n]*")
_COMMENT = re.compile(r"[#!][^\r\n]*")
_LOGICAL_LINE = re.compile(r"[^\\\r\n]*(?:\\(?:\r\n|[\s\S])[^\\\r\n]*)*\\?")
_KEY = re.compile(r"(?:\\[\s\S]|[^\\ \t\f\r\n=:])*")
_SEPARATOR = re.compile(r"[ \t\f]*[=:]?[ \t\f]*")
_CONTINUED = re.compile(r"\\(?:\r\n|\r|\n)[ \t\f]*")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\s\S])|$)")
_NAMES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}
_WRITTEN = {"\\": "\\\\", **{character: f"\\{name}" for name, character in _NAMES.items()}}


def write(values: Mapping[str, object], heading: str = "") -> str:
    r"""Write one `key=value` a line; what is not ASCII as `\uXXXX`, for some read the file as Latin-1.

    Args:
        values: The values by key.
        heading: A comment for the first line.
    """
    comment = f"# {heading}\n" if heading else ""
    return comment + "".join(f"{_escaped_key(key)}={_escaped(str(value))}\n" for key, value in values.items())


def _escaped_key(key: str) -> str:
    return re.sub(r"[ =:#!]", r"\\\g<0>", "".join(map(_character, key)))


def _escaped(text: str) -> str:
    written = "".join(map(_character, text))
    return f"\\{written}" if written.startswith(" ") else written


def _character(character: str) -> str:
    if character in _WRITTEN:
        return _WRITTEN[character]
    if " " <= character <= "~":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))


def read(text: str, path: str) -> Table:
    """Read the properties, each with the place of its key.

    Raises:
        UnreadableFileError: A line has no value, or an escape of a character is cut short.
    """
    return Table(_entries(text, path))


def _entries(text: str, path: str) -> Iterator[Entry]:
    lines, index = Lines(text), _end(_BLANK, text, 0)
    while index < len(text):
        end = _end(_COMMENT, text, index)  # which does not go on in the next line
        if end == index:
            end = _end(_LOGICAL_LINE, text, index)
            yield _entry(_CONTINUED.sub("", text[index:end]), Origin(path, *lines.place(index)))
        index = _end(_BLANK, text, end)


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def _entry(line: str, origin: Origin) -> Entry:
    name = line[: _end(_KEY, line, 0)]
    between = line[len(name) : _end(_SEPARATOR, line, len(name))]
    if not between:
        raise unreadable(origin.place, "this line is no property", "write key=value", origin.line, origin.column)
    return Entry(_unescaped(name, origin), _unescaped(line[len(name) + len(between) :], origin), origin)


def _unescaped(text: str, origin: Origin) -> str:
    if re.search(r"(?<!\\)(?:\\\\)*\\u(?![0-9a-fA-F]{4})", text):
        message = r"this property has a \u without four hexadecimal digits"
        raise unreadable(origin.place, message, r"write \\ for a backslash", origin.line, origin.column)
    plain = _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _NAMES.get(found[2], found[2] or ""), text
    )
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
