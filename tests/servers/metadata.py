"""The metadata service of a machine, a container and a pod, which hands out credentials that MiniStack's STS made."""

from __future__ import annotations

import json
import secrets
import threading
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Server

ROLE = "tests"
"""The name of the machine's role."""

_ROLES = "/latest/meta-data/iam/security-credentials/"

Answer = tuple[int, "str | dict[str, Any]"]


class Metadata:
    """Answers as IMDS v1 and v2, the ECS agent and the EKS Pod Identity agent do, and writes the requests down."""

    def __init__(self, issuer: Server, role_arn: str, token_file: Path) -> None:
        """Answer at once; the file is where a pod finds what it must send as `Authorization`."""
        self.v1 = True
        """Whether a machine may ask without a token of IMDS v2."""
        self.v2 = True
        """Whether a machine gets such a token."""
        self.v2_refusal = int(HTTPStatus.FORBIDDEN)
        """What is answered when it gets none."""
        self.delay = 0.0
        """Seconds before each answer."""
        self.lifetime = 3600
        """Seconds that credentials are good for; with -1 they have expired already."""
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        """Method, path and headers (their names in lower case) of each request."""
        self.issued: list[str] = []
        """The access key ids that were handed out."""

        self.token_file = token_file
        token_file.write_text(secrets.token_urlsafe())
        self.role_arn = role_arn
        self._sts = issuer.client("sts")
        self._tokens: set[str] = set()
        self._ending = threading.Event()

        service = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5

            def handle_one_request(self) -> None:
                with suppress(ConnectionError):  # a client that would not wait
                    super().handle_one_request()

            def do_GET(self) -> None:
                service._answer(self)

            def do_PUT(self) -> None:
                service._answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False  # so that closing it waits for them
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"
        """For IMDS, as `metadata_endpoint`."""
        self.container_relative_uri = f"/v2/credentials/{ROLE}"
        self.container_full_uri = f"{self.endpoint}{self.container_relative_uri}"
        """For ECS; it asks for no authorization."""
        self.pod_full_uri = f"{self.endpoint}/v1/credentials"
        """For EKS Pod Identity; it asks for what `token_file` holds."""

    def __enter__(self) -> Self:
        """Begin to answer."""
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End every thread."""
        self._ending.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def count(self, method: str, path: str = "") -> int:
        """How many requests of a method there were whose path begins so."""
        return sum(asked == method and at.startswith(path) for asked, at, _ in self.requests)

    def credentials(self) -> dict[str, str]:
        """Have STS make credentials, in the words that all three services share."""
        made = self._sts.assume_role(RoleArn=self.role_arn, RoleSessionName=ROLE, DurationSeconds=self.lifetime)
        found = made["Credentials"]
        self.issued.append(found["AccessKeyId"])
        return {
            "AccessKeyId": found["AccessKeyId"],
            "SecretAccessKey": found["SecretAccessKey"],
            "Token": found["SessionToken"],
            "Expiration": f"{found['Expiration']:%Y-%m-%dT%H:%M:%SZ}",
        }

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append((request.command, request.path, headers))
        status, answer = self._decide(request.command, urlsplit(request.path).path, headers)
        self._ending.wait(self.delay)
        body = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        request.send_response(status)
        request.send_header("Content-Type", "text/plain" if isinstance(answer, str) else "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _decide(self, method: str, path: str, headers: dict[str, str]) -> Answer:
        match method, path:
            case "PUT", "/latest/api/token":
                return self._token(headers)
            case "GET", _ if path.startswith("/latest/meta-data/"):
                return self._machine(path, headers)
            case "GET", self.container_relative_uri:
                return HTTPStatus.OK, {"RoleArn": self.role_arn, **self.credentials()}
            case "GET", "/v1/credentials":
                return self._pod(headers)
        return HTTPStatus.NOT_FOUND, "no such page"

    def _token(self, headers: dict[str, str]) -> Answer:
        if not self.v2:
            return self.v2_refusal, "no tokens here"
        if "x-aws-ec2-metadata-token-ttl-seconds" not in headers:
            return HTTPStatus.BAD_REQUEST, "a lifetime must be said"
        self._tokens.add(token := secrets.token_urlsafe())
        return HTTPStatus.OK, token

    def _machine(self, path: str, headers: dict[str, str]) -> Answer:
        token = headers.get("x-aws-ec2-metadata-token")
        if not (self.v1 if token is None else token in self._tokens):
            return HTTPStatus.UNAUTHORIZED, "not without a token"
        if path.rstrip("/") == _ROLES.rstrip("/"):
            return HTTPStatus.OK, ROLE
        if path == f"{_ROLES}{ROLE}":
            return HTTPStatus.OK, {"Code": "Success", "Type": "AWS-HMAC", **self.credentials()}
        return HTTPStatus.NOT_FOUND, "no such page"

    def _pod(self, headers: dict[str, str]) -> Answer:
        if headers.get("authorization") != self.token_file.read_text():
            return HTTPStatus.UNAUTHORIZED, "not with this token"
        return HTTPStatus.OK, self.credentials()
