"""What is known of the services that speak S3, found by the host of an endpoint or a URL."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_PLACEHOLDERS = {"aws-region": r"(?P<region>(?:[a-z]{2}|eusc)(?:-[a-z]+)+-\d+)", "region": rf"(?P<region>{_LABEL})"}
_BUCKET = r"(?P<bucket>[^/]+?)\."


class Provider(NamedTuple):
    """One record of `providers.toml`."""

    id: str
    name: str
    source: str
    region: str | None = None
    """The region that the provider always has."""
    addressing: str | None = None
    """`virtual` or `path` if only that form works; `None` if it is not known to matter."""
    path: str = ""
    """Path of the service root."""


class HostMatch(NamedTuple):
    """What a host says."""

    provider: Provider
    host: str
    """The host of the service root, without the bucket."""
    bucket: str | None
    """The bucket in front of the service root."""
    region: str | None
    """The region that the host names, or that the provider always has."""
    kind: str
    """The list of the record: `standard` and `express`, which a client derives by itself; `express-hosts`, `hosts`."""


class RefusedHost(NamedTuple):
    """A known host that is no S3 service root."""

    what: str
    use_arn: bool
    """Whether the ARN of what it is can be given as bucket."""


@cache
def _records() -> dict[str, dict[str, object]]:
    import tomllib  # wanted only where there is an endpoint or a web URL
    from pathlib import Path

    return tomllib.loads(Path(__file__).with_name("providers.toml").read_text("utf-8"))


@cache
def _patterns() -> tuple[tuple[Provider, str, re.Pattern[str]], ...]:
    found: list[tuple[Provider, str, re.Pattern[str]]] = []
    for id_, record in _records().items():
        known = {name: value for name, value in record.items() if name in Provider._fields}
        provider = Provider(id=id_, **known)  # type: ignore[arg-type]
        for kind in ("standard", "express-hosts", "express", "hosts"):
            hosts = record.get(kind, ())
            if isinstance(hosts, list):
                found.extend(
                    (provider, kind, re.compile(f"(?:{_BUCKET})?(?P<host>{_pattern(host)})")) for host in hosts
                )
    return tuple(found)


def _pattern(host: str) -> str:
    parts = re.split(r"\{([a-z-]+)\}", host)
    return "".join(_PLACEHOLDERS.get(part, _LABEL) if odd % 2 else re.escape(part) for odd, part in enumerate(parts))


@lru_cache(maxsize=256)
def match_host(host: str) -> HostMatch | None:
    """Find the provider of a host, which may have a bucket in front; `None` if nobody knows it.

    Where a host can be read with and without a bucket, it is read without.
    """
    with_bucket = None
    for provider, kind, pattern in _patterns():
        match = pattern.fullmatch(host)
        if match is not None:
            found = match.groupdict()
            read = HostMatch(provider, found["host"], found["bucket"], found.get("region") or provider.region, kind)
            if read.bucket is None:
                return read
            with_bucket = with_bucket or read
    return with_bucket


@cache
def _refusals() -> tuple[tuple[RefusedHost, re.Pattern[str]], ...]:
    rules = _records()["aws"]["refused"]
    return tuple(
        (RefusedHost(rule["what"], rule.get("use_arn", False)), re.compile(rf"(?:.+\.)?{_pattern(rule['host'])}"))
        for rule in (rules if isinstance(rules, list) else ())
    )


def refused_host(host: str) -> RefusedHost | None:
    """Tell whether a host is known to be no S3 service root, and what it is."""
    return next((refused for refused, pattern in _refusals() if pattern.fullmatch(host)), None)


def aws_host(region: str, *, fips: bool, dualstack: bool) -> str:
    """Return the host of Amazon S3 in a region, as its FIPS and dual-stack endpoints are named.

    Source: Amazon S3 User Guide, Making requests over IPv6; AWS FIPS endpoints by service.
    """
    service = "s3-fips" if fips else "s3"
    partition = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return ".".join([service, *(["dualstack"] if dualstack else []), region, partition])
