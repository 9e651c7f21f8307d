"""MiniStack: an emulator of S3, STS, IAM and DynamoDB that verifies the signatures of IAM users."""

from __future__ import annotations

import base64
import json
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError
from pinned import environment
from processes import running
from servers import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = "1.5.33"
ROLE_ARN = "arn:aws:iam::000000000000:role/tests"
"""The role that the user may assume; it is allowed everything, too."""

_ISSUER = "tests.invalid"
_PROVIDER = f"arn:aws:iam::000000000000:oidc-provider/{_ISSUER}"
_EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"},
        {"Effect": "Allow", "Principal": {"Federated": _PROVIDER}, "Action": "sts:AssumeRoleWithWebIdentity"},
    ],
}


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """Run MiniStack with authentication on, as an IAM user, because it does not check the root key's signatures."""
    python = environment("ministack", f"ministack=={VERSION}", VERSION)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        # MiniStack's own command cannot take over a socket, which is what keeps its port from being taken meanwhile.
        command: list[str | Path] = [
            python,
            "-m",
            "hypercorn",
            "ministack.app:app",
            "--bind",
            f"fd://{listening.fileno()}",
        ]
        variables = {"AUTH": "true", "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "LOG_LEVEL": "WARNING"}
        root = Server(f"http://127.0.0.1:{port}", "test", "test", "us-east-1", "ministack")

        def answers(_: str) -> Server | None:
            try:
                return _user(root)
            except BotoCoreError:
                return None

        with running(command, folder, ready=answers, environment=variables, inherited=[listening]) as server:
            assert server.refusal(secret_access_key="wrong") == (403, "SignatureDoesNotMatch")
            yield server


def web_identity_token() -> str:
    """A token of the issuer whom the role trusts; MiniStack reads its claims and does not check its seal."""
    claims = {"iss": f"https://{_ISSUER}", "aud": "sts.amazonaws.com", "sub": "tests"}
    parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)] + [b"seal"]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def _user(root: Server) -> Server:
    """Make a user and a role that are allowed everything."""
    iam = root.client("iam")
    iam.create_user(UserName="tests")
    iam.put_user_policy(UserName="tests", PolicyName="all", PolicyDocument=json.dumps(_EVERYTHING))
    iam.create_role(RoleName="tests", AssumeRolePolicyDocument=json.dumps(_TRUST))
    iam.put_role_policy(RoleName="tests", PolicyName="all", PolicyDocument=json.dumps(_EVERYTHING))
    key = iam.create_access_key(UserName="tests")["AccessKey"]
    return Server(root.endpoint, key["AccessKeyId"], key["SecretAccessKey"], root.region, root.name)
