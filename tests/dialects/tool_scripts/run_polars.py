"""polars: frames in Parquet and in Delta Lake."""

from __future__ import annotations

import io
from typing import Any

import polars as pl


def write(values: Any, url: str, body: bytes) -> None:
    """Write a frame."""
    frame = pl.read_parquet(io.BytesIO(body))
    if url.endswith(".delta"):
        frame.write_delta(url, storage_options=values)
    else:
        frame.write_parquet(url, storage_options=values)


def read(values: Any, url: str) -> bytes:
    """Read a frame."""
    read_url = pl.read_delta if url.endswith(".delta") else pl.read_parquet
    buffer = io.BytesIO()
    read_url(url, storage_options=values).write_parquet(buffer)
    return buffer.getvalue()
