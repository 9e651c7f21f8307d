"""A report for people: every value, where it came from, and what it overrode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.reports import WIDEST_VALUE, flat, place_of, rows, written

if TYPE_CHECKING:
    from s3config.reports import Row
    from s3config.resolution import Resolution


def explain(resolution: Resolution, *, defaults: bool = False) -> str:
    """Write every effective value with its origin, what it overrode, and what is wrong; secrets are hidden.

    Args:
        resolution: What to explain.
        defaults: Whether keys that nobody wrote are listed, too.
    """
    found = list(rows(resolution, defaults=defaults))
    key_width = max((len(row.key) for row in found), default=0)
    value_width = min(max((len(_value(row)) for row in found), default=0), WIDEST_VALUE)
    lines = [line for row in found for line in _lines(row, key_width, value_width)]
    lines.extend(str(diagnostic) for diagnostic in resolution.diagnostics)
    return "\n".join(lines) or "nothing is set"


def _lines(row: Row, key_width: int, value_width: int) -> list[str]:
    lines = [f"{row.key:{key_width}}  {_value(row):{value_width}}  {place_of(row.setting)}"]
    indent = " " * (key_width + 2)
    lines.extend(f"{indent}over {flat(written(loser))} from {place_of(loser)}" for loser in row.losers)
    return lines


def _value(row: Row) -> str:
    if row.value is None:
        return "(not set)"
    return flat(str(row.value).lower() if isinstance(row.value, bool) else str(row.value))
