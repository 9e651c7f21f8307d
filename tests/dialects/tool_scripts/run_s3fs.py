"""s3fs: a file system of fsspec."""

from __future__ import annotations

from typing import Any

from s3fs import S3FileSystem


def write(values: Any, url: str, body: bytes) -> None:
    """Write a file."""
    S3FileSystem(**values).pipe_file(url, body)


def read(values: Any, url: str) -> bytes:
    """Read a file."""
    content: bytes = S3FileSystem(**values).cat_file(url)
    return content
