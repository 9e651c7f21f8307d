"""Lines of INI files as AWS and rclone read them: `key = value` or `key: value` to the end of the line."""

from __future__ import annotations

import re

from s3config.syntaxes import Assignment, line_below, line_start, lines_from

_KEY = re.compile(r"[^=:\r\n]*?(?=[^\S\r\n]*(?:[=:\r\n]|\Z))")
_EQUALS = re.compile(r"[^\S\r\n]*[=:][^\S\r\n]*")
_SECTION = re.compile(r"\[[^\]\r\n]*\]?")
_REST = re.compile(r"[^\r\n]*")


def find(text: str, index: int) -> Assignment:
    """Return the assignment, or the head of a section, that begins at a character."""
    section = _SECTION.match(text, index)
    if section is not None:
        return Assignment(index, section.end(), section.end(), section.end())
    key = _KEY.match(text, index)
    end = key.end() if key else index
    equals = _EQUALS.match(text, end)
    if equals is None:
        return Assignment(index, end, end, end)
    value = _REST.match(text, equals.end())[0].rstrip()  # type: ignore[index] # it matches always
    return Assignment(index, end, equals.end(), equals.end() + len(value))


def quoted(value: str, like: str) -> str:  # noqa: ARG001 (there are no quotes)
    """Write a value."""
    return value


def addition(text: str, near: Assignment, word: str, value: str) -> tuple[int, str]:
    """Write a further line below one, indented and spaced as that is."""
    indent = text[line_start(text, near.key_start) : near.key_start]
    equals = text[near.key_end : near.start]
    return line_below(text, near.end, f"{indent}{word}{equals if equals.strip() else ' = '}{value}")


def removal(text: str, found: Assignment) -> tuple[int, int]:
    """Take out the whole line."""
    return lines_from(text, found.key_start, found.end)
