"""Config files as nested entries, each with its place: one module a format."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.files import read_text, unreadable
from s3config.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from s3config.files import UnreadableFileError
    from s3config.tables import Entry

MOST_KEYS = 5000
"""How many keys a file may have; each costs time, and nobody writes as many."""
_NO_KEYS = ("stores", "$schema", "lint")


def too_many(path: object) -> UnreadableFileError:
    """Make the complaint about a file that has more keys than it may have."""
    return unreadable(path, "the file has more keys than configuration ever has", "leave it out")


@cache
def formats() -> dict[str, Any]:
    """Return the modules of this package by the endings of the files that they read."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    modules: list[Any] = [import_module(f"{__name__}.{name}") for name in names]
    return {suffix: module for module in modules for suffix in module.SUFFIXES}


@lru_cache(maxsize=1)  # a file with many stores is read for each of them
def load(path: Path, text: str) -> Table:
    """Read a config file in the format that its name says.

    Raises:
        UnreadableFileError: The format is not known, or the text is not of it, or what reads it is not installed.
    """
    format_ = formats().get(path.suffix.lower())
    if format_ is None:
        raise unreadable(path, "the name's ending is of no known format", f"use one of {', '.join(formats())}")
    with _complaining(path):
        entries: Table = format_.entries(text, str(path))
    return entries


def load_foreign(path: Path, text: str) -> Any:  # noqa: ANN401 (any JSON value)
    """Read a file of another program, in JSON or TOML, however large; each mapping in it is a table.

    Raises:
        UnreadableFileError: The text is not of the format that its name says.
    """
    with _complaining(path):
        return formats()[path.suffix.lower()].value(text, str(path))


@contextmanager
def _complaining(path: Path) -> Iterator[None]:
    """Turn what the parsers let through into a complaint about the file."""
    try:
        yield
    except ValueError:  # of int() or of a date
        raise unreadable(
            path, "a number or a date in the file cannot be read", "write a smaller or a valid one"
        ) from None
    except RecursionError:
        raise unreadable(path, "the file is nested too deeply", "write it flat") from None


class ConfigFile(NamedTuple):
    """A config file: what holds for all its stores, and the stores."""

    top: Table
    stores: dict[str, Entry]


def read_config(path: Path, read: Callable[[Path], str] = read_text) -> ConfigFile:
    """Read a config file: all of it, or `[tool.s3config]` of a `pyproject.toml`.

    Raises:
        UnreadableFileError: There is no such file, or it cannot be understood.
    """
    entries = load(path, read(path))
    if path.name == "pyproject.toml":
        entries = _below(_below(entries, "tool"), "s3config")
    for entry in entries:
        if entry.word == "stores" and not isinstance(entry.value, Table):
            place = entry.origin.line, entry.origin.column
            raise unreadable(path, "stores is no table of stores", "write [stores.name] above its keys", *place)
    stores = {entry.word: entry for entry in _below(entries, "stores")}
    return ConfigFile(Table(entry for entry in entries if entry.word not in _NO_KEYS), stores)


def _below(entries: Table, word: str) -> Table:
    return next((entry.value for entry in entries if entry.word == word and isinstance(entry.value, Table)), Table())
