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
    excluded = any(_covers(one.strip().lower(), host.lower().strip("[]")) for one in _listed(options.proxy_excludes))
    return None if excluded else str.__str__(options.proxy_url)


def _listed(excludes: str | None) -> list[str]:
    return [one for one in (excludes or "").split(",") if one.strip()]


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
