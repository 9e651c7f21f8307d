"""The lines of a `.env` file, as python-dotenv reads them, each with its place."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, NamedTuple

from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dotenv.parser import Binding

_LINE = re.compile(
    r"""[ \t]*(?:export[ \t]+)?(?P<name>(?!export[ \t])[A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*"""
    r"""(?:"(?P<double>[^"\\\n]*)"|'(?P<single>[^'\\\n]*)'|(?P<bare>[^\s"'#][^\s#]*)?)"""
    r"""[ \t]*(?:(?<=\s)\#[^\n]*)?(?:\n|\Z)"""
    r"""|(?P<nothing>[ \t]*(?:\#[^\n]*)?(?:\n|\Z))"""
)
"""A line that needs no parser: a plain value, or a quoted one without escapes; or a blank line or a comment."""
_BEFORE_NAME = re.compile(r"\s*(?:export[^\S\r\n]+)?'?")


class Line(NamedTuple):
    """A line that assigns, or one that cannot be read."""

    name: str | None
    """The name; `None` if the line is no assignment."""
    value: str | None
    """The value before interpolation; `None` if there is no equals sign."""
    line: int
    column: int
    has_open_quote: bool = False


def read_lines(text: str) -> list[Line]:
    """Return the lines that assign something, and those that cannot be read; blank lines and comments are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    simple = _simple(text)
    return list(_parsed(text)) if simple is None else simple


def _simple(text: str) -> list[Line] | None:
    """Read a file whose lines are all simple, which is six times as fast; `None` if one is not."""
    found = []
    end = 0
    for number, match in enumerate(_LINE.finditer(text), 1):
        if match.start() != end:
            return None
        end = match.end()
        name, double, single, bare, nothing = match.groups()
        if nothing is None:
            start = match.start("name")
            value = double if double is not None else single if single is not None else bare or ""
            found.append(Line(name, value, number, start - match.start() + 1))
    return found if end == len(text) else None


def _parsed(text: str) -> Iterator[Line]:
    from dotenv.parser import parse_stream

    for binding in parse_stream(io.StringIO(text)):
        line, column = _place(binding)
        if not binding.error:
            if binding.key is not None:
                yield Line(binding.key, binding.value, line, column)
        elif binding.original.string.strip():
            open_quote = re.search(r"=\s*[\"']", binding.original.string) is not None
            yield Line(None, None, line, column, has_open_quote=open_quote)


def _place(binding: Binding) -> tuple[int, int]:
    """Find the name in the text of the binding, which begins with the blank lines before it."""
    text = binding.original.string
    before = text[: _BEFORE_NAME.match(text).end()]  # type: ignore[union-attr] # it matches the empty string
    return binding.original.line + before.count("\n"), len(before) - before.rfind("\n")


def unreadable_line(line: Line, path: str) -> Diagnostic:
    """Complain of a line that is no assignment."""
    message = "the quote that opens here is never closed" if line.has_open_quote else "this line is no assignment"
    origin = Origin(path, line.line, line.column)
    return Diagnostic("ENV001", Severity.WARNING, (origin,), message, 'write NAME="value"')


def interpolated(value: str, known: Mapping[str, str | None]) -> str:
    """Put what is known in the place of `${NAME}`, as python-dotenv does."""
    if "$" not in value:
        return value
    from dotenv.variables import parse_variables

    return "".join(part.resolve(known) for part in parse_variables(value))
