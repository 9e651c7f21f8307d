"""Lines of `.env` files: `NAME=value`, with `export`, quotes and comments as python-dotenv reads them."""

from __future__ import annotations

import re

from s3config.syntaxes import Assignment, line_below, line_start, lines_from

_NAME = re.compile(r"[^=\s'#]+")
_EQUALS = re.compile(r"'?[^\S\r\n]*=[^\S\r\n]*")
_QUOTED = re.compile(r"'(?:\\'|[^'])*'|\"(?:\\\"|[^\"])*\"")
_BARE = re.compile(r"[^\r\n]*")
_COMMENT = re.compile(r"\s+#.*")
_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,=-]*")


def find(text: str, index: int) -> Assignment:
    """Return the assignment whose name begins at a character."""
    name = _NAME.match(text, index)
    end = name.end() if name else index
    equals = _EQUALS.match(text, end)
    if equals is None:
        return Assignment(index, index, index, index)  # what stands here may be a piece of a secret
    quoted = _QUOTED.match(text, equals.end())
    if quoted is not None:
        return Assignment(index, end, quoted.start(), quoted.end(), quoted[0][0])
    bare = _COMMENT.sub("", _BARE.match(text, equals.end())[0]).rstrip()  # type: ignore[index] # it matches always
    return Assignment(index, end, equals.end(), equals.end() + len(bare))


def quoted(value: str, like: str) -> str:
    """Write a value, in quotes if it needs them."""
    if like == "'" and "'" not in value:
        return f"'{value}'"
    if like == '"' or not _PLAIN.fullmatch(value):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return value


def addition(text: str, near: Assignment, word: str, value: str) -> tuple[int, str]:
    """Write a further line below one, with `export` where that has it."""
    before = text[line_start(text, near.key_start) : near.key_start]
    return line_below(text, near.end, f"{before}{word}={quoted(value, near.quote)}")


def removal(text: str, found: Assignment) -> tuple[int, int]:
    """Take out the whole line."""
    return lines_from(text, found.key_start, found.end)
