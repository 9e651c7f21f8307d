"""The blocks of a page are one session in a clean directory; run as a script, this writes what they print into it."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import yaml

from s3config.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]
ELSEWHERE = "Another terminal"
"""The title of a block whose command goes on while the page is followed."""
NOT_RUN = {
    "python -m venv": "the tests have an environment",
    ". .venv": "the tests have an environment",
    "python -m pip install": "what it installs is in the extra test",
    "docker": "needs the network",
    "kubectl": "needs a cluster",
    "aws ": "needs an account",
}
"""Beginnings of commands that are printed and not run, and why."""
_PORT = "19000"
_HOME = "/home/you"
_BLOCK = re.compile(
    r'^```(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL
)
_COMMAND = re.compile(r"^\$ (.+(?:\n> .+)*)$", re.MULTILINE)
_EXPORT = re.compile(r"export (\w+)=(.*)")
_PARSERS: Mapping[str, Callable[[str], object]] = {
    "python": ast.parse,
    "toml": tomllib.loads,
    "json": json.loads,
    "yaml": lambda text: list(yaml.safe_load_all(text)),
}


class Session:
    """Follow a page in the working directory; `literal` starts each command as a process, as a user does."""

    def __init__(self, *, literal: bool = False) -> None:
        """Begin with nothing; `ran` and `skipped` count the commands."""
        self.literal = literal
        self.ran = 0
        self.skipped = 0
        self._going_on = ExitStack()
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = str(free.getsockname()[1])

    def follow(self, page: Path) -> str:
        """Return the page with what its commands print here."""
        text = page.read_text(encoding="utf-8").replace(_PORT, self._port)
        with self._going_on:
            followed = _BLOCK.sub(self._block, text)
        return followed.replace(self._port, _PORT).replace(os.environ["HOME"], _HOME)

    def _block(self, block: re.Match[str]) -> str:
        language, title, text = block["language"], block["title"], block["text"]
        if language != "console":
            _PARSERS.get(language, str)(text)
            if title:
                path = Path(title).expanduser()
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return block[0]
        commands = [found.replace("\n> ", "\n") for found in _COMMAND.findall(text)]
        if title == ELSEWHERE:
            self._start(*commands)
            return block[0]
        said = "".join("$ " + command.replace("\n", "\n> ") + "\n" + self._run(command) for command in commands)
        return f"{block[0].splitlines()[0]}\n{said}```"

    def _start(self, command: str) -> None:
        """Start a server, and wait until it says where it listens."""
        from processes import running

        self.ran += 1
        program, *arguments = shlex.split(command)
        found = Path(sys.executable).with_name(program)
        address = f"127.0.0.1:{self._port}"
        self._going_on.enter_context(
            running([found, *arguments], Path.cwd(), ready=lambda output: address if address in output else None)
        )

    def _run(self, command: str) -> str:
        if command.startswith(tuple(NOT_RUN)):
            self.skipped += 1
            return ""
        self.ran += 1
        if export := _EXPORT.fullmatch(command):
            os.environ[export[1]] = shlex.split(export[2])[0]
            return ""
        if command.startswith("unset "):
            del os.environ[command.split()[1]]
            return ""
        if command.startswith("s3config ") and not self.literal and not set(command) & set("|<>"):
            return _printed(shlex.split(command)[1:])
        here = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", command],  # noqa: S607 (the page's own commands are for a shell)
            env=os.environ | {"PATH": here, "PYTHONUNBUFFERED": "1"},  # the order that a terminal shows
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=60,
        )
        return done.stdout


def _printed(arguments: list[str]) -> str:
    """Run a command of ours in this process, and return what it prints."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        main(arguments)
    return out.getvalue()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1] / "servers"))
    for page in map(Path.resolve, map(Path, sys.argv[1:])):
        with TemporaryDirectory() as folder, chdir(folder):
            kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
            os.environ.clear()
            os.environ.update(kept, HOME=folder)
            text = Session(literal=page.stem == "tutorial").follow(page)
        page.write_text(text, encoding="utf-8")
