"""Durations and moments, parsed once from what users write, and written as people do."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from s3config.config.parsed import Parsed
from s3config.config.refusal import Refusal

_NANOSECONDS = {
    unit: nanoseconds
    for units, nanoseconds in (
        ("nanos nsec ns", 1),
        ("usec us µs", 1_000),
        ("millis msec ms", 1_000_000),
        ("seconds second secs sec s", 1_000_000_000),
        ("minutes minute mins min m", 60_000_000_000),
        ("hours hour hrs hr h", 3_600_000_000_000),
        ("days day d", 86_400_000_000_000),
        ("weeks week wks wk w", 604_800_000_000_000),
        ("months month M", 2_630_016_000_000_000),
        ("years year yrs yr y", 31_557_600_000_000_000),
    )
    for unit in units.split()
}
_DURATION_PART = (
    r"[0-9]+(?:\.[0-9]+)?\s*(?:" + "|".join(sorted(_NANOSECONDS, key=len, reverse=True)) + r")(?![A-Za-zµ])"
)
DURATION_PATTERN = rf"(?:{_DURATION_PART}\s*)+"
"""A duration as humantime writes it: numbers with units, `2h 37min`."""
_PART = r"([0-9]+)(?:\.([0-9]+))?\s*([A-Za-zµ]+)"
_SHOWN_UNITS = (("day", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000), ("ms", 1_000))


def parse_duration(value: Any) -> timedelta:  # noqa: ANN401
    """Read a duration: `30s`, `2h 37min`, a `timedelta`, or a number of seconds.

    Source: the units are those of the humantime crate, which object_store uses. A string without a unit is refused,
    because tools disagree about it (seconds, or milliseconds).
    """
    if isinstance(value, str):
        return _duration_of_text(value)
    try:
        if isinstance(value, timedelta):
            duration = value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            duration = timedelta(seconds=-1) if value < 0 else timedelta(seconds=value)
        else:
            raise Refusal("is not a duration", "write a duration with its unit, such as 30s")
    except (ValueError, OverflowError) as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal("is not a duration that can be held", "write a duration such as 30s") from None
    if duration < timedelta():
        raise Refusal("is negative", "write a duration such as 30s")
    return duration


@lru_cache(maxsize=256)
def _duration_of_text(text: str) -> timedelta:
    if not re.fullmatch(DURATION_PATTERN, text):
        number = text if text.replace(".", "", 1).isdigit() else "30"
        without_unit = "has no unit" if number == text else "is not a duration"
        raise Refusal(without_unit, f"write {number}s if you mean seconds; units are ms, s, min, h, days")
    if len(text) > _LONGEST_DURATION:
        raise Refusal("is longer than can be held", "write a shorter duration, such as 30s")
    parts = re.findall(_PART, text)
    scale = 10 ** max(len(fraction) for _, fraction, _ in parts)  # as whole numbers, for floats would round
    nanoseconds = sum(
        int(whole + fraction) * scale // 10 ** len(fraction) * _NANOSECONDS[unit] for whole, fraction, unit in parts
    )
    microseconds, rest = divmod(nanoseconds, 1_000 * scale)
    if rest:
        raise Refusal("is finer than a microsecond", "round it to microseconds")
    try:
        return timedelta(microseconds=microseconds)
    except OverflowError:
        raise Refusal("is longer than can be held", "write a shorter duration, such as 30s") from None


_LONGEST_DURATION = 1_000


def duration_text(duration: timedelta) -> str:
    """Write a duration as humantime does: `1day 2h 30m`, `1s 500ms`."""
    rest = duration // timedelta(microseconds=1)
    parts = []
    for unit, size in (*_SHOWN_UNITS, ("us", 1)):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}{'s' if unit == 'day' and count > 1 else ''}")
    return " ".join(parts) or "0s"


def parse_moment(value: Any) -> datetime:  # noqa: ANN401
    """Read a moment in ISO 8601; without an offset it is UTC."""
    moment = value
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.replace("z", "Z"))
        except ValueError:
            moment = None
    elif isinstance(value, date) and not isinstance(value, datetime):
        moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(moment, datetime):
        raise Refusal("is no moment in time", "write it as 2026-01-31T12:00:00Z")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_DATE = r"(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))"
_HOUR, _MINUTE = "(?:[01][0-9]|2[0-3])", "[0-5][0-9]"
_SECONDS = f"{_MINUTE}(?:[.,][0-9]+)?"
_TIME = f"{_HOUR}(?::{_MINUTE}(?::{_SECONDS})?|{_MINUTE}(?:{_SECONDS})?)?"
DURATION = Parsed(
    parse_duration,
    {
        "anyOf": [
            {"type": "number", "minimum": 0, "exclusiveMaximum": 86_400 * 10**9},
            {"type": "string", "pattern": f"^{DURATION_PATTERN}$".replace(r"\d", "[0-9]")},
        ]
    },
    dump=duration_text,
)
MOMENT = Parsed(
    parse_moment,
    {"type": "string", "pattern": f"^{_DATE}(?:[Tt ]{_TIME}(?:Z|[+-]{_HOUR}(?::?{_MINUTE})?)?)?$"},
    dump=datetime.isoformat,
)
