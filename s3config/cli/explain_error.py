"""Say what an error of an S3 client means, and which settings are likely its cause.

The text is never repeated, for it may hold secrets. Exit code 0: recognised; 1: not recognised; 2: nothing to read.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from s3config.cli import CLEAN, PROBLEMS, UNUSABLE
from s3config.formats import as_json, origin_as_json
from s3config.reports import place_of, rows
from s3config.resolution import resolve
from s3config.rules import rules
from s3config.tools import UnknownToolError, chosen
from s3config.validation import of_resolution

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from s3config.diagnostics import Diagnostic
    from s3config.reports import Row
    from s3config.symptoms import Symptom

HELP = "say what an error of an S3 client means"
_LARGEST = 20_000_000
"""Bytes of the standard input that are read; a log may be endless."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("text", nargs="?", default="-", metavar="TEXT", help="the error; default: the standard input")
    parser.add_argument("--file", metavar="PATH", help="the config file that was used")
    parser.add_argument("--store", help="name of a store in the config file")
    parser.add_argument("--dotenv", metavar="PATH", help="the .env file that was used")
    parser.add_argument("--profile", help="name of an AWS profile")
    parser.add_argument("--no-env", action="store_true", help="leave the environment aside")
    parser.add_argument("--target", action="append", default=[], metavar="TOOL", help="the tool that failed")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(arguments: Namespace) -> int:
    """Recognise the text, and look in the configuration for what causes it."""
    from s3config.symptoms import nearest_code, recognise_text  # wanted by this command only

    text = _read() if arguments.text == "-" else arguments.text
    if not text.strip():
        print("s3config: there is no text; give that of the error", file=sys.stderr)
        return UNUSABLE
    try:
        tools = chosen(name for option in arguments.target for name in option.split(","))
    except UnknownToolError as error:
        print(f"s3config: {error}", file=sys.stderr)
        return UNUSABLE
    symptom = recognise_text(text)
    if symptom is None:
        _print_unknown(nearest_code(text), arguments.format)
        return PROBLEMS
    resolution = resolve(
        env=not arguments.no_env,
        file=arguments.file,
        store=arguments.store,
        dotenv=arguments.dotenv,
        profile=arguments.profile,
    )
    by_key = {row.key: row for row in rows(resolution)}
    suspects = [by_key[key] for key in symptom.keys if key in by_key]
    faults = [fault for fault in of_resolution(resolution, tools) if _is_about(fault, symptom, suspects)]
    if arguments.format == "json":
        print(json.dumps(_as_json(symptom, suspects, faults), indent=2))
    else:
        print("\n".join(_lines(symptom, suspects, faults)))
    return UNUSABLE if any(fault.code == "FILE001" for fault in faults) else CLEAN


def _read() -> str:
    if sys.stdin.isatty():
        print("Paste the error; end with Ctrl-D on a line of its own.", file=sys.stderr)
    return sys.stdin.buffer.read(_LARGEST).decode("utf-8", "replace")


def _print_unknown(close: str | None, form: str) -> None:
    if form == "json":
        print(json.dumps({"symptom": None, "nearest": close}, indent=2))
        return
    hint = f"; the nearest error code that is known is {close}" if close else ""
    print(f"nothing is known of this error{hint}")
    print("`s3config validate` says what is wrong with the configuration all the same", file=sys.stderr)


def _is_about(fault: Diagnostic, symptom: Symptom, suspects: list[Row]) -> bool:
    """Tell whether a fault may be the cause: it is known for it, or is in a setting that is likely the cause."""
    if fault.code in {*symptom.rules, "FILE001"}:
        return True
    places = {row.setting.origin for row in suspects}
    return fault.severity.is_problem and not places.isdisjoint(fault.origins)


def _lines(symptom: Symptom, suspects: list[Row], faults: list[Diagnostic]) -> Iterator[str]:
    yield f"{symptom.name}: {symptom.cause}"
    yield f"  {symptom.remedy}"
    if faults:
        yield "\nwhat is wrong with the configuration:"
        yield from (f"  {fault}" for fault in faults)
    if suspects:
        yield "\nsettings that are the likely cause:"
        cells = [(row.key, _value(row.value), place_of(row.setting)) for row in suspects]
        widths = [max(len(cell[column]) for cell in cells) for column in (0, 1)]
        yield from (f"  {key:<{widths[0]}}  {value:<{widths[1]}}  {place}" for key, value, place in cells)
    missing = _missing(symptom, suspects)
    if missing:
        yield f"\nnot set: {', '.join(missing)}"
    known = [rules()[code] for code in symptom.rules if code in rules()]
    if known:
        yield "\nrules that find the cause beforehand (`s3config rule CODE` says more):"
        yield from (f"  {rule.code:<7}  {rule.name}" for rule in known)


def _missing(symptom: Symptom, suspects: list[Row]) -> list[str]:
    """Return the keys that nobody wrote, one of which may have to be written."""
    return [key for key in symptom.keys if key not in {row.key for row in suspects if row.value is not None}]


def _value(value: object) -> str:
    """Return a value, secrets in it hidden already, on one line."""
    if value is None:
        return "(not set)"
    return json.dumps(value) if isinstance(value, bool) or not str(value).isprintable() else str(value)


def _as_json(symptom: Symptom, suspects: list[Row], faults: list[Diagnostic]) -> dict[str, Any]:
    settings = [
        {
            "key": row.key,
            "value": row.value,
            "spelling": row.setting.spelling,
            "origin": origin_as_json(row.setting.origin),
        }
        for row in suspects
    ]
    return {
        "symptom": symptom.name,
        "cause": symptom.cause,
        "remedy": symptom.remedy,
        "rules": [{"code": code, "name": rules()[code].name} for code in symptom.rules if code in rules()],
        "settings": settings,
        "not_set": _missing(symptom, suspects),
        "diagnostics": [as_json(fault) for fault in faults],
    }
