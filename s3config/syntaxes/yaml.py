"""Keys of YAML mappings, `NAME=value` items of lists, and `name:` beside `value:`."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.mappings import inside_of
from s3config.nodes import NO_TEXT, Node, anchor_of, documents, misread, start_of
from s3config.syntaxes import Assignment, line_below, line_start, lines_from, with_comma

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = re.compile(r"[A-Za-z0-9_/.][A-Za-z0-9_./+-]*(?::[A-Za-z0-9_./+-]+)*")
_OTHER_TYPE = re.compile(r"(?i)(?:true|false|yes|no|on|off|null|~|[-+.0-9][-+.0-9_:a-fox]*)")
_ITEM = re.compile(r"[A-Za-z0-9_]+=(?:[A-Za-z0-9_./+=@%,-]|:(?=\S))*")
_ALIAS = re.compile(r"(?:\s|#[^\r\n]*)*:\s*(?P<alias>\*[^\s,\[\]{}]+)")
_DASH = re.compile(r"[ \t]*-[ \t]+")
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
_LITERALS = ("true", "false")
_QUESTION = re.compile(r"\? +\Z")


class _Found(NamedTuple):
    """An assignment among the nodes; `key` and `value` are nodes."""

    key: Any
    value: Any
    around: Any
    """The mapping, or the list, that it is in."""
    is_named: bool = False
    """Whether it is a mapping with `name` and `value`."""
    is_flow: bool = False
    """Whether it stands between brackets or braces, with commas."""
    is_alone: bool = False
    """Whether nothing else stands in the mapping or list that it is to be taken out of, so that null would be left."""


def find(text: str, index: int) -> Assignment:
    """Return the assignment whose key begins at a character; the text is known to be YAML."""
    found = _places(text).get(index)
    if found is None:
        return Assignment(index, index, index, index)
    if found.value is None:
        return _item(text, found.key)
    start, end = start_of(text, found.key), _end(text, found.key)
    key = Assignment(start, end, end, end, indirect=True, is_key_shared=_is_shared(text, found.key))
    alias = _ALIAS.match(text, end)
    if alias is not None and not found.is_named:
        return key._replace(start=alias.start("alias"), end=alias.end("alias"))
    if found.value.start_mark.index < end or misread(text, found.value) not in (None, NO_TEXT):
        return key
    is_scalar = found.value.id == "scalar"
    start, stop = start_of(text, found.value), _end(text, found.value)
    quote = found.value.style if is_scalar and found.value.style in ("'", '"') else ""
    indirect = not is_scalar or stop <= start or found.value.style in ("|", ">") or _has_break(text, start, stop)
    indirect = indirect or _is_shared(text, found.value)
    return key._replace(start=start, end=max(start, stop), quote=quote, indirect=indirect)


@lru_cache(maxsize=2)
def _places(text: str) -> dict[int, _Found]:
    """Return every assignment by the index where its key begins, and items of lists by that of their text as well."""
    places: dict[int, _Found] = {}
    for found in _assignments(text):
        places.setdefault(found.key.start_mark.index, found)
        places.setdefault(start_of(text, found.key), found)
        if found.value is None:
            places.setdefault(inside_of(text, found.key), found)
    return places


def _assignments(text: str) -> Iterator[_Found]:
    waiting: list[tuple[Any, bool, bool]] = [(node, False, False) for node in documents(text)]
    seen: set[int] = set()
    while waiting:
        node, in_flow, is_alone = waiting.pop()
        if id(node) in seen or node.id == "scalar":
            continue
        is_root = not seen
        seen.add(id(node))
        is_flow, is_single = bool(node.flow_style), len(node.value) == 1
        if node.id == "mapping":
            named = {key.value: value for key, value in node.value if key.id == "scalar"}
            value = named.get("value", named.get("valueFrom"))
            if "name" in named and value is not None and named["name"].id == "scalar":
                yield _Found(named["name"], value, node, is_named=True, is_flow=in_flow, is_alone=is_alone)
            for key, value in node.value:
                yield _Found(key, value, node, is_flow=is_flow, is_alone=is_single and not is_root)
                waiting.append((value, False, True))
        else:
            for item in node.value:
                if item.id == "scalar":
                    yield _Found(item, None, node, is_flow=is_flow, is_alone=is_single)
                else:
                    waiting.append((item, is_flow, is_single))


def _is_shared(text: str, node: Node) -> bool:
    """Tell whether a node has an anchor to which an alias leads."""
    anchor = anchor_of(text, node)
    return anchor is not None and f"*{anchor}" in text


def _end(text: str, node: Node) -> int:
    """Return where a node's text ends, without the white space and the comments that blocks take along."""
    while node.id != "scalar" and not node.flow_style and node.value:
        last = node.value[-1]
        parts = last if node.id == "mapping" else (last,)
        inside = [part for part in parts if part.start_mark.index >= node.start_mark.index and part is not node]
        if not inside:  # what is before it stands behind an alias
            break
        node = inside[-1]
    end: int = node.end_mark.index
    start: int = node.start_mark.index
    return start + len(text[start:end].rstrip())


def _has_break(text: str, start: int, end: int) -> bool:
    return "\n" in text[start:end] or "\r" in text[start:end]


def _item(text: str, node: Node) -> Assignment:
    """Read `NAME=value` within one scalar; its quotes are of the whole item."""
    start, end = inside_of(text, node), _end(text, node)
    if node.style in ("'", '"') and end > start:
        end -= 1
    is_block = node.style in ("|", ">")
    shared = _is_shared(text, node)
    name_end = text.find("=", start, end)
    if name_end < 0:
        return Assignment(start, end, end, end, indirect=is_block, is_part=is_block, is_key_shared=shared)
    indirect = is_block or shared or _has_break(text, start, end)
    return Assignment(start, name_end, name_end + 1, end, indirect=indirect, is_part=True)


def quoted(value: str, like: str) -> str:
    """Write a value, in quotes if it would be read as another type without."""
    if like == "'":
        return "'" + value.replace("'", "''") + "'"
    if like or not _PLAIN.fullmatch(value) or _OTHER_TYPE.fullmatch(value):
        return json.dumps(value, ensure_ascii=False)
    return value


def addition(text: str, near: Assignment, word: str, value: str) -> tuple[int, str]:
    """Write a further assignment beside one, in the form that it has."""
    found = _places(text).get(near.key_start)
    if found is None:
        return near.end, ""
    start, end = _extent(text, found, near)
    before = text[line_start(text, start) : start]
    if found.is_named:
        name, content = f"name: {word}", json.dumps(value, ensure_ascii=False)  # Kubernetes takes only text
        if found.around.flow_style:
            new = f"{{{name}, value: {content}}}"
        else:
            new = f"{name}{_break(text)}{' ' * len(before)}value: {content}"
    elif found.value is None:
        new = f"{word}={value}"
        new = new if _ITEM.fullmatch(new) else json.dumps(new, ensure_ascii=False)
    else:
        is_literal = value in _LITERALS and not word.isupper()  # a variable is text
        new = f"{word}: {value if is_literal else quoted(value, near.quote)}"
        before = before.replace("-", " ") if _DASH.fullmatch(before) else before
    before = _QUESTION.sub("", before)
    if found.is_flow:
        return end, f", {new}"
    if before.strip(" \t-"):  # two levels on one line: there is no room for another
        return end, ""
    return line_below(text, end, f"{before}{new}")


def removal(text: str, found: Assignment) -> tuple[int, int]:
    """Take out the whole line, or lines; between braces or brackets, the assignment with a comma beside it.

    Nothing is taken out of a block that has nothing else, for that would become null; nor what an alias leads to.
    """
    node = _places(text).get(found.key_start)
    nothing = found.key_start, found.key_start
    if node is None or (node.is_alone and not node.is_flow):
        return nothing
    start, end = _extent(text, node, found)
    if any(f"*{anchor[1]}" in text for anchor in _ANCHOR.finditer(text, line_start(text, start), end)):
        return nothing
    before = text[line_start(text, start) : start]
    if node.is_flow:
        return with_comma(text, start, end)
    if node.value is not None and not node.is_named and _DASH.fullmatch(before):
        following = [key.start_mark.index for key, _ in node.around.value if key.start_mark.index > end]
        if following:  # the dash goes to the next key of the same item
            return start, min(following)
    return lines_from(text, start, end)


def _extent(text: str, found: _Found, assignment: Assignment) -> tuple[int, int]:
    """Return where the whole of an assignment begins and ends, with its quotes."""
    if found.is_named:
        return start_of(text, found.around), _end(text, found.around)
    if found.value is None:
        return start_of(text, found.key), _end(text, found.key)
    value_end = _end(text, found.value) if found.value.start_mark.index > assignment.key_end else 0
    return assignment.key_start, max(assignment.key_end, assignment.end, value_end)


def _break(text: str) -> str:
    """Return how the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"
