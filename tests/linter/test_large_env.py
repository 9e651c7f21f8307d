"""A `.env` file is read in a time that grows with its size alone, or refused at once."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from s3config import validate
from s3config.assignments import interpolated, read_lines

SECONDS = 2.0
LINES = 19_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("AWS_REGIO=1\n" * LINES, "KEY001", id="one typo"),
        pytest.param("".join(f"AWS_REGIO{n}=1\n" for n in range(LINES)), "KEY008", id="many unknown names"),
        pytest.param("aws_region=1\n" * LINES, "KEY009", id="lower case"),
        pytest.param("".join(f"AWS_REGION=eu-{n}\n" for n in range(LINES)), "KEY003", id="one key again and again"),
        pytest.param("x y\n" * LINES, "ENV001", id="no assignments"),
        pytest.param('A="\n' * 950_000, "FILE001", id="many lines"),
        pytest.param(f"AWS_REGION=x{' ' * 390_000}x\n", "FILE001", id="many blanks"),
        pytest.param(f"AWS_REGIN={'${A:-' * 180_000}\n", "KEY001", id="references that are never closed"),
        pytest.param(f"AWS_REGIN={'${' * 450_000}:\n", "KEY001", id="names that are never closed"),
        pytest.param("A=xx\n" + "A=${A}${A}\n" * 1000 + "AWS_REGIN=${A}\n", "KEY001", id="a value that doubles"),
    ],
)
@pytest.mark.flaky(reruns=2)
def test_time(text: str, code: str) -> None:
    """However a file is made, the linter is soon done with it."""
    Path(".env").write_text(text)
    start = process_time()
    found = {diagnostic.code for diagnostic in validate(".env")}
    assert process_time() - start < SECONDS
    assert code in found


def test_a_file_of_too_many_lines_is_refused() -> None:
    """There is one complaint, and no line is looked at."""
    Path(".env").write_text("AWS_REGIO=1\n" * 20_001)
    assert [str(d) for d in validate(".env")] == [
        ".env: error FILE001: the file has more lines than configuration ever has; leave it out"
    ]


def test_a_file_of_as_many_lines_as_may_be() -> None:
    """The last line counts as any other."""
    assert read_lines("\n" * 19_999 + "A=1")[0].line == 20_000


def test_values_do_not_grow_beyond_measure() -> None:
    """A value that would is left as it is written; one that is long itself is not."""
    known = {"A": "x" * 10_000}
    assert interpolated("${A}${A}", known) == "${A}${A}"
    assert interpolated(f"{'y' * 50_000}${{B}}", known) == "y" * 50_000
    assert interpolated("${A}y", known) == f"{known['A']}y"
