"""Comments silence the linter, on the line or on one of its own above."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3config import validate
from s3config.excerpts import assignment_at
from s3config.lines import Lines
from s3config.origin import Origin
from s3config.suppressions import is_suppressed

WRONG = "AWS_REGION=us_east_1"


@pytest.mark.parametrize(
    ("name", "text", "is_silent"),
    [
        (".env", f"{WRONG} # s3config: ignore[RG003]\n", True),
        (".env", f"{WRONG} # s3config: ignore[rg]\n", True),
        (".env", f"{WRONG} # s3config: ignore\n", True),
        (".env", f"{WRONG} # because, s3config: ignore\n", False),
        (".env", f"{WRONG} # s3config: ignore[EP, RG003]\n", True),
        (".env", f"{WRONG} # s3config: ignore[EP]\n", False),
        (".env", f"{WRONG} # s3config: ignore[]\n", False),
        (".env", f"{WRONG} # s3config: ignore[EP RG003]\n", True),
        (".env", f"{WRONG} # s3config: ignore[ EP,, RG ]\n", True),
        (".env", f"{WRONG} # s3config: ignore[all]\n", True),
        (".env", f"{WRONG} # s3config: ignore [RG]\n", True),
        (".env", f"{WRONG} # s3config: ignore [EP]\n", False),
        (".env", f"{WRONG} # s3config: ignore[RG\n", False),
        (".env", f"{WRONG} # s3config: ignore [RG\n", False),
        (".env", f"{WRONG} # s3config: ignore]\n", False),
        (".env", f"{WRONG} # s3config: ignored\n", False),
        (".env", f"{WRONG} # s3config: ignore-all\n", False),
        (".env", f"{WRONG} # s3config: ignore: EP\n", False),
        (".env", f"{WRONG} # s3config: ignore EP004\n", False),
        (".env", f"{WRONG} # s3config: ignore because it is old\n", True),
        (".env", f"{WRONG} # s3config: ignore[RG003], it is old\n", True),
        (".env", f"{WRONG} # noqa # s3config: ignore[RG003]\n", True),
        (".env", f"# s3config: ignore[RG003]\n{WRONG}\n", True),
        (".env", f"# s3config: ignore[RG003]\n\n{WRONG}\n", False),
        (".env", f"AWS_BUCKET=logs # s3config: ignore[RG003]\n{WRONG}\n", False),
        ("s3config.toml", "region = 'us_east_1' # s3config: ignore[RG003]\nbucket = 'logs'\n", True),
        ("s3config.yaml", "region: us_east_1 # s3config: ignore[RG003]\nbucket: logs\n", True),
        ("s3config.yaml", "# s3config: ignore[RG003]\r\nregion: us_east_1\r\nbucket: logs\r\n", True),
    ],
)
def test_comment(name: str, text: str, *, is_silent: bool) -> None:
    """A comment silences the codes that it names, or all."""
    Path(name).write_text(text, newline="")
    assert ("RG003" not in {diagnostic.code for diagnostic in validate(name)}) == is_silent


def silences(syntax: str, text: str) -> bool:
    """Tell whether a comment silences RG003 at the key that stands behind a `>`, which is taken out."""
    index = text.index(">")
    text = text.replace(">", "", 1)
    lines = Lines(text)
    line, column = lines.place(index)
    found = assignment_at(text, lines, Origin("file", line, column), syntax)
    return is_suppressed(text, lines, line, "RG003", found=found, syntax=syntax)


@pytest.mark.parametrize(
    ("syntax", "text"),
    [
        ("dotenv", '>A="x\ny" # s3config: ignore\n'),
        ("dotenv", '>A="x" # s3config: ignore\n'),
        ("dotenv", "B=1\n  # s3config: ignore\n>A=x\n"),
        ("dotenv", ">this is none # s3config: ignore\n"),
        ("toml", '>a = """x\ny""" # s3config: ignore\n'),
        ("toml", "b = { >a = 'x', c = 'y' } # s3config: ignore\n"),
        ("toml", ">a = [ # s3config: ignore\n  'x',\n]\n"),
        ("toml", ">a = [\n  'x',\n] # s3config: ignore\n"),
        ("yaml", ">a: 'x\n  y' # s3config: ignore\n"),
        ("yaml", ">a: | # s3config: ignore\n  x\n  y\n"),
        ("yaml", ">a: # s3config: ignore\n  b: x\n"),
        ("yaml", "{>a: x, b: y} # s3config: ignore\n"),
        ("yaml", 'env:\n  - ">A=x" # s3config: ignore\n'),
        ("yaml", "- name: >A\n  value: x # s3config: ignore\n"),
        ("yaml", "b:\n  # s3config: ignore\n  >a: x\n"),
        ("ini", "[b]\n# s3config: ignore\n>a = x\n"),
        ("ini", "[b]\n; s3config: ignore\n>a = x\n"),
    ],
)
def test_what_is_a_comment(syntax: str, text: str) -> None:
    """A comment counts behind the end of the value, wherever that is, and where a value goes on below."""
    assert silences(syntax, text)


@pytest.mark.parametrize(
    ("syntax", "text"),
    [
        ("dotenv", '>A="x # s3config: ignore"\n'),
        ("dotenv", '>A="x # s3config: ignore\ny"\n'),
        ("dotenv", '>A="x\n# s3config: ignore\ny"\n'),
        ("dotenv", ">A=x#s3config: ignore\n"),
        ("dotenv", "B='x\n# s3config: ignore'\n>A=x\n"),
        ("dotenv", "B='x\n# s3config: ignore[RG]'\n>A=x\n"),
        ("dotenv", '>A="x" ; s3config: ignore\n'),
        ("dotenv", "; s3config: ignore\n>A=x\n"),
        ("toml", ">a = 'x # s3config: ignore'\n"),
        ("toml", '>a = """x # s3config: ignore\ny"""\n'),
        ("toml", "b = { >a = 'x', c = '# s3config: ignore' }\n"),
        ("toml", "# s3config: ignore\nb = 1\n>a = 'x'\n"),
        ("yaml", ">a: 'x # s3config: ignore'\n"),
        ("yaml", ">a: |\n  x # s3config: ignore\n"),
        ("yaml", "b: |\n  # s3config: ignore\n>a: x\n"),
        ("yaml", '{>a: x, b: "# s3config: ignore[RG]"}\n'),
        ("json", '{\n# s3config: ignore\n">a": "x"}\n'),
        ("ini", "[b]\n>a = x # s3config: ignore\n"),
        ("ini", "[b]\n>a = x ; s3config: ignore\n"),
        ("ini", "[b]\n  # s3config: ignore\n>a = x\n"),
    ],
)
def test_what_is_no_comment(syntax: str, text: str) -> None:
    """Text in a value is none, nor is what the syntax does not take for one."""
    assert not silences(syntax, text)
