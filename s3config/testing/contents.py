"""What `put` takes: every kind of content, written as it is."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

import io
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from s3config.testing.calls import Calls

_KINDS: dict[str, Callable[[bytes], Any]] = {
    "bytes": lambda data: data,
    "bytearray": bytearray,
    "memoryview": memoryview,
    "memoryview of part": lambda data: memoryview(b"<" + data + b">")[1:-1],
    "memoryview with steps": lambda data: memoryview(b"".join(bytes([byte, 0]) for byte in data))[::2],
    "array of bytes": lambda data: array("B", data),
    "file in memory": io.BytesIO,
    "list": lambda data: [data[:3], bytearray(data[3:5]), memoryview(data[5:])],
    "tuple": lambda data: (data,),
    "generator": lambda data: (data[place : place + 1] for place in range(len(data))),
    "generator of empty pieces": lambda data: (piece for piece in (b"", data, b"")),
}


class Contents:
    """Content of every kind."""

    @pytest.mark.parametrize("data", [b"", b"0123456789"], ids=["empty", "full"])
    @pytest.mark.parametrize("kind", _KINDS)
    def test_put_takes(self, calls: Calls, kind: str, data: bytes) -> None:
        """Content is written as it is, empty content too."""
        calls.put("a", _KINDS[kind](data))
        assert data == calls.content("a")
        assert len(data) == calls.head("a")["size"]

    @pytest.mark.parametrize("kind", _KINDS)
    def test_put_takes_in_one_request(self, calls: Calls, kind: str) -> None:
        """Content of every kind can be sent with one request."""
        calls.put("a", _KINDS[kind](b"0123456789"), use_multipart=False)
        assert calls.content("a") == b"0123456789"

    def test_put_takes_an_array_of_numbers(self, calls: Calls) -> None:
        """A buffer is its bytes, whatever its items are."""
        numbers = array("H", [1, 2, 3])
        calls.put("a", numbers)
        assert numbers.tobytes() == calls.content("a")

    @pytest.mark.parametrize("data", [b"", b"0123456789"], ids=["empty", "full"])
    def test_put_takes_a_path(self, calls: Calls, data: bytes, tmp_path: Path) -> None:
        """A path is the file's content."""
        file = tmp_path / "file"
        file.write_bytes(data)
        calls.put("a", Path(file))
        assert data == calls.content("a")

    def test_put_takes_an_open_file(self, calls: Calls, tmp_path: Path) -> None:
        """A file is read from where it stands."""
        file = tmp_path / "file"
        file.write_bytes(b"0123456789")
        with file.open("rb") as opened:
            opened.seek(4)
            calls.put("a", opened)
        assert calls.content("a") == b"456789"

    @pytest.mark.parametrize("pieces", [[], [b""], [b"0", b"", b"12"]], ids=["none", "empty", "some"])
    @pytest.mark.parametrize("use_multipart", [None, False], ids=["as fits", "one request"])
    def test_put_takes_an_iterator(self, calls: Calls, pieces: list[bytes], use_multipart: bool | None) -> None:  # noqa: FBT001
        """An iterator of the kind that goes with the call is read to its end."""
        calls.put("a", calls.iterator(pieces), use_multipart=use_multipart)
        assert b"".join(pieces) == calls.content("a")

    def test_put_takes_what_get_returned(self, calls: Calls) -> None:
        """The stream of an object is content."""
        calls.put("a", b"0123456789")
        calls.put("b", calls.get("a").stream(3))
        assert calls.content("b") == b"0123456789"

    def test_put_replaces(self, calls: Calls) -> None:
        """An object replaces the one before, also by a shorter one."""
        calls.put("a", b"0123456789")
        calls.put("a", b"1")
        assert calls.content("a") == b"1"

    @pytest.mark.parametrize(
        "make",
        [lambda: "text", lambda: 7, lambda: None, lambda: ["text"], lambda: [b"1", 7], lambda: io.StringIO("text")],
        ids=["text", "number", "nothing", "list of text", "list with a number", "file of text"],
    )
    def test_put_refuses(self, calls: Calls, make: Callable[[], Any]) -> None:
        """What is not made of bytes is refused, and nothing is written."""
        with pytest.raises(TypeError):
            calls.put("a", make())
        assert calls.paths() == []

    def test_put_refuses_a_missing_file(self, calls: Calls, tmp_path: Path) -> None:
        """The path of no file is refused, and nothing is written."""
        with pytest.raises(FileNotFoundError):
            calls.put("a", tmp_path / "nothing")
        assert calls.paths() == []
