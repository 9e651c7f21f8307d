"""JSON with the place of every key: the parser of the standard library does not tell it."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined] # the stubs leave it out
from typing import TYPE_CHECKING, Any

from s3config.documents import MOST_KEYS, too_many
from s3config.files import unreadable
from s3config.lines import Lines
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIXES = (".json",)
_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN = r'"([^"\\\x00-\x1f]*)"'
_MEMBER = re.compile(
    rf"[ \t\n\r]*{_PLAIN}[ \t\n\r]*:[ \t\n\r]*(?:{_PLAIN}|(true|false|null|-?(?:0|[1-9][0-9]*)(?![0-9.eE])))"
    r"[ \t\n\r]*([,}])"
)
"""A member whose name and value have no escapes, valid as it is; the others take the long way."""
_DECODER = json.JSONDecoder()


def entries(text: str, path: str) -> Table:
    """Read an object with the objects in it.

    Raises:
        UnreadableFileError: The text is not JSON, or not an object.
    """
    start = _skip(text, 0)
    if text[start : start + 1] == "{":
        flat, end = _members(text, start + 1, _origins(text, path, MOST_KEYS))
        if end is not None and _skip(text, end) == len(text):  # every member was plain: the text is valid
            return Table(flat)
    found = value(text, path, most=MOST_KEYS)
    if not isinstance(found, Table):
        raise unreadable(path, "this is no JSON object", 'write {"key": "value"}', 1, 1)
    return found


def value(text: str, path: str, *, most: int | None = None) -> Any:  # noqa: ANN401 (any JSON value)
    """Read any JSON; each object in it is a table.

    Raises:
        UnreadableFileError: The text is not JSON, or has more keys than it may have.
    """
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise unreadable(path, f"this is not JSON: {error.msg}", "mend it", error.lineno, error.colno) from None
    return _value(text, _skip(text, 0), _origins(text, path, most))[0]


def _origins(text: str, path: str, most: int | None) -> Callable[[int], Origin]:
    """Return what tells the place of each key, of which there may be so many."""
    lines, count = Lines(text), 0

    def origin(index: int) -> Origin:
        nonlocal count
        count += 1
        if most is not None and count > most:
            raise too_many(path)
        return Origin(path, *lines.place(index))

    return origin


def _skip(text: str, index: int) -> int:
    return _SPACE.match(text, index).end()  # type: ignore[union-attr] # it matches the empty string


def _value(text: str, index: int, origin: Callable[[int], Origin]) -> tuple[Any, int]:
    """Read the value that begins here; the text is known to be valid."""
    if text[index] == "{":
        return _object(text, index, origin)
    return _array(text, index, origin) if text[index] == "[" else _DECODER.raw_decode(text, index)


def _array(text: str, index: int, origin: Callable[[int], Origin]) -> tuple[list[Any], int]:
    found = []
    index = _skip(text, index + 1)
    while text[index] != "]":
        item, index = _value(text, index, origin)
        found.append(item)
        index = _skip(text, index)
        if text[index] == ",":
            index = _skip(text, index + 1)
    return found, index + 1


def _members(text: str, index: int, origin: Callable[[int], Origin]) -> tuple[list[Entry], int | None]:
    """Read plain members, and return where the object ends; or `None` where another one stands, or none."""
    found = []
    while (member := _MEMBER.match(text, index)) is not None:
        word, value, literal, behind = member.groups()
        plain = value if literal is None else _DECODER.decode(literal)
        found.append(Entry(word, plain, origin(member.start(1) - 1)))
        index = member.end()
        if behind == "}":
            return found, index
    return found, None


def _object(text: str, index: int, origin: Callable[[int], Origin]) -> tuple[Table, int]:
    found: list[Entry] = []
    index = _skip(text, index + 1)
    while text[index] != "}":
        entry, index = _member(text, index, origin)
        found.append(entry)
        index = _skip(text, index)
        if text[index] == ",":
            index = _skip(text, index + 1)
    return Table(found), index + 1


def _member(text: str, index: int, origin: Callable[[int], Origin]) -> tuple[Entry, int]:
    """Read the member that begins here."""
    start = index
    word, index = scanstring(text, index + 1)
    index = _skip(text, _skip(text, index) + 1)
    found, index = _value(text, index, origin)
    return Entry(word, found, origin(start)), index
