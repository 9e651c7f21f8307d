"""The linter is told in a file what to report, and what is wrong with that file is one clear error."""

# ruff: noqa: E501 (tables of messages)

from __future__ import annotations

from pathlib import Path

import pytest

from s3config.cli import main
from s3config.discovery import Exclusion, discover
from s3config.lint_settings import lint_settings
from s3config.validation import Selection, of_file

WRONG = "AWS_REGION=us_east_1\nAWS_ENDPOINT_URL=minio.example\n"
"""Two faults: RG003 and EP004."""


@pytest.fixture(autouse=True)
def _faulty() -> None:
    Path(".env").write_text(WRONG)


@pytest.mark.parametrize(
    ("settings", "options", "expected"),
    [
        ("", [], {"RG003", "EP004"}),
        ('ignore = ["RG"]', [], {"EP004"}),
        ('select = ["RG"]', [], {"RG003"}),
        ('select = ["rg003", "ep"]', [], {"RG003", "EP004"}),
        ('select = ["RG"]', ["--select", "EP"], {"EP004"}),
        ('ignore = ["RG"]', ["--ignore", "EP"], set()),
        ('per-file-ignores = { ".env" = ["EP"] }', [], {"RG003"}),
        ('per-file-ignores = { "tests/*" = ["EP"] }', [], {"RG003", "EP004"}),
        ('per-file-ignores = { "*.env" = ["EP", "RG"] }', [], set()),
    ],
)
@pytest.mark.parametrize("file", ["pyproject.toml [tool.s3config.lint]", "s3config.toml [lint]"])
def test_settings(
    file: str, settings: str, options: list[str], expected: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A selection on the command line counts alone; what is ignored adds up."""
    name, _, table = file.partition(" ")
    Path(name).write_text(f"{table}\n{settings}\n")
    main(["validate", ".env", *options])
    shown = capsys.readouterr().out
    assert {code for code in ("RG003", "EP004") if code in shown} == expected


def test_targets_and_exclude(capsys: pytest.CaptureFixture[str]) -> None:
    """Tools and files to leave out stand there, too."""
    Path("s3config.toml").write_text('[lint]\ntargets = ["boto3"]\nexclude = ["old/"]\n')
    Path(".env").write_text("AWS_REGION=eu-west-1\n")
    Path("old").mkdir()
    Path("old/.env").write_text(WRONG)
    assert main(["validate", "."]) == 1
    shown = capsys.readouterr().out
    assert "RG005" in shown
    assert "old" not in shown


def test_the_nearest_file_counts(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A directory has the settings of the one above unless it has its own."""
    Path("pyproject.toml").write_text('[tool.s3config.lint]\nselect = ["RG"]\n')
    Path("below").mkdir()
    Path("below/.env").write_text(WRONG)
    monkeypatch.chdir("below")
    main(["validate", ".env"])
    assert "EP004" not in capsys.readouterr().out


@pytest.mark.parametrize("file", ["pyproject.toml", "s3config.toml"])
def test_patterns_are_relative_to_the_file(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a directory below, the patterns of the file above mean what they mean there."""
    table = "tool.s3config.lint" if file == "pyproject.toml" else "lint"
    Path(file).write_text(f'[{table}]\nexclude = ["below/b.env"]\nper-file-ignores = {{ "below/*.env" = ["RG"] }}\n')
    Path("below").mkdir()
    Path("below/a.env").write_text(WRONG)
    Path("below/b.env").write_text(WRONG)
    monkeypatch.chdir("below")
    settings = lint_settings(Path())
    paths = [*discover(Path(), [Exclusion(settings.exclude, settings.folder)])]
    selection = Selection.of(per_file_ignores=settings.per_file_ignores, folder=settings.folder)
    wanted = {d.code for path in paths for d in of_file(path) if selection.wants(d)}
    assert paths == [Path("a.env")]
    assert wanted == {"EP004"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[tool.s3config.lint]\nselect = []\nexclude = ["a/", "[z-a]"]\n', "pyproject.toml:3:1: error FILE001: '[z-a]' is no pattern; write it as in .gitignore, such as 'vendor/'"),
        ("[tool.s3config.lint]\nfolder = []\n", "pyproject.toml:2:1: error FILE001: the linter has no setting 'folder'; remove it"),
        ("[tool.s3config.lint]\nselct = []\n", "pyproject.toml:2:1: error FILE001: the linter has no setting 'selct'; did you mean select?"),
        ("[tool.s3config.lint]\nselect = 'RG'\n", "pyproject.toml:2:1: error FILE001: select is not a list of words"),
        ("[tool.s3config.lint]\nselect = [1]\n", "pyproject.toml:2:1: error FILE001: select is not a list of words"),
        ("[tool.s3config.lint]\nper-file-ignores = []\n", "pyproject.toml:2:1: error FILE001: per-file-ignores is not a table"),
        ("[tool.s3config.lint]\ntargets = ['boto']\n", "pyproject.toml:2:1: error FILE001: there is no target 'boto'; did you mean boto3?"),
        ("[tool.s3config.lint]\nselect = ['RG3']\n", "pyproject.toml:2:1: error FILE001: no rule has a code that begins with 'RG3'; did you mean RG003?"),
        ("[tool.s3config.lint.per-file-ignores]\n'a' = ['RG3']\n", "pyproject.toml:2:1: error FILE001: no rule has a code that begins with 'RG3'; did you mean RG003?"),
        ("[tool.s3config.lint]\nignore = ['nothing']\n", "no rule has a code that begins with 'NOTHING'; `s3config rules` lists"),
        ("[tool.s3config.lint\n", "pyproject.toml:1:20: error FILE001: this is not TOML"),
    ],
)  # fmt: skip
def test_bad_settings(text: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One clear error with its place, and exit code 2."""
    Path("pyproject.toml").write_text(text)
    assert main(["validate", ".env"]) == 2
    assert message in capsys.readouterr().err
