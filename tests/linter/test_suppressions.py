"""Comments silence the linter, on the line or on one of its own above."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3config import validate

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
