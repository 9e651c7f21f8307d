"""What stands around a process and may configure S3 there: its variables, a `.env` file, and the files of AWS."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import SecretStr

from s3config.assignments import interpolated, read_lines, unreadable_line
from s3config.files import UnreadableFileError, expanded, path_of, read_text
from s3config.ini import parse_ini
from s3config.origin import Layer, Origin, Setting
from s3config.profiles import fetched, joined, settings
from s3config.redaction import seal_text
from s3config.spellings import SPELLINGS, find
from s3config.tools import tools
from s3config.variables import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

    from s3config.diagnostics import Diagnostic
    from s3config.tools import Tool

PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
"""The variables of a proxy that every program may obey."""
_EXCLUDES = ("NO_PROXY", "no_proxy")
_PROFILES = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
_FILES = (("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials"))
MOVED = tuple(name for name, _ in _FILES)
"""The variables that say where the files of AWS are."""


class Surroundings(NamedTuple):
    """What stands around a process."""

    settings: tuple[Setting, ...]
    """The variables that some tool may read, in their order; the key is empty if the name means none."""
    shadowed: tuple[Setting, ...]
    """Those of the `.env` file that the environment has already, so that loading the file leaves them as they are."""
    places: Mapping[str, str]
    """What says where the files of AWS are, and the switches of single tools."""
    problems: tuple[Diagnostic, ...]
    """What cannot be read."""


class Profile(NamedTuple):
    """A profile of the files of AWS."""

    name: str
    settings: tuple[Setting, ...]
    """Empty if there is no such profile."""
    exists: bool
    fetched: str | None
    """What must be fetched for its identity; `None` if it stands in the files, or nowhere."""
    problem: Diagnostic | None = None
    """Why the files cannot be read."""


def key_of(name: str) -> str:
    """Return the key that a variable means to one tool at least, in whatever case; empty if it means none.

    The two variables of the region mean one key here, for no tool but ours holds them apart.
    """
    if name in PROXIES:
        return "proxy_url"
    if name in _EXCLUDES:
        return "proxy_excludes"
    word = name.upper()
    spelling = find(word) if word.startswith("AWS_") else None
    key = _others().get(word) or ("" if spelling is None else spelling.key)
    return "region" if key == "default_region" else key


@cache
def _others() -> dict[str, str]:
    """Return the variables that are no spellings of ours, with their keys."""
    found = dict.fromkeys(_PROFILES, "profile")
    for tool in tools().values():
        found.update(own_variables(tool))
        found.update(dict.fromkeys(tool.endpoint_variables or (), "endpoint"))
        found.update(dict.fromkeys(tool.ca_variables or (), "root_certificate"))
    return found


def own_variables(tool: Tool) -> dict[str, str]:
    """Return the variables that are a tool's own, with their keys."""
    return {name: key for name, _, key in (word.partition("=") for word in tool.own_variables or ())}


def surroundings(environment: Mapping[str, str], dotenv: str | PathLike[str] | None = None) -> Surroundings:
    """Return what stands around a process that has these variables, and that loads a `.env` file, if one is named."""
    found = {
        name: _sealed(name, value, Origin(f"environment variable {name}"), Layer.ENVIRONMENT)
        for name, value in environment.items()
        if _matters(name)
    }
    places = {name: environment[name] for name in _switches() if name in environment}
    shadowed: list[Setting] = []
    problems: list[Diagnostic] = []
    if dotenv is not None:
        try:
            text = read_text(path_of(dotenv, "dotenv"))
        except UnreadableFileError as error:
            return Surroundings(tuple(found.values()), (), places, (error.diagnostic,))
        for item in _lines(text, str(dotenv), environment, places):
            if not isinstance(item, Setting):
                problems.append(item)
            elif item.spelling in environment:
                shadowed.append(item)
            else:
                found[item.spelling] = item  # a later line replaces the value where the first one stands
    return Surroundings(tuple(found.values()), tuple(shadowed), places, tuple(problems))


def _lines(
    text: str, path: str, environment: Mapping[str, str], places: dict[str, str]
) -> Iterator[Setting | Diagnostic]:
    known: dict[str, str | None] = dict(environment)
    for line in read_lines(text):
        if line.name is None:
            yield unreadable_line(line, path)
        elif line.value is not None:
            value = interpolated(line.value, known)
            if line.name not in environment:
                known[line.name] = value
                places.update({line.name: value} if line.name in _switches() else {})
            if _matters(line.name):
                yield _sealed(line.name, value, Origin(path, line.line, line.column), Layer.DOTENV)


@cache
def _switches() -> frozenset[str]:
    forced = (tool.profile_forced_by for tool in tools().values())
    return frozenset(("HOME", *MOVED, *filter(None, forced)))


def _matters(name: str) -> bool:
    return name.startswith(PREFIXES) or key_of(name) != ""


def _sealed(name: str, value: str, origin: Origin, layer: Layer) -> Setting:
    """Make a setting of a variable; what is no key may be any secret."""
    key = key_of(name)
    seal = SPELLINGS[key].seal if key else SecretStr
    return Setting(key, (seal_text if key == "proxy_url" else seal)(value), name, origin, layer)


def profile_named(name: str, places: Mapping[str, str]) -> Profile:
    """Read a profile where the files are said to be."""
    home = Path(places.get("HOME") or Path.home()) / ".aws"
    paths = [expanded(Path(places.get(variable) or home / otherwise)) for variable, otherwise in _FILES]
    try:
        config, credentials = (parse_ini(read_text(path, missing=""), str(path)) for path in paths)
    except UnreadableFileError as error:
        return Profile(name, (), exists=False, fetched=None, problem=error.diagnostic)
    section = joined(name, config, credentials)
    if section is None:
        return Profile(name, (), exists=False, fetched=None)
    return Profile(name, tuple(settings(section, config, Layer.AMBIENT_PROFILE)), True, fetched(section))
