"""Small files of each format, and whether what came back holds the same."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ROWS = [{"number": 1, "text": "one"}, {"number": -2, "text": "zwölf's"}, {"number": None, "text": ""}]
_PIXELS = bytes(range(256))


def parquet() -> bytes:
    """Make a table of three rows."""
    import pyarrow.parquet  # of the extra

    buffer = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(_ROWS), buffer)
    return buffer.getvalue()


def tiff() -> bytes:
    """Make a picture of 16 by 16 grey pixels. Source: TIFF 6.0, section 4."""
    tags = {256: 16, 257: 16, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 16, 279: len(_PIXELS)}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return (
        struct.pack("<2sHI", b"II", 42, 8 + len(_PIXELS)) + _PIXELS + struct.pack("<H", len(tags)) + entries + bytes(4)
    )


def difference(ending: str, content: bytes) -> str:
    """Say what a file holds otherwise than ours; empty if nothing."""
    if ending == "tif":
        return "" if _PIXELS in content else "other pixels"
    import pyarrow.parquet  # of the extra

    found = pyarrow.parquet.read_table(pyarrow.BufferReader(content)).to_pylist()
    return "" if found == _ROWS else f"other rows: {found}"


BODIES: dict[str, Callable[[], bytes]] = {"parquet": parquet, "tif": tiff, "delta": parquet, "lance": parquet}
"""What is written, by the ending of the URL."""
