"""Find out what a store supports by trying it, and which settings to use with it.

OPERAND is a config file (`s3config.toml`, `s3config.toml#store`), a `.env` file, a URL, `profile:NAME`, or `env`, the
default, for the environment. Some 60 objects of a few bytes, and one of 5 MiB, are written below one prefix of random
name in the bucket, `s3config-probe-.../`; all are removed at the end, on Ctrl+C and after failures, too. Nothing
outside the prefix is written.

Exit code 0: the configuration suits the store, or was made to with --apply; 1: settings should be changed, or
something could not be removed; 2: the store could not be probed, or the file not be changed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from s3config.cli import CLEAN, PROBLEMS, UNUSABLE
from s3config.errors import ConfigError, UnauthenticatedError
from s3config.operands import resolve_operand
from s3config.origin import Layer, Origin, Setting
from s3config.redaction import mask_text
from s3config.resolution import Resolution

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from s3config.probing.patching import UserFile
    from s3config.probing.report import Report
    from s3config.probing.trial import Trial

HELP = "find out what a store supports by trying it (writes, and removes what it wrote)"
_TERMINATED = 143


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("operand", nargs="?", default="env", metavar="OPERAND", help="a configuration; default: env")
    parser.add_argument("--write", action="store_true", help="agree that objects are written, and removed again")
    parser.add_argument("--bucket", help="name of the bucket, if the configuration has none, or another one")
    parser.add_argument("--apply", action="store_true", help="write the settings to use into the file that is OPERAND")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(arguments: Namespace) -> int:
    """Probe, and print the table, what differs from what is known, and the settings to use."""
    if not arguments.write:
        print(
            "s3config: probe finds out what a store supports by writing to it: small objects below one prefix of "
            "random name, which are removed again; add --write to agree",
            file=sys.stderr,
        )
        return UNUSABLE
    file = _file(arguments)
    resolution = _resolved(arguments)
    from s3config.probing import trial_of
    from s3config.probing.outcomes import UnpreparedError, UnreachableError
    from s3config.probing.report import Report

    trial = trial_of(resolution.config)
    try:
        with _ending():
            findings = _findings(trial)
    except (UnpreparedError, UnreachableError, UnauthenticatedError) as error:
        what = "does not answer" if isinstance(error, UnreachableError) else "cannot be probed"
        print(f"s3config: the store {what}: {error}; `s3config check` finds out why", file=sys.stderr)
        return UNUSABLE
    finally:
        _complain(trial)
    return _reported(arguments, file, resolution, Report.of(trial, findings))


def _file(arguments: Namespace) -> UserFile | ConfigError:
    """Return the file to patch as it is now, or why there is none."""
    from s3config.probing.patching import UserFile

    try:
        return UserFile.of(arguments.operand)
    except ConfigError as error:
        if arguments.apply:
            raise
        return error


def _resolved(arguments: Namespace) -> Resolution:
    found = resolve_operand(arguments.operand, os.environ)
    if arguments.bucket is None:
        return found
    bucket = Setting("bucket", arguments.bucket, "--bucket", Origin("argument --bucket"), Layer.ARGUMENT)
    return Resolution((bucket, *found.written()), found.diagnostics, found.url)


def _findings(trial: Trial) -> list[Any]:
    """Try everything, and say on a terminal what is being tried."""
    from s3config.probing import capabilities, findings

    count, made = len(capabilities()), []
    is_shown = sys.stderr.isatty()
    with trial:
        try:
            for number, finding in enumerate(findings(trial), 1):
                made.append(finding)
                if is_shown:
                    print(f"\r{number}/{count} {finding.name:40}", end="", file=sys.stderr, flush=True)
        finally:
            if is_shown:
                print(f"\r{'':60}\rremoving {trial.prefix}", end="", file=sys.stderr, flush=True)
    if is_shown:
        print(f"\r{'':60}\r", end="", file=sys.stderr, flush=True)
    return made


@contextmanager
def _ending() -> Iterator[None]:
    """Let what is asked to end, as containers are, remove what it wrote."""

    def end(*_: object) -> None:
        raise SystemExit(_TERMINATED)

    if threading.current_thread() is not threading.main_thread():  # which alone is told of signals
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _complain(trial: Trial) -> None:
    if trial.left:
        print(
            f"s3config: {len(trial.left)} objects could not be removed; delete what is below "
            f"s3://{trial.config.bucket}/{trial.prefix}",
            file=sys.stderr,
        )


def _reported(arguments: Namespace, file: UserFile | ConfigError, resolution: Resolution, report: Report) -> int:
    from s3config.probing import patching
    from s3config.probing.report import as_document, as_text

    mended, is_applied = None, False
    problem = file if isinstance(file, ConfigError) else None
    try:
        if not isinstance(file, ConfigError):
            mended = patching.patch(file, resolution, report.advice, os.environ)
        if arguments.apply and mended is not None:
            patching.write(mended)
            is_applied = True
    except ConfigError as error:
        problem = error
    report = report._replace(
        patch="" if mended is None else patching.unified(mended),
        unpatched="" if problem is None else mask_text(str(problem)),
    )
    if arguments.format == "json":
        print(json.dumps({**as_document(report), "applied": is_applied}, indent=2))
    else:
        print("\n".join(as_text(report)))
    is_suited = is_applied or not any(one.is_change for one in report.advice)
    if arguments.apply and problem is not None:
        print(f"s3config: {report.unpatched}", file=sys.stderr)
        return UNUSABLE
    if is_applied:
        print(f"{mask_text(arguments.operand)} was changed so", file=sys.stderr)
    return CLEAN if is_suited and not report.left else PROBLEMS
