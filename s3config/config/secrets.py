"""The secrets that a configuration holds, for hiding them in what others say."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from s3config.config.s3 import StoreConfig


def secrets_of(config: StoreConfig) -> tuple[str, ...]:
    """Return every text that must not be shown."""
    held = (
        config.secret_access_key, config.session_token, config.sse_customer_key_base64,
        config.container_authorization_token, *(config.client_options.default_headers or {}).values(),
    )  # fmt: skip
    found = [secret.get_secret_value() for secret in held if secret is not None]
    for url in (config.client_options.proxy_url, config.container_credentials_full_uri):
        parts = urlsplit(str.__str__(url)) if url else None
        for part in (parts.username, parts.password) if parts else ():
            found.extend((part, unquote(part)) if part else ())
    return tuple(found)
