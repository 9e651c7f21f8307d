"""What is known of the services that speak S3, found by the host of an endpoint or a URL."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA = Path(__file__).with_name("providers.toml")
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_PLACEHOLDERS = {"aws-region": r"(?:[a-z]{2}|eusc)(?:-[a-z]+)+-[0-9]+"}
_KINDS = ("standard", "express-hosts", "express", "hosts")
_FACTS = ".facts"


class Fact(NamedTuple):
    """Something that is known of a provider, and where that is told."""

    value: str | int | tuple[str, ...]
    source: str
    """Public threads, `owner/repository#number`, and names of documentation."""


class Provider(NamedTuple):
    """One record of `providers.toml`, where the fields are explained."""

    id: str
    name: str
    source: str
    region: str | None = None
    """The region that the provider always has."""
    addressing: str | None = None
    """`virtual` or `path` if only that form works; `None` if it is not known to matter."""
    path: str = ""
    """Path of the service root."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Patterns of all its service roots; none for servers that people run themselves."""
        return tuple(host for kind in _KINDS for host in _records()[self.id].get(kind, ()))

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What is known beside the record, by the words of the file; what is not known is left out."""
        return _facts(self.id)

    def fact(self, word: str) -> str | int | tuple[str, ...] | None:
        """Return the value of a fact; `None` if it is not known."""
        fact = self.facts.get(word)
        return None if fact is None else fact.value


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
    no_s3: bool
    """Whether it takes no S3 requests at all; the others take them in a form of their own."""


class _Host(NamedTuple):
    """A host of a record, by its labels; one of them may have a placeholder: `s3-{aws-region}`."""

    provider: Provider
    kind: str
    labels: tuple[str, ...]


@cache
def _text() -> str:
    return _DATA.read_text("utf-8")


@cache
def _tables() -> dict[str, str]:
    """Return the text of each table by its name, so that facts are parsed only where somebody asks for them."""
    parts = (part.partition("]\n") for part in f"\n{_text()}".split("\n[")[1:])
    return {name: body for name, _, body in parts}


@cache
def _records() -> dict[str, dict[str, Any]]:
    import tomllib  # wanted only for a host that the file speaks of

    tables = (f"[{name}]\n{body}\n" for name, body in _tables().items() if not name.endswith(_FACTS))
    return tomllib.loads("".join(tables))


@cache
def _facts(id_: str) -> Mapping[str, Fact]:
    import tomllib

    records = tomllib.loads(_tables().get(f"{id_}{_FACTS}", ""))
    return MappingProxyType({word: _fact(**record) for word, record in records.items()})


def _fact(value: str | int | list[str], source: str) -> Fact:
    return Fact(tuple(value) if isinstance(value, list) else value, source)


@cache
def providers() -> tuple[Provider, ...]:
    """Return what is known of all providers, in the order of the file."""
    return tuple(
        Provider(id=id_, **{name: value for name, value in record.items() if name in Provider._fields})
        for id_, record in _records().items()
    )


@cache
def _hosts() -> tuple[_Host, ...]:
    found: list[_Host] = []
    for provider in providers():
        record = _records()[provider.id]
        for kind in _KINDS:
            found.extend(_Host(provider, kind, tuple(host.split("."))) for host in record.get(kind, ()))
    return tuple(found)


def _is_spoken_of(host: str) -> bool:
    """Tell whether the end of a host stands in the file at all, which is far quicker than to parse it."""
    return ".".join(host.split(".")[-2:]) in _text()


def _read(labels: list[str], pattern: tuple[str, ...]) -> tuple[str | None, str | None] | None:
    """Return the bucket and the region of a host that ends as the pattern says; `None` if it does not."""
    region = None
    split = len(labels) - len(pattern)
    if split < 0:
        return None
    for label, expected in zip(labels[split:], pattern, strict=True):
        before, brace, name = expected.partition("{")
        if not brace:
            if label != expected:
                return None
            continue
        name = name.removesuffix("}")
        value = label.removeprefix(before)
        if not label.startswith(before) or not re.fullmatch(_PLACEHOLDERS.get(name, _LABEL), value):
            return None
        if name.endswith("region"):
            region = value
    return ".".join(labels[:split]) or None, region


@lru_cache(maxsize=256)
def match_host(host: str) -> HostMatch | None:
    """Find the provider of a host, which may have a bucket in front; `None` if nobody knows it.

    Where a host can be read with and without a bucket, it is read without.
    """
    if not _is_spoken_of(host):
        return None
    labels = host.split(".")
    with_bucket = None
    for known in _hosts():
        read = _read(labels, known.labels)
        if read is None:
            continue
        bucket, region = read
        root = ".".join(labels[-len(known.labels) :])
        found = HostMatch(known.provider, root, bucket, region or known.provider.region, known.kind)
        if bucket is None:
            return found
        if with_bucket is None or len(found.host) > len(
            with_bucket.host
        ):  # the longest root leaves least to the bucket
            with_bucket = found
    return with_bucket


def refused_host(host: str) -> RefusedHost | None:
    """Tell whether a host is known to be no S3 service root, and what it is."""
    if not _is_spoken_of(host):
        return None
    labels = host.split(".")
    for record in _records().values():
        for rule in record.get("refused", ()):
            if _read(labels, tuple(rule["host"].split("."))) is not None:
                return RefusedHost(rule["what"], rule.get("use_arn", False), rule.get("no_s3", False))
    return None


def aws_host(region: str, *, fips: bool, dualstack: bool) -> str:
    """Return the host of Amazon S3 in a region, as its FIPS and dual-stack endpoints are named.

    Source: Amazon S3 User Guide, Making requests over IPv6; AWS FIPS endpoints by service.
    """
    service = "s3-fips" if fips else "s3"
    partition = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return ".".join([service, *(["dualstack"] if dualstack else []), region, partition])
