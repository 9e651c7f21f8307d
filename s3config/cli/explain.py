"""Show every value that a store would use, where it came from, and what it overrode. Secrets are hidden.

Exit code 0: usable; 1: errors; 2: input that cannot be read. The TOML form is a config file: it can be loaded again.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import s3config.reports
from s3config.cli import CLEAN, PROBLEMS, UNUSABLE
from s3config.diagnostics import Severity
from s3config.kinds import kind_by_name
from s3config.resolution import resolve

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HELP = "show every value, where it came from and what it overrode"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    formats = sorted(module.name for module in iter_modules(s3config.reports.__path__))
    parser.add_argument(
        "inputs",
        nargs="*",
        metavar="INPUT",
        help="a .env file, a config file or a URL, on top of the environment; one of each",
    )
    parser.add_argument("--store", help="name of a store in the config file")
    parser.add_argument("--profile", help="name of an AWS profile")
    parser.add_argument("--bucket", help="name of the bucket")
    parser.add_argument("--no-env", action="store_true", help="leave the environment aside")
    parser.add_argument("--all", action="store_true", help="list keys that nobody wrote, too, with their defaults")
    parser.add_argument("--format", choices=formats, default="text", help="default: text")


def run(arguments: Namespace) -> int:
    """Resolve the inputs together with the environment and print the report."""
    inputs = _inputs(arguments.inputs)
    if len(inputs) < len(arguments.inputs):
        print("give at most one .env file, one config file and one URL", file=sys.stderr)
        return UNUSABLE
    resolution = resolve(
        bucket=arguments.bucket,
        profile=arguments.profile,
        store=arguments.store,
        env=not arguments.no_env,
        **inputs,
    )
    report: Any = import_module(f"{s3config.reports.__name__}.{arguments.format}")
    print(report.explain(resolution, defaults=arguments.all))
    codes = {d.code for d in resolution.diagnostics if d.severity is Severity.ERROR}
    return UNUSABLE if "FILE001" in codes else PROBLEMS if codes else CLEAN


def _inputs(inputs: list[str]) -> dict[str, Any]:
    return {
        ("url" if "://" in what else "dotenv" if kind_by_name(Path(what)) == "dotenv" else "file"): what
        for what in inputs
    }
