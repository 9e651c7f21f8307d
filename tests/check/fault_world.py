"""Servers and what leads to them, in which faults are injected."""

from __future__ import annotations

import ssl
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import ministack_server
from loopback import Loopback
from recording import Recorder
from tunnelling import Tunnel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from socket import socket

    import trustme
    from servers import Server

HOST = "store.test"
"""A name that the tests' own name server leads to loopback, with what is below `any.store.test`."""
AWS = "s3.us-east-1.amazonaws.com"
"""Another, if there is no file of the name that follows."""
OFFLINE = "offline"
KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
STYLE = "virtual_hosted_style_request"
Environment = dict[str, str]


@dataclass
class World:
    """Servers, and what leads to them."""

    ministack: Server
    rclone: Server
    ca: trustme.CA
    folder: Path
    stack: ExitStack = field(default_factory=ExitStack)
    bucket: str = ""
    rclone_bucket: str = ""

    @cached_property
    def recorder(self) -> Recorder:
        """A server that answers as it is told."""
        return self.stack.enter_context(Recorder())

    @cached_property
    def tunnel(self) -> Tunnel:
        """A proxy."""
        return self.stack.enter_context(Tunnel(self.ca, self.folder / "ca.pem"))

    def of(self, server: Server, **changed: str | None) -> Environment:
        """The variables that lead to a server, some of them others."""
        right: dict[str, str | None] = {
            "AWS_BUCKET": self.bucket if server is self.ministack else self.rclone_bucket,
            "AWS_ENDPOINT_URL": server.endpoint,
            "AWS_ACCESS_KEY_ID": server.access_key_id,
            "AWS_SECRET_ACCESS_KEY": server.secret_access_key,
            "AWS_REGION": server.region,
        }
        return {name: value for name, value in {**right, **changed}.items() if value is not None}

    def good(self, **changed: str | None) -> Environment:
        """The variables that lead to MiniStack, some of them others."""
        return self.of(self.ministack, **changed)

    def recorded(self, **changed: str) -> Environment:
        """The variables that lead to the recorder, which verifies nothing."""
        return {
            "AWS_BUCKET": "bkt", "AWS_ENDPOINT_URL": self.recorder.endpoint, "AWS_ACCESS_KEY_ID": KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1", **changed,
        }  # fmt: skip

    def port(self, handle: Callable[[socket], None]) -> int:
        """A server of one's own making."""
        return self.stack.enter_context(Loopback(handle)).address[1]

    def tls(self, *names: str, ca: trustme.CA | None = None, days: int = 1) -> int:
        """A server that begins TLS with a certificate of these names, and then hangs up."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        now = datetime.now(UTC)
        leaf = (ca or self.ca).issue_cert(
            *names, not_before=now - timedelta(days=9), not_after=now + timedelta(days=days)
        )
        leaf.configure_cert(context)

        def handle(connection: socket) -> None:
            with context.wrap_socket(connection, server_side=True) as client:
                client.recv(1)

        return self.port(handle)

    @property
    def ca_file(self) -> str:
        """The certificate of the authority."""
        path = self.folder / "authority.pem"
        self.ca.cert_pem.write_to_path(str(path))
        return str(path)

    def role(self, seconds: int = 900) -> Environment:
        """Temporary credentials of MiniStack's."""
        sts = self.ministack.client("sts")
        made = sts.assume_role(
            RoleArn=ministack_server.ROLE_ARN, RoleSessionName="check", DurationSeconds=seconds
        )["Credentials"]  # fmt: skip
        return self.good(
            AWS_ACCESS_KEY_ID=made["AccessKeyId"],
            AWS_SECRET_ACCESS_KEY=made["SecretAccessKey"],
            AWS_SESSION_TOKEN=made["SessionToken"],
        )


def prepared(world: World) -> World:
    """Return a world with servers of its own beside those of the session."""
    return replace(world, stack=ExitStack())
