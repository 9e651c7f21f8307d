"""Trino: the properties of a catalog whose files are in S3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.families.java_words import CONDITION, DURATION, PLAIN, VARIABLES, without_references
from s3config.families.proxy_words import proxy_at, proxy_of
from s3config.notations import properties
from s3config.reading import Reading
from s3config.vocabulary import COMMON, by, joint, no, word
from s3config.words import FLAG, NOT_FLAG, Codec, UnsayableError, among

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.reading import Entries
    from s3config.tables import Table
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "Trino"
VERSION = "483, as documented; not run"
SOURCE = "https://trino.io/docs/current/object-storage/file-system-s3.html"
EXAMPLE = """
from pathlib import Path
from s3config import resolve, translate

text = translate(resolve("s3://logs").config, "trino").text
Path("etc/catalog/lake.properties").write_text("connector.name=iceberg\\n" + text)
"""
TRAPS = (
    "fs.s3.enabled=true turns all the other words on; up to release 479 or so it is fs.native-s3.enabled.",
    "It takes no session token: temporary keys cannot be written out.",
    "${ENV:NAME} in a value is a reference to a variable, also where a secret happens to look like one.",
    "s3.auth-type=ANONYMOUS and WEB_IDENTITY are of release 483, and keys beside them are an error.",
    "s3.iam-role is a role that is assumed with other credentials, and no web identity.",
    "A file of properties is read as Latin-1: other characters are written as \\uXXXX.",
)
_AUTH, _SIGNER, _UNSIGNED = "s3.auth-type", "s3.signer-type", "Aws4UnsignedPayloadSigner"
_PROXY = "s3.http-proxy"


def _at_least_one(retries: int) -> str:
    if retries < 1:
        raise UnsayableError("it tries again at least once")
    return str(retries)


KEYS: dict[str, Support] = {
    **COMMON,
    **VARIABLES,
    "access_key_id": word("s3.aws-access-key", codec=PLAIN),
    "secret_access_key": word("s3.aws-secret-key", codec=PLAIN),
    "session_token": no("it takes no session token"),
    "region": word("s3.region", codec=PLAIN),
    "endpoint": word("s3.endpoint", codec=PLAIN),
    "virtual_hosted_style_request": word("s3.path-style-access", codec=NOT_FLAG),
    "skip_signature": joint(f"{_AUTH}=ANONYMOUS", _AUTH),
    "request_payer": word("s3.requester-pays", codec=FLAG),
    "unsigned_payload": joint(f"{_SIGNER}={_UNSIGNED}", _SIGNER),
    "conditional_put": word("s3.exclusive-create", codec=CONDITION, without=("dynamo",)),
    "server_side_encryption": word(
        "s3.sse.type", codec=among({"AES256": "S3", "aws:kms": "KMS", "sse-c": "CUSTOMER"}), without=("aws:kms:dsse",)
    ),
    "sse_kms_key_id": word("s3.sse.kms-key-id", codec=PLAIN),
    "sse_customer_key_base64": word("s3.sse.customer-key", codec=PLAIN),
    "disable_tagging": by("it never tags"),
    "allow_http": by("the scheme of s3.endpoint"),
    "connect_timeout": word("s3.socket-connect-timeout", codec=DURATION),
    "read_timeout": word("s3.socket-timeout", codec=DURATION, also=("s3.socket-read-timeout",)),
    "timeout": no("it has no limit for a whole request"),
    "pool_idle_timeout": word("s3.connection-max-idle-time", codec=DURATION),
    "pool_max_idle_per_host": no("s3.max-connections counts those at work, too"),
    "http1_only": by("it speaks nothing else"),
    "proxy_url": joint(_PROXY, _PROXY, f"{_PROXY}.secure", f"{_PROXY}.username", f"{_PROXY}.password"),
    "proxy_excludes": word(f"{_PROXY}.non-proxy-hosts", codec=PLAIN),
    "user_agent": word("s3.application-id", codec=PLAIN),
    "max_retries": word("s3.max-error-retries", codec=Codec(_at_least_one)),
}
GUESSED = {
    "region": "Trino asks the environment, and fails where there is none",
    "virtual_hosted_style_request": "Trino puts the bucket into the host's name",
}
OTHERS = (
    r"(?!s3\.).*|s3\.(iam-role|role-session-name|external-id|sts\..*|cross-region-access|storage-class|canned-acl"
    r"|streaming\..*|max-connections|connection-ttl|tcp-keep-alive|retry-mode|security-mapping\..*|auth-type"
    r"|http-proxy\.preemptive-basic-auth|use-web-identity-token-credentials-provider|signer-type)"
)


def write(writing: Writing) -> None:
    """Turn the file system on, and write who asks and the proxy."""
    said = writing.said
    writing.values = type(writing.values)({"fs.s3.enabled": "true", **writing.values})
    if said.get("skip_signature"):
        writing.put("ANONYMOUS", _AUTH)
    elif "web_identity_token_file" in said and "access_key_id" not in said:
        writing.put("WEB_IDENTITY", _AUTH)
    if said.get("unsigned_payload"):
        writing.put(_UNSIGNED, _SIGNER)
    if "proxy_url" in said:
        _write_proxy(writing, said["proxy_url"])


def _write_proxy(writing: Writing, url: str) -> None:
    proxy = proxy_of(url)
    parts = {_PROXY: proxy.address, f"{_PROXY}.username": proxy.user, f"{_PROXY}.password": proxy.password}
    if proxy.scheme not in ("http", "https"):
        writing.drop("proxy_url", "it knows proxies that are asked over HTTP only")
    elif any("${" in (part or "") for part in parts.values()):
        writing.drop("proxy_url", "it would take ${...} in it for a reference to another value")
    else:
        for name, part in parts.items():
            if part is not None:
                writing.put(part, name)
        if proxy.scheme == "https":
            writing.put("true", f"{_PROXY}.secure")


FORMS = {"properties": properties.write}


def parse(text: str, place: str) -> Table:
    """Read the properties of a catalog."""
    return without_references(properties.read(text, place))


def read(entries: Entries) -> Iterator[Reading]:
    """Read who asks, how bodies are signed, and the proxy."""
    for name, value, key in ((_AUTH, "ANONYMOUS", "skip_signature"), (_SIGNER, _UNSIGNED, "unsigned_payload")):
        entry = entries.get(name)
        if entry is not None and entry.value == value:
            yield Reading(key, True, entry)
    proxy = entries.get(_PROXY)
    if proxy is not None:
        scheme = "https" if str(entries.value(f"{_PROXY}.secure")).lower() == "true" else "http"
        user, password = entries.value(f"{_PROXY}.username"), entries.value(f"{_PROXY}.password")
        yield Reading("proxy_url", proxy_at(str(proxy.value), scheme=scheme, user=user, password=password), proxy)
