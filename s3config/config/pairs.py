"""The checks of keys beside each other: what makes a configuration unusable, or unlike what was meant, anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from s3config.config.addresses import is_loopback
from s3config.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.config.client import ClientOptions
    from s3config.config.s3 import StoreConfig

_EXPRESS = r".+--[a-z0-9-]+--x[as]?-s3"
_LONGEST_NEW_BUCKET = 63


class Problem(NamedTuple):
    """Something wrong between keys; `{key}` in its texts stands for the user's spelling of a key."""

    code: str
    severity: Severity
    keys: tuple[str, ...]
    """The keys whose places are to be named, the most important one first."""
    message: str
    remedy: str
    absent: tuple[str, ...] = ()
    """The keys whose absence is the problem."""


def problems(config: StoreConfig) -> Iterator[Problem]:
    """Yield everything that is wrong between the keys of a configuration whose values are valid one by one."""
    if config.server_side_encryption or config.sse_kms_key_id or config.sse_customer_key_base64:
        yield from _encryption(config)
    elif config.sse_bucket_key_enabled is not None:
        yield _without("sse_bucket_key_enabled", "aws:kms", Severity.WARNING)
    for key in ("endpoint", "sts_endpoint"):
        address = getattr(config, key)
        if address is not None:
            yield from _transport(config.client_options, key, address)
    if config.client_options.http1_only and config.client_options.http2_only:
        yield Problem(
            "TLS006",
            Severity.ERROR,
            ("http1_only", "http2_only"),
            "{http1_only} and {http2_only} exclude each other",
            "leave one of them out",
        )
    backoff = config.retry_config.backoff
    if (
        backoff.init_backoff is not None
        and backoff.max_backoff is not None
        and backoff.init_backoff > backoff.max_backoff
    ):
        yield Problem(
            "OPS012",
            Severity.ERROR,
            ("init_backoff", "max_backoff"),
            "{init_backoff} is longer than {max_backoff}",
            "make it the shorter one",
        )
    if config.bucket is not None:
        yield from _bucket(config.bucket, express=config.s3_express)


def _encryption(config: StoreConfig) -> Iterator[Problem]:
    kind = config.server_side_encryption
    kms = kind in ("aws:kms", "aws:kms:dsse")
    if config.sse_kms_key_id is not None and not kms:
        if kind is None:
            yield _without("sse_kms_key_id", "aws:kms", Severity.ERROR)
        else:
            yield _conflict("sse_kms_key_id", kind)
    if config.sse_bucket_key_enabled is not None and not kms:
        if kind is None:
            yield _without("sse_bucket_key_enabled", "aws:kms", Severity.WARNING)
        elif config.sse_bucket_key_enabled:
            yield _conflict("sse_bucket_key_enabled", kind, Severity.WARNING)
    if config.sse_customer_key_base64 is not None and kind != "sse-c":
        if kind is None:
            yield _without("sse_customer_key_base64", "sse-c", Severity.ERROR)
        else:
            yield _conflict("sse_customer_key_base64", kind)
    if kind == "sse-c" and config.sse_customer_key_base64 is None:
        yield Problem(
            "OPS008",
            Severity.ERROR,
            ("server_side_encryption",),
            "{server_side_encryption} is sse-c, and there is no key",
            "give sse_customer_key_base64",
            absent=("sse_customer_key_base64",),
        )


def _without(key: str, kind: str, severity: Severity) -> Problem:
    return Problem(
        "OPS009",
        severity,
        (key,),
        f"{{{key}}} has no effect without server_side_encryption",
        f"add server_side_encryption={kind}",
        absent=("server_side_encryption",),
    )


def _conflict(key: str, kind: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(
        "OPS008",
        severity,
        (key, "server_side_encryption"),
        f"{{{key}}} contradicts {{server_side_encryption}}={kind}",
        "leave one of them out",
    )


def _transport(options: ClientOptions, key: str, address: str) -> Iterator[Problem]:
    if not address.startswith("http://") or options.allow_http:
        return
    remedy = "write https://, or set allow_http=true"
    if "allow_http" in options.model_fields_set:
        message = f"{{{key}}} is http://, and {{allow_http}} forbids it"
        yield Problem("TLS001", Severity.ERROR, (key, "allow_http"), message, remedy)
    elif not is_loopback(address):
        message = f"{{{key}}} is http://, which sends everything in plain text"
        yield Problem("TLS001", Severity.ERROR, (key,), message, remedy, absent=("allow_http",))


def _bucket(bucket: str, *, express: bool) -> Iterator[Problem]:
    if express and not re.fullmatch(_EXPRESS, bucket):
        yield Problem(
            "OPS004",
            Severity.ERROR,
            ("s3_express", "bucket"),
            "{s3_express} is set, and the name of the bucket does not end in --<zone>--x-s3",
            "set s3_express=false, or name a directory bucket",
        )
    if bucket.startswith("arn:"):
        return
    unusual = [
        what
        for what, is_so in (
            ("capital letters", bucket != bucket.lower()),
            ("an underscore", "_" in bucket),
            ("more than 63 characters", len(bucket) > _LONGEST_NEW_BUCKET),
        )
        if is_so
    ]
    if unusual:
        yield Problem(
            "AD006",
            Severity.WARNING,
            ("bucket",),
            f"the bucket's name has {' and '.join(unusual)}, which AWS does not allow in new names",
            "check the name",
        )
