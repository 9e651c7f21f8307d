"""Results of `get`, and what is known of an object."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from s3config.errors import InvalidRequestError

if TYPE_CHECKING:
    from s3config.objects import ObjectMeta
    from s3config.testing.calls import Calls

_DATA = bytes(range(256)) * 1024


class Getting:
    """Fetching whole objects."""

    def test_get_content(self, calls: Calls) -> None:
        """Content is real bytes, and can be had without a copy."""
        calls.put("a", _DATA)
        assert (bytes, memoryview) == (type(calls.read(calls.get("a"))), type(calls.buffer(calls.get("a"))))
        assert _DATA == calls.read(calls.get("a")) == bytes(calls.buffer(calls.get("a")))

    def test_what_is_known(self, calls: Calls) -> None:
        """Every operation that tells of an object tells the same."""
        put = calls.put("a/b", _DATA)
        known = calls.head("a/b")
        assert ("a/b", len(_DATA), put["e_tag"]) == (known["path"], known["size"], known["e_tag"])
        assert {"path", "last_modified", "size", "e_tag", "version"} == set(known)
        assert timedelta(0) == known["last_modified"].utcoffset()
        assert abs(known["last_modified"] - datetime.now(UTC)) < timedelta(hours=1)
        for told in (calls.get("a/b").meta, calls.list()[0], calls.list_with_delimiter("a")["objects"][0]):
            assert _comparable(known) == _comparable(told)

    def test_results_outlive_their_content(self, calls: Calls) -> None:
        """What is known of an object can be asked for after its content was read."""
        calls.put("a", b"12345", attributes={"Content-Type": "text/plain"})
        result = calls.get("a")
        calls.read(result)
        assert (result.meta["path"], result.meta["size"], result.range) == ("a", 5, (0, 5))
        assert "Content-Type" in result.attributes

    def test_reading_twice(self, calls: Calls) -> None:
        """Content that was read can be read again, as a whole or in pieces."""
        calls.put("a", b"12345")
        result = calls.get("a")
        assert b"12345" == calls.read(result) == calls.read(result)
        assert [b"12", b"34", b"5"] == calls.pieces(result.stream(2)) == calls.pieces(result.stream(2))

    def test_streaming_twice(self, calls: Calls) -> None:
        """Content that was streamed is gone, and asking for it again is an error, not nothing."""
        calls.put("a", b"12345")
        result = calls.get("a")
        assert b"".join(calls.pieces(result)) == b"12345"
        with pytest.raises(InvalidRequestError):
            calls.read(result)
        with pytest.raises(InvalidRequestError):
            calls.pieces(result)

    @pytest.mark.parametrize("size", [1, 1000, 100_000, len(_DATA), len(_DATA) + 1])
    def test_stream_the_whole(self, calls: Calls, size: int) -> None:
        """Pieces have the least size that was asked for, but for the last one."""
        data = _DATA if size > 1 else _DATA[:100]
        calls.put("a", data)
        pieces = calls.pieces(calls.get("a").stream(min_chunk_size=size))
        assert data == b"".join(pieces)
        assert [piece for piece in pieces[:-1] if len(piece) < size] == []
        assert pieces[-1]

    def test_iterate_over_the_whole(self, calls: Calls) -> None:
        """A result is iterable itself."""
        calls.put("a", _DATA)
        assert b"".join(calls.pieces(calls.get("a"))) == _DATA

    def test_an_empty_object(self, calls: Calls) -> None:
        """An object without content has no pieces."""
        calls.put("a", b"")
        result = calls.get("a")
        assert (result.meta["size"], result.range) == (0, (0, 0))
        assert calls.read(result) == b""
        assert b"".join(calls.pieces(calls.get("a"))) == b""

    def test_head_option(self, calls: Calls) -> None:
        """A result without content tells of the object."""
        calls.put("a", b"12345")
        result = calls.get("a", options={"head": True})
        assert (result.meta["path"], result.meta["size"]) == ("a", 5)
        assert calls.read(result) == b""

    def test_options_that_say_nothing(self, calls: Calls) -> None:
        """An option that is `None` is not said."""
        calls.put("a", b"12345")
        options = dict.fromkeys(("range", "if_match", "if_none_match", "if_modified_since", "version"))
        assert calls.content("a", **options, head=False) == b"12345"


def _comparable(known: ObjectMeta) -> ObjectMeta:
    """Return what is known without what servers tell in different words: parts of a second, quotes around the ETag."""
    e_tag = (known["e_tag"] or "").strip('"')
    return {**known, "last_modified": known["last_modified"].replace(microsecond=0), "e_tag": e_tag}
