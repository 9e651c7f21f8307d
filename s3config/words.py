"""A tool's word for a key, and how the value is written behind it and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.config.numbers import inverted, one_less
from s3config.config.refusal import Refusal
from s3config.config.times import duration_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta


PEM = "-----BEGIN"
"""What is in the text of a certificate, and not in the path of one."""


class UnsayableError(Exception):
    """A value that a tool cannot hold; the text says why, and does not hold the value."""


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 (any value)
    return value


class Codec(NamedTuple):
    """How values stand behind a word."""

    write: Callable[[Any], Any]
    """Makes the tool's value of the key's, or raises `UnsayableError`."""
    read: Callable[[Any], Any] = _as_it_is
    """Makes a value that the key reads of the tool's; what it does not understand it returns, to be complained of."""


class Word(NamedTuple):
    """Where a tool has a key."""

    path: tuple[str, ...]
    """The names of the nested tables, and its own."""
    codec: Codec
    also: tuple[str, ...] = ()
    """Other names under which the tool reads it."""
    is_variable: bool = False
    """Whether it is an environment variable beside the tool's arguments."""

    @property
    def name(self) -> str:
        """The path with dots between."""
        return ".".join(self.path)


def read_by(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what reads a value, and lets through what it cannot read."""

    def read(value: Any) -> Any:  # noqa: ANN401
        try:
            return convert(value)
        except (Refusal, ValueError, TypeError, OverflowError, ArithmeticError):
            return value

    return read


def among(words: dict[Any, Any]) -> Codec:
    """Return how a choice is written where the tool has other words for it: keys are ours, values the tool's."""

    def write(value: Any) -> Any:  # noqa: ANN401
        if value not in words:
            raise UnsayableError(f"it has no word for {value}")
        return words[value]

    back = {str(theirs).lower(): ours for ours, theirs in words.items()}
    return Codec(write, lambda value: back.get(str(value).lower(), value))


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _seconds(duration: timedelta) -> int | float:
    return _number(duration.total_seconds())


def _whole(unit: float) -> Callable[[timedelta], int]:
    def write(duration: timedelta) -> int:
        count = duration.total_seconds() / unit
        if count != int(count):
            raise UnsayableError(f"it takes whole {'seconds' if unit == 1 else 'milliseconds'}")
        return int(count)

    return write


def _path(certificate: str) -> str:
    if PEM in certificate:
        raise UnsayableError("it takes the path of a file, and not a certificate's text; write it into a file")
    return certificate


def text_of(codec: Codec) -> Codec:
    """Return the same with text for the tool's value."""
    return Codec(lambda value: str(codec.write(value)), codec.read)


SAME = Codec(_as_it_is)
TEXT = Codec(str)
NOT = Codec(lambda value: not value, read_by(inverted))
FLAG = Codec(lambda value: "true" if value else "false")
"""`"true"` or `"false"`."""
NOT_FLAG = Codec(lambda value: "false" if value else "true", read_by(inverted))
YES = Codec(lambda value: "YES" if value else "NO")
NO = Codec(lambda value: "NO" if value else "YES", read_by(inverted))
SECONDS = Codec(_seconds, read_by(float))
"""A number of seconds."""
WHOLE_SECONDS = Codec(_whole(1), read_by(float))
MILLISECONDS = Codec(_whole(0.001), read_by(lambda value: float(value) / 1000))
PATH = Codec(_path)
"""The path of a file, where the key may hold the text of a certificate as well."""
DURATION = Codec(duration_text)
"""A duration as humantime writes it: `1m 30s`."""
ATTEMPTS = Codec(lambda retries: retries + 1, read_by(one_less))
"""Tries in all, where the key counts those after the first."""
