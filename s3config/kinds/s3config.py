"""Config files of s3config itself: TOML, `[tool.s3config]` of `pyproject.toml`, YAML and JSON."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from s3config.documents import formats, read_config
from s3config.files import unreadable
from s3config.gathering import collect
from s3config.kinds import Scope, reader
from s3config.placeholders import UNRESOLVED
from s3config.sources import Request
from s3config.spellings import TABLES, find, nearest_spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.tables import Table

_ARGUMENTS = ("env", "file", "store", "session", "sources")
"""Words that are like keys, and are arguments of `resolve()`."""
NAMES = ("s3config.toml", "s3config.yaml", "s3config.yml", "s3config.json", "*.s3config.*")
MARKS = ((".toml", "[tool.s3config"),)
_SYNTAXES = {".toml": "toml", ".json": "json", ".yaml": "yaml", ".yml": "yaml"}


def scopes(path: str, text: str) -> Iterator[Scope]:
    """Yield each store, with the top of the file and the `.env` file that it names; or the top alone."""
    file = Path(path)
    suffix = file.suffix.lower()
    if suffix not in _SYNTAXES:
        known = ", ".join((".env", *formats()))
        remedy = f"give a file of one of these kinds: {known}; or of AWS or rclone, by the name that they give it"
        raise unreadable(path, "the file is of no known kind", remedy)
    read = reader(path, text)
    config = read_config(file, read)
    if config.top and not config.stores and not _may_be_ours(file, config.top):
        raise unreadable(path, "none of its keys is one of s3config's", "leave it out, or name it s3config" + suffix)
    for store in [*config.stores] or (None,):
        settings, complaints = collect(
            Request(file=file, store=store, variables=UNRESOLVED, read=read), without=("profile",)
        )
        dotenvs = {s.value: "dotenv" for s in settings if s.key == "dotenv" and isinstance(s.value, str)}
        yield Scope(tuple(settings), tuple(complaints), {path: _SYNTAXES[suffix], **dotenvs})


def _may_be_ours(file: Path, top: Table) -> bool:
    """Tell whether a file is one of s3config's by its name, or by a key that is one, or nearly."""
    words = [entry.word for entry in top if isinstance(entry.word, str) and entry.word not in _ARGUMENTS]
    named = any(fnmatchcase(file.name.lower(), pattern) for pattern in NAMES) or file.name == "pyproject.toml"
    return named or any(find(word) is not None or word in TABLES or nearest_spelling(word) for word in words)
