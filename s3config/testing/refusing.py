"""Bad input, which is refused before anything is sent."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from s3config.errors import InvalidPathError, InvalidRequestError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from s3config.testing.calls import Calls

_PATHS: dict[str, Any] = {
    "not UTF-8": "a/\ud800",
    "empty": "",
    "parent": "..",
    "to the parent": "a/../b",
    "itself": ".",
    "to itself": "a/./b",
    "slash": "/",
    "leading slash": "/a",
    "trailing slash": "a/",
    "empty name": "a//b",
    "1025 bytes": "x" * 1025,
    "1026 bytes in 513 characters": "é" * 513,
    "number": 7,
    "bytes": b"a",
    "nothing": None,
}
_USES: dict[str, Callable[[Calls, Any], Any]] = {
    "put": lambda calls, path: calls.put(path, b"1"),
    "get": lambda calls, path: calls.get(path),
    "get_range": lambda calls, path: calls.get_range(path, start=0, end=1),
    "get_ranges": lambda calls, path: calls.get_ranges(path, starts=[0], ends=[1]),
    "head": lambda calls, path: calls.head(path),
    "delete": lambda calls, path: calls.delete([path]),
    "copy from": lambda calls, path: calls.copy(path, "b"),
    "copy to": lambda calls, path: calls.copy("good", path),
    "rename from": lambda calls, path: calls.rename(path, "b"),
    "rename to": lambda calls, path: calls.rename("good", path),
}
_RANGES = [
    (-1, 5),
    (5, 5),
    (5, 4),
    (0, 0),
    (1,),
    (1, 2, 3),
    7,
    "0-1",
    (0.0, 1.5),
    (True, 2),
    ("0", "1"),
    {"offset": -1},
    {"suffix": 0},
    {"suffix": -1},
    {"start": 1},
    {"offset": 1, "suffix": 1},
    {},
    (None, 1),
    (1, None),
]
_PUTS: list[dict[str, Any]] = [
    {"chunk_size": 0},
    {"chunk_size": -1},
    {"max_concurrency": 0},
    {"mode": "Create"},
    {"mode": {}},
    {"mode": {"etag": "1"}},
    {"mode": {"e_tag": None}},
    {"mode": 7},
    {"attributes": {"Content-Type": 7}},
    {"tags": {"a": None}},
]
_GETS: list[dict[str, Any]] = [
    {"if_macth": '"1"'},
    {"if_match": 7},
    {"if_modified_since": "yesterday"},
    {"if_modified_since": 7},
    {"version": 7},
]
_SPANS: list[dict[str, Any]] = [
    {"start": -1, "end": 1},
    {"start": 1, "end": 1},
    {"start": 2, "end": 1},
    {"start": 0, "length": 0},
    {"start": 0, "length": -1},
    {"start": 0},
    {"start": 0, "end": 1, "length": 1},
    {"start": 0.5, "end": 1},
    {"start": "0", "end": 1},
]
_LISTS: list[dict[str, Any]] = [
    {"chunk_size": 0},
    {"chunk_size": -1},
    {"prefix": "../a"},
    {"prefix": "/a"},
    {"prefix": "\ud800"},
    {"offset": "\ud800"},
    {"offset": 7},
    {"prefix": 7},
]


class Refusing:
    """Bad input."""

    @pytest.mark.parametrize("path", _PATHS.values(), ids=_PATHS)
    def test_bad_paths(self, calls: Calls, path: Any) -> None:  # noqa: ANN401
        """What cannot be a path is refused by every operation, and nothing changes."""
        calls.put("good", b"1")
        for use in _USES.values():
            with pytest.raises(InvalidPathError):
                use(calls, path)
        assert calls.paths() == ["good"]

    @pytest.mark.parametrize("wanted", _RANGES, ids=str)
    def test_bad_ranges_of_get(self, calls: Calls, wanted: Any) -> None:  # noqa: ANN401
        """What is no range, and an empty one, is refused."""
        calls.put("a", b"1234567")
        with pytest.raises(InvalidRequestError):
            calls.get("a", options={"range": wanted})

    @pytest.mark.parametrize("keywords", _SPANS, ids=str)
    def test_bad_ranges(self, calls: Calls, keywords: dict[str, Any]) -> None:
        """What is no range, and an empty one, is refused, alone and among others."""
        calls.put("a", b"1234567")
        with pytest.raises(InvalidRequestError):
            calls.get_range("a", **keywords)
        with pytest.raises(InvalidRequestError):
            calls.get_ranges("a", **{f"{name}s": [1, value] for name, value in keywords.items()})

    def test_fewer_ends_than_starts(self, calls: Calls) -> None:
        """Each start has an end, or a length."""
        calls.put("a", b"1234567")
        for keywords in ({"ends": [2]}, {"lengths": [2]}, {}, {"ends": [2, 3], "lengths": [2, 3]}):
            with pytest.raises(InvalidRequestError):
                calls.get_ranges("a", starts=[0, 1], **keywords)

    @pytest.mark.parametrize("keywords", _PUTS, ids=str)
    def test_bad_options_of_put(self, calls: Calls, keywords: dict[str, Any]) -> None:
        """A misspelt mode or a wrong size is refused, and nothing is written."""
        with pytest.raises(InvalidRequestError):
            calls.put("a", b"1", **keywords)
        assert calls.paths() == []

    @pytest.mark.parametrize("options", _GETS, ids=str)
    def test_bad_options_of_get(self, calls: Calls, options: dict[str, Any]) -> None:
        """A misspelt or a wrong option is refused, not ignored."""
        calls.put("a", b"1")
        with pytest.raises(InvalidRequestError):
            calls.get("a", options=options)

    def test_a_version_that_is_not_there(self, calls: Calls) -> None:
        """A version that no object has is refused, not ignored."""
        calls.put("a", b"1")
        with pytest.raises(StoreError):
            calls.content("a", version="11111111-1111-4111-8111-111111111111")

    @pytest.mark.parametrize("keywords", _LISTS, ids=ascii)
    def test_bad_options_of_list(self, calls: Calls, keywords: dict[str, Any]) -> None:
        """What cannot be a prefix, an offset or a size is refused."""
        with pytest.raises(StoreError):
            calls.list(**keywords)

    @pytest.mark.parametrize("size", [0, -1])
    def test_bad_size_of_pieces(self, calls: Calls, size: int) -> None:
        """Pieces have at least one byte."""
        calls.put("a", b"1")
        with pytest.raises(InvalidRequestError):
            calls.get("a").stream(size)
