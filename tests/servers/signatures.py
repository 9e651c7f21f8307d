"""Signatures of AWS (version 4) as a server sees them, checked by botocore's arithmetic."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote, unquote_to_bytes

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

if TYPE_CHECKING:
    from http_messages import Headers, Request

_DIGEST = re.compile("[0-9a-f]{64}")
_S3 = ("s3", "s3express")


class Scope(NamedTuple):
    """For what a signature is good."""

    date: str
    region: str
    service: str


class Signature(NamedTuple):
    """What a request says of its signature, be it in a field or in the query."""

    key_id: str
    scope: Scope
    headers: tuple[str, ...]
    value: str
    time: str
    presigned: bool


def signature_of(request: Request) -> Signature | None:
    """Read a request's signature; `None` if it has none."""
    algorithm, _, rest = request.headers.get("authorization", "").partition(" ")
    if algorithm == "AWS4-HMAC-SHA256":
        said = dict(part.strip().split("=", 1) for part in rest.split(","))
        time = request.headers.get("x-amz-date", "")
        return _signature(said["Credential"], said["SignedHeaders"], said["Signature"], time, presigned=False)
    said = request.query
    if "X-Amz-Signature" in said:
        names = said["X-Amz-SignedHeaders"]
        return _signature(said["X-Amz-Credential"], names, said["X-Amz-Signature"], said["X-Amz-Date"], presigned=True)
    return None


def is_right(request: Request, signature: Signature, secret: str) -> bool:
    """Tell if a secret makes this signature of this request; what AWS demands to be signed has to be."""
    payload = request.headers.get(
        "x-amz-content-sha256", "UNSIGNED-PAYLOAD" if signature.presigned else _sha256(request)
    )
    if _DIGEST.fullmatch(payload) and payload != _sha256(request):
        return False
    demanded = {"host", *(name for name in request.headers if name.startswith("x-amz-"))}
    if not demanded <= set(signature.headers):
        return False
    expected = _calculate(request, signature, secret, payload)
    return hmac.compare_digest(expected, signature.value)


def _signature(credential: str, names: str, value: str, time: str, *, presigned: bool) -> Signature:
    key_id, date, region, service, _ = credential.rsplit("/", 4)
    return Signature(key_id, Scope(date, region, service), tuple(names.split(";")), value, time, presigned)


def _calculate(request: Request, signature: Signature, secret: str, payload: str) -> str:
    base = S3SigV4Auth if signature.scope.service in _S3 else SigV4Auth
    path = quote(unquote_to_bytes(request.path), safe="/~")
    url = f"http://{request.host}{path}?{_canonical_query(request)}"
    asked: Any = AWSRequest(request.method, url, {"X-Amz-Content-SHA256": payload})
    asked.context["timestamp"] = signature.time
    auth: Any = base(Credentials(signature.key_id, secret), signature.scope.service, signature.scope.region)
    auth.headers_to_sign = lambda _: _signed(request.headers, signature.headers)
    return str(auth.signature(auth.string_to_sign(asked, auth.canonical_request(asked)), asked))


def _signed(headers: Headers, names: tuple[str, ...]) -> HTTPHeaders:
    fields = HTTPHeaders()
    for name in names:
        for value in headers.all(name):
            fields[name] = value  # adds, since it is an email message
    return fields


def _canonical_query(request: Request) -> str:
    pairs = [pair.partition("=") for pair in request.raw_query.split("&") if pair]
    words = [(_quoted(name), _quoted(value)) for name, _, value in pairs if name != "X-Amz-Signature"]
    return "&".join(f"{name}={value}" for name, value in sorted(words))


def _quoted(word: str) -> str:
    return quote(unquote(word.replace("+", " ")), safe="~")


def _sha256(request: Request) -> str:
    return hashlib.sha256(request.body).hexdigest()
