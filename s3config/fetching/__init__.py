"""Credentials that are fetched when a request needs them: one module a kind, each with `RANK`, `offers` and `fetch`.

Both backends use these, so that a process is the same one whichever library talks to the store.
"""

from __future__ import annotations

import inspect
import os
import ssl
from datetime import UTC, datetime, timedelta
from functools import cache
from http.client import HTTPException
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from pydantic import SecretBytes, SecretStr

from s3config.errors import ConfigError, UnauthenticatedError
from s3config.locks import ProcessLock
from s3config.proxies import proxy_for
from s3config.redaction import reveal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from s3config.config import ClientOptions, StoreConfig

REMEDY = "set a key pair, a profile or a role, or skip_signature=true for a public bucket"
_EARLY = timedelta(minutes=5)
"""Credentials are fetched again when they have less than this to live; object_store's figure."""
_PATIENCE = timedelta(seconds=10)
"""How long credentials that end early are used before the next attempt to have better ones."""
_REMEMBERED = 6
"""Most secrets that are remembered: those of three sets of credentials."""
_LONGEST_ANSWER = 1024 * 1024


@cache
def _kinds() -> tuple[ModuleType, ...]:
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return tuple(sorted(modules, key=lambda module: int(module.RANK)))


def provider_of(config: StoreConfig) -> Refreshing | None:
    """Return what hands out credentials for a configuration; `None` if it holds them, or wants none."""
    if config.skip_signature or config.access_key_id is not None:
        return None
    if config.credential_provider is not None:
        return Refreshing(config.credential_provider)
    kind = next((kind for kind in _kinds() if kind.offers(config)), None)
    return Refreshing(_nothing if kind is None else lambda: kind.fetch(config))


def _nothing() -> Mapping[str, Any]:
    raise UnauthenticatedError(
        f"there are no credentials, and the metadata service is not to be asked; {REMEDY}",
        keys=("access_key_id", "profile", "skip_signature", "ec2_metadata_disabled"),
    )


class Refreshing:
    """Credentials that are fetched once, and again before they end."""

    def __init__(self, fetch: Callable[[], Any], clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Fetch nothing yet.

        Args:
            fetch: Returns a mapping with `access_key_id`, `secret_access_key`, `token` and `expires_at`.
            clock: Tells the time.
        """
        self._fetch = fetch
        self._clock = clock
        self._lock = ProcessLock()
        self._held: Mapping[str, Any] | None = None
        self._tried = datetime.min.replace(tzinfo=UTC)
        self._failed: UnauthenticatedError | None = None
        self._secrets: tuple[str, ...] = ()

    def __call__(self) -> Mapping[str, Any]:
        """Return credentials that are valid now.

        Raises:
            UnauthenticatedError: There are none.
        """
        with self._lock:
            now = self._clock()
            held = self._held
            if held is not None and not self._is_due(held, now):
                return held
            self._tried = now
            try:
                self._held = _complete(self._fetch())
                self._secrets = (*self._secrets, *_secrets_in(self._held))[-_REMEMBERED:]
            except Exception as error:  # noqa: BLE001 (a caller's provider may raise anything)
                self._failed = _failure(error)
                if held is None or held["expires_at"] <= now:
                    raise self._failed from None
                self._failed = None
                return held
            self._failed = None
            return self._held

    def _is_due(self, held: Mapping[str, Any], now: datetime) -> bool:
        ends = held["expires_at"]
        return ends is not None and (ends <= now or (ends - now < _EARLY and now - self._tried >= _PATIENCE))

    def failure(self) -> UnauthenticatedError | None:
        """Return why there are no credentials, if the last attempt failed."""
        failed = self._failed
        return None if failed is None else UnauthenticatedError(str(failed), status=failed.status, keys=failed.keys)

    def secrets(self) -> tuple[str, ...]:
        """Return what was fetched lately and must not be shown; requests that used it may still be under way."""
        return self._secrets

    def __repr__(self) -> str:
        """Tell nothing of what is held."""
        return "<refreshing credentials>"


class Credentials(dict[str, Any]):
    """What a provider returns; never shown, not even as a local variable in a traceback."""

    def __repr__(self) -> str:
        """Tell nothing of what is held."""
        return "<credentials>"


def _secrets_in(credentials: Credentials) -> tuple[str, ...]:
    return tuple(filter(None, (credentials["secret_access_key"], credentials["token"])))


def _complete(answer: Any) -> Credentials:  # noqa: ANN401 (what a caller's provider returns)
    if inspect.isawaitable(answer):
        getattr(answer, "close", lambda: None)()
        raise TypeError("the credential provider is asynchronous; this backend takes a plain function")
    ends = answer.get("expires_at")
    if ends is not None and ends.tzinfo is None:
        ends = ends.replace(tzinfo=UTC)
    return Credentials(
        {
            "access_key_id": answer["access_key_id"],
            "secret_access_key": answer["secret_access_key"],
            "token": answer.get("token"),
            "expires_at": None if ends is None else ends.astimezone(UTC),  # obstore takes no other time zone
        }
    )


def _failure(error: Exception) -> UnauthenticatedError:
    """Make the error of an attempt to fetch credentials; what the provider says may hold secrets, unless it is ours."""
    if isinstance(error, UnauthenticatedError):
        return error
    said = f": {error}" if isinstance(error, LookupError) and not isinstance(error, KeyError) else ""
    return UnauthenticatedError(f"no credentials could be fetched, {type(error).__name__}{said}")


def read_token(path: str) -> SecretStr:
    """Read the token that identifies a process; it is read each time, for it is renewed in place.

    Raises:
        UnauthenticatedError: The file cannot be read.
    """
    try:
        return SecretStr(Path(path).expanduser().read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise UnauthenticatedError(f"the token file {path!r} cannot be read: {reason}") from None


def ask(
    url: str,
    *,
    what: str,
    timeout: float,
    method: str = "GET",
    headers: Mapping[str, SecretStr | str] | None = None,
    data: SecretBytes | None = None,
    client: ClientOptions | None = None,
) -> SecretStr:
    """Ask a credential service once.

    Args:
        url: Its http(s) URL.
        what: The service, in words.
        timeout: In seconds.
        method: The HTTP method.
        headers: The headers to send.
        data: The body to send.
        client: Proxy and certificates to use; without them there is no proxy. The environment is not read.

    Raises:
        UnauthenticatedError: It does not answer, or refuses; `status` holds its answer.
    """
    proxy = proxy_for(urlsplit(url).hostname or "", client) if client is not None else None
    proxies = {} if proxy is None else {"http": proxy, "https": proxy}
    opener = build_opener(ProxyHandler(proxies), HTTPSHandler(context=trusting_context(client)), _NoRedirect())
    body = None if data is None else data.get_secret_value()
    request = Request(url, data=body, headers={n: reveal(v) for n, v in (headers or {}).items()}, method=method)  # noqa: S310 (http and https only)
    del body
    try:
        with opener.open(request, timeout=timeout) as answer:
            return SecretStr(answer.read(_LONGEST_ANSWER).decode("utf-8", "replace"))
    except HTTPError as error:
        error.close()
        raise UnauthenticatedError(f"{what} refuses with HTTP status {error.code}", status=error.code) from None
    except (OSError, ValueError, HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        text = "it does not answer in time" if isinstance(reason, TimeoutError) else type(reason).__name__
        raise UnauthenticatedError(f"{what} cannot be asked: {text}") from None


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        """Follow nothing: a credential service that points elsewhere is not trusted."""


def trusting_context(client: ClientOptions | None) -> ssl.SSLContext:
    """Trust what the configuration trusts, and no file that the environment names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if client is None or not client.disable_system_certificates:
        paths = ssl.get_default_verify_paths()
        file, folder = paths.openssl_cafile, paths.openssl_capath
        if os.path.isfile(file) or os.path.isdir(folder):  # noqa: PTH112, PTH113 (these are strings of OpenSSL's)
            context.load_verify_locations(file if os.path.isfile(file) else None, folder)  # noqa: PTH113
    if client is not None and client.root_certificate:
        context.load_verify_locations(cadata=pem_of(client.root_certificate))
    if client is not None and client.allow_invalid_certificates:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def pem_of(certificate: str) -> str:
    """Return the text of a certificate that is given as text, or as the path of a file.

    Raises:
        ConfigError: The file cannot be read, or holds no certificate.
    """
    where = "the text of root_certificate or proxy_ca_certificate"
    text = certificate
    if "-----BEGIN" not in certificate:
        where = f"the certificate file {certificate!r}"
        try:
            text = Path(certificate).expanduser().read_text("ascii")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no PEM text"
            raise ConfigError(f"{where} cannot be read: {reason}") from None
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=text)
    except (ssl.SSLError, ValueError):
        raise ConfigError(f"{where} holds no certificate that can be read; give PEM text") from None
    return text
