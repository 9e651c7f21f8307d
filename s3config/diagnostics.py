"""What is wrong with a configuration, in words that name the thing, the place and the remedy."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from s3config.origin import Origin


class Severity(StrEnum):
    """How bad it is, in the order of the members; each is equal to its word."""

    INFO = "info"
    """Nothing to do; worth knowing."""
    WARNING = "warning"
    """It will run, and likely not as meant."""
    ERROR = "error"
    """It cannot run, or not safely."""

    @property
    def rank(self) -> int:
        """The number by which severities are sorted, the worst highest."""
        return list(Severity).index(self)

    @property
    def is_problem(self) -> bool:
        """Whether `validate` should fail because of it."""
        return self is not Severity.INFO


class Edit(NamedTuple):
    """A piece of a file that is to be replaced."""

    place: str
    """The file's path as the caller gave it."""
    start: int
    """Index of the first character that goes; a byte order mark does not count."""
    end: int
    """Index behind the last one."""
    text: str
    """What comes instead; never a secret."""


class Fix(NamedTuple):
    """A change of files that takes the cause of a diagnostic away."""

    title: str
    """What it does, as an order."""
    is_safe: bool
    """Whether it keeps what the configuration means and how safe it is."""
    edits: tuple[Edit, ...]


class Excerpt(NamedTuple):
    """The part of a file that a diagnostic is about; what may be secret in it is hidden."""

    end_line: int
    """Line in which the part ends, from 1."""
    end_column: int
    """Column behind its last character, from 1."""
    line: str
    """The first line of the part, for people."""
    start: int
    """Where in `line` the part begins, from 0."""
    length: int
    """How many characters of `line` belong to it."""


class Diagnostic(NamedTuple):
    """One complaint; it never holds a secret, nor the value of an unknown key."""

    code: str
    """Family and number: `KEY001`."""
    severity: Severity
    origins: tuple[Origin, ...]
    """The places that are involved, the most important one first."""
    message: str
    """What is wrong, in the user's own spelling; no full stop at the end."""
    remedy: str
    """What to do about it, as an order; no full stop at the end. Empty if nothing is to be done."""
    excerpt: Excerpt | None = None
    """What stands at the first place, if that is in a file which the linter read."""
    fix: Fix | None = None

    def __str__(self) -> str:
        """Return the complaint on one line, the place first."""
        place = f"{self.origins[0]}: " if self.origins else ""
        others = "".join(f" (also {origin})" for origin in self.origins[1:])
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{place}{self.severity} {self.code}: {self.message}{others}{remedy}"
