"""A report for servers that show test results: JUnit's XML, a suite a file and a case a diagnostic.

Source: the schema of Jenkins's xUnit plug-in, `junit-10.xsd`. Infos pass, and say what they have to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from s3config.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s3config.diagnostics import Diagnostic
    from s3config.formats import Report

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, not even escaped (XML 1.0, section 2.2)."""
_NAME = "s3config"


def lint(report: Report) -> Iterator[str]:
    """Write the diagnostics as failed cases, or one case that passes if there are none."""
    suites: dict[str, list[Diagnostic]] = {}
    for diagnostic in report.diagnostics:
        suites.setdefault(diagnostic.origins[0].place if diagnostic.origins else _NAME, []).append(diagnostic)
    root = ET.Element("testsuites", {"name": _NAME, **_totals(report.diagnostics)})
    for place, diagnostics in suites.items():
        suite = ET.SubElement(root, "testsuite", {"name": _allowed(place), **_totals(diagnostics)})
        for diagnostic in diagnostics:
            _add_case(suite, diagnostic)
    if not suites:
        suite = ET.SubElement(root, "testsuite", {"name": _NAME, **_totals(())})
        ET.SubElement(suite, "testcase", name="nothing to complain about", classname=_NAME)
    ET.indent(root)
    # Whatever a terminal or a file can hold, it can hold ASCII, in which the rest is written as references.
    yield ET.tostring(root, encoding="us-ascii", xml_declaration=True).decode("ascii") + "\n"


def _totals(diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    found = [diagnostic.severity.is_problem for diagnostic in diagnostics]
    return {"tests": str(len(found) or 1), "failures": str(sum(found)), "errors": "0"}


def _add_case(suite: ET.Element, diagnostic: Diagnostic) -> None:
    rule = rules().get(diagnostic.code)
    name = diagnostic.code if rule is None else f"{rule.code} {rule.name}"
    case = ET.SubElement(suite, "testcase", name=name, classname=suite.attrib["name"])
    text = _allowed(str(diagnostic))
    if diagnostic.severity.is_problem:
        message, kind = _allowed(diagnostic.message), str(diagnostic.severity)
        ET.SubElement(case, "failure", message=message, type=kind).text = text
    else:
        ET.SubElement(case, "system-out").text = text


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("�", text)
