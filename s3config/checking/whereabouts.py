"""Where else a bucket may be that is not where the configuration says, asked without a signature."""

from __future__ import annotations

from http.client import FORBIDDEN, NOT_FOUND, HTTPException
from secrets import token_hex
from typing import TYPE_CHECKING

from s3config.checking.wire import ask

if TYPE_CHECKING:
    from s3config.checking.trial import Trial
    from s3config.checking.wire import Route

_LIST = "?list-type=2&max-keys=1"
_THERE = (200, 301, 400, 403)
"""What a server says of a bucket that it knows."""


def root_without_bucket(trial: Trial) -> str | None:
    """Return the endpoint without the bucket, if it holds it: without it, the store knows the bucket."""
    bare = trial.bare_route
    if bare is None:
        return None
    try:
        answer = ask(trial.config, bare, "GET", trial.left(0.5), query=_LIST)
    except (OSError, HTTPException):
        return None
    return bare.endpoint if answer.is_s3 and answer.status in _THERE else None


def is_there(trial: Trial, route: Route, *, virtual: bool) -> bool:
    """Tell whether the bucket is there in a style, and one that nobody has is not.

    A server that does not look at the host, or refuses before it looks, says the same of both.
    """
    nobodys = trial.config.model_copy(update={"bucket": f"no-{token_hex(12)}"})
    try:
        answer = ask(trial.config, route, "GET", trial.left(0.5), virtual=virtual, query=_LIST)
        control = ask(nobodys, route, "GET", trial.left(0.8), virtual=virtual, query=_LIST)
    except (OSError, HTTPException):
        return False
    is_known = answer.root == "ListBucketResult" or (answer.is_s3 and answer.status == FORBIDDEN)
    return is_known and control.status == NOT_FOUND
