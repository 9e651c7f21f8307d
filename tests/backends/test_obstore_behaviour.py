"""What obstore's own tests show of its stores, shown of ours: the same calls, results and names of exceptions.

After the behaviour that https://github.com/developmentseed/obstore tests in `tests/` (put, get, list, copy, delete,
head, rename, attributes, sign). Where ours differs on purpose, the test says so.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import repeat
from typing import TYPE_CHECKING, Any

import pytest
from obspec.exceptions import AlreadyExistsError, NotFoundError, map_exception

from s3config import InvalidRequestError, S3Store, StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from servers import Server

WORDS = b"pack my box with five dozen liquor jugs; "
TEXT = WORDS * 100
BIG = WORDS * 50_000
NAMES = ["café.txt", "ümlaut.txt", "こんにちは世界.txt", "你好世界.txt"]
"""In the order of their bytes but for the last two, which stand in it the other way round than here."""
FILES = [f"file{number}.txt" for number in (1, 2, 3)]


@pytest.fixture(params=["memory", "obstore", "boto3"])
def store(request: pytest.FixtureRequest) -> S3Store:
    """An empty store of each backend."""
    if request.param == "memory":
        return S3Store("bucket", backend="memory")
    server: Server = request.getfixturevalue("ministack")
    return at(server, request.param)


def at(server: Server, backend: str) -> S3Store:
    """Make a store for a bucket of its own."""
    keywords: Any = server.settings()
    return S3Store(server.make_bucket(), backend=backend, **keywords)


@pytest.fixture
def files(store: S3Store) -> S3Store:
    """A store with three files."""
    for path in FILES:
        store.put(path, b"foo")
    return store


def paths(store: S3Store, prefix: str | None = None) -> list[str]:
    """List paths."""
    return [meta["path"] for meta in store.list(prefix).collect()]


class TestPut:
    """Writing."""

    @pytest.mark.parametrize("use_multipart", [False, True])
    def test_small_content(self, store: S3Store, *, use_multipart: bool) -> None:
        """Content is written with one request, or in one part."""
        store.put("file.txt", b"foo", use_multipart=use_multipart)
        assert store.get("file.txt").bytes() == b"foo"

    def test_large_content_in_parts(self, store: S3Store) -> None:
        """Content is written in parts."""
        store.put("file.txt", BIG, use_multipart=True)
        assert store.get("file.txt").bytes() == BIG

    @pytest.mark.parametrize("use_multipart", [None, False])
    def test_an_iterator(self, store: S3Store, use_multipart: bool | None) -> None:  # noqa: FBT001
        """An iterator of bytes is content, however it is sent."""
        store.put("file.txt", repeat(WORDS, 5_000), use_multipart=use_multipart)
        assert store.get("file.txt").bytes() == WORDS * 5_000

    @pytest.mark.parametrize("use_multipart", [None, False])
    def test_an_asynchronous_iterator(self, store: S3Store, use_multipart: bool | None) -> None:  # noqa: FBT001
        """An asynchronous iterator is content, too."""

        async def words() -> AsyncIterator[bytes]:
            for _ in range(5):
                yield WORDS

        asyncio.run(store.put_async("file.txt", words(), use_multipart=use_multipart))
        assert store.get("file.txt").bytes() == WORDS * 5

    def test_the_stream_of_another_object(self, store: S3Store) -> None:
        """What is fetched can be written as it comes."""

        async def again() -> None:
            await store.put_async("file.txt", BIG)
            fetched = await store.get_async("file.txt")
            await store.put_async("new.txt", fetched.stream(min_chunk_size=1))

        asyncio.run(again())
        assert store.get("new.txt").bytes() == BIG

    def test_modes(self, store: S3Store) -> None:
        """An object is overwritten, and is not created twice; the exception has obspec's name."""
        store.put("file.txt", b"foo")
        store.put("file.txt", b"bar", mode="overwrite")
        with pytest.raises(StoreError) as caught:
            store.put("file.txt", b"foo", mode="create")
        assert isinstance(map_exception(caught.value), AlreadyExistsError)
        assert store.get("file.txt").bytes() == b"bar"


class TestGet:
    """Reading."""

    def test_stream(self, store: S3Store) -> None:
        """The pieces of a stream are the content, in order."""
        store.put("file.txt", BIG)
        position = 0
        for piece in store.get("file.txt").stream(min_chunk_size=1):
            assert piece == BIG[position : position + len(piece)]
            position += len(piece)
        assert position == len(BIG)

    def test_stream_for_an_event_loop(self, store: S3Store) -> None:
        """So they are with `async for`."""

        async def read() -> bytes:
            await store.put_async("file.txt", BIG)
            fetched = await store.get_async("file.txt")
            return b"".join([bytes(piece) async for piece in fetched.stream(min_chunk_size=1)])

        assert asyncio.run(read()) == BIG

    def test_stream_of_any_size_is_refused(self, store: S3Store) -> None:
        """Obstore takes a least size of 0; here it is an error, as every size that is no size."""
        store.put("file.txt", TEXT)
        with pytest.raises(InvalidRequestError):
            store.get("file.txt").stream(min_chunk_size=0)

    @pytest.mark.parametrize(
        ("wanted", "expected"),
        [
            ((5, 10), (5, 10)),
            ([5, 10], (5, 10)),
            ({"offset": 100}, (100, len(TEXT))),
            ({"suffix": 100}, (len(TEXT) - 100, len(TEXT))),
        ],
        ids=["tuple", "list", "offset", "suffix"],
    )
    def test_parts(self, store: S3Store, wanted: Any, expected: tuple[int, int]) -> None:
        """A part knows where it is."""
        store.put("file.txt", TEXT)
        fetched = store.get("file.txt", options={"range": wanted})
        assert fetched.range == expected
        assert fetched.bytes() == TEXT[slice(*expected)]

    def test_range(self, store: S3Store) -> None:
        """A range is a buffer."""
        store.put("file.txt", TEXT)
        assert memoryview(store.get_range("file.txt", start=5, end=15)) == TEXT[5:15]

    def test_ranges(self, store: S3Store) -> None:
        """Ranges that overlap come one by one."""
        store.put("file.txt", TEXT)
        starts, ends = [5, 10, 15, 20], [15, 20, 25, 30]
        found = store.get_ranges("file.txt", starts=starts, ends=ends)
        assert found == [TEXT[start:end] for start, end in zip(starts, ends, strict=True)]

    def test_nothing(self, store: S3Store) -> None:
        """What is not there has an exception of obspec's name."""
        with pytest.raises(FileNotFoundError) as caught:
            store.get("file.txt")
        assert isinstance(map_exception(caught.value), NotFoundError)


class TestList:
    """Listing."""

    def test_all(self, files: S3Store) -> None:
        """Everything is listed."""
        assert paths(files) == FILES

    def test_names_beyond_ascii(self, store: S3Store) -> None:
        """Names are listed as they were written."""
        for name in NAMES:
            store.put(name, b"foo")
        assert paths(store) == sorted(NAMES, key=str.encode)

    def test_chunks(self, store: S3Store) -> None:
        """A listing comes in chunks, called and awaited."""

        async def chunks() -> list[int]:
            return [len(chunk) async for chunk in store.list(chunk_size=10)]

        for number in range(40):
            store.put(f"file{number}.txt", b"foo")
        assert [len(chunk) for chunk in store.list(chunk_size=10)] == [10] * 4
        assert asyncio.run(chunks()) == [10] * 4
        assert len(store.list(chunk_size=10).collect()) == 40
        assert len(asyncio.run(store.list(chunk_size=10).collect_async())) == 40

    @pytest.mark.parametrize("awaited", [False, True])
    def test_one_level(self, store: S3Store, *, awaited: bool) -> None:
        """Files are told from folders."""
        for path in ("a/file1.txt", "a/file2.txt", "b/file3.txt"):
            store.put(path, b"foo")
        found = {
            prefix: asyncio.run(store.list_with_delimiter_async(prefix))
            if awaited
            else store.list_with_delimiter(prefix)
            for prefix in (None, "a", "b")
        }
        assert (found[None]["common_prefixes"], found[None]["objects"]) == (["a", "b"], [])
        assert found["a"]["common_prefixes"] == found["b"]["common_prefixes"] == []
        assert [meta["path"] for meta in found["a"]["objects"]] == ["a/file1.txt", "a/file2.txt"]
        assert [meta["path"] for meta in found["b"]["objects"]] == ["b/file3.txt"]

    def test_prefixes_are_whole_names(self, store: S3Store) -> None:
        """The newest obstore lists what begins with a text; here a prefix is a path, as in its releases before."""
        for path in ("data/file.txt", "data/test/a", "data/test/b/c", "data/test_data.json", "logs/test"):
            store.put(path, b"foo")
        assert paths(store, "data/test") == ["data/test/a", "data/test/b/c"]
        assert paths(store, "data/tes") == []


class TestDelete:
    """Deleting."""

    def test_one_by_one(self, files: S3Store) -> None:
        """Files go one by one."""
        for number, path in enumerate(FILES, 1):
            files.delete(path)
            assert paths(files) == FILES[number:]

    def test_awaited(self, files: S3Store) -> None:
        """Nothing is returned."""
        assert asyncio.run(files.delete_async(FILES[0])) is None
        assert paths(files) == FILES[1:]

    def test_many(self, files: S3Store) -> None:
        """Files go together; those that are gone are no error, as with obstore's own stores for S3."""
        files.delete(FILES)
        files.delete(FILES)
        files.delete(FILES[0])
        assert paths(files) == []


class TestCopyRenameHead:
    """What is done with one object, under names beyond ASCII."""

    def test_copy(self, store: S3Store) -> None:
        """Copies are beside their sources."""
        store.put(NAMES[0], b"foo")
        store.put(NAMES[2], b"bar")
        store.copy(NAMES[0], NAMES[1])
        store.copy(NAMES[2], NAMES[3])
        assert sorted(paths(store)) == sorted(NAMES)
        assert (store.get(NAMES[1]).bytes(), store.get(NAMES[3]).bytes()) == (b"foo", b"bar")

    def test_rename(self, store: S3Store) -> None:
        """The old names are gone."""
        store.put(NAMES[0], b"foo")
        store.put(NAMES[2], b"bar")
        store.rename(NAMES[0], NAMES[1])
        store.rename(NAMES[2], NAMES[3])
        assert sorted(paths(store)) == sorted([NAMES[1], NAMES[3]])

    @pytest.mark.parametrize("name", [*NAMES, "foo/hello%20world.txt"])
    def test_head(self, store: S3Store, name: str) -> None:
        """The name is told as it was given, percent signs too."""
        store.put(name, b"foo")
        assert (store.head(name)["path"], store.head(name)["size"]) == (name, 3)


class TestAttributes:
    """What is stored with an object."""

    def test_content_type(self, store: S3Store) -> None:
        """A header is kept."""
        store.put("file.txt", b"foo", attributes={"Content-Type": "text/plain"})
        assert store.get("file.txt").attributes["Content-Type"] == "text/plain"

    def test_of_one_s_own(self, store: S3Store) -> None:
        """Metadata is kept, its name in lower case, as by S3; obstore's own store in memory keeps the case."""
        store.put("file.txt", b"foo", attributes={"My-Custom-Attribute": "Value"})
        assert store.get("file.txt").attributes["my-custom-attribute"] == "Value"


class TestSign:
    """Signing, which needs a server."""

    @pytest.fixture(params=["obstore", "boto3"])
    def signing(self, request: pytest.FixtureRequest, ministack: Server) -> S3Store:
        """A store that can sign."""
        return at(ministack, request.param)

    def test_one(self, signing: S3Store) -> None:
        """One path has one URL."""
        url = signing.sign("GET", "file.txt", timedelta(seconds=100))
        assert url.startswith("http")
        assert "X-Amz-Expires=100" in url

    def test_many(self, signing: S3Store) -> None:
        """Several paths have several, called and awaited."""
        assert len(signing.sign("PUT", ["a", "b"], timedelta(minutes=1))) == 2
        assert len(asyncio.run(signing.sign_async("PUT", ["a", "b"], timedelta(minutes=1)))) == 2
