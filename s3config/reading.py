"""What stands in the configuration of a tool while it is being read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from s3config.origin import Origin

_DEEPEST = 6


class Reading(NamedTuple):
    """What a word of a tool says about a key."""

    key: str
    value: Any
    entry: Entry


class Entries(dict[str, Entry]):
    """What stands in a configuration, by word; dots stand between a word and the tables that it is in."""

    def value(self, word: str) -> Any:  # noqa: ANN401 (any value)
        """Return the value behind a word; `None` if it is not there."""
        entry = self.get(word)
        return None if entry is None else entry.value

    def opened(self, entry: Entry, values: Mapping[str, Any]) -> Entries:
        """Return the same with the words of a mapping in the place of an object that holds them."""
        others = {word: other for word, other in self.items() if other is not entry}
        inner = Table([Entry(entry.word, table_of(values, entry.origin), entry.origin)])
        return Entries({**others, **flat(inner)})


def flat(table: Table) -> Entries:
    """Return what stands in a table and in those in it, by words with dots between."""
    return Entries({entry.word: entry for entry in _flat(table)})


def _flat(table: Iterable[Entry], above: str = "", depth: int = 0) -> Iterator[Entry]:
    for entry in table:
        word = f"{above}{entry.word}"
        if isinstance(entry.value, Table) and depth < _DEEPEST:
            yield from _flat(entry.value, f"{word}.", depth + 1)
        else:
            yield entry._replace(word=word)


def table_of(values: Mapping[str, Any], origin: Origin) -> Table:
    """Return a mapping, and those in it, as tables that are all of one place."""
    return Table(
        Entry(word, table_of(value, origin) if isinstance(value, Mapping) else value, origin)
        for word, value in values.items()
    )
