"""What the answer of a store means: the likely cause, and the keys to look at."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


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


@cache
def symptoms() -> tuple[Symptom, ...]:
    """Return all that is known, in the order in which it is tried."""
    text = files("s3config").joinpath("symptoms.toml").read_text("utf-8")
    return tuple(
        Symptom(
            name=record["name"],
            cause=record["cause"],
            remedy=record["remedy"],
            keys=tuple(record["keys"]),
            codes=frozenset(record.get("codes", ())),
            statuses=frozenset(record.get("statuses", ())),
            pattern=record.get("pattern"),
        )
        for record in tomllib.loads(text)["symptom"]
    )


def recognise(*, code: str | None, status: int | None, text: str) -> Symptom | None:
    """Return what a failure means: by its code, else by its HTTP status, else by its text."""
    if code is not None:
        found = next((symptom for symptom in symptoms() if code in symptom.codes), None)
        if found is not None:
            return found
    if status is not None:
        return next((symptom for symptom in symptoms() if status in symptom.statuses), None)
    return next((s for s in symptoms() if s.pattern is not None and re.search(s.pattern, text)), None)
