"""Settings from a `.env` file, read with python-dotenv's parser: its quoting, `export` and interpolation."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING

from s3config.assignments import interpolated, read_lines, unreadable_line
from s3config.diagnostics import Diagnostic, Severity
from s3config.files import UnreadableFileError, path_of
from s3config.origin import Layer, Origin
from s3config.variables import PREFIXES, read_variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.origin import Setting
    from s3config.sources import Request


def read(request: Request) -> Iterator[Setting | Diagnostic]:
    """Yield every variable of the file that is a key, and what is to be said of the others."""
    named = request.said("dotenv")
    if named is not None and request.dotenv is not None:
        message = f"the .env file {named.value} is left aside because of dotenv="
        yield Diagnostic("FILE005", Severity.INFO, (named.origin,), message, "")
        named = None
    path = request.dotenv if named is None else named.value
    try:
        text = request.read(path_of(path, "dotenv"))
    except UnreadableFileError as error:
        who = () if named is None else (named.origin,)
        yield error.diagnostic._replace(origins=(*error.diagnostic.origins, *who))
        return
    yield from _read_text(text, str(path), request)


def _read_text(text: str, path: str, request: Request) -> Iterator[Setting | Diagnostic]:
    above: dict[str, str | None] = {}
    known: ChainMap[str, str | None] = ChainMap(above, request.variables)  # type: ignore[arg-type] # the second is read only
    for line in read_lines(text):
        if line.name is None:
            yield unreadable_line(line, path)
            continue
        value = above[line.name] = None if line.value is None else interpolated(line.value, known)
        if value is not None and line.name.startswith(PREFIXES):
            found = read_variable(line.name, value, Origin(path, line.line, line.column), Layer.DOTENV)
            if found is not None:
                yield found
