"""lance: data sets, and files beside them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import lance
import pyarrow.parquet
from lance.file import LanceFileSession


def write(values: Any, url: str, body: bytes) -> None:
    """Write a data set or a file."""
    if url.endswith(".lance"):
        table = pyarrow.parquet.read_table(pyarrow.BufferReader(body))
        lance.write_dataset(table, url, storage_options=values)
        return
    folder, _, name = url.rpartition("/")
    with tempfile.NamedTemporaryFile() as local:
        Path(local.name).write_bytes(body)
        LanceFileSession(folder, storage_options=values).upload_file(local.name, name)


def read(values: Any, url: str) -> bytes:
    """Read a data set or a file."""
    if url.endswith(".lance"):
        sink = pyarrow.BufferOutputStream()
        pyarrow.parquet.write_table(lance.dataset(url, storage_options=values).to_table(), sink)
        return bytes(sink.getvalue())
    folder, _, name = url.rpartition("/")
    with tempfile.NamedTemporaryFile() as local:
        LanceFileSession(folder, storage_options=values).download_file(name, local.name)
        return Path(local.name).read_bytes()
