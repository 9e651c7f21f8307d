"""Every example in the README and in the docs runs, and prints what it says."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from generated import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
_FENCE = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?://)([^)#]+)")


@pytest.mark.parametrize("page", [page for page in PAGES if "```pycon" in page.read_text()], ids=lambda page: page.name)
def test_examples_run(page: Path) -> None:
    """The blocks of a page are one session."""
    text = "".join(_FENCE.findall(page.read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """A link within the repository names a file that is there."""
    missing = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert missing == []


def test_the_tour_runs() -> None:
    """The README's first command, its installation aside, shows a fault, an origin and an object."""
    assert "python docs/examples/tour.py" in (ROOT / "README.md").read_text()
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs/examples/tour.py")], check=True, capture_output=True, text=True
    )
    assert "did you mean AWS_REGION?" in done.stdout
    assert "us-west-2          environment variable AWS_REGION" in done.stdout
    assert "holds greeting.txt: hello" in done.stdout
    assert "wJalrXUtnFEMI" not in done.stdout


def test_ci_runs_the_command_of_the_readme() -> None:
    """What CI runs is what the README says."""
    command = 'python -m pip install ".[test]" && python -m pytest -n auto'
    assert f"    {command}\n" in (ROOT / "README.md").read_text()
    assert f"({command}) ||" in (ROOT / ".ci/run").read_text()
