"""The linter's own settings: `[tool.s3config.lint]` of `pyproject.toml`, or `[lint]` of `s3config.toml`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.discovery import Exclusion
from s3config.documents import load
from s3config.files import UnreadableFileError, read_text, unreadable
from s3config.suggestion import nearest
from s3config.tables import Table
from s3config.tools import chosen
from s3config.validation import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from s3config.tables import Entry

_FILES = (("s3config.toml", ("lint",)), ("pyproject.toml", ("tool", "s3config", "lint")))


class LintSettings(NamedTuple):
    """What the linter is told in a file; the options of the command line come on top or instead.

    Patterns are relative to `folder`: give it to `Selection` and to `Exclusion` with them.
    """

    select: tuple[str, ...] = ()
    """Prefixes of the codes to report; empty for all."""
    ignore: tuple[str, ...] = ()
    """Prefixes of the codes not to report."""
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Patterns of paths, each with prefixes of codes not to report there."""
    targets: tuple[str, ...] = ()
    """The tools that are to read the configuration."""
    exclude: tuple[str, ...] = ()
    """Patterns, as in `.gitignore`, of files to leave out below a directory."""
    folder: Path = Path()
    """Where the file stands that says so, as a whole path; the working directory, if there is none."""


_PER_FILE = "per_file_ignores"
_CHECKS: dict[str, Callable[[Any], object]] = {
    "select": Selection.of,
    "ignore": Selection.of,
    _PER_FILE: Selection.of,
    "targets": chosen,
    "exclude": Exclusion,
}
"""The settings, each with what raises a `ValueError` about a word that says nothing."""


def lint_settings(folder: Path) -> LintSettings:
    """Read the settings that hold in a directory: of the nearest file at it or above.

    Raises:
        UnreadableFileError: The file cannot be read, or a setting is none or has a wrong type, or one of its
            words says nothing: no rule has a code that begins so, no tool has the name, or a pattern is none.
    """
    for place in (folder, *folder.resolve().parents):
        for name, tables in _FILES:
            found = _table(place / name, tables)
            if found is not None:
                return _settings(found, place / name)
    return LintSettings()


def _table(path: Path, names: tuple[str, ...]) -> Table | None:
    text = read_text(path, missing="")
    if names[-1] not in text:  # the quick way past a file that has no such table
        return None
    table = load(path, text)
    for name in names:
        below = next((entry.value for entry in table if entry.word == name), None)
        if not isinstance(below, Table):
            return None
        table = below
    return table


def _settings(table: Table, path: Path) -> LintSettings:
    found: dict[str, Any] = {}
    for entry in table:
        word = str(entry.word).replace("-", "_")
        if word not in _CHECKS:
            close = nearest(word, _CHECKS)
            hint = f"did you mean {close.replace('_', '-')}?" if close else "remove it"
            raise _wrong(path, entry, f"the linter has no setting {entry.word!r}", hint)
        found[word] = _per_file(entry, path) if word == _PER_FILE else _words(entry, path, _CHECKS[word])
    return LintSettings(**found, folder=Path(os.path.abspath(path)).parent)  # noqa: PTH100 (links in it stay)


def _words(entry: Entry, path: Path, check: Callable[[Any], object]) -> tuple[str, ...]:
    if not isinstance(entry.value, list) or not all(isinstance(word, str) for word in entry.value):
        raise _wrong(path, entry, f"{entry.word} is not a list of words", f'write {entry.word} = ["..."]')
    try:
        check(entry.value)
    except ValueError as error:
        message, _, remedy = str(error).partition("; ")
        raise _wrong(path, entry, message, remedy) from None
    return tuple(entry.value)


def _per_file(entry: Entry, path: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(entry.value, Table):
        remedy = f'write {entry.word} = {{ "tests/*" = ["SEC"] }}'
        raise _wrong(path, entry, f"{entry.word} is not a table", remedy)
    return tuple((below.word, _words(below, path, _CHECKS[_PER_FILE])) for below in entry.value)


def _wrong(path: Path, entry: Entry, message: str, remedy: str) -> UnreadableFileError:
    return unreadable(path, message, remedy, entry.origin.line, entry.origin.column)
