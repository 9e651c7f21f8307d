"""ClickHouse: the table function `s3` with its settings."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from s3config.config.addresses import host_of, service_root
from s3config.errors import ConfigError
from s3config.notations import clickhouse_sql
from s3config.notations.sql import BACKSLASHED, literal
from s3config.providers import aws_host, match_host
from s3config.reading import Reading
from s3config.redaction import is_masked
from s3config.vocabulary import COMMON, by, joint, no, variable, word
from s3config.words import FLAG, MILLISECONDS, PATH, SAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.config import StoreConfig
    from s3config.reading import Entries
    from s3config.tables import Entry
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "ClickHouse"
VERSION = "26.9.2.1, as chDB 4.4.0"
SOURCE = "https://clickhouse.com/docs/sql-reference/table-functions/s3"
EXAMPLE = """
import chdb
from s3config import resolve, translate

print(chdb.query(translate(resolve("s3://logs").config, "clickhouse").text, "PrettyCompact"))
"""
TRAPS = (
    "The URL holds endpoint, bucket and key; a path in front of the bucket is taken for the bucket.",
    "Without keys and without NOSIGN it signs with the keys of the environment, of a profile or of the machine.",
    "It signs for us-east-1 wherever the host is not AWS's; region = '...' is ignored without a word.",
    "It tries a request 500 times more unless s3_retry_attempts says otherwise.",
    "Unknown arguments (name = value) are ignored; unknown SETTINGS are an error.",
    "headers(...) go with reads, too: AWS refuses GET with x-amz-server-side-encryption, so use it with INSERT only.",
)
_SETTINGS = "settings"
_HEADERS = "headers"
_PAYER = "x-amz-request-payer"
_SSE = "x-amz-server-side-encryption"
_CUSTOMER = f"{_SSE}-customer"
_ENCRYPTION = {
    "server_side_encryption": _SSE,
    "sse_kms_key_id": f"{_SSE}-aws-kms-key-id",
    "sse_bucket_key_enabled": f"{_SSE}-bucket-key-enabled",
    "sse_customer_key_base64": f"{_CUSTOMER}-key",
}
_HOST = r"(?:s3express[a-z0-9-]+|s3|cos|obs|oss-data-acc|oss|eos)[.-][a-z0-9.:-]+"
"""Hosts in front of which ClickHouse sees a bucket: `URI.cpp`, virtual_hosted_style_pattern."""


def _header(name: str) -> Support:
    return joint(f"{_HEADERS}('{name}' = ...)", f"{_HEADERS}.{name}")


KEYS: dict[str, Support] = {
    **COMMON,
    "access_key_id": word("access_key_id", codec=SAME),
    "secret_access_key": word("secret_access_key", codec=SAME),
    "session_token": word("session_token", codec=SAME),
    "bucket": joint("the URL", "url"),
    "region": joint("the URL, at AWS", "url"),
    "endpoint": joint("the URL", "url"),
    "virtual_hosted_style_request": joint("the URL", "url"),
    "skip_signature": word("no_sign_request", codec=SAME),
    "request_payer": _header(_PAYER),
    "unsigned_payload": no("it signs every payload"),
    "checksum_algorithm": word(_SETTINGS, "s3_upload_checksum_algorithm", without=("CRC64NVME",)),
    "request_checksum_calculation": by("it sends Content-MD5 instead", without=("when_supported",)),
    "disable_tagging": by("it never tags"),
    **{key: _header(name) for key, name in _ENCRYPTION.items()},
    "web_identity_token_file": variable("AWS_WEB_IDENTITY_TOKEN_FILE"),
    "role_arn": variable("AWS_ROLE_ARN"),
    "role_session_name": variable("AWS_ROLE_SESSION_NAME"),
    "ec2_metadata_disabled": variable("AWS_EC2_METADATA_DISABLED", FLAG),
    "profile": variable("AWS_PROFILE"),
    "allow_http": by("the scheme of the URL"),
    "root_certificate": variable("SSL_CERT_FILE", PATH),
    "connect_timeout": word(_SETTINGS, "s3_connect_timeout_ms", codec=MILLISECONDS),
    "read_timeout": word(_SETTINGS, "s3_request_timeout_ms", codec=MILLISECONDS),
    "timeout": no("it has no limit for a whole request"),
    "default_headers": joint(f"{_HEADERS}(...)", _HEADERS),
    "user_agent": no("most of its requests say ClickHouse"),
    "http1_only": by("it speaks nothing else"),
    "max_retries": word(_SETTINGS, "s3_retry_attempts", codec=SAME),
}
OTHERS = rf"{_HEADERS}\..*|{_SETTINGS}\..*|format|structure|compression(_method)?|partition_strategy"


def fetches_profile(_config: StoreConfig, _kind: str) -> bool:
    """It sends nothing signed with a profile that needs a process or a role to assume."""
    return False


def write(writing: Writing) -> None:
    """Write the URL of the bucket, and the headers."""
    said = writing.said
    _write_url(writing)
    if "s3_request_timeout_ms" in writing.values.get(_SETTINGS, {}):
        writing.put(0, _SETTINGS, "s3_use_adaptive_timeouts")  # which would make the first tries less patient
    headers = dict(said.get("default_headers", {}))
    ours = [name for name in headers if name.lower() in (_PAYER, "user-agent") or name.lower().startswith(_SSE)]
    if ours:
        writing.drop("default_headers", "other keys say some of them, or ClickHouse sends its own")
        headers = {}
    if said.get("request_payer"):
        headers[_PAYER] = "requester"
    headers.update(_encryption(said))
    if any(name.startswith(_SSE) and not name.startswith(_CUSTOMER) for name in headers):
        writing.warn("use this with INSERT only: the headers for encryption go with reads, too, and AWS refuses them")
    for name, value in headers.items():
        writing.put(value, _HEADERS, name)


def _encryption(said: Mapping[str, Any]) -> dict[str, str]:
    headers = {name: str(said[key]) for key, name in _ENCRYPTION.items() if key in said}
    if headers.get(_SSE) == "sse-c":
        del headers[_SSE]
        headers[f"{_CUSTOMER}-algorithm"] = "AES256"
        key = headers.get(f"{_CUSTOMER}-key", "")
        if key and not is_masked(key):
            digest = hashlib.md5(base64.b64decode(key), usedforsecurity=False).digest()
            headers[f"{_CUSTOMER}-key-MD5"] = base64.b64encode(digest).decode()
    bucket_key = headers.get(_ENCRYPTION["sse_bucket_key_enabled"])
    if bucket_key is not None:
        headers[_ENCRYPTION["sse_bucket_key_enabled"]] = bucket_key.lower()
    return headers


def _write_url(writing: Writing) -> None:
    config, said = writing.config, writing.said
    root = config.endpoint or f"https://{_aws_host(writing)}"
    scheme, _, rest = root.partition("://")
    host, _, path = rest.partition("/")
    why = "the URL must hold a bucket, and none is given" if config.bucket is None else ""
    why = why or ("" if re.fullmatch(r"[A-Za-z0-9._-]+", str(config.bucket)) else "the URL cannot hold such a bucket")
    why = why or ("it takes a path in front of the bucket for the bucket" if path else "")
    if why:
        for key in ("bucket", "region", "endpoint", "virtual_hosted_style_request"):
            if key in said:
                writing.drop(key, why)
        return
    if config.endpoint is not None and "region" in said and config.region not in ("us-east-1", _region_of(host)):
        writing.drop("region", "it signs for us-east-1 wherever the host is not AWS's")
    in_host = config.virtual_hosted_style_request and re.fullmatch(_HOST, host)
    if config.virtual_hosted_style_request and not in_host:
        writing.drop("virtual_hosted_style_request", "it sees a bucket only in front of hosts such as s3.example.com")
    writing.put(f"{scheme}://{config.bucket}.{host}/" if in_host else f"{root}/{config.bucket}/", "url")
    if not in_host and re.fullmatch(rf".+\.{_HOST}", host):
        writing.put("path", _SETTINGS, "s3_uri_style")  # or the first label would be taken for the bucket


def _aws_host(writing: Writing) -> str:
    region = writing.config.region
    host = aws_host(region, fips=False, dualstack=False)
    if _region_of(host) == region:
        return host
    if writing.config.endpoint is None:
        writing.drop("region", "there is no such region at AWS")
    return "s3.amazonaws.com"


def _region_of(host: str) -> str | None:
    match = match_host(host)
    return match.region if match is not None and match.provider.id == "aws" else None


def write_function(values: Mapping[str, Any]) -> str:
    """Write a query of all that is in the bucket; format and structure may follow the keys.

    Raises:
        ConfigError: There is no URL.
    """
    if "url" not in values:
        raise ConfigError("ClickHouse needs a URL with the bucket: give bucket=")
    arguments = [literal(f"{values['url']}**", BACKSLASHED)]
    if values.get("no_sign_request"):
        arguments.append("NOSIGN")
    else:
        names = ("access_key_id", "secret_access_key", "session_token")
        arguments += [literal(values[name], BACKSLASHED) for name in names if name in values]
    headers = [f"{literal(name, BACKSLASHED)} = {literal(value, BACKSLASHED)}"
               for name, value in values.get(_HEADERS, {}).items()]  # fmt: skip
    arguments += [f"{_HEADERS}({', '.join(headers)})"] if headers else []
    settings = [f"{name} = {literal(value, BACKSLASHED)}" for name, value in values.get(_SETTINGS, {}).items()]
    after = f"\nSETTINGS {', '.join(settings)}" if settings else ""
    return "SELECT *\nFROM s3(\n    " + ",\n    ".join(arguments) + f"\n){after};\n"


FORMS = {"function": write_function}
parse = clickhouse_sql.read


def read(entries: Entries) -> Iterator[Reading]:
    """Read the URL and the headers."""
    url = entries.get("url")
    if url is not None:
        yield from _read_url(url, is_path=entries.value(f"{_SETTINGS}.s3_uri_style") == "path")
    headers = {name.partition(".")[2]: entry for name, entry in entries.items() if name.startswith(f"{_HEADERS}.")}
    rest = {}
    keys = {name: key for key, name in _ENCRYPTION.items()}
    for name, entry in headers.items():
        lower = name.lower()
        if lower in keys:
            yield Reading(keys[lower], entry.value, entry)
        elif lower == _PAYER:
            yield Reading("request_payer", entry.value, entry)
        elif lower == f"{_CUSTOMER}-algorithm":
            yield Reading("server_side_encryption", "sse-c", entry)
        elif lower != f"{_CUSTOMER}-key-md5":
            rest[name] = entry
    if rest:
        yield Reading("default_headers", {name: entry.value for name, entry in rest.items()}, next(iter(rest.values())))


def _read_url(entry: Entry, *, is_path: bool) -> Iterator[Reading]:
    text = str(entry.value)
    try:
        parts = urlsplit(text)
        host = host_of(parts)
        parts.port  # noqa: B018 (which cannot be read in some)
    except ValueError:
        yield Reading("endpoint", text, entry)
        return
    in_host = None if is_path else re.fullmatch(rf"(.+)\.({_HOST})", host)
    bucket, root = in_host.groups() if in_host else (parts.path.removeprefix("/").partition("/")[0], host)
    known = match_host(root)
    if _region_of(root) is not None:
        yield Reading("region", _region_of(root), entry)
    if known is None or known.kind != "standard":
        yield Reading("endpoint", service_root(parts, root, ""), entry)
    if bucket and not set("*?{") & set(bucket):
        yield Reading("bucket", bucket, entry)
    if in_host:
        yield Reading("virtual_hosted_style_request", True, entry)
