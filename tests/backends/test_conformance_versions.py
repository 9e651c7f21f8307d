"""Versions of objects, in a bucket that keeps them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from s3config import S3Store, StoreError

if TYPE_CHECKING:
    from servers import Server


@pytest.fixture(params=["obstore", "boto3"])
def store(request: pytest.FixtureRequest, ministack: Server) -> S3Store:
    """A store whose bucket keeps versions."""
    bucket = ministack.make_bucket()
    ministack.client().put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    keywords: Any = ministack.settings()
    return S3Store(bucket, backend=request.param, **keywords)


def test_an_old_version(store: S3Store) -> None:
    """A version that was replaced, or deleted, can be fetched."""
    first, second = store.put("a", b"1"), store.put("a", b"22")
    assert None is not first["version"] != second["version"]
    store.delete("a")
    for written, content in ((first, b"1"), (second, b"22")):
        fetched = store.get("a", options={"version": written["version"]})
        assert (fetched.meta["version"], fetched.bytes()) == (written["version"], content)


def test_the_version_is_told(store: S3Store) -> None:
    """Whoever fetches an object, or asks about it, is told its version."""
    written = store.put("a", b"1")
    assert store.head("a")["version"] == store.get("a").meta["version"] == written["version"]
    assert asyncio.run(store.head_async("a"))["version"] == written["version"]


def test_a_version_of_an_upload_in_parts(store: S3Store) -> None:
    """An object that was sent in parts has a version, too."""
    written = store.put("a", b"1", use_multipart=True)
    assert written["version"] == store.head("a")["version"] is not None


def test_a_version_can_be_updated(store: S3Store) -> None:
    """What `put` returns is good for the next one as its mode."""
    store.put("a", b"2", mode=store.put("a", b"1"))  # type: ignore[arg-type]
    assert store.get("a").bytes() == b"2"


def test_an_unknown_version(store: S3Store) -> None:
    """A version that there is not is an error."""
    store.put("a", b"1")
    with pytest.raises(StoreError):
        store.get("a", options={"version": "11111111-1111-4111-8111-111111111111"})
