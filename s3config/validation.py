"""The linter: everything that is wrong with a configuration, before the first request."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.discovery import discover
from s3config.files import unreadable
from s3config.inspection import inspect
from s3config.linting import faults
from s3config.resolution import Resolution, resolve
from s3config.rules import rules
from s3config.subject import Subject
from s3config.suggestion import nearest
from s3config.tools import chosen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from os import PathLike

    from s3config.diagnostics import Diagnostic
    from s3config.tools import Tool

_ALL = "ALL"


class UnknownRuleError(ValueError):
    """A code, or the beginning of one, that no rule has."""


class Selection(NamedTuple):
    """Which diagnostics are wanted; `Selection.of` makes one from what users write."""

    select: tuple[str, ...] = ()
    """Prefixes of codes, in upper case; empty for all."""
    ignore: tuple[str, ...] = ()
    """Prefixes of codes that are not wanted."""
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Patterns of paths, each with prefixes of codes that are not wanted there."""
    folder: Path = Path()
    """What the patterns are relative to: the folder of the file that they stand in, or the working directory."""

    @classmethod
    def of(
        cls,
        select: str | Iterable[str] = (),
        ignore: str | Iterable[str] = (),
        per_file_ignores: Mapping[str, str | Iterable[str]] | Iterable[tuple[str, str | Iterable[str]]] = (),
        folder: Path = Path(),
    ) -> Selection:
        """Make a selection: prefixes with commas between them or one by one, in any case; `ALL` is all codes.

        Raises:
            UnknownRuleError: No rule has a code that begins so.
        """
        pairs = per_file_ignores.items() if isinstance(per_file_ignores, Mapping) else per_file_ignores
        by_file = tuple((pattern, _prefixes(codes)) for pattern, codes in pairs)
        return cls(_prefixes(select), _prefixes(ignore), by_file, folder)

    def wants(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a diagnostic is wanted."""
        code = diagnostic.code
        if not code.startswith(self.select or ("",)) or code.startswith(self.ignore):
            return False
        patterns = [pattern for pattern, codes in self.per_file_ignores if code.startswith(codes)]
        if not patterns or not diagnostic.origins:
            return True
        path, folder = _whole(diagnostic.origins[0].place), _whole(self.folder)
        return not any(_fits(path, pattern, folder) for pattern in patterns)


def words(said: str | Iterable[str]) -> tuple[str, ...]:
    """Return the words of an option, which stand in one text with commas between them, or one by one, or both."""
    texts = [said] if isinstance(said, str) else said
    return tuple(word.strip() for text in texts for word in text.split(",") if word.strip())


def _prefixes(said: str | Iterable[str]) -> tuple[str, ...]:
    """Return beginnings of codes; that of all codes is empty."""
    codes = tuple(word.upper() for word in words(said))
    for code in codes:
        if code != _ALL and not any(known.startswith(code) for known in rules()):
            close = nearest(code, rules())
            hint = f"did you mean {close}?" if close else "`s3config rules` lists them all"
            raise UnknownRuleError(f"no rule has a code that begins with {code!r}; {hint}")
    return tuple("" if code == _ALL else code for code in codes)


def _whole(path: str | Path) -> str:
    return Path(os.path.abspath(path)).as_posix()  # noqa: PTH100 (links in the path stay as they are)


def _fits(path: str, pattern: str, folder: str) -> bool:
    """Tell whether a pattern is about a file's name, its path, or a folder above it; `**/` may be no folder at all."""
    is_folder = pattern.endswith("/")
    if "/" not in pattern and fnmatchcase(path.rpartition("/")[2], pattern):
        return True
    whole = Path(os.path.normpath(Path(glob.escape(folder)) / (f"{pattern}*" if is_folder else pattern))).as_posix()
    return fnmatchcase(path, whole) or fnmatchcase(path, whole.replace("**/", ""))


def validate(
    what: Resolution | str | PathLike[str] | Mapping[str, Any],
    *,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    target: str | Iterable[str] = (),
) -> list[Diagnostic]:
    """Say what is wrong with a configuration; a missing bucket is not.

    Args:
        what: A resolution; the path of a file that holds configuration, or of a directory with such files; a URL; or a
            mapping as `config=` takes it. A file is looked at by itself, with the files that it names: its values are
            not mixed with the environment, and `${NAME}` in it stands for a value that nobody knows.
        select: Prefixes of the codes to report, as on the command line: `"KEY,TLS001"` or `["KEY", "TLS001"]`, in any
            case; empty, or `ALL`, for all.
        ignore: Prefixes of the codes not to report.
        target: The tools that are to read the configuration, such as `"boto3"` or `["obstore", "polars"]`. Much is
            right for one tool and wrong for another; without a target, only what is wrong everywhere is reported.

    Returns:
        The diagnostics; those of a file in the order of its lines.

    Raises:
        UnknownToolError: A target is no tool.
        UnknownRuleError: No rule has a code that begins so.
    """
    tools = chosen(words(target))
    selection = Selection.of(select, ignore)
    return [diagnostic for diagnostic in _found(what, tools) if selection.wants(diagnostic)]


def _found(what: Resolution | str | PathLike[str] | Mapping[str, Any], tools: tuple[Tool, ...]) -> Iterator[Diagnostic]:
    if isinstance(what, Resolution):
        yield from of_resolution(what, tools)
    elif isinstance(what, Mapping):
        yield from of_resolution(resolve(config=what, env=False), tools, is_open=True)
    elif what == "":
        yield unreadable("argument what", "no path is given", "give a file, a directory or a URL").diagnostic
    elif "://" in str(what):
        yield from of_resolution(resolve(str(what), env=False), tools, is_open=True)
    else:
        path = Path(what)
        for file in discover(path) if path.is_dir() else [path]:
            yield from of_file(file, tools)


def of_resolution(
    resolution: Resolution, tools: Iterable[Tool] = (), *, is_open: bool = False, variables: Collection[str] = ()
) -> list[Diagnostic]:
    """Return what is wrong with a configuration that was resolved, each diagnostic once.

    Args:
        resolution: The configuration.
        tools: The tools that are to read it.
        is_open: Whether it is only a part of what will hold, as a URL is.
        variables: The names of all variables of the process, if it is the environment that was resolved.
    """
    found = faults(Subject(resolution, is_open=is_open, variables=variables), tools)
    return ordered(dict.fromkeys(fault.diagnostic for fault in found))


def of_file(path: Path, tools: Iterable[Tool] = ()) -> list[Diagnostic]:
    """Return what is wrong in a file, in the order of its lines."""
    return ordered(inspect(path, tools=tools))


def ordered(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Put diagnostics in the order of their places; what has no place in a file comes first, as it was found."""
    return sorted(found, key=_place)


def _place(diagnostic: Diagnostic) -> tuple[str, int, int]:
    origin = diagnostic.origins[0] if diagnostic.origins else None
    return ("", 0, 0) if origin is None or origin.line is None else (origin.place, origin.line, origin.column or 0)
