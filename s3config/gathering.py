"""Everything that the sources say, read and put together; nothing is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.config.refusal import Refusal
from s3config.diagnostics import Diagnostic
from s3config.merging import merge
from s3config.origin import Layer, is_void
from s3config.sources import read_all

if TYPE_CHECKING:
    from collections.abc import Container

    from s3config.origin import Setting
    from s3config.sources import Request
    from s3config.urls import StoreUrl


def collect(request: Request, *, without: Container[str] = ()) -> tuple[list[Setting], list[Diagnostic]]:
    """Read every source but some, each with what was read before it at hand."""
    settings: list[Setting] = []
    diagnostics: list[Diagnostic] = []
    keys: set[str] = set()

    def written(key: str) -> tuple[Setting, ...]:
        if key not in keys:
            return ()
        group = merge(setting for setting in settings if setting.key == key)[key]
        return tuple(setting for setting in group if not is_void(setting.value))

    request = request._replace(written=written)
    for found in read_all(request, without):
        if isinstance(found, Diagnostic):
            diagnostics.append(found)
        else:
            settings.append(found)
            keys.add(found.key)
    return settings, diagnostics


def url_of(request: Request, settings: list[Setting]) -> StoreUrl | None:
    """Return the parts of the URL that a caller gave; `None` without one, or if it cannot be read."""
    if request.url is None:
        return None
    from s3config.urls import own_endpoints, parse_url  # wanted with a URL only

    endpoints = merge(s for s in settings if s.key == "endpoint" and s.layer is not Layer.URL).get("endpoint", [])
    own = own_endpoints(tuple(setting for setting in endpoints if not is_void(setting.value)))
    try:
        return parse_url(request.url.strip() if isinstance(request.url, str) else "", own)
    except Refusal:
        return None
