"""Config files as nested entries, each with its place: one module a format."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from s3config.files import unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from s3config.tables import Entry


@cache
def formats() -> dict[str, Any]:
    """Return the modules of this package by the endings of the files that they read."""
    modules: list[Any] = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {suffix: module for module in modules for suffix in module.SUFFIXES}


def load(path: Path, text: str) -> tuple[Entry, ...]:
    """Read a config file in the format that its name says.

    Raises:
        UnreadableFileError: The format is not known, or the text is not of it.
        MissingDependencyError: A YAML file, and PyYAML is not installed.
    """
    format_ = formats().get(path.suffix.lower())
    if format_ is None:
        raise unreadable(path, "the name's ending is of no known format", f"use one of {', '.join(formats())}")
    try:
        entries: tuple[Entry, ...] = format_.entries(text, str(path))
    except RecursionError:
        raise unreadable(path, "the file is nested too deeply", "write it flat") from None
    return entries
