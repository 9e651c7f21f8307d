"""Settings from a `.env` file, read with python-dotenv's parser: its quoting, `export` and interpolation."""

from __future__ import annotations

import io
import re
from collections import ChainMap
from typing import TYPE_CHECKING

from s3config.diagnostics import Diagnostic, Severity
from s3config.files import UnreadableFileError, path_of, read_text
from s3config.origin import Layer, Origin
from s3config.variables import PREFIXES, read_variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dotenv.parser import Binding

    from s3config.origin import Setting
    from s3config.sources import Request

_BEFORE_NAME = r"\s*(?:export[^\S\r\n]+)?'?"


def read(request: Request) -> Iterator[Setting | Diagnostic]:
    """Yield every variable of the file that is a key, and what is to be said of the others."""
    named = request.said("dotenv")
    if named is not None and request.dotenv is not None:
        message = f"the .env file {named.value} is left aside because of dotenv="
        yield Diagnostic("FILE005", Severity.INFO, (named.origin,), message, "")
        named = None
    path = request.dotenv if named is None else named.value
    try:
        text = read_text(path_of(path, "dotenv"))
    except UnreadableFileError as error:
        who = () if named is None else (named.origin,)
        yield error.diagnostic._replace(origins=(*error.diagnostic.origins, *who))
        return
    yield from _read_text(text, str(path), request)


def _read_text(text: str, path: str, request: Request) -> Iterator[Setting | Diagnostic]:
    from dotenv.parser import parse_stream
    from dotenv.variables import parse_variables

    above: dict[str, str | None] = {}
    known: ChainMap[str, str | None] = ChainMap(above, request.variables)  # type: ignore[arg-type] # the second is read only
    for binding in parse_stream(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"))):
        if binding.error:
            if binding.original.string.strip():
                yield _unreadable_line(path, binding)
            continue
        name, value = binding.key, binding.value
        if name is None:
            continue
        if value is not None and "$" in value:
            value = "".join(part.resolve(known) for part in parse_variables(value))
        above[name] = value
        if value is not None and name.startswith(PREFIXES):
            found = read_variable(name, value, _origin(path, binding), Layer.DOTENV)
            if found is not None:
                yield found


def _unreadable_line(path: str, binding: Binding) -> Diagnostic:
    open_quote = re.search(r"=\s*[\"']", binding.original.string) is not None
    message = "the quote that opens here is never closed" if open_quote else "this line is no assignment"
    return Diagnostic("ENV001", Severity.WARNING, (_origin(path, binding),), message, 'write NAME="value"')


def _origin(path: str, binding: Binding) -> Origin:
    """Find the name in the text of the binding, which begins with the blank lines before it."""
    text = binding.original.string
    before = text[: re.match(_BEFORE_NAME, text).end()]  # type: ignore[union-attr] # it matches the empty string
    return Origin(path, binding.original.line + before.count("\n"), len(before) - before.rfind("\n"))
