"""boto3: a client, and what goes with each call."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import boto3


def write(values: Any, url: str, body: bytes) -> None:
    """Put an object."""
    _call(values, "put_object", url, Body=body)


def read(values: Any, url: str) -> bytes:
    """Get an object."""
    content: bytes = _call(values, "get_object", url)["Body"].read()
    return content


def _call(values: Any, operation: str, url: str, **words: Any) -> Any:
    place = urlsplit(url)
    client = boto3.client("s3", **{name: value for name, value in values.items() if name != "calls"})
    besides = values.get("calls", {}).get(operation, {})
    return getattr(client, operation)(Bucket=place.netloc, Key=place.path[1:], **besides, **words)
