"""Requests by hand, without a signature, so that each part of the way to a server can be looked at."""

from __future__ import annotations

import base64
import http.client
import re
import socket
import ssl
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from pydantic import SecretStr

from s3config import __version__
from s3config.config.addresses import PORTS
from s3config.fetching import trusting_context
from s3config.proxies import proxy_for
from s3config.redaction import reveal
from s3config.vocabulary import host_of, host_style_endpoint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s3config.config import ClientOptions, StoreConfig

_LARGEST = 64 * 1024
"""Bytes of an answer's body that are read."""
_SIGNS = ("x-amz-request-id", "x-amz-id-2", "x-amz-bucket-region", "x-rgw-object-type", "x-minio-error-code")
_XML = re.compile(rb"<(Error|ListBucketResult|ListAllMyBucketsResult|LocationConstraint)[\s>]")


class Proxy(NamedTuple):
    """A proxy."""

    scheme: str
    host: str
    port: int
    user: SecretStr | None
    """User and password, as the header has them."""


class Route(NamedTuple):
    """The way to a store."""

    scheme: str
    host: str
    """As in the URL of the bucket; it may have the bucket in front."""
    root: str
    """The host without the bucket that the style puts there."""
    port: int
    path: str
    """Of the service root, without a `/` at the end."""
    proxy: Proxy | None

    @property
    def first(self) -> tuple[str, int]:
        """Host and port to connect to: the proxy's, if there is one."""
        return (self.host.strip("[]"), self.port) if self.proxy is None else (self.proxy.host, self.proxy.port)

    @property
    def endpoint(self) -> str:
        """The URL of the service root."""
        return f"{self.scheme}://{self.authority(self.root)}{self.path}"

    def authority(self, host: str) -> str:
        """Return a host as it stands in a request."""
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


class Answer(NamedTuple):
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes

    @property
    def code(self) -> str | None:
        """The error code of S3."""
        return self.element("Code")

    def element(self, name: str) -> str | None:
        """Return the text of an element of the body."""
        found = re.search(rf"<{name}>([^<]{{1,300}})</{name}>".encode(), self.body)
        return found[1].decode("utf-8", "replace") if found else None

    @property
    def root(self) -> str | None:
        """The first element of S3 in the body."""
        found = _XML.search(self.body)
        return found[1].decode() if found else None

    @property
    def is_s3(self) -> bool:
        """Whether an S3 service says so."""
        return self.root is not None or any(sign in self.headers for sign in _SIGNS)

    @property
    def is_page(self) -> bool:
        """Whether it is made for people."""
        start = self.body[:500].lstrip().lower()
        is_html = "text/html" in self.headers.get("content-type", "")
        return is_html or start.startswith((b"<!doctype html", b"<html"))

    @property
    def region(self) -> str | None:
        """The region that the bucket is in."""
        return self.headers.get("x-amz-bucket-region") or self.element("Region")


def route_of(config: StoreConfig) -> Route:
    """Return the way to the store of a configuration."""
    parts = urlsplit(host_style_endpoint(config) or f"https://{host_of(config)}")
    host = parts.netloc.rpartition("]")[0] + "]" if parts.netloc.startswith("[") else (parts.hostname or "")
    root = host.removeprefix(f"{config.bucket}.".lower()) if config.virtual_hosted_style_request else host
    port = parts.port or PORTS[parts.scheme]
    return Route(parts.scheme, host, root, port, parts.path.rstrip("/"), _proxy(host, config.client_options))


def _proxy(host: str, options: ClientOptions) -> Proxy | None:
    url = proxy_for(host, options)
    if url is None:
        return None
    parts = urlsplit(url)
    user = None
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        user = SecretStr("Basic " + base64.b64encode(pair.encode()).decode())
    return Proxy(parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme, 1080), user)


def dial(address: tuple[str, int], seconds: float) -> socket.socket:
    """Connect."""
    return socket.create_connection(address, seconds)


def tunnel(connection: socket.socket, route: Route, proxy: Proxy) -> Answer:
    """Ask a proxy to lead to the server."""
    target = f"{route.host}:{route.port}"
    fields = {"Host": target, **({} if proxy.user is None else {"Proxy-Authorization": proxy.user.get_secret_value()})}
    return _exchange(connection, "CONNECT", target, fields)


def careless() -> ssl.SSLContext:
    """Trust anybody; good for looking, and nothing secret is sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def opened(route: Route, seconds: float) -> socket.socket:
    """Connect to the server, through the proxy where there is one; http needs no tunnel.

    Raises:
        ConnectionError: The proxy refuses.
    """
    connection = dial(route.first, seconds)
    if route.proxy is not None and route.scheme == "https":
        answer = tunnel(connection, route, route.proxy)
        if answer.status >= http.client.MULTIPLE_CHOICES:
            connection.close()
            raise ConnectionError
    return connection


def secured(route: Route, context: ssl.SSLContext, seconds: float) -> ssl.SSLSocket:
    """Connect, and shake hands."""
    connection = opened(route._replace(scheme="https"), seconds)
    try:
        return context.wrap_socket(connection, server_hostname=route.host.strip("[]"))
    except BaseException:
        connection.close()
        raise


def speaks_tls(route: Route, seconds: float) -> bool:
    """Tell whether the port speaks TLS, whatever its certificate is."""
    try:
        secured(route, careless(), seconds).close()
    except (OSError, ValueError):
        return False
    return True


def speaks_http(route: Route, seconds: float) -> bool:
    """Tell whether the port speaks plain http."""
    try:
        with opened(route, seconds) as connection:
            connection.sendall(f"HEAD / HTTP/1.1\r\nHost: {route.authority(route.host)}\r\n\r\n".encode())
            return connection.recv(5).startswith(b"HTTP/")
    except OSError:
        return False


def target_of(route: Route, bucket: str, *, virtual: bool, query: str = "") -> tuple[str, str]:
    """Return the Host field and the path of a bucket in one of the styles."""
    host = f"{bucket}.{route.root}" if virtual else route.root
    path = f"{route.path}/" if virtual else f"{route.path}/{quote(bucket)}"
    return route.authority(host), path + query


def ask(
    config: StoreConfig, route: Route, method: str, seconds: float, *, virtual: bool | None = None, query: str = ""
) -> Answer:
    """Ask for the bucket, without a signature, in the style of the configuration or in another.

    Raises:
        OSError: The connection failed.
        http.client.HTTPException: What came is no HTTP.
    """
    style = config.virtual_hosted_style_request if virtual is None else virtual
    host, target = target_of(route, config.bucket or "", virtual=style, query=query)
    return request(config, route, method, (host, target), seconds)


def request(config: StoreConfig, route: Route, method: str, to: tuple[str, str], seconds: float) -> Answer:
    """Send one request with a Host field and a target.

    Raises:
        OSError: The connection failed.
        http.client.HTTPException: What came is no HTTP.
    """
    host, target = to
    options = config.client_options
    agent = options.user_agent or f"s3config/{__version__}"
    fields = {"Host": host, "User-Agent": agent, "Accept-Encoding": "identity"}
    fields |= reveal(options.default_headers) or {}
    if route.scheme == "https":
        connection: socket.socket = secured(route, trusting_context(options), seconds)
    else:
        connection = opened(route, seconds)
        if route.proxy is not None:
            target = f"http://{route.authority(route.host)}{target}"
            if route.proxy.user is not None:
                fields["Proxy-Authorization"] = route.proxy.user.get_secret_value()
    with connection:
        return _exchange(connection, method, target, fields)


def _exchange(connection: socket.socket, method: str, target: str, fields: Mapping[str, str]) -> Answer:
    """Send a request over a connection, and read the answer; a tunnel stays open."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    if method != "CONNECT":
        lines.append("Connection: close")
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
    response = http.client.HTTPResponse(connection, method=method)
    try:
        response.begin()
        is_open = method == "CONNECT" and response.status < http.client.MULTIPLE_CHOICES
        body = b"" if is_open else response.read(_LARGEST)
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, body)
    finally:
        if method != "CONNECT":
            response.close()
