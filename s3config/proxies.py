"""Whether a host is reached through the proxy; decided here, for every library reads `proxy_excludes` otherwise."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s3config.config import ClientOptions


def proxy_for(host: str, options: ClientOptions) -> str | None:
    """Return the proxy for a host; `None` if it is reached directly.

    Args:
        host: The host, without a port; an IPv6 address with or without brackets.
        options: Where the proxy and its exceptions stand. An exception is `*`, an IP address, a network (`10.0.0.0/8`),
            or a domain, with or without a dot in front, which stands for all hosts below it, too.
    """
    if options.proxy_url is None:
        return None
    return None if is_excluded(host, options.proxy_excludes or "") else str.__str__(options.proxy_url)


def is_excluded(host: str, excludes: str) -> bool:
    """Tell whether a host is among the exceptions, which are set apart by commas."""
    exceptions = [one.strip().lower() for one in excludes.split(",") if one.strip()]
    return any(_covers(one, host.lower().strip("[]")) for one in exceptions)


def _covers(exception: str, host: str) -> bool:
    if exception == "*":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        domain = exception.lstrip(".").removeprefix("*.")
        return host == domain or host.endswith(f".{domain}")
    try:
        return address in ipaddress.ip_network(exception.strip("[]"), strict=False)
    except ValueError:
        return False
