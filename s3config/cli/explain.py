"""Show every value that a store would use, where it came from, and what it overrode. Secrets are hidden.

With --as-seen-by TOOL, show what that tool would make of the environment instead: what it takes from where, which
variables it ignores and why, and what it will refuse. Nothing of s3config's own precedence counts then.

With --html FILE, write a page that a browser shows, with a column for each layer; it needs no network.

Exit code 0: usable; 1: errors; 2: input that cannot be read. The TOML form is a config file: it can be loaded again.
"""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import s3config.reports
from s3config.cli import CLEAN, PROBLEMS, UNUSABLE
from s3config.diagnostics import Severity
from s3config.errors import ConfigError
from s3config.kinds import kind_by_name
from s3config.redaction import mask_text
from s3config.resolution import resolve
from s3config.tools import UnknownToolError

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
    parser.add_argument("--from", dest="source", metavar="TOOL", help="the tool whose words INPUT has; auto finds out")
    parser.add_argument("--store", help="name of a store in the config file")
    parser.add_argument("--profile", help="name of an AWS profile")
    parser.add_argument("--bucket", help="name of the bucket")
    parser.add_argument("--no-env", action="store_true", help="leave the environment aside")
    parser.add_argument("--all", action="store_true", help="list keys that nobody wrote, too, with their defaults")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--format", choices=formats, default="text", help="default: text")
    form.add_argument(
        "--html", metavar="FILE", help="write a page for a browser instead; one that is there is replaced"
    )
    parser.add_argument(
        "--as-seen-by",
        metavar="TOOL",
        help="show what a tool, such as boto3 or polars, makes of the environment and of a .env file",
    )


def run(arguments: Namespace) -> int:
    """Resolve the inputs together with the environment and print the report."""
    inputs = _inputs(arguments.inputs) if arguments.source is None else _foreign(arguments.inputs, arguments.source)
    if len(inputs) < len(arguments.inputs):
        print("give at most one .env file, one config file and one URL", file=sys.stderr)
        return UNUSABLE
    if arguments.as_seen_by is not None:
        return _as_seen(arguments, inputs)
    resolution = resolve(
        bucket=arguments.bucket,
        profile=arguments.profile,
        store=arguments.store,
        env=not arguments.no_env,
        **inputs,
    )
    report: Any = import_module(f"{s3config.reports.__name__}.{arguments.format if arguments.html is None else 'html'}")
    text = report.explain(resolution, defaults=arguments.all)
    if arguments.html is None:
        print(text)
    else:
        _replace(Path(arguments.html), text, report.MARK)
        print(f"wrote {mask_text(arguments.html)}; open it in a browser")
    codes = {d.code for d in resolution.diagnostics if d.severity is Severity.ERROR}
    return UNUSABLE if "FILE001" in codes else PROBLEMS if codes else CLEAN


def _as_seen(arguments: Namespace, inputs: dict[str, Any]) -> int:
    """Print what a tool makes of the environment."""
    from s3config.seeing import as_seen_by  # a plain `explain` needs neither
    from s3config.showing import as_document, as_text

    environment: dict[str, str] | None = {} if arguments.no_env else None
    problem = _unfit(arguments, inputs)
    try:
        seen = None if problem else as_seen_by(arguments.as_seen_by, environment, dotenv=inputs.get("dotenv"))
    except UnknownToolError as error:
        seen, problem = None, str(error)
    if seen is None:
        print(f"s3config: {problem}", file=sys.stderr)
        return UNUSABLE
    print(as_document(seen) if arguments.format == "json" else as_text(seen))
    is_unreadable = any(diagnostic.code == "FILE001" for diagnostic in seen.diagnostics)
    return UNUSABLE if is_unreadable else PROBLEMS if seen.is_refused else CLEAN


def _unfit(arguments: Namespace, inputs: dict[str, Any]) -> str | None:
    """Say what was asked for that only s3config reads, or that there is no report of."""
    ours = [f"--{name}" for name in ("store", "profile", "bucket") if getattr(arguments, name) is not None]
    ours.extend(["--from"] if arguments.source is not None else [])
    ours.extend(mask_text(inputs[name]) for name in ("file", "url") if name in inputs)
    if ours:
        return f"other tools read no {', '.join(ours)}; beside --as-seen-by name a .env file alone"
    if arguments.html is not None:
        return "--as-seen-by has no page for a browser; leave --html out"
    if arguments.format not in ("text", "json"):
        return f"--as-seen-by has no form {arguments.format}; ask for text or json"
    return None


def _replace(path: Path, page: str, mark: str) -> None:
    """Write a page as a whole, for its owner alone; a file that is there is replaced only if it is such a page."""
    name, target = mask_text(str(path)), Path(os.path.realpath(path))
    temporary: str | None = None
    try:
        if target.exists() and not _is_page(target, mark):
            raise ConfigError(f"{name} is there already, and is no page of s3config; name another file, or remove it")
        handle, temporary = tempfile.mkstemp(prefix=".s3config-", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(page.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
        temporary = None
    except OSError as error:
        raise ConfigError(f"{name} cannot be written: {error.strerror}") from None
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _is_page(path: Path, mark: str) -> bool:
    """Tell whether a file is a page that was written before; a pipe or a device is never opened."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(mark)) == mark.encode()


def _foreign(inputs: list[str], tool: str) -> dict[str, Any]:
    from s3config.foreign import from_dialect  # a plain `explain` needs it not

    if len(inputs) != 1:
        raise ConfigError("--from needs one INPUT: a file in the tool's words")
    return {"sources": (from_dialect(Path(inputs[0]), tool),)}


def _inputs(inputs: list[str]) -> dict[str, Any]:
    return {
        ("url" if "://" in what else "dotenv" if kind_by_name(Path(what)) == "dotenv" else "file"): what
        for what in inputs
    }
