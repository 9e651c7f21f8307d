"""A configuration with masks in the place of its secrets, so that what is made of it can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from s3config.redaction import HIDDEN, shown
from s3config.spellings import KEYS
from s3config.vocabulary import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s3config.config import StoreConfig


def masked(config: StoreConfig) -> StoreConfig:
    """Return a configuration whose secrets are masks, so that its translation can be shown."""
    changed: dict[tuple[str, ...], dict[str, Any]] = {}
    for key, value in said(config):
        mask = _mask(value)
        if mask is not value:
            changed.setdefault(KEYS[key].table, {})[KEYS[key].field] = mask
    found: StoreConfig = _changed(config, changed, ())
    return found


def _mask(value: Any) -> Any:  # noqa: ANN401 (any key's value)
    if isinstance(value, dict):
        return dict.fromkeys(value, SecretStr(HIDDEN))
    if callable(value):
        return lambda: {"access_key_id": HIDDEN, "secret_access_key": HIDDEN, "token": HIDDEN}
    if isinstance(value, SecretStr):
        return SecretStr(HIDDEN)
    return shown(value) if isinstance(value, str) and shown(value) != value else value


def _changed(part: Any, changed: Mapping[tuple[str, ...], dict[str, Any]], table: tuple[str, ...]) -> Any:  # noqa: ANN401
    below = {name: _changed(getattr(part, name), changed, (*table, name)) for name in _tables_in(table)}
    return part.model_copy(update={**changed.get(table, {}), **below})


def _tables_in(table: tuple[str, ...]) -> set[str]:
    depth = len(table)
    return {key.table[depth] for key in KEYS.values() if key.table[:depth] == table and len(key.table) > depth}
