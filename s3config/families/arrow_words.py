"""What values must look like for pyarrow, which pyiceberg hands them on to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

from s3config.vocabulary import Arguments
from s3config.words import SECONDS, Codec, UnsayableError

if TYPE_CHECKING:
    from datetime import timedelta

_PORTS = {"http": 80, "https": 443}


def _positive(duration: timedelta) -> Any:  # noqa: ANN401 (a number)
    if not duration:
        raise UnsayableError("0 is its own default there, and no limit")
    return SECONDS.write(duration)


POSITIVE_SECONDS = Codec(_positive, SECONDS.read)
"""A number of seconds above 0."""


def proxy_parts(url: str) -> SplitResult:
    """Split the URL of a proxy.

    Raises:
        UnsayableError: It is of a kind that pyarrow does not know.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        raise UnsayableError("it knows no proxies but http:// and https://")
    return parts


def is_plain(parts: SplitResult) -> bool:
    """Tell whether pyarrow understands a proxy's URL as it is: with a port, and without an address of IPv6.

    Without a port it asks at 1080, and it loses the brackets of an address.
    """
    return parts.port is not None and ":" not in (parts.hostname or "")


def port_of(parts: SplitResult) -> int:
    """Return the port of a proxy; its scheme's own if the URL has none."""
    return parts.port or _PORTS[parts.scheme]


def proxy_options(url: str) -> str | dict[str, Any]:
    """Return `proxy_options=`: the URL, or its parts where pyarrow misunderstands it.

    Raises:
        UnsayableError: It is of a kind that pyarrow does not know.
    """
    parts = proxy_parts(url)
    if is_plain(parts) and url.startswith(parts.scheme):
        return url
    host = parts.hostname or ""
    options = Arguments(scheme=parts.scheme, host=f"[{host}]" if ":" in host else host, port=port_of(parts))
    if parts.username is not None:
        options["username"] = unquote(parts.username)
    if parts.password is not None:
        options["password"] = unquote(parts.password)
    return options


def proxy_url(scheme: Any, host: Any, port: Any, username: Any, password: Any) -> str:  # noqa: ANN401 (as users write)
    """Return the URL of a proxy from its parts in `proxy_options=`; a port of -1 is none."""
    user = quote(str(username), safe="") if username else ""
    if password:
        user += f":{quote(str(password), safe='')}"
    own = port in (None, -1, _PORTS.get(str(scheme)))
    return f"{scheme}://{user}{'@' if user else ''}{host}{'' if own else f':{port}'}"
