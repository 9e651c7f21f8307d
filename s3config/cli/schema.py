"""Print the JSON Schema of a config file, for editors and other tools."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from s3config.cli import CLEAN

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HELP = "print the JSON Schema of a config file"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options: there are none."""


def run(arguments: Namespace) -> int:  # noqa: ARG001
    """Print the schema."""
    from s3config.schema import json_schema

    print(json.dumps(json_schema(), indent=2))
    return CLEAN
