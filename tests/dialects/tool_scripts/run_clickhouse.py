"""ClickHouse, as chDB: the table function `s3`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from chdb.session import Session


def write(query: str, url: str, body: bytes) -> None:
    """Insert into a table."""
    function, settings = _parts(query, url)
    with tempfile.TemporaryDirectory() as folder, Session(folder) as session:
        local = Path(folder, "file")
        local.write_bytes(body)
        session.query("SET s3_truncate_on_insert = 1")  # else it refuses to write what is there
        source = f"file('{local}', {_format(url)})"
        session.query(f"INSERT INTO FUNCTION {function} {settings} SELECT * FROM {source}")  # noqa: S608 (ours)


def read(query: str, url: str) -> bytes:
    """Select from a table."""
    function, settings = _parts(query, url)
    with tempfile.TemporaryDirectory() as folder, Session(folder) as session:
        return bytes(session.query(f"SELECT * FROM {function} {settings}", _format(url)).bytes())  # noqa: S608 (ours)


def _parts(query: str, url: str) -> tuple[str, str]:
    """Take a query apart: the function, with our key and format, and the settings."""
    inside, _, settings = query.partition("s3(\n")[2].rpartition("\n)")
    first, *others = (line.strip() for line in inside.split(",\n"))
    headers = [line for line in others if line.startswith("headers(")]
    keys = [line for line in others if line not in headers]
    place = first.replace("**", urlsplit(url).path[1:])
    return f"s3({', '.join([place, *keys, repr(_format(url)), *headers])})", settings.strip().rstrip(";")


def _format(url: str) -> str:
    return "Parquet" if url.endswith(".parquet") else "RawBLOB"
