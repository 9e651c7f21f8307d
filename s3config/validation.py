"""The linter: everything that is wrong with a configuration, before the first request."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.discovery import discover
from s3config.inspection import inspect
from s3config.linting import faults
from s3config.resolution import Resolution, resolve
from s3config.subject import Subject
from s3config.tools import chosen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from os import PathLike

    from s3config.diagnostics import Diagnostic
    from s3config.tools import Tool


class Selection(NamedTuple):
    """Which diagnostics are wanted."""

    select: tuple[str, ...] = ()
    """Prefixes of codes; empty for all."""
    ignore: tuple[str, ...] = ()
    """Prefixes of codes that are not wanted."""
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Patterns of paths, each with prefixes of codes that are not wanted there."""

    def wants(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a diagnostic is wanted."""
        code = diagnostic.code
        if not code.startswith(self.select or ("",)) or code.startswith(self.ignore):
            return False
        place = diagnostic.origins[0].place if diagnostic.origins else ""
        return not any(code.startswith(codes) and _fits(place, pattern) for pattern, codes in self.per_file_ignores)


def _fits(place: str, pattern: str) -> bool:
    path = Path(place).as_posix()
    return fnmatchcase(path, pattern) or fnmatchcase(Path(path).name, pattern) or fnmatchcase(path, f"*/{pattern}")


def validate(
    what: Resolution | str | PathLike[str] | Mapping[str, Any],
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    target: str | Iterable[str] = (),
) -> list[Diagnostic]:
    """Say what is wrong with a configuration; a missing bucket is not.

    Args:
        what: A resolution; the path of a file that holds configuration, or of a directory with such files; a URL; or a
            mapping as `config=` takes it. A file is looked at by itself, with the files that it names: its values are
            not mixed with the environment, and `${NAME}` in it stands for a value that nobody knows.
        select: Prefixes of the codes to report, such as `KEY` or `TLS001`; empty for all.
        ignore: Prefixes of the codes not to report.
        target: The tools that are to read the configuration, such as `"boto3"` or `["obstore", "polars"]`. Much is
            right for one tool and wrong for another; without a target, only what is wrong everywhere is reported.

    Returns:
        The diagnostics; those of a file in the order of its lines.

    Raises:
        UnknownToolError: A target is no tool.
    """
    tools = chosen([target] if isinstance(target, str) else target)
    selection = Selection(tuple(select), tuple(ignore))
    return [diagnostic for diagnostic in _found(what, tools) if selection.wants(diagnostic)]


def _found(what: Resolution | str | PathLike[str] | Mapping[str, Any], tools: tuple[Tool, ...]) -> Iterator[Diagnostic]:
    if isinstance(what, Resolution):
        yield from of_resolution(what, tools)
    elif isinstance(what, Mapping):
        yield from of_resolution(resolve(config=what, env=False), tools, is_open=True)
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
