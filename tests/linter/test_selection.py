"""What is reported is chosen in Python as it is on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from s3config import validate
from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Origin
from s3config.tools import UnknownToolError
from s3config.validation import Selection, UnknownRuleError, words

if TYPE_CHECKING:
    from collections.abc import Iterable

WRONG = {"endpoint": "minio.example", "region": "us_east_1"}
"""Two faults: EP004 and RG003."""


def diagnostic(code: str, *places: str) -> Diagnostic:
    """Make a diagnostic about some places."""
    return Diagnostic(code, Severity.ERROR, tuple(Origin(place, 1, 1) for place in places), "", "")


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ((), (), {"EP004", "RG003"}),
        ("RG", (), {"RG003"}),
        (" rg003 ", (), {"RG003"}),
        ("ep,RG", (), {"EP004", "RG003"}),
        (["ep004", "tls, rg"], (), {"EP004", "RG003"}),
        ("ALL", (), {"EP004", "RG003"}),
        ("all", "RG", {"EP004"}),
        ("", (), {"EP004", "RG003"}),
        (",", (), {"EP004", "RG003"}),
        ((), "RG", {"EP004"}),
        ((), " rg , ep004", set()),
        ((), ["ALL"], set()),
        ({"RG"}, iter(["EP"]), {"RG003"}),
    ],
)
def test_codes(select: str | Iterable[str], ignore: str | Iterable[str], expected: set[str]) -> None:
    """Prefixes are one text or several, with commas between them, in any case, with blanks around them."""
    found = {d.code for d in validate(WRONG, select=select, ignore=ignore)}
    assert found & {"EP004", "RG003"} == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"select": "RG3"}, "no rule has a code that begins with 'RG3'; did you mean RG003?"),
        ({"ignore": ["EP", "no"]}, "no rule has a code that begins with 'NO'; `s3config rules` lists them all"),
        ({"select": "R G"}, "no rule has a code that begins with 'R G'; `s3config rules` lists them all"),
    ],
)
def test_unknown_codes(options: dict[str, str | list[str]], message: str) -> None:
    """A code that no rule has is an error, for nothing would be found by it."""
    with pytest.raises(UnknownRuleError) as error:
        validate(WRONG, **options)
    assert str(error.value) == message


def test_unknown_codes_of_one_file() -> None:
    """So is one that is to be ignored in some files."""
    with pytest.raises(UnknownRuleError):
        Selection.of(per_file_ignores={"*.env": "RG3"})


@pytest.mark.parametrize("target", ["polars,boto3", " Polars , boto3 ", ["polars, boto3"], ("boto3", "polars")])
def test_targets(target: str | Iterable[str]) -> None:
    """Targets are read as codes are."""
    Path(".env").write_text("AWS_ENDPOINT=https://minio.example\nAWS_REGION=us-east-1\n")
    assert {"EP001", "RG005"} <= {d.code for d in validate(".env", target=target)}


def test_unknown_target() -> None:
    """One that is no tool is an error."""
    with pytest.raises(UnknownToolError):
        validate(WRONG, target="polars,boto")


@pytest.mark.parametrize(
    ("pattern", "place", "is_wanted"),
    [
        ("a.env", "a.env", False),
        ("a.env", "deep/er/a.env", False),
        ("*.env", "deep/a.env", False),
        ("b.env", "a.env", True),
        ("sub/*.env", "sub/a.env", False),
        ("sub/*.env", "sub/deep/a.env", False),
        ("sub/*.env", "other/sub/a.env", True),
        ("**/sub/*.env", "other/sub/a.env", False),
        ("**/sub/*.env", "sub/a.env", False),
        ("sub/", "sub/deep/a.env", False),
        ("./sub/*", "sub/a.env", False),
        ("sub/a.env", "./x/../sub/a.env", False),
    ],
)
@pytest.mark.parametrize("folder", [".", "[x]"])
@pytest.mark.parametrize("is_whole", [False, True])
def test_files(pattern: str, place: str, folder: str, *, is_wanted: bool, is_whole: bool) -> None:
    """A pattern without a slash is about names, any other one about paths below its folder."""
    selection = Selection.of(per_file_ignores=[(pattern, "RG,EP")], folder=Path(folder))
    path = Path(folder, place)
    found = diagnostic("RG003", str(path.absolute() if is_whole else path))
    assert selection.wants(found) == is_wanted


def test_files_by_whole_paths() -> None:
    """A pattern may be a whole path; places are often relative ones."""
    selection = Selection.of(per_file_ignores={str(Path("sub/*").absolute()): ["RG"]}, folder=Path("elsewhere"))
    assert not selection.wants(diagnostic("RG003", "sub/a.env"))
    assert selection.wants(diagnostic("EP004", "sub/a.env"))


def test_no_place() -> None:
    """What has no place is in no file."""
    assert Selection.of(per_file_ignores={"*": "AD"}).wants(diagnostic("AD008"))


def test_words() -> None:
    """Options are taken apart at commas; empty words are none."""
    assert words(["a, b", " c ", ",", ""]) == ("a", "b", "c")
    assert words("a,b") == ("a", "b")


def test_an_empty_path() -> None:
    """It is no path, and not the working directory, which it would mean in `pathlib`."""
    Path(".env").write_text("AWS_REGION=us_east_1\n")
    assert [str(d) for d in validate("")] == [
        "argument what: error FILE001: no path is given; give a file, a directory or a URL"
    ]
