"""The page of `explain --html` in Chromium: typed into, walked through by keyboard, looked at in both themes."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chromium_browser
import page_scripts
import pytest
from page_cases import HOSTILE, hostile, rich

from s3config import resolve
from s3config.reports.html import explain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chromium_browser import Browser, Page

_WANTED = os.environ.get("S3CONFIG_CHROMIUM")  # before a test empties the environment
_WRITTEN = [
    "access_key_id", "secret_access_key", "bucket", "region", "endpoint", "allow_http", "timeout", "default_headers",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, where it is installed."""
    if chromium_browser.missing():
        if _WANTED:
            pytest.fail("S3CONFIG_CHROMIUM is set, but there is no chromium")
        pytest.skip("there is no chromium: .ci/chromium installs it")
    with chromium_browser.serve(tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.fixture
def path() -> Path:
    """A page with many layers and faults of each severity."""
    return _saved(explain(rich()))


@pytest.fixture
def page(browser: Browser, path: Path) -> Iterator[Page]:
    """The page, opened."""
    with browser.page(path.as_uri()) as opened:
        yield opened


class TestAlone:
    """The page asks for nothing, and nothing that is written into it runs."""

    def test_is_quiet(self, page: Page, path: Path) -> None:
        """One request, and not a word on the console."""
        assert _requests(page) == [path.as_uri()]
        assert _complaints(page) == []

    def test_asks_a_server_once(self, browser: Browser, path: Path) -> None:
        """From a web server it asks for itself alone."""
        with _serving(path.parent) as (root, asked):
            with browser.page(f"{root}/{path.name}") as page:
                assert page.run(page_scripts.COUNT) == "8 of 8 keys shown"
            assert asked == [f"/{path.name}"]

    def test_a_request_would_be_seen(self, browser: Browser, path: Path) -> None:
        """A page that is less careful is caught: its picture is asked for."""
        path.write_text("<!doctype html><title>x</title><img src=picture.png alt=''>", "utf-8")
        with _serving(path.parent) as (root, asked):
            with browser.page(f"{root}/{path.name}") as page:
                assert _requests(page)[:2] == [f"{root}/{path.name}", f"{root}/picture.png"]
                assert _complaints(page) != []
            assert f"/{path.name}" in asked
            assert "/picture.png" in asked

    @pytest.mark.parametrize(
        "added",
        [
            "<script>window.pwned=1</script>",
            "<img src='data:,' alt='' onerror=window.pwned=1>",
            "<script src='https://s3.example.com/x.js'></script>",
            "<link rel=stylesheet href='https://s3.example.com/x.css'>",
            "<img src='https://s3.example.com/x.png' alt=''>",
            "<iframe src='https://s3.example.com/'></iframe>",
            "<p style='color: red'>",
        ],
    )
    def test_policy_forbids_what_is_added(self, browser: Browser, path: Path, added: str) -> None:
        """Were something written into the page all the same, the browser would refuse it."""
        path.write_text(path.read_text("utf-8").replace("<main>", f"<main>{added}"), "utf-8")
        with browser.page(path.as_uri()) as page:
            assert page.run("window.pwned") is None
            assert "Content Security Policy" in " ".join(_complaints(page))
            assert [url for url in _requests(page) if "example.com" in url and not _was_blocked(page, url)] == []

    @pytest.mark.parametrize("text", HOSTILE, ids=ascii)
    def test_hostile_text(self, browser: Browser, text: str) -> None:
        """Text in every place that a user writes in does not run, and the page still works."""
        with browser.page(_saved(explain(hostile(text))).as_uri()) as page:
            assert page.run("window.pwned") is None
            assert page.run("document.querySelectorAll('script, svg, img, iframe').length") == 1
            assert _complaints(page) == []
            page.run("document.getElementById('filter').focus()")
            page.type("endpoint")
            assert "endpoint" in page.run(page_scripts.SHOWN)

    def test_direction_stays(self, browser: Browser) -> None:
        """A value that begins with a Hebrew letter turns nothing around: what is written behind it stands behind it."""
        region = explain(resolve(bucket="my-bucket", region="\u05d0</b>-1", env={}))
        with browser.page(_saved(region).as_uri()) as page:
            order = page.run(page_scripts.ORDER)
            assert len(order) == 7
            assert order == sorted(order)


class TestFilter:
    """The filter box and the switches."""

    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("region", ["region"]),
            ("access_key", ["access_key_id", "secret_access_key"]),
            ("EU-CENTRAL-1", ["region"]),
            ("minio.example", ["endpoint"]),
            (".env:1:1", ["region"]),
            ("environment variable AWS_T", ["timeout"]),
            ("s3.toml eu-west-3", ["region"]),
            ("****mple", ["access_key_id"]),
            ("nothing like it", []),
            ("   ", _WRITTEN),
            ("wins", []),
        ],
    )
    def test_typing(self, page: Page, typed: str, shown: list[str]) -> None:
        """Rows stay whose key, value or place has every word; the count says how many; Escape brings all back."""
        page.run("document.getElementById('filter').focus()")
        page.type(typed)
        assert page.run(page_scripts.SHOWN) == shown
        assert page.run(page_scripts.COUNT) == f"{len(shown)} of 8 keys shown"
        page.press("Escape")
        assert page.run(page_scripts.SHOWN) == _WRITTEN
        assert page.run(page_scripts.COUNT) == "8 of 8 keys shown"
        assert page.run("document.getElementById('filter').value") == ""

    def test_count_grows_as_letters_go(self, page: Page) -> None:
        """Each key stroke counts."""
        page.run("document.getElementById('filter').focus()")
        counts = []
        for letter in "key_":
            page.type(letter)
            counts.append(page.run(page_scripts.COUNT))
        page.press("Backspace")
        assert counts[-1] == "1 of 8 keys shown"
        assert len(set(counts)) > 1
        assert page.run("document.getElementById('filter').value") == "key"

    def test_escape_elsewhere(self, page: Page) -> None:
        """Escape clears the filter from a switch, too."""
        page.run("document.getElementById('filter').focus()")
        page.type("region")
        page.press("Tab")
        page.press("Escape")
        assert page.run(page_scripts.SHOWN) == _WRITTEN

    def test_enter_leaves_the_page(self, page: Page, path: Path) -> None:
        """Enter sends nothing anywhere."""
        page.run("document.getElementById('filter').focus()")
        page.type("region")
        page.press("Enter")
        assert page.run(page_scripts.SHOWN) == ["region"]
        assert _requests(page) == [path.as_uri()]
        assert _complaints(page) == []

    def test_only_conflicts(self, page: Page) -> None:
        """What is written once goes, by the space bar."""
        page.run("document.getElementById('conflicts').focus()")
        page.press("Space")
        assert page.run(page_scripts.SHOWN) == ["region", "timeout"]
        assert page.run(page_scripts.COUNT) == "2 of 8 keys shown"
        page.press("Space")
        assert page.run(page_scripts.SHOWN) == _WRITTEN

    def test_defaults(self, page: Page) -> None:
        """Keys with nothing but a default come, and so does their column."""
        assert "default" not in page.run(page_scripts.HEADS)
        page.run("document.getElementById('defaults').focus()")
        page.press("Space")
        shown = page.run(page_scripts.SHOWN)
        assert set(_WRITTEN) | {"unsigned_payload"} <= set(shown)
        assert page.run(page_scripts.COUNT) == f"{len(shown)} of {len(shown)} keys shown"
        assert page.run(page_scripts.HEADS)[-1] == "default"

    def test_all(self, browser: Browser) -> None:
        """With `--all` they are there from the start."""
        with browser.page(_saved(explain(rich(), defaults=True)).as_uri()) as page:
            assert "unsigned_payload" in page.run(page_scripts.SHOWN)

    def test_link_reveals(self, page: Page) -> None:
        """A link from a diagnostic brings a row back that the filter hides, and goes there."""
        page.run("document.getElementById('filter').focus()")
        page.type("region")
        page.run("document.querySelector('a[href=\"#key-timeout\"]').focus()")
        page.press("Enter")
        assert page.run(page_scripts.FOCUS) == "key-timeout"
        assert page.run(page_scripts.SHOWN) == _WRITTEN

    def test_address_reveals(self, browser: Browser, path: Path) -> None:
        """An address with the name of a row that is hidden at first shows it."""
        with browser.page(f"{path.as_uri()}#key-unsigned_payload") as page:
            assert page.run(page_scripts.FOCUS) == "key-unsigned_payload"
            assert "unsigned_payload" in page.run(page_scripts.SHOWN)

    def test_without_scripts(self, browser: Browser, path: Path) -> None:
        """Where scripts do not run, every row is there, and no field that would do nothing."""
        path.write_text(path.read_text("utf-8").replace("<script>", "<script>//"), "utf-8")  # the policy refuses it
        with browser.page(path.as_uri()) as page:
            assert set(_WRITTEN) | {"unsigned_payload"} <= set(page.run(page_scripts.SHOWN))
            assert page.run(page_scripts.FIELDS) == 0


class TestKeyboard:
    """Everything can be reached and done without a mouse."""

    def test_order(self, page: Page) -> None:
        """Tab goes from top to bottom, and back with Shift."""
        expected = [
            "#values", "#diagnostics", "#url", "#values", "theme", "#key-timeout", "filter", "conflicts", "defaults",
            "scroll", "#diagnostic-1",
        ]  # fmt: skip
        seen = [_tab(page) for _ in expected]
        back = [_tab(page, shift=True) for _ in expected[1:]]
        assert seen == expected
        assert back == expected[-2::-1]

    def test_focus_is_visible(self, page: Page) -> None:
        """Whatever has the focus has an outline."""
        outlines = {(_tab(page), *page.run(page_scripts.OUTLINE)) for _ in range(11)}
        assert {outline[1:] for outline in outlines} == {("solid", "3px")}

    def test_skip_link(self, page: Page) -> None:
        """The first Tab shows a link to the values, and Enter follows it."""
        top = "document.querySelector('.skip').getBoundingClientRect().bottom"
        assert page.run(top) < 0
        page.emulate({"prefers-reduced-motion": "reduce"})
        page.press("Tab")
        assert page.run(top) > 0
        page.press("Enter")
        assert page.run(page_scripts.FOCUS) == "values"
        page.press("Tab")
        assert page.run(page_scripts.FOCUS) == "filter"

    @pytest.mark.parametrize("width", [1280, 360])
    def test_targets_are_large(self, page: Page, width: int) -> None:
        """Fields and links of the navigation can be hit."""
        page.resize(width)
        assert page.run(page_scripts.SMALL) == []


class TestScreenReader:
    """What Chromium tells a screen reader."""

    @pytest.mark.parametrize("width", [1280, 360])
    def test_table(self, page: Page, width: int) -> None:
        """The table has its name, its headers and its cells, as cards in a narrow window, too."""
        page.resize(width)
        nodes = _nodes(page)
        (table,) = _named(nodes, "table")
        assert table.startswith("Every key with its effective value")
        assert _named(nodes, "columnheader")[:2] == ["key", "effective value"]
        assert len(_named(nodes, "columnheader")) == 7
        assert [name.split(" ")[0] for name in _named(nodes, "rowheader")] == _WRITTEN
        assert len(_named(nodes, "row")) == 9

    def test_landmarks(self, page: Page) -> None:
        """Each part of the page is one that can be gone to."""
        nodes = _nodes(page)
        assert _named(nodes, "navigation") == ["Sections"]
        assert _named(nodes, "region") == ["Diagnostics", "URL", "Values", "Table of the values"]
        assert [len(_named(nodes, role)) for role in ("main", "banner", "contentinfo", "search")] == [1, 1, 1, 1]
        assert page.run("document.documentElement.lang") == "en"

    def test_fields_have_names(self, page: Page) -> None:
        """Every field and link has a name."""
        nodes = _nodes(page)
        assert _named(nodes, "searchbox") == ["Filter by key, value or place"]
        assert _named(nodes, "combobox") == ["Theme"]
        assert _named(nodes, "checkbox") == [
            "Only keys that are written more than once",
            "Keys with nothing but a default",
        ]
        assert all(_named(nodes, "link"))

    def test_headings(self, page: Page) -> None:
        """One heading of the first level, and none is left out below it."""
        levels = page.run("[...document.querySelectorAll('h1, h2, h3, h4')].map(h => h.tagName)")
        assert levels == ["H1", "H2", "H2", "H2"]

    def test_count_is_told(self, page: Page) -> None:
        """The count is told when it changes, politely."""
        (count,) = [node for node in _nodes(page) if node["role"]["value"] == "status"]
        assert {p["name"]: p["value"]["value"] for p in count["properties"]}["live"] == "polite"

    def test_nothing_by_colour_alone(self, page: Page) -> None:
        """Winners, losers and severities are words."""
        said = page.run(page_scripts.MARKS)
        assert {tuple(item) for item in said} == {("said wins", "✓ wins"), ("said loses", "✗ overridden")}
        badges = page.run("[...document.querySelectorAll('.found .badge')].map(b => b.textContent)")
        assert badges == ["error", "warning", "info"]


class TestLooks:
    """Light and dark, wide and narrow, and on paper."""

    @pytest.mark.parametrize("width", [1280, 360])
    @pytest.mark.parametrize(("system", "chosen"), [("light", ""), ("dark", ""), ("dark", "light"), ("light", "dark")])
    def test_contrast(self, page: Page, system: str, chosen: str, width: int) -> None:
        """Text has a contrast of 4.5 and the edges of fields one of 3, as level AA wants; the switch is obeyed."""
        page.resize(width)
        page.emulate({"prefers-color-scheme": system, "prefers-reduced-motion": "reduce"})
        page.run("document.getElementById('defaults').click()")
        _choose(page, chosen)
        found = page.run(page_scripts.CONTRAST)
        assert {text: ratio for text, ratio in found.items() if ratio < 4.5} == {}
        assert {"✓ wins", "✗ overridden", "error", "warning", "info", "eu-west-3"} <= set(found)
        assert min(page.run(page_scripts.EDGES)) >= 3
        assert _is_dark(page) is ((chosen or system) == "dark")

    def test_bad_contrast_would_be_seen(self, page: Page) -> None:
        """The measure is right: black on white has 21, and grey #777 on white 4.48."""
        page.emulate({"prefers-color-scheme": "light"})
        page.run("document.querySelector('footer p').style.color = '#777'")
        page.run("document.querySelector('#status').style.color = '#000'")
        found = page.run(page_scripts.CONTRAST)
        ratios = [round(ratio, 2) for text, ratio in found.items() if text.startswith(("Made by", "A store refuses"))]
        assert ratios == [21, 4.48]

    def test_system_changes(self, page: Page) -> None:
        """The page follows the system unless told otherwise, and again when told so."""
        page.emulate({"prefers-color-scheme": "dark"})
        assert _is_dark(page)
        _choose(page, "light")
        assert not _is_dark(page)
        _choose(page, "")
        assert _is_dark(page)

    @pytest.mark.parametrize("width", [320, 360, 500, 768, 769, 1280])
    def test_fits(self, page: Page, width: int) -> None:
        """Nothing sticks out of the window, whatever its width."""
        page.resize(width)
        page.run("document.getElementById('defaults').click()")
        assert page.run(page_scripts.OUTSIDE) == []
        assert page.run("document.documentElement.scrollWidth") <= width

    def test_long_words_fit(self, browser: Browser) -> None:
        """Nor does a value without a blank in it."""
        with browser.page(_saved(explain(hostile("x" * 200))).as_uri(), width=360) as page:
            assert page.run("document.documentElement.scrollWidth") <= 360

    def test_cards(self, page: Page) -> None:
        """In a narrow window each value has the name of its layer beside it."""
        assert page.run(page_scripts.LABELS) == []
        page.resize(360)
        assert page.run(page_scripts.LABELS) == ["effective value", "url", "store", "environment", "dotenv", "file"]

    def test_paper(self, page: Page) -> None:
        """On paper it is light, whole, and without fields."""
        _choose(page, "dark")
        page.emulate({}, "print")
        assert not _is_dark(page)
        assert page.run(page_scripts.FIELDS) == 0
        assert page.run("document.querySelector('nav').checkVisibility()") is False
        assert page.run("getComputedStyle(document.querySelector('.scroll')).overflow") == "visible"
        assert page.run(page_scripts.SHOWN) == _WRITTEN

    def test_pictures_differ(self, page: Page, tmp_path: Path) -> None:
        """What is seen is another picture in the dark."""
        for system in ("light", "dark"):
            page.emulate({"prefers-color-scheme": system})
            page.screenshot(tmp_path / f"{system}.png")
        assert (tmp_path / "light.png").read_bytes() != (tmp_path / "dark.png").read_bytes()


def _saved(text: str) -> Path:
    path = Path("page.html").absolute()
    path.write_text(text, "utf-8")
    return path


def _requests(page: Page) -> list[str]:
    return [event["request"]["url"] for event in page.events("Network.requestWillBeSent")]


def _was_blocked(page: Page, url: str) -> bool:
    (asked,) = [e["requestId"] for e in page.events("Network.requestWillBeSent") if e["request"]["url"] == url]
    failed = {event["requestId"]: event.get("blockedReason") for event in page.events("Network.loadingFailed")}
    return failed.get(asked) == "csp"


def _complaints(page: Page) -> list[str]:
    """Return all that the console shows."""
    return [
        *(event["entry"]["text"] for event in page.events("Log.entryAdded")),
        *(str(event["exceptionDetails"]) for event in page.events("Runtime.exceptionThrown")),
        *(str(event["args"]) for event in page.events("Runtime.consoleAPICalled")),
    ]


def _tab(page: Page, *, shift: bool = False) -> str:
    page.press("Tab", shift=shift)
    return str(page.run(page_scripts.FOCUS))


def _nodes(page: Page) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = page.call("Accessibility.getFullAXTree")["nodes"]
    return [node for node in nodes if not node["ignored"]]


def _named(nodes: list[dict[str, Any]], role: str) -> list[str]:
    return [" ".join(node["name"]["value"].split()) for node in nodes if node["role"]["value"] == role]


def _choose(page: Page, theme: str) -> None:
    """Choose a theme by keyboard."""
    themes = ["", "light", "dark"]
    page.run("document.getElementById('theme').focus()")
    for key in ["ArrowUp"] * len(themes) + ["ArrowDown"] * themes.index(theme):
        page.press(key)
    assert page.run("document.getElementById('theme').value") == theme


def _is_dark(page: Page) -> bool:
    color: str = page.run("getComputedStyle(document.body).backgroundColor")
    assert color in ("rgb(255, 255, 255)", "rgb(13, 17, 23)")
    return color == "rgb(13, 17, 23)"


@contextmanager
def _serving(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Serve a folder on loopback, and note what is asked for."""
    asked: list[str] = []

    class Recorder(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name of the overridden method)
            """Say nothing."""

        def send_head(self) -> Any:
            """Note the path."""
            asked.append(self.path)
            return super().send_head()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Recorder, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
