"""What travels with an object in headers: attributes and tags, checked for what no request can carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from s3config.errors import InvalidRequestError

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[!-~](?:[\t -~]*[!-~])?")
_MOST_TAGS, _LONGEST_TAG, _LONGEST_TAG_VALUE = 10, 128, 256
"""Source: Amazon S3 User Guide, "Categorizing your objects using tags"."""


def is_header_value(value: object) -> bool:
    """Tell whether a value can stand in a header: visible ASCII, and white space inside."""
    return isinstance(value, str) and _VALUE.fullmatch(value) is not None


def checked_attributes(attributes: Any) -> dict[str, str]:  # noqa: ANN401 (what a caller passes)
    """Return attributes that can be headers.

    Raises:
        InvalidRequestError: A name is no name of a header, or a value is not visible ASCII.
    """
    for name, value in _pairs("attributes", attributes):
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise InvalidRequestError(f"among attributes, {name!r} is no name that a header can have")
        if value != "" and not is_header_value(value):
            raise InvalidRequestError(f"among attributes, the value of {name!r} is not visible ASCII; encode it")
    return dict(attributes)


def checked_tags(tags: Any) -> dict[str, str]:  # noqa: ANN401
    """Return tags that S3 can take.

    Raises:
        InvalidRequestError: There are more than 10, one is not text, or is too long.
    """
    pairs = _pairs("tags", tags)
    if len(pairs) > _MOST_TAGS:
        raise InvalidRequestError(f"there are {len(pairs)} tags; S3 allows {_MOST_TAGS}")
    for name, value in pairs:
        if not _is_tag(name, _LONGEST_TAG) or not name or not _is_tag(value, _LONGEST_TAG_VALUE):
            raise InvalidRequestError(
                f"among tags, {name!r} is no text of 1 to {_LONGEST_TAG} characters with a value of up to "
                f"{_LONGEST_TAG_VALUE}, each on one line"
            )
    return dict(tags)


def _is_tag(text: object, longest: int) -> bool:
    return isinstance(text, str) and len(text) <= longest and not re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", text)


def _pairs(what: str, given: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401
    if not isinstance(given, Mapping):
        raise InvalidRequestError(f"{what} is a mapping of text to text, not {type(given).__name__}")
    return list(given.items())


def check_count(what: str, number: object) -> None:
    """Refuse what is no whole number from 1 on.

    Raises:
        InvalidRequestError: It is none.
    """
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise InvalidRequestError(f"{what} is a whole number from 1 on, not {number!r}")
