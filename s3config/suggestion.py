"""The nearest of the known words to one that nobody knows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALIKE = 0.75
"""How alike two words must be, as `difflib` measures it: twice the letters in common through all letters."""
_Letters = dict[tuple[str, int], int]


class _Known(NamedTuple):
    """A known word, and what tells quickly that another one is not like it."""

    folded: str
    word: str
    letters: int
    """A bit for each letter; a letter that is there twice has two."""


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the known word that looks most like this one, or `None` if none looks like it."""
    known, lengths, letters = _index(tuple(words))
    folded = word.lower()
    length = len(folded)
    least = _ALIKE / (2 - _ALIKE)  # were all letters of the shorter word in the longer one, these would be enough
    alike = known[bisect_left(lengths, least * length) : bisect_right(lengths, length / least)]
    if not (folded and alike):
        return None
    own = _bits(folded, letters)
    rated = [
        (rating, other, spelt)
        for other, spelt, bits in alike
        if (rating := 2 * (own & bits).bit_count() / (length + len(other))) >= _ALIKE
    ]
    return _best(folded, sorted(rated, reverse=True))


def _best(folded: str, rated: list[tuple[float, str, str]]) -> str | None:
    """Return the word that is most alike in the order of its letters, too; no word is more so than in its letters."""
    from difflib import SequenceMatcher  # only wanted when something is wrong already

    best: tuple[float, str, str] | None = None
    matcher = SequenceMatcher(None, "", folded)
    for most, other, word in rated:
        if best is not None and most < best[0]:
            break
        matcher.set_seq1(other)
        ratio = matcher.ratio()
        if ratio >= _ALIKE:
            best = max(best or (0.0, "", ""), (ratio, other, word))
    return None if best is None else best[2]


@lru_cache(maxsize=16)
def _index(words: tuple[str, ...]) -> tuple[tuple[_Known, ...], tuple[int, ...], _Letters]:
    """Describe known words once, by length, for a file may have thousands of unknown ones; and the lengths."""
    by_folded = {word.lower(): word for word in words}
    letters: _Letters = {}
    for folded in by_folded:
        for letter in set(folded):
            for number in range(folded.count(letter)):
                letters.setdefault((letter, number), 1 << len(letters))
    known = [_Known(folded, by_folded[folded], _bits(folded, letters)) for folded in sorted(by_folded, key=len)]
    return tuple(known), tuple(len(word.folded) for word in known), letters


def _bits(word: str, letters: _Letters) -> int:
    """Return the bits of a word's letters; those that no known word has have none."""
    seen: dict[str, int] = {}
    bits = 0
    for letter in word:
        number = seen[letter] = seen.get(letter, -1) + 1
        bits |= letters.get((letter, number), 0)
    return bits
