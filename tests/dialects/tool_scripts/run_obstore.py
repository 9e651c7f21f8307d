"""obstore: a store."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from obstore.store import S3Store


def write(values: Any, url: str, body: bytes) -> None:
    """Put an object."""
    place = urlsplit(url)
    _store(values, place.netloc).put(place.path[1:], body)


def read(values: Any, url: str) -> bytes:
    """Get an object."""
    place = urlsplit(url)
    return bytes(_store(values, place.netloc).get(place.path[1:]).bytes())


def _store(values: Any, bucket: str) -> S3Store:
    return S3Store(**{**values, "bucket": bucket})
