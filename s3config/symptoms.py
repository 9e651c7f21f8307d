"""What the answer of a store means: the likely cause, and the keys to look at."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_DATA = Path(__file__).with_name("symptoms.toml")
_SEARCHED = 100_000
"""How many characters of a text are looked at, at its beginning and at its end, where tracebacks say what is wrong."""
_STATUS = re.compile(
    r"(?i)(?:\bstatus(?: code)?[:= ]{1,3}|\bhttp(?:/[0-9.]{1,3})?[: ]{1,2}|\(|\A\s{0,99})([345][0-9]{2})(?![0-9.:])"
)
_SHOUTED = re.compile(r"\bAWS Error ([A-Z][A-Z_]{1,60})\b")
"""The error codes of the AWS SDK for C++, and so of pyarrow: those of the service, in capitals."""
_WORD = re.compile(r"(?<![A-Za-z0-9.])[A-Z][a-z]{1,30}(?:[A-Z0-9][A-Za-z0-9]{0,40})(?![A-Za-z0-9])")
_MOST_WORDS = 50
_ALIKE = 0.9
"""More than for keys: codes share long words, such as Invalid and Request, and mean something else."""


class Symptom(NamedTuple):
    """A failure that users meet, and what it usually means."""

    name: str
    cause: str
    remedy: str
    keys: tuple[str, ...]
    """Canonical keys whose values are the likely cause, the likeliest first."""
    codes: frozenset[str]
    statuses: frozenset[int]
    pattern: str | None
    rules: tuple[str, ...] = ()
    """Codes of the rules that find the cause before the first request."""
    general: bool = False
    """Whether other programs than clients of S3 use the same words."""


@cache
def symptoms() -> tuple[Symptom, ...]:
    """Return all that is known, in the order in which it is tried."""
    return tuple(
        Symptom(
            name=record["name"],
            cause=record["cause"],
            remedy=record["remedy"],
            keys=tuple(record["keys"]),
            codes=frozenset(record.get("codes", ())),
            statuses=frozenset(record.get("statuses", ())),
            pattern=record.get("pattern"),
            rules=tuple(record.get("rules", ())),
            general=record.get("general", False),
        )
        for record in _data()["symptom"]
    )


def recognise(*, code: str | None, status: int | None, text: str) -> Symptom | None:
    """Return what a failure means: by its code, else by its HTTP status, else by its text."""
    if code is not None:
        found = next((symptom for symptom in symptoms() if code in symptom.codes), None)
        if found is not None:
            return found
    if status is not None:
        return next((symptom for symptom in symptoms() if status in symptom.statuses), None)
    text = _searched(text)
    return next((symptom for symptom in symptoms() if _is_in(symptom, text)), None)


def recognise_text(text: str) -> Symptom | None:
    """Return what a text means that somebody was shown: by a pattern or a code in it, else by an HTTP status.

    Words that any program may use, and statuses, count only if something in the text speaks of S3. Of a text that is
    very long, the beginning and the end are looked at.
    """
    text = _searched(text)
    codes = _codes_in(text)
    is_ours = bool(codes) or any(sign.search(text) for sign in signs())
    meant = [symptom for symptom in symptoms() if is_ours or not symptom.general]
    found = next((s for s in meant if _is_in(s, text) or not codes.isdisjoint(s.codes)), None)
    if found is not None or not is_ours:
        return found
    statuses = {int(status) for status in _STATUS.findall(text)}
    return next((symptom for symptom in meant if not statuses.isdisjoint(symptom.statuses)), None)


@cache
def signs() -> tuple[re.Pattern[str], ...]:
    """Return what tells that a text is about S3."""
    return tuple(re.compile(sign) for sign in _data()["signs"])


def nearest_code(text: str) -> str | None:
    """Return the error code that we know and that a word in a text must be meant for."""
    from difflib import get_close_matches  # wanted when something has failed

    by_folded = {_folded(code): code for code in _known_codes()}
    for word in list(dict.fromkeys(_WORD.findall(_searched(text))))[:_MOST_WORDS]:
        close = get_close_matches(_folded(word), by_folded, n=1, cutoff=_ALIKE)
        if close:
            return by_folded[close[0]]
    return None


@cache
def _data() -> dict[str, Any]:
    import tomllib  # wanted when something has failed

    return tomllib.loads(_DATA.read_text("utf-8"))


def _is_in(symptom: Symptom, text: str) -> bool:
    return symptom.pattern is not None and re.search(symptom.pattern, text) is not None


def _codes_in(text: str) -> set[str]:
    found = set(_codes().findall(text))
    shouted = {word.replace("_", "").lower() for word in _SHOUTED.findall(text)}
    return found | {code for code in _known_codes() if shouted and code.lower() in shouted}


@cache
def _codes() -> re.Pattern[str]:
    """Return what finds all codes, as words, in one go."""
    known = sorted(_known_codes(), key=len, reverse=True)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, known))})(?![A-Za-z0-9])")


def _known_codes() -> list[str]:
    return [code for symptom in symptoms() for code in symptom.codes]


def _folded(code: str) -> str:
    """Return a code without the ending that some SDKs add to it."""
    return code.removesuffix("Exception").lower()


def _searched(text: str) -> str:
    return text if len(text) <= 2 * _SEARCHED else f"{text[:_SEARCHED]}\n{text[-_SEARCHED:]}"
