"""Servers that know a secret with characters that each vocabulary quotes in its own way."""

from __future__ import annotations

import json
import re
import secrets
import socket
import sysconfig
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError
from ministack_server import VERSION
from pinned import environment
from processes import running
from servers import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

KEY_ID = "AKIANASTYSECRET00000"
_ACCOUNT = "000000000000"
_EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


def nasty_secret() -> str:
    """Make a secret up."""
    return f"{secrets.token_hex(10)}/+=&%25${{x}};'{secrets.token_hex(5)}=="


@contextmanager
def ministack(folder: Path) -> Iterator[Server]:
    """Run MiniStack with a user whose secret is ours: it hands out only harmless ones, but loads what it once kept."""
    python = environment("ministack", f"ministack=={VERSION}", VERSION)
    secret = nasty_secret()
    key = {"UserName": "tests", "AccessKeyId": KEY_ID, "SecretAccessKey": secret, "Status": "Active", "CreateDate": ""}
    scoped = {"__scoped__": True, "data": {f"{_ACCOUNT}\0{KEY_ID!r}": key}}
    state = folder / "state"
    state.mkdir(parents=True)
    (state / "iam.json").write_text(json.dumps({"access_keys": scoped}))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        address = f"fd://{listening.fileno()}"
        command: list[str | Path] = [python, "-m", "hypercorn", "ministack.app:app", "--bind", address]
        variables = {
            "AUTH": "true", "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "LOG_LEVEL": "WARNING",
            "PERSIST_STATE": "1", "STATE_DIR": str(state),
        }  # fmt: skip
        endpoint = f"http://127.0.0.1:{port}"
        root = Server(endpoint, "test", "test", "us-east-1", "ministack")

        def ready(_: str) -> Server | None:
            try:
                iam = root.client("iam")
                iam.create_user(UserName="tests")
            except BotoCoreError:
                return None
            iam.put_user_policy(UserName="tests", PolicyName="all", PolicyDocument=json.dumps(_EVERYTHING))
            return Server(endpoint, KEY_ID, secret, root.region, root.name)

        with running(command, folder, ready=ready, environment=variables, inherited=[listening]) as server:
            assert server.refusal(secret_access_key="wrong") == (403, "SignatureDoesNotMatch")
            yield server


@contextmanager
def rclone(folder: Path) -> Iterator[Server]:
    """Run rclone on an empty folder, whose folders are the buckets."""
    buckets = folder / "buckets"
    buckets.mkdir(parents=True)
    secret = nasty_secret()
    program = Path(sysconfig.get_path("scripts")) / "rclone"
    command: list[str | Path] = [program, "serve", "s3", "--config", "", "--addr", "127.0.0.1:0", buckets]

    def ready(output: str) -> Server | None:
        found = re.search(r"http://127\.0\.0\.1:\d+", output)
        return Server(found.group(), KEY_ID, secret, "us-east-1", "rclone") if found else None

    with running(command, folder, ready=ready, environment={"RCLONE_AUTH_KEY": f'"{KEY_ID},{secret}"'}) as server:
        assert server.refusal(secret_access_key="wrong") == (403, "SignatureDoesNotMatch")
        yield server


SERVERS: dict[str, Callable[[Path], AbstractContextManager[Server]]] = {"ministack": ministack, "rclone": rclone}
