"""What a resolution and its diagnostics look like: one module a format, each a function `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.config.plain import hidden
from s3config.merging import meaning
from s3config.origin import Layer, is_void
from s3config.redaction import shown
from s3config.resolution import DEFAULT
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.origin import Setting
    from s3config.resolution import Resolution


class Row(NamedTuple):
    """A key in a report."""

    key: str
    setting: Setting
    """What decides the key."""
    value: Any
    """The value that holds as JSON can hold it, secrets hidden."""
    losers: tuple[Setting, ...]


def rows(resolution: Resolution, *, defaults: bool = False) -> Iterator[Row]:
    """Yield every key that somebody wrote or that follows from the endpoint, in the order of the models.

    Args:
        resolution: What to report.
        defaults: Whether keys that only have a default are reported, too.
    """
    for key in KEYS:
        winner, *losers = resolution.history(key)
        is_default = winner.layer is Layer.DEFAULT and winner.origin == DEFAULT
        if losers or not is_default or (defaults and winner.value is not None):
            yield Row(key, winner, value_of(resolution, key, winner), tuple(losers))


def value_of(resolution: Resolution, key: str, winner: Setting) -> Any:  # noqa: ANN401
    """Return what holds, or what was written if it is invalid; an object is named, not held."""
    value = resolution.effective(key)
    if value is None and winner.value is not None:  # something is wrong, with this value or with another
        value = meaning(winner)
        if value is winner.value and not isinstance(value, bool | str):
            return shown(value)
    return shown(value) if callable(value) else None if value is None else hidden(value)


def written(setting: Setting) -> str:
    """Return what was written as text that may be shown; nothing at all is named."""
    return "(empty)" if is_void(setting.value) else shown(setting.value)


def place_of(setting: Setting) -> str:
    """Return where a setting stands, and how its key is spelt there if the place does not say."""
    place = str(setting.origin)
    named = setting.spelling in place or setting.spelling == setting.key
    return place if named else f"{place} ({setting.spelling})"


WIDEST_VALUE = 48
"""Characters that a value takes in a table of text."""


def flat(text: str) -> str:
    """Put text on one line, control characters written out, and no longer than a table can hold."""
    line = text.encode("unicode_escape").decode("ascii") if not text.isprintable() else text
    return line if len(line) <= WIDEST_VALUE else f"{line[: WIDEST_VALUE - 1]}…"
