"""A report for GitLab: the JSON of its Code Quality, which it shows in merge requests.

Source: GitLab Docs, "Code Quality", "Code Quality report format".
"""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3config.diagnostics import Severity
from s3config.origin import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.diagnostics import Diagnostic
    from s3config.formats import Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_NOWHERE = Origin("the configuration")


def lint(report: Report) -> Iterator[str]:
    """Write the diagnostics as a list."""
    seen: Counter[tuple[str, str, str]] = Counter()
    yield json.dumps([_issue(diagnostic, seen) for diagnostic in report.diagnostics], indent=2) + "\n"


def _issue(diagnostic: Diagnostic, seen: Counter[tuple[str, str, str]]) -> dict[str, Any]:
    origin = diagnostic.origins[0] if diagnostic.origins else _NOWHERE
    path = _path(origin)
    what = (path, diagnostic.code, diagnostic.message)
    seen[what] += 1
    remedy = f"; {diagnostic.remedy}" if diagnostic.remedy else ""
    return {
        "description": f"{diagnostic.message}{remedy}",
        "check_name": diagnostic.code,
        "fingerprint": _fingerprint(*what, str(seen[what])),
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": path, **_lines(diagnostic, origin)},
    }


def _fingerprint(*parts: str) -> str:
    """Return what names an issue in every run: no line, which may move, but the number among those that are alike."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _path(origin: Origin) -> str:
    """Return a path as GitLab wants it, relative to the root of the repository, in which its jobs run."""
    path, here = Path(origin.place), Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _lines(diagnostic: Diagnostic, origin: Origin) -> dict[str, Any]:
    """Return what part of the file it is; without a line GitLab shows nothing, so that there is always one."""
    if origin.line is None or origin.column is None:
        return {"lines": {"begin": origin.line or 1}}
    begin = {"line": origin.line, "column": origin.column}
    excerpt = diagnostic.excerpt
    end = begin if excerpt is None else {"line": excerpt.end_line, "column": excerpt.end_column}
    return {"positions": {"begin": begin, "end": end}}
