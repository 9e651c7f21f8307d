"""What the refusal of a signed request means, with what was learnt before it."""

from __future__ import annotations

import re
from datetime import timedelta
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from s3config.checking.causes import KNOWN
from s3config.checking.wire import request
from s3config.errors import StoreError
from s3config.redaction import reveal

if TYPE_CHECKING:
    from s3config.checking import FailedStepError
    from s3config.checking.trial import Trial

_EXPECTING = re.compile(r"(?:expecting|should be|region) '([a-z0-9-]{2,40})'")
_ID = re.compile(r"(?:AKIA|ASIA)[A-Z0-9]{12,28}")
_REFUSALS = (400, 401, 403)
_NOT_S3S = ("denied", "unknown", "unauthenticated", "not-found")
_BRIEFLY = timedelta(minutes=1)
_LONG_IDS = "GOOG"
"""How ids of Google's begin, which are longer than their secrets."""


def failure_of(trial: Trial, error: StoreError, *, blocks: bool = True) -> FailedStepError:
    """Return the failure of a step whose request was refused."""
    found = trial.conceal(str(error).partition("; likely ")[0])
    name = trial.told(error).name
    if trial.is_doubtful and name in _NOT_S3S:
        return trial.failed("not-s3", found)
    if trial.config.skip_signature and name in _NOT_S3S and error.status in _REFUSALS:
        return trial.failed("not-public", found, blocks=blocks)
    if name == "wrong-region" or (name == "wrong-secret" and _works_elsewhere(trial)):
        region = _region(trial, error)
        if region is not None:
            return trial.failed("wrong-region", found, to={"region": region}, region=region)
        if name == "wrong-region":
            return trial.failed("wrong-endpoint", found, endpoint="which the answer does not name")
    return trial.failed(_about_keys(trial, name), found, blocks=blocks)


def _works_elsewhere(trial: Trial) -> bool:
    """Tell whether the credentials are right in the region that the server named."""
    if not _is_elsewhere(trial):
        return False
    try:
        next(iter(trial.store(region=trial.bucket_region).list()), None)
    except (StoreError, TimeoutError):
        return False
    return True


def _is_elsewhere(trial: Trial) -> bool:
    return trial.bucket_region is not None and trial.bucket_region != trial.config.region


def _region(trial: Trial, error: StoreError) -> str | None:
    named = [region for region in _EXPECTING.findall(str(error)) if region != trial.config.region]
    if named:
        return str(named[-1])
    return trial.bucket_region if _is_elsewhere(trial) else _told_region(trial)


def _told_region(trial: Trial) -> str | None:
    """Return the region that an answer names which a backend does not repeat; a signed URL shows it."""
    try:
        parts = urlsplit(trial.store().sign("GET", trial.path, expires_in=_BRIEFLY))
        target = f"{parts.path}?{parts.query}"
        region = request(trial.config, trial.route, "GET", (parts.netloc, target), trial.left(0.8)).region
    except (StoreError, OSError, HTTPException):
        return None
    return None if region == trial.config.region else region


def _about_keys(trial: Trial, name: str) -> str:
    """Tell more of credentials that are refused, by their form."""
    config = trial.config
    key_id = str.__str__(config.access_key_id or "")
    secret = str(reveal(config.secret_access_key) or "")
    if name in ("unknown-key", "wrong-secret", "key-shape") and secret:
        is_swapped = len(key_id) > len(secret) and not key_id.startswith(_LONG_IDS)
        if _ID.fullmatch(secret) or (is_swapped and not _ID.fullmatch(key_id)):
            return "swapped-key-pair"
    if (
        name in ("unknown-key", "temporary-key", "wrong-token")
        and config.session_token is None
        and _is_temporary(key_id)
    ):
        return "missing-token"
    if name in ("wrong-token", "unknown-key", "temporary-key") and config.session_token is not None:
        return "mixed-token"
    return name if name in KNOWN else "unknown"


def _is_temporary(key_id: str) -> bool:
    return key_id.startswith("ASIA")
