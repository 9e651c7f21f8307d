"""What a row of the wire proof says, and how what was recorded is held against it."""

from __future__ import annotations

import base64
import hashlib
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from s3_answers import Keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from http_messages import Which
    from recording import Recorded

    from s3config import S3Store

BUCKET = "bkt"
KEY = "dir/a b"
OBJECT = "/dir/a%20b"
REGION = "eu-west-1"
PAIR = Keys("AKIAWIREPROOF", "secret-of-the-wire-proof", "")
HASHED = "the digest of the body"
UNSIGNED = "UNSIGNED-PAYLOAD"
STANDARD: Mapping[str, Any] = {
    "endpoint": "{endpoint}",
    "region": REGION,
    "access_key_id": PAIR.key_id,
    "secret_access_key": PAIR.secret,
    "max_retries": 0,
}
"""What every row says that does not say otherwise."""
_TRANSPORT = frozenset(
    {
        "accept", "accept-encoding", "authorization", "connection", "content-length", "expect", "host",
        "transfer-encoding", "user-agent", "x-amz-content-sha256", "x-amz-date", "x-amz-s3session-token",
        "x-amz-security-token",
    }
)  # fmt: skip
"""Headers that no setting asks for, or that are held against a field of their own."""
_POLYNOMIAL = 0x9A6C9329AC4BC9B5
"""Of CRC-64/NVME, reflected. Source: NVM Express, NVM Command Set Specification 1.0d, 5.2.1.3.4."""


@dataclass(frozen=True, kw_only=True)
class Sees:
    """One request as the server must see it: nothing less, and no header more."""

    method: str
    path: str = OBJECT
    """Below the bucket, as on the wire."""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    """All that are not the transport's; an empty value means that there is none."""
    body: bytes = b""
    records: Sequence[Mapping[str, str]] = ()
    """For a body of XML: what each element below its root holds."""
    root: str = f"/{BUCKET}"
    """What stands before the path: the bucket, unless it is in the host."""
    host: str = "{host}"
    region: str = REGION
    service: str = "s3"
    keys: Keys | None = PAIR
    """Who signs; `None` for nobody."""
    payload: str = HASHED
    """Empty for a URL that is signed, where nothing is said of the body."""
    checksums: Sequence[str] = ()
    """Names of what is computed of the body, in a header or behind the body."""
    agent: str | None = None
    authorization: str | None = None
    """That is no signature."""


class Unlike(NamedTuple):
    """What one backend asks otherwise, and why that is right all the same."""

    why: str
    requests: Sequence[Sees] = ()
    raises: type[Exception] | None = None


class Operation(NamedTuple):
    """A call of the store, and what it asks if nothing is set."""

    call: Callable[[S3Store], object]
    requests: Sequence[Sees]
    unlike: Mapping[str, Unlike] = {}

    def asked(self, backend: str) -> Sequence[Sees]:
        """Return what a backend asks."""
        return self.unlike[backend].requests if backend in self.unlike else self.requests


class Said(NamedTuple):
    """What the server answers to some requests."""

    which: Which
    status: int
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A setting, an operation, and what must be on the wire."""

    name: str
    settings: Mapping[str, Any]
    operation: Operation
    headers: Mapping[str, str] | Sequence[Mapping[str, str]] = field(default_factory=dict)
    """More headers: of every request, or of each in its turn."""
    checksums: Sequence[Sequence[str]] = ()
    """Checksums of each request in its turn."""
    every: Mapping[str, Any] = field(default_factory=dict)
    """Fields of every request that are not as usual."""
    before: Sequence[Sees] = ()
    """What is asked first: credentials, a session."""
    unlike: Mapping[str, Unlike] = field(default_factory=dict)
    raises: type[Exception] | None = None
    answers: Sequence[Said] = ()
    in_order: bool = True
    """Whether the requests follow one another, and are not sent at the same time."""
    bucket: str = BUCKET
    without: Sequence[str] = ()
    """Keys of `STANDARD` that are not said."""
    tunnel: bool = False
    """Whether it goes through a proxy that leads every host to the server."""
    environment: Mapping[str, str] = field(default_factory=dict)
    profile: str = ""
    """Text of `~/.aws/credentials`."""

    def expected(self, backend: str) -> Sequence[Sees]:
        """Return all requests that a backend must make, in their order."""
        if backend in self.unlike:
            return (*self.before, *self.unlike[backend].requests)
        return (*self.before, *self._changed(self.operation.asked(backend)))

    def all_settings(self) -> dict[str, Any]:
        """Return what the store is told, with what every row says."""
        standard = {key: value for key, value in STANDARD.items() if key not in self.without}
        if self.tunnel:
            standard = {**standard, "proxy_url": "{proxy}", "root_certificate": "{ca}"}
            standard.pop("endpoint", None)
        return {**standard, **self.settings}

    def _changed(self, requests: Sequence[Sees]) -> Iterator[Sees]:
        for place, request in enumerate(requests):
            more = self.headers if isinstance(self.headers, Mapping) else self.headers[place]
            sums = (*request.checksums, *(self.checksums[place] if self.checksums else ()))
            headers = {**request.headers, **more}
            yield replace(request, **{"headers": headers, "checksums": sums, **self.every})


def deviations(expected: Sequence[Sees], requests: Sequence[Recorded], host: str) -> list[str]:
    """Say what was asked otherwise than expected, in words for the one who reads the failed test."""
    if [request.method for request in expected] != [request.method for request in requests]:
        asked = [f"{request.method} {request.target}" for request in requests]
        return [f"expected {[f'{sees.method} {sees.root}{sees.path}' for sees in expected]}, and there were {asked}"]
    return [
        f"{sees.method} {request.target}: {what} is {actual!r} and not {wanted!r}"
        for sees, request in zip(expected, requests, strict=True)
        for what, wanted, actual in _compared(sees, request, host)
        if wanted != actual
    ]


def _compared(sees: Sees, request: Recorded, host: str) -> Iterator[tuple[str, object, object]]:
    yield "host", sees.host.replace("{host}", host), request.host
    yield "path", f"{sees.root}{sees.path}" or "/", request.path
    yield "query", dict(sees.query), {name: request.query[name] for name in request.query if name[:6] != "X-Amz-"}
    yield "headers", _headers(sees, request), _meant(request)
    yield ("body", list(sees.records), records(request.body)) if sees.records else ("body", sees.body, request.body)
    if sees.agent is not None:
        yield "user agent", sees.agent, request.headers.get("user-agent")
    if sees.authorization is not None:
        yield "authorization", sees.authorization, request.headers.get("authorization")
    yield "being signed", sees.keys is not None, request.is_signed
    if sees.keys is not None and request.is_signed:
        yield from _identity(sees, sees.keys, request)


def _identity(sees: Sees, keys: Keys, request: Recorded) -> Iterator[tuple[str, object, object]]:
    yield "key id", keys.key_id, request.key_id
    yield "session token", keys.token or None, request.session_token
    yield "scope", (sees.region, sees.service), (request.scope.region, request.scope.service)
    payload = hashlib.sha256(request.body).hexdigest() if sees.payload == HASHED else sees.payload
    yield "payload hash", payload or None, request.payload_hash
    yield "signature", True, request.verify(keys.secret)


def _headers(sees: Sees, request: Recorded) -> dict[str, str]:
    sums = {name: digest(name, request.body) for name in map(_header_of, sees.checksums)}
    return {name: value for name, value in {**sees.headers, **sums}.items() if value}


def _header_of(checksum: str) -> str:
    return "content-md5" if checksum == "md5" else f"x-amz-checksum-{checksum}"


def _meant(request: Recorded) -> dict[str, str]:
    fields = {**request.headers, **request.trailers}
    return {name: value for name, value in fields.items() if name not in _TRANSPORT and not name.startswith("amz-sdk-")}


def digest(header: str, body: bytes) -> str:
    """Compute a checksum, by the name of its header, as S3 writes it."""
    match header.rpartition("-")[2]:
        case "crc32":
            raw = zlib.crc32(body).to_bytes(4, "big")
        case "crc64nvme":
            raw = _crc64nvme(body).to_bytes(8, "big")
        case algorithm:
            raw = hashlib.new(algorithm, body, usedforsecurity=False).digest()
    return base64.b64encode(raw).decode()


def _crc64nvme(body: bytes) -> int:
    crc = ~0 & 0xFFFFFFFFFFFFFFFF
    for byte in body:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (_POLYNOMIAL if crc & 1 else 0)
    return crc ^ 0xFFFFFFFFFFFFFFFF


def records(body: bytes) -> list[dict[str, str]]:
    """Return what each element below the root of an XML body holds, without namespaces and without empty ones."""
    if not body.startswith(b"<"):
        return []
    found = [{_name(leaf): leaf.text or "" for leaf in child} for child in ET.fromstring(body)]  # noqa: S314 (our own)
    return [record for record in found if record]


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
