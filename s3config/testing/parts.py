"""Uploads in parts: whole, or not at all."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from s3config.testing.calls import Calls

_PATIENCE = 10
_SMALLEST = 5 * 1024 * 1024
"""Source: Amazon S3 API Reference, "Multipart upload limits"."""


class BrokenSourceError(Exception):
    """What a caller's content raises in the middle."""


def _data(size: int) -> bytes:
    return random.Random(size).randbytes(size)  # noqa: S311 (no secret)


class Parts:
    """Content in parts."""

    least_part: ClassVar[int] = _SMALLEST

    def unfinished_uploads(self, store: Any) -> Sequence[str] | None:  # noqa: ANN401, ARG002
        """Return the paths of uploads that were begun and not ended; a subclass overrides this if it can know.

        Args:
            store: What the fixture returned.

        Returns:
            The paths, or `None` if nobody knows.
        """
        return None

    @pytest.mark.parametrize("use_multipart", [None, True, False], ids=["as fits", "in parts", "one request"])
    @pytest.mark.parametrize("more", [-1, 0, 1], ids=["less than a part", "a part", "more than a part"])
    def test_put_at_the_border_of_a_part(self, calls: Calls, more: int, use_multipart: bool | None) -> None:  # noqa: FBT001
        """Content is whole whether it fits a part or not."""
        data = _data(self.least_part + more)
        calls.put("a", data, use_multipart=use_multipart, chunk_size=self.least_part)
        assert data == calls.content("a")
        assert len(data) == calls.head("a")["size"]

    @pytest.mark.parametrize("data", [b"", b"1"], ids=["empty", "small"])
    def test_put_little_in_parts(self, calls: Calls, data: bytes) -> None:
        """Content can be sent in parts if it is less than one, and if there is none."""
        calls.put("a", data, use_multipart=True)
        assert data == calls.content("a")

    @pytest.mark.parametrize("most", [1, 3])
    def test_put_in_parts(self, calls: Calls, most: int) -> None:
        """Pieces of any size become parts, in their order."""
        data = _data(2 * self.least_part + 100)
        third = len(data) // 3 + 1
        pieces = (data[start : start + third] for start in range(0, len(data), third))
        calls.put("a", calls.iterator(pieces), chunk_size=self.least_part, max_concurrency=most)
        assert data == calls.content("a")

    @pytest.mark.parametrize("use_multipart", [None, True, False], ids=["as fits", "in parts", "one request"])
    @pytest.mark.parametrize("before", [0, 1, 2], ids=["at once", "within a part", "after a part"])
    def test_put_that_fails_writes_nothing(
        self,
        calls: Calls,
        before: int,
        use_multipart: bool | None,  # noqa: FBT001
    ) -> None:
        """Content that raises leaves what was there, and no unfinished upload; the error is the caller's."""
        calls.put("a", b"before")

        def broken() -> Iterator[bytes]:
            for size in (1, self.least_part)[:before]:
                yield bytes(size)
            raise BrokenSourceError

        with pytest.raises(BrokenSourceError):
            calls.put("a", calls.iterator(broken()), use_multipart=use_multipart, chunk_size=self.least_part)
        assert calls.content("a") == b"before"
        assert self.unfinished_uploads(calls.store) in ([], None)

    def test_a_cancelled_put_writes_nothing(self, store: Any) -> None:  # noqa: ANN401
        """An upload whose task is cancelled leaves no object, and no unfinished upload."""

        async def cancelled() -> None:
            begun = asyncio.Event()

            async def endless() -> Any:  # noqa: ANN401
                yield bytes(self.least_part + 1)
                begun.set()
                await asyncio.Event().wait()

            task = asyncio.ensure_future(store.put_async("a", endless(), chunk_size=self.least_part))
            await begun.wait()
            task.cancel()
            done, _ = await asyncio.wait([task], timeout=_PATIENCE)
            assert {task} == done
            assert task.cancelled()

        asyncio.run(cancelled())
        assert store.list().collect() == []
        assert self.unfinished_uploads(store) in ([], None)
