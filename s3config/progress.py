"""A line on the terminal that says how far a long run is."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

T = TypeVar("T")
_PATIENCE = 1.0
"""Seconds without a word."""
_PAUSE = 0.2
"""Seconds from one word to the next."""


def shown_progress(items: Iterable[T], stream: TextIO, clock: Callable[[], float] = monotonic) -> Iterator[T]:
    """Hand items on, and count them on a terminal if it takes longer than a second; the line is wiped at the end."""
    if not stream.isatty():
        yield from items
        return
    due = clock() + _PATIENCE
    said = ""
    for count, item in enumerate(items, 1):
        yield item
        if clock() >= due:
            said = f"{count:,} files checked"
            stream.write(f"\r{said}")
            stream.flush()
            due = clock() + _PAUSE
    if said:
        stream.write(f"\r{' ' * len(said)}\r")
        stream.flush()
