"""Members of JSON objects."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined] # the stubs leave it out

from s3config.syntaxes import Assignment, line_start, with_comma

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def _skip(text: str, index: int) -> int:
    return _SPACE.match(text, index).end()  # type: ignore[union-attr] # it matches the empty string


def find(text: str, index: int) -> Assignment:
    """Return the member whose name begins at a character; the text is known to be JSON."""
    _, end = scanstring(text, index + 1)
    start = _skip(text, _skip(text, end) + 1)
    _, stop = _DECODER.raw_decode(text, start)
    return Assignment(index, end, start, stop, '"' if text[start] == '"' else "", text[start] in "{[")


def quoted(value: str, like: str) -> str:
    """Write a value: a string if the other is one, else a literal where it is one."""
    return value if not like and value in ("true", "false") else json.dumps(value, ensure_ascii=False)


def addition(text: str, near: Assignment, word: str, value: str) -> tuple[int, str]:
    """Write a further member behind one, on a line of its own if that has one."""
    start = line_start(text, near.key_start)
    before = text[start : near.key_start]
    gap = text[near.key_end : near.start]
    break_ = ("\r\n" if text[max(0, start - 2) : start] == "\r\n" else "\n") + before
    space = break_ if start and not before.strip() else " "
    like = '"' if word.isupper() else ""  # a variable is text
    return near.end, f",{space}{json.dumps(word)}{gap}{quoted(value, like)}"


def removal(text: str, found: Assignment) -> tuple[int, int]:
    """Take out a member with the comma behind it, or else the one before it."""
    return with_comma(text, found.key_start, found.end)
