"""Print the page of a rule: what it does, why that is bad, and how to mend it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from s3config.cli import CLEAN, UNUSABLE
from s3config.rules import Finder, rules
from s3config.suggestion import nearest

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from s3config.rules import Rule

HELP = "print the page of a rule"
_FIXES = {"safe": "`--fix` can mend it", "unsafe": "`--unsafe-fixes` can mend it", None: "to be mended by hand"}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("rule", metavar="CODE", help="the rule's code or name, such as EP004 or endpoint-scheme")


def run(arguments: Namespace) -> int:
    """Print the page, in Markdown."""
    word = arguments.rule.strip().lower()
    found = next((rule for rule in rules().values() if word in (rule.code.lower(), rule.name)), None)
    if found is None:
        close = nearest(word, (name for rule in rules().values() for name in (rule.code, rule.name)))
        hint = f"did you mean {close}?" if close else "`s3config rules` lists them"
        print(f"s3config: there is no rule {arguments.rule!r}; {hint}", file=sys.stderr)
        return UNUSABLE
    print("\n\n".join((f"# {found.code} {found.name}", _facts(found), found.page.strip())))
    return CLEAN


def _facts(rule: Rule) -> str:
    about = rule.about
    tools = "; only with `--target`" if rule.finder is Finder.TARGET else ""
    return f"{str(about.severity).capitalize()}; since {about.since}; {_FIXES[about.fix]}{tools}."
