"""URLs that name a bucket, in every form that the field knows, taken apart."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from s3config.config.addresses import PORTS, StandardEndpoint, host_of, parse_endpoint, service_root, split_web_url
from s3config.config.refusal import Refusal
from s3config.providers import match_host, refused_host

if TYPE_CHECKING:
    from collections.abc import Iterable
    from urllib.parse import SplitResult

    from s3config.origin import Setting
    from s3config.providers import HostMatch

_BUCKET_SCHEMES = ("s3", "s3a", "s3n")
_ARN_PARTS = 6


class StoreUrl(NamedTuple):
    """What a URL says; what it does not say is `None`."""

    bucket: str | None = None
    path: str = ""
    """The rest of the path, without a slash at its start; no prefix of the store (wrap it with `PrefixStore`)."""
    endpoint: str | StandardEndpoint | None = None
    """The service root that an http(s) URL names."""
    region: str | None = None
    virtual_hosted: bool = False
    """Whether the bucket stands in the host, where a certificate's `*` can stand for it."""
    s3_express: bool = False


def parse_url(url: str, own_endpoints: Iterable[str] = ()) -> StoreUrl:
    """Take a URL apart.

    Args:
        url: `s3://`, `s3a://` or `s3n://` with a bucket, or the http(s) URL of a bucket at AWS or at a provider of
            `providers.toml`.
        own_endpoints: The caller's own service roots, whose hosts are then known, too.

    Raises:
        Refusal: The URL names no bucket that can be reached this way.
    """
    if not isinstance(url, str):
        raise Refusal("is not text", "pass it as a string", code="URL001")
    scheme, found, rest = url.partition("://")
    if found and scheme.lower() in _BUCKET_SCHEMES:
        return _bucket_url(rest)
    if found and scheme.lower() in ("http", "https"):
        return _web_url(url, own_endpoints)
    proposal = f"write s3://{url.lstrip('/')}" if not found and "@" not in url else "write s3://bucket/path"
    raise Refusal("is not a URL of a bucket", proposal, code="URL001")


def query_of(url: str) -> list[tuple[str, str]]:
    """Return the names and values of a URL's query, which may hold what nobody should see."""
    return parse_qsl(url.partition("?")[2], keep_blank_values=True)


def own_endpoints(settings: Iterable[Setting]) -> list[str]:
    """Return the service roots that the caller wrote elsewhere; what is no endpoint is left to validation."""
    endpoints = []
    for setting in settings:
        with suppress(Refusal):
            endpoints.append(parse_endpoint(setting.value))
    return endpoints


def _bucket_url(rest: str) -> StoreUrl:
    before = rest.partition("?")[0]
    bucket, _, path = before.partition("/")
    if bucket.startswith("arn:"):
        bucket, path = _split_arn(before)
    elif "@" in bucket:
        raise _credentials()
    elif ":" in bucket:
        name = bucket.partition(":")[0]
        raise Refusal(
            "has a port, which s3:// cannot have", f"write s3://{name}?endpoint=http://host:port", code="URL004"
        )
    return StoreUrl(bucket=bucket or None, path=path)


def _split_arn(text: str) -> tuple[str, str]:
    parts = text.split(":", _ARN_PARTS - 1)
    kind, _, rest = parts[-1].partition("/")
    name, _, path = rest.partition("/")
    return ":".join([*parts[:-1], f"{kind}/{name}" if name else kind]), path


def _credentials() -> Refusal:
    return Refusal(
        "holds credentials",
        "take the part before @ out, and give it as access_key_id and secret_access_key",
        code="SEC006",
    )


def _web_url(url: str, own_endpoints: Iterable[str]) -> StoreUrl:
    parts = split_web_url(url)
    if "@" in parts.netloc:
        raise _credentials()
    if parts.fragment:
        raise Refusal("has a fragment", "take the part from # out; in a key, write %23", code="URL001")
    host = host_of(parts).rstrip(".")
    refused = refused_host(host)
    if refused is not None:
        arn = "give its ARN as bucket, or " if refused.use_arn else ""
        raise Refusal(f"is that of {refused.what}", f"{arn}write s3://bucket", code="URL002")
    match = match_host(host) if _port(parts) == PORTS[parts.scheme] else None
    return _own_url(parts, host, own_endpoints) if match is None else _known_url(parts, match)


def _known_url(parts: SplitResult, match: HostMatch) -> StoreUrl:
    path = parts.path
    if match.provider.path:
        if not f"{path}/".startswith(f"{match.provider.path}/"):
            raise Refusal(
                f"does not begin with {match.provider.path}, as {match.provider.name} has it",
                f"write https://{match.host}{match.provider.path}/bucket",
                code="URL001",
            )
        path = path.removeprefix(match.provider.path)
    aws = match.kind in ("standard", "express") and parts.scheme == "https"
    endpoint = StandardEndpoint.AWS if aws else service_root(parts, match.host, match.provider.path)
    found = _bucket_and_path(match.bucket, path)
    return found._replace(endpoint=endpoint, region=match.region, s3_express=match.kind.startswith("express"))


def _own_url(parts: SplitResult, host: str, own_endpoints: Iterable[str]) -> StoreUrl:
    for endpoint in own_endpoints:
        root = urlsplit(endpoint)
        below = f"{parts.path}/".startswith(f"{root.path}/")
        if not below or (parts.scheme, _port(parts)) != (root.scheme, _port(root)):
            continue
        own_host = host_of(root)
        bucket = host.removesuffix(f".{own_host}")
        if own_host in (host, host.removeprefix(f"{bucket}.")):
            found = _bucket_and_path(None if bucket == host else bucket, parts.path.removeprefix(root.path))
            return found._replace(endpoint=endpoint)
    if "@" in parts.path:  # a password with a slash in it looks like a host with a path
        raise _credentials()
    name = parts.path.strip("/").partition("/")[0] or "bucket"
    root_url = service_root(parts, path="")
    raise Refusal(
        f"has a host that is of no known provider: {host}", f"write s3://{name}?endpoint={root_url}", code="URL003"
    )


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def _bucket_and_path(bucket: str | None, path: str) -> StoreUrl:
    rest = unquote(path).removeprefix("/")
    if bucket is None:
        bucket, _, rest = rest.partition("/")
        return StoreUrl(bucket=bucket or None, path=rest)
    return StoreUrl(bucket=bucket, path=rest, virtual_hosted="." not in bucket)
