"""What a built site links to and loads, read from its pages."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOADS = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src", "form": "action"}
_NOT_FETCHED = {"canonical", "next", "prev"}


class Page(HTMLParser):
    """One page: its anchors, its links, and what the browser fetches for it."""

    def __init__(self, path: Path) -> None:
        """Read it."""
        super().__init__()
        self.anchors: set[str] = {""}
        self.twice: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names."""
        found = {name: value for name, value in attrs if value is not None}
        if found.get("id") in self.anchors:
            self.twice.append(found["id"])
        self.anchors.update(found[name] for name in ("id", "name") if name in found)
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        place = found.get(_LOADS.get(tag, ""))
        if place is not None and found.get("rel") not in _NOT_FETCHED:
            self.loads.append(place)


def problems(site: Path) -> Iterator[str]:
    """Yield every link that leads nowhere within the site, and everything that another server would be asked for."""
    pages = {path: Page(path) for path in sorted(site.rglob("*.html")) if path.name != "404.html"}
    for path, page in pages.items():
        name = path.relative_to(site)
        yield from (f"{name} has two elements with the id {word}" for word in page.twice if not word.startswith("__"))
        yield from (f"{name} loads {place}" for place in page.loads if urlsplit(place).netloc)
        for link in (*page.links, *page.loads):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            if not target.exists():
                yield f"{name} leads to {link}, which is not there"
            elif target in pages and unquote(parts.fragment) not in pages[target].anchors | {"__search", "__toc"}:
                yield f"{name} leads to {link}, which has no such place"
