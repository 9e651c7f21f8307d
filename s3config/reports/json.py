"""A report for programs, in JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from s3config.redaction import shown
from s3config.reports import rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s3config.diagnostics import Diagnostic
    from s3config.origin import Origin, Setting
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
    return json.dumps({"values": values, "diagnostics": diagnostics(resolution.diagnostics)}, indent=2)


def diagnostics(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Return diagnostics as JSON can hold them."""
    return [
        {
            "code": diagnostic.code,
            "severity": str(diagnostic.severity),
            "message": diagnostic.message,
            "remedy": diagnostic.remedy,
            "origins": [_origin(origin) for origin in diagnostic.origins],
        }
        for diagnostic in found
    ]


def _setting(setting: Setting) -> dict[str, Any]:
    return {"spelling": setting.spelling, "layer": str(setting.layer), "origin": _origin(setting.origin)}


def _origin(origin: Origin) -> dict[str, Any]:
    return {"place": origin.place, "line": origin.line, "column": origin.column}
