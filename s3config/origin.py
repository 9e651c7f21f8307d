"""Where a value comes from: its rank, its place, and the setting that ties both to the value."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

from pydantic import SecretStr


class Layer(IntEnum):
    """The rank of a source; the higher one wins.

    What was asked for by name outranks the environment; what is merely around lies under it. This order is the only
    place that knows precedence.
    """

    DEFAULT = 0
    FALLBACK = 1
    """`default_region=` as an argument: below everything that somebody wrote elsewhere."""
    FILE_PROFILE = 2
    """What the profile says that the top level of a config file names; the file's own values outrank it."""
    FILE = 3
    AMBIENT_PROFILE = 4
    DOTENV = 5
    ENVIRONMENT = 6
    STORE_PROFILE = 7
    """What the profile says that a store names; the store's own values outrank it."""
    STORE = 8
    PROFILE = 9
    SESSION = 10
    URL = 11
    ARGUMENT = 12

    def __str__(self) -> str:
        """Return the name as people write it: `ambient profile`."""
        return self.name.lower().replace("_", " ")


class Origin(NamedTuple):
    """The place where a value was written; `str()` names it for people."""

    place: str
    """A file's path as the caller gave it, or words: `argument region`, `environment variable AWS_REGION`."""
    line: int | None = None
    """Line in the file, from 1."""
    column: int | None = None
    """Column in the line, from 1, in characters."""

    def __str__(self) -> str:
        """Return `place`, or `place:line:column` as editors and terminals understand it."""
        if self.line is None:
            return self.place
        return f"{self.place}:{self.line}:{self.column}"


URL_ORIGIN = Origin("url")
"""The place of what a URL says."""


class Setting(NamedTuple):
    """A value that somebody wrote, as it was written, and where."""

    key: str
    """The canonical key: `region`."""
    value: Any
    """The value as written; a `SecretStr` if the key is secret, `None` if nobody said anything."""
    spelling: str
    """How the user wrote the key: `AWS_REGION`."""
    origin: Origin
    layer: Layer


def is_void(value: object) -> bool:
    """Tell whether a value says nothing: `None`, or text that is empty or white space."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    return not text or text.isspace() if isinstance(text, str) else text is None
