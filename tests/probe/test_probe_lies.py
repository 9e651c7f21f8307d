"""A store that says one thing and does another is seen through, and nothing is written outside the prefix."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import pytest
from exchanges import read_body, read_head
from http_messages import Answer
from loopback import Loopback
from s3_answers import etag

from s3config import probing, resolve
from s3config.probing.outcomes import Verdict

if TYPE_CHECKING:
    import socket

    from http_messages import Request

NO, IGNORED = Verdict.NO, Verdict.IGNORED
CONDITIONS = ("if-none-match", "if-match")


@dataclass
class Liar:
    """A store that accepts everything and knows nothing, and tells the lies that it is told to."""

    lies: frozenset[str]
    objects: dict[str, tuple[bytes, dict[str, str]]] = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def __enter__(self) -> Self:
        """Listen."""
        self.server = Loopback(self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self.server.close()

    def _handle(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as stream:
            while head := read_head(stream):
                request = read_body(head, stream, connection)
                self.requests.append(request)
                connection.sendall(self.answer(request).encode(request.method))

    def answer(self, request: Request) -> Answer:  # noqa: PLR0911 (one for each operation)
        """Do what is asked, with whatever condition, and lie about it."""
        key, query = request.decoded_path.removeprefix("/bkt/"), request.query
        match request.method:
            case "GET" if "list-type" in query:
                return self._list(query)
            case "GET" | "HEAD" if key not in self.objects:
                return Answer(404, {}, b"<Error><Code>NoSuchKey</Code></Error>")
            case "GET" | "HEAD":
                body, headers = self.objects[key]
                return Answer(200, {"ETag": etag(body), **headers}, body)
            case "DELETE":
                self.objects.pop(key, None)
                return Answer(204)
            case "POST" if "delete" in query:
                gone = re.findall("<Key>(.*?)</Key>", request.body.decode())
                return Answer(200, {}, "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in gone).encode())
            case "POST" if "uploads" in query:
                return Answer(200, {}, b"<R><UploadId>u</UploadId></R>")
            case "POST":
                return self._store(key, b"".join(self.parts.values()), request)
            case _ if "partNumber" in query:
                self.parts = {query["partNumber"]: request.body}
                return Answer(200, {"ETag": etag(request.body)}, f"<ETag>{etag(request.body)}</ETag>".encode())
        source = request.headers.get("x-amz-copy-source", "").removeprefix("/bkt/")
        return self._store(key, self.objects[source][0] if source else request.body, request)

    def _store(self, key: str, body: bytes, request: Request) -> Answer:
        is_conditional = any(name in request.headers for name in CONDITIONS) and key in self.objects
        if is_conditional and "keeps" in self.lies:
            return Answer(200, {"ETag": etag(body)})
        headers = {name: value for name, value in request.headers.items() if name.startswith("x-amz-server-side")}
        self.objects[key] = body, headers if "echoes" in self.lies else {}
        if is_conditional and "conflicts" in self.lies:
            return Answer(412, {}, b"<Error><Code>PreconditionFailed</Code></Error>")
        return Answer(200, {"ETag": etag(body)})

    def _list(self, query: dict[str, str]) -> Answer:
        keys = "".join(f"<Key>{key}</Key>" for key in sorted(self.objects) if key.startswith(query["prefix"]))
        return Answer(200, {}, f"<ListBucketResult>{keys}</ListBucketResult>".encode())


def lied_to(*lies: str) -> tuple[Liar, dict[str, Verdict], str]:
    """Probe such a store."""
    with Liar(frozenset(lies)) as liar:
        liar.objects["first"] = (b"a neighbour", {})
        settings: Any = {"endpoint": liar.server.url, "access_key_id": "a" * 20, "secret_access_key": "s" * 40}
        trial = probing.trial_of(resolve(bucket="bkt", region="x", env=False, **settings).config)
        with trial:
            found = {finding.name: finding.verdict for finding in probing.findings(trial)}
    return liar, found, trial.prefix


@pytest.mark.parametrize(
    ("lies", "expected"),
    [
        (
            (),
            dict.fromkeys(
                (
                    "conditional_put_create", "conditional_put_atomic", "conditional_put_update", "conditional_delete",
                    "copy_if_not_exists_header", "copy_if_not_exists_cloudflare", "payload_verified",
                    "checksum_crc32", "checksum_crc32c", "checksum_crc64nvme", "checksum_sha1", "checksum_sha256",
                    "checksum_sha256_returned", "tagging", "tagging_spaces", "sse_s3", "sse_kms", "sse_c",
                    "bulk_delete", "bulk_delete_md5", "range", "range_suffix", "range_beyond",
                    "get_if_none_match", "get_if_match", "get_if_modified_since",
                    "list_start_after", "list_start_after_missing", "list_pages", "list_encoding", "presigned_get",
                    "presigned_put", "multipart_smallest_part", "multipart_part_numbers",
                ),
                IGNORED,
            ),
        ),
        (("keeps",), {"conditional_put_create": IGNORED, "copy_if_not_exists_header": IGNORED}),
        (
            ("conflicts",),
            {"conditional_put_create": NO, "copy_if_not_exists_header": NO, "copy_if_not_exists_multipart": NO},
        ),
        (("echoes",), {"sse_s3": IGNORED, "sse_kms": IGNORED, "sse_c": IGNORED}),
    ],
)  # fmt: skip
def test_lies_are_seen_through(lies: tuple[str, ...], expected: dict[str, Verdict]) -> None:
    """What counts is what the store then holds, not what it says."""
    _, found, _ = lied_to(*lies)
    assert expected == {name: found[name] for name in expected}


def test_nothing_is_written_outside_the_prefix() -> None:
    """Every request that changes something names keys below the prefix, and the neighbours stay."""
    liar, _, prefix = lied_to()
    changing = [request for request in liar.requests if request.method not in ("GET", "HEAD")]
    outside = [r for r in changing if not r.decoded_path.startswith(f"/bkt/{prefix}") and "delete" not in r.query]
    assert (outside, list(liar.objects)) == ([], ["first"])
    bulk = [key for r in changing if "delete" in r.query for key in re.findall("<Key>(.*?)</Key>", r.body.decode())]
    assert [] == [key for key in bulk if not key.startswith(prefix)] != bulk
    assert len(changing) > 50  # or the test would see nothing
