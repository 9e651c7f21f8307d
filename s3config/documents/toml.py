"""TOML with the place of every key: `tomllib` reads the values, a walk over the symbols finds where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from s3config.files import unreadable
from s3config.lines import Lines
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES = (".toml",)
_SYMBOL = re.compile(
    r'''(?P<skip>[ \t]+|\#[^\n]*)|(?P<newline>\r?\n)|(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}'''
    r"""|"(?:\\.|[^"\\\n])*"|'[^'\n]*')|(?P<word>[A-Za-z0-9_-]+)|(?P<mark>.)""",
    re.DOTALL,
)
_PLACE_IN_ERROR = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_Path = tuple[str, ...]


def entries(text: str, path: str) -> Table:
    """Read a document with its tables.

    Raises:
        UnreadableFileError: The text is not TOML.
    """
    import tomllib  # wanted for a file of this format

    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE_IN_ERROR.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place and place[1] else Lines(text).place(len(text))
        problem = _PLACE_IN_ERROR.sub("", str(error)).strip()
        raise unreadable(path, f"this is not TOML: {problem}", "mend it", line, column) from None
    places: dict[_Path, int] = {}
    for here, start in _Walk(text).places():
        places.setdefault(here, start)
    lines = Lines(text)

    def build(table: dict[str, Any], above: _Path) -> Table:
        return Table(build_entry(word, value, (*above, word)) for word, value in table.items())

    def build_entry(word: str, value: Any, here: _Path) -> Entry:  # noqa: ANN401
        origin = Origin(path, *lines.place(places.get(here, 0)))
        return Entry(word, build(value, here) if isinstance(value, dict) else value, origin)

    return build(whole, ())


class _Walk:
    """One pass over the symbols of a valid document."""

    def __init__(self, text: str) -> None:
        self._symbols = [
            (match.lastgroup, match.group(), match.start())
            for match in _SYMBOL.finditer(text)
            if match.lastgroup != "skip"
        ]
        self._next = 0

    def places(self) -> Iterator[tuple[_Path, int]]:
        """Yield the path of every key and table, and the index of its last part."""
        table: _Path = ()
        while self._next < len(self._symbols):
            kind, symbol, _ = self._symbols[self._next]
            if kind == "newline":
                self._next += 1
            elif symbol == "[":
                while self._symbols[self._next][1] == "[":
                    self._next += 1
                table, places = self._key((), "]")
                yield from places
                while self._next < len(self._symbols) and self._symbols[self._next][1] == "]":
                    self._next += 1
            else:
                path, places = self._key(table, "=")
                yield from places
                yield from self._value(path)

    def _key(self, above: _Path, end: str) -> tuple[_Path, list[tuple[_Path, int]]]:
        import tomllib

        path, places = above, []
        while self._symbols[self._next][1] != end:
            kind, symbol, index = self._symbols[self._next]
            if kind in ("word", "string"):
                word = next(iter(tomllib.loads(f"{symbol} = 0"))) if kind == "string" else symbol
                path = (*path, word)
                places.append((path, index))
            self._next += 1
        self._next += end == "="
        return path, places

    def _value(self, path: _Path) -> Iterator[tuple[_Path, int]]:
        """Pass over a value up to the end of its line, or to the comma or bracket behind it."""
        while self._next < len(self._symbols):
            kind, symbol, _ = self._symbols[self._next]
            if kind == "newline" or symbol in (",", "]", "}"):
                return
            self._next += 1
            if symbol == "[":
                yield from self._until("]", path)
            elif symbol == "{":
                yield from self._until("}", path)

    def _until(self, end: str, path: _Path) -> Iterator[tuple[_Path, int]]:
        while self._symbols[self._next][1] != end:
            kind, symbol, _ = self._symbols[self._next]
            if kind == "newline" or symbol == ",":
                self._next += 1
            elif end == "}":
                below, places = self._key(path, "=")
                yield from places
                yield from self._value(below)
            else:
                yield from self._value((*path, "[]"))
        self._next += 1
