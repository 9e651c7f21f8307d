"""The conformance suite on every backend, against every server at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from botocore.exceptions import BotoCoreError

from s3config import PrefixStore, S3Store
from s3config.testing import Capability, StoreConformance, everything_but

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from servers import Server


class TestMemory(StoreConformance):
    """The reference, which nobody else can reach."""

    capabilities = everything_but(Capability.SIGN)

    @pytest.fixture
    def store(self) -> Any:
        """A store in this process."""
        return S3Store("bucket", backend="memory")

    def stored_tags(self, store: Any, path: str) -> Mapping[str, str]:
        """What the dictionary holds."""
        return dict(store.native._objects[path].tags)


class TestPrefix(TestMemory):
    """A store below a prefix of another one, which has neighbours."""

    longest_path = 1024 - len("some/prefix/")

    @pytest.fixture
    def store(self) -> PrefixStore:
        """A prefix of a store in this process; others begin with the same letters."""
        whole = S3Store("bucket", backend="memory")
        for path in ("some/prefix", "some/prefix-2/a", "some/prefi/a", "a", "some/a"):
            whole.put(path, b"neighbour")
        return PrefixStore(whole, "some/prefix")

    def stored_tags(self, store: Any, path: str) -> Mapping[str, str]:
        """What the dictionary holds."""
        return super().stored_tags(store.store, f"some/prefix/{path}")


class Bucket:
    """A bucket that is emptied between tests, which takes less time than to make one, and a client for it.

    Attributes:
        server: The server.
        name: Its name.
    """

    def __init__(self, server: Server) -> None:
        """Make it."""
        self.server = server
        self.name = server.make_bucket()
        self._client = server.client()

    def clear(self) -> None:
        """Delete what is in it; if the server cannot even list that, take another bucket."""
        try:
            for item in self._client.list_objects_v2(Bucket=self.name).get("Contents", ()):
                self._client.delete_object(Bucket=self.name, Key=item["Key"])
        except BotoCoreError:
            self.name = self.server.make_bucket()

    def uploads(self) -> list[str]:
        """The paths of unfinished uploads, which are ended."""
        try:
            found = self._client.list_multipart_uploads(Bucket=self.name).get("Uploads", ())
        except self._client.exceptions.NoSuchUpload:  # rclone's word for none
            return []
        for upload in found:
            self._client.abort_multipart_upload(Bucket=self.name, Key=upload["Key"], UploadId=upload["UploadId"])
        return [upload["Key"] for upload in found]

    def tags(self, path: str) -> dict[str, str]:
        """The tags of an object."""
        answer = self._client.get_object_tagging(Bucket=self.name, Key=path)
        return {tag["Key"]: tag["Value"] for tag in answer.get("TagSet", ())}


@pytest.fixture(scope="session")
def buckets() -> dict[tuple[str, str], Bucket]:
    """The buckets in use, by server and backend."""
    return {}


class OnServer(StoreConformance):
    """What stores at a server of ours have in common; subclasses say which server, and which backend.

    Attributes:
        server: Name of the server's fixture.
        backend: Name of the backend.
        settings: What this server needs.
    """

    server: ClassVar[str]
    backend: ClassVar[str]
    settings: ClassVar[dict[str, Any]] = {}

    @pytest.fixture
    def store(self, request: pytest.FixtureRequest, buckets: dict[tuple[str, str], Bucket]) -> S3Store:
        """A store whose bucket is empty."""
        server: Server = request.getfixturevalue(self.server)
        which = (self.server, self.backend)
        self.bucket = buckets[which] if which in buckets else buckets.setdefault(which, Bucket(server))
        self.bucket.clear()
        keywords: Any = {**server.settings(), **self.settings}
        return S3Store(self.bucket.name, backend=self.backend, **keywords)

    def unfinished_uploads(self, store: S3Store) -> Sequence[str]:  # noqa: ARG002 (the bucket is known)
        """What the server lists."""
        return self.bucket.uploads()

    def stored_tags(self, store: S3Store, path: str) -> Mapping[str, str] | None:  # noqa: ARG002 (the bucket is known)
        """What the server lists."""
        return self.bucket.tags(path)


class OnMiniStack(OnServer):
    """MiniStack, which can do nearly everything."""

    settings = {"copy_if_not_exists": "multipart"}  # noqa: RUF012 (as declared above)
    capabilities = everything_but(Capability.MULTIPART_TAGS, Capability.TAGS_REPLACED)

    server = "ministack"


class TestObstoreOnMiniStack(OnMiniStack):
    """Native calls."""

    backend = "obstore"
    capabilities = OnMiniStack.capabilities - {Capability.CONTROL_CHARACTERS}  # of which object_store makes no path


class TestBoto3OnMiniStack(OnMiniStack):
    """Calls in threads."""

    backend = "boto3"


class OnRclone(OnServer):
    """Rclone, which has files instead of objects and ignores conditions; stores are told so, and refuse them."""

    settings = {"conditional_put": "disabled"}  # noqa: RUF012
    capabilities = everything_but(
        Capability.CONDITIONAL_PUT,
        Capability.CONDITIONAL_UPDATE,
        Capability.COPY_IF_NOT_EXISTS,
        Capability.RANGES,
        Capability.TAGS,
        Capability.TAGS_WITH_SPACES,
        Capability.MULTIPART_TAGS,
        Capability.TAGS_REPLACED,
        Capability.OBJECTS_BELOW_OBJECTS,
        Capability.LONG_NAMES,
    )

    server = "rclone"

    def stored_tags(self, store: S3Store, path: str) -> None:
        """Nobody knows: asking is an internal error."""


class TestObstoreOnRclone(OnRclone):
    """Native calls."""

    backend = "obstore"
    capabilities = OnRclone.capabilities - {Capability.CONTROL_CHARACTERS}


class TestBoto3OnRclone(OnRclone):
    """Calls in threads."""

    backend = "boto3"


@pytest.mark.radosgw
class OnRadosgw(OnServer):
    """Ceph, which does not take the ETag of an update as every client sends it, and completes uploads regardless."""

    capabilities = everything_but(
        Capability.CONDITIONAL_UPDATE, Capability.COPY_IF_NOT_EXISTS, Capability.E_TAG_LISTS, Capability.MULTIPART_TAGS
    )

    server = "radosgw"


class TestObstoreOnRadosgw(OnRadosgw):
    """Native calls."""

    backend = "obstore"
    capabilities = OnRadosgw.capabilities - {Capability.CONTROL_CHARACTERS, Capability.TAGS_WITH_SPACES}


class TestBoto3OnRadosgw(OnRadosgw):
    """Calls in threads."""

    backend = "boto3"
