"""What a tool makes of an environment, written for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from s3config.config.plain import hidden
from s3config.formats import as_json, origin_as_json
from s3config.merging import meaning
from s3config.origin import is_void
from s3config.redaction import shown
from s3config.reports import WIDEST_VALUE, flat, place_of
from s3config.seeing.refusing import is_switch
from s3config.spellings import KEYS, SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s3config.origin import Setting
    from s3config.seeing import Ignored, Seen


def as_text(seen: Seen) -> str:
    """Write a table of what counts, then what does not and why, what nobody knows, and what will be refused."""
    tool = seen.tool
    parts = [[f"{tool.name} ({tool.version}), where no option says otherwise:"]]
    parts.append(list(_table((s.key, flat(_text(s)), place_of(s)) for s in _counting(seen))) or ["nothing is set"])
    for title, group in (("ignored", seen.ignored), ("not known", seen.unknown)):
        if group:
            parts.append([f"{title}:", *_table((item.setting.spelling, f"{item.why}{_where(item)}") for item in group)])
    if seen.diagnostics:
        parts.append([str(diagnostic) for diagnostic in seen.diagnostics])
    return "\n\n".join("\n".join(lines) for lines in parts)


def as_document(seen: Seen) -> str:
    """Write the same in JSON."""
    return json.dumps(
        {
            "tool": seen.tool.id,
            "version": seen.tool.version,
            "values": [{"key": s.key, "value": value_of(s), **_place(s)} for s in _counting(seen)],
            "ignored": [{"key": i.setting.key or None, **_place(i.setting), "why": i.why} for i in seen.ignored],
            "unknown": [{"key": i.setting.key or None, **_place(i.setting), "why": i.why} for i in seen.unknown],
            "diagnostics": [as_json(diagnostic) for diagnostic in seen.diagnostics],
        },
        indent=2,
    )


def value_of(setting: Setting) -> Any:  # noqa: ANN401 (any key's value)
    """Return what a setting says, in the words of its key, as JSON can hold it; secrets are hidden."""
    if is_void(setting.value):
        return None if setting.value is None else ""
    spelling = SPELLINGS.get(setting.spelling)
    has_other_words = spelling is not None and spelling.convert is not None
    return hidden(meaning(setting) if has_other_words or is_switch(setting.key) else setting.value)


def _counting(seen: Seen) -> list[Setting]:
    by_key = {setting.key: setting for setting in (*seen.defaults, *seen.taken)}
    return [by_key[key] for key in KEYS if key in by_key]


def _text(setting: Setting) -> str:
    value = value_of(setting)
    if value is None:
        return "(not known)"
    return "(empty)" if value == "" else str(value).lower() if isinstance(value, bool) else shown(str(value))


def _where(item: Ignored) -> str:
    """Return the place of what is not a variable of the environment, whose name says it all."""
    place = str(item.setting.origin)
    return f" ({place})" if item.setting.origin.line is not None else ""


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    found = list(rows)
    widths = [min(max(map(len, column)), WIDEST_VALUE) for column in zip(*found, strict=True)]
    for row in found:
        yield "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def _place(setting: Setting) -> dict[str, Any]:
    return {"spelling": setting.spelling, "layer": str(setting.layer), "origin": origin_as_json(setting.origin)}
