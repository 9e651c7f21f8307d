"""JSON with the place of every key: the parser of the standard library does not tell it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from json.decoder import scanstring  # type: ignore[attr-defined] # the stubs leave it out
from typing import TYPE_CHECKING, Any

from s3config.files import unreadable
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIXES = (".json",)
_SPACE = re.compile(r"[ \t\n\r]*")


def entries(text: str, path: str) -> Table:
    """Read an object with the objects in it.

    Raises:
        UnreadableFileError: The text is not JSON, or not an object.
    """
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise unreadable(path, f"this is not JSON: {error.msg}", "mend it", error.lineno, error.colno) from None
    if not isinstance(whole, dict):
        raise unreadable(path, "this is no JSON object", 'write {"key": "value"}', 1, 1)

    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def origin(index: int) -> Origin:
        line = bisect_right(starts, index)
        return Origin(path, line, index - starts[line - 1] + 1)

    return _object(text, _skip(text, 0), origin)[0]


def _skip(text: str, index: int) -> int:
    return _SPACE.match(text, index).end()  # type: ignore[union-attr] # it matches the empty string


def _object(text: str, index: int, origin: Callable[[int], Origin]) -> tuple[Table, int]:
    """Read the object that begins here; the text is known to be valid."""
    found = []
    index = _skip(text, index + 1)
    while text[index] != "}":
        start = index
        word, index = scanstring(text, index + 1)
        index = _skip(text, _skip(text, index) + 1)
        value: Any
        if text[index] == "{":
            value, index = _object(text, index, origin)
        else:
            value, index = json.JSONDecoder().raw_decode(text, index)
        found.append(Entry(word, value, origin(start)))
        index = _skip(text, index)
        if text[index] == ",":
            index = _skip(text, index + 1)
    return Table(found), index + 1
