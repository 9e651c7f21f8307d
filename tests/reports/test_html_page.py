"""The page of `explain --html`, as text: what it says, that it is one file, and that nothing in it is but text."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from page_cases import HOSTILE, hostile, rich
from page_reader import PageReader
from test_secrecy import PLACES, Place, _at, _leaks, _written, secrets

from s3config import __version__, resolve
from s3config.cli import main
from s3config.reports import rows
from s3config.reports.html import MARK, explain

if TYPE_CHECKING:
    from page_reader import Element


class TestContent:
    """What the page says."""

    def test_columns_are_layers(self) -> None:
        """The layers that occur stand behind the effective value, the highest first."""
        heads = [head for head in PageReader(explain(rich())).all("th") if head.attributes["scope"] == "col"]
        assert [head.text for head in heads] == [
            "key", "effective value", "url", "store", "environment", "dotenv", "file", "default",
        ]  # fmt: skip

    def test_rows_are_keys(self) -> None:
        """Every key that is written or has a default has a row, with a cell for each column."""
        page = PageReader(explain(rich()))
        keys = [row.key for row in rows(rich(), defaults=True)]
        assert [head.text for head in page.all("th") if head.attributes["scope"] == "row"] == [
            key + "".join(badges)
            for key, badges in zip(keys, map(_badges(page).get, keys), strict=True)
            if badges is not None
        ]
        assert len(page.all("td")) == 7 * len(keys)

    def test_roles(self) -> None:
        """The parts of the table name their roles, which some browsers forget where a style shows them as blocks."""
        roles = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
        page = PageReader(explain(rich()))
        assert {(e.tag, e.attributes.get("role")) for e in page.elements if e.tag in roles} == set(roles.items())
        heads = {(e.attributes["scope"], e.attributes.get("role")) for e in page.all("th")}
        assert heads == {("col", "columnheader"), ("row", "rowheader")}

    def test_winners_and_losers(self) -> None:
        """Each value has its place, and words say which wins."""
        said = [" ".join(item.text.split()) for item in _row(explain(rich()), "region") if item.has("said")]
        assert said == [
            "✓ wins eu-north-1 url query region",
            "✗ overridden eu-west-3 s3.toml:5:1",
            "✗ overridden eu-west-1 environment variable AWS_REGION",
            "✗ overridden eu-central-1 .env:1:1 (AWS_REGION)",
            "✗ overridden us-east-2 s3.toml:1:1",
        ]

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("region", "eu-north-1"),
            ("access_key_id", "****MPLE"),
            ("secret_access_key", "**********"),
            ("allow_http", "true"),
            ("default_headers", "x-a: **********↵\nx-c: **********"),
            ("unsigned_payload", "false"),
        ],
    )
    def test_effective_value(self, key: str, value: str) -> None:
        """What a store would use stands behind the key; what is secret is hidden."""
        (cell,) = [item for item in _row(explain(rich()), key) if item.has("effective")]
        assert cell.text == f"effective value{value}"

    def test_diagnostics(self) -> None:
        """The worst comes first; each has its severity, code, place and remedy."""
        items = [[" ".join(p.split()) for p in text] for text in _diagnostics(explain(rich()))]
        assert items == [
            [
                "error KEY005 AWS_TIMEOUT='30' has no unit",
                "Place: environment variable AWS_TIMEOUT",
                "To do: write 30s if you mean seconds; units are ms, s, min, h, days",
                "See timeout",
            ],
            ["warning KEY001 unknown key 'AWS_REGON'", "Place: .env:2:1", "To do: did you mean AWS_REGION?"],
            [
                "info KEY009 aws_Request_Payer is not read: it is not in upper case",
                "Place: environment variable aws_Request_Payer",
                "To do: write AWS_REQUEST_PAYER",
            ],
        ]

    def test_links_lead_somewhere(self) -> None:
        """Diagnostics and rows name each other, and every link leads to an id that is there once."""
        page = PageReader(explain(rich()))
        links = [link.attributes["href"] or "" for link in page.all("a")]
        assert links == ["#values", "#diagnostics", "#url", "#values", "#key-timeout", "#diagnostic-1"]
        assert [page.by_id(link.removeprefix("#")).tag for link in links] == ["h2", "h2", "h2", "h2", "th", "li"]

    def test_url(self) -> None:
        """The parts of the URL stand in a list; without a URL there is none."""
        assert [part.text for part in PageReader(explain(rich())).all("dd")] == ["my-bucket", "path/x"]
        assert PageReader(explain(resolve(bucket="my-bucket", env={}))).all("dl") == []

    def test_web_url(self) -> None:
        """The URL of a provider says the endpoint and the region, too."""
        page = PageReader(explain(resolve("https://my-bucket.s3.eu-west-1.wasabisys.com/x", env={})))
        assert [(name.text, part.text) for name, part in zip(page.all("dt"), page.all("dd"), strict=True)] == [
            ("bucket", "my-bucket"),
            ("path (no prefix of the store)", "x"),
            ("endpoint", "https://s3.eu-west-1.wasabisys.com"),
            ("region", "eu-west-1"),
            ("bucket stands in", "the host"),
        ]

    @pytest.mark.parametrize(
        ("resolution", "status"),
        [
            (resolve(bucket="my-bucket", env={}), "Nothing is invalid."),
            (resolve(bucket="my-bucket", env={"AWS_REGON": "x"}), "Nothing is invalid: 1 warning."),
            (resolve(bucket="my-bucket", timeout="1", pool_idle_timeout="1", env={}),
             "A store refuses this configuration: 2 errors."),
        ],
    )  # fmt: skip
    def test_status(self, resolution: object, status: str) -> None:
        """The first line says whether it is usable."""
        assert PageReader(explain(resolution)).by_id("status").text == status  # type: ignore[arg-type]

    def test_version(self) -> None:
        """The page says which s3config made it."""
        assert PageReader(explain(rich())).all("footer")[0].text.strip().startswith(f"Made by s3config {__version__}.")

    def test_nothing_is_set(self) -> None:
        """An empty environment makes a page, too."""
        page = PageReader(explain(resolve(env={})))
        assert page.all("h1")[0].text == "no bucket"
        assert page.by_id("key-unsigned_payload").text == "unsigned_payload"


class TestOneFile:
    """The page needs nothing else, and allows nothing else."""

    def test_policy(self) -> None:
        """Nothing is loaded, and only the page's own style and script run."""
        page = PageReader(explain(rich()))
        (policy,) = [m.attributes["content"] for m in page.all("meta") if "http-equiv" in m.attributes]
        (style,), (script,) = page.all("style"), page.all("script")
        assert policy == (
            f"default-src 'none'; style-src {_hash(style.text)}; script-src {_hash(script.text)}; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )

    def test_icon(self) -> None:
        """An empty icon keeps browsers with a window from asking a server for one."""
        assert [link.attributes for link in PageReader(explain(rich())).all("link")] == [
            {"rel": "icon", "href": "data:,"}
        ]

    def test_same_bytes(self) -> None:
        """The same input makes the same page, in another process with another order of sets, too."""
        Path("s3.toml").write_text('region = "eu-west-1"\nbuckets = 1\n', "utf-8")
        command = [sys.executable, "-m", "s3config", "explain", "--all", "--format=html", "s3.toml"]
        pages = {
            subprocess.run(command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=False).stdout
            for seed in ("1", "2")
        }
        assert [page[: len(MARK)] for page in pages] == [MARK.encode()]


class TestText:
    """Whatever a user writes stays text."""

    @settings(max_examples=50)
    @given(text=st.text(min_size=1, max_size=30).filter(lambda text: text.strip(". \0")))
    def test_any_text(self, text: str) -> None:
        """Any text leaves the page as it is, and can be seen."""
        _check_is_harmless(text)

    @pytest.mark.parametrize("text", HOSTILE, ids=ascii)
    def test_hostile_text(self, text: str) -> None:
        """Markup, scripts, marks of direction and control characters are shown as they are written."""
        _check_is_harmless(text)

    def test_is_shown(self) -> None:
        """Nothing is left out: markup can be read, and what is invisible is written out."""
        page = PageReader(explain(resolve(bucket="my-bucket", region="<b>&amp;\u202e\x00", env={})))
        (cell,) = [item for item in _row_of(page, "region") if item.has("effective")]
        assert cell.text == r"effective value<b>&amp;\u202e\x00"


def _check_is_harmless(text: str) -> None:
    page = explain(hostile(text))
    reader = PageReader(page)
    links = [e.attributes["href"] or "" for e in reader.elements if "href" in e.attributes]
    names = {name for element in reader.elements for name in element.attributes}
    assert page.replace("\n", "").isprintable()
    assert len(reader.all("script")) == len(reader.all("style")) == len(reader.all("title")) == 1
    assert {e.tag for e in reader.elements} <= _TAGS
    assert all(re.fullmatch(r"data:,|#[a-z0-9_-]+", link) for link in links)
    assert [name for name in names if name.startswith("on") or name in ("src", "style", "srcset", "action")] == []
    assert page.encode()


_TAGS = {
    "html", "head", "meta", "title", "link", "style", "body", "a", "header", "h1", "bdi", "p", "nav", "ul", "li",
    "label", "select", "option", "main", "section", "h2", "ol", "span", "code", "dl", "dt", "dd", "form", "input",
    "output", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "footer", "script",
}  # fmt: skip


class TestSecrecy:
    """No secret of any place is in the page."""

    @_at(PLACES)
    @settings(max_examples=8)
    @given(secret=secrets)
    @example(secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    @example(secret="abcdefgh?ijklmnop#qrstuvwx@yzABCDEF/GHIJKLMN")
    def test_page_holds_none(self, place: Place, secret: str) -> None:
        """No piece of a secret is in the page, neither as it is nor as HTML writes it."""
        page = explain(resolve(**_written(place, secret)), defaults=True)
        joined = "".join(PageReader(page).elements[0].words)
        assert _leaks(secret, [("page", page), ("unescaped", html.unescape(page)), ("text", joined)]) == []


class TestFile:
    """What `--html FILE` does with the file."""

    def test_is_for_its_owner(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The file is whole, of mode 0600, and nothing else is left beside it."""
        assert main(["explain", "--html", "page.html", "s3://my-bucket"]) == 0
        assert capsys.readouterr().out == "wrote page.html; open it in a browser\n"
        assert stat.S_IMODE(Path("page.html").stat().st_mode) == 0o600
        assert Path("page.html").read_text("utf-8") == explain(resolve("s3://my-bucket"))
        assert [path.name for path in Path().iterdir()] == ["page.html"]

    def test_page_is_replaced(self) -> None:
        """An older page goes, and with it a mode that let others read it."""
        Path("page.html").write_text(f"{MARK}old", "utf-8")
        Path("page.html").chmod(0o644)
        assert main(["explain", "--html", "page.html", "s3://my-bucket"]) == 0
        assert stat.S_IMODE(Path("page.html").stat().st_mode) == 0o600
        assert "<title>my-bucket" in Path("page.html").read_text("utf-8")

    @pytest.mark.parametrize("content", ["", "AWS_REGION=eu-west-1\n", "<!doctype html>\n<p>mine", " " + MARK])
    def test_other_file_stays(self, content: str, capsys: pytest.CaptureFixture[str]) -> None:
        """A file that is no page of ours is left as it is, and the message names it."""
        Path("mine").write_text(content, "utf-8")
        assert main(["explain", "--html", "mine", "s3://my-bucket"]) == 2
        assert Path("mine").read_text("utf-8") == content
        assert capsys.readouterr().err == (
            "s3config: mine is there already, and is no page of s3config; name another file, or remove it\n"
        )
        assert [path.name for path in Path().iterdir()] == ["mine"]

    @pytest.mark.parametrize(
        ("path", "message"),
        [
            ("missing/page.html", "missing/page.html cannot be written: No such file or directory"),
            (".", ". is there already, and is no page of s3config; name another file, or remove it"),
            ("/dev/null", "/dev/null is there already, and is no page of s3config; name another file, or remove it"),
            ("", ". is there already, and is no page of s3config; name another file, or remove it"),
            ("x" * 300, f"{'x' * 300} cannot be written: File name too long"),
        ],
    )
    def test_no_place(self, path: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
        """What cannot be written is said, and nothing is left behind."""
        assert main(["explain", "--html", path, "s3://my-bucket"]) == 2
        assert capsys.readouterr().err == f"s3config: {message}\n"
        assert list(Path().iterdir()) == []

    def test_old_page_outlives_a_full_disk(self) -> None:
        """Where the page cannot be written to its end, the old one is whole, and nothing is left beside it."""
        Path("page.html").write_text(f"{MARK}old", "utf-8")
        command = f"ulimit -f 4; exec '{sys.executable}' -B -m s3config explain --html page.html s3://my-bucket"
        done = subprocess.run(["/bin/sh", "-c", command], env={}, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (2, "s3config: page.html cannot be written: File too large\n")
        assert Path("page.html").read_text("utf-8") == f"{MARK}old"
        assert [path.name for path in Path().iterdir()] == ["page.html"]

    def test_link_is_followed(self) -> None:
        """A symbolic link stays one, and its target is written."""
        Path("link.html").symlink_to("target.html")
        assert main(["explain", "--html", "link.html", "s3://my-bucket"]) == 0
        assert Path("link.html").is_symlink()
        assert Path("target.html").read_text("utf-8").startswith(MARK)

    def test_exit_code(self) -> None:
        """A configuration with errors has its page and the exit code of errors."""
        assert main(["explain", "--html", "page.html", "s3://my-bucket?timeout=1"]) == 1
        assert "KEY005" in Path("page.html").read_text("utf-8")

    def test_one_form_at_a_time(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A page and another form are refused together, and so is a page of another tool's view."""
        with pytest.raises(SystemExit):
            main(["explain", "--html", "page.html", "--format", "json"])
        assert main(["explain", "--html", "page.html", "--as-seen-by", "boto3"]) == 2
        assert "--as-seen-by has no page for a browser; leave --html out" in capsys.readouterr().err
        assert not Path("page.html").exists()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _row(page: str, key: str) -> list[Element]:
    return _row_of(PageReader(page), key)


def _row_of(page: PageReader, key: str) -> list[Element]:
    """Return the elements of a key's row."""
    start = page.elements.index(page.by_id(f"key-{key}"))
    rest = page.elements[start + 1 :]
    end = next((number for number, element in enumerate(rest) if element.tag in ("tr", "footer")), len(rest))
    return rest[:end]


def _badges(page: PageReader) -> dict[str, list[str]]:
    """Return the links to diagnostics of each key."""
    keys = [head.attributes["id"] or "" for head in page.all("th") if head.attributes["scope"] == "row"]
    return {
        key.removeprefix("key-"): [item.text for item in _row_of(page, key.removeprefix("key-")) if item.has("badges")]
        for key in keys
    }


def _diagnostics(page: str) -> list[list[str]]:
    """Return the lines of each diagnostic."""
    found: list[list[str]] = []
    for element in PageReader(page).elements:
        if (element.attributes.get("id") or "").startswith("diagnostic-"):
            found.append([])
        elif element.tag == "section" and found:
            break
        elif element.tag == "p" and found:
            found[-1].append(element.text)
    return found
