"""The environment variables that say each key: those of the AWS SDKs where they mean the same, else our own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from s3config.config.numbers import one_less
from s3config.config.refusal import Refusal
from s3config.reading import Reading
from s3config.redaction import is_masked, mask_text
from s3config.spellings import KEYS as _ALL
from s3config.spellings import SPELLINGS
from s3config.variables import KNOWN_TO_AWS, KNOWN_TO_TOOLS
from s3config.vocabulary import COMMON, by, joint, no, word
from s3config.words import DURATION, FLAG, TEXT, Codec, UnsayableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from s3config.reading import Entries
    from s3config.vocabulary import Support
    from s3config.writing import Writing

_BY_SDKS = frozenset({
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_REGION",
    "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_STS", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_RESPONSE_CHECKSUM_VALIDATION", "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_EC2_METADATA_DISABLED", "AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_EC2_METADATA_V1_DISABLED", "AWS_PROFILE",
    "AWS_CA_BUNDLE", "AWS_MAX_ATTEMPTS",
})  # fmt: skip
"""Source: AWS SDKs and Tools Reference Guide, environment variables."""
VERSION = "botocore 1.44.5, object_store 0.14.2"
SOURCE = "https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html"
TRAPS = (
    "boto3 and s3fs read AWS_DEFAULT_REGION and never AWS_REGION; others do the opposite, so that both are written.",
    "The AWS SDKs have no variable for the addressing style, for anonymous requests, encryption, or who pays.",
    "AWS_MAX_ATTEMPTS counts the first try, too; the tools of object_store do not read it.",
    "AWS_CA_BUNDLE is read by botocore; object_store, pyarrow and rclone read SSL_CERT_FILE.",
    "Where the bucket stands in the host, object_store wants it in the endpoint already, and the AWS SDKs do not.",
    "For a proxy the AWS SDKs read HTTP_PROXY and HTTPS_PROXY, which all other programs read as well.",
)


def _attempts(retries: int) -> str:
    try:
        one_less(retries + 1)
    except Refusal:
        raise UnsayableError("AWS_MAX_ATTEMPTS, which counts the first try, too, cannot be that large") from None
    return str(retries + 1)


def _factor(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _moment(value: datetime) -> str:
    return value.isoformat()


def _headers(headers: Mapping[str, str]) -> str:
    """Write one `Name: value` a line, which is how the key reads text."""
    if not headers:
        raise UnsayableError("there is none, which a variable cannot say")
    for value in headers.values():
        if value != value.strip() or len(value.splitlines()) > 1:
            raise UnsayableError("a value holds white space at an end, or what ends a line")
    return "\n".join(f"{name}: {value}" for name, value in headers.items())


def _certificate(certificate: str) -> str:
    """Write the path of a file or PEM text, which is not checked for what no variable can hold."""
    if re.search("[\0\ud800-\udfff]", certificate) is not None:
        raise UnsayableError("it holds a character that no variable can hold")
    return certificate


_INVERTED = Codec(lambda value: "false" if value else "true")
"""A flag that says the opposite: its spelling turns it around when it is resolved."""
_OWN: dict[str, tuple[str, Codec]] = {
    "endpoint": ("AWS_ENDPOINT_URL_S3", TEXT),
    "sts_endpoint": ("AWS_ENDPOINT_URL_STS", TEXT),
    "metadata_endpoint": ("AWS_EC2_METADATA_SERVICE_ENDPOINT", TEXT),
    "imdsv1_fallback": ("AWS_EC2_METADATA_V1_DISABLED", _INVERTED),
    "max_retries": ("AWS_MAX_ATTEMPTS", Codec(_attempts)),
    "credential_expiration": ("AWS_CREDENTIAL_EXPIRATION", Codec(_moment)),
    "default_headers": ("AWS_DEFAULT_HEADERS", Codec(_headers)),
    "proxy_ca_certificate": ("AWS_PROXY_CA_CERTIFICATE", Codec(_certificate)),
    "backoff_base": ("AWS_BACKOFF_BASE", Codec(_factor)),
}
_DURATIONS = frozenset({
    "connect_timeout", "timeout", "read_timeout", "pool_idle_timeout", "http2_keep_alive_interval",
    "http2_keep_alive_timeout", "retry_timeout", "init_backoff", "max_backoff",
})  # fmt: skip
_FLAGS = frozenset({"sse_bucket_key_enabled", "randomize_addresses"})
"""Flags that are neither true nor false unless somebody says so."""


def _words() -> Iterator[tuple[str, Support]]:
    for key, place in _ALL.items():
        is_flag = isinstance(place.default, bool) or key in _FLAGS
        codec = FLAG if is_flag else DURATION if key in _DURATIONS else TEXT
        name, codec = _OWN.get(key, (f"AWS_{key.upper()}", codec))
        yield key, word(name, codec=codec)


KEYS: dict[str, Support] = {
    **dict(_words()),
    "region": joint("AWS_REGION and AWS_DEFAULT_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"),
    "root_certificate": joint(
        "AWS_CA_BUNDLE with a path, AWS_ROOT_CERTIFICATE with a certificate's text",
        "AWS_CA_BUNDLE",
        "AWS_ROOT_CERTIFICATE",
    ),
    "ignore_configured_endpoint_urls": by("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS, unless an endpoint is written"),
    "default_region": COMMON["default_region"],
    "use_fips_endpoint": COMMON["use_fips_endpoint"],
    "use_dualstack_endpoint": COMMON["use_dualstack_endpoint"],
    "credential_provider": no("a variable holds no object"),
}
"""What becomes of each key: all but objects can be said, for s3config reads what no other tool does."""
GUESSED = {"region": "without it, some AWS SDKs refuse to start, and others take us-east-1"}
OTHERS = rf"(?s:(?!AWS_|aws_).*)|{KNOWN_TO_AWS}|{KNOWN_TO_TOOLS}|AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
_ORDER = tuple(name for key in KEYS.values() for name in (key.words or ((key.word.name,) if key.word else ())))


def write(writing: Writing) -> None:
    """Write the region under both its names, and the certificate; and say what only some tools read."""
    for name in KEYS["region"].words:
        writing.put(writing.config.region, name)
    certificate = writing.said.get("root_certificate")
    if certificate is not None:
        _write_certificate(writing, certificate)
    if writing.said.get("ignore_configured_endpoint_urls") and writing.config.endpoint is None:
        writing.put("true", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
    found: dict[str, Any] = dict(writing.values)
    writing.values.clear()
    writing.values.update({name: found.pop(name) for name in _ORDER if name in found}, **found)
    unread = [name for name in writing.values if name not in _BY_SDKS]
    if unread:
        writing.warn(f"s3config reads all, tools of object_store many; the AWS SDKs do not read {', '.join(unread)}")


def _write_certificate(writing: Writing, certificate: str) -> None:
    is_text = "-----BEGIN" in certificate
    try:
        writing.put(_certificate(certificate), "AWS_ROOT_CERTIFICATE" if is_text else "AWS_CA_BUNDLE")
    except UnsayableError as error:
        writing.drop("root_certificate", str(error))


def read(entries: Entries) -> Iterator[Reading]:
    """Yield what the environment of a process would mean: upper-case `AWS_*`, in all spellings of a key."""
    for name, entry in entries.items():
        spelling = SPELLINGS.get(name) if name.startswith("AWS_") else None
        is_repeated = name == "AWS_DEFAULT_REGION" and entry.value == entries.value("AWS_REGION")
        if spelling is not None and not is_repeated:
            yield Reading(spelling.key, entry.value, entry)


def is_secret(name: str, value: str) -> bool:
    """Tell whether a variable belongs where secrets are kept: credentials, and URLs with a user in them."""
    spelling = SPELLINGS.get(name)
    is_credential = spelling is not None and (spelling.key == "access_key_id" or _ALL[spelling.key].about.secret)
    return is_credential or mask_text(value) != value or is_masked(value)
