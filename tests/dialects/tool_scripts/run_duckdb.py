"""DuckDB: statements in SQL, with the extension httpfs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import duckdb_extension_httpfs


def write(statements: str, url: str, body: bytes) -> None:
    """Copy a table, or a value of bytes."""
    with _connected(statements) as database, tempfile.NamedTemporaryFile(suffix=Path(url).suffix) as local:
        Path(local.name).write_bytes(body)
        if url.endswith(".parquet"):
            database.execute(f"COPY (FROM read_parquet('{local.name}')) TO '{url}' (FORMAT parquet)")
        else:
            database.execute(f"COPY (SELECT content FROM read_blob('{local.name}')) TO '{url}' (FORMAT blob)")  # noqa: S608 (ours)


def read(statements: str, url: str) -> bytes:
    """Read a table, or a value of bytes."""
    with _connected(statements) as database, tempfile.NamedTemporaryFile(suffix=Path(url).suffix) as local:
        if url.endswith(".parquet"):
            database.execute(f"COPY (FROM read_parquet('{url}')) TO '{local.name}' (FORMAT parquet)")
            return Path(local.name).read_bytes()
        (row,) = database.execute(f"SELECT content FROM read_blob('{url}')").fetchall()  # noqa: S608 (ours)
        return bytes(row[0])


def _connected(statements: str) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    (extension,) = Path(duckdb_extension_httpfs.__file__).parent.rglob("httpfs.duckdb_extension")
    database.execute(f"LOAD '{extension}'")
    database.execute(statements)
    return database
