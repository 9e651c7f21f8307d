"""URIs of pyarrow, `s3://key:secret@bucket?region=...`, in which all is percent-encoded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, unquote_plus

from s3config.files import unreadable
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

_USER = ("access_key", "secret_key")
_URI = re.compile(
    r"\s*s3://(?:(?P<access_key>[^:/?#@\s]*)(?::(?P<secret_key>[^/?#@\s]*))?@)?(?P<bucket>[^:/?#@\s]*)(?::[0-9]*)?"
    r"(?:/[^?#@\s]*)?(?:\?(?P<query>[^#\s]*))?\s*"
)
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PARAMETER = re.compile(r"([^&=]+)(?:=([^&]*))?")


def is_uri(text: str) -> bool:
    """Tell whether a text wants to be such a URI."""
    return text.lstrip().startswith("s3://")


def write(values: Mapping[str, str]) -> str:
    """Write a URI without a bucket, which may be added before the question mark."""
    user = ":".join(_encoded(values[name]) for name in _USER if name in values)
    query = "&".join(f"{name}={_encoded(value)}" for name, value in values.items() if name not in _USER)
    return f"s3://{user}{'@' if user else ''}?{query}"


def _encoded(value: str) -> str:
    return quote(value, safe="*")  # so that a mask can be seen


def read(text: str, place: str) -> Table:
    """Read a URI: key, secret and bucket, and the parameters.

    Raises:
        UnreadableFileError: It is none, or something is not percent-encoded.
    """
    found = _URI.fullmatch(text)
    broken = _BROKEN.search(text)
    if found is None or broken is not None:
        at = _origin(text, place, broken.start() if broken else len(text) - len(text.lstrip()))
        remedy = "write / as %2F, ? as %3F, # as %23, @ as %40, % as %25, and a blank as %20"
        raise unreadable(
            place, "this is no URI of pyarrow: something is not percent-encoded", remedy, at.line, at.column
        )
    named = [name for name in (*_USER, "bucket") if found[name]]
    start = found.start("query")
    return Table(
        [Entry(name, unquote(found[name]), _origin(text, place, found.start(name))) for name in named]
        + [
            Entry(unquote_plus(item[1]), unquote_plus(item[2] or ""), _origin(text, place, start + item.start()))
            for item in _PARAMETER.finditer(found["query"] or "")
        ]
    )


def _origin(text: str, place: str, index: int) -> Origin:
    return Origin(place, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
