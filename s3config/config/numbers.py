"""Flags and numbers, each parsed once from what users write."""

from __future__ import annotations

import re
import sys
from typing import Any

from s3config.config.parsed import Parsed, any_case
from s3config.config.refusal import Refusal

_TRUE = ("1", "true", "on", "yes", "y")
_FALSE = ("0", "false", "off", "no", "n")
FLAGS = (*_TRUE, *_FALSE)
"""All words that are a boolean; in any case."""


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


def inverted(value: Any) -> bool:  # noqa: ANN401
    """Read a flag that says the opposite of its key."""
    return not parse_flag(value)


def one_less(value: Any) -> int:  # noqa: ANN401
    """Read a number of attempts as a number of retries."""
    attempts = parse_count(value)
    if attempts == 0:
        raise Refusal("is less than one attempt", "write 1 or more")
    return attempts - 1


_COUNT_TEXT = {"type": "string", "pattern": r"^(?:[0-9]{1,20}|\+[0-9]{1,19}|-0{1,19})$"}
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
