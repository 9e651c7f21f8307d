"""The mappings in YAML files of other tools, with what they merge, walked so that no alias makes it endless."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from s3config.files import unreadable
from s3config.lines import Lines
from s3config.nodes import Node, documents, misread, start_of
from s3config.origin import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_PAIRS = 300_000
"""How many keys are looked at in a file, those that stand behind an alias counted again."""
_BLOCK = re.compile(r"[|>][^\r\n]*(?:\r\n?|\n)\s*")
_NULL = "tag:yaml.org,2002:null"
_MERGE = "tag:yaml.org,2002:merge"
Pair = tuple[Any, Any]
"""The nodes of a key and of its value; PyYAML has no types of its own."""


class Mappings:
    """A YAML file of another tool."""

    def __init__(self, text: str, path: str) -> None:
        """Read the file.

        Raises:
            UnreadableFileError: The text is not YAML, or PyYAML is not installed.
        """
        self._text = text
        self._path = path
        self._lines = Lines(text)
        self._left = _MOST_PAIRS
        self._known: dict[int, list[Pair]] = {}
        self.documents = tuple(documents(text, path))

    def pairs(self, node: Node) -> list[Pair]:
        """Return the keys that are plain values, with what stands beside them; of anything but a mapping, none.

        Raises:
            UnreadableFileError: Aliases make more keys of the file than anybody wants.
        """
        if node is None or node.id != "mapping":
            return []
        found = self._known.get(id(node))
        if found is None:
            found = self._known[id(node)] = self._pairs(node, set())
        self._spend(len(found))
        return found

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise unreadable(self._path, "the file has too many keys", "write fewer aliases")

    def _pairs(self, node: Node, seen: set[int]) -> list[Pair]:
        if node.id != "mapping" or id(node) in seen:
            return []
        seen.add(id(node))
        self._spend(len(node.value))
        found: list[Pair] = []
        merged: list[Pair] = []
        for key, value in node.value:
            if key.tag == _MERGE:
                others = value.value if value.id == "sequence" else [value]
                merged.extend(pair for other in others for pair in self._pairs(other, seen))
            elif key.id == "scalar":
                found.append((key, value))
        names = {key.value for key, _ in found}
        for key, value in merged:
            if key.value not in names:
                names.add(key.value)
                found.append((key, value))
        return found

    def child(self, node: Node, word: str) -> Node:
        """Return what stands beside a key of a mapping; `None` if it has no such key."""
        return next((value for key, value in reversed(self.pairs(node)) if key.value == word), None)

    def items(self, node: Node) -> list[Any]:
        """Return the items of a list; of anything else, none."""
        return list(node.value) if node is not None and node.id == "sequence" else []

    def below(self, word: str) -> Iterator[Any]:
        """Yield what stands beside a key wherever it is in the file, each node once."""
        waiting, seen = list(reversed(self.documents)), set()
        while waiting:
            node = waiting.pop()
            if id(node) in seen or node.id == "scalar":
                continue
            seen.add(id(node))
            if node.id == "mapping":
                yield from (value for key, value in node.value if key.id == "scalar" and key.value == word)
                waiting.extend(value for _, value in reversed(node.value))
            else:
                waiting.extend(reversed(node.value))

    def origin(self, node: Node) -> Origin:
        """Return the place of a node."""
        return Origin(self._path, *self._lines.place(start_of(self._text, node)))

    def inside(self, node: Node) -> Origin:
        """Return the place of a node; of a scalar in quotes or in a block, that of its first character."""
        return Origin(self._path, *self._lines.place(inside_of(self._text, node)))

    def misread(self, node: Node) -> str | None:
        """Say what YAML takes a value for that was meant as text; `None` if it takes it for a value."""
        return misread(self._text, node)


def inside_of(text: str, node: Node) -> int:
    """Return where the text of a scalar begins, behind its quote or the head of its block."""
    start = start_of(text, node)
    if node.id != "scalar":
        return start
    if node.style in ("'", '"'):
        return start + 1
    head = _BLOCK.match(text, start) if node.style in ("|", ">") else None
    return start if head is None else head.end()


def scalar(node: Node) -> str | None:
    """Return a scalar as text, whatever its type; `None` if it is null, or no scalar."""
    return None if node is None or node.id != "scalar" or node.tag == _NULL else str(node.value)
