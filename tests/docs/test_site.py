"""The site: built strictly, with links that lead somewhere, no request to another server, and Python in the browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import tomllib
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import generated_site
import pytest
import yaml
from page_sessions import DOCS
from site_pages import problems

sys.path.append(str(Path(__file__).parents[1] / "reports"))

from chromium_browser import Browser, missing, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chromium_browser import Page

_DOCS = os.environ.get("S3CONFIG_DOCS")  # before a test empties the environment
_PYTHON = os.environ.get("S3CONFIG_SITE_PYTHON")
_CHROMIUM = os.environ.get("S3CONFIG_CHROMIUM")
_ROOT = DOCS.parent
_QUIETLY = {"NO_MKDOCS_2_WARNING": "1"}
_TYPES = {".mjs": "text/javascript", ".wasm": "application/wasm"}
_CASES = tomllib.loads((DOCS / "_site/cases.toml").read_text(encoding="utf-8"))["case"]
_SHOWN = "document.getElementById('what-wins-answer')?.textContent"


def build(folder: Path, **variables: str) -> Path:
    """Build the site strictly, or skip where the extra `docs` is not installed."""
    if find_spec("material") is None or find_spec("mkdocs") is None:
        if _DOCS:
            pytest.fail("S3CONFIG_DOCS is set, but the extra docs is not installed")
        pytest.skip("the extra docs is not installed")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", _ROOT / "mkdocs.yml", "-d", folder],
        env={n: v for n, v in os.environ.items() if n != "S3CONFIG_SITE_PYTHON"} | _QUIETLY | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a directory on this machine."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | _TYPES

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name of the base class)
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site without Python in it, once."""
    return build(tmp_path_factory.mktemp("site"))


def test_it_builds_and_asks_nobody(site: Path) -> None:
    """There is no warning; every link leads to a place that is there; nothing is loaded from elsewhere."""
    assert list(problems(site)) == []
    assert (site / "schemas/s3config.schema.json").exists()
    assert not (site / "python").exists()
    fonts = [path for path in site.rglob("*.css") if "fonts.g" in path.read_text(encoding="utf-8")]
    assert fonts == []


def test_every_page_is_in_the_navigation() -> None:
    """A page that nobody finds is none; the pages of rules and of tools are found by their lists."""
    text = (_ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = set(_files(yaml.safe_load(text)["nav"]))
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    listed = {page for page in pages if page.startswith(("rules/", "dialects/", "_site/"))}
    assert named == pages - listed


def _files(entries: object) -> Iterator[str]:
    if isinstance(entries, str):
        yield entries
    elif isinstance(entries, dict):
        for value in entries.values():
            yield from _files(value)
    elif isinstance(entries, list):
        for value in entries:
            yield from _files(value)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """Start Chromium, or skip where there is none."""
    if missing():
        if _CHROMIUM:
            pytest.fail("S3CONFIG_CHROMIUM is set, but there is no chromium")
        pytest.skip("there is no chromium; .ci/chromium installs it")
    with serve(tmp_path / "chromium") as started:
        yield started


def test_what_is_typed_is_copied(browser: Browser, site: Path) -> None:
    """The button beside a session copies no prompts, and not what is printed; Material marks the block meanwhile."""
    with served(site) as address, browser.page(f"{address}/tutorial.html") as page:
        copied = page.run(
            "[...document.querySelectorAll('.language-console code')].map(e => {"
            " e.setAttribute('data-md-copying', ''); return e.innerText.trim().split(/\\n+/).join('; ')})"
        )
    assert copied[1:3] == [
        "s3config validate .env",
        "s3config validate .env --diff; s3config validate .env --fix; s3config validate .env",
    ]


class TestWhatWins:
    """The page "What wins?" in a browser that reaches this machine only."""

    def test_the_package_answers_in_the_browser(self, browser: Browser, tmp_path: Path) -> None:
        """It answers to what the editor proposes, and to every case as it does here."""
        if _PYTHON is None:
            pytest.skip("S3CONFIG_SITE_PYTHON names no directory that docs/_site/live.py has filled")
        site = build(tmp_path / "site", S3CONFIG_SITE_PYTHON=_PYTHON)
        with served(site) as address, browser.page(f"{address}/what-wins.html") as page:
            _until(page, "!!document.querySelector('#resolver button')")
            page.run("document.querySelector('#resolver button').click()")
            _until(page, f"!!{_SHOWN} || document.querySelector('#resolver [role=status]').textContent.includes('P')")
            text = page.run(f"{_SHOWN} || document.querySelector('#resolver [role=status]').textContent")
            answers = [_tried(page, at) for at in range(page.run("document.querySelectorAll('[data-case]').length"))]
            urls = [event["request"]["url"] for event in page.events("Network.requestWillBeSent")]
        assert "regioneu-west-1argument region" in text
        assert "us-west-2 from environment variable AWS_REGION" in text
        assert "eu-west-3 from ~/.aws/config:2" in text
        assert answers == [_expected(case) for case in _CASES]
        assert [url for url in urls if not url.startswith((f"{address}/", "data:", "blob:"))] == []

    def test_without_python_there_are_the_cases(self, browser: Browser, site: Path) -> None:
        """The box shows the cases that have its words, and there is no editor."""
        with served(site) as address, browser.page(f"{address}/what-wins.html") as page:
            _until(page, "!!document.querySelector('#what-wins-words')")
            page.run(
                "{const box = document.querySelector('#what-wins-words'); box.value = 'session token';"
                " box.dispatchEvent(new Event('input'))}"
            )
            shown = json.loads(
                page.run(
                    "JSON.stringify([...document.querySelectorAll('h3')].filter(h => h.offsetParent).map(h => h.id))"
                )
            )
            assert shown == ["a-token-that-was-left-behind"]
            assert page.run("document.getElementById('resolver').hidden") is True
            assert page.events("Log.entryAdded") == []
            assert page.run("[...document.querySelectorAll('[data-case]')].every(e => !e.offsetParent)") is True


def _tried(page: Page, at: int) -> list[str]:
    """Press the button of a case, and return the rows and the complaints that the browser shows."""
    page.run(f"document.querySelectorAll('[data-case]')[{at}].click()")
    _until(page, "!document.querySelector('#resolver button').disabled")
    found = "[...document.querySelectorAll('#what-wins-answer tbody tr, #what-wins-answer li')].map(e => e.textContent)"
    shown: list[str] = json.loads(page.run(f"JSON.stringify({found})"))
    return shown


def _expected(case: dict[str, str]) -> list[str]:
    """Return the same from this process."""
    answer = generated_site.answer()(case)
    rows = [
        row["key"]
        + row["value"]
        + row["from"]
        + "".join(f"{loser['value']} from {loser['from']}" for loser in row["over"])
        for row in answer["rows"]
    ]
    return [*rows, *(one["text"] for one in answer["said"])]


def _until(page: Page, condition: str) -> None:
    """Wait in the page until something holds, for a minute."""
    page.run(
        "new Promise((done, failed) => { const end = Date.now() + 60000; (function look() {"
        f" if ({condition}) done(true); else if (Date.now() > end) failed(new Error('it never held'));"
        " else setTimeout(look, 50); })(); })"
    )
