"""Writes the settings to use into the user's file, and changes nothing else in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s3config.differences import diff
from s3config.edits import edited, edits
from s3config.errors import ConfigError
from s3config.excerpts import assignment_at
from s3config.files import UnreadableFileError, expanded, read_text
from s3config.fixing import Mended
from s3config.kinds import kind_by_name, kind_by_text
from s3config.lines import Lines
from s3config.resolution import gather
from s3config.rules import Add, Append, Remove, Rewrite
from s3config.sources import Request
from s3config.spellings import KEYS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from s3config.origin import Origin, Setting
    from s3config.probing.advice import Advice
    from s3config.resolution import Resolution
    from s3config.rules import Change
    from s3config.syntaxes import Assignment

_SYNTAXES = {".toml": "toml", ".json": "json", ".yaml": "yaml", ".yml": "yaml"}
_NEIGHBOURS = ("endpoint", "bucket", "region")
"""Keys below which another one reads well."""


class UnpatchableError(ConfigError):
    """The settings cannot be written where the configuration stands; the text says why."""


class UserFile(NamedTuple):
    """The file that an operand names, as it is when the probe begins."""

    path: Path
    store: str | None
    syntax: str
    text: str

    @classmethod
    def of(cls, operand: str) -> UserFile:
        """Find the file.

        Raises:
            UnpatchableError: It names none, or one of another tool.
        """
        path, mark, store = operand.rpartition("#")
        if not mark or not path or expanded(Path(operand)).exists():
            path, store = operand, ""
        file = expanded(Path(path))
        try:
            text = read_text(file) if file.is_file() else None
        except UnreadableFileError as error:
            raise UnpatchableError(str(error)) from None
        if text is None:
            raise UnpatchableError("no file of s3config's was named, so that there is none to patch")
        kind = kind_by_name(file) or kind_by_text(file, text) or "s3config"
        syntax = "dotenv" if kind == "dotenv" else _SYNTAXES.get(file.suffix.lower(), "")
        if kind not in ("dotenv", "s3config") or not syntax:
            raise UnpatchableError(f"{path} is a file of another tool; write the keys in its words yourself")
        return cls(file, store or None, syntax, text)

    def holds(self, origin: Origin) -> bool:
        """Tell whether a place is in this file."""
        return origin.line is not None and os.path.realpath(origin.place) == os.path.realpath(self.path)

    def find(self, origin: Origin) -> tuple[str, str, Assignment] | None:
        """Return the assignment at a place of this file."""
        found = assignment_at(self.text, Lines(self.text), origin, self.syntax) if self.holds(origin) else None
        return None if found is None else (self.text, self.syntax, found)

    def resolved(self, text: str, variables: Mapping[str, str]) -> Resolution:
        """Resolve the file as if it had another text."""

        def read(path: Path) -> str:
            return text if os.path.realpath(path) == os.path.realpath(self.path) else read_text(path)

        world = Request(variables=variables, read=read)
        if self.syntax == "dotenv":
            return gather(world._replace(dotenv=self.path))
        return gather(world._replace(file=self.path, store=self.store))


def patch(
    file: UserFile, resolution: Resolution, advice: Sequence[Advice], variables: Mapping[str, str]
) -> Mended | None:
    """Return the user's file before and after the change; `None` if nothing is to be changed.

    Args:
        file: What holds the configuration.
        resolution: What it says.
        advice: The settings to use.
        variables: The environment, which the file may refer to.

    Raises:
        UnpatchableError: The change cannot be made there.
    """
    wanted = [one for one in advice if one.is_change]
    if not wanted:
        return None
    changes = [change for one in wanted for change in _changes(file, resolution, one)]
    made = edits(changes, file.find)
    if made is None:
        raise UnpatchableError(
            f"{file.path} is written in a way that cannot be changed in place; write the keys yourself"
        )
    after = edited(file.text, made)
    _check(file.resolved(after, variables), wanted, file)
    lines = frozenset(change.at.line for change in changes if isinstance(change, Rewrite | Remove) and change.at.line)
    return Mended(str(file.path), file.text, after, lines)


def _changes(file: UserFile, resolution: Resolution, one: Advice) -> Iterable[Change]:
    """Say what a setting takes: to rewrite what decides now if it is in this file, else to add a line."""
    mine = [setting for setting in resolution.written() if file.holds(setting.origin)]
    layer = max((setting.layer for setting in mine), default=None)
    current = resolution.winners.get(one.key)
    if one.value is None:
        return [Remove(current.origin)] if current is not None and file.holds(current.origin) else []
    is_here = current is not None and file.holds(current.origin)
    if is_here and current is not None and (file.store is None or current.layer == layer):
        return [Rewrite(current.origin, one.value)]
    beside = _neighbour([setting for setting in mine if setting.layer == layer])
    if beside is not None:
        return [Add(beside.origin, one.key, one.value)]
    if file.syntax == "dotenv":
        return [Append(str(file.path), f"AWS_{one.key.upper()}={one.value}")]
    raise UnpatchableError(f"{file.path} has no key beside which {one.key} could be written")


def _neighbour(settings: Sequence[Setting]) -> Setting | None:
    """Choose a setting that is not in a table of options."""
    flat = {setting.key: setting for setting in settings if setting.key in KEYS and not _is_option(setting)}
    return next((flat[key] for key in (*_NEIGHBOURS, *flat) if key in flat), None)


def _is_option(setting: Setting) -> bool:
    return setting.spelling.partition(".")[0] in TABLES or setting.key in ("profile", "dotenv", "store")


def _check(resolution: Resolution, wanted: Iterable[Advice], file: UserFile) -> None:
    """Make sure that the change does what it is for."""
    for one in wanted:
        found = resolution.effective(one.key)
        text = str(found).lower() if isinstance(found, bool) else found
        if one.value is not None and text != one.value:
            raise UnpatchableError(f"{file.path} cannot be changed so that {one.key} is {one.value}; write it yourself")


def unified(mended: Mended) -> str:
    """Return the change as a diff, in which nothing is shown that may be secret."""
    return "".join(diff([mended]))


def write(mended: Mended) -> None:
    """Write the file anew, at once.

    Raises:
        UnpatchableError: Somebody else has changed it meanwhile.
        UnwritableFileError: It cannot be written; it is as it was.
    """
    from s3config import fixing

    try:
        is_same = read_text(Path(mended.path)) == mended.before
    except UnreadableFileError:
        is_same = False
    if not is_same:
        raise UnpatchableError(f"{mended.path} was changed meanwhile, and was left as it is; probe again")
    fixing.write(Path(mended.path), mended.after)
