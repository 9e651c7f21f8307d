"""List every key, with all its spellings, its default and what it does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from s3config.cli import CLEAN
from s3config.spellings import KEYS, nearest_spelling

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HELP = "list every key with its spellings"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("words", nargs="*", metavar="KEY", help="list only keys whose name holds one of these words")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(arguments: Namespace) -> int:
    """Print the keys."""
    words = [word.lower().removeprefix("aws_") for word in arguments.words]
    found = [
        _described(key) for key in KEYS if not words or any(word in name for word in words for name in KEYS[key].names)
    ]
    if arguments.format == "json":
        print(json.dumps(found, indent=2, default=str))
    else:
        print("\n\n".join(_text(key) for key in found) if found else _none(arguments.words))
    return CLEAN if found else 1


def _described(key: str) -> dict[str, Any]:
    place = KEYS[key]
    return {
        "key": key,
        "table": ".".join(place.table),
        "spellings": [word for name in place.names for word in (name, f"aws_{name}")],
        "environment": [] if place.about.argument_only else [f"AWS_{name.upper()}" for name in place.names],
        "default": place.default,
        "secret": place.about.secret,
        "doc": place.about.doc,
        "examples": place.about.examples,
        "since": place.about.since,
        "source": place.about.source,
    }


def _text(key: dict[str, Any]) -> str:
    names = ", ".join(key["environment"]) or "only as an argument"
    others = [name for name in key["spellings"] if not name.startswith("aws_") and name != key["key"]]
    also = f" Also: {', '.join(others)}." if others else ""
    return f"{key['key']}  ({names})\n    {key['doc']}{also}"


def _none(words: list[str]) -> str:
    close = nearest_spelling(words[0])
    return f"no key has {' or '.join(words)} in its name" + (f"; did you mean {close}?" if close else "")
