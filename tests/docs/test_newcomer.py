"""A newcomer's path: the README's first command, then the tutorial, word for word in a clean directory, and timed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from page_sessions import DOCS, Session

_COMMAND = re.compile(r"^    (python -m pip install \. && )?(python .+|s3config .+)$", re.MULTILINE)
_README = DOCS.parent / "README.md"


def _run(command: str) -> subprocess.CompletedProcess[str]:
    here = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command],  # noqa: S607 (the README's own commands are for a shell)
        env=os.environ | {"PATH": here},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_first_minute_of_the_readme() -> None:
    """Its commands run in the order in which they stand, in a copy of what they name; it is installed already."""
    shutil.copytree(DOCS / "examples", "docs/examples")
    section = _README.read_text(encoding="utf-8").split("## Sixty seconds")[1].split("\n## ")[0]
    commands = [command for _, command in _COMMAND.findall(section)]
    assert commands[:3] == [
        "python docs/examples/tour.py",
        "python -m s3config explain",
        "python -m s3config validate docs/examples/shop.env",
    ]
    before = time.perf_counter()
    tour, explained, validated = map(_run, commands[:3])
    print(f"the README's first {len(commands)} commands took {time.perf_counter() - before:.1f} s")  # noqa: T201
    assert tour.returncode == 0, tour.stderr
    assert "holds greeting.txt: hello" in tour.stdout
    assert explained.returncode == 0, explained.stderr
    assert validated.returncode == 1
    assert "did you mean AWS_REGION?" in validated.stdout


def test_the_tutorial() -> None:
    """Every command prints what the page says, from the first `.env` file to an object on a server."""
    page = DOCS / "tutorial.md"
    session = Session(literal=True)
    before = time.perf_counter()
    followed = session.follow(page)
    seconds = time.perf_counter() - before
    print(f"the tutorial's {session.ran} commands took {seconds:.1f} s; {session.skipped} install")  # noqa: T201
    assert followed == page.read_text(encoding="utf-8")
