"""The values that say where: endpoints, other URLs, and bucket names."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from s3config.config.parsed import Parsed
from s3config.config.refusal import Refusal
from s3config.config.texts import NOT_MASKED, check_not_masked, has_control, parse_text
from s3config.redaction import MaskedStr, mask_text

_HOST = r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\]"
PORTS = {"http": 80, "https": 443}
_SHORTEST_BUCKET, _LONGEST_BUCKET = 3, 255


class StandardEndpoint(Enum):
    """The value of an endpoint that was said to be AWS's own, which a client derives from the region."""

    AWS = "AWS"

    def __str__(self) -> str:
        """Return `AWS`."""
        return self.value


def split_web_url(text: Any, *, example: str = "https://s3.example.com") -> SplitResult:  # noqa: ANN401
    """Split an http(s) URL into its parts, or say in words what keeps it from being one."""
    if not isinstance(text, str):
        raise Refusal("is not text", f"write a URL such as {example}", code="EP004")
    if has_control(text, spaces=True):
        raise Refusal("is a URL with white space or a control character", "remove it", code="EP004")
    check_not_masked(text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Refusal("is no URL: its host or port cannot be read", f"write it like {example}", code="EP004") from None
    if parts.scheme not in ("http", "https") or "://" not in text:
        proposal = f"write https://{text}" if "://" not in text and "@" not in text else f"write it like {example}"
        raise Refusal("is a URL without http:// or https://", proposal, code="EP004")
    host = host_of(parts)
    if not re.fullmatch(_HOST, host) or port == 0:
        raise Refusal("is a URL whose host or port cannot exist", f"write it like {example}", code="EP004")
    return parts


def host_of(parts: SplitResult) -> str:
    """Return the host in lower case, an IPv6 address in brackets."""
    host = (parts.hostname or "").lower()
    return f"[{host}]" if ":" in host else host


def service_root(parts: SplitResult, host: str | None = None, path: str | None = None) -> str:
    """Write a URL in the one form that endpoints have: lower-case host, port and path kept, no slash at the end."""
    port = f":{parts.port}" if parts.port is not None else ""
    return f"{parts.scheme}://{host or host_of(parts)}{port}{(parts.path if path is None else path).rstrip('/')}"


class Address(NamedTuple):
    """An endpoint and its parts."""

    root: str
    scheme: str
    host: str
    port: int | None
    """`None` if it is the scheme's own."""


def parse_endpoint(value: Any) -> str:  # noqa: ANN401
    """Read an endpoint: the root of an S3 service, without user, query or fragment."""
    if not isinstance(value, str):
        raise Refusal("is not text", "write a URL such as https://s3.example.com", code="EP004")
    return address_of(value).root


@lru_cache(maxsize=256)  # what is refused, and may hold a password, is not kept
def address_of(value: str) -> Address:
    """Read an endpoint with its parts.

    Raises:
        Refusal: It is none.
    """
    parts = split_web_url(value)
    if "@" in value:
        raise Refusal(
            "holds credentials",
            "take the part before @ out, and give it as access_key_id and secret_access_key",
            code="SEC006",
        )
    if parts.query or parts.fragment or "?" in value or "#" in value:
        raise Refusal("has a query or a fragment", "write only scheme, host, port and path", code="EP010")
    port = parts.port if parts.port != PORTS[parts.scheme] else None
    return Address(service_root(parts), parts.scheme, host_of(parts), port)


def parse_service_url(value: Any) -> str:  # noqa: ANN401
    """Read the URL of a credential service, which may have a query."""
    parts = split_web_url(value, example="http://169.254.170.23/v1/credentials")
    if "@" in parts.geturl():
        raise Refusal("holds credentials", "take the part before @ out", code="SEC006")
    return MaskedStr(value)


def parse_proxy(value: Any) -> str:  # noqa: ANN401
    """Read a proxy's URL, which may hold a user and a password."""
    example = "http://proxy.example.com:3128"
    socks = isinstance(value, str) and value.lower().startswith(("socks5://", "socks5h://"))
    parts = split_web_url("http://" + value.partition("://")[2] if socks else value, example=example)
    if "@" in parts.path + parts.query + parts.fragment:
        raise Refusal(
            "has a user or a password with a character that ends them",
            "write / as %2F, ? as %3F, # as %23 and @ as %40",
            code="SEC006",
        )
    return value if isinstance(value, MaskedStr) else MaskedStr(value)


def parse_absolute_path(value: Any) -> str:  # noqa: ANN401
    """Read the path of a URL on the container's credential service."""
    if not isinstance(value, str) or not value.startswith("/") or has_control(value, spaces=True):
        raise Refusal(
            "is not a path that begins with /", "write it as the container gives it, such as /v2/credentials/id"
        )
    return MaskedStr(value)


def parse_bucket(value: Any) -> str:  # noqa: ANN401
    """Read a bucket's name, or the ARN of an access point, which is left to the backend.

    Only what no store accepts is refused; AWS's own rules, which are narrower, are a warning.
    Source: Amazon S3 User Guide, "General purpose bucket naming rules" (3 to 63 characters; 255 before 2018).
    """
    if not isinstance(value, str):
        raise Refusal("is not text", "write the bucket's name in quotes", code="AD006")
    check_not_masked(value)
    if value.startswith("arn:"):
        return parse_text(value)
    if "://" in value:
        raise Refusal("is a URL, not a bucket", _bucket_in(value), code="AD005")
    if "/" in value:
        raise Refusal(
            "holds a slash",
            f"{_bucket_in('s3://' + value)}; wrap the store with PrefixStore for the rest",
            code="AD006",
        )
    if has_control(value, spaces=True):
        raise Refusal("is a bucket name with white space or a control character", "remove it", code="AD006")
    if not _SHORTEST_BUCKET <= len(value) <= _LONGEST_BUCKET:
        raise Refusal("is no bucket name: they have 3 to 63 characters", "write the bucket's name", code="AD006")
    return value


def _bucket_in(url: str) -> str:
    if "@" in url:
        return "write the bucket's name alone"
    scheme, _, rest = url.partition("://")
    name = re.split(r"[/?#]", rest.strip("/"))[0] if scheme in ("s3", "s3a", "s3n") else ""
    return f"write {name!r}, or pass it as a URL" if name else "write the bucket's name"


def is_loopback(endpoint: str) -> bool:
    """Tell whether an endpoint is on this machine: `localhost`, `127.0.0.0/8` or `::1`."""
    from ipaddress import ip_address  # wanted for http:// only

    host = address_of(endpoint).host.strip(".[]")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


_PORT = "0*(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
_AUTHORITY = rf"(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?\.?|\[[0-9A-Fa-f:.]+\])(?::(?:{_PORT})?)?"
_WEB_URL = f"{NOT_MASKED}[Hh][Tt][Tt][Pp][Ss]?://{_AUTHORITY}"
_UNFIT = r"\s\x00-\x1f\x7f\ud800-\udfff"
_USER = rf"(?:[^{_UNFIT}/?#[\]]*@)?"
_PROXY = f"{NOT_MASKED}(?:[Hh][Tt][Tt][Pp][Ss]?|[Ss][Oo][Cc][Kk][Ss]5[Hh]?)://{_USER}{_AUTHORITY}"
_REST = f"(?:[/?#][^{_UNFIT}@]*)?"

ENDPOINT = Parsed(parse_endpoint, {"type": "string", "pattern": f"^{_WEB_URL}(?:/[^{_UNFIT}?#@]*)?$"})
SERVICE_URL = Parsed(parse_service_url, {"type": "string", "pattern": f"^{_WEB_URL}{_REST}$"}, dump=mask_text)
PROXY_URL = Parsed(parse_proxy, {"type": "string", "pattern": f"^{_PROXY}{_REST}$"}, dump=mask_text)
ABSOLUTE_PATH = Parsed(parse_absolute_path, {"type": "string", "pattern": f"^/[^{_UNFIT}]*$"}, dump=mask_text)
BUCKET_NAME = Parsed(
    parse_bucket,
    {
        "type": "string",
        "anyOf": [
            {"pattern": rf"^{NOT_MASKED}arn:[^\x00-\x1f\x7f\ud800-\udfff]*$"},
            {"pattern": f"^{NOT_MASKED}[^{_UNFIT}/]{{3,255}}$"},
        ],
    },
)
