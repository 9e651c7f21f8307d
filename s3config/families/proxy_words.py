"""A proxy's URL in parts, for tools that have a word for each."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit


class Proxy(NamedTuple):
    """The parts of a proxy's URL; never shown, for one is a password."""

    scheme: str
    host: str
    port: int | None
    user: str | None = None
    password: str | None = None

    @property
    def address(self) -> str:
        """Host and port, as they stand in a URL."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole URL."""
        user = "" if self.user is None else quote(self.user, safe="")
        password = "" if self.password is None else f":{quote(self.password, safe='')}"
        at = "" if self.user is None else "@"
        return f"{self.scheme}://{user}{password}{at}{self.address}"

    def __repr__(self) -> str:
        """Name the host."""
        return f"<proxy {self.address}>"


def proxy_of(url: str) -> Proxy:
    """Take a URL apart, which was validated."""
    parts = urlsplit(url)
    user, password = (None if part is None else unquote(part) for part in (parts.username, parts.password))
    return Proxy(parts.scheme, parts.hostname or "", parts.port, user, password)


def proxy_at(address: str, *, scheme: str, user: object = None, password: object = None) -> str:
    """Return the URL of a proxy; an address that has a scheme or cannot be read stays, to be complained of.

    Args:
        address: Host and port, perhaps a URL.
        scheme: What to say where the address has none.
        user: Who asks; `None` or empty for nobody.
        password: The user's.
    """
    url = address if "://" in address else f"{scheme}://{address}"
    try:
        proxy = proxy_of(url)
    except ValueError:
        return url
    if not user:
        return url
    return proxy._replace(user=str(user), password=None if password is None else str(password)).url
