"""Settings from a config file: `s3config.toml`, `[tool.s3config]` of `pyproject.toml`, YAML or JSON."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3config.diagnostics import Diagnostic, Severity
from s3config.documents import read_config
from s3config.files import UnreadableFileError, expanded, path_of
from s3config.origin import Layer, Origin, Setting, is_void
from s3config.spellings import KEYS, find
from s3config.tables import Table, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.documents import ConfigFile
    from s3config.sources import Request
    from s3config.tables import Entry

_PATHS = frozenset(name for name, key in KEYS.items() if key.about.path)
_VARIABLE = r"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}"


def read(request: Request) -> Iterator[Setting | Diagnostic]:
    """Yield the top of the file, then the store that was asked for."""
    try:
        path = path_of(request.file, "file")
        found = read_config(path, request.read)
    except UnreadableFileError as error:
        yield error.diagnostic
        return
    yield from _entries(found.top, Layer.FILE, path, request)
    problem = _wrong_store(found, path, request)
    if problem is not None:
        yield problem
    elif request.store is not None:
        yield from _entries(found.stores[request.store].value, Layer.STORE, path, request)


def _wrong_store(found: ConfigFile, path: Path, request: Request) -> Diagnostic | None:
    names = ", ".join(map(str, found.stores)) or "none"
    if request.store is None:
        if not found.stores or any(spelling.key == "bucket" for entry in found.top if (spelling := find(entry.word))):
            return None
        return _error(
            "FILE002",
            Origin(str(path)),
            f"the file has several stores: {names}",
            "choose one with store=, or with --store",
        )
    store = found.stores.get(request.store) if isinstance(request.store, str) else None
    if store is None:
        message = f"there is no store {request.store!r} in {path}"
        return _error("FILE002", Origin("argument store"), message, f"its stores are: {names}")
    if not isinstance(store.value, Table):
        return _error("FILE002", store.origin, f"the store {request.store!r} is not a table", "write its keys below it")
    return None


def _error(code: str, origin: Origin, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, (origin,), message, remedy)


def _entries(entries: Table, layer: Layer, path: Path, request: Request) -> Iterator[Setting | Diagnostic]:
    complaints: list[Diagnostic] = []
    plain = [_resolved(entry, request.variables, complaints) for entry in entries]
    yield from complaints
    dotenv = [entry for entry in plain if entry.word == "dotenv" and layer is Layer.STORE]
    for entry in dotenv:
        if is_void(entry.value):
            continue
        if isinstance(entry.value, str):
            yield Setting(
                "dotenv", str(path.parent / expanded(Path(entry.value.strip()))), entry.word, entry.origin, layer
            )
        else:
            yield _error("KEY005", entry.origin, "dotenv is not the path of a file", 'write dotenv = ".env"')
    folder = path.parent
    for item in read_table([entry for entry in plain if entry not in dotenv], layer):
        yield _relative_to(folder, item) if isinstance(item, Setting) else item


def _resolved(entry: Entry, variables: Mapping[str, str], complaints: list[Diagnostic]) -> Entry:
    """Put the environment's values in the place of `${NAME}` and `${NAME:-otherwise}`."""
    if isinstance(entry.value, Table):
        return entry._replace(value=Table(_resolved(below, variables, complaints) for below in entry.value))
    if not isinstance(entry.value, str) or "${" not in entry.value:
        return entry
    missing = [name for name, otherwise in _names(entry.value) if name not in variables and otherwise is None]
    complaints.extend(
        Diagnostic(
            "FILE004",
            Severity.WARNING,
            (entry.origin,),
            f"{entry.word} needs the environment variable {name}, which is not set",
            f"set {name}, or write ${{{name}:-otherwise}}",
        )
        for name in missing
    )
    if "${" in re.sub(_VARIABLE, "", entry.value):
        message = f"{entry.word} has a ${{...}} that names no variable"
        complaints.append(Diagnostic("FILE004", Severity.WARNING, (entry.origin,), message, "write ${NAME}"))
    value: Any = (
        None if missing else re.sub(_VARIABLE, lambda match: variables.get(match[1], match[2] or ""), entry.value)
    )
    return entry._replace(value=value)


def _names(text: str) -> Iterator[tuple[str, str | None]]:
    return ((match[1], match[2]) for match in re.finditer(_VARIABLE, text))


def _relative_to(folder: Path, setting: Setting) -> Setting:
    """Take a path as relative to the file that it stands in; PEM text is no path."""
    value = setting.value
    if setting.key not in _PATHS or not isinstance(value, str) or "\n" in value or not value.strip():
        return setting
    return setting._replace(value=os.path.normpath(folder / expanded(Path(value.strip()))))
