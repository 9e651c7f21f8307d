"""Listings."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from s3config.testing.capabilities import Capability, needs

if TYPE_CHECKING:
    from s3config.testing.calls import Calls

_PATHS = ["a-b/1", "a/1", "a/2", "a/b/1", "a/c/1", "ab/1", "b", "c d/1"]
_MANY = 1003
"""More than S3 lists with one request."""
_AT_ONCE = 16


class Listing:
    """`list` and `list_with_delimiter`."""

    def test_list_nothing(self, calls: Calls) -> None:
        """An empty store lists nothing."""
        assert [] == calls.list() == calls.each(calls.stream())
        assert calls.list_with_delimiter() == {"common_prefixes": [], "objects": []}

    @needs(Capability.ORDERED_LISTING)
    def test_list_everything(self, calls: Calls) -> None:
        """Everything is listed, in order."""
        calls.put_all(*reversed(_PATHS))
        assert _PATHS == calls.paths() == calls.paths(None) == calls.paths("")

    @needs(Capability.ORDERED_LISTING)
    def test_list_in_order(self, calls: Calls) -> None:
        """The order is that of the bytes of UTF-8, which is not that of UTF-16, nor that of folders."""
        paths = ["A", "a", "a b", "a!", "a-", "a.", "aa", "b/c", "b0", "~", "é", "\uff5e", "\U0001f600"]
        calls.put_all(*reversed(paths))
        assert sorted(paths, key=str.encode) == calls.paths()

    @pytest.mark.parametrize(
        ("prefix", "paths"),
        [
            ("a", ["a/1", "a/2", "a/b/1", "a/c/1"]),
            ("a/", ["a/1", "a/2", "a/b/1", "a/c/1"]),
            ("a/b", ["a/b/1"]),
            ("c d", ["c d/1"]),
            ("b", []),
            ("nothing", []),
        ],
    )
    def test_list_prefix(self, calls: Calls, prefix: str, paths: list[str]) -> None:
        """A prefix is made of whole names: `a` has `a/1`, and neither `ab/1` nor `a` itself."""
        calls.put_all(*_PATHS)
        assert paths == sorted(calls.paths(prefix))

    @needs(Capability.ORDERED_LISTING)
    @pytest.mark.parametrize("offset", ["a/1", "a/2", "a/b", "a/b/1", "", "Z", "b", "zz"])
    def test_list_offset(self, calls: Calls, offset: str) -> None:
        """What is listed is behind the offset, whether there is an object or not."""
        calls.put_all(*_PATHS)
        assert [path for path in _PATHS if path > offset] == calls.paths(offset=offset)

    @needs(Capability.ORDERED_LISTING)
    @pytest.mark.parametrize(("offset", "paths"), [("a/1", 3), ("a/b", 2), ("Z", 4), ("a/zz", 0), ("zz", 0)])
    def test_list_offset_and_prefix(self, calls: Calls, offset: str, paths: int) -> None:
        """An offset is a whole path, wherever the prefix is."""
        calls.put_all(*_PATHS)
        assert ["a/1", "a/2", "a/b/1", "a/c/1"][4 - paths :] == calls.paths("a", offset=offset)

    @pytest.mark.parametrize(("size", "sizes"), [(1, [1] * 8), (3, [3, 3, 2]), (4, [4, 4]), (8, [8]), (1000, [8])])
    def test_list_chunks(self, calls: Calls, size: int, sizes: list[int]) -> None:
        """A listing comes in chunks of the size that was asked for, but for the last."""
        calls.put_all(*_PATHS)
        chunks = calls.each(calls.stream(chunk_size=size))
        assert sizes == [len(chunk) for chunk in chunks]
        assert sorted(_PATHS) == sorted(meta["path"] for chunk in chunks for meta in chunk)

    @needs(Capability.ORDERED_LISTING)
    def test_list_the_rest(self, calls: Calls) -> None:
        """What is left after some chunks can be collected; then there is nothing."""
        calls.put_all(*_PATHS)
        stream = calls.stream(chunk_size=3)
        assert _PATHS[:3] == [meta["path"] for meta in calls.next(stream)]
        assert _PATHS[3:] == [meta["path"] for meta in calls.rest(stream)]
        assert calls.rest(stream) == []

    def test_list_asks_when_read(self, calls: Calls) -> None:
        """The store is asked when the first chunk is wanted."""
        stream = calls.stream()
        calls.put("a", b"")
        assert [meta["path"] for meta in calls.rest(stream)] == ["a"]

    @pytest.mark.parametrize(
        ("prefix", "prefixes", "paths"),
        [
            (None, ["a", "a-b", "ab", "c d"], ["b"]),
            ("a", ["a/b", "a/c"], ["a/1", "a/2"]),
            ("a/", ["a/b", "a/c"], ["a/1", "a/2"]),
            ("a/b", [], ["a/b/1"]),
            ("b", [], []),
            ("nothing", [], []),
        ],
    )
    def test_list_one_level(self, calls: Calls, prefix: str | None, prefixes: list[str], paths: list[str]) -> None:
        """Objects directly below a prefix are told from prefixes with something below them."""
        calls.put_all(*_PATHS)
        found = calls.list_with_delimiter(prefix)
        assert prefixes == sorted(found["common_prefixes"])
        assert paths == sorted(meta["path"] for meta in found["objects"])

    @needs(Capability.OBJECTS_BELOW_OBJECTS)
    def test_list_an_object_that_is_a_prefix(self, calls: Calls) -> None:
        """An object and a prefix can have the same path."""
        calls.put_all("a", "a/b", "a/b/c")
        assert calls.paths("a") == ["a/b", "a/b/c"]
        found = calls.list_with_delimiter()
        assert (found["common_prefixes"], [meta["path"] for meta in found["objects"]]) == (["a"], ["a"])

    def test_list_many(self, store: Any) -> None:  # noqa: ANN401
        """More objects than one answer holds are all listed, called and awaited, and deleted with one call."""
        paths = [f"many/{number:04}" for number in range(_MANY)]

        async def filled() -> list[str]:
            free = asyncio.Semaphore(_AT_ONCE)

            async def put(path: str) -> None:
                async with free:
                    await store.put_async(path, b"")

            await asyncio.gather(*(put(path) for path in paths))
            return [meta["path"] for meta in await store.list_async("many").collect_async()]

        assert paths == sorted(asyncio.run(filled()))
        assert paths == sorted(meta["path"] for meta in store.list(chunk_size=1001).collect())
        assert paths == sorted(meta["path"] for meta in store.list_with_delimiter("many")["objects"])
        store.delete(paths)
        assert store.list().collect() == []
