"""Reading requests and passing them on byte for byte, so that a test sees what was sent before anyone tidied it."""

from __future__ import annotations

import http.client
import io
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from http_messages import Answer, Headers, Request
from loopback import connect

if TYPE_CHECKING:
    import socket

_FROM_SERVER = ("connection", "keep-alive", "transfer-encoding", "content-length")
_FROM_CLIENT = ("expect", "proxy-authorization", "proxy-connection")


def read_head(stream: BinaryIO) -> Request | None:
    """Read a request up to its body, or `None` if the client has left."""
    line = stream.readline()
    if not line.strip():
        return None
    method, target, _version = _text(line).split()
    return Request(method, target, _read_fields(stream))


def invite(head: Request, connection: socket.socket) -> None:
    """Give a client that waits for it leave to send the body."""
    if head.headers.get("expect", "").lower() == "100-continue":
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def read_body(head: Request, stream: BinaryIO, connection: socket.socket) -> Request:
    """Read the body that belongs to a head."""
    invite(head, connection)
    trailers = Headers()
    if head.headers.get("transfer-encoding", "").lower() == "chunked":
        raw, body, trailers = _read_chunks(stream)
    else:
        raw = body = _read(stream, int(head.headers.get("content-length", 0)))
    if "aws-chunked" in head.headers.get("content-encoding", ""):
        _, body, trailers = _read_chunks(io.BytesIO(body))
    return replace(head, raw=raw, body=body, trailers=trailers)


def forward(request: Request, endpoint: str) -> Answer:
    """Ask another server the same, the Host field included, since that is signed."""
    pairs = [(name, value) for name, value in request.headers.pairs if name.lower() not in _FROM_CLIENT]
    lines = [f"{request.method} {request.origin_form} HTTP/1.1", *(f"{name}: {value}" for name, value in pairs)]
    with connect(endpoint) as upstream:
        upstream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + request.raw)
        with http.client.HTTPResponse(upstream, method=request.method) as response:
            try:
                response.begin()
                body = response.read()
            except http.client.HTTPException as error:
                raise ConnectionAbortedError(str(error)) from error
            headers = {name: value for name, value in response.getheaders() if name.lower() not in _FROM_SERVER}
            length = response.getheader("content-length")
            if request.method == "HEAD" and length is not None:
                headers["Content-Length"] = length
            return Answer(response.status, headers, body)


def _read_fields(stream: BinaryIO) -> Headers:
    pairs = []
    while line := _text(stream.readline()).strip():
        name, _, value = line.partition(":")
        pairs.append((name, value.strip()))
    return Headers(pairs)


def _read_chunks(stream: BinaryIO) -> tuple[bytes, bytes, Headers]:
    raw, body = bytearray(), bytearray()
    while True:
        line = stream.readline()
        if not line:
            raise ConnectionAbortedError("the client left between two chunks")
        size = int(line.split(b";")[0], 16)
        raw += line
        if not size:
            break
        chunk = _read(stream, size + 2)
        raw += chunk
        body += chunk[:size]
    trailers = _read_fields(stream)
    raw += b"".join(f"{name}:{value}\r\n".encode() for name, value in trailers.pairs) + b"\r\n"
    return bytes(raw), bytes(body), trailers


def _read(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise ConnectionAbortedError(f"the client left after {len(data)} of {size} bytes")
    return data


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")
