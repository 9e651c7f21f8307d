"""Colours for people at a terminal, and for nobody else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from s3config.diagnostics import Severity

if TYPE_CHECKING:
    from typing import TextIO

_CODES = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def painted(text: str, severity: Severity, stream: TextIO) -> str:
    """Colour the word of the severity if the stream is a terminal and `NO_COLOR` is not set (no-color.org)."""
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        return text
    word = f"{severity} "
    return text.replace(f": {word}", f": \x1b[{_CODES[severity]};1m{severity}\x1b[0m ", 1)
