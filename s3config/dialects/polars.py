"""polars: `storage_options` of `scan_parquet`, `read_parquet`, `sink_parquet` and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.families.aws_variables import SERVICES, WEB_IDENTITY
from s3config.families.object_store import words, write_endpoint
from s3config.notations import literal
from s3config.vocabulary import by, no, said, variable, word
from s3config.words import FLAG, MILLISECONDS, PATH, SAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s3config.config import StoreConfig
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "polars"
VERSION = "2.1.0 (object_store 0.14.2)"
SOURCE = "https://docs.pola.rs/api/python/stable/reference/api/polars.scan_parquet.html"
EXAMPLE = """
import polars as pl
from s3config import resolve

resolution = resolve("s3://logs/2026/")
frame = pl.scan_parquet("s3://logs/2026/*.parquet", storage_options=resolution.to("polars"))
"""
TRAPS = (
    "Words that polars does not know are ignored without a word: a typo in aws_skip_signature is invisible.",
    "Values must be text, except numbers of retries and of milliseconds: true is refused, 'true' is taken.",
    (
        "A word outside a list of its own counts as credentials: polars then leaves AWS_PROFILE aside and signs with "
        "the first keys of the AWS files. Explicit keys are always safe."
    ),
    "It sends UNSIGNED-PAYLOAD and, without aws_checksum_algorithm, a CRC64NVME checksum.",
)
KEYS: dict[str, Support] = {
    **words("aws_", "aws_endpoint_url"),
    "unsigned_payload": by("it never signs the payload", without=("False",)),
    "allow_http": word("allow_http", codec=FLAG),
    "root_certificate": variable("SSL_CERT_FILE", PATH),
    "max_retries": word("max_retries", codec=SAME),
    "retry_timeout": word("retry_timeout_ms", codec=MILLISECONDS),
    "init_backoff": word("retry_init_backoff_ms", codec=MILLISECONDS),
    "max_backoff": word("retry_max_backoff_ms", codec=MILLISECONDS),
    "backoff_base": word("retry_base_multiplier", codec=SAME),
    **WEB_IDENTITY,
    **SERVICES,
    "profile": word("aws_profile", codec=SAME, also=("profile",)),
    "request_checksum_calculation": no("it always sends a checksum"),
}
_FOUND = (*WEB_IDENTITY, "container_credentials_relative_uri", "container_credentials_full_uri", "profile")
"""Identities that polars finds by itself."""
_PASSED_OVER = ("region", "endpoint", "virtual_hosted_style_request", "request_payer", "profile")
_CLIENT_WORDS = frozenset({
    "allow_http", "allow_invalid_certificates", "connect_timeout", "aws_default_content_type", "default_content_type",
    "http1_only", "http2_only", "http2_keep_alive_interval", "http2_keep_alive_timeout", "http2_keep_alive_while_idle",
    "http2_max_frame_size", "pool_idle_timeout", "pool_max_idle_per_host", "proxy_url", "proxy_ca_certificate",
    "proxy_excludes", "timeout", "user_agent", "max_retries", "retry_timeout_ms", "retry_init_backoff_ms",
    "retry_max_backoff_ms", "retry_base_multiplier",
})  # fmt: skip
"""What it passes over as well when it looks for credentials. Source: polars, `AUTOINIT_IGNORED_KEYS`."""
GUESSED = {"region": "without it, polars asks AWS, or takes the first region of the AWS config file"}
OURS = True
ALLOWS_HTTP = True
FORMS = {"python": literal.write_python, "json": literal.write_json}
parse = literal.read


def fetches_profile(config: StoreConfig, _kind: str) -> bool:
    """It does so without words that it takes for credentials."""
    return _counts_as_credentials(dict(said(config))) is None


def write(writing: Writing) -> None:
    """Write the endpoint; an identity that polars would find by itself, only if it looks for one."""
    write_endpoint(writing, "aws_endpoint_url")
    other = _counts_as_credentials(writing.said)
    found = [key for key in _FOUND if key in writing.said]
    if other is None or not found:
        return
    for key in found:
        writing.drop(key, f"polars looks for it only without {KEYS[other].how}, which it takes for credentials")
        told = KEYS[key].how.removeprefix("environment variable ")
        writing.environment.pop(told, None)
        writing.values.pop(told, None)


def _counts_as_credentials(told: Mapping[str, object]) -> str | None:
    """Return the first key whose word makes polars think that it was given credentials."""
    words = {key: support.word.name for key in told if (support := KEYS[key]).word and not support.word.is_variable}
    return next((key for key, name in words.items() if key not in _PASSED_OVER and name not in _CLIENT_WORDS), None)
