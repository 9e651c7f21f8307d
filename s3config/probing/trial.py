"""The place where a store is tried: one prefix of random name, which is removed at the end."""

from __future__ import annotations

import ipaddress
import re
import secrets
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlencode, urlsplit

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError, ConnectionClosedError, HTTPClientError

from s3config.clients import client_of
from s3config.probing.outcomes import UnpreparedError, UnreachableError, need
from s3config.probing.removal import Remover
from s3config.probing.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s3config.config import StoreConfig
    from s3config.fetching import Refreshing

UNSIGNED = "UNSIGNED-PAYLOAD"
_PAUSE = 0.5
"""Seconds before what a busy store refused is tried once more."""
_LONGEST = 40
_CEPH = re.compile(r"tx[0-9a-f]{16,}-[0-9a-f]+-[0-9a-f]+-.+")
"""How Ceph numbers requests, whose older versions do not name themselves."""
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


class _Signing(S3SigV4Auth):
    """Signs a request; its context may say what stands for the body."""

    def payload(self, request: AWSRequest) -> str:
        stated: str | None = request.context.get("payload")
        return stated or str(super().payload(request))


class Trial:
    """Requests to one bucket: objects are named below the prefix, and what is written is remembered."""

    def __init__(self, client: Any, config: StoreConfig, provider: Refreshing | None) -> None:  # noqa: ANN401
        """Send nothing yet.

        Args:
            client: A client of boto3 for the configuration, whose connections are used.
            config: The configuration.
            provider: What hands out credentials; `None` if the configuration holds them, or wants none.
        """
        self.client = client
        self.config = config
        self.prefix = f"s3config-probe-{secrets.token_hex(8)}/"
        self.server = ""
        """What the store calls itself."""
        self._provider = provider
        self._send: Any = client._endpoint.http_session.send  # noqa: SLF001 (it has the proxy and the certificates)
        self._root = urlsplit(client.meta.endpoint_url)
        self._payload = UNSIGNED if config.unsigned_payload else None
        self.remover = Remover(self)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove everything."""
        self.remover.run()

    @property
    def left(self) -> list[str]:
        """The keys of what could not be removed."""
        return self.remover.left

    def begin(self) -> None:
        """Write a first object, with or without a signature of its body, whichever the store takes.

        Raises:
            UnpreparedError: The store takes neither.
        """
        first = self.put("first")
        if not first.ok and self.put("first", payload=UNSIGNED).ok:
            self._payload = UNSIGNED
        elif not first.ok:
            raise UnpreparedError(f"writing an object: {first.evidence}")
        self.server = first.headers.get("server", "")[:_LONGEST]
        if not self.server and _CEPH.fullmatch(first.headers.get("x-amz-request-id", "")):
            self.server = "Ceph"

    def put(self, name: str, body: bytes = b"probe", headers: Mapping[str, str] | None = None, **how: Any) -> Reply:  # noqa: ANN401
        """Write an object, encrypted as the configuration says."""
        return self.ask("PUT", name, headers={**self._encryption(), **(headers or {})}, body=body, **how)

    def stored(self, name: str, body: bytes = b"probe", headers: Mapping[str, str] | None = None) -> Reply:
        """Write an object that the trial needs.

        Raises:
            UnpreparedError: It could not be written.
        """
        return need(self.put(name, body, headers), "writing an object")

    def get(self, name: str, headers: Mapping[str, str] | None = None, **how: Any) -> Reply:  # noqa: ANN401
        """Read an object."""
        return self.ask("GET", name, headers=headers, **how)

    def list(self, query: Mapping[str, str] | None = None) -> Reply:
        """List what is below the prefix."""
        return self.ask("GET", None, query={"list-type": "2", "prefix": self.prefix, **(query or {})})

    def ask(
        self,
        method: str,
        name: str | None,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        payload: str | None = None,
        virtual: bool | None = None,
        named: bool = True,
    ) -> Reply:
        """Send a signed request, once more if the store was busy.

        Args:
            method: GET, HEAD, PUT, POST or DELETE.
            name: Of the object, without the prefix; `None` for the bucket.
            query: Parameters of the URL.
            headers: Headers beside those of the configuration.
            body: What is sent.
            payload: What stands for the body in the signature; `None` for its digest, unless the configuration
                leaves the body out.
            virtual: Whether the bucket stands in the host's name; `None` for what the configuration says.
            named: Whether that name is looked up; else it is only the Host field.

        Raises:
            UnreachableError: There was no answer.
        """
        if name is not None and method not in ("GET", "HEAD"):
            self.remover.note(name)
        is_virtual = self.config.virtual_hosted_style_request if virtual is None else virtual
        url, host = self._url(name, virtual=is_virtual, named=named)
        if query:
            url += "?" + urlencode(dict(query), quote_via=quote, safe="~")
        for attempt in (1, 2):
            request = AWSRequest(method=method, url=url, data=body, headers={**self._own_headers(), **(headers or {})})
            request.context["payload"] = payload or self._payload
            if host:
                request.headers["Host"] = host
            self._sign(request)
            reply = self._sent(request)
            if attempt == 1 and reply.status in (*_BUSY, HTTPStatus.INTERNAL_SERVER_ERROR):
                time.sleep(_PAUSE if reply.status in _BUSY else 0)
                continue
            break
        self.remover.learn(name, query or {}, reply)
        return reply

    def ask_url(self, method: str, url: str, name: str, body: bytes = b"") -> Reply:
        """Send a request to a URL that is signed itself.

        Raises:
            UnreachableError: There was no answer.
        """
        if method != "GET":
            self.remover.note(name)
        reply = self._sent(AWSRequest(method=method, url=url, data=body, headers={}))
        self.remover.learn(name, {}, reply)
        return reply

    def sdk(self, **changes: object) -> Any:  # noqa: ANN401 (boto3 makes classes at run time)
        """Return a client of boto3 for the configuration with changes."""
        return client_of(self.config.model_copy(update=changes), self._provider)

    @property
    def host_is_address(self) -> bool:
        """Whether the endpoint is an IP address, which has no names below it."""
        try:
            ipaddress.ip_address(self._root.hostname or "")
        except ValueError:
            return False
        return True

    def _url(self, name: str | None, *, virtual: bool, named: bool) -> tuple[str, str]:
        """Return where to send a request, and the Host header if it is not the host of the URL."""
        bucket, path = self.config.bucket, self._root.path.rstrip("/")
        key = "" if name is None else quote(self.prefix + name, safe="/~")
        scheme, place = self._root.scheme, self._root.netloc
        if not virtual:
            return f"{scheme}://{place}{path}/{bucket}/{key}".removesuffix("/" if name is None else ""), ""
        if not named:
            return f"{scheme}://{place}{path}/{key}", f"{bucket}.{place}"
        return f"{scheme}://{bucket}.{place}{path}/{key}", ""

    def _own_headers(self) -> dict[str, str]:
        options = self.config.client_options
        headers = {name: value.get_secret_value() for name, value in (options.default_headers or {}).items()}
        if self.config.request_payer:
            headers["x-amz-request-payer"] = "requester"
        if options.user_agent:
            headers["User-Agent"] = options.user_agent
        return headers

    def _encryption(self) -> dict[str, str]:
        config = self.config
        if config.server_side_encryption in (None, "sse-c"):
            return {}
        headers = {"x-amz-server-side-encryption": str(config.server_side_encryption)}
        if config.sse_kms_key_id is not None:
            headers["x-amz-server-side-encryption-aws-kms-key-id"] = config.sse_kms_key_id
        if config.sse_bucket_key_enabled is not None:
            headers["x-amz-server-side-encryption-bucket-key-enabled"] = str(config.sse_bucket_key_enabled).lower()
        return headers

    def _sign(self, request: AWSRequest) -> None:
        if self.config.skip_signature:
            return
        _Signing(self._credentials(), "s3", self.client.meta.region_name).add_auth(request)

    def _credentials(self) -> Credentials:
        if self._provider is not None:
            now = self._provider()
            return Credentials(now["access_key_id"], now["secret_access_key"], now["token"])
        config = self.config
        static = (config.access_key_id, config.secret_access_key, config.session_token)
        texts = [getattr(text, "get_secret_value", lambda text=text: text)() for text in static]
        return Credentials(*texts)

    def _sent(self, request: AWSRequest) -> Reply:
        prepared = request.prepare()
        try:
            try:
                answer = self._send(prepared)
            except ConnectionClosedError:  # a connection that was kept, and that the store had closed meanwhile
                answer = self._send(prepared)
            body = answer.content
        except (BotoCoreError, HTTPClientError) as error:
            raise UnreachableError(type(error).__name__) from None
        return Reply(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, body)
