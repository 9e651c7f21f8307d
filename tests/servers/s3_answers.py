"""Answers of a small make-believe S3 and STS, enough for one operation of any client to succeed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from http_messages import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from http_messages import Request

LAST_MODIFIED = "Wed, 21 Oct 2026 07:28:00 GMT"
_ISO_MODIFIED = "2026-10-21T07:28:00.000Z"
_EXPIRATION = "2099-01-01T00:00:00Z"
_S3 = "http://s3.amazonaws.com/doc/2006-03-01/"
_STS = "https://sts.amazonaws.com/doc/2011-06-15/"


class Keys(NamedTuple):
    """Credentials that the make-believe services hand out."""

    key_id: str
    secret: str
    token: str


SESSION_KEYS = Keys("ASIAEXPRESSSESSION", "secret-of-the-express-session", "token-of-the-express-session")
"""From S3 Express's CreateSession."""
ROLE_KEYS = Keys("ASIAASSUMEDROLE", "secret-of-the-assumed-role", "token-of-the-assumed-role")
"""From STS."""


@dataclass
class Shelf:
    """What the answers hold."""

    content: bytes = b"hello world"
    """Of every object."""
    keys: list[str] = field(default_factory=list)
    """In every listing."""

    def answer(self, request: Request) -> Answer:
        """Answer what no test has asked to be answered otherwise."""
        for method, parameter, operation in _OPERATIONS:
            if request.method == method and (not parameter or parameter in request.query):
                return operation(request, self)
        return error(405, "MethodNotAllowed")


def error(status: int, code: str) -> Answer:
    """Say no as S3 does."""
    body = f"<Error><Code>{code}</Code><Message>{code} of the test</Message></Error>"
    return Answer(status, {"Content-Type": "application/xml"}, body.encode())


def etag(content: bytes) -> str:
    """Return the entity tag of some content, with its quotes."""
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


def _xml(name: str, inside: str, namespace: str = _S3) -> Answer:
    body = f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{namespace}">{inside}</{name}>'
    return Answer(200, {"Content-Type": "application/xml"}, body.encode())


def _get(request: Request, shelf: Shelf) -> Answer:
    size = len(shelf.content)
    headers = {"ETag": etag(shelf.content), "Last-Modified": LAST_MODIFIED, "Accept-Ranges": "bytes"}
    asked = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("range", ""))
    if not asked:
        return Answer(200, headers, shelf.content)
    first, last = asked.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if start >= size:
        return error(416, "InvalidRange")
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return Answer(206, headers, shelf.content[start:end])


def _put(request: Request, shelf: Shelf) -> Answer:
    if "x-amz-copy-source" not in request.headers:
        return Answer(200, {"ETag": etag(request.body)})
    name = "CopyPartResult" if "partNumber" in request.query else "CopyObjectResult"
    return _xml(name, f"<LastModified>{_ISO_MODIFIED}</LastModified><ETag>{escape(etag(shelf.content))}</ETag>")


def _gone(_request: Request, _shelf: Shelf) -> Answer:
    return Answer(204)


def _delete_many(request: Request, _shelf: Shelf) -> Answer:
    keys = re.findall("<Key>(.*?)</Key>", request.body.decode())
    return _xml("DeleteResult", "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys))


def _list(_request: Request, shelf: Shelf) -> Answer:
    about = f"<LastModified>{_ISO_MODIFIED}</LastModified><ETag>{escape(etag(shelf.content))}</ETag>"
    about += f"<Size>{len(shelf.content)}</Size><StorageClass>STANDARD</StorageClass>"
    entries = "".join(f"<Contents><Key>{escape(key)}</Key>{about}</Contents>" for key in shelf.keys)
    count = f"<KeyCount>{len(shelf.keys)}</KeyCount><MaxKeys>1000</MaxKeys>"
    return _xml("ListBucketResult", f"<Name>bkt</Name>{count}<IsTruncated>false</IsTruncated>{entries}")


def _create_upload(_request: Request, _shelf: Shelf) -> Answer:
    return _xml("InitiateMultipartUploadResult", "<Bucket>bkt</Bucket><Key>key</Key><UploadId>upload-1</UploadId>")


def _complete_upload(_request: Request, shelf: Shelf) -> Answer:
    name = "CompleteMultipartUploadResult"
    return _xml(name, f"<Bucket>bkt</Bucket><Key>key</Key><ETag>{escape(etag(shelf.content))}</ETag>")


def _create_session(_request: Request, _shelf: Shelf) -> Answer:
    return _xml("CreateSessionResult", _credentials(SESSION_KEYS))


def _no_tags(_request: Request, _shelf: Shelf) -> Answer:
    return _xml("Tagging", "<TagSet></TagSet>")


def _sts(request: Request, _shelf: Shelf) -> Answer:
    action = {**request.query, **dict(parse_qsl(request.body.decode()))}.get("Action", "")
    user = "<AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn></AssumedRoleUser>"
    return _xml(f"{action}Response", f"<{action}Result>{_credentials(ROLE_KEYS)}{user}</{action}Result>", _STS)


def _credentials(keys: Keys) -> str:
    pair = f"<AccessKeyId>{keys.key_id}</AccessKeyId><SecretAccessKey>{keys.secret}</SecretAccessKey>"
    rest = f"<SessionToken>{keys.token}</SessionToken><Expiration>{_EXPIRATION}</Expiration>"
    return f"<Credentials>{pair}{rest}</Credentials>"


_OPERATIONS: tuple[tuple[str, str, Callable[[Request, Shelf], Answer]], ...] = (
    ("GET", "session", _create_session),
    ("GET", "list-type", _list),
    ("GET", "tagging", _no_tags),
    ("GET", "", _get),
    ("HEAD", "", _get),
    ("PUT", "", _put),
    ("DELETE", "", _gone),
    ("POST", "delete", _delete_many),
    ("POST", "uploads", _create_upload),
    ("POST", "uploadId", _complete_upload),
    ("POST", "", _sts),
)
"""Method, a parameter of the query, and who answers; the first that fits does."""
