"""A report for programs, in JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from s3config.formats import as_json, origin_as_json
from s3config.redaction import shown
from s3config.reports import rows

if TYPE_CHECKING:
    from s3config.origin import Setting
    from s3config.resolution import Resolution


def explain(resolution: Resolution, *, defaults: bool = False) -> str:
    """Write every effective value with its origin and what it overrode, and the diagnostics."""
    values = [
        {
            "key": row.key,
            "value": row.value,
            **_setting(row.setting),
            "overrides": [{"value": shown(loser.value), **_setting(loser)} for loser in row.losers],
        }
        for row in rows(resolution, defaults=defaults)
    ]
    return json.dumps({"values": values, "diagnostics": [as_json(d) for d in resolution.diagnostics]}, indent=2)


def _setting(setting: Setting) -> dict[str, Any]:
    return {"spelling": setting.spelling, "layer": str(setting.layer), "origin": origin_as_json(setting.origin)}
