"""For people: each fault with the line that it is in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from s3config.colours import painted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.diagnostics import Diagnostic
    from s3config.formats import Report


def lint(report: Report) -> Iterator[str]:
    """Write each diagnostic with the line it is about and carets below; coloured on a terminal."""
    for diagnostic in report.diagnostics:
        yield painted(_printable(str(diagnostic)), diagnostic.severity, sys.stdout) + "\n"
        yield from _excerpt(diagnostic)


def _printable(text: str) -> str:
    """Write out what would steer a terminal; a file may have any name."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _excerpt(diagnostic: Diagnostic) -> Iterator[str]:
    found = diagnostic.excerpt
    if found is None or not found.line:
        return
    margin = f"{diagnostic.origins[0].line:>5} | "
    line = "".join(c if c.isprintable() else " " if c == "\t" else "�" for c in found.line)
    yield f"{margin}{line}\n"
    yield f"{' ' * (len(margin) - 2)}| {' ' * found.start}{'^' * found.length}\n"
