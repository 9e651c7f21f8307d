"""The words of botocore, which boto3 and s3fs take: `verify=`, and the arguments of `botocore.config.Config`.

Source: botocore 1.44.5, run against a recording server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3config.reading import Reading
from s3config.words import ATTEMPTS, NOT, PEM

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from s3config.config import StoreConfig
    from s3config.reading import Entries
    from s3config.tables import Entry
    from s3config.writing import Writing

UNSIGNED = "UNSIGNED"
"""What stands for the object `botocore.UNSIGNED` in text."""
_PLAIN = {
    "connect_timeout": "connect_timeout", "read_timeout": "read_timeout",
    "max_pool_connections": "pool_max_idle_per_host", "user_agent": "user_agent",
    "request_checksum_calculation": "request_checksum_calculation",
    "response_checksum_validation": "response_checksum_validation",
    "use_fips_endpoint": "use_fips_endpoint", "use_dualstack_endpoint": "use_dualstack_endpoint",
    "ignore_configured_endpoint_urls": "ignore_configured_endpoint_urls", "region_name": "region",
    "retries.max_attempts": "max_retries", "proxies_config.proxy_ca_bundle": "proxy_ca_certificate",
}  # fmt: skip
"""Words of `Config` that say a key as it is."""
OTHERS = (
    r"s3\.(us_east_1_regional_endpoint|use_accelerate_endpoint|use_arn_region)|retries\.mode|s3_disable_express_.*"
    r"|user_agent_(extra|appid)|tcp_keepalive|client_cert|parameter_validation|inject_host_prefix|defaults_mode"
    r"|signature_version|endpoint_discovery_enabled|.*_compression.*|account_id_endpoint_mode|sigv4a_.*|auth_scheme_.*"
)
"""Words of `Config` that mean no key."""
WORDS = (
    *_PLAIN, "s3.addressing_style", "s3.payload_signing_enabled", "signature_version", "retries.total_max_attempts",
    "proxies.http", "proxies.https",
)  # fmt: skip


def write_verify(writing: Writing, *path: str) -> None:
    """Write `verify=`: no verification, or the path of a certificate."""
    options = writing.config.client_options
    if options.root_certificate is not None:
        if options.allow_invalid_certificates:
            writing.drop("root_certificate", "nothing is verified")
        elif PEM in options.root_certificate:
            writing.drop("root_certificate", "verify= takes the path of a file; write the certificate into one")
        else:
            writing.put(options.root_certificate, *path)
    elif options.disable_system_certificates and not options.allow_invalid_certificates:
        writing.drop("disable_system_certificates", "verify= names the certificates to trust, and none are given")
    if options.allow_invalid_certificates:
        writing.put(False, *path)


def request_words(config: StoreConfig, said: Container[str]) -> dict[str, Any]:
    """Return what decides the form of a request, of the arguments of `Config`.

    Checksums are sent and checked when they are required: botocore's default, `when_supported`, fails at many stores.

    Args:
        config: The configuration.
        said: The keys that are to be said in any case; the others are said beside an endpoint only, for AWS takes what
            botocore does by default.
    """
    places: dict[str, Any] = {}
    if not config.s3_express and ("virtual_hosted_style_request" in said or config.endpoint is not None):
        places["addressing_style"] = "virtual" if config.virtual_hosted_style_request else "path"
    if config.unsigned_payload:
        places["payload_signing_enabled"] = False
    words: dict[str, Any] = {"s3": places} if places else {}
    if config.ignore_configured_endpoint_urls and config.endpoint is None:
        words["ignore_configured_endpoint_urls"] = True
    for key in CHECKSUMS:
        if key in said or config.endpoint is not None:
            words[key] = getattr(config, key) or "when_required"
    return words


CHECKSUMS = ("request_checksum_calculation", "response_checksum_validation")


def warn_of_checksums(writing: Writing) -> None:
    """Say that checksums are asked for less often than by default."""
    if writing.config.endpoint is not None and not any(key in writing.said for key in CHECKSUMS):
        writing.warn("checksums are sent and checked when required only: botocore's default fails at many stores")


def transport_words(said: dict[str, Any]) -> dict[str, Any]:
    """Return what decides how requests are sent, of the arguments of `Config`.

    Args:
        said: What was said, secrets laid open.
    """
    words: dict[str, Any] = {}
    if "max_retries" in said:
        words["retries"] = {"mode": "standard", "total_max_attempts": said["max_retries"] + 1}
    for key in ("connect_timeout", "read_timeout"):
        if key in said:
            words[key] = said[key].total_seconds()
    if said.get("pool_max_idle_per_host"):
        words["max_pool_connections"] = said["pool_max_idle_per_host"]
    if "proxy_url" in said:
        words["proxies"] = {"http": said["proxy_url"], "https": said["proxy_url"]}
    if "proxy_ca_certificate" in said:
        words["proxies_config"] = {"proxy_ca_bundle": said["proxy_ca_certificate"]}
    if "user_agent" in said:
        words["user_agent"] = said["user_agent"]
    return words


def read_config(entries: Entries, above: str) -> Iterator[Reading]:
    """Read the arguments of `Config`.

    Args:
        entries: What stands in the tool's configuration.
        above: The words of the tables that lead there, with a dot behind.
    """
    for word, key in _PLAIN.items():
        yield from _plain(entries, above + word, key)
    style = entries.get(f"{above}s3.addressing_style")
    if style is not None and style.value in ("virtual", "path"):
        yield Reading("virtual_hosted_style_request", style.value == "virtual", style)
    signing = entries.get(f"{above}s3.payload_signing_enabled")
    if signing is not None and signing.value is not None:
        yield Reading("unsigned_payload", NOT.read(signing.value), signing)
    version = entries.get(f"{above}signature_version")
    if version is not None and is_unsigned(version):
        yield Reading("skip_signature", value=True, entry=version)
    attempts = entries.get(f"{above}retries.total_max_attempts")
    if attempts is not None and attempts.value is not None:
        yield Reading("max_retries", ATTEMPTS.read(attempts.value), attempts)
    proxy = entries.get(f"{above}proxies.https") or entries.get(f"{above}proxies.http")
    if proxy is not None:
        yield Reading("proxy_url", proxy.value, proxy)


def _plain(entries: Entries, word: str, key: str) -> Iterator[Reading]:
    entry = entries.get(word)
    if entry is not None and entry.value is not None:
        yield Reading(key, entry.value, entry)


def is_unsigned(entry: Entry) -> bool:
    """Tell whether `signature_version` is the object `botocore.UNSIGNED`, or its name in text."""
    return UNSIGNED in (entry.value, type(entry.value).__name__)


def read_verify(entries: Entries, word: str) -> Iterator[Reading]:
    """Read `verify=`: `False` for no verification, else the path of a certificate."""
    entry = entries.get(word)
    if entry is None or entry.value is None or entry.value is True:
        return
    if entry.value is False:
        yield Reading("allow_invalid_certificates", value=True, entry=entry)
    else:
        yield Reading("root_certificate", entry.value, entry)
