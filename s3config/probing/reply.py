"""An answer of a store, as it came."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_CODE = re.compile(rb"<Code>([A-Za-z]{1,60})</Code>")
"""Letters only: what a store makes up is not repeated."""
_SUCCESS = range(200, 300)


class Reply(NamedTuple):
    """Status, headers and body."""

    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether it is a success; an error may come with status 200 where the work takes long."""
        return self.status in _SUCCESS and b"<Error>" not in self.body[:300]

    @property
    def code(self) -> str:
        """The error's code; empty if there is none."""
        found = _CODE.search(self.body) if not self.ok else None
        return found[1].decode() if found else ""

    @property
    def evidence(self) -> str:
        """Status and code."""
        return f"{self.status} {self.code}".rstrip()

    def texts(self, name: str) -> list[str]:
        """Return the texts of the XML elements of a name."""
        found = re.findall(rf"<{name}>([^<]*)</{name}>".encode(), self.body)
        return [html.unescape(text.decode("utf-8", "replace")) for text in found]

    def text(self, name: str) -> str:
        """Return the text of the first XML element of a name; empty if there is none."""
        return next(iter(self.texts(name)), "")
