"""The proxy, if there is one, leads to the host."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING

from s3config.checking import ok, skipped
from s3config.checking.wire import dial, tunnel

if TYPE_CHECKING:
    from s3config.checking import Finding
    from s3config.checking.trial import Trial

RANK = 3
NEEDS = ("tcp",)


def run(trial: Trial) -> Finding:
    """Ask for a tunnel; for http there is none, and the next request shows what the proxy thinks of it."""
    route = trial.route
    if route.proxy is None:
        return skipped("there is no proxy")
    place = f"{route.proxy.host}:{route.proxy.port}"
    if not trial.is_seen:
        return skipped(f"a proxy that speaks {route.proxy.scheme} is left to the backend")
    if route.scheme == "http":
        return ok(f"{place} is asked with each request")
    try:
        with dial(route.first, trial.left()) as connection:
            answer = tunnel(connection, route, route.proxy)
    except TimeoutError:
        raise trial.failed("proxy-silent", f"{place} says nothing") from None
    except (OSError, http.client.HTTPException) as error:
        raise trial.failed("proxy-silent", f"{place} speaks no http: {type(error).__name__}") from None
    if answer.status in (401, 403, 407):
        raise trial.failed("proxy-asks", f"{place} answers {answer.status} to CONNECT {route.host}:{route.port}")
    if answer.status >= http.client.MULTIPLE_CHOICES:
        raise trial.failed("proxy-fails", f"{place} answers {answer.status} to CONNECT {route.host}:{route.port}")
    return ok(f"{place} leads to {route.host}:{route.port}")
