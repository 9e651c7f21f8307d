"""Faults that are injected in a configuration, a server or the way to it."""

from __future__ import annotations

import ssl
import time
from email.utils import formatdate
from pathlib import Path
from select import select
from socket import AF_INET, MSG_PEEK, SOCK_STREAM, socket
from typing import TYPE_CHECKING

import ministack_server
from fault_world import HOST, OFFLINE, Environment, World
from faulting import Faults
from s3_answers import error

if TYPE_CHECKING:
    from collections.abc import Callable

    from http_messages import Request


def is_signed(request: Request) -> bool:
    """Tell whether a request is signed, in a field or in its URL."""
    return "authorization" in request.headers or "X-Amz-Signature" in request.query


def is_list(request: Request) -> bool:
    """Tell whether a request is a signed list."""
    return is_signed(request) and "list-type" in request.query


def says(
    status: int, code: str, which: Callable[[Request], bool] | str | None = None, inside: str = "", **headers: str
) -> Callable[[World], Environment]:
    """Let the recorder refuse as AWS does."""

    def make(world: World) -> Environment:
        body = error(status, code).body.replace(b"</Error>", f"{inside}</Error>".encode())
        fields = {"Content-Type": "application/xml", "x-amz-request-id": "1"}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        world.recorder.answer(which, status, fields, body)
        return world.recorded()

    return make


def silent(world: World) -> Environment:
    """A server that reads, and says nothing."""

    def handle(connection: socket) -> None:
        while connection.recv(1000):
            pass

    return world.recorded(AWS_ENDPOINT_URL=f"http://127.0.0.1:{world.port(handle)}")


def silent_tls(world: World) -> Environment:
    """The same, asked for https."""
    return {name: value.replace("http:", "https:") for name, value in silent(world).items()}


def closed(_: World) -> int:
    """A port that was free a moment ago."""
    with socket(AF_INET, SOCK_STREAM) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def full(world: World) -> Environment:
    """A port that lets nobody in, as behind a firewall: the queue of those who wait is full."""
    listening = world.stack.enter_context(socket(AF_INET, SOCK_STREAM))
    listening.bind(("127.0.0.1", 0))
    listening.listen(0)
    for _ in range(4):
        waiting = world.stack.enter_context(socket(AF_INET, SOCK_STREAM))
        waiting.setblocking(False)
        waiting.connect_ex(listening.getsockname())
    return world.recorded(AWS_ENDPOINT_URL=f"http://127.0.0.1:{listening.getsockname()[1]}")


def says_https(world: World) -> Environment:
    """What nginx says to plain http at a port for TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    world.ca.issue_cert("127.0.0.1").configure_cert(context)

    def handle(connection: socket) -> None:
        if connection.recv(1, MSG_PEEK) == b"\x16":
            with context.wrap_socket(connection, server_side=True) as client:
                client.recv(1)
            return
        connection.recv(10_000)
        text = b"<html><center>The plain HTTP request was sent to HTTPS port</center></html>"
        head = f"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: {len(text)}\r\n\r\n"
        connection.sendall(head.encode() + text)

    return world.recorded(AWS_ENDPOINT_URL=f"http://127.0.0.1:{world.port(handle)}")


def plain_at_tls(world: World) -> Environment:
    """A port for TLS that hangs up on plain http."""
    return world.recorded(AWS_ENDPOINT_URL=f"http://127.0.0.1:{world.tls('127.0.0.1')}")


def tls(
    *names: str, host: str = HOST, trusted: bool = True, days: int = 1, **more: str
) -> Callable[[World], Environment]:
    """Lead to a TLS server with a certificate of these names."""

    def make(world: World) -> Environment:
        port = world.tls(*names, days=days)
        ca = {"AWS_CA_BUNDLE": world.ca_file} if trusted else {}
        return world.recorded(AWS_ENDPOINT_URL=f"https://{host}:{port}", **ca, **more)

    return make


def page(status: int, body: str, kind: str = "text/html", **headers: str) -> Callable[[World], Environment]:
    """Let the recorder answer so, whatever is asked."""

    def make(world: World) -> Environment:
        world.recorder.answer(None, status, {"Content-Type": kind, **headers}, body)
        return world.recorded()

    return make


def wrong_path(world: World) -> Environment:
    """A host with a page at the endpoint's path, and S3 at its root."""
    page = {"Content-Type": "text/html"}
    world.recorder.answer(lambda request: request.path.startswith("/storage/"), 404, page, "<html>nothing here</html>")
    return world.recorded(AWS_ENDPOINT_URL=f"{world.recorder.endpoint}/storage")


def skewed(world: World) -> Environment:
    """A server whose clock is an hour behind."""
    world.recorder.answer("HEAD", 403, {"Date": formatdate(time.time() - 3600, usegmt=True)})
    return says(403, "AccessDenied", lambda request: not is_signed(request))(world)


def wants_host(world: World) -> Environment:
    """A store that looks for the bucket in the host only, and says of any other that it does not exist."""
    world.recorder.answer(lambda request: not request.host.startswith("bkt."), 404, {}, error(404, "NoSuchBucket").body)
    return world.recorded(AWS_ENDPOINT_URL=world.recorder.endpoint.replace("127.0.0.1", HOST), AWS_ALLOW_HTTP="true")


def wants_path(world: World) -> Environment:
    """A store that does not look at the host, behind a proxy that leads there."""
    world.tunnel.default = world.rclone.endpoint
    return world.of(
        world.rclone, AWS_ENDPOINT_URL="http://s3.example.test", AWS_ALLOW_HTTP="true",
        AWS_PROXY_URL=world.tunnel.url, AWS_VIRTUAL_HOSTED_STYLE_REQUEST="true",
    )  # fmt: skip


def lists_buckets(world: World) -> Environment:
    """A store without passwords that does not look at the host: it lists its buckets."""
    body = "<ListAllMyBucketsResult><Buckets></Buckets></ListAllMyBucketsResult>"
    world.recorder.answer(lambda request: request.path == "/", 200, {"x-amz-request-id": "1"}, body)
    world.tunnel.default = world.recorder.endpoint
    return world.recorded(
        AWS_ENDPOINT_URL="http://s3.example.test", AWS_ALLOW_HTTP="true", AWS_PROXY_URL=world.tunnel.url,
        AWS_VIRTUAL_HOSTED_STYLE_REQUEST="true",
    )  # fmt: skip


def proxied(*, scheme: str, asks: bool = False, leads: bool = True) -> Callable[[World], Environment]:
    """Lead through a proxy that wants another password, or leads nowhere."""

    def make(world: World) -> Environment:
        world.tunnel.requires = ("user", "right") if asks else None
        world.tunnel.default = world.ministack.endpoint if leads else None
        return world.good(
            AWS_ENDPOINT_URL=f"{scheme}://s3.example.test", AWS_ALLOW_HTTP="true", AWS_CA_BUNDLE=world.ca_file,
            AWS_PROXY_URL=world.tunnel.url.replace("//", "//user:wrong-pass-word@"),
        )  # fmt: skip

    return make


def mixed(world: World) -> Environment:
    """Temporary credentials with the token of others."""
    return {**world.role(), "AWS_SESSION_TOKEN": world.role()["AWS_SESSION_TOKEN"]}


def without_token(world: World) -> Environment:
    """Temporary credentials but for the token."""
    return {name: value for name, value in world.role().items() if name != "AWS_SESSION_TOKEN"}


def swapped(world: World) -> Environment:
    """Id and secret in each other's place."""
    right = world.good()
    swapped = {"AWS_ACCESS_KEY_ID": right["AWS_SECRET_ACCESS_KEY"], "AWS_SECRET_ACCESS_KEY": right["AWS_ACCESS_KEY_ID"]}
    return {**right, **swapped}


def no_list(world: World) -> Environment:
    """A bucket that may be read, and not listed."""
    return says(403, "AccessDenied", is_list)(world)


def payer(world: World) -> Environment:
    """A bucket whose requester pays."""
    return says(403, "AccessDenied", lambda request: request.headers.get("x-amz-request-payer") != "requester")(world)


def no_role_token(world: World) -> Environment:
    """A role without the file that says who asks."""
    role = {"AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere/token", "AWS_ROLE_ARN": ministack_server.ROLE_ARN}
    return world.good(AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None, **role)


def changed(world: World) -> Environment:
    """A store that gives back something else."""
    world.recorder.shelf.content = b"something else"
    return world.recorded()


def no_delete(world: World) -> Environment:
    """Gives back what was put, and lets nobody delete."""
    refused = error(403, "AccessDenied")
    world.recorder.answer(lambda request: request.method in ("DELETE", "POST"), 403, refused.headers, refused.body)
    return _echoing(world)


def _echoing(world: World) -> Environment:
    record = world.recorder._record

    def keep(request: object) -> object:
        if getattr(request, "method", "") == "PUT":
            world.recorder.shelf.content = getattr(request, "body", b"")
        return record(request)  # type: ignore[arg-type] # it is one

    world.recorder._record = keep  # type: ignore[method-assign,assignment] # of a test's own server
    return world.recorded()


def silent_when_signed(world: World) -> Environment:
    """A server that answers to what is not signed only."""
    world.stack.enter_context(faults := Faults(world.recorder.endpoint))
    faults.stall(is_signed, times=99)
    return world.recorded(AWS_ENDPOINT_URL=faults.endpoint)


def slow(world: World) -> Environment:
    """A server that takes longer than the configuration allows, and not longer than the check does."""
    world.stack.enter_context(faults := Faults(world.recorder.endpoint))
    faults.stall(is_signed, seconds=1.5, times=99)
    return world.recorded(AWS_ENDPOINT_URL=faults.endpoint, AWS_TIMEOUT="200ms")


def dripping(world: World) -> Environment:
    """A server that never comes to an end."""

    def handle(connection: socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"x-a: b\r\n")
            if select([connection], [], [], 0.1)[0] and not connection.recv(1000):
                return

    return world.recorded(AWS_ENDPOINT_URL=f"http://127.0.0.1:{world.port(handle)}")


def hanging_up(world: World) -> Environment:
    """A server that takes no request."""
    return world.recorded(AWS_ENDPOINT_URL=f"http://127.0.0.1:{world.port(socket.close)}")


def no_proxy(world: World) -> Environment:
    """A proxy that is none."""
    port = world.port(lambda connection: connection.sendall(b"220 mail.example.test ESMTP\r\n"))
    return world.good(AWS_ENDPOINT_URL="https://s3.example.test", AWS_PROXY_URL=f"http://127.0.0.1:{port}")


def anonymous(world: World) -> Environment:
    """Nobody in particular, and a bucket that is not public."""
    pair = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}
    return world.good(**pair, AWS_SKIP_SIGNATURE="true")


def offline(world: World) -> Environment:
    """A machine that knows no host of AWS."""
    Path(OFFLINE).touch()
    return world.good(AWS_ENDPOINT_URL=None)
