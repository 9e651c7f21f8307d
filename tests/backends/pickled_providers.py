"""Credential providers of a caller's, which pickle can refer to."""

from __future__ import annotations

from typing import Any

import boto3

KEYS: dict[str, Any] = {
    "access_key_id": "AKIDFETCHEDFETCHED1",
    "secret_access_key": "secret-that-was-fetched",
    "token": "token-that-was-fetched",
    "expires_at": None,
}


def fetch() -> dict[str, Any]:
    """Return what a service would hand out."""
    return KEYS


class OfSession:
    """A provider as others write it: an object with a session."""

    def __init__(self) -> None:
        """Make a session that has its keys already."""
        self.session = boto3.Session(
            aws_access_key_id=KEYS["access_key_id"], aws_secret_access_key=KEYS["secret_access_key"]
        )

    def __call__(self) -> dict[str, Any]:
        """Return the session's keys."""
        return KEYS

    def fetch(self) -> dict[str, Any]:
        """Return them, too."""
        return KEYS
