"""`s3config rule` and `s3config rules`: the pages of the rules, and their list."""

from __future__ import annotations

import json

import pytest

from s3config.cli import main
from s3config.rules import rules

ALL = sorted(rules())


class TestRule:
    """`s3config rule`."""

    @pytest.mark.parametrize("word", ["EP004", "ep004", "endpoint-scheme", " EP004 "])
    def test_a_page(self, word: str, capsys: pytest.CaptureFixture[str]) -> None:
        """Code or name give the page, with a title and the facts above it."""
        assert main(["rule", word]) == 0
        assert capsys.readouterr().out == (
            f"# EP004 endpoint-scheme\n\nError; since 0.1.0; `--fix` can mend it.\n\n{rules()['EP004'].page.strip()}\n"
        )

    @pytest.mark.parametrize("code", ALL)
    def test_every_page(self, code: str, capsys: pytest.CaptureFixture[str]) -> None:
        """Every rule has one."""
        assert main(["rule", code]) == 0
        assert capsys.readouterr().out.startswith(f"# {code} {rules()[code].name}\n")

    @pytest.mark.parametrize(
        ("word", "hint"),
        [
            ("EP0004", "did you mean EP004?"),
            ("endpoint-schema", "did you mean endpoint-scheme?"),
            ("?", "`s3config rules` lists them"),
        ],
    )
    def test_no_such_rule(self, word: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
        """The nearest one is proposed."""
        assert main(["rule", word]) == 2
        assert capsys.readouterr().err == f"s3config: there is no rule {word!r}; {hint}\n"


class TestRules:
    """`s3config rules`."""

    def test_a_line_a_rule(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Code, severity, fix, name and first sentence stand in columns."""
        assert main(["rules"]) == 0
        lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
        assert list(lines) == ALL
        assert lines["EP004"].split(maxsplit=4) == [
            "EP004",
            "error",
            "safe",
            "endpoint-scheme",
            "An endpoint lacks `http://` or `https://`, or is no URL for another reason.",
        ]

    def test_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Programs get the same, and more."""
        assert main(["rules", "--format", "json"]) == 0
        found = {rule["code"]: rule for rule in json.loads(capsys.readouterr().out)}
        assert list(found) == ALL
        assert found["RG003"] == {
            "code": "RG003",
            "name": "region-format",
            "severity": "error",
            "since": "0.1.0",
            "fix": "safe",
            "for_tools": False,
            "summary": "A region is not written as regions are.",
        }
