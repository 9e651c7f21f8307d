"""Fixes change what they must and not another byte, at once or not at all."""

# ruff: noqa: E501 (tables of texts)

from __future__ import annotations

import resource
import stat
from pathlib import Path

import pytest

from s3config.cli import main

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (".env", "A=1 # c\nexport AWS_REGION = us_east_1   # why\nB='x'", "A=1 # c\nexport AWS_REGION = us-east-1   # why\nB='x'"),
        (".env", "AWS_REGION='us_east_1'\r\n\r\n# end", "AWS_REGION='us-east-1'\r\n\r\n# end"),
        (".env", '\ufeffAWS_REGION="us_east_1"\n', '\ufeffAWS_REGION="us-east-1"\n'),
        (".env", "AWS_REGION=us_east_1", "AWS_REGION=us-east-1"),
        ("s3config.toml", "# é\nbucket = 'logs'\nregion='us_east_1' # x\n", "# é\nbucket = 'logs'\nregion='us-east-1' # x\n"),
        ("s3config.toml", 'stores.a = { bucket = "logs", region = "us_east_1" }\n', 'stores.a = { bucket = "logs", region = "us-east-1" }\n'),
        ("s3config.yaml", "bucket: logs\nregion:   us_east_1 # x\n", "bucket: logs\nregion:   us-east-1 # x\n"),
        ("s3config.yaml", "{bucket: logs, 'region': 'us_east_1'}\n", "{bucket: logs, 'region': 'us-east-1'}\n"),
        ("s3config.json", '{"bucket":"logs",\n\t"region" : "us_east_1"}', '{"bucket":"logs",\n\t"region" : "us-east-1"}'),
    ],
)  # fmt: skip
def test_only_the_value_changes(name: str, before: str, after: str) -> None:
    """Comments, quotes, order, line ends and the byte order mark stay."""
    path = Path(name)
    path.write_bytes(before.encode())
    assert main(["validate", name, "--fix"]) == 0
    assert path.read_bytes().decode() == after


def test_unsafe_fixes_are_made_on_demand_only(capsys: pytest.CaptureFixture[str]) -> None:
    """Whether a host on this machine speaks TLS is a guess."""
    path = Path(".env")
    path.write_text("AWS_ENDPOINT_URL=localhost:9000\nAWS_REGION=us-east-1\n")
    assert main(["validate", ".env", "--fix"]) == 1
    assert path.read_text().startswith("AWS_ENDPOINT_URL=localhost:9000\n")
    assert main(["validate", ".env", "--unsafe-fixes"]) == 0
    assert path.read_text().startswith("AWS_ENDPOINT_URL=http://localhost:9000\n")
    assert "1 fixed" in capsys.readouterr().err


def test_diff_changes_nothing_and_hides_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    """What would change is shown, but no secret and no comment."""
    path = Path(".env")
    text = (
        f"AWS_REGION=us_east_1 # {SECRET}\nAWS_SECRET_ACCESS_KEY='{SECRET} '\nAWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n"
    )
    path.write_text(text)
    assert main(["validate", ".env", "--diff"]) == 1
    shown = capsys.readouterr()
    assert "-AWS_REGION=us_east_1 …\n+AWS_REGION=us-east-1 …\n" in shown.out
    assert path.read_text() == text
    assert SECRET not in shown.out + shown.err


def test_mode_and_links_stay() -> None:
    """A file that only its owner may read stays so, and a link stays a link."""
    path = Path("real.env")
    path.write_text("AWS_REGION=us_east_1\n")
    path.chmod(0o600)
    Path(".env").symlink_to("real.env")
    assert main(["validate", ".env", "--fix"]) == 0
    assert Path(".env").is_symlink()
    assert path.read_text() == "AWS_REGION=us-east-1\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(path.name for path in Path().iterdir()) == [".env", "real.env"]


def test_a_file_that_cannot_be_written_stays(capsys: pytest.CaptureFixture[str]) -> None:
    """A full disk, or here a limit of the process, gives one clear error, and nothing is half-written."""
    path = Path(".env")
    path.write_text("AWS_REGION=us_east_1\n")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        code = main(["validate", ".env", "--fix"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert code == 2
    assert ".env cannot be written: File too large; it was left as it is" in capsys.readouterr().err
    assert path.read_text() == "AWS_REGION=us_east_1\n"
    assert [path.name for path in Path().iterdir()] == [".env"]
