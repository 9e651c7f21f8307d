"""YAML as PyYAML's nodes, each with its place, read in C where that is built and without end nowhere."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from s3config.files import unreadable
from s3config.lines import Lines
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

Node = Any
"""A node of PyYAML, whose own types say nothing of what stands in it."""
_DEEPEST = 200
"""How deep a file may be nested; PyYAML's parser in C has no limit of its own, and crashes."""
_MOST_ENTRIES = 100_000
"""How many keys a file may have, those that stand behind an alias counted again."""
_NESTING = re.compile(r"[\[{]|[-?] ")


def documents(text: str, path: str = "") -> Iterator[Any]:
    """Yield the documents of a file as nodes; empty ones are left out.

    Raises:
        UnreadableFileError: The text is not YAML, or PyYAML is not installed.
    """
    try:
        import yaml  # the extra `yaml`
    except ImportError:
        raise unreadable(path, "YAML needs PyYAML, which is not installed", 'pip install "s3config[yaml]"') from None
    with complaining(path):
        if len(_NESTING.findall(text)) > _DEEPEST and _depth(text) > _DEEPEST:
            raise unreadable(path, "the file is nested too deeply", "write it flat")
        for node in yaml.compose_all(text, Loader=_loader()):
            if node is not None and not (isinstance(node, yaml.ScalarNode) and not node.value):
                yield node


@contextmanager
def complaining(path: str) -> Iterator[None]:
    """Turn what PyYAML raises, while parsing or while building values, into a complaint about the file."""
    import yaml

    try:
        yield
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "a character that YAML does not allow"
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise unreadable(path, f"this is not YAML: {problem}", "mend it", line, column) from None


def _loader() -> type[yaml.SafeLoader]:
    """Return PyYAML's loader in C, or where that was not built the one in Python."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _depth(text: str) -> int:
    import yaml

    deepest = depth = 0
    for event in yaml.parse(text, Loader=_loader()):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            deepest = max(deepest, depth)
            if depth > _DEEPEST:
                break
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return deepest


class Reader:
    """Builds values of the nodes of one file, and tells their places."""

    def __init__(self, text: str, path: str) -> None:
        """Prepare for a file."""
        self._lines = Lines(text)
        self._path = path
        self._constructor = _loader()("")
        self._left = _MOST_ENTRIES

    def origin(self, node: Node, offset: int = 0) -> Origin:
        """Return the place of a node, or of a character in a scalar of one line; its quote is no part of it."""
        quote = bool(offset) and node.style in ("'", '"')
        return Origin(self._path, *self._lines.place(node.start_mark.index + offset + quote))

    def table(self, node: Node) -> Table:
        """Read a mapping with the mappings in it."""
        found: list[Entry] = []
        merged: list[Entry] = []
        for key, item in node.value:
            self._left -= 1
            if self._left < 0:
                raise unreadable(self._path, "the file has too many keys", "write fewer aliases")
            if key.tag == "tag:yaml.org,2002:merge":
                others = item.value if item.id == "sequence" else [item]
                merged.extend(entry for other in others if other.id == "mapping" for entry in self.table(other))
                continue
            value = self.table(item) if item.id == "mapping" else self.value(item)
            found.append(Entry(self.value(key), value, self.origin(key)))
        if merged:
            own = {entry.word for entry in found}
            found.extend(entry for entry in merged if entry.word not in own)
        return Table(found)

    def value(self, node: Node) -> Any:  # noqa: ANN401 (any YAML value)
        """Return what a node means; what stands below it is part of that."""
        if node.id == "scalar" and node.tag == "tag:yaml.org,2002:str":
            return node.value
        return self._constructor.construct_object(node, deep=True)
