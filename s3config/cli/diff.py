"""Compare two configurations by what a store would use: their effective values, however each is written.

A and B are each a config file (`s3config.toml`, `s3config.toml#store`), a `.env` file, another tool's file
(`rclone.conf#remote`, `~/.aws/config#profile`, or `TOOL:PATH`), a URL, `profile:NAME`, or `env` for the environment.

Exit code 0: equal; 1: different; 2: one of them cannot be read, or is invalid.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from s3config.cli import CLEAN, UNUSABLE
from s3config.comparing import LONGEST, compare
from s3config.diagnostics import Severity
from s3config.formats import as_json, origin_as_json
from s3config.operands import resolve_operand
from s3config.redaction import mask_text
from s3config.reports import place_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from s3config.comparing import Compared, Side
    from s3config.resolution import Resolution

HELP = "compare two configurations by their effective values"
_DIFFERENT = 1
_Row = tuple[str, str, str]


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("a", metavar="A", help="a configuration")
    parser.add_argument("b", metavar="B", help="another one")
    parser.add_argument("--all", action="store_true", help="list keys that are equal, too, and mark those that differ")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(arguments: Namespace) -> int:
    """Compare, and print the keys that differ."""
    sides = [resolve_operand(word, os.environ) for word in (arguments.a, arguments.b)]
    names = [mask_text(arguments.a), mask_text(arguments.b)]
    is_usable = not any(d.severity is Severity.ERROR for side in sides for d in side.diagnostics)
    compared = compare(*sides) if is_usable else ()
    listed = [item for item in compared if arguments.all or not item.is_equal]
    differing = sum(not item.is_equal for item in compared)
    if arguments.format == "json":
        print(json.dumps(_as_json(names, sides, listed, is_equal=not differing if is_usable else None), indent=2))
    else:
        for name, side in zip("AB", sides, strict=True):
            problems = (d for d in side.diagnostics if d.severity.is_problem)
            print("".join(f"{name}: {problem}\n" for problem in problems), end="", file=sys.stderr)
        if listed:
            print("\n".join(_table(names, listed, marks=arguments.all)))
        if is_usable:
            print(_summary(differing, len(compared)), file=sys.stderr)
    if not is_usable:
        return UNUSABLE
    return _DIFFERENT if differing else CLEAN


def _summary(differing: int, compared: int) -> str:
    if not differing:
        return f"no difference in {compared} keys"
    return f"{differing} of {compared} keys {'differs' if differing == 1 else 'differ'}"


def _table(names: Sequence[str], listed: Sequence[Compared], *, marks: bool) -> Iterator[str]:
    """Yield the lines: for each key the two values, below them where each is from."""
    head: _Row = ("", f"A: {names[0]}", f"B: {names[1]}")
    rows = [head, *(row for item in listed for row in _rows(item, marks=marks))]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for key, a, b in rows:
        yield f"{key:{widths[0]}}  {a:{widths[1]}}  {b}".rstrip()


def _rows(item: Compared, *, marks: bool) -> tuple[_Row, _Row]:
    mark = ("  " if item.is_equal else "! ") if marks else ""
    return (f"{mark}{item.key}", _value(item.a), _value(item.b)), ("", _place(item.a), _place(item.b))


def _value(side: Side) -> str:
    if side.value is None:
        return "(not set)"
    text = _flat(str(side.value).lower() if isinstance(side.value, bool) else str(side.value))
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return text if side.fingerprint is None else f"{text} #{side.fingerprint}"


def _place(side: Side) -> str:
    return "" if side.setting is None else f"  {_flat(place_of(side.setting))}"


def _flat(text: str) -> str:
    """Put text on one line, control characters written out."""
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")


def _as_json(
    names: Sequence[str], sides: Sequence[Resolution], listed: Sequence[Compared], *, is_equal: bool | None
) -> dict[str, Any]:
    return {
        "a": names[0],
        "b": names[1],
        "equal": is_equal,
        "keys": [
            {"key": item.key, "equal": item.is_equal, "a": _side_as_json(item.a), "b": _side_as_json(item.b)}
            for item in listed
        ],
        "diagnostics": {name: [as_json(d) for d in side.diagnostics] for name, side in zip("ab", sides, strict=True)},
    }


def _side_as_json(side: Side) -> dict[str, Any] | None:
    if side.setting is None:
        return None
    return {
        "value": side.value,
        "fingerprint": side.fingerprint,
        "spelling": side.setting.spelling,
        "layer": str(side.setting.layer),
        "origin": origin_as_json(side.setting.origin),
    }
