"""Every operation of a store, and what it asks if nothing is set."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.request import ProxyHandler, Request, build_opener

from s3_answers import etag
from wire_table import BUCKET, KEY, OBJECT, Operation, Sees, Unlike

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s3config import S3Store
    from s3config.objects import Method

CONTENT = b"some content"
PARTS = (b"first!", b"second")
HELLO = b"hello world"
"""What the recorder has of every object."""
VERSION = etag(b"hello world")
"""What the recording server says of every object."""
_SINCE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

PUT = Sees(method="PUT", body=CONTENT)
GET = Sees(method="GET")
LIST = Sees(method="GET", path="", query={"list-type": "2", "prefix": "dir/"})
LEVEL = replace(LIST, query={**LIST.query, "delimiter": "/"})
DELETE = Sees(method="DELETE")
BULK = Sees(
    method="POST", path="", query={"delete": ""}, records=[{"Key": "a"}, {"Key": "b"}], checksums=("crc32",),
    headers={"x-amz-sdk-checksum-algorithm": "CRC32"},
)  # fmt: skip
COPY = Sees(method="PUT", path="/copy", headers={"x-amz-copy-source": f"{BUCKET}{OBJECT}"})
BEGIN = Sees(method="POST", query={"uploads": ""})
PART_1, PART_2 = (
    Sees(method="PUT", query={"partNumber": str(number), "uploadId": "upload-1"}, body=part)
    for number, part in enumerate(PARTS, 1)
)
END = Sees(
    method="POST",
    query={"uploadId": "upload-1"},
    records=[{"PartNumber": str(number), "ETag": etag(part)} for number, part in enumerate(PARTS, 1)],
)
ABORT = Sees(method="DELETE", query={"uploadId": "upload-1"})
COPY_BEGIN = replace(BEGIN, path="/copy")
COPY_PART = replace(COPY, query={"partNumber": "1", "uploadId": "upload-1"})
COPY_END = replace(
    END, path="/copy", headers={"if-none-match": "*"}, records=[{"PartNumber": "1", "ETag": etag(HELLO)}]
)
COPY_ABORT = replace(ABORT, path="/copy")

_BULK_OF_OBSTORE = replace(BULK, headers={"content-type": "application/xml"}, checksums=("sha256", "md5"))
_ENCODED = {"encoding-type": "url"}
_ASKS_FOR_ENCODED_KEYS = "boto3 has the keys of a listing encoded, so that XML can hold every one, and decodes them"
_SUMS = "DeleteObjects needs some checksum of its body, and S3 takes any"


def _encoded(see: Sees) -> dict[str, Unlike]:
    return {"boto3": Unlike(_ASKS_FOR_ENCODED_KEYS, (replace(see, query={**see.query, **_ENCODED}),))}


OPERATIONS: Mapping[str, Operation] = {
    "put": Operation(lambda store: store.put(KEY, CONTENT), (PUT,)),
    "put of attributes": Operation(
        lambda store: store.put(KEY, CONTENT, attributes={"Content-Type": "text/plain", "author": "me"}),
        (replace(PUT, headers={"content-type": "text/plain", "x-amz-meta-author": "me"}),),
    ),
    "put with tags": Operation(
        lambda store: store.put(KEY, CONTENT, tags={"team": "data"}),
        (replace(PUT, headers={"x-amz-tagging": "team=data"}),),
    ),
    "create": Operation(
        lambda store: store.put(KEY, CONTENT, mode="create"), (replace(PUT, headers={"if-none-match": "*"}),)
    ),
    "update": Operation(
        lambda store: store.put(KEY, CONTENT, mode={"e_tag": VERSION}), (replace(PUT, headers={"if-match": VERSION}),)
    ),
    "multipart": Operation(
        lambda store: store.put(KEY, b"".join(PARTS), use_multipart=True, chunk_size=6, max_concurrency=1),
        (BEGIN, PART_1, PART_2, END),
    ),
    "get": Operation(lambda store: bytes(store.get(KEY).bytes()), (GET,)),
    "get if": Operation(
        lambda store: store.get(KEY, options={"if_match": VERSION, "if_modified_since": _SINCE}),
        (replace(GET, headers={"if-match": VERSION, "if-modified-since": "Fri, 02 Jan 2026 03:04:05 GMT"}),),
    ),
    "get version": Operation(
        lambda store: store.get(KEY, options={"version": "v1"}), (replace(GET, query={"versionId": "v1"}),)
    ),
    "get range": Operation(
        lambda store: store.get_range(KEY, start=1, end=4), (replace(GET, headers={"range": "bytes=1-3"}),)
    ),
    "get ranges": Operation(
        lambda store: store.get_ranges(KEY, starts=[0, 5], ends=[2, 7]),
        (replace(GET, headers={"range": "bytes=0-6"}),),
    ),
    "head": Operation(lambda store: store.head(KEY), (replace(GET, method="HEAD"),)),
    "list": Operation(lambda store: store.list("dir").collect(), (LIST,), _encoded(LIST)),
    "list with delimiter": Operation(lambda store: store.list_with_delimiter("dir"), (LEVEL,), _encoded(LEVEL)),
    "delete": Operation(
        lambda store: store.delete(KEY),
        (DELETE,),
        {"obstore": Unlike("obstore deletes one like many", (replace(_BULK_OF_OBSTORE, records=[{"Key": KEY}]),))},
    ),
    "delete many": Operation(
        lambda store: store.delete(["a", "b"]), (BULK,), {"obstore": Unlike(_SUMS, (_BULK_OF_OBSTORE,))}
    ),
    "copy": Operation(lambda store: store.copy(KEY, "copy"), (COPY,)),
}
"""By a name for people."""


def _follow(store: S3Store, method: Method, content: bytes | None = None) -> None:
    """Use a signed URL as anybody would: without a header of one's own."""
    url = store.sign(method, KEY, timedelta(minutes=5))
    request = Request(url, method=method, data=content)  # noqa: S310 (of the recorder)
    build_opener(ProxyHandler({})).open(request, timeout=10).close()


SIGNED = {
    "sign GET": Operation(lambda store: _follow(store, "GET"), (replace(GET, payload=""),)),
    "sign HEAD": Operation(lambda store: _follow(store, "HEAD"), (replace(GET, method="HEAD", payload=""),)),
    "sign DELETE": Operation(lambda store: _follow(store, "DELETE"), (replace(DELETE, payload=""),)),
    "sign PUT": Operation(
        lambda store: _follow(store, "PUT", CONTENT),
        (replace(PUT, payload="", headers={"content-type": "application/x-www-form-urlencoded"}),),
    ),
}
"""URLs that somebody else uses; urllib says the content type by itself."""
COPY_NEW = Operation(lambda store: store.copy(KEY, "copy", overwrite=False), (COPY_BEGIN, COPY_PART, COPY_END))
"""As the setting `multipart` has it; without a setting there is no way."""
