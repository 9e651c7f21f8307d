"""`.env` files: `.env`, `.env.local`, `production.env`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.gathering import collect
from s3config.kinds import Scope, reader
from s3config.placeholders import UNRESOLVED
from s3config.sources import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = (".env", ".env.*", "*.env", "*.env.*")
MARKS = ()


def scopes(path: str, text: str) -> Iterator[Scope]:
    """Yield what a process is given that loads the file, and nothing else."""
    settings, complaints = collect(
        Request(dotenv=path, variables=UNRESOLVED, read=reader(path, text)), without=("profile",)
    )
    yield Scope(tuple(settings), tuple(complaints), {path: "dotenv"}, is_foreign=True)
