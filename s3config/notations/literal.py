"""Arguments as Python and JSON write them: a mapping, an assignment of one, or a call with keywords.

A call's own calls count as tables, too, so that `boto3.client("s3", config=Config(s3={...}))` can be read.
"""

from __future__ import annotations

import ast
import json
import warnings
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from s3config.config.times import duration_text
from s3config.documents import formats
from s3config.errors import ConfigError
from s3config.files import unreadable
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

_OPTIONS = "storage_options"
_CONSTANTS = {"true": True, "false": False, "null": None, "UNSIGNED": "UNSIGNED"}


def write_python(values: Mapping[str, Any], name: str = _OPTIONS) -> str:
    """Write an assignment of a mapping."""
    text = f"{name} = {code(values)}\n"
    return f"from datetime import timedelta\n\n{text}" if "timedelta(" in text else text


def code(value: Any, depth: int = 0) -> str:  # noqa: ANN401 (any argument)
    """Write a value as Python does, a mapping on lines of its own."""
    if isinstance(value, timedelta):
        return f"timedelta(seconds={value.total_seconds()!r})"
    if callable(value):
        raise ConfigError("what hands out credentials is an object, which no text can hold; use the values")
    if not isinstance(value, dict):
        return repr(value)
    inner, outer = "    " * (depth + 1), "    " * depth
    lines = "".join(f"{inner}{name!r}: {code(item, depth + 1)},\n" for name, item in value.items())
    return f"{{\n{lines}{outer}}}" if lines else "{}"


def write_json(values: Mapping[str, Any]) -> str:
    """Write a JSON object."""
    return json.dumps(values, indent=2, ensure_ascii=False, default=_json) + "\n"


def _json(value: Any) -> str:  # noqa: ANN401 (what JSON has no type for)
    return duration_text(value) if isinstance(value, timedelta) else code(value)


def read(text: str, path: str, *, named: Container[str] = ()) -> Table:
    """Read either.

    Args:
        text: The text.
        path: What its place is called.
        named: Names of assignments that are words themselves; the mappings of others are the configuration.

    Raises:
        UnreadableFileError: The text is neither.
    """
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return _read_python(text, path, named)
    table: Table = formats()[".json"].entries(text, path)
    return table


def _read_python(text: str, path: str, named: Container[str]) -> Table:
    try:
        with warnings.catch_warnings(action="ignore"):  # of escapes that Python does not know
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        place = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
        message = "this is neither JSON nor a Python mapping or call"
        raise unreadable(path, message, "mend it at this place", *place) from None
    origins = _Origins(text, path)
    entries = [entry for statement in tree.body for entry in _of_statement(statement, origins, named)]
    if not entries:
        raise unreadable(path, "there is no mapping and no call with keywords", 'write {"key": "value"}', 1, 1)
    return Table(entries)


class Expression:
    """What stands for a value that only running the program would tell."""


class _Origins:
    """Places in the text; the parser counts columns in bytes."""

    def __init__(self, text: str, path: str) -> None:
        self._lines = text.splitlines()
        self._path = path

    def __call__(self, node: ast.expr | ast.keyword) -> Origin:
        line = self._lines[node.lineno - 1] if node.lineno <= len(self._lines) else ""
        column = len(line.encode()[: node.col_offset].decode(errors="replace")) + 1
        return Origin(self._path, node.lineno, column)


def _of_statement(statement: ast.stmt, origins: _Origins, named: Container[str]) -> Iterator[Entry]:
    value = statement.value if isinstance(statement, ast.Expr | ast.Assign | ast.AnnAssign) else None
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if not isinstance(value, ast.Dict | ast.Call):
        return
    if isinstance(target, ast.Name) and target.id in named:
        yield Entry(target.id, _table(value, origins), origins(target))
    else:
        yield from _table(value, origins)


def _table(node: ast.Dict | ast.Call, origins: _Origins) -> Table:
    if isinstance(node, ast.Call):
        spliced = (None, _OPTIONS)  # `**{...}`, and the mapping that readers of tables are given
        pairs = [(word.arg, word, word.value) for word in node.keywords if word.arg not in spliced]
        inner = [item.value for item in node.keywords if item.arg in spliced and isinstance(item.value, ast.Dict)]
        spread = [entry for item in inner for entry in _table(item, origins)]
        return Table([*(Entry(name, _value(value, origins), origins(place)) for name, place, value in pairs), *spread])
    return Table(
        Entry(_value(key, origins), _value(value, origins), origins(key))
        for key, value in zip(node.keys, node.values, strict=True)
        if key is not None
    )


def _value(node: ast.expr, origins: _Origins) -> Any:  # noqa: ANN401 (any literal)
    if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "timedelta":
        return _duration(node)
    if isinstance(node, ast.Dict | ast.Call):
        return _table(node, origins)
    if isinstance(node, ast.Name | ast.Attribute):
        name = node.attr if isinstance(node, ast.Attribute) else node.id
        return _CONSTANTS.get(name, Expression())
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError, MemoryError, SyntaxError):
        return Expression()


def _duration(node: ast.Call) -> timedelta | Expression:
    try:
        return timedelta(**{str(word.arg): ast.literal_eval(word.value) for word in node.keywords})
    except (ValueError, TypeError, OverflowError):
        return Expression()
