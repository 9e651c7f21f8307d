"""A boto3 client that knows a configuration, and nothing from the environment or from `~/.aws`."""

from __future__ import annotations

import os
import re
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.credentials import CredentialProvider, CredentialResolver, Credentials, ReadOnlyCredentials
from botocore.httpsession import where

from s3config.bare import bare_session
from s3config.families.botocore_words import request_words
from s3config.fetching import pem_of
from s3config.proxies import proxy_for
from s3config.redaction import reveal
from s3config.spellings import KEYS
from s3config.translation import translate
from s3config.vocabulary import host_of

if TYPE_CHECKING:
    from botocore.awsrequest import AWSRequest

    from s3config.config import ClientOptions, StoreConfig
    from s3config.fetching import Refreshing

_EXECUTION = re.compile(r" exec-env/\S+")
"""What botocore takes from `AWS_EXECUTION_ENV`."""
_CONNECTIONS = 50
"""Most connections of a client that are kept, if nothing is asked for: enough for parallel uploads."""


class _Fetched(Credentials):
    """Credentials that are asked for with each request."""

    def __init__(self, provider: Refreshing) -> None:
        """Fetch nothing yet."""
        super().__init__("", "", method="s3config")
        self._provider = provider

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        """Return what is valid now."""
        now = self._provider()
        return ReadOnlyCredentials(now["access_key_id"], now["secret_access_key"], now["token"])


class _Provider(CredentialProvider):
    METHOD = "s3config"

    def __init__(self, provider: Refreshing) -> None:
        super().__init__()
        self._provider = provider

    def load(self) -> Credentials:
        return _Fetched(self._provider)


def session_of(provider: Refreshing | None) -> boto3.Session:
    """Return a session that reads nothing, and has the credentials of a provider, or none."""
    session = bare_session()
    session.register_component("credential_provider", CredentialResolver([_Provider(provider)] if provider else []))
    return boto3.Session(botocore_session=session)


def client_of(
    config: StoreConfig, provider: Refreshing | None, service: str = "s3", endpoint: str | None = None
) -> Any:  # noqa: ANN401 (boto3 makes classes at run time)
    """Return a client for a configuration.

    Args:
        config: The configuration.
        provider: What hands out credentials; `None` if the configuration holds them, or wants none.
        service: Name of the AWS service.
        endpoint: Root of the service if it is not S3.

    Raises:
        OSError: A certificate's file cannot be read.
    """
    static = config.model_copy(update={"credential_provider": None})  # which would be asked before the first request
    arguments = translate(static, "boto3", strict=False).values
    options = config.client_options
    files: list[str] = []
    arguments["verify"] = _verify(options, files)
    given: Any = arguments["config"]
    words = request_words(config, KEYS)
    words["s3"] = {**words.get("s3", {}), "us_east_1_regional_endpoint": "regional"}
    arguments["config"] = given.merge(Config(**{**words, **_isolated(config, files), **_signature(config, service)}))
    if service != "s3":
        arguments["endpoint_url"] = endpoint
    make: Any = session_of(provider).client
    client = make(service, **arguments)
    _add_headers(client, service, options, payer=config.request_payer)
    for file in files:
        weakref.finalize(client, _remove, file, os.getpid())
    return client


def _isolated(config: StoreConfig, files: list[str]) -> dict[str, Any]:
    """Say what botocore would otherwise read from the environment."""
    options = config.client_options
    settings: dict[str, Any] = {"ignore_configured_endpoint_urls": True, "user_agent_appid": None}
    if proxy_for(host_of(config), options) is None:
        settings["proxies"] = {}
    if not options.pool_max_idle_per_host:
        settings["max_pool_connections"] = _CONNECTIONS
    if options.timeout is not None:
        seconds = options.timeout.total_seconds()
        settings["read_timeout"] = min(seconds, (options.read_timeout or options.timeout).total_seconds())
        if options.connect_timeout is None:
            settings["connect_timeout"] = seconds
    if options.proxy_ca_certificate is not None:
        settings["proxies_config"] = {"proxy_ca_bundle": _bundle([pem_of(options.proxy_ca_certificate)], files)}
    return settings


def _signature(config: StoreConfig, service: str) -> dict[str, Any]:
    """Sign with version 4, also URLs, which botocore signs with version 2 where it may."""
    return {} if config.skip_signature or config.s3_express or service != "s3" else {"signature_version": "s3v4"}


def _verify(options: ClientOptions, files: list[str]) -> bool | str:
    """Return the certificates to trust: a bundle of our own where one is added, for botocore would replace all."""
    if options.allow_invalid_certificates:
        return False
    if options.root_certificate is None:
        return True
    own = [] if options.disable_system_certificates else [Path(where()).read_text("utf-8")]
    return _bundle([*own, pem_of(options.root_certificate)], files)


def _bundle(certificates: list[str], files: list[str]) -> str:
    """Write certificates, which are public, to a file that lives as long as the client."""
    handle, name = tempfile.mkstemp(prefix="s3config-", suffix=".pem")
    files.append(name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(certificates))
    return name


def _remove(file: str, process: int) -> None:
    if os.getpid() == process:
        Path(file).unlink(missing_ok=True)


def _add_headers(client: Any, service: str, options: ClientOptions, *, payer: bool) -> None:  # noqa: ANN401
    """Send headers with every request, before it is signed; a URL that is signed needs none of them."""
    headers: dict[str, str] = reveal(options.default_headers) or {}
    agent = options.user_agent

    def add(request: AWSRequest, signature_version: object, **_: object) -> None:
        if str(signature_version).endswith("-query"):
            if payer:
                request.params["x-amz-request-payer"] = "requester"
            return
        for name, value in headers.items():
            if name not in request.headers:
                request.headers[name] = value

    def name_agent(request: AWSRequest, **_: object) -> None:
        named = agent or _EXECUTION.sub("", str(request.headers["User-Agent"]))
        del request.headers["User-Agent"]
        request.headers["User-Agent"] = named

    client.meta.events.register(f"before-sign.{service}", add)
    client.meta.events.register_last(f"request-created.{service}", name_agent)
    client.meta.events.register_last(f"before-parameter-build.{service}", _stay)


def _stay(context: dict[str, Any], **_: object) -> None:
    """Go to the region that was resolved and to no other, where botocore would follow a redirect by itself."""
    if "s3_redirect" in context:
        context["s3_redirect"]["redirected"] = True
