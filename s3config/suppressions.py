"""Comments that silence the linter: `# s3config: ignore[CODE]`, on the line or on one of its own above."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s3config.lines import Lines

_COMMENT = re.compile(r"[#;]\s*s3config:\s*ignore(?:\[([^\]\r\n]*)\])?")
_ALONE = re.compile(r"\s*[#;]")


def may_suppress(text: str) -> bool:
    """Tell quickly whether a text has such comments at all."""
    return "s3config:" in text


def is_suppressed(text: str, lines: Lines, line: int, code: str) -> bool:
    """Tell whether a comment silences a code on a line; codes may be given by their first letters, or not at all."""
    start, end = lines.line(line)
    places = [text[start:end]]
    if line > 1:
        start, end = lines.line(line - 1)
        above = text[start:end]
        if _ALONE.match(above):
            places.append(above)
    return any(_silences(match[1], code) for place in places for match in _COMMENT.finditer(place))


def _silences(codes: str | None, code: str) -> bool:
    if codes is None:
        return True
    prefixes = tuple(word.strip().upper() for word in codes.split(",") if word.strip())
    return bool(prefixes) and code.startswith(prefixes)
