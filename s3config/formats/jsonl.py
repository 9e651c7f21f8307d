"""A report for programs that read line by line: one JSON object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from s3config.formats import as_json, counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.formats import Report


def lint(report: Report) -> Iterator[str]:
    """Write a line for each diagnostic."""
    for diagnostic in report.diagnostics:
        yield json.dumps(as_json(diagnostic)) + "\n"


def statistics(report: Report) -> Iterator[str]:
    """Write a line for each code, with how often it was found."""
    for count, code, name in counts(report):
        yield json.dumps({"code": code, "name": name, "count": count}) + "\n"
