"""Credentials of the container: ECS, and EKS Pod Identity.

Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from s3config.errors import UnauthenticatedError
from s3config.fetching import Credentials, ask, read_token

if TYPE_CHECKING:
    from pydantic import SecretStr

    from s3config.config import StoreConfig

RANK = 2
ECS = "http://169.254.170.2"
"""Where a relative URI is asked for."""
_SECONDS = 2.0


def offers(config: StoreConfig) -> bool:
    """Tell whether a configuration names the service."""
    return (config.container_credentials_full_uri or config.container_credentials_relative_uri) is not None


def fetch(config: StoreConfig) -> dict[str, Any]:
    """Ask the service.

    Raises:
        UnauthenticatedError: It does not answer, or refuses.
    """
    relative = config.container_credentials_relative_uri
    url = f"{ECS}{relative}" if relative is not None else config.container_credentials_full_uri or ""
    answer = ask(url, what="the container's credential service", timeout=_SECONDS, headers=_authorization(config))
    try:
        found = Credentials(json.loads(answer.get_secret_value()))
        return {
            "access_key_id": found["AccessKeyId"],
            "secret_access_key": found["SecretAccessKey"],
            "token": found.get("Token"),
            "expires_at": datetime.fromisoformat(found["Expiration"]) if found.get("Expiration") else None,
        }
    except (ValueError, KeyError, TypeError):
        raise UnauthenticatedError("the container's credential service answers without credentials") from None


def _authorization(config: StoreConfig) -> dict[str, SecretStr]:
    if config.container_authorization_token_file is not None:
        return {"Authorization": read_token(config.container_authorization_token_file)}
    if config.container_authorization_token is not None:
        return {"Authorization": config.container_authorization_token}
    return {}
