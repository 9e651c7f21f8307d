"""The commands, run as a user runs them."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from s3config import resolve
from s3config.cli import main

DOTENV = """\
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
AWS_REGION=eu-central-1
"""


@pytest.fixture
def dotenv() -> Path:
    """Return a correct `.env` file in the working directory."""
    path = Path(".env")
    path.write_text(DOTENV)
    return path


class TestValidate:
    """`s3config validate`."""

    def test_clean(self, dotenv: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A correct file has exit code 0."""
        assert main(["validate", str(dotenv)]) == 0
        assert capsys.readouterr().out == ""

    def test_the_environment(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """Without arguments the environment is looked at."""
        monkeypatch.setenv("AWS_ENDPOINT_URL", "minio:9000")
        assert main(["validate"]) == 1
        assert "environment variable AWS_ENDPOINT_URL: error EP004" in capsys.readouterr().out

    def test_infos_are_no_failure(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An info alone has exit code 0."""
        monkeypatch.setenv("AWS_REGION", "")
        assert main(["validate"]) == 0

    def test_place_in_a_file(self, dotenv: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A complaint begins with file, line and column."""
        dotenv.write_text(f"{DOTENV}\nexport AWS_TIMEOUT=30\n")
        assert main(["validate", ".env"]) == 1
        assert capsys.readouterr().out.startswith(".env:5:8: error KEY005: AWS_TIMEOUT='30' has no unit; write 30s")

    def test_url(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A URL is looked at."""
        assert main(["validate", "s3://bucket:9000/path"]) == 1
        assert "URL004" in capsys.readouterr().out

    def test_every_store_of_a_file(self, capsys: pytest.CaptureFixture[str]) -> None:
        """All stores of a config file are looked at."""
        Path("s3config.toml").write_text('[stores.a]\nregoin = "r"\n[stores.b]\nendpiont = "https://h"\n')
        assert main(["validate", "s3config.toml"]) == 1
        out = capsys.readouterr().out
        assert "s3config.toml:2:1" in out
        assert "s3config.toml:4:1" in out

    @pytest.mark.parametrize("name", ["missing.toml", "missing.env", "image.png"])
    def test_unusable_input(self, name: str) -> None:
        """A file that cannot be read has exit code 2."""
        assert main(["validate", name]) == 2

    @pytest.mark.parametrize(
        ("name", "text", "code"),
        [
            ("mkdocs.yml", "site_name: docs\nnav: []\n", 2),
            ("package.json", '{"name": "shop", "env": {}}', 2),
            ("stores.yaml", "regoin: eu-west-1\n", 1),
            ("s3config.yaml", "site_name: docs\n", 1),
            ("stores.toml", "[stores.a]\nbucket = 'logs'\nskip_signature = true\nregion = 'eu-west-1'\n", 0),
        ],
    )
    def test_a_file_of_no_telling_name(
        self, name: str, text: str, code: int, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """It is taken for a config file of ours if one of its keys is one, or nearly."""
        Path(name).write_text(text)
        assert main(["validate", name]) == code
        assert ("none of its keys is one of s3config's" in capsys.readouterr().out) == (code == 2)

    def test_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The JSON form holds code, place, message and remedy."""
        Path("x.env").write_text("AWS_REGOIN=r\n")
        main(["validate", "x.env", "--format", "json"])
        (found,) = json.loads(capsys.readouterr().out)
        assert (found["code"], found["severity"], found["remedy"]) == ("KEY001", "warning", "did you mean AWS_REGION?")
        assert found["origins"] == [{"place": "x.env", "line": 1, "column": 1}]

    @pytest.mark.parametrize(
        ("options", "code"), [(["--select", "EP"], 0), (["--ignore", "KEY"], 0), (["--select", "KEY001"], 1)]
    )
    def test_selection(self, options: list[str], code: int) -> None:
        """Codes are selected and ignored by prefix."""
        Path("x.env").write_text("AWS_REGOIN=r\n")
        assert main(["validate", "x.env", *options]) == code


class TestExplain:
    """`s3config explain`."""

    def test_winner_and_loser(
        self, dotenv: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Every value stands with its place, and what it overrode below it."""
        monkeypatch.setenv("AWS_REGION", "us-west-2")
        assert main(["explain", str(dotenv), "s3://bucket"]) == 0
        lines = [line.split() for line in capsys.readouterr().out.splitlines()]
        assert ["region", "us-west-2", "environment", "variable", "AWS_REGION"] in lines
        assert ["over", "eu-central-1", "from", ".env:3:1", "(AWS_REGION)"] in lines

    def test_toml_can_be_loaded_again(self, dotenv: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """What TOML says resolves to the same values, secrets aside."""
        options = {"region": "eu-central-1", "bucket": "bucket"}
        assert main(["explain", str(dotenv), "s3://bucket", "--format", "toml"]) == 0
        loaded = tomllib.loads(capsys.readouterr().out)
        assert resolve(config=loaded, env=False).values() == options

    def test_json(self, dotenv: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """The JSON form has values and diagnostics."""
        main(["explain", str(dotenv), "--format", "json"])
        report = json.loads(capsys.readouterr().out)
        assert {row["key"]: row["value"] for row in report["values"]} == {
            "access_key_id": "****MPLE",
            "secret_access_key": "**********",
            "region": "eu-central-1",
        }
        assert report["diagnostics"] == []

    def test_defaults_are_listed_on_demand(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Defaults are listed with `--all` only."""
        main(["explain"])
        assert capsys.readouterr().out == "nothing is set\n"
        main(["explain", "--all"])
        assert "us-east-1" in capsys.readouterr().out


def test_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """The schema command prints the JSON Schema."""
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org/draft/2020-12")


def test_keys_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """The keys command lists keys by a word of their name, and helps with a word that is none."""
    assert main(["keys", "AWS_REGION"]) == 0
    assert "AWS_DEFAULT_REGION" in capsys.readouterr().out
    assert main(["keys", "regoin"]) == 1
    assert "did you mean region?" in capsys.readouterr().out
    assert main(["keys", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) > 60


@pytest.mark.parametrize("command", [[], ["validate"], ["explain"], ["schema"], ["keys"]])
def test_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Every command explains itself."""
    with pytest.raises(SystemExit) as caught:
        main([*command, "--help"])
    assert caught.value.code == 0
    assert "usage: s3config" in capsys.readouterr().out


def test_module_runs() -> None:
    """`python -m s3config` is the command, and passes its exit code on."""
    done = subprocess.run(
        [sys.executable, "-m", "s3config", "validate", "missing.env"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "missing.env: error FILE001" in done.stdout
    assert "\x1b" not in done.stdout
