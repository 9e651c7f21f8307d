"""Mappings of settings, nested as the models are, read key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Setting
from s3config.spellings import KEYS, SPELLINGS, TABLES, find, is_mixed_case, names_in, nearest_spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s3config.origin import Layer, Origin


class Entry(NamedTuple):
    """One line of a table."""

    word: str
    value: Any
    """A value, or a tuple of entries for a nested table."""
    origin: Origin


def read_table(
    entries: Iterable[Entry], layer: Layer, table: tuple[str, ...] = ()
) -> Iterator[Setting | Diagnostic]:
    """Yield the settings of a table and of those below it, and a diagnostic for what is no key.

    Args:
        entries: What stands in the table.
        layer: The rank of the settings.
        table: The names of the nested models down to this one; `()` takes every key.
    """
    for entry in entries:
        word, value, origin = entry
        if value is None:
            continue
        spelling = SPELLINGS.get(word)
        if spelling is not None and not table and not isinstance(value, tuple):
            yield Setting(spelling.key, spelling.seal(value), word, origin, layer)
        elif word in TABLES:
            yield from _nested(entry, layer, table)
        else:
            yield from _rare(entry, layer, table)


def _nested(entry: Entry, layer: Layer, table: tuple[str, ...]) -> Iterator[Setting | Diagnostic]:
    below = ("retry_config", "backoff") if entry.word == "backoff" else (entry.word,)
    if below[: len(table)] != table or below == table:
        yield _unknown(entry, f"{entry.word} has no place in {'.'.join(table)}", "move it one level up")
    elif not isinstance(entry.value, tuple):
        remedy = f"write its options below it, as {entry.word} = {{...}}"
        yield Diagnostic("KEY005", Severity.ERROR, (entry.origin,), f"{entry.word} is not a table of options", remedy)
    else:
        yield from read_table(entry.value, layer, below)


def _rare(entry: Entry, layer: Layer, table: tuple[str, ...]) -> Iterator[Setting | Diagnostic]:
    word, value, origin = entry
    spelling = find(names_in(table).get(word, word)) if isinstance(word, str) else None
    if spelling is None:
        yield unknown_key(word, origin, Severity.ERROR)
        return
    if table and KEYS[spelling.key].table[: len(table)] != table:
        yield _unknown(entry, f"{word!r} is no key of {table[-1]}", "move it to the top level, beside bucket and region")
        return
    if is_mixed_case(word) and word not in names_in(table):
        yield Diagnostic("KEY006", Severity.INFO, (origin,), f"{word!r} is in mixed case", f"write {word.lower()}")
    raw = dict((item.word, item.value) for item in value) if isinstance(value, tuple) else value
    yield Setting(spelling.key, spelling.seal(raw), word, origin, layer)


def unknown_key(word: object, origin: Origin, severity: Severity) -> Diagnostic:
    """Make the complaint about a name that is no key; its value is never looked at."""
    close = nearest_spelling(word) if isinstance(word, str) else None
    remedy = f"did you mean {close}?" if close else "remove it; `s3config keys` lists all keys"
    return Diagnostic("KEY001", severity, (origin,), f"unknown key {word!r}", remedy)


def _unknown(entry: Entry, message: str, remedy: str) -> Diagnostic:
    return Diagnostic("KEY001", Severity.ERROR, (entry.origin,), message, remedy)
