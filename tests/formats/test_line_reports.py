"""The formats of lines: text, JSON Lines, and the workflow commands of GitHub."""

from __future__ import annotations

import json
import re

import pytest
from report_cases import CLEAN, CONFLICT, DIAGNOSTICS, ENDPOINT, HOSTILE, NASTY_PLACE, NOWHERE, REPORT, VARIABLE

from s3config.diagnostics import Diagnostic, Severity
from s3config.formats import as_json, github, jsonl, text
from s3config.formats import json as json_report

_COMMAND = re.compile(r"::(?P<command>\w+) (?P<properties>[^\r\n]*?)::(?P<message>[^\r\n]*)")


def commands() -> list[tuple[str, dict[str, str], str]]:
    """Return the commands as GitHub reads them: the escapes undone, as in `ActionCommand.cs` of actions/runner."""
    found = []
    for line in "".join(github.lint(REPORT)).split("\n")[:-1]:
        match = _COMMAND.fullmatch(line)
        assert match is not None, line
        pairs = (pair.partition("=") for pair in match["properties"].split(","))
        properties = {name: unescaped(value, {"%3A": ":", "%2C": ","}) for name, _, value in pairs}
        found.append((match["command"], properties, unescaped(match["message"], {})))
    return found


def unescaped(value: str, more: dict[str, str]) -> str:
    """Undo escapes, that of the sign itself last."""
    for escape, character in {"%0D": "\r", "%0A": "\n", **more, "%25": "%"}.items():
        value = value.replace(escape, character)
    return value


class TestText:
    """The report for people."""

    def test_an_excerpt(self) -> None:
        """The line stands below the complaint, and carets below the line."""
        assert "".join(text.lint(REPORT)).splitlines()[:3] == [
            str(ENDPOINT),
            "    3 | AWS_ENDPOINT_URL=minio:9000",
            "      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        ]

    def test_no_complaints(self) -> None:
        """Nothing is said of nothing."""
        assert list(text.lint(CLEAN)) == []


class TestJson:
    """The list of objects."""

    def test_it_is_the_list(self) -> None:
        """Every diagnostic is in it, whatever characters it has."""
        assert json.loads("".join(json_report.lint(REPORT))) == [as_json(diagnostic) for diagnostic in DIAGNOSTICS]

    def test_no_complaints(self) -> None:
        """An empty list is one."""
        assert json.loads("".join(json_report.lint(CLEAN))) == []


class TestJsonLines:
    """An object a line."""

    def test_each_line_is_an_object(self) -> None:
        """The lines are the diagnostics."""
        lines = "".join(jsonl.lint(REPORT)).splitlines()
        assert [json.loads(line) for line in lines] == [as_json(diagnostic) for diagnostic in DIAGNOSTICS]

    def test_a_line(self) -> None:
        """A line in full."""
        assert json.loads(next(jsonl.lint(REPORT))) == {
            "code": "EP004",
            "severity": "error",
            "message": "AWS_ENDPOINT_URL='minio:9000' is a URL without http:// or https://",
            "remedy": "write https://minio:9000",
            "origins": [{"place": ".env", "line": 3, "column": 1}],
            "end": {"line": 3, "column": 28},
            "fix": {
                "title": "write http://minio:9000",
                "safe": False,
                "edits": [{"place": ".env", "start": 58, "end": 58, "text": "http://"}],
            },
        }

    def test_no_complaints(self) -> None:
        """No line at all."""
        assert list(jsonl.lint(CLEAN)) == []


class TestGitHub:
    """Workflow commands."""

    def test_a_line(self) -> None:
        """A command in full."""
        assert next(github.lint(REPORT)) == (
            "::error file=.env,line=3,endLine=3,col=1,endColumn=28,title=EP004 endpoint-scheme"
            "::.env:3:1: error EP004: AWS_ENDPOINT_URL='minio:9000' is a URL without http:// or https://;"
            " write https://minio:9000\n"
        )

    def test_messages_decode(self) -> None:
        """GitHub shows the message as it is, on as many lines as it has."""
        assert [message for _, _, message in commands()] == [str(diagnostic) for diagnostic in DIAGNOSTICS]

    def test_severities(self) -> None:
        """An info is a notice."""
        names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
        assert [name for name, _, _ in commands()] == [names[diagnostic.severity] for diagnostic in DIAGNOSTICS]

    @pytest.mark.parametrize(
        ("diagnostic", "place"),
        [
            (CONFLICT, {"file": "stores/s3config.toml", "line": "7", "endLine": "8"}),
            (HOSTILE, {"file": NASTY_PLACE, "line": "1", "col": "1"}),
            (VARIABLE, {}),
            (NOWHERE, {}),
        ],
        ids=["several lines", "odd name", "variable", "nowhere"],
    )
    def test_a_place(self, diagnostic: Diagnostic, place: dict[str, str]) -> None:
        """A place in a file is named, without columns if it has several lines; another stands in the message alone."""
        properties = commands()[DIAGNOSTICS.index(diagnostic)][1]
        del properties["title"]
        assert place == properties

    def test_no_complaints(self) -> None:
        """No command at all."""
        assert list(github.lint(CLEAN)) == []
