"""deltalake: tables, and files beside them."""

from __future__ import annotations

from typing import Any

import pyarrow.parquet
from deltalake import DeltaTable, write_deltalake
from deltalake.fs import DeltaStorageHandler


def write(values: Any, url: str, body: bytes) -> None:
    """Write a table or a file."""
    if url.endswith(".delta"):
        write_deltalake(url, pyarrow.parquet.read_table(pyarrow.BufferReader(body)), storage_options=values)
        return
    folder, _, name = url.rpartition("/")
    # pyarrow's stream around this one hands on a buffer, which this one refuses: it wants bytes.
    stream = DeltaStorageHandler(folder, values)._handler.open_output_stream(name, None)
    stream.write(body)
    stream.close()


def read(values: Any, url: str) -> bytes:
    """Read a table or a file."""
    if url.endswith(".delta"):
        sink = pyarrow.BufferOutputStream()
        pyarrow.parquet.write_table(DeltaTable(url, storage_options=values).to_pyarrow_table(), sink)
        return bytes(sink.getvalue())
    folder, _, name = url.rpartition("/")
    with DeltaStorageHandler(folder, values).open_input_file(name) as stream:
        return bytes(stream.read())
