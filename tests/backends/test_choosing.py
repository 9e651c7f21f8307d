"""Which backend a store has: by name, by entry point, as an object, or the first that is installed."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import s3config
from s3config import ConfigError, MissingDependencyError, S3Store, backends
from s3config.backends import memory

if TYPE_CHECKING:
    from pathlib import Path

KEYS: Any = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}


def in_a_process(script: str, *path: str) -> str:
    """Run a script in a fresh interpreter with folders on its path, and return what it prints."""
    prelude = f"import sys; sys.path[:0] = {list(path)!r}\n"
    run = subprocess.run([sys.executable, "-c", prelude + script], check=True, capture_output=True, text=True)
    return run.stdout.strip()


def test_the_preferred_backend_is_obstore() -> None:
    """Without a name a store is on obstore if that is installed."""
    assert S3Store("bucket", **KEYS).backend == "obstore"


def test_boto3_is_next() -> None:
    """Without obstore a store is on boto3."""
    script = (
        "import importlib.util as util\n"
        "find = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'obstore' else find(name, *rest)\n"
        "from s3config import S3Store\n"
        f"print(S3Store('bucket', **{KEYS!r}).backend)"
    )
    assert in_a_process(script) == "boto3"


@pytest.mark.parametrize("name", ["obstore", "boto3"])
def test_a_missing_library_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A backend whose library is not installed is refused where the store is built, with what to install."""
    monkeypatch.setattr(backends, "find_spec", lambda _: None)
    backends._chosen.cache_clear()
    with pytest.raises(MissingDependencyError, match=rf"pip install 's3config\[{name}\]'"):
        S3Store("bucket", backend=name, **KEYS)


@pytest.mark.parametrize(
    ("name", "close"), [("obstor", "did you mean obstore"), ("zzz", "choose one of boto3, memory")]
)
def test_an_unknown_name_is_refused(name: str, close: str) -> None:
    """A name that nobody has is refused with the nearest, or with all."""
    with pytest.raises(ConfigError, match=close):
        S3Store("bucket", backend=name)


@pytest.mark.parametrize("backend", [3, object(), SimpleNamespace(connect=len), SimpleNamespace(SUPPORT={})])
def test_an_object_that_is_no_backend_is_refused(backend: Any) -> None:
    """What is passed as a backend must be one."""
    with pytest.raises(ConfigError, match="backend= is the name"):
        S3Store("bucket", backend=backend)


def test_a_backend_says_what_becomes_of_every_key() -> None:
    """A table with a gap is refused, for a key in the gap would be dropped in silence."""
    support = {key: value for key, value in memory.SUPPORT.items() if key != "region"}
    with pytest.raises(ConfigError, match="what becomes of region"):
        S3Store("bucket", backend=SimpleNamespace(__name__="mine", SUPPORT=support, connect=memory.connect))


def test_an_object_can_be_a_backend() -> None:
    """A module, or anything like it, is passed as it is."""
    store = S3Store("bucket", backend=SimpleNamespace(__name__="mine", SUPPORT=memory.SUPPORT, connect=memory.connect))
    store.put("a", b"b")
    assert (store.backend, store.get("a").bytes()) == ("mine", b"b")


def test_stores_can_share_their_objects() -> None:
    """An instance of the memory backend is a backend, whose stores see the same objects."""
    shared = memory.MemoryBackend()
    first = S3Store("bucket", backend=shared)
    second = S3Store("bucket", client_options={"default_content_type": "text/plain"}, backend=shared)
    first.put("a", b"b")
    second.put("c", b"d")
    assert (second.get("a").bytes(), first.get("c").attributes) == (b"b", {"Content-Type": "text/plain"})


def test_other_packages_add_backends(tmp_path: Path) -> None:
    """An entry point of the group makes a backend of that name, which cannot take the place of one of ours."""
    (tmp_path / "theirs.py").write_text("from s3config.backends.memory import SUPPORT, connect\n", encoding="utf-8")
    record = tmp_path / "theirs-1.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1\n", encoding="utf-8")
    points = "[s3config.backends]\ntheirs = theirs\nobstore = theirs\n"
    (record / "entry_points.txt").write_text(points, encoding="utf-8")
    script = (
        "from s3config import S3Store, backends\n"
        "store = S3Store('bucket', backend='theirs'); store.put('a', b'b')\n"
        "print(store.backend, store.get('a').bytes(), backends._load('obstore').__name__)"
    )
    assert in_a_process(script, str(tmp_path)) == "theirs b'b' s3config.backends.obstore"


def test_every_backend_of_the_package_is_listed() -> None:
    """The backends are found by listing their package."""
    assert set(backends.names()) >= {"boto3", "memory", "obstore"}
    assert s3config.S3Store("bucket", backend="memory").backend == "memory"
