"""A configuration that is named in one word: a file or a part of it, a URL, a profile, or the environment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s3config.documents import formats
from s3config.errors import ConfigError
from s3config.files import UnreadableFileError, expanded, read_text
from s3config.foreign import AUTO, from_dialect
from s3config.kinds import kind_by_name, kind_by_text
from s3config.redaction import mask_text
from s3config.resolution import Resolution, gather
from s3config.sources import Request
from s3config.translation import known

if TYPE_CHECKING:
    from collections.abc import Mapping


_ENVIRONMENT, _PROFILE = "env", "profile"
_AWS, _RCLONE = "aws_config", "rclone"
_DIALECTS = {"aws_profile": _AWS, "rclone": _RCLONE, "compose": "docker_compose", "kubernetes": "kubernetes"}
"""The tools whose files are known by their names or a word in them."""


class _Part(NamedTuple):
    """A file, or a part of one."""

    path: Path
    name: str | None
    """The store, the profile or the remote; `None` for the whole file."""

    @classmethod
    def of(cls, words: str) -> _Part:
        """Read `PATH` or `PATH#NAME`; a file whose own name has a `#` is found."""
        path, mark, name = words.rpartition("#")
        if not mark or not path or expanded(Path(words)).exists():
            return cls(expanded(Path(words)), None)
        return cls(expanded(Path(path)), name)


def resolve_operand(operand: str, variables: Mapping[str, str]) -> Resolution:
    """Resolve what a word names, by itself.

    Args:
        operand: `env`, a URL, `profile:NAME`, `PATH`, `PATH#NAME`, `TOOL:PATH` or `TOOL:PATH#NAME`.
        variables: The environment: what `env` is, and where files look up what they refer to; else it is no source.

    Raises:
        ConfigError: The word names nothing, or what it names is not what it says.
    """
    world = Request(variables=variables)
    head, colon, rest = operand.partition(":")
    if operand == _ENVIRONMENT:
        return gather(world._replace(environment=variables))
    if "://" in operand:
        return gather(world._replace(url=operand))
    if head == _PROFILE and colon:
        if not rest:
            raise ConfigError("profile: names no profile; write profile:NAME")
        return gather(world._replace(arguments={}, profile=rest))
    try:
        if not colon or expanded(Path(operand)).exists():
            return _of_file(_Part.of(operand), world)
        return _of_tool(_Part.of(rest), _tool(head, operand), world)
    except UnreadableFileError as error:
        return Resolution((), [error.diagnostic])


def _tool(word: str, operand: str) -> str:
    if word == AUTO:
        return word
    try:
        return known(word)
    except ConfigError as error:
        raise ConfigError(f"there is no file {mask_text(operand)!r}, and {error}") from None


def _of_file(part: _Part, world: Request) -> Resolution:
    path = part.path
    kind = kind_by_name(path) or kind_by_text(path, read_text(path))
    if kind == "s3config" or (kind is None and path.suffix.lower() in formats()):
        return gather(world._replace(file=path, store=part.name))
    if kind == "dotenv":
        return gather(world._replace(dotenv=_whole(part, "a .env file")))
    return _of_tool(part, _DIALECTS.get(kind or "", AUTO), world)


def _of_tool(part: _Part, tool: str, world: Request) -> Resolution:
    text = read_text(part.path)
    if tool == _AWS:
        return _of_profile(part, world)
    return gather(world._replace(sources=(from_dialect(text, tool, place=str(part.path), part=part.name),)))


def _whole(part: _Part, what: str) -> Path:
    if part.name is not None:
        raise ConfigError(f"{part.path}: {what} has no parts to choose from; leave out #{part.name}")
    return part.path


def _of_profile(part: _Part, world: Request) -> Resolution:
    """Resolve a profile of a file of AWS, with what the other one beside it says of it."""
    config, credentials = part.path, part.path.with_name("credentials")
    if config.name == "credentials":
        config = part.path.with_name("config")
    places = {"AWS_CONFIG_FILE": str(config), "AWS_SHARED_CREDENTIALS_FILE": str(credentials)}
    variables = {**world.variables, **places}
    return gather(world._replace(arguments={}, profile=part.name or "default", variables=variables))
