"""What holds of a tool whose values are words and text."""

from __future__ import annotations

from typing import Any

from nasty_values import made

from s3config import from_dialect, resolve, translate


def check_words(tool: str, settings: dict[str, Any], written: dict[str, Any]) -> None:
    """Expect these values and no others, with nothing dropped, and that they come back."""
    config = made(**settings)
    translation = translate(config, tool)
    assert translation.values == written
    assert translation.dropped == {}
    assert resolve(bucket="logs", env=False, sources=[from_dialect(translation.values, tool)]).config == config
