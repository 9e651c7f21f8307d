"""PyIceberg: the file access of its catalogs."""

from __future__ import annotations

from typing import Any

from pyiceberg.io import load_file_io


def write(values: Any, url: str, body: bytes) -> None:
    """Write a file."""
    with load_file_io(values, url).new_output(url).create(overwrite=True) as stream:
        stream.write(body)


def read(values: Any, url: str) -> bytes:
    """Read a file."""
    with load_file_io(values, url).new_input(url).open() as stream:
        return bytes(stream.read())
