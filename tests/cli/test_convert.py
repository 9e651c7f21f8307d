"""`s3config convert`: from any configuration to another tool's text, with nothing leaked and nothing half-written."""

from __future__ import annotations

import io
import json
import stat
import sys
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

from s3config import resolve
from s3config.cli import main
from s3config.foreign import from_dialect
from s3config.translation import tools

KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPx=fi+YEXAMPLEKEY"
PAIR = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET}
OPTIONS = {"key": KEY_ID, "secret": SECRET, "endpoint_url": "http://localhost:9000"}


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


class Converting(Protocol):
    """What runs the command."""

    def __call__(self, *words: str, variables: dict[str, str] | None = None, text: str = "") -> Said:
        """Run it with variables and standard input."""
        ...


@pytest.fixture
def convert(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Converting:
    """Run the command with variables, and return what it answered."""

    def run(*words: str, variables: dict[str, str] | None = None, text: str = "") -> Said:
        for name, value in (variables or {}).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        code = main(["convert", *words])
        return Said(code, *capsys.readouterr())

    return run


@pytest.mark.parametrize("tool", [name for name in tools() if name != "pyarrow"])
def test_every_tool_has_text_without_secrets(convert: Converting, tool: str) -> None:
    """The environment is written for each tool; the secret is in neither stream, and says how to get it."""
    said = convert("--to", tool, "--bucket", "logs", variables={**PAIR, "AWS_REGION": "eu-west-1"})
    assert said.code == 0, said.err
    assert said.out.strip()
    assert SECRET not in said.out + said.err
    assert KEY_ID not in said.out + said.err
    assert "--reveal" in said.err


@pytest.mark.parametrize("tool", tools())
def test_without_any_other_library(convert: Converting, tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only what s3config needs is installed, a tool's text is written, or what is missing is named."""
    for name in ("boto3", "botocore", "obstore", "pyarrow", "s3fs", "fsspec", "yaml"):
        for module in [module for module in sys.modules if module.partition(".")[0] == name]:
            monkeypatch.delitem(sys.modules, module)
        monkeypatch.setitem(sys.modules, name, None)
    variables = {**PAIR, "AWS_ENDPOINT_URL": "https://s3.example.com", "AWS_MAX_RETRIES": "3", "AWS_BUCKET": "logs"}
    said = convert("--to", tool, "--lenient", variables=variables)
    assert said.code == (2 if tool in ("boto3", "pyarrow") else 0), said.err
    assert said.code == 0 or f"pip install {tool}" in said.err


def test_revealed_text_is_read_back(convert: Converting) -> None:
    """With --reveal the text holds what was said."""
    said = convert("--to", "s3fs", "--reveal", variables={**PAIR, "AWS_ENDPOINT_URL": "https://s3.example.com"})
    back = resolve(env=False, sources=[from_dialect(said.out, "s3fs")])
    assert back["secret_access_key"].value.get_secret_value() == SECRET
    assert back["endpoint"].value == "https://s3.example.com"


@pytest.mark.parametrize("source", ["s3fs", "auto"])
@pytest.mark.parametrize("place", ["options.json", "-"])
def test_from_another_tool(convert: Converting, source: str, place: str) -> None:
    """A file or standard input in one tool's words comes out in another's; `auto` knows whose they are."""
    Path("options.json").write_text(json.dumps(OPTIONS), encoding="utf-8")
    said = convert(place, "--from", source, "--to", "polars", "--form", "json", "--reveal", text=json.dumps(OPTIONS))
    assert said.code == 0, said.err
    values = json.loads(said.out)
    assert values["aws_secret_access_key"] == SECRET
    assert values["aws_endpoint_url"] == "http://localhost:9000"
    assert values["allow_http"] == "true"


def test_a_part_of_a_file(convert: Converting) -> None:
    """One of several remotes is converted; without its name they are listed."""
    remotes = "".join(f"[{name}]\ntype = s3\nregion = {name}-region\n" for name in ("a", "b"))
    Path("rclone.conf").write_text(remotes, encoding="utf-8")
    said = convert("rclone.conf#b", "--from", "rclone", "--to", "polars")
    assert (said.code, "b-region" in said.out) == (0, True)
    assert "several remotes of type s3: a, b" in convert("rclone.conf", "--from", "rclone", "--to", "polars").err


def test_the_environment_does_not_mix_in(convert: Converting) -> None:
    """What is converted is the input alone."""
    Path("options.json").write_text(json.dumps(OPTIONS), encoding="utf-8")
    said = convert("options.json", "--from", "s3fs", "--to", "polars", variables={"AWS_REGION": "eu-north-1"})
    assert "eu-north-1" not in said.out


def test_out_makes_a_private_file(convert: Converting) -> None:
    """The file is whole, and only its owner can read it; nothing goes to standard output."""
    said = convert("--to", "polars", "--reveal", "--out", "options.py", variables=PAIR)
    assert (said.code, said.out) == (0, "")
    assert SECRET in Path("options.py").read_text(encoding="utf-8")
    assert stat.S_IMODE(Path("options.py").stat().st_mode) == 0o600


def test_a_file_that_is_there_stays(convert: Converting) -> None:
    """A file is never written over, and no other one is left behind."""
    Path("options.py").write_text("mine", encoding="utf-8")
    said = convert("--to", "polars", "--out", "options.py", variables=PAIR)
    assert said.code == 2
    assert "options.py is there already" in said.err
    assert Path("options.py").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in Path().iterdir()) == ["options.py"]


@pytest.mark.parametrize(
    ("words", "variables", "code", "message"),
    [
        pytest.param(["--to", "polar"], PAIR, 2, "did you mean polars?", id="a tool that is none"),
        pytest.param(["x.json", "--from", "s3f", "--to", "polars"], {}, 2, "did you mean s3fs?", id="nor this one"),
        pytest.param(["--to", "polars", "--form", "yaml"], PAIR, 2, "python, json", id="a form that is none"),
        pytest.param(["gone.json", "--from", "s3fs", "--to", "polars"], {}, 2, "no such file", id="no file"),
        pytest.param(["--from", "s3fs", "--to", "polars"], {}, 2, "needs INPUT", id="no input"),
        pytest.param(["half.json", "--from", "s3fs", "--to", "polars"], {}, 2, "half.json:1:", id="half a file"),
        pytest.param(["odd.json", "--from", "auto", "--to", "polars"], {}, 2, "no tool that is known", id="nobody's"),
        pytest.param(["--to", "polars"], {"AWS_TIMEOUT": "30"}, 1, "AWS_TIMEOUT", id="a value that is wrong"),
        pytest.param(
            ["--to", "pyarrow"], {**PAIR, "AWS_SERVER_SIDE_ENCRYPTION": "AES256"}, 2, "server_side_encryption",
            id="encryption that a tool does not know",
        ),
    ],
)  # fmt: skip
def test_bad_input(convert: Converting, words: list[str], variables: dict[str, str], code: int, message: str) -> None:
    """There is one clear error, and nothing is written."""
    Path("half.json").write_text('{"key": "x", "endpoint_url', encoding="utf-8")
    Path("odd.json").write_text('{"colour": "red"}', encoding="utf-8")
    said = convert(*words, "--out", "made", variables=variables)
    assert (said.code, said.out) == (code, "")
    assert message in said.err
    assert not Path("made").exists()
    assert SECRET not in said.err


def test_lenient(convert: Converting) -> None:
    """What cannot be said is left out on demand, and named."""
    variables = {**PAIR, "AWS_REQUEST_PAYER": "true", "AWS_ENDPOINT_URL": "https://s3.example.com"}
    assert convert("--to", "pyarrow", variables=variables).code == 2
    said = convert("--to", "pyarrow", "--lenient", variables=variables)
    assert said.code == 0
    assert "left out: request_payer" in said.err
