"""Say what is wrong with the configuration of this environment, or of files and URLs.

Exit code 0: nothing, or only infos; 1: errors or warnings; 2: input that cannot be read.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from s3config.cli import CLEAN, PROBLEMS, UNUSABLE
from s3config.colours import painted
from s3config.diagnostics import Severity
from s3config.reports.json import diagnostics as as_json
from s3config.resolution import resolve
from s3config.validation import validate

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from s3config.diagnostics import Diagnostic

HELP = "say what is wrong with the environment, files or URLs"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "inputs",
        nargs="*",
        metavar="INPUT",
        help="a .env file, a config file (TOML, YAML, JSON) or a URL; default: the environment",
    )
    parser.add_argument(
        "--select",
        action="append",
        default=[],
        metavar="CODE",
        help="report only codes that begin so, as in --select KEY,TLS001",
    )
    parser.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="CODE",
        help="do not report codes that begin so, as in --ignore AD",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(arguments: Namespace) -> int:
    """Validate every input and print what was found."""
    found: dict[Diagnostic, None] = {}
    unusable = False
    for what in arguments.inputs or [resolve()]:
        unusable = unusable or any(diagnostic.code == "FILE001" for diagnostic in validate(what))
        found.update(dict.fromkeys(validate(what, select=_codes(arguments.select), ignore=_codes(arguments.ignore))))
    if arguments.format == "json":
        print(json.dumps(as_json(found), indent=2))
    else:
        for diagnostic in found:
            print(painted(str(diagnostic), diagnostic.severity, sys.stdout))
        print(_summary(found), file=sys.stderr)
    if unusable:
        return UNUSABLE
    return PROBLEMS if any(diagnostic.severity.is_problem for diagnostic in found) else CLEAN


def _codes(options: list[str]) -> list[str]:
    return [code.strip().upper() for option in options for code in option.split(",") if code.strip()]


def _summary(found: dict[Diagnostic, None]) -> str:
    counts = {severity: sum(d.severity is severity for d in found) for severity in reversed(Severity)}
    parts = [f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in counts.items() if count]
    return ", ".join(parts) or "nothing to complain about"
