"""rclone: a remote of type `s3`, in `rclone.conf`, in the environment, or in a connection string."""

from __future__ import annotations

import base64
import csv
import re
from typing import TYPE_CHECKING, Any

from s3config.config.addresses import address_of
from s3config.families import aws_variables
from s3config.notations import rclone_remotes
from s3config.notations.rclone_remotes import OVER
from s3config.providers import match_host
from s3config.reading import Reading
from s3config.vocabulary import COMMON, by, joint, no, variable, word
from s3config.words import FLAG, NOT_FLAG, PATH, Codec, UnsayableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from s3config.config import StoreConfig
    from s3config.reading import Entries
    from s3config.tables import Entry, Table
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "rclone"
VERSION = "1.75.2"
SOURCE = "https://rclone.org/s3/"
EXAMPLE = """
import subprocess
from pathlib import Path
from s3config import resolve, translate

remote = translate(resolve("s3://logs").config, "rclone").text
Path("rclone.conf").write_text(remote)
subprocess.run(["rclone", "--config", "rclone.conf", "ls", "s3:logs"])
"""
TRAPS = (
    "A remote without keys and without env_auth = true is anonymous; AWS_* variables and profile then have no effect.",
    "Words and providers that rclone does not know are ignored without a word.",
    (
        "force_path_style = true has no effect with provider = AWS, GCS, Wasabi, DigitalOcean and most others; "
        "with Other it has."
    ),
    "sse_customer_key_base64 has no effect without sse_customer_algorithm.",
    "rclone creates a bucket that it does not see, unless no_check_bucket = true.",
    "In rclone.conf %(name)s is replaced wherever it stands; a secret that holds it fits only the other forms.",
)
_TRUE, _FALSE = frozenset({"1", "t", "true"}), frozenset({"0", "f", "false"})
_VERSION_2 = "other-v2-signature"
"""A region that asks for signatures of version 2."""


def _flag(text: Any) -> Any:  # noqa: ANN401 (any value)
    """Read a flag as rclone does; what is none is left to be complained of."""
    small = str(text).lower()
    return small in _TRUE if small in _TRUE | _FALSE else text


def _inverted(text: Any) -> Any:  # noqa: ANN401
    flag = _flag(text)
    return not flag if isinstance(flag, bool) else NOT_FLAG.read(text)


def _with_scheme(text: Any) -> Any:  # noqa: ANN401
    return f"https://{text}" if isinstance(text, str) and text and "://" not in text else text


def _duration(time: timedelta) -> str:
    return f"{time.total_seconds():.6f}".rstrip("0").rstrip(".") + "s"


def _time(text: Any) -> Any:  # noqa: ANN401
    """Read a duration; a bare number is one of seconds."""
    return f"{text}s" if re.fullmatch(r"[0-9.]+", str(text)) else text


def _file(certificate: str) -> str:
    """Write one path where several may stand, separated by commas."""
    path: str = PATH.write(certificate)
    return '"' + path.replace('"', '""') + '"' if set(path) & set(',"') or path != path.strip() else path


def _one_file(text: Any) -> Any:  # noqa: ANN401
    row = next(csv.reader([text], strict=False), []) if isinstance(text, str) else []
    return row[0] if len(row) == 1 else text


def _header(headers: dict[str, str]) -> str:
    if len(headers) > 1:
        raise UnsayableError("the environment holds one header only; say each with --header")
    ((name, value),) = headers.items()
    if name.lower().startswith("x-amz-"):
        raise UnsayableError("it does not sign headers, and S3 refuses x-amz- headers that are not signed")
    if not value.isascii():
        raise UnsayableError("it sends text that is not ASCII in UTF-8")
    return f"{name}: {value}"


_FLAG = Codec(FLAG.write, _flag)
_TIME = Codec(_duration, _time)
_CHECKSUMS = "use_data_integrity_protections"
KEYS: dict[str, Support] = {
    **COMMON,
    "access_key_id": word("access_key_id"),
    "secret_access_key": word("secret_access_key"),
    "session_token": word("session_token"),
    "region": joint("region", "region"),
    "endpoint": joint("endpoint", "endpoint"),
    "use_dualstack_endpoint": joint("use_dual_stack", "use_dual_stack"),
    "virtual_hosted_style_request": word("force_path_style", codec=Codec(NOT_FLAG.write, _inverted)),
    "s3_express": word("directory_bucket", codec=_FLAG),
    "skip_signature": joint("no keys, and env_auth = false", "env_auth"),
    "request_payer": word("requester_pays", codec=_FLAG),
    "unsigned_payload": joint("use_unsigned_payload", "use_unsigned_payload"),
    "checksum_algorithm": no("it sends an MD5"),
    "request_checksum_calculation": joint(f"{_CHECKSUMS}, for requests and answers together", _CHECKSUMS),
    "response_checksum_validation": joint(f"{_CHECKSUMS}, for requests and answers together", _CHECKSUMS),
    "disable_tagging": by("it never tags"),
    "server_side_encryption": joint(
        "server_side_encryption, or sse_customer_algorithm", "server_side_encryption", "sse_customer_algorithm"
    ),
    "sse_kms_key_id": word("sse_kms_key_id"),
    "sse_customer_key_base64": joint(
        "sse_customer_key_base64, with sse_customer_algorithm", "sse_customer_key_base64", "sse_customer_key"
    ),
    **aws_variables.WEB_IDENTITY,
    **aws_variables.SERVICES,
    "profile": word("profile"),
    "allow_http": by("the scheme of the endpoint"),
    "allow_invalid_certificates": word(f"{OVER}no_check_certificate", codec=_FLAG),
    "disable_system_certificates": by(f"{OVER}ca_cert, which replaces them"),
    "root_certificate": word(f"{OVER}ca_cert", codec=Codec(_file, _one_file)),
    "connect_timeout": word(f"{OVER}contimeout", codec=_TIME),
    "timeout": no("it has no limit for a whole request"),
    "read_timeout": word(f"{OVER}timeout", codec=_TIME),
    "default_headers": variable("RCLONE_HEADER", Codec(_header)),
    "http1_only": word("disable_http2", codec=_FLAG),
    "proxy_url": word(f"{OVER}http_proxy"),
    "proxy_excludes": no("it sends all requests to a proxy that is its own"),
    "user_agent": word(f"{OVER}user_agent"),
    "max_retries": no("it counts tries, and those of its library multiply them: see --low-level-retries"),
}
GUESSED: dict[str, str] = {}
OTHERS = (
    r"type|description|provider|location_constraint|acl|storage_class|bucket_object_lock_enabled|bucket_acl"
    r"|sse_customer_key_md5|upload_cutoff|chunk_size|max_upload_parts|copy_cutoff|disable_checksum|upload_concurrency"
    r"|leave_parts_on_error|list_\w+|no_check_bucket|no_head|no_head_object|encoding|download_url|directory_markers"
    r"|use_multipart_etag|use_presigned_request|versions|version_at|version_deleted|decompress|might_gzip"
    r"|use_accept_encoding_gzip|no_system_metadata|use_already_exists|use_multipart_uploads|use_x_id|use_arn_region"
    r"|sign_accept_encoding|sdk_log_mode|object_lock_\w+|bypass_governance_retention|memory_pool_\w+"
    r"|(override|global)\..*"
)
"""Source: `rclone help backend s3` of rclone 1.75, and what older versions had."""
_NAMES = {
    "aws": "AWS", "cloudflare-r2": "Cloudflare", "google": "GCS", "wasabi": "Wasabi", "digitalocean": "DigitalOcean",
    "scaleway": "Scaleway", "ovh": "OVHcloud", "hetzner": "Hetzner", "linode": "Linode", "alibaba-oss": "Alibaba",
    "tencent-cos": "TencentCOS", "huawei-obs": "HuaweiOBS", "ibm-cos": "IBMCOS", "storj": "Storj",
}  # fmt: skip
"""How rclone calls the providers whose quirks it knows."""
_TAKE_PATHS = frozenset({"Cloudflare", "IBMCOS", "Other"})
"""Those of them with which it obeys `force_path_style = true`; measured."""


def write(writing: Writing) -> None:
    """Write what words say together, with the type and the provider above."""
    config, said = writing.config, writing.said
    words = dict(writing.values)
    writing.values.clear()
    writing.values.update({"type": "s3", "provider": _provider(writing)}, **words)
    for key in ("region", "sse_customer_key_base64"):
        if key in said:
            writing.put(said[key], key)
    is_plain = "endpoint" not in config.model_fields_set
    if config.use_dualstack_endpoint and is_plain and not config.use_fips_endpoint and _provider_id(config) == "aws":
        writing.put("true", "use_dual_stack")  # with an endpoint beside it the SDK refuses to start
    elif config.endpoint is not None:
        writing.put(config.endpoint, "endpoint")
    if config.server_side_encryption == "sse-c":
        writing.put("AES256", "sse_customer_algorithm")
    elif config.server_side_encryption is not None:
        writing.put(config.server_side_encryption, "server_side_encryption")
    _write_identity(writing)
    _write_checksums(writing)
    if config.client_options.disable_system_certificates and config.client_options.root_certificate is None:
        writing.drop("disable_system_certificates", "only a certificate of one's own replaces them")


def _provider_id(config: StoreConfig) -> str | None:
    if config.endpoint is None:
        return "aws"
    known = match_host(address_of(config.endpoint).host)
    return None if known is None else known.provider.id


def _provider(writing: Writing) -> str:
    config = writing.config
    name = _NAMES.get(_provider_id(config) or "", "Other")
    in_path = "virtual_hosted_style_request" in writing.said and not config.virtual_hosted_style_request
    if name in _TAKE_PATHS or not (in_path or "." in (config.bucket or "")):
        return name
    writing.warn(f"provider = Other is written, for with {name} rclone always puts the bucket into the host's name")
    return "Other"


def _write_identity(writing: Writing) -> None:
    """Say where keys come from; without a word rclone signs nothing where it has none."""
    config = writing.config
    if config.skip_signature:
        writing.put("false", "env_auth")
    elif config.access_key_id is None:
        writing.put("true", "env_auth")
        if not _has_identity(config):
            writing.warn("env_auth = true is written, too: without it rclone signs nothing")


def _has_identity(config: StoreConfig) -> bool:
    keys = (
        "profile",
        "web_identity_token_file",
        "container_credentials_relative_uri",
        "container_credentials_full_uri",
    )
    return any(getattr(config, key) is not None for key in keys)


def _write_checksums(writing: Writing) -> None:
    config = writing.config
    if "unsigned_payload" in writing.said:
        writing.put(FLAG.write(config.unsigned_payload), "use_unsigned_payload")
        if not config.unsigned_payload and str(config.endpoint).startswith("http://"):
            writing.warn("rclone cannot sign the body of a stream, such as that of rcat, that goes to http://")
    request, response = config.request_checksum_calculation, config.response_checksum_validation
    if request is not None and response is not None and request != response:
        writing.drop("response_checksum_validation", "it has one word for requests and answers")
    if request is not None or response is not None:
        writing.put(FLAG.write((request or response) == "when_supported"), _CHECKSUMS)


def read(entries: Entries) -> Iterator[Reading]:
    """Read the words that say several keys, and those that may say nothing."""
    for name in ("region", "endpoint", "use_unsigned_payload", "use_dual_stack", _CHECKSUMS):
        if entries.value(name) not in (None, "", "unset", _VERSION_2):
            yield from _reading(entries[name])
    if "endpoint" in entries and str(entries.value("endpoint")).startswith("http://"):
        yield Reading("allow_http", True, entries["endpoint"])
    if _flag(entries.value("env_auth")) is not True and not entries.value("access_key_id"):
        first = next((entries[name] for name in ("env_auth", "type") if name in entries), None)
        if first is not None:
            yield Reading("skip_signature", True, first)
    yield from _read_encryption(entries)


def _reading(entry: Entry) -> Iterator[Reading]:
    flag = _flag(entry.value)
    match entry.word:
        case "endpoint":
            yield Reading("endpoint", _with_scheme(entry.value), entry)
        case "use_unsigned_payload":
            yield Reading("unsigned_payload", flag, entry)
        case "use_dual_stack":
            yield Reading("use_dualstack_endpoint", flag, entry)
        case "use_data_integrity_protections":
            mode = {True: "when_supported", False: "when_required"}.get(flag, entry.value)
            yield Reading("request_checksum_calculation", mode, entry)
            yield Reading("response_checksum_validation", mode, entry)
        case key:
            yield Reading(key, entry.value, entry)


def _read_encryption(entries: Entries) -> Iterator[Reading]:
    own = entries.get("sse_customer_algorithm")
    kind = entries.get("server_side_encryption")
    if own is not None and own.value:
        yield Reading("server_side_encryption", "sse-c", own)
    elif kind is not None and kind.value:
        yield Reading("server_side_encryption", kind.value, kind)
    for name in ("sse_customer_key_base64", "sse_customer_key"):
        key = entries.get(name)
        if key is not None and key.value:
            raw = name == "sse_customer_key" and isinstance(key.value, str)
            value = base64.b64encode(key.value.encode()).decode() if raw else key.value
            yield Reading("sse_customer_key_base64", value, key)


FORMS = {
    "config": rclone_remotes.write_config,
    "environment": rclone_remotes.write_environment,
    "connection string": rclone_remotes.write_connection,
}
_GLOBAL = tuple(s.word.name for s in KEYS.values() if s.word is not None and s.word.name.startswith(OVER))


PART = ("remote of type s3", "remotes of type s3")


def parts(text: str, place: str) -> dict[str, Table]:
    """Read the remotes of type `s3`, in any form."""
    return rclone_remotes.read(text, place, _GLOBAL)
