"""The name of the host, or of the proxy, has an address."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from s3config.checking import ok, skipped

if TYPE_CHECKING:
    from s3config.checking import FailedStepError, Finding
    from s3config.checking.trial import Trial

RANK = 1
NEEDS = ("resolve",)
_SURE = "s3.us-east-1.amazonaws.com"
"""A host of AWS that there is."""
_STYLE = "virtual_hosted_style_request"


def run(trial: Trial) -> Finding:
    """Look the name up."""
    if not trial.is_plain:
        return skipped("the host is known to the backend only")
    host, port = trial.route.first
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _failure(trial, host, error) from None
    addresses = list(dict.fromkeys(str(item[4][0]) for item in found))
    more = f" and {len(addresses) - 3} more" if len(addresses) > 3 else ""  # noqa: PLR2004 (enough to see)
    return ok(f"{host} is {', '.join(addresses[:3])}{more}")


def _failure(trial: Trial, host: str, error: Exception) -> FailedStepError:
    route = trial.route
    found = f"{host}: {getattr(error, 'strerror', None) or 'no host can have this name'}"
    if route.proxy is not None:
        return trial.failed("proxy-silent", f"the proxy's name is unknown: {found}")
    if getattr(error, "errno", None) == socket.EAI_AGAIN:
        return trial.failed("unknown-host", f"{found}; the name server does not answer")
    if host != route.root and _exists(route.root):
        why = f"{route.root} is there, and {host} is not: the store's DNS does not know buckets in front of it"
        return trial.failed("wrong-addressing-style", found, to={_STYLE: "false"}, why=why, style="false")
    if trial.is_aws and not _exists(_SURE):
        return trial.failed("no-names", found)
    if trial.is_aws:
        return trial.failed("no-such-region", found, region=trial.config.region)
    return trial.failed("unknown-host", found)


def _exists(host: str) -> bool:
    try:
        return bool(socket.getaddrinfo(host.strip("[]"), None))
    except OSError:
        return False
