"""Which files hold S3 configuration, and what a process would be given of each: one module a kind of file."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase, translate
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from s3config.diagnostics import Diagnostic, Severity
from s3config.files import read_text, unreadable
from s3config.nodes import is_tagged
from s3config.origin import Layer, Setting
from s3config.spellings import SPELLINGS
from s3config.variables import PREFIXES, read_variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import PurePath

    from s3config.mappings import Mappings
    from s3config.nodes import Node
    from s3config.origin import Origin


class Scope(NamedTuple):
    """What one process, or one store, is configured with."""

    settings: tuple[Setting, ...]
    complaints: tuple[Diagnostic, ...]
    syntaxes: Mapping[str, str]
    """How the files are written, by their paths: names of modules of `syntaxes`."""
    is_open: bool = False
    """Whether more settings may come from where the linter cannot look; then nothing is said to be missing."""
    is_foreign: bool = False
    """Whether other tools than s3config read this, whose ways differ from ours."""
    frozen: frozenset[Origin] = frozenset()
    """Places whose assignments no fix may touch: what is written there is not the value itself."""
    allows_http: bool = False
    """Whether whoever reads this takes `http://` without being told that it may."""


class Kind(Protocol):
    """What each module of this package provides."""

    NAMES: tuple[str, ...]
    """Patterns of paths that are of this kind whatever is in them; matched against the end of the path."""
    MARKS: tuple[tuple[str, str], ...]
    """Endings of names, each with a word, for files that are of this kind if the word is in the text."""

    def scopes(self, path: str, text: str) -> Iterator[Scope]:
        """Yield what each process would be given.

        Raises:
            UnreadableFileError: The text is not what the name says.
        """
        ...


def reader(path: str, text: str) -> Callable[[Path], str]:
    """Return what reads files, of which one has been read."""
    return lambda other: text if str(other) == path else read_text(other)


@cache
def kinds() -> dict[str, Kind]:
    """Return the modules of this package, by name."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    return {name: import_module(f"{__name__}.{name}") for name in names}


@cache
def _names() -> tuple[re.Pattern[str], dict[str, list[tuple[str, str]]]]:
    """Return one expression for the names of files, whose groups are the kinds, and patterns of paths by folder."""
    names: list[str] = []
    folders: dict[str, list[tuple[str, str]]] = {}
    for kind, module in kinds().items():
        plain = [pattern for pattern in module.NAMES if "/" not in pattern]
        if plain:
            names.append(f"(?P<{kind}>{'|'.join(map(translate, plain))})")
        for pattern in set(module.NAMES).difference(plain):
            folders.setdefault(pattern.split("/")[-2], []).append((pattern, kind))
    return re.compile("|".join(names)), folders


def kind_by_name(path: PurePath) -> str | None:
    """Return the kind of a file whose name says it."""
    names, folders = _names()
    found = names.match(path.name.lower())
    if found is not None:
        return found.lastgroup
    patterns = folders.get(path.parent.name.lower(), ())
    tail = path.as_posix().lower() if patterns else ""
    return next((kind for pattern, kind in patterns if fnmatchcase(f"/{tail}", f"*/{pattern}")), None)


def kind_by_text(path: PurePath, text: str) -> str | None:
    """Return the kind of a file by its ending and a word in it."""
    suffix = path.suffix.lower()
    for name, kind in kinds().items():
        if any(suffix == ending and word in text for ending, word in kind.MARKS):
            return name
    return None


def may_be_marked(path: PurePath) -> bool:
    """Tell whether a file must be read to know whether it is of a kind."""
    suffix = path.suffix.lower()
    return any(suffix == ending for kind in kinds().values() for ending, _ in kind.MARKS)


class Variable(NamedTuple):
    """An environment variable as a file assigns it."""

    name: str
    value: str
    origin: Origin
    is_frozen: bool = False
    """Whether what is written is not the value itself: it is encoded, or holds a reference."""
    problem: str | None = None
    """What it is read as that it was not meant as, if it is no value at all."""


def misread(file: Mappings, name: str, node: Node, origin: Origin) -> Variable | None:
    """Return a variable whose value YAML does not take for the text that it was meant as; `None` if it does."""
    problem = file.misread(node)
    if problem is not None:
        return Variable(name, "", origin, problem=problem)
    return unknown(name, origin) if is_tagged(node) else None


def unknown(name: str, origin: Origin) -> Variable:
    """Return a variable whose value is written elsewhere."""
    return Variable(name, f"${{{name}}}", origin, is_frozen=True)


_MOST = 5000
"""How many variables that begin as ours do a process may be given; each costs time, and nobody writes as many."""
_LAYERS = (Layer.ENVIRONMENT, Layer.DOTENV, Layer.FILE)


def process(sources: Iterable[Iterable[Variable]], syntaxes: Mapping[str, str], *, is_open: bool) -> Scope | None:
    """Return what a process is given of which other files make the environment; `None` if that has nothing of AWS.

    There is one environment: what counts is all in the same layer, whatever file it is from. A variable that a stronger
    source assigns as well is below that.

    Args:
        sources: The variables of each source, the strongest first.
        syntaxes: How the files are written.
        is_open: Whether there are more variables than these.

    Raises:
        UnreadableFileError: There are more variables than anybody writes.
    """
    settings: list[Setting] = []
    complaints: list[Diagnostic] = []
    frozen: set[Origin] = set()
    depths: dict[str, int] = {}
    for source in sources:
        ours, odd = _parted(source)
        complaints += odd
        is_open = is_open or bool(odd)
        for name, value, origin, is_frozen, _ in ours:
            if depths.get(name, 0) == len(_LAYERS):
                continue
            layer = _LAYERS[depths.get(name, 0)]
            found = read_variable(name, value, origin, layer) if name in SPELLINGS else _complaint(name, origin)
            if isinstance(found, Setting):
                settings.append(found)
            elif found is not None:
                complaints.append(found)
            if is_frozen:
                frozen.add(origin)
        for name in {variable.name for variable in ours}:
            depths[name] = depths.get(name, 0) + 1
    if not depths and not complaints:
        return None
    return Scope(tuple(settings), tuple(complaints), syntaxes, is_open, is_foreign=True, frozen=frozenset(frozen))


def _parted(source: Iterable[Variable]) -> tuple[list[Variable], list[Diagnostic]]:
    """Return the variables of a source that may be keys, and complaints about those that have no value."""
    ours = [variable for variable in source if variable.name.startswith(PREFIXES)]
    if len(ours) > _MOST:
        raise unreadable(ours[0].origin.place, "the file has more keys than configuration ever has", "leave it out")
    odd = [
        Diagnostic("KEY005", Severity.ERROR, (origin,), f"{name} {problem}", "write it in quotes")
        for name, _, origin, _, problem in ours
        if problem is not None
    ]
    return [variable for variable in ours if variable.problem is None], odd


@lru_cache(maxsize=2 * _MOST)  # many processes are given the same variables, and to look for a near miss takes time
def _complaint(name: str, origin: Origin) -> Setting | Diagnostic | None:
    return read_variable(name, "", origin, Layer.ENVIRONMENT)
