"""A list of the diagnostics for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from s3config.formats import as_json, counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.formats import Report


def lint(report: Report) -> Iterator[str]:
    """Write the diagnostics as a list."""
    yield json.dumps([as_json(diagnostic) for diagnostic in report.diagnostics], indent=2) + "\n"


def statistics(report: Report) -> Iterator[str]:
    """Write how often each code was found, as a list."""
    found = [{"code": code, "name": name, "count": count} for count, code, name in counts(report)]
    yield json.dumps(found, indent=2) + "\n"
