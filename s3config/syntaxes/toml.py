"""Keys of TOML documents."""

from __future__ import annotations

import json
import re

from s3config.spellings import TABLES
from s3config.syntaxes import Assignment, line_below, line_start, lines_from, with_comma

_STRING = r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}" + r'|"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'"
_KEY = re.compile(rf"{_STRING}|[A-Za-z0-9_-]+", re.DOTALL)
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_TEXT = re.compile(_STRING, re.DOTALL)
_BARE = re.compile(r"[^,\]}\r\n#]*")
_PART = rf"(?:{_STRING}|[A-Za-z0-9_-]+)[ \t]*\.[ \t]*"
_DOTTED = re.compile(rf"(?:{_PART})+\Z", re.DOTALL)
_OPTIONS = re.compile(rf"(?<![^. \t])(?:{'|'.join(TABLES)})[ \t]*\.[ \t]*\Z")
_NESTED = re.compile(rf"{_STRING}|#[^\n]*|[\[\]{{}}]", re.DOTALL)


def find(text: str, index: int) -> Assignment:
    """Return the key, or the table, whose last part begins at a character; the text is known to be TOML."""
    key = _KEY.match(text, index)
    end = key.end() if key else index
    equals = _EQUALS.match(text, end)
    if equals is None:
        return Assignment(index, end, end, end)
    start = equals.end()
    string = _TEXT.match(text, start)
    if string is not None:
        quote = string[0][:3] if string[0][:3] in ('"""', "'''") else string[0][0]
        return Assignment(index, end, start, string.end(), quote, len(quote) > 1)
    if text[start : start + 1] in ("[", "{"):
        return Assignment(index, end, start, _closing(text, start), indirect=True)
    bare = _BARE.match(text, start)[0].rstrip()  # type: ignore[index] # it matches always
    return Assignment(index, end, start, start + len(bare))


def _closing(text: str, start: int) -> int:
    depth = 0
    for match in _NESTED.finditer(text, start):
        depth += (match[0] in ("[", "{")) - (match[0] in ("]", "}"))
        if depth == 0:
            return match.end()
    return len(text)


def quoted(value: str, like: str) -> str:
    """Write a value: a literal where it is one and the other is no string, else a string."""
    if not like and value in ("true", "false"):
        return value
    if like == "'" and "'" not in value and value.isprintable():
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False)


def addition(text: str, near: Assignment, word: str, value: str) -> tuple[int, str]:
    """Write a further line below a key, or a further key behind it in an inline table; in the table that it is in."""
    before = text[line_start(text, near.key_start) : near.key_start]
    above = _above(before)
    before = before[: len(before) - len(above)]
    equals = text[near.key_end : near.start] or " = "
    like = '"' if word.isupper() else ""  # a variable is text
    assignment = f"{_without_options(above)}{word}{equals}{quoted(value, like)}"
    if before.strip():
        return near.end, f", {assignment}"
    return line_below(text, near.end, f"{before}{assignment}")


def _above(before: str) -> str:
    """Return the tables of a dotted key, of what stands before its last part."""
    dotted = _DOTTED.search(before)
    return "" if dotted is None else dotted[0]


def _without_options(above: str) -> str:
    """Leave out the tables of options at the end of a dotted key: what may stand there may stand above as well."""
    while (option := _OPTIONS.search(above)) is not None:
        above = above[: option.start()]
    return above


def removal(text: str, found: Assignment) -> tuple[int, int]:
    """Take out the whole line, or a key of an inline table with a comma beside it; not the last of a dotted table."""
    before = text[line_start(text, found.key_start) : found.key_start]
    above = _above(before)
    if _without_options(above) and text.count(above) < 2:  # noqa: PLR2004 (itself and another)
        return found.key_start, found.key_start
    if not before.removesuffix(above).strip():
        return lines_from(text, found.key_start, found.end)
    return with_comma(text, found.key_start - len(above), found.end)
