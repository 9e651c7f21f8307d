"""The nearest of the known words to one that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALIKE = 0.75


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the known word that looks most like this one, or `None` if none looks like it."""
    from difflib import get_close_matches  # only wanted when something is wrong already

    by_folded = {known.lower(): known for known in words}
    close = get_close_matches(word.lower(), by_folded, n=1, cutoff=_ALIKE)
    return by_folded[close[0]] if close else None
