"""Variables as YAML has them: written without PyYAML, which is optional, and read with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.files import unreadable
from s3config.mappings import scalar
from s3config.nodes import is_tagged
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s3config.mappings import Mappings
    from s3config.nodes import Node
    from s3config.origin import Origin

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_WIDTHS = ((0x100, "\\x{:02x}"), (0x10000, "\\u{:04x}"), (0x110000, "\\U{:08x}"))


def write(variables: Mapping[str, str], indent: str) -> str:
    """Write the lines of a mapping."""
    return "".join(f"{indent}{name}: {quoted(value)}\n" for name, value in variables.items())


def quoted(text: str) -> str:
    """Write a scalar in double quotes, on one line, so that YAML takes it for nothing but text."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(letter: str) -> str:
    if letter in _ESCAPES or letter.isprintable():
        return _ESCAPES.get(letter, letter)
    return next(form.format(ord(letter)) for limit, form in _WIDTHS if ord(letter) < limit)


def text_beside(file: Mappings, name: str, node: Node, origin: Origin) -> str | None:
    """Return a value as text; `None` if it is null.

    Raises:
        UnreadableFileError: YAML takes it for something else.
    """
    problem = file.misread(node) or ("has a tag that only some program knows" if is_tagged(node) else None)
    if problem is not None:
        raise unreadable(origin.place, f"{name} {problem}", "write it in quotes", origin.line, origin.column)
    return scalar(node)


def once(entries: Iterable[Entry]) -> Table:
    """Return each variable once.

    Raises:
        UnreadableFileError: One stands twice with different values, so that there is more than one configuration.
    """
    found: dict[str, Entry] = {}
    for entry in entries:
        known = found.setdefault(entry.word, entry)
        if known.value != entry.value:
            message = f"{entry.word} has one value here and another at line {known.origin.line}"
            origin = entry.origin
            raise unreadable(origin.place, message, "leave one of them out", origin.line, origin.column)
    return Table(found.values())
