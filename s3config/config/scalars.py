"""The simple values: flags, counts, durations, plain text and secrets, each parsed once from what users write."""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from pydantic import SecretStr

from s3config.config.parsed import Parsed, any_case
from s3config.config.refusal import Refusal
from s3config.redaction import KeyId, is_masked, shown

_TRUE = ("1", "true", "on", "yes", "y")
_FALSE = ("0", "false", "off", "no", "n")
FLAGS = (*_TRUE, *_FALSE)
"""All words that are a boolean; in any case."""
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


def is_visible_ascii(text: str) -> bool:
    """Tell whether a text is all `!` to `~`."""
    return text.isascii() and text.isprintable() and " " not in text


def has_control(text: str, *, spaces: bool = False) -> bool:
    """Tell whether a text holds a control character, half a character (a surrogate), or, if asked, white space."""
    if is_visible_ascii(text):  # nearly always
        return False
    return re.search(r"[\s\x00-\x1f\x7f\ud800-\udfff]" if spaces else r"[\x00-\x1f\x7f\ud800-\udfff]", text) is not None


def parse_flag(value: Any) -> bool:  # noqa: ANN401
    """Read a boolean as object_store does: `1 true on yes y`, `0 false off no n`, in any case.

    Source: `ConfigValue for bool` in object_store's `src/config.rs`; numbers 0 and 1 are ours.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        word = value.lower()
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
    elif isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    raise Refusal("is not a boolean", "write true or false")


def parse_count(value: Any) -> int:  # noqa: ANN401
    """Read a whole number that is not negative."""
    number = value
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,20}", value):
        number = int(value)
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if not isinstance(number, int) or isinstance(number, bool):
        raise Refusal("is not a whole number", "write a number such as 10")
    if number < 0:
        raise Refusal("is negative", "write 0 or more")
    if number > _LARGEST_COUNT:
        raise Refusal("is too large", f"write at most {_LARGEST_COUNT}")
    return number


_LARGEST_COUNT = 2**32 - 1


def parse_frame_size(value: Any) -> int:  # noqa: ANN401
    """Read an HTTP/2 frame size in bytes: 16,384 to 16,777,215.

    Source: RFC 9113, section 4.2.
    """
    size = parse_count(value)
    if not 2**14 <= size < 2**24:
        raise Refusal("is no HTTP/2 frame size", "write a number of bytes from 16384 to 16777215")
    return size


def parse_factor(value: Any) -> float:  # noqa: ANN401
    """Read a number of 1 or more."""
    number = value
    if isinstance(value, str) and re.fullmatch(r"\+?[0-9]+(\.[0-9]*)?", value):
        number = float(value)
    if not isinstance(number, int | float) or isinstance(number, bool) or not 1 <= number <= sys.float_info.max:
        raise Refusal("is not a number of 1 or more", "write a number such as 2")
    return float(number)


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
            duration = timedelta(seconds=value) if value >= 0 else timedelta(seconds=-1)
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


def plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as JSON can hold it and its key can read it again; a secret is laid open."""
    match value:
        case timedelta():
            return duration_text(value)
        case datetime():
            return value.isoformat()
        case SecretStr():
            return value.get_secret_value()
        case dict():
            return "\n".join(f"{name}: {plain(item)}" for name, item in value.items())
        case str():
            return str(value)
        case _:
            return value


def hidden(value: Any) -> Any:  # noqa: ANN401
    """Return a value as JSON can hold it, with what is secret in it hidden."""
    return shown(value) if isinstance(value, str | SecretStr | dict) else plain(value)


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


def parse_text(value: Any) -> str:  # noqa: ANN401
    """Read text that can stand in an HTTP header or a path: one line, no control characters."""
    if not isinstance(value, str):
        raise Refusal("is not text", "write it in quotes")
    if has_control(value):
        raise Refusal("holds a control character, a line break or half a character", "write it on one line")
    check_not_masked(value)
    return value


def parse_secret(value: Any) -> SecretStr:  # noqa: ANN401
    """Read a secret; white space in or around it is an error, for it would break the signature."""
    secret = value.get_secret_value() if isinstance(value, SecretStr) else value
    _check_credential(secret)
    return value if isinstance(value, SecretStr) else SecretStr(secret)


def parse_authorization(value: Any) -> SecretStr:  # noqa: ANN401
    """Read the value of an Authorization header, which may have a blank after its scheme."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if not isinstance(text, str):
        raise Refusal("is not text", "write it in quotes")
    check_not_masked(text)
    if not re.fullmatch(r"[!-~]+(?: [!-~]+)*", text):
        raise Refusal("cannot stand in a header", "remove line breaks and white space around it", code="SEC001")
    return SecretStr(text)


def parse_key_id(value: Any) -> KeyId:  # noqa: ANN401
    """Read an access key id; white space in or around it is an error, for it would break the signature."""
    _check_credential(value)
    return value if isinstance(value, KeyId) else KeyId(value)


def parse_certificate(value: Any) -> str:  # noqa: ANN401
    """Read a certificate authority: PEM text, or the path of a PEM file."""
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else value
    if isinstance(text, str) and "-----BEGIN CERTIFICATE-----" in text:
        return text
    if isinstance(text, str) and "-----BEGIN" in text:
        raise Refusal("is PEM text without a certificate", "give the certificate of the authority, not a key")
    return parse_text(text)


def inverted(value: Any) -> bool:  # noqa: ANN401
    """Read a flag that says the opposite of its key."""
    return not parse_flag(value)


def one_less(value: Any) -> int:  # noqa: ANN401
    """Read a number of attempts as a number of retries."""
    attempts = parse_count(value)
    if attempts == 0:
        raise Refusal("is less than one attempt", "write 1 or more")
    return attempts - 1


def check_not_masked(value: str) -> None:
    """Refuse a value that was hidden when it was written, for it is not the one that was meant."""
    if is_masked(value):
        raise Refusal("is a masked value that was read back", "give the value itself", code="KEY007")


def _check_credential(value: Any) -> None:  # noqa: ANN401
    if not isinstance(value, str):
        raise Refusal("is not text", "write it in quotes")
    if is_visible_ascii(value) and "****" not in value:
        return
    check_not_masked(value)
    if not value.isascii():
        raise Refusal("holds a character that is not ASCII", "copy it again", code="SEC001")
    if has_control(value, spaces=True):
        raise Refusal(
            "holds white space or a control character", "remove it; often it is a line break at the end", code="SEC001"
        )


_COUNT_TEXT = {"type": "string", "pattern": r"^(?:[0-9]{1,20}|\+[0-9]{1,19}|-0{1,19})$"}
_DATE = r"(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))"
NOT_MASKED = r"(?!.*\*{8})(?!.*\*{4}.{0,4}\s*$)"
"""What a regular expression begins with that takes no mask; for JSON Schema."""
_LINE = rf"{NOT_MASKED}[^\x00-\x1f\x7f\ud800-\udfff]*"
_HOUR, _MINUTE = "(?:[01][0-9]|2[0-3])", "[0-5][0-9]"
_SECONDS = f"{_MINUTE}(?:[.,][0-9]+)?"
_TIME = f"{_HOUR}(?::{_MINUTE}(?::{_SECONDS})?|{_MINUTE}(?:{_SECONDS})?)?"

FLAG = Parsed(
    parse_flag,
    {"anyOf": [{"type": "boolean"}, {"enum": [0, 1]}, {"type": "string", "pattern": any_case(*FLAGS)}]},
)
COUNT = Parsed(parse_count, {"anyOf": [{"type": "integer", "minimum": 0, "maximum": _LARGEST_COUNT}, _COUNT_TEXT]})
FRAME_SIZE = Parsed(
    parse_frame_size, {"anyOf": [{"type": "integer", "minimum": 2**14, "maximum": 2**24 - 1}, _COUNT_TEXT]}
)
FACTOR = Parsed(
    parse_factor,
    {
        "anyOf": [
            {"type": "number", "minimum": 1},
            {"type": "string", "pattern": r"^\+?0*[1-9][0-9]*(?:\.[0-9]*)?$"},
        ]
    },
)
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
TEXT = Parsed(parse_text, {"type": "string", "pattern": f"^{_LINE}$"})
CERTIFICATE = Parsed(
    parse_certificate,
    {
        "type": "string",
        "anyOf": [
            {"pattern": "-----BEGIN CERTIFICATE-----"},
            {"pattern": f"^(?!.*-----BEGIN){_LINE}$"},
        ],
    },
)
SECRET = Parsed(parse_secret, {"type": "string", "pattern": f"^{NOT_MASKED}[!-~]+$", "writeOnly": True}, dump=shown)
AUTHORIZATION = Parsed(
    parse_authorization,
    {"type": "string", "pattern": f"^{NOT_MASKED}[!-~]+(?: [!-~]+)*$", "writeOnly": True},
    dump=shown,
)
ACCESS_KEY_ID = Parsed(parse_key_id, {"type": "string", "pattern": f"^{NOT_MASKED}[!-~]+$"}, dump=shown)
