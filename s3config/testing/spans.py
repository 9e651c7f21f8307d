"""Parts of objects."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from s3config.errors import InvalidRequestError, StoreError
from s3config.testing.capabilities import Capability, needs

if TYPE_CHECKING:
    from s3config.testing.calls import Calls

_DATA = b"0123456789"
_BIG = bytes(range(251)) * 20_000
_FAR = 4_000_000


class Spans:
    """Ranges."""

    @needs(Capability.RANGES)
    @pytest.mark.parametrize(
        ("wanted", "start", "end"),
        [
            ((0, 1), 0, 1),
            ((3, 7), 3, 7),
            ([3, 7], 3, 7),
            ((9, 10), 9, 10),
            ((0, 10), 0, 10),
            ((5, 100), 5, 10),
            ({"offset": 0}, 0, 10),
            ({"offset": 9}, 9, 10),
            ({"suffix": 1}, 9, 10),
            ({"suffix": 10}, 0, 10),
            ({"suffix": 100}, 0, 10),
        ],
        ids=str,
    )
    def test_get_a_part(self, calls: Calls, wanted: Any, start: int, end: int) -> None:  # noqa: ANN401
        """A part is fetched, less if the object ends before; the rest of what is known is that of the whole."""
        calls.put("a", _DATA)
        result = calls.get("a", options={"range": wanted})
        assert ((start, end), len(_DATA)) == (result.range, result.meta["size"])
        assert _DATA[start:end] == calls.read(result)

    @needs(Capability.RANGES)
    def test_stream_a_part(self, calls: Calls) -> None:
        """A part comes in pieces, too."""
        calls.put("a", _DATA)
        pieces = calls.pieces(calls.get("a", options={"range": (2, 7)}).stream(2))
        assert b"".join(pieces) == b"23456"
        assert [piece for piece in pieces[:-1] if len(piece) < 2] == []  # noqa: PLR2004

    @needs(Capability.RANGES)
    @pytest.mark.parametrize(("start", "end"), [(0, 1), (3, 7), (9, 10), (0, 10), (5, 100)])
    def test_get_range(self, calls: Calls, start: int, end: int) -> None:
        """A range is bytes, given by its end or by its length."""
        calls.put("a", _DATA)
        found = calls.get_range("a", start=start, end=end)
        assert (bytes, _DATA[start:end]) == (type(found), found)
        assert _DATA[start:end] == calls.get_range("a", start=start, length=end - start)

    @needs(Capability.RANGES)
    @pytest.mark.parametrize(
        "wanted",
        [
            [(0, 1)],
            [(0, 10), (10, 20), (20, 30)],
            [(0, 10), (5, 15), (5, 8)],
            [(100, 200), (0, 10), (50, 60)],
            [(7, 9), (7, 9)],
            [(_FAR, _FAR + 10), (3, 5)],
            [(0, 2), (_FAR, _FAR + 3), (_FAR - 1_048_577, _FAR)],
            [(len(_BIG) - 3, len(_BIG) + 100), (0, 4)],
            [(len(_BIG) - 5, len(_BIG)), (len(_BIG) - 3, len(_BIG) + 5)],
        ],
        ids=[
            "one",
            "adjoining",
            "overlapping",
            "unordered",
            "same",
            "far apart",
            "on the border",
            "past the end",
            "at it",
        ],
    )
    def test_get_ranges(self, calls: Calls, wanted: list[tuple[int, int]]) -> None:
        """Ranges come in the order in which they are asked for, given by ends or by lengths."""
        calls.put("a", _BIG)
        starts, ends = [start for start, _ in wanted], [end for _, end in wanted]
        expected = [_BIG[start:end] for start, end in wanted]
        found = calls.get_ranges("a", starts=starts, ends=ends)
        assert (expected, {bytes}) == (found, {type(one) for one in found})
        assert expected == calls.get_ranges("a", starts=starts, lengths=[end - start for start, end in wanted])

    def test_no_ranges(self, calls: Calls) -> None:
        """Nothing is asked for, and nothing comes."""
        calls.put("a", _DATA)
        assert calls.get_ranges("a", starts=[], ends=[]) == []

    @needs(Capability.RANGES)
    @pytest.mark.parametrize("wanted", [(10, 11), (100, 200), {"offset": 10}, {"offset": 100}], ids=str)
    def test_get_behind_the_end(self, calls: Calls, wanted: Any) -> None:  # noqa: ANN401
        """A range that begins behind the object's end is an error."""
        calls.put("a", _DATA)
        with pytest.raises(InvalidRequestError):
            calls.content("a", range=wanted)

    @needs(Capability.RANGES)
    @pytest.mark.parametrize("wanted", [(0, 1), {"offset": 0}], ids=str)
    def test_get_of_nothing(self, calls: Calls, wanted: Any) -> None:  # noqa: ANN401
        """An empty object has no ranges."""
        calls.put("a", b"")
        with pytest.raises(InvalidRequestError):
            calls.content("a", range=wanted)

    @needs(Capability.RANGES)
    def test_get_the_last_of_nothing(self, calls: Calls) -> None:
        """The last bytes of an empty object are none, or an error: servers differ."""
        calls.put("a", b"")
        with suppress(StoreError):
            assert calls.content("a", range={"suffix": 1}) == b""

    @needs(Capability.RANGES)
    @pytest.mark.parametrize("start", [10, 100])
    def test_get_range_behind_the_end(self, calls: Calls, start: int) -> None:
        """A range that begins behind the object's end is an error, alone and among others."""
        calls.put("a", _DATA)
        with pytest.raises(InvalidRequestError):
            calls.get_range("a", start=start, length=1)
        with pytest.raises(InvalidRequestError):
            calls.get_ranges("a", starts=[0, start], lengths=[5, 1])
