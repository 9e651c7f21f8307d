"""Repairs as edits of texts, and texts with edits made: not a character changes that need not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from s3config.diagnostics import Edit
from s3config.files import UnreadableFileError, read_text
from s3config.rules import Add, Append, Remove, Rename, Rewrite, Trim
from s3config.syntaxes import syntax

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s3config.rules import Change
    from s3config.subject import Find
    from s3config.syntaxes import Assignment

_SPACE_BEFORE = re.compile(r"\s+")
_SPACE_BEHIND = re.compile(r"(?:\s|\\[nrt])+\Z")
_QUOTE_BEFORE = re.compile(r"""''|\\?["']""")
_QUOTE_BEHIND = re.compile(r"""(?:''|\\?["'])\Z""")
"""One quote; YAML writes it twice between quotes of its kind."""


def edits(changes: Iterable[Change], find: Find) -> tuple[Edit, ...] | None:
    """Work out the edits that some changes take; `None` if one of them cannot be made in place.

    Args:
        changes: What is to be changed.
        find: Returns the text of the file in which a place is, the name of its syntax, and the assignment there.
    """
    made: list[Edit] = []
    for change in changes:
        if isinstance(change, Append):
            made.append(_append(change))
            continue
        where = change.beside if isinstance(change, Add) else change.at
        found = find(where)
        own = None if found is None else list(_edits(change, where.place, *found))
        if not own:
            return None
        made.extend(own)
    return tuple(made)


def _edits(change: Change, place: str, text: str, syntax_name: str, found: Assignment) -> Iterator[Edit]:
    written = syntax(syntax_name)
    if isinstance(change, Rewrite | Trim) and "${" in text[found.start : found.end]:  # a default is written there
        return
    if found.is_part and found.indirect:
        return
    match change:
        case Rename(word=word) if not found.is_key_shared:
            old = text[found.key_start : found.key_end]
            quote = old[0] if old[:1] in ("'", '"') else ""
            yield _minimal(place, text, found.key_start, found.key_end, f"{quote}{word}{quote}")
        case Remove():
            start, end = written.removal(text, found)
            if start < end:
                yield Edit(place, start, end, "")
        case Rewrite(value=value) if not found.indirect:
            new = value if found.is_part else written.quoted(value, found.quote)
            yield _minimal(place, text, found.start, found.end, new)
        case Trim(quotes=quotes) if not found.indirect:
            before, behind = (_QUOTE_BEFORE, _QUOTE_BEHIND) if quotes else (_SPACE_BEFORE, _SPACE_BEHIND)
            yield from _trimmed(place, text, found, before, behind)
        case Add(key=key, value=value):
            word = _spelt_like(text[found.key_start : found.key_end].strip("'\""), key)
            index, addition = written.addition(text, found, word, value)
            if addition:
                yield Edit(place, index, index, addition)


def _minimal(place: str, text: str, start: int, end: int, new: str) -> Edit:
    """Leave alone what old and new begin and end with alike."""
    old = text[start:end]
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    old, new = old[same:], new[same:]
    tail = 0
    while tail < min(len(old), len(new)) and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(place, start + same, end - tail, new[: len(new) - tail])


def _trimmed(
    place: str, text: str, found: Assignment, before: re.Pattern[str], behind: re.Pattern[str]
) -> Iterator[Edit]:
    start, end = found.content
    content = text[start:end]
    head, tail = before.match(content), behind.search(content)
    if head is not None and tail is not None and tail.start() < head.end():  # nothing would be left, or half of one
        return
    if head is not None:
        yield Edit(place, start, start + head.end(), "")
    if tail is not None:
        yield Edit(place, start + tail.start(), end, "")


def _spelt_like(word: str, key: str) -> str:
    """Write a key as the one beside it is written: `AWS_REGION`, `aws_region`, or `region`."""
    if key.startswith("AWS_"):
        return key
    if word.isupper():
        return f"AWS_{key}".upper() if word.startswith("AWS_") else key.upper()
    return f"aws_{key}" if word.startswith("aws_") else key


def _append(change: Append) -> Edit:
    try:
        text = read_text(Path(change.path), missing="")
    except UnreadableFileError:
        text = ""
    break_ = "" if not text or text.endswith(("\n", "\r")) else "\n"
    return Edit(change.path, len(text), len(text), f"{break_}{change.line}\n")


def edited(text: str, made: Iterable[Edit]) -> str:
    """Return a text with edits made that do not overlap."""
    for edit in sorted(made, key=lambda edit: (edit.start, edit.end))[::-1]:  # those at one place keep their order
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
