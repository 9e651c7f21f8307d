"""s3cmd: `~/.s3cfg`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from s3config.config.addresses import address_of
from s3config.families import aws_variables
from s3config.families.proxy_words import Proxy, proxy_of
from s3config.files import unreadable
from s3config.notations import ini
from s3config.providers import aws_host, match_host
from s3config.reading import Reading
from s3config.tables import Entry, Table
from s3config.vocabulary import COMMON, by, joint, no, word
from s3config.words import NOT, PATH, SAME, WHOLE_SECONDS, Codec, UnsayableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.reading import Entries
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "s3cmd"
VERSION = "2.4.0"
SOURCE = "https://s3tools.org/kb/item14.htm"
EXAMPLE = """
import subprocess
from pathlib import Path
from s3config import resolve, translate

Path("s3cfg").write_text(translate(resolve("s3://logs").config, "s3cmd").text)
subprocess.run(["s3cmd", "--config", "s3cfg", "ls", "s3://logs"])
"""
TRAPS = (
    "A value that begins with $ is read as the name of a variable; a secret that does becomes empty.",
    "host_bucket must be set with host_base; otherwise the bucket is looked for at AWS.",
    "A scheme in host_base is taken off and does not set use_https.",
    (
        "With access_token in the file s3cmd asks the machine's metadata service before each request, and where that "
        "answers signs with the machine's role instead."
    ),
    "AWS_* variables are read only where access_key is empty, and AWS_PROFILE only where there is no file.",
    "add_headers goes with uploads and new buckets only.",
)


def _text(value: str) -> str:
    """Write text that means itself there."""
    if value.startswith("$"):
        raise UnsayableError("it reads a value that begins with $ as the name of a variable")
    if value != value.strip():
        raise UnsayableError("it takes white space at the ends of a value off")
    return value


_TEXT = Codec(_text)
_LOCATIONS = {"US": "us-east-1", "EU": "eu-west-1"}
_REGION = Codec(_text, lambda value: _LOCATIONS.get(value, value))
_BUCKET = "%(bucket)s"
_STANDARD = "s3.amazonaws.com"
_PROXY_PORT = 3128
"""The port of a proxy where none is said."""
KEYS: dict[str, Support] = {
    **COMMON,
    "access_key_id": word("access_key", codec=_TEXT),
    "secret_access_key": word("secret_key", codec=_TEXT),
    "session_token": word("access_token", codec=_TEXT),
    "region": word("bucket_location", codec=_REGION),
    "endpoint": joint("host_base, host_bucket and use_https", "host_base", "host_bucket", "use_https"),
    "virtual_hosted_style_request": joint("host_bucket, with or without the bucket", "host_bucket"),
    "skip_signature": no("it signs every request"),
    "request_payer": word("requester_pays", codec=SAME),
    "unsigned_payload": no("it always signs the body"),
    "checksum_algorithm": no("it sends an MD5"),
    "request_checksum_calculation": by("it never adds one", without=("when_supported",)),
    "response_checksum_validation": by("it compares MD5 sums only", without=("when_supported",)),
    "disable_tagging": by("it never tags"),
    "disable_bulk_delete": no("it deletes many objects at once"),
    "server_side_encryption": joint("server_side_encryption, or kms_key", "server_side_encryption", "kms_key"),
    "sse_kms_key_id": joint("kms_key", "kms_key"),
    "web_identity_token_file": aws_variables.WEB_IDENTITY["web_identity_token_file"],
    "role_arn": aws_variables.WEB_IDENTITY["role_arn"],
    "profile": no("it reads profiles only where it has no file of its own"),
    "allow_http": by("use_https"),
    "allow_invalid_certificates": word("check_ssl_certificate", codec=NOT),
    "disable_system_certificates": by("ca_certs_file, which replaces them"),
    "root_certificate": word("ca_certs_file", codec=Codec(lambda value: _text(PATH.write(value)))),
    "connect_timeout": no("its one limit, socket_timeout, is that of read_timeout"),
    "timeout": no("it has no limit for a whole request"),
    "read_timeout": word("socket_timeout", codec=WHOLE_SECONDS),
    "pool_idle_timeout": word("connection_max_age", codec=WHOLE_SECONDS),
    "default_content_type": word("default_mime_type", codec=_TEXT),
    "default_headers": no("it adds headers to uploads only"),
    "http1_only": by("it speaks nothing else"),
    "proxy_url": joint("proxy_host and proxy_port", "proxy_host", "proxy_port"),
    "max_retries": word("max_retries", codec=SAME),
}
GUESSED = {"virtual_hosted_style_request": "s3cmd looks for the bucket at AWS where host_bucket is not set"}
OTHERS = (
    r"add_encoding_exts|cache_file|cloudfront_host|check_ssl_hostname|connection_pooling|content_disposition"
    r"|content_type|delay_updates|delete_\w+|dry_run|enable|enable_multipart|encoding|encrypt|expiry_\w+"
    r"|follow_symlinks|force|get_continue|gpg_\w+|guess_mime_type|human_readable_sizes|invalidate_\w+|keep_dirs|limit"
    r"|limitrate|list_\w+|log_target_prefix|long_listing|max_delete|mime_type|multipart_\w+|preserve_attrs"
    r"|progress_meter|public_url_use_https|put_continue|recursive|recv_chunk|reduced_redundancy|restore_\w+|send_chunk"
    r"|signurl_use_https|simpledb_host|skip_\w+|ssl_client_\w+_file|stats|stop_on_error|storage_class|throttle_max"
    r"|upload_id|urlencoding_mode|use_http_expect|use_mime_magic|verbosity|website_\w+|acl_public"
)
"""Source: `s3cmd --dump-config`."""
_PAIR = {"access_key_id": "access_key", "secret_access_key": "secret_key", "session_token": "access_token"}


def write(writing: Writing) -> None:
    """Write the hosts, the encryption and the proxy, and drop a pair of which a half cannot be said."""
    _write_hosts(writing)
    _write_encryption(writing)
    if "proxy_url" in writing.said:
        proxy = proxy_of(writing.said["proxy_url"])
        if proxy.scheme != "http" or proxy.user is not None:
            writing.drop("proxy_url", "it takes http:// proxies only, without a user")
        else:
            writing.put(proxy.host, "proxy_host")
            writing.put(proxy.port or 80, "proxy_port")
    broken = [key for key in _PAIR if key in writing.dropped]
    for key in _PAIR if broken else ():
        if writing.values.pop(_PAIR[key], None) is not None:
            writing.drop(key, f"{broken[0]} cannot be said")
    if "access_token" in writing.values:
        writing.warn("where the machine has a role, s3cmd signs with that role and not with a token from its file")
    options = writing.config.client_options
    if options.disable_system_certificates and options.root_certificate is None:
        writing.drop("disable_system_certificates", "only a certificate of one's own replaces them")


def _write_hosts(writing: Writing) -> None:
    config = writing.config
    if config.endpoint is None:
        if "virtual_hosted_style_request" not in writing.said:
            return
        host = aws_host(config.region, fips=False, dualstack=False)
    else:
        address = address_of(config.endpoint)
        scheme, _, host = config.endpoint.partition("://")
        if "/" in host:
            writing.drop("endpoint", "it takes no path behind the host")
            return
        if address.host.startswith("["):
            writing.drop("endpoint", "it takes no IPv6 address")
            return
        writing.put(scheme == "https", "use_https")
    writing.put(host, "host_base")
    writing.put(f"{_BUCKET}.{host}" if config.virtual_hosted_style_request else host, "host_bucket")


def _write_encryption(writing: Writing) -> None:
    kind, key = writing.config.server_side_encryption, writing.config.sse_kms_key_id
    if kind == "AES256":
        writing.put(True, "server_side_encryption")
    elif kind == "aws:kms" and key is not None:
        writing.put(key, "kms_key")
    elif kind is not None:
        why = "it needs the id of a KMS key" if kind == "aws:kms" else f"{kind} is not known there"
        writing.drop("server_side_encryption", why)
        if key is not None:
            writing.drop("sse_kms_key_id", why)


def write_config(values: Mapping[str, Any]) -> str:
    """Write the file."""
    return "[default]\n" + "".join(f"{name} = {_quoted(str(value))}\n" for name, value in values.items())


def _quoted(value: str) -> str:
    """Quote what s3cmd would take for quoted; it takes off the outermost quotes only."""
    return f'"{value}"' if re.fullmatch(r'".*"', value) else value


FORMS = {"config": write_config}


_ON, _OFF = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})


def parse(text: str, place: str) -> Table:
    """Read the file; s3cmd takes all of its sections for one, and an empty value for none."""
    found: dict[str, Entry] = {}
    for _, name, written, origin in ini.read(text, place, comments="#"):
        value = written.strip()
        if re.fullmatch(r'".*"', value):
            value = value[1:-1].strip()
        if not value or (name == "signature_v2" and value.lower() in _OFF):
            continue  # as in every file that s3cmd makes
        if value.startswith("$"):
            message = "s3cmd reads a value that begins with $ as the name of a variable"
            raise unreadable(place, message, "write the value itself", origin.line, origin.column)
        found[name] = Entry(name, value, origin)
    if not found and not ini.has_section(text):
        raise unreadable(place, "there is nothing of s3cmd in it", "write word = value", 1, 1)
    return Table(found.values())


def read(entries: Entries) -> Iterator[Reading]:
    """Read the hosts, the encryption and the proxy; empty values say nothing."""
    yield from _read_hosts(entries)
    kind, key = entries.get("server_side_encryption"), entries.get("kms_key")
    if key is not None and key.value:
        yield Reading("server_side_encryption", "aws:kms", key)
        yield Reading("sse_kms_key_id", key.value, key)
    elif kind is not None and _is_on(kind):
        yield Reading("server_side_encryption", "AES256", kind)
    proxy = entries.get("proxy_host")
    if proxy is not None and proxy.value:
        port = entries.value("proxy_port") or _PROXY_PORT
        url = f"http://{proxy.value}:{port}"
        yield Reading("proxy_url", Proxy("http", proxy.value, int(port)).url if str(port).isdigit() else url, proxy)


def _read_hosts(entries: Entries) -> Iterator[Reading]:
    base, secure = entries.get("host_base"), entries.get("use_https")
    scheme = "https" if secure is None or _is_on(secure) else "http"
    host = re.sub(r"\Ahttps?://", "", str(base.value)) if base is not None and base.value else _STANDARD
    known = match_host(host)
    if base is not None and base.value:
        if known is None or known.kind != "standard" or scheme == "http":
            yield Reading("endpoint", f"{scheme}://{host}", base)
            if scheme == "http":
                yield Reading("allow_http", True, base)
        elif known.region is not None and "bucket_location" not in entries:
            yield Reading("region", known.region, base)
    bucket = entries.get("host_bucket")
    if bucket is not None:
        yield Reading("virtual_hosted_style_request", _BUCKET in str(bucket.value), bucket)
    elif base is not None and base.value and host != _STANDARD:
        yield Reading("virtual_hosted_style_request", True, base)


def _is_on(entry: Entry) -> bool:
    return str(entry.value).lower() in _ON
