"""Fixes change what they must and not another byte, at once or not at all."""

# ruff: noqa: E501 (tables of texts)

from __future__ import annotations

import resource
import stat
import subprocess
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
    assert main(["validate", ".env", "--fix", "--unsafe-fixes"]) == 0
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
    assert "-AWS_REGION=us_east_1 …\n" in shown.out
    assert "+AWS_REGION=us-east-1 …\n" in shown.out
    assert path.read_text() == text
    assert SECRET not in shown.out + shown.err


def test_a_file_that_two_inputs_name_is_mended_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A compose file and its env file, and the same file under two names, do not get in each other's way."""
    env = "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY='{} '\nAWS_REGIO=us-east-1\n"
    Path("compose.yml").write_text("services:\n  a:\n    env_file: app.env\n    environment: {AWS_BUCKET: logs}\n")
    Path("app.env").write_text(env.format(SECRET))
    assert main(["validate", "compose.yml", "app.env", str(Path("app.env").absolute()), "--fix"]) == 0
    expected = f"AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY='{SECRET}'\nAWS_REGION=us-east-1\n"
    assert Path("app.env").read_text() == expected
    assert SECRET not in "".join(capsys.readouterr())


def test_a_store_and_its_env_file(capsys: pytest.CaptureFixture[str]) -> None:
    """What a store names is mended with it."""
    Path("s3config.toml").write_text('[stores.a]\nbucket = "logs"\nregion = "us_east_1"\ndotenv = "a.env"\n')
    Path("a.env").write_text("AWS_ENDPOINT_URL=foo.example\n")
    assert main(["validate", ".", "--fix"]) == 0
    assert 'region = "us-east-1"' in Path("s3config.toml").read_text()
    assert Path("a.env").read_text() == "AWS_ENDPOINT_URL=https://foo.example\n"
    assert capsys.readouterr().out == ""


def test_two_secrets_add_two_lines_to_gitignore() -> None:
    """Each file's line is added to what the other one's fix wrote; a last line without its end gets one."""
    subprocess.run(["git", "init", "--quiet", "."], check=True)  # noqa: S607 (whichever git there is)
    Path(".gitignore").write_text("build")
    for name in ("x", "y"):
        Path(name).mkdir()
        key = "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7ABCDEF\n"
        Path(name, ".env").write_text(f"{key}AWS_SECRET_ACCESS_KEY={SECRET}\nAWS_REGION=eu-west-1\n")
    assert main(["validate", "x", "y", "--fix"]) == 0
    assert Path(".gitignore").read_text() == "build\n/x/.env\n/y/.env\n"


def test_diff_shows_what_all_rounds_do(capsys: pytest.CaptureFixture[str]) -> None:
    """A fix that uncovers another fault is followed to the end."""
    Path(".env").write_text("AWS_REGION=' us_east_1'\n")
    assert main(["validate", ".env", "--diff"]) == 1
    shown = capsys.readouterr().out
    assert "+AWS_REGION=" in shown
    assert main(["validate", ".env", "--fix"]) == 0
    assert Path(".env").read_text() == "AWS_REGION='us-east-1'\n"


def test_unsafe_alone_changes_nothing() -> None:
    """It says which fixes are meant, and `--fix` that they are made."""
    Path(".env").write_text("AWS_REGION=us_east_1\n")
    assert main(["validate", ".env", "--unsafe-fixes"]) == 1
    assert Path(".env").read_text() == "AWS_REGION=us_east_1\n"


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
