"""pyarrow: its file system, with tables of Parquet and with streams."""

from __future__ import annotations

from typing import Any

import pyarrow.parquet
from pyarrow.fs import S3FileSystem


def write(values: Any, url: str, body: bytes) -> None:
    """Write a table or a file."""
    files = S3FileSystem(**values)
    if url.endswith(".parquet"):
        table = pyarrow.parquet.read_table(pyarrow.BufferReader(body))
        pyarrow.parquet.write_table(table, url.removeprefix("s3://"), filesystem=files)
        return
    with files.open_output_stream(url.removeprefix("s3://")) as stream:
        stream.write(body)


def read(values: Any, url: str) -> bytes:
    """Read a table or a file."""
    files = S3FileSystem(**values)
    if url.endswith(".parquet"):
        sink = pyarrow.BufferOutputStream()
        pyarrow.parquet.write_table(pyarrow.parquet.read_table(url.removeprefix("s3://"), filesystem=files), sink)
        return bytes(sink.getvalue())
    with files.open_input_stream(url.removeprefix("s3://")) as stream:
        return bytes(stream.read())
