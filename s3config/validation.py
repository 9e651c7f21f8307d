"""The linter: everything that is wrong with a configuration, before the first request."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3config.documents import formats, read_config
from s3config.files import UnreadableFileError, unreadable
from s3config.resolution import Resolution, gather, resolve
from s3config.sources import Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from s3config.diagnostics import Diagnostic


def validate(
    what: Resolution | str | PathLike[str] | Mapping[str, Any],
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> list[Diagnostic]:
    """Say what is wrong with a configuration; a missing bucket is not.

    Args:
        what: A resolution, the path of a `.env` or config file, a URL, or a mapping as `config=` takes it. A file is
            looked at alone, with all its stores; `${NAME}` in it is looked up in the environment of this process.
        select: Prefixes of the codes to report, such as `KEY` or `TLS001`; empty for all.
        ignore: Prefixes of the codes not to report.

    Returns:
        The diagnostics; those of a file in the order of its lines.
    """
    chosen, ignored = tuple(select) or ("",), tuple(ignore)
    found = dict.fromkeys(diagnostic for resolution in _resolutions(what) for diagnostic in resolution)
    kept = [d for d in found if d.code.startswith(chosen) and not (ignored and d.code.startswith(ignored))]
    return sorted(kept, key=_place)


def _place(diagnostic: Diagnostic) -> tuple[str, int, int]:
    """Order by place in a file; what has no place in one comes first, as it was found."""
    place, line, column = diagnostic.origins[0] if diagnostic.origins else ("", None, None)
    return ("", 0, 0) if line is None else (place, line, column or 0)


def _resolutions(what: Resolution | str | PathLike[str] | Mapping[str, Any]) -> Iterator[tuple[Diagnostic, ...]]:
    if isinstance(what, Resolution):
        yield what.diagnostics
    elif isinstance(what, Mapping):
        yield resolve(config=what, env=False).diagnostics
    elif "://" in str(what):
        yield resolve(str(what), env=False).diagnostics
    else:
        yield from (resolution.diagnostics for resolution in resolutions_of(Path(what)))


def resolutions_of(path: Path) -> Iterator[Resolution]:
    """Resolve a file by itself: a `.env` file, or each store of a config file."""
    if is_dotenv(path):
        yield gather(Request(dotenv=path, variables=os.environ))
        return
    try:
        if path.suffix.lower() not in formats():
            known = ", ".join((".env", *formats()))
            raise unreadable(path, "the file is of no known kind", f"give a file of one of these kinds: {known}")
        stores = list(read_config(path).stores)
    except UnreadableFileError as error:
        yield Resolution((), (error.diagnostic,))
        return
    for store in (*stores,) or (None,):
        yield gather(Request(file=path, store=store, variables=os.environ))


def is_dotenv(path: Path) -> bool:
    """Tell whether a file is read as `.env`, by its name: `.env`, `.env.local`, `production.env`."""
    return path.name == ".env" or path.name.startswith(".env.") or path.suffix == ".env"
