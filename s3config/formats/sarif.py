"""A report in SARIF 2.1.0, which editors and GitHub's code scanning read.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; GitHub Docs, "SARIF support for code
scanning", for what GitHub wants beyond it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from s3config import __version__
from s3config.diagnostics import Severity
from s3config.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.diagnostics import Diagnostic, Edit, Fix
    from s3config.formats import Report
    from s3config.origin import Origin

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_WHAT_IT_DOES = re.compile(r"^## What it does\n(.+?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def lint(report: Report) -> Iterator[str]:
    """Write a log with one run, in which the rules stand that found something."""
    codes = sorted({diagnostic.code for diagnostic in report.diagnostics})
    run = {
        "tool": {"driver": {"name": "s3config", "version": __version__, "rules": [_rule(code) for code in codes]}},
        "invocations": [{"executionSuccessful": not report.is_unreadable}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, codes.index(diagnostic.code)) for diagnostic in report.diagnostics],
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    rule = rules().get(code)
    if rule is None:
        return {"id": code}
    page = rule.page.strip()
    what = _WHAT_IT_DOES.search(page)
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": page.splitlines()[0]},
        "fullDescription": {"text": " ".join((what[1] if what is not None else page.splitlines()[0]).split())},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.about.severity]},
    }


def _result(diagnostic: Diagnostic, index: int) -> dict[str, Any]:
    remedy = f"; {diagnostic.remedy}" if diagnostic.remedy else ""
    found: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": f"{diagnostic.message}{remedy}"},
        "locations": [_location(origin, diagnostic) for origin in diagnostic.origins[:1]],
    }
    if len(diagnostic.origins) > 1:
        found["relatedLocations"] = [_location(origin) for origin in diagnostic.origins[1:]]
    if diagnostic.fix is not None:
        found["fixes"] = [_fix(diagnostic.fix)]
    return found


def _location(origin: Origin, diagnostic: Diagnostic | None = None) -> dict[str, Any]:
    """Return a place, with its end if it is that of the diagnostic; a place that is no file has but a name."""
    if origin.line is None and (diagnostic is None or not _is_unreadable(diagnostic)):
        return {"logicalLocations": [{"fullyQualifiedName": origin.place}]}
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(origin.place)}}
    if origin.line is not None:
        region = {"startLine": origin.line, "startColumn": origin.column or 1}
        excerpt = None if diagnostic is None else diagnostic.excerpt
        if excerpt is not None:
            region |= {"endLine": excerpt.end_line, "endColumn": excerpt.end_column}
        physical["region"] = region
    return {"physicalLocation": physical}


def _is_unreadable(diagnostic: Diagnostic) -> bool:
    return diagnostic.code == "FILE001" and not diagnostic.origins[0].place.startswith("argument ")


def _fix(fix: Fix) -> dict[str, Any]:
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        changes.setdefault(_uri(edit.place), []).append(_replacement(edit))
    warning = "" if fix.is_safe else " (this may change what is meant)"
    return {
        "description": {"text": f"{fix.title}{warning}"},
        "artifactChanges": [
            {"artifactLocation": {"uri": uri}, "replacements": replacements} for uri, replacements in changes.items()
        ],
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    found: dict[str, Any] = {"deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start}}
    if edit.text:
        found["insertedContent"] = {"text": edit.text}
    return found


def _uri(place: str) -> str:
    """Return a path as a URI relative to the working directory, or as a whole one if it is elsewhere."""
    path, here = Path(place), Path.cwd()
    path = path.relative_to(here) if path.is_relative_to(here) else path
    uri = quote(path.as_posix(), errors="surrogatepass")
    return f"file://{'' if uri.startswith('/') else '/'}{uri}" if path.is_absolute() else uri
