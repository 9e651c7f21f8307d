"""Write a configuration in another tool's words, as text that pastes. Secrets are hidden unless --reveal is given.

INPUT is what `s3config diff` takes: a config file (`s3config.toml#store`), a `.env` file, a URL, `profile:NAME`, or
`env` for the environment, which is the default; with --from, a file in that tool's words (`rclone.conf#remote`), or -
for standard input.
What the tool cannot be told, and what else it needs, is said on standard error.

Exit code 0: written; 1: errors in the configuration, and nothing is written; 2: input that cannot be used.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from s3config.cli import CLEAN, PROBLEMS, UNUSABLE
from s3config.diagnostics import Severity
from s3config.errors import ConfigError
from s3config.foreign import AUTO, from_dialect
from s3config.masks import masked
from s3config.notations import shell
from s3config.operands import resolve_operand
from s3config.resolution import gather
from s3config.sources import Request
from s3config.translation import known, translate

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from s3config.resolution import Resolution
    from s3config.translation import Translation

HELP = "write a configuration in another tool's words"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("input", nargs="?", metavar="INPUT", help="a configuration; default: the environment")
    parser.add_argument("--from", dest="source", metavar="TOOL", help="the tool whose words INPUT has; auto finds out")
    parser.add_argument("--to", required=True, metavar="TOOL", help="the tool to write for, such as duckdb")
    parser.add_argument("--form", help="the form of text, where the tool has several")
    parser.add_argument("--bucket", help="name of the bucket, where INPUT has none")
    parser.add_argument("--out", metavar="FILE", help="a new file to write into, which only its owner can read")
    parser.add_argument("--reveal", action="store_true", help="write secrets; without it they are hidden")
    parser.add_argument("--lenient", action="store_true", help="write even if something about safety cannot be said")


def run(arguments: Namespace) -> int:
    """Translate, and print or write the text."""
    known(arguments.to)
    resolution = _resolution(arguments)
    problems = [d for d in resolution.diagnostics if d.severity.is_problem]
    print("".join(f"{problem}\n" for problem in problems), end="", file=sys.stderr)
    codes = {d.code for d in problems if d.severity is Severity.ERROR}
    if codes:
        return UNUSABLE if "FILE001" in codes else PROBLEMS
    config = resolution.checked if arguments.reveal else masked(resolution.checked)
    translation = translate(config, arguments.to, strict=not arguments.lenient)
    text = translation.form(arguments.form) if arguments.form else translation.text
    if arguments.out:
        _write(Path(arguments.out), text)
    else:
        print(text.rstrip("\n"))
    _say(translation, is_masked=config != resolution.checked)
    return CLEAN


def _resolution(arguments: Namespace) -> Resolution:
    tool, given = arguments.source, arguments.input
    if tool is None:
        resolution = resolve_operand(given or "env", os.environ)
    elif given is None:
        raise ConfigError("--from needs INPUT: a file, or - for standard input")
    elif given == "-":
        source = from_dialect(sys.stdin.read(), tool, place="standard input")
        resolution = gather(Request(sources=(source,), variables=os.environ))
    else:
        resolution = resolve_operand(f"{tool if tool == AUTO else known(tool)}:{given}", os.environ)
    if arguments.bucket is None:
        return resolution
    with_bucket = gather(Request(arguments={"bucket": arguments.bucket}))
    return type(resolution)((*with_bucket.written(), *resolution.written()), resolution.diagnostics, resolution.url)


def _write(path: Path, text: str) -> None:
    """Write a file as a whole, for its owner alone; one that is there stays."""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, delete=False) as file:
            made = Path(file.name)
            try:
                file.write(text)
                file.flush()
                os.link(made, path)
            finally:
                made.unlink()
    except FileExistsError:
        raise ConfigError(f"{path} is there already; name another file, or remove it") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from None


def _say(translation: Translation, *, is_masked: bool) -> None:
    """Say what the text does not."""
    lines = [f"left out: {key}: {why}" for key, why in translation.dropped.items()]
    lines += [f"note: {warning}" for warning in translation.warnings]
    if translation.environment:
        lines += ["it needs in its environment, too:", shell.write(translation.environment).rstrip()]
    if is_masked:
        lines.append("secrets are hidden; --reveal writes them")
    print("".join(f"{line}\n" for line in lines), end="", file=sys.stderr)
