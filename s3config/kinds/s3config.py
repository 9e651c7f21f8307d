"""Config files of s3config itself: TOML, `[tool.s3config]` of `pyproject.toml`, YAML and JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from s3config.documents import formats, read_config
from s3config.files import unreadable
from s3config.kinds import Scope, reader
from s3config.placeholders import UNRESOLVED
from s3config.resolution import collect
from s3config.sources import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("s3config.toml", "s3config.yaml", "s3config.yml", "s3config.json", "*.s3config.*")
MARKS = ((".toml", "[tool.s3config"),)
_SYNTAXES = {".toml": "toml", ".json": "json", ".yaml": "yaml", ".yml": "yaml"}


def scopes(path: str, text: str) -> Iterator[Scope]:
    """Yield each store, with the top of the file and the `.env` file that it names; or the top alone."""
    file = Path(path)
    suffix = file.suffix.lower()
    if suffix not in _SYNTAXES:
        known = ", ".join((".env", *formats()))
        raise unreadable(path, "the file is of no known kind", f"give a file of one of these kinds: {known}")
    read = reader(path, text)
    for store in [*read_config(file, read).stores] or (None,):
        settings, complaints = collect(
            Request(file=file, store=store, variables=UNRESOLVED, read=read), without=("profile",)
        )
        dotenvs = {s.value: "dotenv" for s in settings if s.key == "dotenv" and isinstance(s.value, str)}
        yield Scope(tuple(settings), tuple(complaints), {path: _SYNTAXES[suffix], **dotenvs})
