"""List every rule: its code, how bad it is, whether it can be mended, its name, and what it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from s3config.cli import CLEAN
from s3config.rules import Finder, rules

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HELP = "list every rule"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(arguments: Namespace) -> int:
    """Print the rules in the order of their codes."""
    found = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": str(rule.about.severity),
            "since": rule.about.since,
            "fix": rule.about.fix,
            "for_tools": rule.finder is Finder.TARGET,
            "summary": rule.page.strip().splitlines()[0],
        }
        for rule in rules().values()
    ]
    if arguments.format == "json":
        print(json.dumps(found, indent=2))
        return CLEAN
    width = max(len(str(rule["name"])) for rule in found)
    for rule in found:
        mark = f"{rule['fix'] or '-'}"
        print(f"{rule['code']:<7}  {rule['severity']:<7}  {mark:<6}  {rule['name']:<{width}}  {rule['summary']}")
    return CLEAN
