"""What the linter's findings look like: one module a format, with `lint` and perhaps `statistics`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.diagnostics import Severity
from s3config.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.diagnostics import Diagnostic
    from s3config.origin import Origin


class Report(NamedTuple):
    """What the linter found."""

    diagnostics: tuple[Diagnostic, ...]
    files: int
    """How many inputs were looked at; 0 for the environment."""
    fixed: int = 0
    """How many faults were mended."""
    is_unreadable: bool = False
    """Whether an input could not be read."""
    fixable: tuple[str, ...] = ()
    """The inputs in which something can be mended."""

    @property
    def has_problems(self) -> bool:
        """Whether there are errors or warnings."""
        return any(diagnostic.severity.is_problem for diagnostic in self.diagnostics)


def summary(report: Report) -> str:
    """Say in one line what was found: `2 errors, 1 warning in 3 files`."""
    counts = [(severity, sum(d.severity is severity for d in report.diagnostics)) for severity in reversed(Severity)]
    parts = [f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in counts if count]
    where = f" in {report.files:,} inputs" if report.files > 1 else ""
    fixed = f" ({report.fixed:,} fixed)" if report.fixed else ""
    fixable = sum(d.fix is not None and d.fix.is_safe for d in report.diagnostics)
    unsafe = sum(d.fix is not None and not d.fix.is_safe for d in report.diagnostics)
    offers = [
        *([f"{fixable:,} can be mended with --fix"] if fixable else []),
        *([f"{unsafe:,} with --fix --unsafe-fixes"] if unsafe else []),
    ]
    offer = f"; {', '.join(offers)}" if offers else ""
    return f"{', '.join(parts) or 'nothing to complain about'}{where}{fixed}{offer}"


def counts(report: Report) -> list[tuple[int, str, str]]:
    """Return how often each code was found, with its name, the commonest first; a third party's has no name."""
    codes = Counter(diagnostic.code for diagnostic in report.diagnostics)
    ordered = sorted(codes.items(), key=lambda item: (-item[1], item[0]))
    return [(count, code, rules()[code].name if code in rules() else "") for code, count in ordered]


def table(report: Report) -> Iterator[str]:
    """Yield how often each code was found, as a table for people."""
    for count, code, name in counts(report):
        yield f"{count:>6}  {code:<8} {name}\n"


def as_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as JSON can hold it."""
    found: dict[str, Any] = {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "remedy": diagnostic.remedy,
        "origins": [origin_as_json(origin) for origin in diagnostic.origins],
    }
    if diagnostic.excerpt is not None:
        found["end"] = {"line": diagnostic.excerpt.end_line, "column": diagnostic.excerpt.end_column}
    if diagnostic.fix is not None:
        found["fix"] = {
            "title": diagnostic.fix.title,
            "safe": diagnostic.fix.is_safe,
            "edits": [edit._asdict() for edit in diagnostic.fix.edits],
        }
    return found


def origin_as_json(origin: Origin) -> dict[str, Any]:
    """Return a place as JSON can hold it."""
    return {"place": origin.place, "line": origin.line, "column": origin.column}
