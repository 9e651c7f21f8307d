"""A report for GitHub Actions: workflow commands, which GitHub shows at the lines that they name.

Source: GitHub Docs, "Workflow commands for GitHub Actions"; the escapes are those of actions/toolkit's `command.ts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.diagnostics import Diagnostic
    from s3config.formats import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def lint(report: Report) -> Iterator[str]:
    """Write a command for each diagnostic; the place stands in the message, too, for those who read the log."""
    for diagnostic in report.diagnostics:
        properties = {**_place(diagnostic), "title": _title(diagnostic)}
        written = ",".join(f"{name}={str(value).translate(_IN_PROPERTY)}" for name, value in properties.items())
        yield f"::{_COMMANDS[diagnostic.severity]} {written}::{str(diagnostic).translate(_IN_MESSAGE)}\n"


def _title(diagnostic: Diagnostic) -> str:
    rule = rules().get(diagnostic.code)
    return diagnostic.code if rule is None else f"{rule.code} {rule.name}"


def _place(diagnostic: Diagnostic) -> dict[str, str | int]:
    """Return what names the place; the runner takes columns only of what is within one line."""
    origin = diagnostic.origins[0] if diagnostic.origins else None
    if origin is None or origin.line is None:
        return {}
    excerpt = diagnostic.excerpt
    place: dict[str, str | int] = {"file": origin.place, "line": origin.line}
    if excerpt is not None:
        place["endLine"] = excerpt.end_line
    if origin.column is not None and (excerpt is None or excerpt.end_line == origin.line):
        place["col"] = origin.column
        if excerpt is not None:
            place["endColumn"] = excerpt.end_column
    return place
