"""The words of the tools that hand text to object_store, the Rust library: polars, deltalake, lance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.spellings import KEYS
from s3config.vocabulary import COMMON, host_style_endpoint, joint, under, word
from s3config.words import DURATION, FLAG, TEXT

if TYPE_CHECKING:
    from s3config.vocabulary import Support
    from s3config.words import Codec
    from s3config.writing import Writing

_DURATIONS = frozenset({
    "connect_timeout", "timeout", "read_timeout", "pool_idle_timeout", "http2_keep_alive_interval",
    "http2_keep_alive_timeout",
})  # fmt: skip
_FLAGS = ("sse_bucket_key_enabled", "randomize_addresses")
"""Flags without a default."""
_WITHOUT = {"conditional_put": ("dynamo",), "copy_if_not_exists": ("dynamo",)}
_NEVER = {
    "request_checksum_calculation": under("it adds none unless checksum_algorithm asks for one"),
    "response_checksum_validation": under("it never checks one"),
}
"""What these tools do anyway; another value cannot be said."""
_NOT_OURS = ("bucket", "default_region", "credential_expiration", "credential_provider", "profile", "default_headers",
             "ignore_configured_endpoint_urls", "use_fips_endpoint", "use_dualstack_endpoint", "ec2_metadata_disabled",
             "container_authorization_token", "root_certificate", "proxy_ca_certificate", "endpoint",
             "request_checksum_calculation", "response_checksum_validation", "max_retries", "retry_timeout",
             "init_backoff", "max_backoff", "backoff_base")  # fmt: skip


def words(prefix: str, endpoint: str) -> dict[str, Support]:
    """Return the words that these tools share: all values are text.

    Args:
        prefix: How the words of S3 begin there: `aws_`, or nothing.
        endpoint: The word for the endpoint, which must hold the bucket if that stands in the host.
    """
    table = dict(COMMON)
    for key, place in KEYS.items():
        if key not in _NOT_OURS:
            name = key if place.table else f"{prefix}{key}"
            table[key] = word(name, codec=_codec(key, place.default), without=_WITHOUT.get(key, ()))
    for key, support in _NEVER.items():
        table[key] = support._replace(without=("when_supported",))
    table["sts_endpoint"] = word("aws_endpoint_url_sts")
    table["endpoint"] = joint(f"{endpoint}, with the bucket in its host where that is the style", endpoint)
    return table


def _codec(key: str, default: object) -> Codec:
    if isinstance(default, bool) or key in _FLAGS:
        return FLAG
    return DURATION if key in _DURATIONS else TEXT


def write_endpoint(writing: Writing, name: str) -> None:
    """Write the endpoint as these tools want it, which add nothing to it."""
    config = writing.config
    if config.endpoint is None:
        return
    if config.virtual_hosted_style_request and config.bucket is None:
        writing.drop("endpoint", "the bucket must stand in it, and no bucket is given")
        return
    writing.put(host_style_endpoint(config), name)
    if config.virtual_hosted_style_request:
        writing.warn(f"{name} holds the bucket {config.bucket}, for requests go to it as it is")
