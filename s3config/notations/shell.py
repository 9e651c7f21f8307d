"""Variables as a POSIX shell is told them: `export NAME='value'`."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from s3config.files import unreadable
from s3config.lines import Lines
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.files import UnreadableFileError

_PIECE = (
    r"""'(?P<single>[^']*+)'|"(?P<double>(?:[^"\\]|\\.)*+)"|\\(?P<escaped>.)"""
    r"""|(?P<plain>\$\((?:[^()]|\([^()]*+\))*+\)|(?:[^\s'"\\;&|<>()$]|\$(?!\())++)"""
)
_NO_GROUPS = re.sub(r"\?P<\w+>", "?:", _PIECE)
_TOKEN = re.compile(rf"(?s)(?P<nothing>[^\S\n]++|\\\r?\n|\#[^\n]*+)|(?P<end>[\n;]|&&)|(?P<word>(?:{_NO_GROUPS})++)")
_PIECES = re.compile(f"(?s){_PIECE}")
_ASSIGNMENT = re.compile(r"(?s)(?P<name>[A-Za-z_][A-Za-z0-9_]*+)=(?P<value>.*+)")
_KEPT_ESCAPE = re.compile(r'(?s)\\([$`"\\])|\\\n')
_EXPORTING = ("export", "declare", "typeset", "readonly")
_OTHERS = ("set", "umask", "unset")
"""Commands that stand in such files and set nothing."""


def write(variables: Mapping[str, str]) -> str:
    """Write what sets variables for a shell and what it starts."""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())


def read(text: str, path: str) -> Table:
    """Read the assignments of a shell; references to other variables stay as they are.

    Raises:
        UnreadableFileError: Something is no assignment, or a quote is open.
    """
    return Table(_entries(text, path))


def _entries(text: str, path: str) -> Iterator[Entry]:
    lines = Lines(text)
    index, command = 0, None
    while index < len(text):
        token = _TOKEN.match(text, index)
        if token is None:
            raise _complaint(text, path, *lines.place(index), index)
        word = token["word"]
        if token["end"] is not None:
            command = None
        elif word is not None:
            found = _ASSIGNMENT.fullmatch(word)
            if command is None and word in (*_EXPORTING, *_OTHERS):
                command = word
            elif found is not None and command not in _OTHERS and "$'" not in _plain_of(found["value"]):
                yield Entry(found["name"], _unquoted(found["value"]), Origin(path, *lines.place(index)))
            elif command is None or found is not None:
                raise _complaint(text, path, *lines.place(index), index)
        index = token.end()


def _plain_of(value: str) -> str:
    """Return a value with what stands in its quotes taken out, but for the quotes."""
    return _PIECES.sub(lambda piece: piece["plain"] or ("''" if piece["single"] is not None else ""), value)


def _unquoted(value: str) -> str:
    return "".join(_text_of(piece) for piece in _PIECES.finditer(value))


def _text_of(piece: re.Match[str]) -> str:
    if piece["double"] is not None:
        return _KEPT_ESCAPE.sub(lambda found: found[1] or "", piece["double"])
    if piece["escaped"] is not None:
        return "" if piece["escaped"] == "\n" else piece["escaped"]
    return piece["single"] if piece["single"] is not None else piece["plain"]


def _complaint(text: str, path: str, line: int, column: int, index: int) -> UnreadableFileError:
    rest = re.compile(r"[^\s'\"]*").match(text, index)
    end = rest.end() if rest is not None else index
    if text[end : end + 1] in ("'", '"') and _TOKEN.match(text, end) is None:
        return unreadable(path, "a quote that is opened here is never closed", "close it", line, column)
    return unreadable(path, "this is no assignment of a plain value", "write NAME='value'", line, column)
