"""Mappings of settings, nested as the models are, read key by key."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Setting
from s3config.redaction import Sealed
from s3config.spellings import KEYS, SPELLINGS, TABLES, find, is_mixed_case, names_in, nearest_spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s3config.origin import Layer, Origin


_MOST_NAMED = 2
_TAKE_TABLES = frozenset({"default_headers"})


class Entry(NamedTuple):
    """One line of a table."""

    word: Any
    """The name as written; only text can be a key."""
    value: Any
    """A value, or a `Table`."""
    origin: Origin


class Table(tuple[Entry, ...]):
    """What stands in a nested table; a type of its own, for users pass tuples, too."""

    __slots__ = ()


def read_table(entries: Iterable[Entry], layer: Layer, table: tuple[str, ...] = ()) -> Iterator[Setting | Diagnostic]:
    """Yield the settings of a table and of those below it, and a diagnostic for what is no key.

    Args:
        entries: What stands in the table.
        layer: The rank of the settings.
        table: The names of the nested models down to this one; `()` takes every key.
    """
    for entry in entries:
        word, value, origin = entry
        if not isinstance(word, str):
            yield unknown_key(word, origin, Severity.ERROR)
            continue
        spelling = SPELLINGS.get(word)
        if spelling is None and word in TABLES:
            if value is not None:
                yield from _nested(entry, layer, table)
        elif spelling is None or table or isinstance(value, Table):
            yield from _rare(entry, layer, table)
        elif value is not None:
            yield Setting(spelling.key, spelling.seal(value), word, origin, layer)


def _nested(entry: Entry, layer: Layer, table: tuple[str, ...]) -> Iterator[Setting | Diagnostic]:
    below = ("retry_config", "backoff") if entry.word == "backoff" else (entry.word,)
    if below[: len(table)] != table or below == table:
        yield _unknown(entry, f"{entry.word} has no place in {'.'.join(table)}", "move it one level up")
    elif not isinstance(entry.value, Table):
        remedy = f"write its options below it, as {entry.word} = {{...}}"
        yield Diagnostic("KEY005", Severity.ERROR, (entry.origin,), f"{entry.word} is not a table of options", remedy)
    else:
        yield from read_table(entry.value, layer, below)


def _rare(entry: Entry, layer: Layer, table: tuple[str, ...]) -> Iterator[Setting | Diagnostic]:
    word, value, origin = entry
    spelling = find(names_in(table).get(word.lower(), word))
    if spelling is None:
        yield from _nowhere(entry) if isinstance(value, Table) else (unknown_key(word, origin, Severity.ERROR),)
        return
    own = KEYS[spelling.key].table
    if table and own[: len(table)] != table:
        place = "one level up" if own and own == table[: len(own)] else "to the top level, beside bucket and region"
        yield _unknown(entry, f"{word!r} is no key of {table[-1]}", f"move it {place}")
        return
    if is_mixed_case(word) and word not in (word.lower(), word.upper()):
        yield Diagnostic("KEY006", Severity.INFO, (origin,), f"{word!r} is in mixed case", f"write {word.lower()}")
    if value is None:
        return
    if isinstance(value, Table) and spelling.key in _TAKE_TABLES:
        value = {item.word: item.value for item in value}
    yield Setting(spelling.key, spelling.seal(value), word, origin, layer)


def unknown_key(word: object, origin: Origin, severity: Severity) -> Diagnostic:
    """Make the complaint about a name that is no key; its value is never looked at."""
    if word == "dotenv":
        return Diagnostic("KEY001", severity, (origin,), "'dotenv' is no key here", "write it below [stores.<name>]")
    foreign = _foreign_key(word, origin, severity) if isinstance(word, str) else None
    if foreign is not None:
        return foreign
    close = nearest_spelling(word) if isinstance(word, str) else None
    if close is not None:
        return misspelt_key(word, close, origin, severity)
    remedy = "remove it; `s3config keys` lists all keys"
    name = Sealed(word) if isinstance(word, list | dict | Table) else word
    return Diagnostic("KEY001", severity, (origin,), f"unknown key {name!r}", remedy)


def misspelt_key(word: object, close: str, origin: Origin, severity: Severity) -> Diagnostic:
    """Make the complaint about a name that is nearly a key."""
    return Diagnostic("KEY001", severity, (origin,), f"unknown key {word!r}", f"did you mean {close}?")


def _foreign_key(word: str, origin: Origin, severity: Severity) -> Diagnostic | None:
    found = _words_elsewhere().get(word)
    if found is None:
        return None
    key, names = found
    return Diagnostic("KEY002", severity, (origin,), f"{word!r} is a word of {names}, and no key here", f"write {key}")


@cache
def _words_elsewhere() -> dict[str, tuple[str, str]]:
    """Return the words of all tools that are no keys, with the key that means the same, and whose they are."""
    from s3config.tools import tools  # wanted for a name that is no key

    found: dict[str, tuple[str, list[str]]] = {}
    for tool in tools().values():
        for word, key in tool.words.items():
            if key in KEYS and find(word) is None:
                found.setdefault(word, (key, []))[1].append(tool.name)
    return {word: (key, " and ".join(dict.fromkeys(names[:_MOST_NAMED]))) for word, (key, names) in found.items()}


def _nowhere(entry: Entry) -> Iterator[Diagnostic]:
    """Complain of a table that is none: of each word in it that is another tool's, else of the whole."""
    foreign = [found for path, origin in _paths(entry) if (found := _foreign_key(path, origin, Severity.ERROR))]
    yield from foreign or [unknown_key(entry.word, entry.origin, Severity.ERROR)]


def _paths(entry: Entry) -> Iterator[tuple[str, Origin]]:
    """Yield what stands in a table, and in those in it, by the words that lead there: `client_kwargs.endpoint_url`."""
    for below in entry.value:
        path = f"{entry.word}.{below.word}"
        if isinstance(below.value, Table):
            yield from _paths(below._replace(word=path))
        else:
            yield path, below.origin


def _unknown(entry: Entry, message: str, remedy: str) -> Diagnostic:
    return Diagnostic("KEY001", Severity.ERROR, (entry.origin,), message, remedy)
