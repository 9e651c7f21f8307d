"""s3fs, and fsspec's `storage_options` for `s3://`: pandas, dask, xarray, zarr and others hand them on."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from s3config.families import botocore_words
from s3config.families.aws_variables import IDENTITY
from s3config.notations import literal
from s3config.reading import Reading
from s3config.redaction import is_masked
from s3config.tables import Table
from s3config.vocabulary import COMMON, by, joint, no, variable, word
from s3config.words import SAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.reading import Entries
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "s3fs"
VERSION = "2026.9.0 (aiobotocore 3.10.0, botocore 1.43.117)"
SOURCE = "https://s3fs.readthedocs.io/en/latest/api.html#s3fs.core.S3FileSystem"
EXAMPLE = """
import pandas as pd
import s3fs
from s3config import resolve

options = resolve("s3://logs").to("s3fs")
files = s3fs.S3FileSystem(**options)
frame = pd.read_parquet("s3://logs/a.parquet", storage_options=options)
"""
TRAPS = (
    "A wrong word is an error at the first request only, and not where the file system is made.",
    "region and region_name at the top level are errors; the region belongs into client_kwargs.",
    "endpoint_url at the top level and another one in client_kwargs are an error.",
    "Its own limits are 5 s to connect and 15 s to read; botocore's are 60 s.",
    "to_json() and repr of storage_options show the secret.",
    "Its releases pin botocore; a resolver that finds no way falls back to s3fs 0.4.2 without a word.",
)
_MORE = "s3_additional_kwargs"


def _config(path: str) -> Support:
    return joint(f"config_kwargs.{path}", f"config_kwargs.{path}")


KEYS: dict[str, Support] = {
    **COMMON,
    **IDENTITY,
    "access_key_id": word("key", codec=SAME, also=("username",)),
    "secret_access_key": word("secret", codec=SAME, also=("password",)),
    "session_token": word("token", codec=SAME),
    "credential_provider": no("it takes a session of aiobotocore, and no object of another kind"),
    "region": word("client_kwargs", "region_name"),
    "endpoint": word("endpoint_url", also=("client_kwargs.endpoint_url",)),
    "ignore_configured_endpoint_urls": _config("ignore_configured_endpoint_urls"),
    "use_fips_endpoint": joint("endpoint_url", "config_kwargs.use_fips_endpoint"),
    "use_dualstack_endpoint": joint("endpoint_url", "config_kwargs.use_dualstack_endpoint"),
    "virtual_hosted_style_request": _config("s3.addressing_style"),
    "s3_express": by("it knows from the bucket's name"),
    "skip_signature": word("anon", codec=SAME),
    "request_payer": word("requester_pays", codec=SAME),
    "unsigned_payload": _config("s3.payload_signing_enabled"),
    "checksum_algorithm": word(_MORE, "ChecksumAlgorithm"),
    "request_checksum_calculation": _config("request_checksum_calculation"),
    "response_checksum_validation": _config("response_checksum_validation"),
    "conditional_put": by("an argument of each call", without=("dynamo",)),
    "copy_if_not_exists": no("a copy is unconditional"),
    "disable_tagging": by("it never tags"),
    "disable_bulk_delete": no("it always deletes many objects at once"),
    "server_side_encryption": joint(
        f"{_MORE}.ServerSideEncryption, or SSECustomerAlgorithm",
        f"{_MORE}.ServerSideEncryption",
        f"{_MORE}.SSECustomerAlgorithm",
    ),
    "sse_kms_key_id": word(_MORE, "SSEKMSKeyId"),
    "sse_bucket_key_enabled": word(_MORE, "BucketKeyEnabled", codec=SAME),
    "sse_customer_key_base64": joint(f"{_MORE}.SSECustomerKey, as bytes", f"{_MORE}.SSECustomerKey"),
    "default_content_type": word(_MORE, "ContentType"),
    "profile": word("profile"),
    "allow_http": by("the scheme of endpoint_url"),
    "allow_invalid_certificates": joint("client_kwargs.verify, false", "client_kwargs.verify"),
    "disable_system_certificates": by("client_kwargs.verify, which replaces them"),
    "root_certificate": joint("client_kwargs.verify, the path of a file", "client_kwargs.verify"),
    "connect_timeout": _config("connect_timeout"),
    "timeout": no("it has no limit for a whole request"),
    "read_timeout": _config("read_timeout"),
    "pool_idle_timeout": no("it keeps idle connections until the server closes them"),
    "pool_max_idle_per_host": joint(
        "config_kwargs.max_pool_connections", "config_kwargs.max_pool_connections", without=("0",)
    ),
    "default_headers": no("it has no headers for all requests"),
    "http1_only": by("it speaks nothing else"),
    "proxy_url": joint("config_kwargs.proxies", "config_kwargs.proxies.http", "config_kwargs.proxies.https"),
    "proxy_ca_certificate": _config("proxies_config.proxy_ca_bundle"),
    "proxy_excludes": variable("NO_PROXY"),
    "randomize_addresses": by("it takes the addresses of a host as they come", without=("True",)),
    "user_agent": _config("user_agent"),
    "max_retries": _config("retries.max_attempts"),
}
GUESSED = {
    "region": "s3fs reads AWS_DEFAULT_REGION and not AWS_REGION",
    "virtual_hosted_style_request": "s3fs chooses the style by the host and the bucket's name",
}
OTHERS = (
    rf"config_kwargs\.({botocore_words.OTHERS})|use_ssl|client_kwargs\.(use_ssl|api_version|aws_account_id|verify)"
    r"|default_(block_size|fill_cache|cache_type)|version_aware|cache_regions|asynchronous|loop|session"
    r"|max_concurrency|fixed_upload_size|use_listings_cache|listings_expiry_time|max_paths|skip_instance_cache"
    r"|protocol|target_.*|s3_additional_kwargs\.(ACL|StorageClass|Tagging|CacheControl|Metadata.*)"
)


def write(writing: Writing) -> None:
    """Write what goes into `client_kwargs`, `config_kwargs` and `s3_additional_kwargs`."""
    config, said = writing.config, writing.said
    botocore_words.write_verify(writing, "client_kwargs", "verify")
    words = {**botocore_words.request_words(config, writing.said), **botocore_words.transport_words(said)}
    for name, value in words.items():
        writing.put(value, "config_kwargs", name)
    botocore_words.warn_of_checksums(writing)
    if config.server_side_encryption == "sse-c":
        writing.put("AES256", _MORE, "SSECustomerAlgorithm")
    elif config.server_side_encryption is not None:
        writing.put(config.server_side_encryption, _MORE, "ServerSideEncryption")
    if "sse_customer_key_base64" in said:
        key = said["sse_customer_key_base64"]
        writing.put(key if is_masked(key) else base64.b64decode(key), _MORE, "SSECustomerKey")
    if "AWS_WEB_IDENTITY_TOKEN_FILE" in writing.environment:
        writing.warn("s3fs finds the web identity by itself, in the environment, and renews what it gets for it")


def write_json(values: Mapping[str, Any]) -> str:
    """Write a file for `~/.config/fsspec`; the customer's key, which is no text, stays in base64."""
    more = dict(values.get(_MORE, {}))
    if isinstance(more.get("SSECustomerKey"), bytes):
        more["SSECustomerKey"] = base64.b64encode(more["SSECustomerKey"]).decode()
    return literal.write_json({"s3": {**values, **({_MORE: more} if more else {})}})


FORMS = {"python": literal.write_python, "fsspec": write_json}


def parse(text: str, place: str) -> Table:
    """Read a mapping, a call, or a file of fsspec, in which the options stand below the protocol."""
    found = literal.read(text, place)
    below = [entry.value for entry in found if entry.word in ("s3", "s3a") and isinstance(entry.value, Table)]
    return below[0] if below else found


def read(entries: Entries) -> Iterator[Reading]:
    """Read what botocore takes, and the encryption."""
    yield from botocore_words.read_config(entries, "config_kwargs.")
    yield from botocore_words.read_verify(entries, "client_kwargs.verify")
    kind = entries.get(f"{_MORE}.SSECustomerAlgorithm")
    if kind is not None:
        yield Reading("server_side_encryption", "sse-c", kind)
    elif f"{_MORE}.ServerSideEncryption" in entries:
        entry = entries[f"{_MORE}.ServerSideEncryption"]
        yield Reading("server_side_encryption", entry.value, entry)
    key = entries.get(f"{_MORE}.SSECustomerKey")
    if key is not None:
        value = base64.b64encode(key.value).decode() if isinstance(key.value, bytes) else key.value
        yield Reading("sse_customer_key_base64", value, key)
