"""Credentials of the EC2 instance, from its metadata service: one try, one second.

Source: Amazon EC2 User Guide, "Use the Instance Metadata Service to access instance metadata".
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import SecretBytes, SecretStr

from s3config.errors import UnauthenticatedError
from s3config.fetching import REMEDY, Credentials, ask

if TYPE_CHECKING:
    from s3config.config import StoreConfig

RANK = 3
ROOT = "http://169.254.169.254"
_SECONDS = 1.0
_WHAT = "the instance metadata service, where credentials were looked for last,"
_ROLES = "/latest/meta-data/iam/security-credentials/"
_KEYS = ("access_key_id", "profile", "skip_signature", "metadata_endpoint")
_NO_VERSION_2 = (403, 404, 405)


def offers(config: StoreConfig) -> bool:
    """Tell whether the service may be asked."""
    return not config.ec2_metadata_disabled


def fetch(config: StoreConfig) -> dict[str, Any]:
    """Ask for the role of the instance, then for its credentials.

    Raises:
        UnauthenticatedError: The service does not answer, or the instance has no role.
    """
    try:
        return _ask_all(config)
    except UnauthenticatedError as error:
        message = f"{error}; no other credentials were found: {REMEDY}"
        raise UnauthenticatedError(message, status=error.status, keys=_KEYS) from None


def _ask_all(config: StoreConfig) -> dict[str, Any]:
    root = config.metadata_endpoint or ROOT
    headers = _session(root, fallback=config.imdsv1_fallback)
    role = (
        ask(root + _ROLES, what=_WHAT, timeout=_SECONDS, headers=headers).get_secret_value().strip().partition("\n")[0]
    )
    answer = ask(root + _ROLES + role, what=_WHAT, timeout=_SECONDS, headers=headers)
    try:
        found = Credentials(json.loads(answer.get_secret_value()))
        return {
            "access_key_id": found["AccessKeyId"],
            "secret_access_key": found["SecretAccessKey"],
            "token": found["Token"],
            "expires_at": datetime.fromisoformat(found["Expiration"]),
        }
    except (ValueError, KeyError, TypeError):
        raise UnauthenticatedError(f"{_WHAT} answers without credentials") from None


def _session(root: str, *, fallback: bool) -> dict[str, SecretStr]:
    """Return the header of a session of version 2; nothing where only version 1 is there and may be used."""
    try:
        token = ask(
            f"{root}/latest/api/token",
            what=_WHAT,
            timeout=_SECONDS,
            method="PUT",
            headers={"X-aws-ec2-metadata-token-ttl-seconds": "600"},
            data=SecretBytes(b""),
        )
    except UnauthenticatedError as error:
        if fallback and error.status in _NO_VERSION_2:
            return {}
        raise
    return {"X-aws-ec2-metadata-token": SecretStr(token.get_secret_value().strip())}
