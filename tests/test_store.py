"""The four constructors, and the operations on the memory backend."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from s3config import (
    AlreadyExistsError,
    ConfigError,
    ConfigWarning,
    InvalidConfigError,
    InvalidPathError,
    NotFoundError,
    PreconditionError,
    PrefixStore,
    S3Store,
    UnknownKeyError,
    resolve,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store() -> S3Store:
    """Return an empty store in this process."""
    return S3Store("bucket", backend="memory")


class TestConstructors:
    """Each takes what the seed's takes, and reads the environment under it."""

    def test_keywords_in_every_spelling(self) -> None:
        """A keyword is taken bare, prefixed, and in upper case."""
        stores = [S3Store("bucket", region="r"), S3Store("bucket", aws_region="r"), S3Store("bucket", AWS_REGION="r")]
        assert {store.config.region for store in stores} == {"r"}

    def test_mappings(self) -> None:
        """Config, client options and retries are given as mappings."""
        store = S3Store(
            "bucket",
            config={"aws_region": "r"},
            client_options={"timeout": "30s"},
            retry_config={"max_retries": 3, "backoff": {"base": 2}},
        )
        assert store.config.region == "r"
        assert store.client_options.timeout is not None
        assert store.client_options.timeout.total_seconds() == 30
        assert (store.retry_config.max_retries, store.retry_config.backoff.base) == (3, 2)

    def test_from_env(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The environment may name the bucket, too."""
        monkeypatch.setenv("AWS_BUCKET", "from-env")
        monkeypatch.setenv("AWS_REGION", "eu-west-1")
        store = S3Store.from_env()
        assert (store.config.bucket, store.config.region) == ("from-env", "eu-west-1")

    def test_from_url(self) -> None:
        """The path of the URL is kept, and is no prefix."""
        store = S3Store.from_url("s3://bucket/some/path", backend="memory")
        store.put("a", b"")
        assert store.config.bucket == "bucket"
        assert store.resolution.url is not None
        assert store.resolution.url.path == "some/path"
        assert [meta["path"] for meta in store.list().collect()] == ["a"]

    @pytest.mark.parametrize("core", [False, True], ids=["boto3", "botocore"])
    def test_from_session(self, core: bool) -> None:  # noqa: FBT001
        """Sessions of boto3 and of botocore are taken."""
        session: Any = boto3.Session(
            aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="s", region_name="r"
        )
        store = S3Store.from_session(session._session if core else session, "bucket")
        assert (store.config.access_key_id, store.config.region) == ("AKIAIOSFODNN7EXAMPLE", "r")

    def test_from_resolution(self) -> None:
        """What was resolved before is used as it is."""
        resolution = resolve(bucket="bucket", region="r", env=False)
        assert S3Store.from_resolution(resolution).resolution is resolution

    def test_invalid_config_is_refused(self) -> None:
        """A store is not built from a configuration with errors, and the error lists them all."""
        with pytest.raises(InvalidConfigError) as caught:
            S3Store("bucket", config={"regoin": "r"}, client_options={"timeout": "30"})  # type: ignore[arg-type]
        assert {d.code for d in caught.value.diagnostics} == {"KEY001", "KEY005"}

    def test_warnings_point_at_the_caller(self) -> None:
        """What is likely not meant is a warning at the line that builds the store."""
        with pytest.warns(ConfigWarning, match="white space") as caught:
            S3Store("bucket", region=" r")
        assert caught[0].filename == __file__

    def test_a_resolved_configuration_is_taken_back(self) -> None:
        """The configuration of a store makes another one, though both name the bucket."""
        config = resolve(bucket="bucket", region="r", env=False).config
        assert S3Store("bucket", config=config).config == config

    @pytest.mark.parametrize("name", ["url", "env", "session", "file", "sources"])
    def test_places_are_no_keys(self, name: str) -> None:
        """What `resolve` takes beside the keys is no keyword of a constructor."""
        with pytest.raises(UnknownKeyError, match=name):
            S3Store("bucket", **{name: "x"})  # type: ignore[arg-type]

    def test_no_session(self) -> None:
        """A session that is missing is not the same as none."""
        with pytest.raises(ConfigError, match="from_env"):
            S3Store.from_session(None, "bucket")

    def test_unknown_backend(self) -> None:
        """An unknown backend is refused with the nearest one."""
        with pytest.raises(ConfigError, match="did you mean memory"):
            S3Store("bucket", backend="memroy")

    def test_secrets_stay_out_of_repr(self) -> None:
        """The repr names the bucket and the place only."""
        store = S3Store("bucket", access_key_id="AKIAIOSFODNN7EXAMPLE", secret_access_key="sEcReT", region="r")
        assert repr(store) == "S3Store('bucket', region='r')"

    def test_each_memory_store_is_its_own(self) -> None:
        """Two stores of one bucket share nothing."""
        first, second = S3Store("bucket", backend="memory"), S3Store("bucket", backend="memory")
        first.put("a", b"")
        assert second.list().collect() == []

    def test_no_backend(self) -> None:
        """Without a library that talks to a server, building a store says what to install."""
        script = (
            "import sys, importlib.util\n"
            "find = importlib.util.find_spec\n"
            "importlib.util.find_spec = lambda name, *_: None if name in ('obstore', 'boto3') else find(name)\n"
            "import s3config\n"
            "try: s3config.S3Store('bucket')\n"
            "except s3config.MissingDependencyError as error: print(error)\n"
        )
        run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
        assert "pip install 's3config[obstore]'" in run.stdout


class TestOperations:
    """What the memory backend does."""

    def test_put_and_get(self, store: S3Store) -> None:
        """What was written comes back, with its size, ETag and attributes."""
        result = store.put("a/b", b"hello", attributes={"Content-Type": "text/plain"})
        got = store.get("a/b")
        assert got.bytes() == b"hello"
        assert (got.meta["size"], got.meta["e_tag"], got.range) == (5, result["e_tag"], (0, 5))
        assert got.attributes == {"Content-Type": "text/plain"}
        assert store.head("a/b") == got.meta

    @pytest.mark.parametrize("content", [b"ab", bytearray(b"ab"), memoryview(b"ab"), io.BytesIO(b"ab"), [b"a", b"b"]])
    def test_put_takes_many_kinds(self, store: S3Store, content: Any) -> None:
        """Bytes, buffers, files and iterables are written alike."""
        store.put("a", content)
        assert store.get("a").bytes() == b"ab"

    def test_put_takes_a_path(self, store: S3Store, tmp_path: Path) -> None:
        """The file at a path is read."""
        (tmp_path / "file").write_bytes(b"ab")
        store.put("a", tmp_path / "file")
        assert bytes(store.get("a").buffer()) == b"ab"

    def test_put_refuses_text(self, store: S3Store) -> None:
        """Text has no encoding, so that it is not written."""
        with pytest.raises(TypeError, match="not text"):
            store.put("a", "text")  # type: ignore[arg-type]

    def test_create_refuses_a_second_object(self, store: S3Store) -> None:
        """Mode `create` never overwrites."""
        store.put("a", b"1", mode="create")
        with pytest.raises(AlreadyExistsError):
            store.put("a", b"2", mode="create")
        assert store.get("a").bytes() == b"1"

    def test_an_unknown_mode_writes_nothing(self, store: S3Store) -> None:
        """A misspelt mode is refused, and does not overwrite."""
        store.put("a", b"1")
        with pytest.raises(ValueError, match="Create"):
            store.put("a", b"2", mode="Create")  # type: ignore[arg-type]
        assert store.get("a").bytes() == b"1"

    def test_update_needs_the_version(self, store: S3Store) -> None:
        """A version as mode replaces that version and no other."""
        first = store.put("a", b"1")
        store.put("a", b"2", mode={"e_tag": first["e_tag"]})
        with pytest.raises(PreconditionError):
            store.put("a", b"3", mode={"e_tag": first["e_tag"]})
        assert store.get("a").bytes() == b"2"

    def test_missing_object(self, store: S3Store) -> None:
        """A missing object is a FileNotFoundError, too."""
        with pytest.raises(NotFoundError) as caught:
            store.get("a")
        assert isinstance(caught.value, FileNotFoundError)

    def test_stream(self, store: S3Store) -> None:
        """The content comes in pieces of the size that was asked for."""
        store.put("a", b"12345")
        assert [bytes(part) for part in store.get("a").stream(2)] == [b"12", b"34", b"5"]
        assert b"".join(store.get("a")) == b"12345"

    def test_list(self, store: S3Store) -> None:
        """Objects are listed below a prefix that ends at a slash, behind an offset, in chunks."""
        for path in ("b/2", "a/1", "b/1", "bc"):
            store.put(path, b"")
        assert [meta["path"] for meta in store.list().collect()] == ["a/1", "b/1", "b/2", "bc"]
        assert [meta["path"] for meta in store.list("b/").collect()] == ["b/1", "b/2"]
        assert [meta["path"] for meta in store.list(offset="b/1").collect()] == ["b/2", "bc"]
        assert [len(chunk) for chunk in store.list(chunk_size=3)] == [3, 1]

    def test_delete(self, store: S3Store) -> None:
        """One path or several are deleted; a missing one is no error."""
        for path in ("a", "b", "c"):
            store.put(path, b"")
        store.delete("a")
        store.delete(["b", "nothing"])
        assert [meta["path"] for meta in store.list().collect()] == ["c"]

    def test_copy(self, store: S3Store) -> None:
        """A copy has content and attributes, and overwrites only if it may."""
        store.put("a", b"1", attributes={"Content-Type": "text/plain"})
        store.copy("a", "b")
        assert (store.get("b").bytes(), store.get("b").attributes) == (b"1", {"Content-Type": "text/plain"})
        with pytest.raises(AlreadyExistsError):
            store.copy("a", "b", overwrite=False)
        with pytest.raises(NotFoundError):
            store.copy("nothing", "c")

    @pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", "a/../b", ".", "x" * 1025, "\ud800", 3])
    def test_bad_path(self, store: S3Store, path: Any) -> None:
        """What cannot be a path is refused before anything is written."""
        with pytest.raises(InvalidPathError):
            store.put(path, b"")
        assert store.list().collect() == []


class TestPrefixStore:
    """A store below a prefix."""

    def test_paths_are_below_the_prefix(self, store: S3Store) -> None:
        """Every operation adds the prefix, and takes it off what it gives back."""
        below = PrefixStore(store, "a/b/")
        below.put("c/d", b"1")
        below.copy("c/d", "e")
        store.put("a/bc", b"")
        assert [meta["path"] for meta in store.list().collect()] == ["a/b/c/d", "a/b/e", "a/bc"]
        assert [meta["path"] for meta in below.list().collect()] == ["c/d", "e"]
        assert [meta["path"] for meta in below.list("c").collect()] == ["c/d"]
        assert [meta["path"] for meta in below.list(offset="c/d").collect()] == ["e"]
        assert (below.get("e").meta["path"], below.head("e")["path"]) == ("e", "e")
        below.delete(["c/d", "e"])
        assert below.list().collect() == []

    def test_paths_cannot_leave_the_prefix(self, store: S3Store) -> None:
        """A path with `..` is refused."""
        with pytest.raises(InvalidPathError):
            PrefixStore(store, "a").get("../b")


def test_a_resolution_can_be_pickled() -> None:
    """A resolution survives pickling, with everything in it."""
    resolution = resolve("s3://bucket/path", region="r", env=False)
    again = pickle.loads(pickle.dumps(resolution))  # noqa: S301 (our own)
    assert again.values() == resolution.values()
    assert again.history("region") == resolution.history("region")
