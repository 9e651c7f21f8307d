"""The command line: one module a sub-command, each with `HELP`, `add_arguments` and `run`."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3config import __version__
from s3config.errors import S3ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

CLEAN, PROBLEMS, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: nothing to do; errors or warnings; input that cannot be used; Ctrl+C, as shells have it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: The arguments after the program's name; `None` for those of this process.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(
        prog="s3config", description="Resolve, validate and explain S3 configuration.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"s3config {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    words = sys.argv[1:] if argv is None else list(argv)
    for name in _wanted(words):
        command: Any = import_module(f"{__name__}.{name.replace('-', '_')}")
        sub = commands.add_parser(name, help=command.HELP, description=command.__doc__, allow_abbrev=False)
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    arguments = parser.parse_args(words)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may know fewer characters than a report has
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except S3ConfigError as error:
        print(f"s3config: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _wanted(words: Sequence[str]) -> list[str]:
    """Return the command that the first word names, for the others need not be imported; else all of them."""
    names = sorted(path.stem.replace("_", "-") for path in Path(__file__).parent.glob("[!_]*.py"))
    return [words[0]] if words and words[0] in names else names
