"""boto3: the arguments of `boto3.client("s3", ...)`, and those of each operation.

Source: boto3 and botocore 1.44.5, run against a recording server.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from s3config.dialects import HONOURED, Arguments, by, no, said, under
from s3config.redaction import reveal
from s3config.spellings import KEYS as _ALL

if TYPE_CHECKING:
    from s3config.config import StoreConfig
    from s3config.dialects import Support

_PER_CALL = "an argument of each operation"
KEYS: dict[str, Support] = {
    **dict.fromkeys(_ALL, HONOURED),
    "access_key_id": under("aws_access_key_id"),
    "secret_access_key": under("aws_secret_access_key"),
    "session_token": under("aws_session_token"),
    "credential_expiration": no("it does not know when a static pair ends"),
    "credential_provider": no("a session has its own providers"),
    "bucket": by("Bucket=, " + _PER_CALL),
    "region": under("region_name"),
    "default_region": by("region_name, where there is no region"),
    "endpoint": under("endpoint_url"),
    "ignore_configured_endpoint_urls": by("Config(ignore_configured_endpoint_urls=True)"),
    "use_fips_endpoint": by("endpoint_url"),
    "use_dualstack_endpoint": by("endpoint_url"),
    "virtual_hosted_style_request": by('Config(s3={"addressing_style": "virtual"}) or "path"'),
    "s3_express": by("it knows from the bucket's name"),
    "skip_signature": by("Config(signature_version=botocore.UNSIGNED)"),
    "request_payer": by('RequestPayer="requester", ' + _PER_CALL),
    "unsigned_payload": by('Config(s3={"payload_signing_enabled": False})'),
    "checksum_algorithm": by("ChecksumAlgorithm=, " + _PER_CALL),
    "request_checksum_calculation": under("Config(request_checksum_calculation=)"),
    "response_checksum_validation": under("Config(response_checksum_validation=)"),
    "conditional_put": by("IfNoneMatch= and IfMatch=, " + _PER_CALL),
    "copy_if_not_exists": no("a copy is unconditional"),
    "disable_tagging": by("no Tagging="),
    "disable_bulk_delete": by("delete_object= for delete_objects="),
    "server_side_encryption": by("ServerSideEncryption= or SSECustomerAlgorithm=, " + _PER_CALL),
    "sse_kms_key_id": by("SSEKMSKeyId=, " + _PER_CALL),
    "sse_bucket_key_enabled": by("BucketKeyEnabled=, " + _PER_CALL),
    "sse_customer_key_base64": by("SSECustomerKey=, " + _PER_CALL),
    "web_identity_token_file": no("it reads it from a profile or the environment"),
    "role_arn": no("it reads it from a profile or the environment"),
    "role_session_name": no("it reads it from a profile or the environment"),
    "sts_endpoint": no("it reads it from a profile or the environment"),
    "container_credentials_relative_uri": no("it reads it from the environment"),
    "container_credentials_full_uri": no("it reads it from the environment"),
    "container_authorization_token_file": no("it reads it from the environment"),
    "container_authorization_token": no("it reads it from the environment"),
    "ec2_metadata_disabled": no("it reads it from the environment"),
    "metadata_endpoint": no("it reads it from a profile or the environment"),
    "imdsv1_fallback": no("it reads it from a profile or the environment"),
    "profile": by("Session(profile_name=)"),
    "allow_http": by("the scheme of endpoint_url"),
    "allow_invalid_certificates": by("verify=False"),
    "disable_system_certificates": by("verify=, which replaces them"),
    "root_certificate": by("verify=, the path of a file"),
    "connect_timeout": under("Config(connect_timeout=)"),
    "timeout": no("it has no limit for a whole request"),
    "read_timeout": under("Config(read_timeout=)"),
    "pool_idle_timeout": no("it keeps idle connections until the server closes them"),
    "pool_max_idle_per_host": by("Config(max_pool_connections=)", without=("0",)),
    "default_content_type": by("ContentType=, " + _PER_CALL),
    "default_headers": no("it has no headers for all requests"),
    "http1_only": by("it speaks nothing else"),
    "http2_only": no("it speaks HTTP/1 only"),
    "http2_keep_alive_interval": no("it speaks HTTP/1 only"),
    "http2_keep_alive_timeout": no("it speaks HTTP/1 only"),
    "http2_keep_alive_while_idle": no("it speaks HTTP/1 only"),
    "http2_max_frame_size": no("it speaks HTTP/1 only"),
    "proxy_url": by("Config(proxies=)"),
    "proxy_ca_certificate": by("Config(proxies_config=), the path of a file"),
    "proxy_excludes": no("it reads it from the environment"),
    "randomize_addresses": by("it takes the addresses of a host as they come", without=("True",)),
    "user_agent": by("Config(user_agent=), to which it adds its own"),
    "max_retries": by('Config(retries={"max_attempts": ...})'),
    "retry_timeout": no("its retry modes have fixed times"),
    "init_backoff": no("its retry modes have fixed times"),
    "max_backoff": no("its retry modes have fixed times"),
    "backoff_base": no("its retry modes have fixed times"),
}


def write(config: StoreConfig) -> dict[str, Any]:
    """Return the arguments of `boto3.client("s3", ...)`: what was said, the region, and the addressing style.

    Checksums are sent and checked when they are required: botocore's default, `when_supported`, fails at many stores.
    A certificate is named as it is configured: its path, or its text, which the caller puts into a file.
    """
    from botocore.config import Config

    arguments = Arguments(
        {
            "region_name": config.region,
            "endpoint_url": config.endpoint,
            "aws_access_key_id": _plain(config.access_key_id),
            "aws_secret_access_key": reveal(config.secret_access_key),
            "aws_session_token": reveal(config.session_token),
            "verify": _verify(config),
            "config": Config(**_client_config(config)),
        }
    )
    return {name: value for name, value in arguments.items() if value is not None}


def _verify(config: StoreConfig) -> bool | str | None:
    options = config.client_options
    return False if options.allow_invalid_certificates else options.root_certificate


def _client_config(config: StoreConfig) -> dict[str, Any]:
    known = dict(said(config))
    return {**_requests(config), **_transport(known)}


def _requests(config: StoreConfig) -> dict[str, Any]:
    """Return what decides the form of a request."""
    from botocore import UNSIGNED

    settings: dict[str, Any] = {
        "s3": {"us_east_1_regional_endpoint": "regional"},
        "request_checksum_calculation": config.request_checksum_calculation or "when_required",
        "response_checksum_validation": config.response_checksum_validation or "when_required",
    }
    if not config.s3_express:
        settings["s3"]["addressing_style"] = "virtual" if config.virtual_hosted_style_request else "path"
    if config.unsigned_payload:
        settings["s3"]["payload_signing_enabled"] = False
    if config.skip_signature:
        settings["signature_version"] = UNSIGNED
    return settings


def _transport(known: dict[str, Any]) -> dict[str, Any]:
    """Return what decides how requests are sent."""
    settings: dict[str, Any] = {}
    if "max_retries" in known:
        settings["retries"] = {"mode": "standard", "total_max_attempts": known["max_retries"] + 1}
    for key in ("connect_timeout", "read_timeout"):
        if key in known:
            settings[key] = known[key].total_seconds()
    if known.get("pool_max_idle_per_host"):
        settings["max_pool_connections"] = known["pool_max_idle_per_host"]
    if "proxy_url" in known:
        proxy = _plain(known["proxy_url"])
        settings["proxies"] = {"http": proxy, "https": proxy}
    if "proxy_ca_certificate" in known:
        settings["proxies_config"] = {"proxy_ca_bundle": known["proxy_ca_certificate"]}
    if "user_agent" in known:
        settings["user_agent"] = known["user_agent"]
    return settings


def _plain(text: str | None) -> str | None:
    return None if text is None else str.__str__(text)


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
