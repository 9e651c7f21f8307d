"""What stands at the place of a diagnostic, with everything hidden that may be secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.diagnostics import Excerpt
from s3config.files import UnreadableFileError
from s3config.redaction import HIDDEN, MaskedStr
from s3config.syntaxes import syntax

if TYPE_CHECKING:
    from s3config.lines import Lines
    from s3config.origin import Origin, Setting
    from s3config.syntaxes import Assignment

_HARMLESS = re.compile(r"""[\s\-{\["']*(?:export\s+)?(?:name:\s*)?["']?""")
_BETWEEN = re.compile(r"""\s*[:=]?\s*""")
_LONGEST = 100


def assignment_at(text: str, lines: Lines, origin: Origin, syntax_name: str) -> Assignment | None:
    """Return the assignment whose key stands at a place; `None` if there is none that can be told."""
    if origin.line is None or origin.column is None:
        return None
    try:
        found = syntax(syntax_name).find(text, lines.index(origin.line, origin.column))
    except (ValueError, IndexError, UnreadableFileError):  # it is not an assignment, or the text is not of the syntax
        return None
    return found if found.key_end > found.key_start else None


def excerpt(
    text: str, lines: Lines, origin: Origin, found: Assignment | None, setting: Setting | None, *, key_only: bool
) -> Excerpt:
    """Describe a place.

    Args:
        text: The file's text.
        lines: Its lines.
        origin: The place.
        found: The assignment there, if there is one.
        setting: What was read there; without it the value is hidden.
        key_only: Whether the diagnostic is about the name alone.
    """
    line, column = origin.line or 1, origin.column or 1
    if found is None:
        start, end = lines.line(line)
        return Excerpt(line, max(end - start + 1, column + 1), "", 0, 0)
    stop = found.key_end if key_only else max(found.end, found.key_end)
    start, end = lines.line(line)
    before = text[start : found.key_start]
    prefix = before if _HARMLESS.fullmatch(before) else "… "
    key = text[found.key_start : found.key_end]
    between = text[found.key_end : found.start]
    between = between if _BETWEEN.fullmatch(between) else " … "  # what stands there may be anything
    shown = key if key_only else f"{key}{between}{_value(text, found, setting)}"
    shown = shown.splitlines()[0] if shown else shown
    if len(shown) > _LONGEST:
        shown = f"{shown[:_LONGEST]}…"
    rest = f"{between}…" if key_only and text[found.key_end : end].strip() else ""
    rest = rest.splitlines()[0] if rest else ""
    return Excerpt(*lines.place(stop), f"{prefix}{shown}{rest}", len(prefix), len(shown))


def _value(text: str, found: Assignment, setting: Setting | None) -> str:
    start, end = found.content
    raw = text[start:end]
    return f"{found.quote}{_shown(raw, None if setting is None else setting.value)}{found.quote}"


def _shown(raw: str, value: object) -> str:
    """Return what is written for a value, if no secret can be in it; escapes may hide one from the masks."""
    if isinstance(value, bool | int | float) or not raw:
        return raw
    if not isinstance(value, str) or raw not in value:
        return HIDDEN
    return type(value)(raw).masked() if isinstance(value, MaskedStr) else MaskedStr(raw).masked()
