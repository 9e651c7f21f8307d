"""A page as a parser of HTML reads it: its elements, its words and its links."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

_EMPTY = frozenset({"meta", "link", "input"})


class Element(NamedTuple):
    """An element with its attributes, and the text in it."""

    tag: str
    attributes: dict[str, str | None]
    words: list[str]

    @property
    def text(self) -> str:
        """All text in the element, its children's included."""
        return "".join(self.words)

    def has(self, name: str) -> bool:
        """Tell whether the element is of a class."""
        return name in (self.attributes.get("class") or "").split()


class PageReader(HTMLParser):
    """Every element of a page, in the order in which they begin."""

    def __init__(self, page: str) -> None:
        """Read a page; elements that are closed out of turn are an error."""
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        assert len(dict(attrs)) == len(attrs)
        element = Element(tag, dict(attrs), [])
        self.elements.append(element)
        if tag not in _EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        """Give text to all elements around it."""
        for element in self._open:
            element.words.append(data)

    def all(self, tag: str) -> list[Element]:
        """Return the elements of a kind."""
        return [element for element in self.elements if element.tag == tag]

    def by_id(self, name: str) -> Element:
        """Return the element of an id, of which there must be one."""
        (element,) = [element for element in self.elements if element.attributes.get("id") == name]
        return element
