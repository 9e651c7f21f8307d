"""A role that is assumed with a web identity token: EKS, GitHub and other OIDC providers.

Source: AWS Security Token Service API Reference, "AssumeRoleWithWebIdentity".
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pydantic import SecretBytes

from s3config.errors import UnauthenticatedError
from s3config.fetching import Credentials, ask, read_token

if TYPE_CHECKING:
    from pydantic import SecretStr

    from s3config.config import StoreConfig

RANK = 1
_SECONDS = 30.0
_FIELDS = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")


def offers(config: StoreConfig) -> bool:
    """Tell whether a configuration has a token and a role."""
    return config.web_identity_token_file is not None and config.role_arn is not None


def fetch(config: StoreConfig) -> dict[str, Any]:
    """Assume the role.

    Raises:
        UnauthenticatedError: The token cannot be read, or STS refuses it.
    """
    query = {
        "Action": "AssumeRoleWithWebIdentity",
        "Version": "2011-06-15",
        "RoleArn": config.role_arn,
        "RoleSessionName": config.role_session_name or "s3config",
    }
    token = read_token(config.web_identity_token_file or "")
    seconds = config.client_options.timeout
    answer = ask(
        f"{sts_root(config)}/",
        what=f"STS, asked for the role {config.role_arn},",
        timeout=_SECONDS if seconds is None else seconds.total_seconds(),
        method="POST",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        data=SecretBytes(urlencode({**query, "WebIdentityToken": token.get_secret_value()}).encode()),
        client=config.client_options,
    )
    found = Credentials((name, _text(answer, name)) for name in _FIELDS)
    if not all(found.values()):
        raise UnauthenticatedError(f"STS, asked for the role {config.role_arn}, answers without credentials")
    return {
        "access_key_id": found["AccessKeyId"],
        "secret_access_key": found["SecretAccessKey"],
        "token": found["SessionToken"],
        "expires_at": datetime.fromisoformat(found["Expiration"]),
    }


def sts_root(config: StoreConfig) -> str:
    """Return the root of the STS service: the one that is configured, or AWS's in the region."""
    partition = "amazonaws.com.cn" if config.region.startswith("cn-") else "amazonaws.com"
    return config.sts_endpoint or f"https://sts.{config.region}.{partition}"


def _text(xml: SecretStr, name: str) -> str:
    """Return the text of an element that has no children; base64 and dates need no decoding."""
    found = re.search(rf"<{name}>\s*([^<]*?)\s*</{name}>", xml.get_secret_value())
    return found[1] if found else ""
