"""A report that is a config file: it can be loaded again, without the secrets, which stand in comments."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from s3config.origin import Layer
from s3config.reports import place_of, rows, written
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from s3config.reports import Row
    from s3config.resolution import Resolution


def explain(resolution: Resolution, *, defaults: bool = False) -> str:
    """Write what was said as TOML, with the places in comments."""
    lines = [line for row in rows(resolution, defaults=defaults) for line in _lines(row)]
    lines.extend(f"# {_comment(str(diagnostic))}" for diagnostic in resolution.diagnostics)
    return "\n".join(lines)


def _lines(row: Row) -> list[str]:
    about = KEYS[row.key].about
    readable = row.setting.key == row.key and row.setting.layer > Layer.DEFAULT and not about.argument_only
    hidden = about.secret or row.key == "access_key_id" or "****" in str(row.value)
    mark = "" if readable and not hidden and row.value is not None else "# "
    value = "not set" if row.value is None else _toml(row.value)
    lines = [f"{mark}{row.key} = {value}  # {_comment(place_of(row.setting))}"]
    lines.extend(f"#     over {_comment(written(loser))} from {_comment(place_of(loser))}" for loser in row.losers)
    return lines


def _toml(value: bool | float | str) -> str:  # noqa: FBT001 (a value of any scalar type)
    """Write a scalar; a JSON string without lone surrogates is a TOML string."""
    return json.dumps(value, ensure_ascii=False) if not isinstance(value, float) else repr(value)


def _comment(text: str) -> str:
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")
