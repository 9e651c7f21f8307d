"""YAML as PyYAML's nodes, each with its place, read in C where that is built and without end nowhere."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from s3config.diagnostics import Diagnostic, Severity
from s3config.files import UnreadableFileError, unreadable
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
_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*(?:\s+(?:#[^\r\n]*\s*)*|\Z))*")
_STANDARD = "tag:yaml.org,2002:"
NO_TEXT = "is no text"
"""What is said of a mapping or a list where a value belongs."""
_STYLES = ("'", '"', "|", ">")
"""How text is written that is text even if it is empty."""
_PROBLEMS = {
    "found undefined alias": "there is no anchor of this name; a value that begins with * needs quotes",
    "found undefined tag handle": "there is no tag of this kind; a value that begins with ! needs quotes",
    "found duplicate anchor": "an anchor stands here twice",
    "could not determine a constructor": "a tag stands here that nobody knows",
    "found unhashable key": "a key is no text",
    "failed to": "what is tagged as binary is not base64",
    **{
        problem: problem
        for problem in (
            "block sequence entries are not allowed in this context",
            "could not find expected ':'",
            "did not find URI escaped octet",
            "did not find expected '!'",
            "did not find expected ',' or ']'",
            "did not find expected ',' or '}'",
            "did not find expected '-' indicator",
            "did not find expected <document start>",
            "did not find expected alphabetic or numeric character",
            "did not find expected comment or line break",
            "did not find expected hexdecimal number",
            "did not find expected key",
            "did not find expected node content",
            "did not find expected tag URI",
            "did not find expected whitespace or line break",
            "expected ',' or ']'",
            "expected ',' or '}'",
            "expected <block end>",
            "expected alphabetic or numeric character",
            "expected the node content",
            "found a tab character that violates indentation",
            "found a tab character where an indentation space is expected",
            "found an indentation indicator equal to 0",
            "found character that cannot start any token",
            "found duplicate %YAML directive",
            "found incompatible YAML document",
            "found invalid Unicode character escape code",
            "found unexpected ':'",
            "found unexpected document indicator",
            "found unexpected document separator",
            "found unexpected end of stream",
            "found unknown escape character",
            "mapping keys are not allowed",
            "mapping values are not allowed",
            "sequence entries are not allowed",
        )
    },
}
"""What PyYAML says is wrong, up to where the text of the file may follow, and how we say it."""
_CANNOT_CONSTRUCT = (ValueError, KeyError, AttributeError, IndexError, TypeError, OverflowError)
"""What PyYAML's constructors let through."""


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
    """Turn what PyYAML raises, while parsing or while building values, into a complaint about the file.

    PyYAML's own texts quote the file, and what stands there may be secret.
    """
    import yaml

    try:
        yield
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None)
        if problem is None:
            said = "a character that YAML does not allow"
        else:
            said = next((ours for known, ours in _PROBLEMS.items() if problem.startswith(known)), "its form is wrong")
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise unreadable(path, f"this is not YAML: {said}", "mend it", line, column) from None
    except _CANNOT_CONSTRUCT:
        raise unreadable(
            path, "a value in the file is not what its tag or its form says", "write it in quotes"
        ) from None


def start_of(text: str, node: Node) -> int:
    """Return where a node itself begins, behind its anchor and its tag."""
    start: int = node.start_mark.index
    properties = _PROPERTIES.match(text, start, max(node.end_mark.index, start))
    return start if properties is None else properties.end()


def anchor_of(text: str, node: Node) -> str | None:
    """Return the name of the anchor before a node; `None` if it has none, or stands behind an alias."""
    found = re.search(r"&([^\s,\[\]{}]+)", text[node.start_mark.index : start_of(text, node)])
    return None if found is None else found[1]


def misread(text: str, node: Node) -> str | None:
    """Say what YAML takes a value for that was meant as text; `None` if it takes it for a value."""
    if node.id != "scalar":
        return NO_TEXT
    if node.value or node.style in _STYLES:
        return None
    if not node.tag.startswith(_STANDARD):
        return "is read by YAML as a tag, not as a value"
    is_anchor = text.startswith("&", node.start_mark.index)
    return "is read by YAML as an anchor, not as a value" if is_anchor else None


def is_tagged(node: Node) -> bool:
    """Tell whether a tag says that a node is something that only some program knows."""
    return not node.tag.startswith(_STANDARD)


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


def has_more_keys(text: str, path: str, most: int) -> bool:
    """Tell whether a file has more than so many keys, in far less time than it takes to read them.

    Raises:
        UnreadableFileError: The text is not YAML.
    """
    import yaml

    count = 0
    is_key: list[bool | None] = [None]
    """Whether a key comes next in each collection that is open; `None` where there are none."""
    with complaining(path):
        for event in yaml.parse(text, Loader=_loader()):
            if isinstance(event, yaml.NodeEvent) and is_key[-1] is not None:
                count += is_key[-1]
                is_key[-1] = not is_key[-1]
            if isinstance(event, yaml.CollectionStartEvent):
                is_key.append(True if isinstance(event, yaml.MappingStartEvent) else None)
            elif isinstance(event, yaml.CollectionEndEvent):
                is_key.pop()
            if count > most:
                return True
    return False


class Reader:
    """Builds values of the nodes of one file, and tells their places."""

    def __init__(self, text: str, path: str, *, most: int = _MOST_ENTRIES, takes_tags: bool = False) -> None:
        """Prepare for a file.

        Args:
            text: What stands in it.
            path: Where it is.
            most: How many keys it may have.
            takes_tags: Whether a program may give tags a meaning, so that what has one stands for another value.
        """
        self._text = text
        self._lines = Lines(text)
        self._path = path
        self._constructor = _loader()("")
        self._left = most
        self._takes_tags = takes_tags

    def origin(self, node: Node) -> Origin:
        """Return the place of a node."""
        return Origin(self._path, *self._lines.place(start_of(self._text, node)))

    def table(self, node: Node) -> Table:
        """Read a mapping with the mappings in it.

        Raises:
            UnreadableFileError: It has too many keys, or a value is none.
        """
        found: list[Entry] = []
        merged: list[Entry] = []
        for key, item in node.value:
            self._left -= 1
            if self._left < 0:
                raise unreadable(self._path, "the file has more keys than configuration ever has", "leave it out")
            if key.tag == "tag:yaml.org,2002:merge":
                others = item.value if item.id == "sequence" else [item]
                merged.extend(entry for other in others if other.id == "mapping" for entry in self.table(other))
                continue
            found.append(Entry(self.value(key), self._beside(key, item), self.origin(key)))
        if merged:
            own = {entry.word for entry in found}
            found.extend(entry for entry in merged if entry.word not in own)
        return Table(found)

    def _beside(self, key: Node, item: Node) -> Any:  # noqa: ANN401 (any YAML value)
        """Read what stands beside a key."""
        if item.id == "mapping":
            return self.table(item)
        problem = misread(self._text, item) if item.id == "scalar" else None
        if problem is None and is_tagged(item):
            if self._takes_tags:
                return "${tag}"
            problem = "has a tag that nobody knows"
        if problem is None:
            return self.value(item)
        word = key.value if key.id == "scalar" else "a value"
        message = f"{word} {problem}"
        raise UnreadableFileError(
            Diagnostic("KEY005", Severity.ERROR, (self.origin(key),), message, "write it in quotes")
        )

    def value(self, node: Node) -> Any:  # noqa: ANN401 (any YAML value)
        """Return what a node means; what stands below it is part of that.

        Raises:
            UnreadableFileError: It is not what its tag or its form says.
        """
        if node.id == "scalar" and node.tag == "tag:yaml.org,2002:str":
            return node.value
        try:
            return self._constructor.construct_object(node, deep=True)
        except _CANNOT_CONSTRUCT:
            origin = self.origin(node)
            message = "this is not the value that its tag or its form says"
            raise unreadable(self._path, message, "write it in quotes", origin.line, origin.column) from None
