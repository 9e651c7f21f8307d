"""The lines of a `.env` file, as python-dotenv reads them, each with its place."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, NamedTuple

from s3config.diagnostics import Diagnostic, Severity
from s3config.files import unreadable
from s3config.origin import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dotenv.parser import Binding

_LINE = re.compile(
    r"""[ \t]*(?:export[ \t]+)?(?P<name>(?!export[ \t])[A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*+"""
    r"""(?:"(?P<double>[^"\\\n]*)"|'(?P<single>[^'\\\n]*)'|(?P<bare>[^\s"'#][^\s#]*)?)"""
    r"""[ \t]*(?:(?<=\s)\#[^\n]*)?(?:\n|\Z)"""
    r"""|(?P<nothing>[ \t]*(?:\#[^\n]*)?(?:\n|\Z))|(?P<other>[^\n])"""
)
"""A line that needs no parser: a plain value, or a quoted one without escapes; or a blank line or a comment."""
_BLANKS = re.compile(r"[^\S\n]{10,}")
_END_OF_NAME = re.compile(r"[}:]")
_BEFORE_NAME = re.compile(r"\s*(?:export[^\S\r\n]+)?'?")
_MOST_LINES = 20_000
_MOST_BLANKS = 100_000_000
"""The blanks in a row up to which a text is read, squared and added up, for python-dotenv takes so much time."""
_LONGEST_MADE = 2**14
"""Characters up to which a value may grow by what stands in it for others; else ten lines could make gigabytes."""


class Line(NamedTuple):
    """A line that assigns, or one that cannot be read."""

    name: str | None
    """The name; `None` if the line is no assignment."""
    value: str | None
    """The value before interpolation; `None` if there is no equals sign."""
    line: int
    column: int
    has_open_quote: bool = False
    excess: str = ""
    """What the text has more of than configuration ever has, so that none of it was read."""


def read_lines(text: str) -> list[Line]:
    """Return the lines that assign something, and those that cannot be read; blank lines and comments are left out.

    A text that it would take minutes to read is not: instead of its lines there is one that says so.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > _MOST_LINES:
        return [Line(None, None, _MOST_LINES + 1, 1, excess="lines")]
    if len(text) ** 2 > _MOST_BLANKS and sum(len(blanks) ** 2 for blanks in _BLANKS.findall(text)) > _MOST_BLANKS:
        return [Line(None, None, 1, 1, excess="white space")]
    simple = _simple(text)
    return list(_parsed(text)) if simple is None else simple


def _simple(text: str) -> list[Line] | None:
    """Read a file whose lines are all simple, which is six times as fast; `None` if one is not."""
    found = []
    for number, match in enumerate(_LINE.finditer(text), 1):
        name, double, single, bare, nothing, other = match.groups()
        if other is not None:
            return None
        if nothing is None:
            start = match.start("name")
            value = double if double is not None else single if single is not None else bare or ""
            found.append(Line(name, value, number, start - match.start() + 1))
    return found


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
    """Complain of a line that is no assignment, or of a text that was not read."""
    if line.excess:
        message = f"the file has more {line.excess} than configuration ever has"
        return unreadable(path, message, "leave it out").diagnostic
    message = "the quote that opens here is never closed" if line.has_open_quote else "this line is no assignment"
    origin = Origin(path, line.line, line.column)
    return Diagnostic("ENV001", Severity.WARNING, (origin,), message, 'write NAME="value"')


def interpolated(value: str, known: Mapping[str, str | None]) -> str:
    """Put what is known in the place of `${NAME}` and `${NAME:-default}`, as python-dotenv does.

    A value that would grow beyond all measure by that stays as it is written.
    """
    made: list[str] = []
    length = 0
    for part in _parts(value, known):
        made.append(part)
        length += len(part)
        if length > max(len(value), _LONGEST_MADE):
            return value
    return "".join(made)


def _parts(value: str, known: Mapping[str, str | None]) -> Iterator[str]:
    """Yield the pieces of a value; each character is looked at once, for python-dotenv takes hours for some values."""
    done = 0
    start = value.find("${")
    while start >= 0:
        end = _END_OF_NAME.search(value, start + 2)
        if end is None:
            break
        stop = end.start()
        has_default = value.startswith(":-", stop)
        close = value.find("}", stop) if has_default or value[stop] == "}" else -1
        if close >= 0:
            default = value[stop + 2 : close] if has_default else ""
            yield value[done:start]
            yield known.get(value[start + 2 : stop], default) or ""
            done = close + 1
        elif has_default:  # nothing is closed from here on
            break
        start = value.find("${", max(done, stop))  # a name that begins before a colon ends with it, too
    yield value[done:]
