"""What no request can carry: each backend refuses it alike, at once, and writes nothing."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from s3config import S3Store
from s3config.errors import (
    AlreadyExistsError,
    InvalidPathError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    StoreError,
)

if TYPE_CHECKING:
    from servers import Server

HELD = b"0123456789"
"""Of the object `held`, the only one."""
BACKENDS = ("memory", "boto3", "obstore")
Asked = Callable[[S3Store], Any]
"""Calls a method; what it returns is an awaitable or not."""


class Site:
    """A store with one object, and what is in it."""

    def __init__(self, server: Server, backend: str) -> None:
        """Make it."""
        keys: Any = {**server.settings(), "retry_config": {"max_retries": 0}, "client_options": {"timeout": "20s"}}
        self.server = server
        self.backend = backend
        self.bucket = server.make_bucket() if backend != "memory" else "memory"
        self.store = S3Store(self.bucket, backend=backend, **keys)
        self.store.put("held", HELD)

    def content(self) -> dict[str, bytes]:
        """Return every object."""
        return {meta["path"]: self.store.get(meta["path"]).bytes() for meta in self.store.list().collect()}

    def check(self) -> None:
        """Say that nothing was written."""
        assert self.content() == {"held": HELD}
        if self.backend != "memory":
            assert self.server.uploads(self.bucket) == []


@pytest.fixture(scope="module", params=BACKENDS)
def shared(request: pytest.FixtureRequest, ministack: Server) -> Site:
    """Share one store of each backend, since nothing is to be written."""
    return Site(ministack, request.param)


@pytest.fixture
def site(shared: Site) -> Iterator[Site]:
    """Take away what a test wrote after all, so that the next one starts as it did."""
    yield shared
    paths = [meta["path"] for meta in shared.store.list().collect()]
    if paths != ["held"] or shared.content() != {"held": HELD}:
        shared.store.delete(paths)
        shared.store.put("held", HELD)


Call = Callable[..., Any]


def _sync(store: S3Store, name: str, *args: Any, **kwargs: Any) -> Any:
    return getattr(store, name)(*args, **kwargs)


def _async(store: S3Store, name: str, *args: Any, **kwargs: Any) -> Any:
    async def call() -> Any:
        async with asyncio.timeout(20):
            return await getattr(store, f"{name}_async")(*args, **kwargs)

    return asyncio.run(call())


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest) -> Call:
    """Call a method of a store, or its twin for an event loop."""
    return _sync if request.param == "sync" else _async


def refused(site: Site, kind: type[Exception], words: str, call: Call, name: str, *args: Any, **kwargs: Any) -> None:
    """Call, and say that it is refused with exactly this class and these words, and nothing written."""
    with pytest.raises(kind, match=words) as caught:
        call(site.store, name, *args, **kwargs)
    assert type(caught.value) is kind
    site.check()


PATHS: dict[str, tuple[Any, str]] = {
    "lone surrogate": ("a\udc80b", "not valid Unicode"),
    "lone surrogate in a long path": ("x" * 300 + "\ud800", "not valid Unicode"),
    "empty": ("", "empty part"),
    "dot": (".", r"`\.`"),
    "dots": ("..", r"`\.\.`"),
    "dots in the middle": ("a/../b", r"`\.\.`"),
    "dot in the middle": ("a/./b", r"`\.`"),
    "leading slash": ("/a", "empty part"),
    "trailing slash": ("a/", "empty part"),
    "two slashes": ("a//b", "empty part"),
    "only a slash": ("/", "empty part"),
    "1,025 bytes": ("x" * 1025, "1025 bytes; S3 allows 1024"),
    "1,025 bytes of two each": ("ä" * 512 + "x", "1025 bytes; S3 allows 1024"),
    "1,028 bytes of four each": ("\U0001f600" * 257, "1028 bytes; S3 allows 1024"),
    "bytes": (b"a", "text, not bytes"),
    "number": (7, "text, not int"),
    "nothing": (None, "text, not NoneType"),
    "pathlib": (Path("a"), "text, not PosixPath"),
    "list": (["a"], "text, not list"),
}
"""Paths of no object, and what is said of them."""
ON_A_PATH: dict[str, Callable[[Call, S3Store, Any], Any]] = {
    "put": lambda call, store, path: call(store, "put", path, b"x"),
    "create": lambda call, store, path: call(store, "put", path, b"x", mode="create"),
    "put in parts": lambda call, store, path: call(store, "put", path, iter([b"x"]), use_multipart=True),
    "get": lambda call, store, path: call(store, "get", path),
    "get_range": lambda call, store, path: call(store, "get_range", path, start=0, end=1),
    "get_ranges": lambda call, store, path: call(store, "get_ranges", path, starts=[0], ends=[1]),
    "head": lambda call, store, path: call(store, "head", path),
    "delete": lambda call, store, path: call(store, "delete", [path]),
    "delete with others": lambda call, store, path: call(store, "delete", ["held", path]),
    "copy from": lambda call, store, path: call(store, "copy", path, "new"),
    "copy to": lambda call, store, path: call(store, "copy", "held", path),
    "rename from": lambda call, store, path: call(store, "rename", path, "new"),
    "rename to": lambda call, store, path: call(store, "rename", "held", path),
    "sign": lambda call, store, path: call(store, "sign", "GET", [path], timedelta(minutes=1)),
    "sign with others": lambda call, store, path: call(store, "sign", "PUT", ["a", path], timedelta(minutes=1)),
}
"""Every operation that takes a path."""


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ON_A_PATH)
def test_a_path(shared: Site, call: Call, name: str, path: str) -> None:
    """A path that no object can have is refused by every operation, and is named."""
    given, words = PATHS[path]
    with pytest.raises(InvalidPathError, match=words) as caught:
        ON_A_PATH[name](call, shared.store, given)
    assert type(caught.value) is InvalidPathError
    assert caught.value.backend == shared.backend


def test_no_path_was_written(site: Site) -> None:
    """Nothing came of all those."""
    site.check()


@pytest.mark.parametrize("path", ["x" * 1024, "ä" * 512, "\U0001f600" * 256], ids=["ascii", "two", "four"])
def test_the_longest_path(site: Site, call: Call, path: str) -> None:
    """A path of 1,024 bytes is one."""
    call(site.store, "put", path, b"x")
    assert call(site.store, "head", path)["path"] == path
    call(site.store, "delete", path)
    site.check()


@pytest.mark.parametrize("name", ["delete", "sign"])
@pytest.mark.parametrize("paths", [7, None, b"held", Path("held")], ids=repr)
def test_what_is_no_list_of_paths(site: Site, call: Call, name: str, paths: Any) -> None:
    """What is neither a path nor a list of them is refused."""
    arguments = (paths,) if name == "delete" else ("GET", paths, timedelta(minutes=1))
    refused(site, InvalidPathError, "path", call, name, *arguments)


@pytest.mark.parametrize("prefix", ["/", "a//b", "../a", "/a", "a\udc80", "x" * 1025, b"a", 7], ids=ascii)
@pytest.mark.parametrize("name", ["list", "list_async", "list_with_delimiter", "list_with_delimiter_async"])
def test_a_prefix(site: Site, name: str, prefix: Any) -> None:
    """A prefix that no object can have is refused, a listing's when it is asked for."""
    with pytest.raises(InvalidPathError):
        _of_prefix(site.store, name, prefix)


def _of_prefix(store: S3Store, name: str, prefix: Any) -> Any:
    if name == "list_with_delimiter_async":
        return asyncio.run(store.list_with_delimiter_async(prefix))
    return getattr(store, name)(prefix)


RANGES: dict[str, dict[str, Any]] = {
    "negative start": {"start": -1, "end": 2},
    "negative end": {"start": 0, "end": -2},
    "negative length": {"start": 0, "length": -1},
    "empty": {"start": 3, "end": 3},
    "no length": {"start": 3, "length": 0},
    "reversed": {"start": 3, "end": 2},
    "both": {"start": 0, "end": 2, "length": 2},
    "neither": {"start": 0},
    "float": {"start": 0.0, "end": 2},
    "float end": {"start": 0, "end": 2.5},
    "bool": {"start": False, "end": True},
    "text": {"start": "0", "end": "2"},
    "none": {"start": None, "end": 2},
    "behind the end": {"start": 10, "end": 11},
    "far behind the end": {"start": 10**15, "length": 1},
    "huge": {"start": 2**64, "end": 2**64 + 1},
    "huge end": {"start": 20, "end": 2**70},
}
"""Ranges of which an object of ten bytes has nothing."""


@pytest.mark.parametrize("given", RANGES)
def test_a_range(site: Site, call: Call, given: str) -> None:
    """A range that is none is refused."""
    refused(site, InvalidRequestError, "range", call, "get_range", "held", **RANGES[given])


@pytest.mark.parametrize("end", [11, 2**31, 2**53, 2**63 - 1, 2**64, 2**70])
def test_a_range_past_the_end(site: Site, call: Call, end: int) -> None:
    """A range that begins in the object ends with it, however far it goes."""
    assert call(site.store, "get_range", "held", start=8, end=end) == b"89"


SEVERAL: dict[str, dict[str, Any]] = {
    "more starts": {"starts": [0, 1], "ends": [2]},
    "more ends": {"starts": [0], "ends": [2, 3]},
    "more lengths": {"starts": [0], "lengths": [2, 3]},
    "both": {"starts": [0], "ends": [2], "lengths": [2]},
    "neither": {"starts": [0]},
    "one is empty": {"starts": [0, 3], "ends": [2, 3]},
    "one is negative": {"starts": [0, -3], "ends": [2, 3]},
    "one is behind the end": {"starts": [0, 20], "ends": [2, 30]},
    "numbers": {"starts": 0, "ends": 2},
    "text": {"starts": "0", "ends": "2"},
    "none": {"starts": None, "ends": [2]},
    "floats": {"starts": [0.0], "ends": [2]},
    "huge": {"starts": [2**64], "lengths": [1]},
}


@pytest.mark.parametrize("given", SEVERAL)
def test_several_ranges(site: Site, call: Call, given: str) -> None:
    """So are several of which one is none."""
    refused(site, InvalidRequestError, "range", call, "get_ranges", "held", **SEVERAL[given])


OPTIONS: dict[str, tuple[Any, str]] = {
    "near miss": ({"if_mach": "x"}, "did you mean if_match"),
    "other spelling": ({"If-Match": "x"}, "if_match"),
    "unknown": ({"colour": "red"}, "no option 'colour'"),
    "name is a number": ({7: "x"}, "no option 7"),
    "range is a number": ({"range": 7}, "range 7"),
    "range is text": ({"range": "bytes=0-1"}, "range"),
    "range of one": ({"range": (1,)}, "range"),
    "range of three": ({"range": (1, 2, 3)}, "range"),
    "range empty": ({"range": (2, 2)}, "empty"),
    "range reversed": ({"range": (3, 2)}, "empty"),
    "range negative": ({"range": (-1, 2)}, "from 0 on"),
    "range of text": ({"range": ("1", "2")}, "whole numbers"),
    "offset negative": ({"range": {"offset": -1}}, "range"),
    "offset text": ({"range": {"offset": "1"}}, "range"),
    "offset behind the end": ({"range": {"offset": 10}}, "range"),
    "offset huge": ({"range": {"offset": 2**64}}, "range"),
    "suffix of nothing": ({"range": {"suffix": 0}}, "range"),
    "suffix negative": ({"range": {"suffix": -1}}, "range"),
    "offset and suffix": ({"range": {"offset": 1, "suffix": 1}}, "range"),
    "empty range": ({"range": {}}, "range"),
    "etag is a number": ({"if_match": 7}, "if_match of get is text, not int"),
    "etag is bytes": ({"if_none_match": b"x"}, "if_none_match of get is text, not bytes"),
    "etag with a line": ({"if_match": "a\r\nX-Evil: 1"}, "if_match"),
    "version is a number": ({"version": 7}, "version of get is text, not int"),
    "date is text": ({"if_modified_since": "yesterday"}, "datetime, not str"),
    "date is a number": ({"if_unmodified_since": 0}, "datetime, not int"),
    "head is text": ({"head": "no"}, "head"),
    "a list": (["range"], "options"),
    "text": ("range", "options"),
}


@pytest.mark.parametrize("given", OPTIONS)
def test_options_of_get(site: Site, call: Call, given: str) -> None:
    """An option that is none, or has a value of no use, is refused with a word on it."""
    options, words = OPTIONS[given]
    refused(site, InvalidRequestError, words, call, "get", "held", options=options)


@pytest.mark.parametrize("suffix", [10, 11, 2**31, 2**64])
def test_a_long_suffix(site: Site, call: Call, suffix: int) -> None:
    """A suffix that is longer than the object is all of it."""
    result = call(site.store, "get", "held", options={"range": {"suffix": suffix}})
    assert result.bytes() == HELD


NO_COUNTS = [0, -1, 1.5, 2.0, True, "5", None, float("nan"), b"5"]
"""No number of bytes, or of things at a time."""


@pytest.mark.parametrize("value", NO_COUNTS, ids=repr)
@pytest.mark.parametrize("key", ["chunk_size", "max_concurrency"])
def test_counts_of_put(site: Site, call: Call, key: str, value: Any) -> None:
    """A size or a number that is none is refused."""
    refused(site, InvalidRequestError, key, call, "put", "new", iter([b"x"]), **{key: value})


@pytest.mark.parametrize("value", NO_COUNTS, ids=repr)
@pytest.mark.parametrize("name", ["list", "list_async"])
def test_counts_of_list(site: Site, name: str, value: Any) -> None:
    """So it is by a listing, when it is asked for."""
    refused(site, InvalidRequestError, "chunk_size", _sync, name, chunk_size=value)


@pytest.mark.parametrize("value", NO_COUNTS, ids=repr)
def test_counts_of_stream(site: Site, call: Call, value: Any) -> None:
    """So it is by a stream, whose object can then still be read."""
    result = call(site.store, "get", "held")
    with pytest.raises(InvalidRequestError, match="min_chunk_size"):
        result.stream(value)
    assert result.bytes() == HELD


@pytest.mark.parametrize("offset", [7, b"a", "a\udc80"], ids=ascii)
def test_an_offset_of_a_listing(site: Site, offset: Any) -> None:
    """An offset that is no text is refused, when it is asked for."""
    with pytest.raises(StoreError):
        site.store.list(offset=offset)


def _gone() -> Any:
    return Path("no-such-file")


CONTENTS: dict[str, tuple[Callable[[], Any], type[Exception], str]] = {
    "text": (lambda: "text", TypeError, "bytes, not text"),
    "number": (lambda: 7, TypeError, "not int"),
    "nothing": (lambda: None, TypeError, "not NoneType"),
    "bool": (lambda: True, TypeError, "not bool"),
    "file for text": (lambda: io.StringIO("text"), TypeError, "mode 'rb'"),
    "iterable of text": (lambda: iter(["text"]), TypeError, "bytes"),
    "list of text": (lambda: ["text"], TypeError, "bytes"),
    "list of numbers": (lambda: [1, 2], TypeError, "bytes"),
    "iterable of nothing": (lambda: iter([None]), TypeError, "bytes"),
    "mapping": (lambda: {"a": b"b"}, TypeError, "bytes"),
    "no such file": (_gone, FileNotFoundError, "no-such-file"),
    "a folder": (Path.cwd, IsADirectoryError, "directory"),
}


@pytest.mark.parametrize("how", [{}, {"use_multipart": True}, {"use_multipart": False}, {"mode": "create"}], ids=repr)
@pytest.mark.parametrize("given", CONTENTS)
def test_contents(site: Site, call: Call, given: str, how: dict[str, Any]) -> None:
    """Content that is no bytes is refused, the same on every backend."""
    make, kind, words = CONTENTS[given]
    refused(site, kind, words, call, "put", "new", make(), **how)


def test_a_real_file_for_text(site: Site, call: Call, tmp_path: Path) -> None:
    """A file that was opened for text is refused with the remedy."""
    path = tmp_path / "text"
    path.write_text("text")
    with path.open() as file:
        refused(site, TypeError, "mode 'rb'", call, "put", "new", file)


def test_a_closed_file(site: Site, call: Call, tmp_path: Path) -> None:
    """A file that was closed is refused as Python does."""
    path = tmp_path / "bytes"
    path.write_bytes(b"x")
    with path.open("rb") as file:
        pass
    refused(site, ValueError, "closed", call, "put", "new", file)


def test_an_async_iterable_in_put(site: Site) -> None:
    """What only an event loop can read is refused by the call that has none."""

    async def pieces() -> Any:
        yield b"x"

    refused(site, TypeError, "put_async", _sync, "put", "new", pieces())


@pytest.mark.parametrize("mode", ["CREATE", "update", "", "x", 7, True, [], ("e_tag", "x")], ids=repr)
def test_modes(site: Site, call: Call, mode: Any) -> None:
    """A mode that is none is refused, and the modes are named."""
    refused(site, InvalidRequestError, "'overwrite', 'create'", call, "put", "new", b"x", mode=mode)


@pytest.mark.parametrize(
    "mode",
    [{}, {"e_tag": None}, {"e_tag": ""}, {"etag": "x"}, {"e_tag": "x", "x": "y"}, {"e_tag": 7}, {"e_tag": b"x"},
     {"e_tag": "a\r\nX-Evil: 1"}],
    ids=repr,
)  # fmt: skip
def test_versions(site: Site, call: Call, mode: Any) -> None:
    """A version to replace that says nothing, or something else, is refused."""
    refused(site, InvalidRequestError, "mode|version|e_tag", call, "put", "held", b"x", mode=mode)


def test_no_multipart(site: Site, call: Call) -> None:
    """Whether to use parts is yes, no, or not said."""
    refused(site, InvalidRequestError, "use_multipart", call, "put", "new", b"x", use_multipart="no")


ATTRIBUTES: dict[str, Any] = {
    "value is a number": {"a": 7},
    "value is bytes": {"a": b"x"},
    "value is nothing": {"a": None},
    "name is a number": {7: "a"},
    "name is empty": {"": "a"},
    "name has a space": {"a b": "c"},
    "name has a colon": {"a:b": "c"},
    "name has a line": {"a\r\nX-Evil": "b"},
    "name is not ASCII": {"ä": "b"},
    "value has a line": {"a": "b\r\nX-Evil: c"},
    "value has a line feed": {"a": "b\nc"},
    "value has a zero": {"a": "b\x00c"},
    "value has a control character": {"a": "b\x7fc"},
    "value is not ASCII": {"a": "ä"},
    "header has a line": {"Content-Type": "text/plain\r\nX-Evil: c"},
    "header is not ASCII": {"Content-Disposition": "attachment; filename=ä"},
    "a list": [("a", "b")],
    "text": "a=b",
}


@pytest.mark.parametrize("parts", [False, True])
@pytest.mark.parametrize("given", ATTRIBUTES)
def test_attributes(site: Site, call: Call, given: str, *, parts: bool) -> None:
    """Attributes that no header can carry are refused."""
    attributes = ATTRIBUTES[given]
    refused(
        site, InvalidRequestError, "attributes", call, "put", "new", b"x", attributes=attributes, use_multipart=parts
    )


TAGS: dict[str, Any] = {
    "value is a number": {"a": 7},
    "value is nothing": {"a": None},
    "name is a number": {7: "a"},
    "name is empty": {"": "a"},
    "eleven": {f"{n}": "x" for n in range(11)},
    "name of 129": {"x" * 129: "a"},
    "value of 257": {"a": "x" * 257},
    "name with a line": {"a\nb": "c"},
    "value with a line": {"a": "b\r\nc"},
    "a list": [("a", "b")],
    "text": "a=b",
}
"""Source of the limits: Amazon S3 User Guide, "Categorizing your objects using tags"."""


@pytest.mark.parametrize("parts", [False, True])
@pytest.mark.parametrize("given", TAGS)
def test_tags(site: Site, call: Call, given: str, *, parts: bool) -> None:
    """Tags that S3 does not take are refused."""
    refused(site, InvalidRequestError, "tags", call, "put", "new", b"x", tags=TAGS[given], use_multipart=parts)


@pytest.mark.parametrize("method", ["get", "POST", "", None, 7, "GET\r\n", ["GET"]], ids=repr)
def test_methods_of_sign(site: Site, call: Call, method: Any) -> None:
    """A method that is none is refused, and the methods are named."""
    refused(site, InvalidRequestError, "GET, PUT, HEAD, DELETE", call, "sign", method, "held", timedelta(minutes=1))


EXPIRIES = [
    timedelta(0), timedelta(seconds=-1), timedelta(milliseconds=999), timedelta(days=7, seconds=1), timedelta.max,
    60, 60.0, "60", None, True,
]  # fmt: skip


@pytest.mark.parametrize("expiry", EXPIRIES, ids=repr)
def test_expiries_of_sign(site: Site, call: Call, expiry: Any) -> None:
    """A time that is none or too long is refused."""
    refused(site, InvalidRequestError, "timedelta from 1 second to 7 days", call, "sign", "GET", "held", expiry)


@pytest.mark.parametrize("name", ["get", "head", "get_range", "copy", "rename"])
def test_nothing_there(site: Site, call: Call, name: str) -> None:
    """An object that is not there is not found, the same on every backend."""
    arguments: dict[str, Any] = {"get_range": {"start": 0, "end": 1}, "copy": {"to": "new"}, "rename": {"to": "new"}}
    refused(site, NotFoundError, "nothing", call, name, "nothing", **arguments.get(name, {}))


@pytest.mark.parametrize("name", ["copy", "rename"])
def test_onto_itself(site: Site, call: Call, name: str) -> None:
    """A copy of an object onto itself keeps it, or is refused, and loses nothing."""
    kinds = set()
    try:
        call(site.store, name, "held", "held")
    except StoreError as error:
        kinds.add(type(error))
    assert kinds <= {InvalidRequestError}
    site.check()


@pytest.mark.parametrize("name", ["copy", "rename"])
def test_onto_itself_without_overwriting(site: Site, call: Call, name: str) -> None:
    """Where it must not overwrite, it is refused: there is one already."""
    with pytest.raises((AlreadyExistsError, NotSupportedError)):
        call(site.store, name, "held", "held", overwrite=False)
    site.check()


@pytest.mark.parametrize("name", ["copy", "rename"])
def test_nothing_onto_itself(site: Site, call: Call, name: str) -> None:
    """An object that is not there is not found, also where it would go to the same place."""
    refused(site, NotFoundError, "nothing", call, name, "nothing", "nothing")


@pytest.mark.parametrize("name", ["delete", "get_ranges", "sign"])
def test_of_none(site: Site, call: Call, name: str) -> None:
    """Nothing is asked for none, and it is no error."""
    arguments: dict[str, tuple[Any, ...]] = {
        "delete": ([],),
        "get_ranges": ("held",),
        "sign": ("GET", [], timedelta(1)),
    }
    keywords: dict[str, Any] = {"starts": [], "ends": []} if name == "get_ranges" else {}
    assert not call(site.store, name, *arguments[name], **keywords)
    site.check()
