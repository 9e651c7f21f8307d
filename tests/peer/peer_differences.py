"""Where s3config differs from obstore 0.12.1 on purpose, each with the reason and an example that shows both sides."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from peer_sides import CLIENT_FLAGS, COUNTS, DURATIONS, FALSE, REFUSES, S3_FLAGS, TRUE, UNITS, Answer, duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Difference(NamedTuple):
    """One deliberate difference; quotations are from section 4 of the design."""

    what: str
    reason: str
    example: dict[str, Any]
    ours: Answer
    theirs: Answer
    concerns: Callable[[Mapping[str, Any]], Iterable[str]] = lambda _: ()
    """The keys of a mapping, by canonical name, on account of which the sides differ; `ours` and `theirs` hold there,
    too, where they refuse."""


_PAIR = ("access_key_id", "secret_access_key")
_CREDENTIALS = (*_PAIR, "session_token")
_WEB = ("web_identity_token_file", "role_arn", "role_session_name")
_CONTAINER = (
    "container_credentials_relative_uri",
    "container_credentials_full_uri",
    "container_authorization_token_file",
)
_FLAGS = (*S3_FLAGS, *CLIENT_FLAGS, "request_payer")
_NOT_TEXT = (*_FLAGS, *DURATIONS, *COUNTS, "default_headers")
_KMS = ("aws:kms", "aws:kms:dsse")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_ROOT = re.compile(r"https?://[a-z0-9_.\[\]:-]+(/[^\s?#]*)?", re.IGNORECASE)
_LONGEST = int(timedelta.max.total_seconds()) * 10**9


def _texts(said: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    return ((key, value) for key, value in said.items() if isinstance(value, str))


def _is_true(said: Mapping[str, Any], key: str) -> bool:
    return str(said.get(key, "")).lower() in TRUE


def _half(said: Mapping[str, Any]) -> bool:
    return sum(key in said for key in _PAIR) == 1


def _losing(said: Mapping[str, Any]) -> Iterable[str]:
    """Return the keys of the identities that lose: `skip_signature`, pair, web identity, container."""
    pair, web = (*_CREDENTIALS,), (*_WEB,)
    if _is_true(said, "skip_signature"):
        winner: tuple[str, ...] = ("skip_signature",)
    elif _half(said):
        return ()
    elif all(key in said for key in _PAIR):
        winner = pair
    elif "web_identity_token_file" in said and "role_arn" in said:
        winner = web
    elif any(key in said for key in _CONTAINER[:2]):
        winner = _CONTAINER
    else:
        return ()
    return [key for key in (*pair, *web, *_CONTAINER) if key in said and key not in winner]


def _plain_http(said: Mapping[str, Any], key: str = "endpoint") -> Iterable[str]:
    endpoint = str(said.get(key, "")).lower()
    if not endpoint.startswith("http://") or _is_true(said, "allow_http"):
        return ()
    loopback = urlsplit(endpoint).hostname in ("localhost", "127.0.0.1", "::1")
    return (key,) if not loopback or "allow_http" in said else ()


def _bucket_before(said: Mapping[str, Any], *, in_host_style: bool) -> Iterable[str]:
    endpoint = str(said.get("endpoint", ""))
    holds = re.match(r"https?://bkt\.", endpoint) is not None
    known = in_host_style or ".amazonaws.com" in endpoint
    return ("endpoint",) if holds and known and _is_true(said, "virtual_hosted_style_request") is in_host_style else ()


def _no_root(said: Mapping[str, Any]) -> Iterable[str]:
    roots = ("endpoint", "metadata_endpoint", "sts_endpoint")
    return [key for key, value in _texts(said) if key in roots and not _ROOT.fullmatch(value)]


def _no_service_url(said: Mapping[str, Any]) -> Iterable[str]:
    starts = {
        "container_credentials_full_uri": ("http://", "https://"),
        "container_credentials_relative_uri": ("/",),
        "proxy_url": ("http://", "https://", "socks5://"),
    }
    return [key for key, value in _texts(said) if key in starts and not value.startswith(starts[key])]


def _customer_key(said: Mapping[str, Any]) -> bytes:
    try:
        return base64.b64decode(str(said["sse_customer_key_base64"]), validate=True)
    except ValueError:
        return b""


def _copy_parts(said: Mapping[str, Any]) -> tuple[list[str], str | None]:
    """Return name and value of the header, the value split at its colons, and the status."""
    kind, *parts = str(said.get("copy_if_not_exists", "")).split(":")
    if kind == "header" and len(parts) > 1:
        return parts, None
    if kind == "header-with-status" and len(parts) > 2:
        return parts[:-1], parts[-1]
    return [], None


def _impossible_header(said: Mapping[str, Any]) -> Iterable[str]:
    parts, status = _copy_parts(said)
    bad_header = bool(parts) and not (_HEADER_NAME.fullmatch(parts[0].strip()) and ":".join(parts[1:]).strip())
    bad_status = status is not None and re.fullmatch(r"[06-9]\d\d", status.strip()) is not None
    return ("copy_if_not_exists",) if bad_header or bad_status else ()


def _colon_before_status(said: Mapping[str, Any]) -> Iterable[str]:
    parts, status = _copy_parts(said)
    return ("copy_if_not_exists",) if status is not None and len(parts) > 2 else ()


def _out_of_range(said: Mapping[str, Any]) -> Iterable[str]:
    ranges = {"http2_max_frame_size": (2**14, 2**24 - 1), "pool_max_idle_per_host": (0, 2**32 - 1)}
    numbers = [(key, int(value)) for key, value in _texts(said) if key in COUNTS and re.fullmatch(r"\+?[0-9]+", value)]
    return [key for key, number in numbers if not ranges[key][0] <= number <= ranges[key][1]]


def _unheld_duration(said: Mapping[str, Any]) -> Iterable[str]:
    part = rf"\d+(\.\d+)?\s*({'|'.join(UNITS)})\s*"
    read = [
        (key, duration(text)) for key, text in _texts(said) if key in DURATIONS and re.fullmatch(f"({part})+", text)
    ]
    return [key for key, nanoseconds in read if nanoseconds % 1000 or nanoseconds > _LONGEST]


def _unread(said: Mapping[str, Any]) -> Iterable[str]:
    """Return the booleans that obstore reads only where it needs them, and that are none."""
    needed = {
        "sse_bucket_key_enabled": said.get("server_side_encryption") in _KMS,
        "imdsv1_fallback": not any(key in said for key in (*_PAIR, "web_identity_token_file", *_CONTAINER[:2])),
    }
    return [key for key, value in _texts(said) if not needed.get(key, True) and value.lower() not in (*TRUE, *FALSE)]


_KEY_32 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
_BOTH = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "s3cr3t"}

# The first that concerns a mapping is asked first: identities that lose, of which nothing more is asked ("only winners
# must be valid"), then what is wrong with one value, then pairs of them.
DIFFERENCES = (
    Difference(
        "one identity", '"Credentials are one group ...: the rest lose and stay in history"',
        {**_BOTH, "role_arn": "r", "web_identity_token_file": "/t"}, _BOTH,
        {**_BOTH, "role_arn": "r", "web_identity_token_file": "/t"},
        _losing,
    ),
    Difference(
        "None is not said", '"None = not said"',
        {"region": None}, {}, REFUSES,
        lambda said: [key for key, value in said.items() if value is None],
    ),
    Difference(
        "0 and 1 are booleans", '"Booleans as object_store reads them ..., Python bools, 0/1"; obstore takes text only',
        {"skip_signature": 1}, {"skip_signature": True}, REFUSES,
        lambda said: [key for key, value in said.items() if type(value) in (int, float)],
    ),
    Difference(
        "numbers are counts", "a count is a number; obstore takes text only",
        {"pool_max_idle_per_host": 3}, {"pool_max_idle_per_host": 3}, REFUSES,
    ),
    Difference(
        "numbers are seconds", '"Durations: ... or a number of seconds"; obstore takes text or timedelta',
        {"timeout": 30}, {"timeout": duration("30s")}, REFUSES,
    ),
    Difference(
        "a boolean is no text", '"wrong type" is bad input; obstore writes it as the word true',
        {"region": True}, REFUSES, {"region": "true"},
        lambda said: [key for key, value in said.items() if type(value) is bool and key not in _NOT_TEXT],
    ),
    Difference(
        "empty credential", '"an empty bucket or credential as an argument is an error"',
        {**_BOTH, "session_token": ""}, REFUSES, {**_BOTH, "session_token": ""},
        lambda said: [key for key, value in _texts(said) if key in _CREDENTIALS and not value.strip()],
    ),
    Difference(
        "empty text", '"Empty = not set (info)"',
        {"region": ""}, {}, {"region": ""},
        lambda said: [key for key, value in _texts(said) if key not in _CREDENTIALS and not value.strip()],
    ),
    Difference("empty boolean", '"Empty = not set (info)"', {"skip_signature": ""}, {}, REFUSES),
    Difference(
        "white space in a key id", '"in a key id, secret or token it is an error"',
        {**_BOTH, "access_key_id": "AKIA "}, REFUSES, {**_BOTH, "access_key_id": "AKIA "},
        lambda said: [key for key, value in _texts(said) if key in _CREDENTIALS and re.search(r"\s", value)],
    ),
    Difference(
        "white space in a secret", '"in a key id, secret or token it is an error"',
        {**_BOTH, "secret_access_key": "s3cr3t\n"}, REFUSES, {**_BOTH, "secret_access_key": "s3cr3t\n"},
    ),
    Difference(
        "white space around text", '"Surrounding white space is trimmed with a warning"',
        {"region": " auto"}, {"region": "auto"}, {"region": " auto"},
        lambda said: [key for key, value in _texts(said) if value != value.strip()],
    ),
    Difference(
        "white space around a boolean", '"Surrounding white space is trimmed with a warning"',
        {"skip_signature": " true"}, {"skip_signature": True}, REFUSES,
    ),
    Difference(
        "masked value", '"Reading back a masked value is an error"',
        {**_BOTH, "secret_access_key": "**********"}, REFUSES, {**_BOTH, "secret_access_key": "**********"},
        lambda said: [key for key, value in _texts(said) if value.endswith("****")],
    ),
    Difference(
        "control character", '"Bad input never passes": no HTTP header can hold one',
        {"default_content_type": "text/\x00"}, REFUSES, {"default_content_type": "text/\x00"},
        lambda said: [key for key, value in _texts(said) if re.search(r"[\x00-\x1f\x7f]", value)],
    ),
    Difference(
        "credential that is not ASCII",
        '"Bad input never passes": no signature can hold it; obstore panics when it signs',
        {**_BOTH, "access_key_id": "AKIÄ"}, REFUSES, {**_BOTH, "access_key_id": "AKIÄ"},
        lambda said: [key for key, value in _texts(said) if key in _CREDENTIALS and not value.isascii()],
    ),
    Difference(
        "token without a pair", '"A token without a pair ... is an error in an argument"',
        {"session_token": "t"}, REFUSES, {"session_token": "t"},
        lambda said: ("session_token",) if "session_token" in said and not any(key in said for key in _PAIR) else (),
    ),
    Difference(
        "token without a pair, unsigned", '"A token without a pair ... is an error in an argument"',
        {"session_token": "t", "skip_signature": "true"}, REFUSES, {"session_token": "t", "skip_signature": True},
    ),
    Difference(
        "web identity without a role", '"contradictory options" are bad input: the token is of no use without role_arn',
        {"web_identity_token_file": "/token"}, REFUSES, {"web_identity_token_file": "/token"},
        lambda said: _WEB[:1] if "web_identity_token_file" in said and "role_arn" not in said else (),
    ),
    Difference(
        "half a pair, unsigned", '"Within a place: skip_signature (warning beside keys), pair, ..."',
        {"access_key_id": "AKIA", "skip_signature": "true"}, {"skip_signature": True}, REFUSES,
    ),
    Difference(
        "KMS key without its type", '"KMS key without its type" is bad input; obstore does not encrypt then',
        {"sse_kms_key_id": "k"}, REFUSES, {"sse_kms_key_id": "k"},
        lambda said: ("sse_kms_key_id",)
        if "sse_kms_key_id" in said and said.get("server_side_encryption") not in _KMS else (),
    ),
    Difference(
        "KMS key beside another type", '"contradictory options" are bad input',
        {"server_side_encryption": "AES256", "sse_kms_key_id": "k"}, REFUSES,
        {"server_side_encryption": "AES256", "sse_kms_key_id": "k"},
    ),
    Difference(
        "SSE-C key without its type", '"contradictory options" are bad input; obstore does not encrypt then',
        {"sse_customer_key_base64": _KEY_32}, REFUSES, {"sse_customer_key_base64": _KEY_32},
        lambda said: ("sse_customer_key_base64",)
        if "sse_customer_key_base64" in said and said.get("server_side_encryption") != "sse-c" else (),
    ),
    Difference(
        "SSE-C key of another length", '"SSE-C key that is not 32 bytes" is bad input',
        {"server_side_encryption": "sse-c", "sse_customer_key_base64": "YWJj"}, REFUSES,
        {"server_side_encryption": "sse-c", "sse_customer_key_base64": "YWJj"},
        lambda said: ("sse_customer_key_base64", "server_side_encryption")
        if "sse_customer_key_base64" in said and len(_customer_key(said)) != 32 else (),
    ),
    Difference(
        "unread boolean", '"unreadable value" is bad input; obstore reads it only beside aws:kms',
        {"sse_bucket_key_enabled": "maybe"}, REFUSES, {"sse_bucket_key_enabled": False},
        _unread,
    ),
    Difference(
        "unread boolean of the metadata service", '"unreadable value" is bad input; obstore reads it only without keys',
        {**_BOTH, "imdsv1_fallback": "maybe"}, REFUSES, {**_BOTH, "imdsv1_fallback": False},
    ),
    Difference(
        "endpoint that is no root", '"endpoint without a scheme" is bad input; obstore panics at the first request',
        {"endpoint": "minio:9000"}, REFUSES, {"endpoint": "minio:9000"},
        _no_root,
    ),
    Difference(
        "endpoint with credentials", '"no user, query or fragment"',
        {"endpoint": "https://u:p@h"}, REFUSES, {"endpoint": "https://u:p@h"},
    ),
    Difference(
        "service root without a scheme", '"Bad input never passes": obstore finds out at the first request',
        {"metadata_endpoint": "h"}, REFUSES, {"metadata_endpoint": "h"},
    ),
    Difference(
        "plain http", '"http:// needs allow_http=true; loopback implies it"; obstore refuses at the first request',
        {"endpoint": "http://minio:9000"}, REFUSES, {"endpoint": "http://minio:9000"},
        _plain_http,
    ),
    Difference(
        "plain http to STS", '"http:// needs allow_http=true ...; metadata_endpoint is free of it", and no other is',
        {"endpoint_url_sts": "http://sts.example.com"}, REFUSES, {"sts_endpoint": "http://sts.example.com"},
        lambda said: _plain_http(said, "sts_endpoint"),
    ),
    Difference(
        "bucket in the endpoint, in the host", '"a leading <bucket>. is taken off (info)"; obstore wants it there',
        {"endpoint": "https://bkt.h", "virtual_hosted_style_request": "true"},
        {"endpoint": "https://h", "virtual_hosted_style_request": True},
        {"endpoint": "https://bkt.h", "virtual_hosted_style_request": True},
        lambda said: _bucket_before(said, in_host_style=True),
    ),
    Difference(
        "bucket in a known endpoint",
        '"otherwise it is kept with a warning (error where the provider table knows the host)"',
        {"endpoint": "https://bkt.s3.eu-west-1.amazonaws.com"}, REFUSES,
        {"endpoint": "https://bkt.s3.eu-west-1.amazonaws.com"},
        lambda said: _bucket_before(said, in_host_style=False),
    ),
    Difference(
        "DynamoDB", "seed: dynamo:<TABLE_NAME>[:<TIMEOUT_MILLIS>]; object_store has dropped it",
        {"conditional_put": "dynamo:locks:20000"}, {"conditional_put": "dynamo:locks:20000"}, REFUSES,
        lambda said: [
            key for key, value in _texts(said)
            if key in ("conditional_put", "copy_if_not_exists") and value.startswith("dynamo")
        ],
    ),
    Difference(
        "impossible header", '"Bad input never passes": no such header or status can be sent',
        {"copy_if_not_exists": "header:a b:c"}, REFUSES, {"copy_if_not_exists": "header:a b:c"},
        _impossible_header,
    ),
    Difference(
        "impossible status", '"Bad input never passes": HTTP statuses are 100 to 599',
        {"copy_if_not_exists": "header-with-status:a:b:600"}, REFUSES,
        {"copy_if_not_exists": "header-with-status:a:b:600"},
    ),
    Difference(
        "colon in a header's value", "seed: header-with-status:<NAME>:<VALUE>:<STATUS>; the status is what stands last",
        {"copy_if_not_exists": "header-with-status:a:b:c:412"},
        {"copy_if_not_exists": "header-with-status:a:b:c:412"}, REFUSES,
        _colon_before_status,
    ),
    Difference(
        "address without a scheme", '"Bad input never passes": obstore finds out at the first request',
        {"container_credentials_full_uri": "h/v1"}, REFUSES, {"container_credentials_full_uri": "h/v1"},
        _no_service_url,
    ),
    Difference(
        "relative address without a slash", '"Bad input never passes": obstore finds out at the first request',
        {"container_credentials_relative_uri": "v2"}, REFUSES, {"container_credentials_relative_uri": "v2"},
    ),
    Difference(
        "duration without a unit", 'the string "30" is an error that proposes "30s"; humantime lets 0 through',
        {"timeout": "0"}, REFUSES, {"timeout": duration("0s")},
        lambda said: [key for key, value in _texts(said) if key in DURATIONS and re.fullmatch(r"0+", value)],
    ),
    Difference(
        "duration that timedelta cannot hold", "durations are timedelta, of microseconds",
        {"timeout": "1ns"}, REFUSES, {"timeout": duration("1ns")},
        _unheld_duration,
    ),
    Difference(
        "duration that is too long", "durations are timedelta, of at most 999999999 days",
        {"timeout": "10000000000y"}, REFUSES, {"timeout": duration("10000000000y")},
    ),
    Difference(
        "frame size out of range", "RFC 9113, 4.2: from 16384 to 16777215",
        {"http2_max_frame_size": "16383"}, REFUSES, {"http2_max_frame_size": 16383},
        _out_of_range,
    ),
    Difference(
        "count out of range", "no pool is that large; a u32 fits every backend",
        {"pool_max_idle_per_host": "4294967296"}, REFUSES, {"pool_max_idle_per_host": 4294967296},
    ),
    Difference(
        "proxy without a scheme", '"Bad input never passes": other tools want it',
        {"proxy_url": "proxy:3128"}, REFUSES, {"proxy_url": "proxy:3128"},
    ),
    Difference(
        "two HTTP versions only", '"contradictory options" are bad input',
        {"http1_only": "true", "http2_only": "true"}, REFUSES, {"http1_only": True, "http2_only": True},
        lambda said: ("http1_only", "http2_only")
        if _is_true(said, "http1_only") and _is_true(said, "http2_only") else (),
    ),
    Difference(
        "certificate in a file", "AWS_CA_BUNDLE is a path, and a spelling; obstore takes PEM text only",
        {"root_certificate": "/ca.pem"}, {"root_certificate": "/ca.pem"}, REFUSES,
        lambda said: ("root_certificate",) if "BEGIN" not in str(said.get("root_certificate", "BEGIN")) else (),
    ),
    Difference(
        "headers as text", "text is all that an environment variable can hold; obstore takes a mapping only",
        {"default_headers": "x-team: data"}, {"default_headers": "x-team: data"}, REFUSES,
        lambda said: ("default_headers",) if isinstance(said.get("default_headers"), str) else (),
    ),
)  # fmt: skip

BEYOND_ONE_SPELLING = (
    Difference(
        "endpoint twice",
        '"As arguments ... an error, equal or not"; to obstore endpoint_url_s3 is a key of its own, and wins',
        {"endpoint": "https://h", "aws_endpoint_url_s3": "https://h"}, REFUSES, {"endpoint": "https://h"},
    ),
    Difference(
        "client option twice", '"As arguments ... an error, equal or not"; obstore lets one of them win',
        {"allow_http": "true", "ALLOW_HTTP": "true"}, REFUSES, {"allow_http": True},
    ),
    Difference(
        "headers in upper case", '"Each is accepted ... in upper and lower case"; obstore knows it in lower case only',
        {"DEFAULT_HEADERS": {"x-team": "data"}}, {"default_headers": "x-team: data"}, REFUSES,
    ),
    Difference(
        "prefixed client option", '"Client options are accepted ... as well as in client_options", prefixed or not',
        {"AWS_TIMEOUT": "3s"}, {"timeout": duration("3s")}, REFUSES,
    ),
)  # fmt: skip
"""Differences of spelling and place, which the random mappings leave out."""

UNKNOWN_TO_THEM = (
    "container_authorization_token", "credential_expiration", "credential_provider", "ec2_metadata_disabled",
    "ec2_metadata_service_endpoint", "ec2_metadata_v1_disabled", "ignore_configured_endpoint_urls", "profile",
    "request_checksum_calculation", "requester_pays", "response_checksum_validation", "security_token", "sts_endpoint",
    "use_dualstack_endpoint", "use_fips_endpoint",
)  # fmt: skip
"""Names, bare and in lower case, that obstore refuses in every form: what "the ecosystem has added since"."""
UNKNOWN_BARE = ("endpoint_url_s3",)
"""Names that obstore knows with the prefix `aws_` only; ours are "accepted bare and `aws_`-prefixed"."""
UNKNOWN_CLIENT_OPTIONS = ("ca_bundle",)
"""Names of client options that obstore does not know."""
LOWER_CASE_OPTIONS = ("default_headers", "root_certificate")
"""Client options that obstore knows in lower case only."""
BUCKETS = {
    "ab": '"errors are ... under 3"',
    "x" * 256: '"errors are ... over 255"',
    "": '"an empty bucket ... is an error"',
    "a/b": '"errors are ... /"',
    "s3://bkt": '"bucket that is a URL" is bad input',
    "a bkt": '"errors are ... white space"',
}
"""Names that we alone refuse, with the reason."""
