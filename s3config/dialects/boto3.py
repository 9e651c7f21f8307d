"""boto3: the arguments of `boto3.client("s3", ...)`, and those of each operation."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from s3config.families import botocore_words
from s3config.families.aws_variables import IDENTITY
from s3config.notations import literal
from s3config.reading import Reading
from s3config.vocabulary import COMMON, Arguments, by, joint, no, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.config import StoreConfig
    from s3config.reading import Entries
    from s3config.tables import Table
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "boto3"
VERSION = "1.44.5 (botocore 1.44.5)"
SOURCE = "https://boto3.amazonaws.com/v1/documentation/api/latest/reference/core/session.html"
EXAMPLE = """
import boto3
from s3config import resolve, translate

resolution = resolve("s3://logs")
client = boto3.client("s3", **resolution.to("boto3"))

translation = translate(resolution.config, to="boto3")
put = translation.calls.get("put_object", {})  # what boto3 takes with each call, such as ServerSideEncryption
client.put_object(Bucket="logs", Key="a", Body=b"", **put)
"""
TRAPS = (
    "It reads AWS_DEFAULT_REGION and not AWS_REGION.",
    "Encryption, the payer, and conditions are arguments of each operation; a client has no place for them.",
    "An unknown word in Config(s3={...}) is ignored without a word.",
    "verify= takes the path of a certificate, which replaces botocore's own ones.",
    "max_attempts in Config counts retries; AWS_MAX_ATTEMPTS and max_attempts in a profile count all tries.",
)
_PER_CALL = "an argument of each operation"
_CREATES = ("put_object", "copy_object", "create_multipart_upload")
_TAKES_KEY = ("get_object", "head_object", *_CREATES, "upload_part", "upload_part_copy")
_CHECKS = (*_CREATES, "upload_part", "delete_objects")
_TAKES_PAYER = (
    *_TAKES_KEY, "complete_multipart_upload", "abort_multipart_upload", "delete_object", "delete_objects",
    "list_objects_v2",
)  # fmt: skip
_ARGUMENTS = {
    "RequestPayer": "request_payer", "ServerSideEncryption": "server_side_encryption", "SSEKMSKeyId": "sse_kms_key_id",
    "BucketKeyEnabled": "sse_bucket_key_enabled", "ChecksumAlgorithm": "checksum_algorithm",
    "ContentType": "default_content_type",
}  # fmt: skip
"""Arguments of operations that say a key as it is."""


def _config(name: str, *, without: tuple[str, ...] = ()) -> Support:
    return joint(f"Config({name}=)", f"config.{name}", without=without)


KEYS: dict[str, Support] = {
    **COMMON,
    **IDENTITY,
    "access_key_id": word("aws_access_key_id"),
    "secret_access_key": word("aws_secret_access_key"),
    "session_token": word("aws_session_token"),
    "credential_provider": no("a client takes none; a session has its own providers"),
    "bucket": by("Bucket=, " + _PER_CALL),
    "region": word("region_name"),
    "endpoint": word("endpoint_url"),
    "ignore_configured_endpoint_urls": _config("ignore_configured_endpoint_urls"),
    "use_fips_endpoint": joint("endpoint_url", "config.use_fips_endpoint"),
    "use_dualstack_endpoint": joint("endpoint_url", "config.use_dualstack_endpoint"),
    "virtual_hosted_style_request": joint(
        'Config(s3={"addressing_style": "virtual"}) or "path"', "config.s3.addressing_style"
    ),
    "s3_express": by("it knows from the bucket's name"),
    "skip_signature": joint("Config(signature_version=botocore.UNSIGNED)", "config.signature_version"),
    "request_payer": by('RequestPayer="requester", ' + _PER_CALL),
    "unsigned_payload": joint('Config(s3={"payload_signing_enabled": False})', "config.s3.payload_signing_enabled"),
    "checksum_algorithm": by("ChecksumAlgorithm=, " + _PER_CALL),
    "request_checksum_calculation": _config("request_checksum_calculation"),
    "response_checksum_validation": _config("response_checksum_validation"),
    "conditional_put": by("IfNoneMatch= and IfMatch=, " + _PER_CALL),
    "copy_if_not_exists": no("a copy is unconditional"),
    "disable_tagging": by("no Tagging="),
    "disable_bulk_delete": by("delete_object= for delete_objects="),
    "server_side_encryption": by("ServerSideEncryption= or SSECustomerAlgorithm=, " + _PER_CALL),
    "sse_kms_key_id": by("SSEKMSKeyId=, " + _PER_CALL),
    "sse_bucket_key_enabled": by("BucketKeyEnabled=, " + _PER_CALL),
    "sse_customer_key_base64": by("SSECustomerKey=, " + _PER_CALL),
    "allow_http": by("the scheme of endpoint_url"),
    "allow_invalid_certificates": joint("verify=False", "verify"),
    "disable_system_certificates": by("verify=, which replaces them"),
    "root_certificate": joint("verify=, the path of a file", "verify"),
    "connect_timeout": _config("connect_timeout"),
    "timeout": no("it has no limit for a whole request"),
    "read_timeout": _config("read_timeout"),
    "pool_idle_timeout": no("it keeps idle connections until the server closes them"),
    "pool_max_idle_per_host": _config("max_pool_connections", without=("0",)),
    "default_content_type": by("ContentType=, " + _PER_CALL),
    "default_headers": no("it has no headers for all requests"),
    "http1_only": by("it speaks nothing else"),
    "http2_only": no("it speaks HTTP/1 only"),
    "http2_keep_alive_interval": no("it speaks HTTP/1 only"),
    "http2_keep_alive_timeout": no("it speaks HTTP/1 only"),
    "http2_keep_alive_while_idle": no("it speaks HTTP/1 only"),
    "http2_max_frame_size": no("it speaks HTTP/1 only"),
    "proxy_url": joint("Config(proxies=)", "config.proxies.http", "config.proxies.https"),
    "proxy_ca_certificate": joint(
        "Config(proxies_config=), the path of a file", "config.proxies_config.proxy_ca_bundle"
    ),
    "proxy_excludes": no("it reads it from the environment"),
    "randomize_addresses": by("it takes the addresses of a host as they come", without=("True",)),
    "user_agent": joint("Config(user_agent=), to which it adds its own", "config.user_agent"),
    "max_retries": joint('Config(retries={"max_attempts": ...})', "config.retries.max_attempts"),
    "retry_timeout": no("its retry modes have fixed times"),
    "init_backoff": no("its retry modes have fixed times"),
    "max_backoff": no("its retry modes have fixed times"),
    "backoff_base": no("its retry modes have fixed times"),
}
GUESSED = {
    "region": "boto3 reads AWS_DEFAULT_REGION and not AWS_REGION, and AWS's hosts are of a region",
    "virtual_hosted_style_request": "boto3 chooses the style by the host and the bucket's name",
}
OTHERS = rf"config|use_ssl|api_version|service_name|aws_account_id|calls\..*|config\.({botocore_words.OTHERS})"


def write(writing: Writing) -> None:
    """Write the arguments of `boto3.client("s3", ...)`: what was said, the region, and the addressing style."""
    from botocore import UNSIGNED
    from botocore.config import Config

    config = writing.config
    botocore_words.write_verify(writing, "verify")
    words = {**botocore_words.request_words(config, writing.said), **botocore_words.transport_words(writing.said)}
    if config.skip_signature:
        words["signature_version"] = UNSIGNED
    writing.put(Config(**words), "config")
    botocore_words.warn_of_checksums(writing)
    _write_calls(writing)


def _write_calls(writing: Writing) -> None:
    """Write what boto3 takes with each call."""
    config = writing.config
    content = (
        {} if "default_content_type" not in writing.said else {"ContentType": writing.said["default_content_type"]}
    )
    for operations, arguments in (
        (_TAKES_PAYER, payer(config)),
        (_CREATES, {**encryption(config), **content}),
        (_TAKES_KEY, customer_key(config)),
        (_CHECKS, checksum(config)),
    ):
        for operation in operations if arguments else ():
            writing.calls.setdefault(operation, Arguments()).update(arguments)


def encryption(config: StoreConfig) -> dict[str, Any]:
    """Return what writes with the configured encryption: arguments of `put_object`, `copy_object` and the like."""
    kind = config.server_side_encryption
    if kind is None:
        return {}
    if kind == "sse-c":
        return customer_key(config)
    arguments: dict[str, Any] = {"ServerSideEncryption": kind}
    if config.sse_kms_key_id is not None:
        arguments["SSEKMSKeyId"] = config.sse_kms_key_id
    if config.sse_bucket_key_enabled is not None:
        arguments["BucketKeyEnabled"] = config.sse_bucket_key_enabled
    return arguments


def customer_key(config: StoreConfig) -> dict[str, Any]:
    """Return what reads and writes with the caller's own key: arguments of `get_object`, `upload_part` and the like.

    The key is given raw, for botocore encodes it in base64 itself.
    """
    if config.server_side_encryption != "sse-c" or config.sse_customer_key_base64 is None:
        return {}
    key = base64.b64decode(config.sse_customer_key_base64.get_secret_value())
    return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": key}


def payer(config: StoreConfig) -> dict[str, Any]:
    """Return what agrees to pay: an argument of every operation."""
    return {"RequestPayer": "requester"} if config.request_payer else {}


def checksum(config: StoreConfig) -> dict[str, Any]:
    """Return what sends a checksum: an argument of `put_object`, `upload_part` and `create_multipart_upload`."""
    return {} if config.checksum_algorithm is None else {"ChecksumAlgorithm": config.checksum_algorithm}


def write_python(values: Mapping[str, Any]) -> str:
    """Write the call that makes a client, and what goes with each call."""
    given = dict(values["config"]._user_provided_options)  # noqa: SLF001 (it has no other way to tell)
    unsigned = given.pop("signature_version", None) is not None
    lines = [f"    {name}={value!r},\n" for name, value in values.items() if name not in ("config", "calls")]
    inner = [f"        {name}={literal.code(value, 2)},\n" for name, value in given.items()]
    inner += ["        signature_version=botocore.UNSIGNED,\n"] * unsigned
    calls = f"calls = {literal.code(values['calls'])}\n" if "calls" in values else ""
    imports = "import boto3\n" + "import botocore\n" * unsigned + "from botocore.config import Config\n\n"
    arguments = f'    "s3",\n{"".join(lines)}    config=Config(\n{"".join(inner)}    ),\n'
    return f"{imports}client = boto3.client(\n{arguments})\n{calls}"


FORMS = {"python": write_python}


def parse(text: str, place: str) -> Table:
    """Read the call that makes a client, and what goes with each call."""
    return literal.read(text, place, named=("calls",))


def read(entries: Entries) -> Iterator[Reading]:
    """Read a client's arguments, those of its `Config`, and those of operations."""
    found = _opened(entries)
    yield from botocore_words.read_config(found, "config.")
    yield from botocore_words.read_verify(found, "verify")
    seen = set()
    for path, entry in found.items():
        name = path.rpartition(".")[2]
        if name in seen or not path.startswith("calls."):
            continue
        seen.add(name)
        if name in _ARGUMENTS:
            yield Reading(_ARGUMENTS[name], entry.value, entry)
        elif name == "SSECustomerAlgorithm":
            yield Reading("server_side_encryption", "sse-c", entry)
        elif name == "SSECustomerKey" and isinstance(entry.value, bytes):
            yield Reading("sse_customer_key_base64", base64.b64encode(entry.value).decode(), entry)


def _opened(entries: Entries) -> Entries:
    """Take a `Config` object apart into its words."""
    given = entries.get("config")
    options = getattr(given and given.value, "_user_provided_options", None)
    return entries if given is None or options is None else entries.opened(given, options)
