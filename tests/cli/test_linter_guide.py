"""The guide to the linter: its commands print what it says; run as a script, this writes what they print into it."""

from __future__ import annotations

import io
import os
import re
import shlex
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml

from s3config.cli import main
from s3config.tools import tools

PAGE = Path(__file__).parents[2] / "docs/linter.md"
HOOKS = PAGE.parents[1] / ".pre-commit-hooks.yaml"
_BLOCK = re.compile(
    r'^```(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL
)
_COMMAND = re.compile(r"^(?:    - |      - run: )(s3config [^>\n]+)", re.MULTILINE)


def as_run() -> str:
    """Return the page with what its commands print; they are one session, in which the files are made as they stand."""
    return _BLOCK.sub(_run, PAGE.read_text(encoding="utf-8"))


def _run(block: re.Match[str]) -> str:
    if block["title"]:
        Path(block["title"]).write_text(block["text"], encoding="utf-8")
    if block["language"] != "console":
        return block[0]
    commands = re.findall(r"^\$ (.+)$", block["text"], re.MULTILINE)
    return "```console\n" + "".join(f"$ {command}\n{printed(command)[1]}" for command in commands) + "```"


def printed(command: str) -> tuple[int, str]:
    """Run a command, and return its exit code and what it prints."""
    program, *arguments = shlex.split(command)
    assert program == "s3config"
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(arguments)
    return code, out.getvalue() + err.getvalue()


def test_the_commands_print_what_it_says() -> None:
    """Repair a difference that is right with: python tests/cli/test_linter_guide.py."""
    assert as_run() == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", _COMMAND.findall(PAGE.read_text(encoding="utf-8")))
def test_the_commands_of_ci_run(command: str) -> None:
    """What the guide tells CI to run is a command that there is, and finds what is wrong."""
    Path(".env").write_text("AWS_ENDPOINT_URL=minio:9000\n")
    code, text = printed(command)
    assert code == 1
    assert "EP004" in text


def test_every_target_is_named() -> None:
    """The guide names all tools that can be targets."""
    (sentence,) = re.findall(r"^`obstore`, .+?are targets", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert list(tools()) == re.findall(r"`([^`]+)`", sentence)


class TestHook:
    """The hook for pre-commit."""

    @pytest.fixture
    def hook(self) -> dict[str, str]:
        """Return the hook."""
        (hook,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
        found: dict[str, str] = hook
        return found

    def test_the_guide_names_it(self, hook: dict[str, str]) -> None:
        """The guide's example uses it, with options that the command has."""
        (text,) = (
            block["text"] for block in _BLOCK.finditer(PAGE.read_text("utf-8")) if block["title"] == "pre-commit.yml"
        )
        ((used,),) = (repo["hooks"] for repo in yaml.safe_load(text)["repos"])
        assert used["id"] == hook["id"]
        Path(".env").write_text("LOG=1\n")
        assert printed(f"{hook['entry']} {shlex.join(used['args'])} .env")[0] == 0

    @pytest.mark.parametrize(
        "name",
        [
            ".env", "a/.env", ".env.local", "prod.env", "prod.env.example", "s3config.toml", "a/b.s3config.yaml",
            "docker-compose.yml", "compose.prod.yaml", ".github/workflows/ci.yml", "home/.aws/config",
            "home/.aws/credentials", "rclone.conf", "a/.rclone.conf", "Docker-Compose.YML",
        ],
    )  # fmt: skip
    def test_files_that_it_is_given(self, hook: dict[str, str], name: str) -> None:
        """It is given the files whose names say what they are."""
        assert re.search(hook["files"], name)

    @pytest.mark.parametrize(
        "name", ["env", "env.py", ".envrc", "a.environment", "environment.yml", "k8s.yaml", "pyproject.toml", "x.conf"]
    )
    def test_files_that_it_is_not_given(self, hook: dict[str, str], name: str) -> None:
        """Files of other names are left alone."""
        assert re.search(hook["files"], name) is None


if __name__ == "__main__":
    with TemporaryDirectory() as folder, chdir(folder):
        for variable in [name for name in os.environ if name.startswith(("AWS_", "S3CONFIG_"))]:
            del os.environ[variable]
        os.environ["HOME"] = folder
        page = as_run()
    PAGE.write_text(page, encoding="utf-8")
