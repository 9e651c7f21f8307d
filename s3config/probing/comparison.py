"""What was found, held against what `providers.toml` says of the provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s3config.probing.advice import WAYS_TO_COPY
from s3config.probing.outcomes import Verdict
from s3config.providers import match_host, providers
from s3config.vocabulary import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from s3config.config import StoreConfig
    from s3config.probing.outcomes import Finding
    from s3config.providers import Provider

_SERVERS = {"minio": "minio", "seaweedfs": "seaweedfs", "ceph": "ceph-rgw", "garage": "garage"}
"""A word in the `Server` header, and the record that it means."""
_YES, _NOT = frozenset({Verdict.YES}), frozenset({Verdict.NO, Verdict.REFUSED, Verdict.IGNORED})
_EXPECTED: Mapping[str, Mapping[str, Mapping[str, frozenset[Verdict]]]] = {
    "addressing": {
        "both": {"path_style": _YES, "virtual_hosted_style": _YES},
        "path": {"path_style": _YES},
        "virtual": {"path_style": _NOT, "virtual_hosted_style": _YES},
    },
    "conditional_put": {
        "etag": {"conditional_put_create": _YES, "conditional_put_update": _YES},
        "ignored": {"conditional_put_create": frozenset({Verdict.IGNORED})},
        "unsupported": {"conditional_put_create": frozenset({Verdict.REFUSED})},
    },
    "copy_if_not_exists": {
        **{value: {name: _YES} for value, name in WAYS_TO_COPY.items()},
        "unsupported": dict.fromkeys(WAYS_TO_COPY.values(), _NOT),
    },
    "checksums": {
        "accepted": {"sdk_default_checksums": _YES, "checksum_trailer": _YES},
        "refused": {"checksum_trailer": _NOT},
        "when_required": {"checksum_trailer": _NOT},
    },
    "bulk_delete": {
        "yes": {"bulk_delete": _YES},
        "no": {"bulk_delete": _NOT, "bulk_delete_md5": _NOT},
        "md5": {"bulk_delete": _NOT, "bulk_delete_md5": _YES},
    },
    "payload": {
        "any": {"signed_payload": _YES, "unsigned_payload": _YES},
        "signed": {"signed_payload": _YES, "unsigned_payload": _NOT},
        "unsigned": {"signed_payload": _NOT, "unsigned_payload": _YES},
    },
}
"""For each fact and what it may say: which capabilities then have which verdicts."""


class Difference(NamedTuple):
    """A fact that is not what was found."""

    fact: str
    said: str
    source: str
    """Where the fact is from."""
    finding: Finding


def provider_named(config: StoreConfig, server: str) -> Provider | None:
    """Return the provider of the endpoint's host, or the one that the server calls itself; `None` if nobody knows.

    Args:
        config: The configuration.
        server: The `Server` header of its answers.
    """
    matched = match_host(host_of(config))
    if matched is not None:
        return matched.provider
    word = next((record for word, record in _SERVERS.items() if word in server.lower()), None)
    return next((provider for provider in providers() if provider.id == word), None)


def differences(provider: Provider, findings: Iterable[Finding]) -> Iterator[Difference]:
    """Yield what is otherwise than the provider's record says; what is unknown is not."""
    found = {finding.name: finding for finding in findings}
    for fact, meanings in _EXPECTED.items():
        told = provider.facts.get(fact)
        if told is None:
            continue
        said = "yes" if isinstance(told.value, int) else str(told.value)
        for name, verdicts in meanings.get(said, {}).items():
            if found[name].verdict not in verdicts | {Verdict.UNKNOWN}:
                yield Difference(fact, str(told.value), told.source, found[name])
