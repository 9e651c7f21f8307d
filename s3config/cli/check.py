"""Try a configuration step by step, from the name of the host to an object, and say what to change where it fails.

Nothing is written without --write; what is written then is removed. No metadata service is asked without
--allow-metadata. Exit code 0: it works; 1: a step failed; 2: input that cannot be used.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3config.cli import CLEAN, PROBLEMS, UNUSABLE
from s3config.config.refusal import Refusal
from s3config.errors import ConfigError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from s3config.checking import Cause, Change, Result
    from s3config.checking.trial import Trial
    from s3config.resolution import Resolution

HELP = "try a configuration for real, step by step"
_LONGEST = 3600.0
_MARKS = {"ok": "32", "warning": "33", "failed": "31;1", "skipped": "2"}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "what",
        nargs="?",
        default="env",
        metavar="INPUT",
        help="a URL, a file, FILE#STORE, profile:NAME or TOOL:FILE; default: env, the environment alone",
    )
    parser.add_argument("--env-file", metavar="FILE", help="a .env file, below the environment")
    parser.add_argument("--bucket", help="name of the bucket")
    parser.add_argument("--no-env", action="store_true", help="leave the environment aside")
    parser.add_argument("--backend", metavar="NAME", help="the backend to try; default: as a store chooses")
    parser.add_argument("--key", help="an object to read; default: the URL's path, else one that is listed")
    parser.add_argument("--write", action="store_true", help="write, read and delete an object, too")
    parser.add_argument("--allow-metadata", action="store_true", help="a metadata service may be asked for credentials")
    parser.add_argument("--timeout", default="10s", metavar="TIME", help="longest time for a step; default: 10s")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(arguments: Namespace) -> int:
    """Climb the ladder, and print each step as it ends."""
    from s3config.backends import choose
    from s3config.checking import climb  # a broken option needs none of it
    from s3config.checking.trial import Trial, Wishes

    seconds = _seconds(arguments.timeout)
    if choose(arguments.backend).name == "memory":
        raise ConfigError("the backend memory has nothing to check; name another with --backend")
    resolution = _resolution(arguments)
    unreadable = [fault for fault in resolution.diagnostics if fault.code == "FILE001" and fault.severity == "error"]
    if unreadable:
        print(f"s3config: {unreadable[0]}", file=sys.stderr)
        return UNUSABLE
    wishes = Wishes(arguments.backend, arguments.write, seconds, arguments.allow_metadata, arguments.key)
    trial = Trial(resolution, wishes)
    results: list[Result] = []
    try:
        with closing(climb(trial, _say_begun)) as climbing:
            for result in climbing:
                _wipe()
                results.append(result)
                if arguments.format == "text":
                    print("\n".join(_lines(result)), flush=True)
    finally:
        _wipe()
        if trial.left_behind is not None:
            print(f"s3config: it is not sure that {trial.left_behind} was removed; please look", file=sys.stderr)
    works = all(result.finding.status != "failed" for result in results)
    if arguments.format == "json":
        print(json.dumps(_report(works, results, trial), indent=2))
    else:
        print("it works" if works else "it does not work")
    return CLEAN if works else PROBLEMS


def _say_begun(name: str) -> None:
    """Say at a terminal what is being tried."""
    if sys.stderr.isatty():
        print(f"\r{name} …\x1b[K", end="", file=sys.stderr, flush=True)


def _wipe() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _seconds(text: str) -> float:
    from s3config.config.times import parse_duration

    try:
        seconds = float(text) if text.replace(".", "", 1).isdigit() else parse_duration(text).total_seconds()
    except Refusal as refusal:
        raise ConfigError(f"--timeout {refusal}") from None
    if not 0 < seconds <= _LONGEST:
        raise ConfigError("--timeout is more than nothing, and no more than an hour; write it like 10s")
    return seconds


def _resolution(arguments: Namespace) -> Resolution:
    """Resolve as a store would: what is named, over the environment; another tool's file is by itself."""
    from s3config.files import expanded
    from s3config.kinds import kind_by_name
    from s3config.operands import resolve_operand
    from s3config.resolution import resolve

    what: str = arguments.what
    places: dict[str, Any] = {"dotenv": arguments.env_file, "bucket": arguments.bucket, "env": not arguments.no_env}
    path, mark, name = what.rpartition("#")
    file = Path(path if mark and path and not expanded(Path(what)).exists() else what)
    kind = None if "://" in what else kind_by_name(file)
    if what == "env":
        return resolve(**places)
    if "://" in what:
        return resolve(what, **places)
    if what.startswith("profile:"):
        return resolve(profile=what.partition(":")[2], **places)
    if kind == "dotenv" and arguments.env_file is None:
        return resolve(**{**places, "dotenv": what})
    if kind == "s3config" or (kind is None and file.suffix == ".toml"):
        return resolve(file=file, store=name if file != Path(what) else None, **places)
    if arguments.env_file is not None or arguments.bucket is not None:
        raise ConfigError(f"{what} is read by itself; leave out --env-file and --bucket")
    return resolve_operand(what, {} if arguments.no_env else os.environ)


def _lines(result: Result) -> Iterator[str]:
    """Yield a result as text."""
    finding = result.finding
    first, *rest = finding.found.splitlines() or [""]
    word = str(finding.status)
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        mark = f"\x1b[{_MARKS[word]}m{word:<7}\x1b[0m"
    else:
        mark = f"{word:<7}"
    time = "" if finding.status == "skipped" else f"{result.milliseconds:,.0f} ms"
    yield f"{mark}  {result.name:<11}  {time:>9}  {first}"
    yield from (f"{'':<33}{line}" for line in rest)
    if finding.cause is not None:
        yield from (f"{'':<33}{line}" for line in _cause_lines(finding.cause))


def _cause_lines(cause: Cause) -> Iterator[str]:
    yield f"cause: {cause.text} ({cause.name})"
    yield f"remedy: {cause.remedy}"
    for change in cause.changes:
        to = "" if change.to is None else f"; make it {change.to}"
        if change.setting is None:
            yield f"  {change.key} is not set{to}"
        else:
            yield f"  {change.key} is {_shown(change.value)}: {_place(change)}{to}"
    if cause.codes:
        yield f"found beforehand by: {', '.join(cause.codes)} (s3config rule CODE)"


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "(not set)" if value is None else str(value)


def _place(change: Change) -> str:
    from s3config.reports import place_of

    return "" if change.setting is None else place_of(change.setting)


def _report(works: bool, results: list[Result], trial: Trial) -> dict[str, Any]:  # noqa: FBT001 (it is what it says)
    return {"works": works, "steps": [_as_json(result) for result in results], "left_behind": trial.left_behind}


def _as_json(result: Result) -> dict[str, Any]:
    """Return a result as JSON can hold it."""
    cause = result.finding.cause
    return {
        "name": result.name,
        "status": str(result.finding.status),
        "milliseconds": round(result.milliseconds, 1),
        "found": result.finding.found,
        "cause": None if cause is None else _cause_as_json(cause),
    }


def _cause_as_json(cause: Cause) -> dict[str, Any]:
    from s3config.formats import origin_as_json

    settings = [
        {
            "key": change.key,
            "value": change.value,
            "spelling": None if change.setting is None else change.setting.spelling,
            "origin": None if change.setting is None else origin_as_json(change.setting.origin),
            "to": change.to,
        }
        for change in cause.changes
    ]
    return {
        "name": cause.name,
        "text": cause.text,
        "remedy": cause.remedy,
        "settings": settings,
        "rules": list(cause.codes),
    }
