"""TOML with the place of every key: `tomllib` reads the values, a walk over the symbols finds where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from s3config.documents import MOST_KEYS, too_many
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
_KEYS_IN_ERROR = re.compile(r"(?<=^Cannot declare) .*(?= twice)|(?<=^Duplicate inline table key) .*|(?<= namespace) .*")
_PLACE_IN_ERROR = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_Path = tuple[str | int, ...]
"""Names of tables and keys, and numbers of items in arrays."""


def entries(text: str, path: str) -> Table:
    """Read a document with its tables.

    Raises:
        UnreadableFileError: The text is not TOML, or has more keys than it may have.
    """
    return value(text, path, most=MOST_KEYS)


def value(text: str, path: str, *, most: int | None = None) -> Table:
    """Read a document with its tables.

    Raises:
        UnreadableFileError: The text is not TOML, or has more keys than it may have.
    """
    import tomllib  # wanted for a file of this format

    if most is not None and _has_more_keys(text, most):
        raise too_many(path)
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE_IN_ERROR.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place and place[1] else Lines(text).place(len(text))
        problem = _KEYS_IN_ERROR.sub("", _PLACE_IN_ERROR.sub("", str(error)).strip())
        raise unreadable(path, f"this is not TOML: {problem}", "mend it", line, column) from None
    places: dict[_Path, int] = {}
    for here, start in _Walk(text).places():
        places.setdefault(here, start)
    lines = Lines(text)

    def built(found: Any, here: _Path) -> Any:  # noqa: ANN401 (any TOML value)
        if isinstance(found, dict):
            return table(found, here)
        return [built(item, (*here, number)) for number, item in enumerate(found)] if isinstance(found, list) else found

    def table(found: dict[str, Any], above: _Path) -> Table:
        return Table(entry(word, below, (*above, word)) for word, below in found.items())

    def entry(word: str, below: Any, here: _Path) -> Entry:  # noqa: ANN401 (any TOML value)
        return Entry(word, built(below, here), Origin(path, *lines.place(places.get(here, 0))))

    return table(whole, ())


def _has_more_keys(text: str, most: int) -> bool:
    """Tell whether there are more keys and heads of tables than so many, without reading any."""
    if text.count("=") + text.count("[") <= most:
        return False
    count, depth, is_first = 0, 0, True
    for match in _SYMBOL.finditer(text):
        symbol = match[0]
        if match.lastgroup == "newline":
            is_first = depth == 0
        elif match.lastgroup != "skip":
            count += symbol == "=" or (symbol == "[" and is_first)
            is_first = False
            depth += (symbol in ("[", "{")) - (symbol in ("]", "}"))
        if count > most:
            return True
    return False


class _Walk:
    """One pass over the symbols of a valid document."""

    def __init__(self, text: str) -> None:
        self._symbols = [
            (match.lastgroup, match.group(), match.start())
            for match in _SYMBOL.finditer(text)
            if match.lastgroup != "skip"
        ]
        self._next = 0
        self._last: dict[_Path, int] = {}
        """The number of the last table in each array of tables."""

    def places(self) -> Iterator[tuple[_Path, int]]:
        """Yield the path of every key and table, and the index of its last part."""
        table: _Path = ()
        while self._next < len(self._symbols):
            kind, symbol, _ = self._symbols[self._next]
            if kind == "newline":
                self._next += 1
            elif symbol == "[":
                is_array = self._symbols[self._next + 1][1] == "["
                self._next += 1 + is_array
                table, places = self._key((), "]")
                self._next += 1 + is_array
                yield from places
                if is_array:
                    self._last[table] = self._last.get(table, -1) + 1
                    table = (*table, self._last[table])
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
                if path in self._last:
                    path = (*path, self._last[path])
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
        number = 0
        while self._symbols[self._next][1] != end:
            kind, symbol, _ = self._symbols[self._next]
            if kind == "newline" or symbol == ",":
                self._next += 1
            elif end == "}":
                below, places = self._key(path, "=")
                yield from places
                yield from self._value(below)
            else:
                yield from self._value((*path, number))
                number += 1
        self._next += 1
