"""Say what is wrong with the configuration of this environment, or of files, directories and URLs.

Exit code 0: nothing, or only infos; 1: errors or warnings; 2: input that cannot be read.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import s3config.formats
from s3config.cli import CLEAN, PROBLEMS, UNUSABLE
from s3config.diagnostics import Severity
from s3config.discovery import Exclusion, PatternError, discover, exclusions, is_excluded
from s3config.errors import ConfigError
from s3config.files import UnreadableFileError
from s3config.formats import Report, summary, table
from s3config.lint_settings import LintSettings, lint_settings
from s3config.progress import shown_progress
from s3config.resolution import resolve
from s3config.tools import UnknownToolError, chosen
from s3config.validation import Selection, UnknownRuleError, of_resolution, words
from s3config.workers import Linted, lint_files

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from s3config.diagnostics import Diagnostic
    from s3config.fixing import Mended, Mender
    from s3config.tools import Tool

HELP = "say what is wrong with the environment, files or URLs"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    formats = sorted(path.stem for path in Path(s3config.formats.__path__[0]).glob("[!_]*.py"))
    parser.add_argument(
        "inputs",
        nargs="*",
        metavar="INPUT",
        help="files that hold S3 configuration, directories with such files, or URLs; default: the environment",
    )
    parser.add_argument("--from", dest="source", metavar="TOOL", help="the tool whose words INPUT has; auto finds out")
    parser.add_argument("--select", **_codes("report only codes that begin so, as in --select KEY,TLS001"))
    parser.add_argument("--ignore", **_codes("do not report codes that begin so, as in --ignore AD"))
    parser.add_argument("--target", **_codes("the tools that are to read this, as in --target boto3,polars", "TOOL"))
    parser.add_argument("--exclude", **_codes("files to leave out below directories, as in .gitignore", "PATTERN"))
    parser.add_argument("--force-exclude", action="store_true", help="leave them out even if they are named")
    parser.add_argument("--format", choices=formats, default="text", help="default: text")
    parser.add_argument("--fix", action="store_true", help="mend what can be mended without changing what is meant")
    parser.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff: also what may change the meaning"
    )
    parser.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    parser.add_argument("--statistics", action="store_true", help="count the diagnostics of each code instead")


def _codes(text: str, name: str = "CODE") -> dict[str, Any]:
    return {"action": "append", "default": [], "metavar": name, "help": text}


def run(arguments: Namespace) -> int:
    """Validate every input and print what was found."""
    try:
        settings = _settings(arguments)
        targets = tuple(tool.id for tool in chosen(settings.targets))
        selection = Selection.of(settings.select, settings.ignore, settings.per_file_ignores, settings.folder)
        exclude = exclusions([Exclusion(settings.exclude, settings.folder), *words(arguments.exclude)])
    except UnreadableFileError as error:
        print(f"s3config: {error.diagnostic}", file=sys.stderr)
        return UNUSABLE
    except (UnknownToolError, UnknownRuleError, PatternError) as error:
        print(f"s3config: {error}", file=sys.stderr)
        return UNUSABLE
    report = _report(arguments, exclude, targets, selection)
    if arguments.diff:
        sys.stdout.writelines(_diff(report, _mender(arguments, targets, selection)))
    else:
        form: Any = import_module(f"{s3config.formats.__name__}.{arguments.format}")
        count: Any = getattr(form, "statistics", table)
        sys.stdout.writelines(count(report) if arguments.statistics else form.lint(report))
    if arguments.format == "text" or arguments.diff:
        print(summary(report), file=sys.stderr)
    if report.is_unreadable:
        return UNUSABLE
    return PROBLEMS if report.has_problems and not arguments.exit_zero else CLEAN


def _settings(arguments: Namespace) -> LintSettings:
    """Join what the file says with the options: a selection or targets on the command line count alone."""
    written = lint_settings(Path())
    return written._replace(
        select=words(arguments.select) or written.select,
        ignore=(*written.ignore, *words(arguments.ignore)),
        targets=words(arguments.target) or written.targets,
    )


def _report(
    arguments: Namespace, exclude: tuple[Exclusion, ...], targets: tuple[str, ...], selection: Selection
) -> Report:
    inputs, is_unreadable = 0, False
    wanted: dict[str, list[Diagnostic]] = {}
    for linted in shown_progress(_linted(arguments, exclude, targets), sys.stderr):
        inputs += bool(linted.path)
        is_unreadable = is_unreadable or any(map(_is_fatal, linted.diagnostics))
        kept = [d for d in linted.diagnostics if selection.wants(d) or _is_fatal(d)]
        if kept:
            wanted[linted.path] = kept
    fixed = 0
    if arguments.fix and not arguments.diff:
        from s3config.fixing import fix_files

        fixed, wanted = fix_files(wanted, _mender(arguments, targets, selection))
    once = {diagnostic[:5]: diagnostic for diagnostics in wanted.values() for diagnostic in diagnostics}
    fixable = tuple(place for place, diagnostics in wanted.items() if any(d.fix is not None for d in diagnostics))
    return Report(tuple(once.values()), inputs, fixed, is_unreadable, fixable)


def _is_fatal(diagnostic: Diagnostic) -> bool:
    """Tell whether an input could not be read, which no selection silences."""
    return diagnostic.code == "FILE001" and diagnostic.severity is Severity.ERROR


def _mender(arguments: Namespace, targets: tuple[str, ...], selection: Selection) -> Mender:
    from s3config.fixing import Mender

    return Mender(chosen(targets), selection, unsafe=arguments.unsafe_fixes)


def _diff(report: Report, mender: Mender) -> Iterator[str]:
    from s3config.differences import diff

    once: dict[str, Mended] = {}
    for place in report.fixable:
        for file in mender.mend(place)[0]:
            once.setdefault(os.path.realpath(file.path), file)
    yield from diff(once.values())


def _linted(arguments: Namespace, exclude: tuple[Exclusion, ...], targets: tuple[str, ...]) -> Iterator[Linted]:
    """Yield what is wrong in each input; without one, in the environment, which has no name."""
    inputs: list[str] = arguments.inputs
    tools = chosen(targets)
    if arguments.source is not None:
        yield from _foreign(inputs, arguments.source, tools)
        return
    if not inputs:
        yield Linted("", of_resolution(resolve(), tools, variables=tuple(os.environ)))
    for url in filter(_is_url, inputs):
        yield Linted(url, of_resolution(resolve(url, env=False), tools, is_open=True))
    names = (what for what in inputs if not _is_url(what))
    yield from lint_files(_files(names, exclude, force=arguments.force_exclude), targets)


def _foreign(inputs: list[str], tool: str, tools: tuple[Tool, ...]) -> Iterator[Linted]:
    """Yield what is wrong in files that are in a tool's words."""
    from s3config.foreign import AUTO
    from s3config.operands import resolve_operand
    from s3config.translation import known

    name = tool if tool == AUTO else known(tool)
    if not inputs:
        raise ConfigError("--from needs INPUT: a file in the tool's words")
    for what in inputs:
        yield Linted(what, of_resolution(resolve_operand(f"{name}:{what}", os.environ), tools, is_open=True))


def _is_url(what: str) -> bool:
    return "://" in what


def _files(names: Iterable[str], exclude: tuple[Exclusion, ...], *, force: bool) -> Iterator[Path]:
    """Yield the files that are named, and those below directories; these alone can be excluded, unless it is forced."""
    for name in names:
        path = Path(name)
        if name and path.is_dir():
            yield from discover(path, exclude)
        elif not force or not is_excluded(path, exclude):
            yield path
