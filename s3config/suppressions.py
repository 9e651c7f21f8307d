"""Comments that silence the linter: `# s3config: ignore[CODE]`, on the line or on one of its own above."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.lines import Lines
    from s3config.syntaxes import Assignment

_IGNORE = re.compile(
    r"""[#;]\s*s3config:\s*ignore(?:"""
    r"""[^\S\r\n]*\[(?P<codes>[^\[\]\r\n]*)\](?![\w"'])"""  # codes, in brackets that are closed
    r"""|(?!\S|\s*[\[:=]|\s+[A-Z]+[0-9]+\b)"""  # all codes; what looks like a code without brackets does not mean all
    r""")"""
)
_QUOTED = r""""(?:\\.|[^"\\])*"|'[^']*'"""
_BEHIND = re.compile(rf"{_QUOTED}|(?P<comment>#.*)")
_BEHIND_ANYWHERE = re.compile(rf"{_QUOTED}|(?P<comment>[#;].*)")
_ALONE = re.compile(r"\s*#")
_ALONE_ANYWHERE = re.compile(r"\s*[#;]")
_ALONE_IN_INI = re.compile(r"[#;]")
_WIDEST = 2000
"""Characters behind a value in which a comment is looked for."""
_ALL = "ALL"


def may_suppress(text: str) -> bool:
    """Tell quickly whether a text has such comments at all."""
    return "s3config:" in text


def is_suppressed(
    text: str, lines: Lines, line: int, code: str, *, found: Assignment | None = None, syntax: str = ""
) -> bool:
    """Tell whether a comment silences a code on a line; codes may be given by their first letters, or not at all.

    Only a comment counts, and no text within a value that looks like one.

    Args:
        text: The file's text.
        lines: Its lines.
        line: The line that the diagnostic is about.
        code: The diagnostic's code.
        found: The assignment there; a comment may stand behind its end, too, if that is on another line.
        syntax: How the file is written, which decides what a comment is; empty if that is not known.
    """
    return any(_silences(comment, code) for comment in _comments(text, lines, line, found, syntax))


def _comments(text: str, lines: Lines, line: int, found: Assignment | None, syntax: str) -> Iterator[str]:
    """Yield the comments that are about a line."""
    if syntax == "json":
        return
    start, end = lines.line(line)
    if line > 1:
        above_start, above_end = lines.line(line - 1)
        above = text[above_start:above_end]
        if _is_comment(above, text[start:end], syntax):
            yield above
    if syntax == "ini":
        return
    if found is None:
        yield from _behind(text[start:end], syntax)
        return
    stop = max(found.end, found.key_end)
    last = lines.line(lines.place(stop)[0])[1]
    rest = text[stop:last]
    yield from _behind(rest[1:] if found.is_part and rest[:1] in ('"', "'") else rest, syntax)
    is_open = end < stop and not (found.start < end and text[found.start] in "\"'")
    if is_open:  # the first line of a block, of a list or of a table
        yield from _behind(text[found.key_end : end], syntax)


def _is_comment(above: str, line: str, syntax: str) -> bool:
    """Tell whether a line is a comment on the one below; in YAML, what stands further right may be a text."""
    alone = _ALONE_IN_INI if syntax == "ini" else _ALONE if syntax else _ALONE_ANYWHERE
    if alone.match(above) is None:
        return False
    return syntax != "yaml" or _indentation(above) <= _indentation(line)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())


def _behind(rest: str, syntax: str) -> Iterator[str]:
    """Yield the comment in the rest of a line, quoted texts being passed over."""
    matches = (_BEHIND if syntax else _BEHIND_ANYWHERE).finditer(rest[:_WIDEST])
    yield from (match["comment"] for match in matches if match["comment"])


def _silences(comment: str, code: str) -> bool:
    return any(_covers(match["codes"], code) for match in _IGNORE.finditer(comment))


def _covers(codes: str | None, code: str) -> bool:
    if codes is None:
        return True
    prefixes = tuple(re.split(r"[\s,]+", codes.upper().strip(" \t,")))
    return prefixes != ("",) and (_ALL in prefixes or code.startswith(prefixes))
