"""Bad input never passes and never crashes: each row is refused with one error that names it and says what to do."""

from __future__ import annotations

import base64
import json
import math
import tomllib
import traceback
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from botocore.session import Session
from obstore.store import S3Store

from s3config import DuplicateKeyError, InvalidConfigError, Resolution, Severity, UnknownKeyError, resolve
from s3config.reports import json as json_report
from s3config.reports import text
from s3config.reports import toml as toml_report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
PAIR = {"access_key_id": KEY_ID, "secret_access_key": SECRET}
ENV_PAIR = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET}
SSE_KEY = base64.b64encode(bytes(32)).decode()
SHORT_SSE_KEY = base64.b64encode(bytes(31)).decode()
LONG = "x" * 100_000
SURROGATE = "eu\ud800west"


class _AsyncSession:
    """What an aiobotocore session looks like: it hands out its credentials in a coroutine."""

    async def get_credentials(self) -> None:
        """Hand out nothing."""


def _session(key_id: str, secret: Any, **config: str) -> Session:
    session = Session()
    session.set_credentials(key_id, secret)
    for name, value in config.items():
        session.set_config_variable(name, value)
    return session


class Row(NamedTuple):
    """One bad input, and what becomes of it."""

    name: str
    call: dict[str, Any]
    """Arguments of `resolve`; `my-bucket` is the bucket if neither a bucket nor a URL is among them."""
    named: str
    """The user's own spelling of what is wrong."""
    remedy: str
    """A part of the remedy; empty where only that there is one matters."""
    peer: str | None
    """What obstore does with the same input; `None` if it has no such source."""
    error: type[InvalidConfigError] = InvalidConfigError
    errors: int = 1
    """How many errors the exception lists: a fault is not reported twice."""
    variables: Mapping[str, str] = {}
    """Environment variables that are set before."""
    files: Mapping[str, str | bytes] = {}
    """Files that are written before."""
    session: Callable[[], object] | None = None
    """What makes the `session=` of the call."""


BUCKETS = (
    Row("empty bucket", {"bucket": ""}, "bucket", "give its value", "accepts"),
    Row("blank bucket", {"bucket": "  "}, "bucket", "give its value", "accepts"),
    Row("no bucket", {"bucket": None}, "bucket", "s3://bucket", "raises GenericError"),
    Row("bucket that is a URL", {"bucket": "s3://data/x"}, "bucket='s3://data/x'", "'data'", "accepts"),
    Row("bucket that is a web URL", {"bucket": "https://data.s3.amazonaws.com"}, "bucket=", "URL", "accepts"),
    Row("bucket with a path", {"bucket": "data/raw"}, "bucket='data/raw'", "PrefixStore", "accepts"),
    Row("bucket with a space", {"bucket": "my data"}, "bucket='my data'", "remove it", "accepts"),
    Row("bucket with NUL", {"bucket": "my\0data"}, "bucket", "remove it", "accepts"),
    Row("bucket of 2 characters", {"bucket": "ab"}, "bucket='ab'", "bucket's name", "accepts"),
    Row("bucket of 256 characters", {"bucket": "b" * 256}, "bucket", "bucket's name", "accepts"),
    Row("bucket of 100,000 characters", {"bucket": LONG}, "bucket", "bucket's name", "accepts"),
    Row("bucket that is a number", {"bucket": 123}, "bucket=123", "in quotes", "raises TypeError"),
    Row("bucket that is a bool", {"bucket": True}, "bucket=True", "in quotes", "raises TypeError"),
    Row("bucket in bytes", {"bucket": b"my-bucket"}, "bucket=", "in quotes", "raises TypeError"),
    Row("bucket that is a list", {"bucket": ["my-bucket"]}, "bucket=", "in quotes", "raises TypeError"),
    Row("bucket that is a dict", {"bucket": {"name": "x"}}, "bucket", "in quotes", "raises TypeError"),
    Row("bucket that is nan", {"bucket": math.nan}, "bucket=nan", "in quotes", "raises TypeError"),
    Row("bucket with a lone surrogate", {"bucket": SURROGATE}, "bucket", "", "raises UnicodeEncodeError"),
    Row("empty bucket in config", {"bucket": None, "config": {"AWS_BUCKET": ""}}, "AWS_BUCKET", "give its value",
        "accepts"),
    Row("S3 Express without a zone", {"s3_express": True}, "s3_express", "directory bucket", "raises GenericError"),
    Row("bad bucket in the environment", {"bucket": None}, "AWS_BUCKET_NAME='a/b'", "PrefixStore", "accepts",
        variables={"AWS_BUCKET_NAME": "a/b"}),
)  # fmt: skip

UNKNOWN_KEYS = (
    Row("misspelt key", {"regoin": "eu-west-1"}, "'regoin'", "did you mean region?",
        "raises UnknownConfigurationKeyError", UnknownKeyError),
    Row("misspelt key in upper case", {"AWS_REGOIN": "eu-west-1"}, "'AWS_REGOIN'", "did you mean AWS_REGION?",
        "raises UnknownConfigurationKeyError", UnknownKeyError),
    Row("misspelt secret", {"secret_acces_key": SECRET}, "'secret_acces_key'", "did you mean secret_access_key?",
        "raises UnknownConfigurationKeyError", UnknownKeyError),
    Row("misspelt secret in config", {"config": {"aws_sesion_token": SECRET}}, "'aws_sesion_token'",
        "did you mean aws_session_token?", "raises UnknownConfigurationKeyError", UnknownKeyError),
    Row("boto3's key", {"region_name": "eu-west-1"}, "'region_name'", "region", "raises UnknownConfigurationKeyError",
        UnknownKeyError),
    Row("key like none", {"colour": "red"}, "'colour'", "s3config keys", "raises UnknownConfigurationKeyError",
        UnknownKeyError),
    Row("key with a hyphen", {"config": {"aws-region": "eu-west-1"}}, "'aws-region'", "did you mean",
        "raises UnknownConfigurationKeyError", UnknownKeyError),
    Row("two unknown keys", {"regoin": "eu-west-1", "config": {"colour": 1}}, "'regoin'", "did you mean region?",
        "raises UnknownConfigurationKeyError", UnknownKeyError, 2),
    Row("unknown key beside a bad value", {"regoin": "eu-west-1", "skip_signature": "maybe"}, "'regoin'", "region?",
        "raises UnknownConfigurationKeyError", errors=2),
    Row("key that is a number", {"config": {3: "x"}}, "unknown key 3", "s3config keys", "raises TypeError",
        UnknownKeyError),
    Row("key in bytes", {"config": {b"region": "x"}}, "unknown key b'region'", "remove it", "raises TypeError",
        UnknownKeyError),
    Row("key that is None", {"config": {None: "x"}}, "unknown key None", "remove it", "raises TypeError",
        UnknownKeyError),
    Row("key that is a tuple", {"config": {("region",): "x"}}, "unknown key ('region',)", "remove it",
        "raises TypeError", UnknownKeyError),
    Row("key that is nan", {"config": {math.nan: "x"}}, "unknown key nan", "remove it", "raises TypeError",
        UnknownKeyError),
    Row("empty key", {"config": {"": "x"}}, "unknown key ''", "remove it", "raises UnknownConfigurationKeyError",
        UnknownKeyError),
    Row("key with NUL", {"config": {"region\0": "x"}}, r"'region\x00'", "did you mean region?",
        "raises UnknownConfigurationKeyError", UnknownKeyError),
    Row("key with a lone surrogate", {"config": {"region\ud800": "x"}}, r"'region\ud800'", "did you mean region?",
        "raises UnicodeEncodeError", UnknownKeyError),
    Row("key of 100,000 characters", {"config": {LONG: "x"}}, "xxxxxxxx", "remove it",
        "raises UnknownConfigurationKeyError", UnknownKeyError),
    Row("unknown key with a table", {"config": {"regoin": {"a": 1}}}, "'regoin'", "did you mean region?",
        "raises UnknownConfigurationKeyError", UnknownKeyError),
    Row("unknown client option", {"client_options": {"timout": "30s"}}, "'timout'", "did you mean timeout?",
        "raises ValueError", UnknownKeyError),
    Row("S3 key among client options", {"client_options": {"region": "x"}}, "'region'", "top level",
        "raises ValueError", UnknownKeyError),
    Row("unknown retry field", {"retry_config": {"max_retry": 3}}, "'max_retry'", "did you mean max_retries?",
        "accepts", UnknownKeyError),
    Row("unknown backoff field", {"retry_config": {"backoff": {"jitter": 1}}}, "'jitter'", "remove it", "accepts",
        UnknownKeyError),
    Row("misspelt table", {"retry_config": {"bakoff": {}}}, "'bakoff'", "did you mean backoff?", "accepts",
        UnknownKeyError),
    Row("retry field in backoff", {"retry_config": {"backoff": {"max_retries": 3}}}, "'max_retries'", "level",
        "accepts", UnknownKeyError),
    Row("retries among client options", {"client_options": {"retry_config": {}}}, "retry_config", "level",
        "raises ValueError", UnknownKeyError),
)  # fmt: skip

DUPLICATES = (
    Row("two spellings as keywords", {"region": "a", "AWS_REGION": "b"}, "AWS_REGION", "leave one of them out",
        "raises GenericError", DuplicateKeyError),
    Row("two spellings, equal values", {"region": "a", "aws_region": "a"}, "aws_region", "leave one of them out",
        "raises GenericError", DuplicateKeyError),
    Row("keyword and config", {"region": "a", "config": {"region": "a"}}, "region twice", "leave one of them out",
        "raises GenericError", DuplicateKeyError),
    Row("token and session token", {**PAIR, "token": "abcd", "session_token": "abcd"}, "session_token and token",
        "leave one of them out", "raises GenericError", DuplicateKeyError),
    Row("two endpoints", {"endpoint": "https://a.example", "endpoint_url_s3": "https://b.example"},
        "endpoint_url_s3 and endpoint ", "leave one of them out", "raises UnknownConfigurationKeyError",
        DuplicateKeyError),
    Row("bucket and config's bucket", {"bucket": "my-bucket", "config": {"bucket_name": "my-bucket"}}, "bucket_name",
        "leave one of them out", "raises GenericError", DuplicateKeyError),
    Row("option in config and client_options", {"config": {"AWS_TIMEOUT": "3s"}, "client_options": {"timeout": "3s"}},
        "AWS_TIMEOUT", "leave one of them out", "panics", DuplicateKeyError),
    Row("retries and attempts", {"config": {"AWS_MAX_ATTEMPTS": 4}, "retry_config": {"max_retries": 3}},
        "AWS_MAX_ATTEMPTS", "leave one of them out", "raises UnknownConfigurationKeyError", DuplicateKeyError),
)  # fmt: skip

SHAPES = (
    Row("config that is a number", {"config": 3}, "config=", 'pass {"key": value}', "raises TypeError"),
    Row("config that is text", {"config": "region=x"}, "config=", 'pass {"key": value}', "raises TypeError"),
    Row("config that is a list of pairs", {"config": [("region", "x")]}, "config=", 'pass {"key": value}',
        "raises TypeError"),
    Row("client options that are text", {"client_options": "timeout=3s"}, "client_options=", "pass",
        "raises TypeError"),
    Row("retries that are a number", {"retry_config": 3}, "retry_config=", 'pass {"key": value}', "accepts"),
    Row("table in config that is a number", {"config": {"retry_config": 3}}, "retry_config", "{...}",
        "raises UnknownConfigurationKeyError"),
    Row("table in config that is a tuple", {"config": {"client_options": ("timeout", "3s")}}, "client_options", "{...}",
        "raises UnknownConfigurationKeyError"),
    Row("backoff that is a number", {"retry_config": {"backoff": 2}}, "backoff", "{...}", "accepts"),
    Row("environment that is text", {"env": "production"}, "env", "mapping", None),
    Row("environment with a number", {"env": {"AWS_REGION": 3}}, "AWS_REGION=3", "in quotes", None),
    Row("region that is a number", {"region": 3}, "region=3", "in quotes", "raises TypeError"),
    Row("region that is a bool", {"AWS_REGION": False}, "AWS_REGION=False", "in quotes", "accepts"),
    Row("region in bytes", {"region": b"eu-west-1"}, "region=", "in quotes", "raises TypeError"),
    Row("region that is a tuple", {"region": ("eu-west-1",)}, "region=", "in quotes", "raises TypeError"),
    Row("region that is a list", {"region": ["eu-west-1"]}, "region=", "in quotes", "raises TypeError"),
    Row("region that is a dict", {"region": {"name": {"deep": 1}}}, "region", "in quotes", "raises TypeError"),
    Row("region with a line break", {"region": "eu\nwest"}, "region", "one line", "accepts"),
    Row("region with NUL", {"region": "eu\0west"}, "region", "one line", "accepts"),
    Row("region with a lone surrogate", {"region": SURROGATE}, "region", "", "raises UnicodeEncodeError"),
    Row("user agent with a line break", {"client_options": {"user_agent": "a\r\nx-evil: 1"}}, "user_agent", "one line",
        "raises GenericError"),
    Row("role with a line break", {"role_arn": "a\nb", "web_identity_token_file": "/t"}, "role_arn", "one line",
        "accepts"),
)  # fmt: skip

VALUES = (
    Row("boolean that is no word for it", {"skip_signature": "maybe"}, "skip_signature='maybe'", "true or false",
        "raises GenericError"),
    Row("boolean of one letter", {"AWS_S3_EXPRESS": "t"}, "AWS_S3_EXPRESS='t'", "true or false", "raises GenericError"),
    Row("boolean that is 2", {"disable_tagging": 2}, "disable_tagging=2", "true or false", "raises TypeError"),
    Row("boolean that is nan", {"unsigned_payload": math.nan}, "unsigned_payload=nan", "true or false",
        "raises TypeError"),
    Row("boolean that is a list", {"imdsv1_fallback": [True]}, "imdsv1_fallback", "true or false", "raises TypeError"),
    Row("boolean in bytes", {"allow_http": b"true"}, "allow_http", "true or false", "raises TypeError"),
    Row("payer", {"requester_pays": "owner"}, "requester_pays='owner'", "true or false",
        "raises UnknownConfigurationKeyError"),
    Row("inverted boolean", {}, "AWS_EC2_METADATA_V1_DISABLED='perhaps'", "true or false", "accepts",
        variables={"AWS_EC2_METADATA_V1_DISABLED": "perhaps"}),
    Row("boolean in the environment", {}, "AWS_SKIP_SIGNATURE='tru'", "true or false", "raises GenericError",
        variables={"AWS_SKIP_SIGNATURE": "tru"}),
    Row("checksum algorithm", {"aws_checksum_algorithm": "MD5"}, "aws_checksum_algorithm='MD5'", "SHA256",
        "raises GenericError"),
    Row("checksum algorithm that is a number", {"checksum_algorithm": 256}, "checksum_algorithm=256", "SHA256",
        "raises TypeError"),
    Row("checksum mode", {"request_checksum_calculation": "always"}, "request_checksum_calculation='always'",
        "when_required", "raises UnknownConfigurationKeyError"),
    Row("checksum mode in the environment", {}, "AWS_RESPONSE_CHECKSUM_VALIDATION='never'", "when_required", "accepts",
        variables={"AWS_RESPONSE_CHECKSUM_VALIDATION": "never"}),
    Row("encryption", {"server_side_encryption": "AES-256"}, "server_side_encryption='AES-256'", "did you mean AES256?",
        "raises GenericError"),
    Row("encryption in the wrong case", {"server_side_encryption": "AWS:KMS"}, "server_side_encryption='AWS:KMS'",
        "did you mean aws:kms?", "raises GenericError"),
    Row("conditional put", {"conditional_put": "ETAG"}, "conditional_put='ETAG'", "did you mean etag?",
        "raises GenericError"),
    Row("dynamo without a table", {"conditional_put": "dynamo"}, "conditional_put='dynamo'", "dynamo:<table>",
        "raises GenericError"),
    Row("dynamo with an empty table", {"conditional_put": "dynamo:"}, "conditional_put", "dynamo:<table>",
        "raises GenericError"),
    Row("dynamo with a bad time-out", {"conditional_put": "dynamo:locks:soon"}, "conditional_put",
        "dynamo:<table>:20000", "raises GenericError"),
    Row("copy by dynamo without a table", {"copy_if_not_exists": "dynamo"}, "copy_if_not_exists", "dynamo:<table>",
        "raises GenericError"),
    Row("copy by a header without a value", {"copy_if_not_exists": "header:x-a"}, "copy_if_not_exists='header:x-a'",
        "header:<name>:<value>", "raises GenericError"),
    Row("copy by a header with a word for status", {"copy_if_not_exists": "header-with-status:a:b:c"},
        "copy_if_not_exists", "412", "raises GenericError"),
    Row("copy with status 999", {"copy_if_not_exists": "header-with-status:a:b:999"}, "copy_if_not_exists", "412",
        "accepts"),
    Row("copy by nothing known", {"copy_if_not_exists": "multi-part"}, "copy_if_not_exists", "did you mean multipart?",
        "raises GenericError"),
    Row("time-out without a unit", {"timeout": "30"}, "timeout='30'", "30s", "raises GenericError"),
    Row("time-out without a unit, in options", {"client_options": {"connect_timeout": "5"}}, "connect_timeout='5'",
        "5s", "raises GenericError"),
    Row("time-out without a unit, in the environment", {}, "AWS_TIMEOUT='30'", "30s", "raises GenericError",
        variables={"AWS_TIMEOUT": "30"}),
    Row("time-out with an unknown unit", {"timeout": "3 parsecs"}, "timeout='3 parsecs'", "units are",
        "raises GenericError"),
    Row("negative time-out", {"client_options": {"timeout": timedelta(seconds=-1)}}, "timeout", "such as 30s",
        "raises TypeError"),
    Row("negative number of seconds", {"client_options": {"read_timeout": -1}}, "read_timeout=-1", "such as 30s",
        "raises TypeError"),
    Row("time-out that is nan", {"client_options": {"timeout": math.nan}}, "timeout=nan", "such as 30s",
        "raises TypeError"),
    Row("time-out that is infinite", {"client_options": {"timeout": math.inf}}, "timeout=inf", "such as 30s",
        "raises TypeError"),
    Row("time-out that is a bool", {"client_options": {"timeout": True}}, "timeout=True", "such as 30s",
        "raises GenericError"),
    Row("time-out that is huge", {"client_options": {"timeout": 10**400}}, "timeout", "such as 30s",
        "raises TypeError"),
    Row("time-out of an age", {"timeout": "99999999999 years"}, "timeout", "shorter", "panics"),
    Row("time-out that is a list", {"client_options": {"pool_idle_timeout": [30]}}, "pool_idle_timeout", "30s",
        "raises TypeError"),
    Row("frame size below 16384", {"http2_max_frame_size": 1}, "http2_max_frame_size=1", "16384", "raises TypeError"),
    Row("pool size that is negative", {"client_options": {"pool_max_idle_per_host": "-1"}},
        "pool_max_idle_per_host='-1'", "0 or more", "raises GenericError"),
    Row("negative retries", {"retry_config": {"max_retries": -1}}, "max_retries=-1", "0 or more",
        "raises OverflowError"),
    Row("retries that are a bool", {"retry_config": {"max_retries": True}}, "max_retries=True", "number", "accepts"),
    Row("retries that are a fraction", {"retry_config": {"max_retries": 1.5}}, "max_retries=1.5", "number",
        "raises TypeError"),
    Row("retries that are a word", {"retry_config": {"max_retries": "ten"}}, "max_retries='ten'", "number",
        "raises TypeError"),
    Row("retries that are nan", {"retry_config": {"max_retries": math.nan}}, "max_retries=nan", "number",
        "raises TypeError"),
    Row("retries that are infinite", {"retry_config": {"max_retries": math.inf}}, "max_retries=inf", "number",
        "raises TypeError"),
    Row("retries that are huge", {"retry_config": {"max_retries": 2**70}}, "max_retries", "at most",
        "raises OverflowError"),
    Row("retries beyond what Python prints", {"retry_config": {"max_retries": 10**5000}}, "max_retries", "at most",
        "raises OverflowError"),
    Row("retries of 5,000 digits", {"config": {"max_retries": "9" * 5000}}, "max_retries", "number",
        "raises UnknownConfigurationKeyError"),
    Row("no attempt at all", {}, "AWS_MAX_ATTEMPTS='0'", "1 or more", "accepts", variables={"AWS_MAX_ATTEMPTS": "0"}),
    Row("retry time-out without a unit", {"retry_config": {"retry_timeout": "180"}}, "retry_timeout='180'", "180s",
        "raises TypeError"),
    Row("backoff base below 1", {"retry_config": {"backoff": {"base": 0.5}}}, "base=0.5", "number such as 2",
        "accepts"),
    Row("backoff base that is nan", {"retry_config": {"backoff": {"base": math.nan}}}, "base=nan", "such as 2",
        "accepts"),
    Row("backoff base that is huge", {"retry_config": {"backoff": {"base": 10**400}}}, "base", "such as 2",
        "raises OverflowError"),
    Row("first wait longer than the longest",
        {"retry_config": {"backoff": {"init_backoff": timedelta(seconds=9), "max_backoff": timedelta(seconds=1)}}},
        "init_backoff", "shorter one", "accepts"),
    Row("header name with a space", {"client_options": {"default_headers": {"x a": "b"}}}, "default_headers", "letters",
        "raises ValueError"),
    Row("header value with a line break", {"client_options": {"default_headers": {"x-a": "b\r\nx-c: d"}}},
        "default_headers", "one line", "raises ValueError"),
    Row("header value that is a number", {"client_options": {"default_headers": {"x-a": 3}}}, "default_headers", "text",
        "raises TypeError"),
    Row("header twice", {"client_options": {"default_headers": {"x-a": "b", "X-A": "c"}}}, "default_headers", "once",
        "accepts"),
    Row("headers that are a list", {"client_options": {"default_headers": ["x-a: b"]}}, "default_headers", "{",
        "raises TypeError"),
    Row("header without a colon", {"default_headers": "x-a"}, "default_headers", "Name: value",
        "raises UnknownConfigurationKeyError"),
    Row("private key for a certificate", {"root_certificate": "-----BEGIN PRIVATE KEY-----\nMII\n"}, "root_certificate",
        "not a key", "raises UnknownConfigurationKeyError"),
    Row("HTTP/1 only and HTTP/2 only", {"client_options": {"http1_only": True, "http2_only": True}}, "http1_only",
        "leave one of them out", "accepts"),
)  # fmt: skip

ENCRYPTION = (
    Row("SSE-C key of 31 bytes", {"server_side_encryption": "sse-c", "sse_customer_key_base64": SHORT_SSE_KEY},
        "sse_customer_key_base64", "openssl rand -base64 32", "accepts"),
    Row("SSE-C key that is not base64", {"server_side_encryption": "sse-c", "sse_customer_key_base64": "a!b"},
        "sse_customer_key_base64", "base64", "raises GenericError"),
    Row("SSE-C key in raw bytes", {"server_side_encryption": "sse-c", "sse_customer_key_base64": bytes(range(33, 65))},
        "sse_customer_key_base64", "base64", "raises TypeError"),
    Row("SSE-C key without its type", {"AWS_SSE_CUSTOMER_KEY_BASE64": SSE_KEY}, "AWS_SSE_CUSTOMER_KEY_BASE64",
        "AWS_SERVER_SIDE_ENCRYPTION=sse-c", "accepts"),
    Row("SSE-C without its key", {"server_side_encryption": "sse-c"}, "server_side_encryption",
        "sse_customer_key_base64", "raises GenericError"),
    Row("SSE-C key beside AES256", {"server_side_encryption": "AES256", "sse_customer_key_base64": SSE_KEY},
        "sse_customer_key_base64", "leave one of them out", "accepts"),
    Row("KMS key without its type", {"sse_kms_key_id": "alias/data"}, "sse_kms_key_id",
        "server_side_encryption=aws:kms", "accepts"),
    Row("KMS key beside AES256", {"server_side_encryption": "AES256", "aws_sse_kms_key_id": "alias/data"},
        "aws_sse_kms_key_id", "leave one of them out", "accepts"),
    Row("KMS key beside an SSE-C key", {"sse_kms_key_id": "alias/data", "sse_customer_key_base64": SSE_KEY},
        "sse_kms_key_id", "server_side_encryption=aws:kms", "accepts", errors=2),
)  # fmt: skip

CREDENTIALS = (
    Row("half a pair: the id", {"access_key_id": KEY_ID}, "access_key_id", "give secret_access_key",
        "raises GenericError"),
    Row("half a pair: the secret", {"aws_secret_access_key": SECRET}, "aws_secret_access_key", "give access_key_id",
        "raises GenericError"),
    Row("half a pair above a whole one", {"access_key_id": KEY_ID}, "access_key_id", "give secret_access_key",
        "accepts", variables=ENV_PAIR),
    Row("half a pair in the environment", {}, "AWS_ACCESS_KEY_ID", "give secret_access_key", "raises GenericError",
        variables={"AWS_ACCESS_KEY_ID": KEY_ID}),
    Row("empty id", {**PAIR, "access_key_id": ""}, "access_key_id", "give its value", "accepts", errors=2),
    Row("empty secret", {**PAIR, "secret_access_key": ""}, "secret_access_key", "give its value", "accepts", errors=2),
    Row("empty token", {**PAIR, "session_token": ""}, "session_token", "give its value", "accepts"),
    Row("token without a pair", {"AWS_SESSION_TOKEN": "abcd"}, "AWS_SESSION_TOKEN", "give access_key_id", "accepts"),
    Row("id with white space", {**PAIR, "access_key_id": f" {KEY_ID}"}, "access_key_id", "remove it", "accepts"),
    Row("secret with a line break", {**PAIR, "secret_access_key": f"{SECRET}\n"}, "secret_access_key", "line break",
        "accepts"),
    Row("token with a space", {**PAIR, "token": "abc def"}, "token", "remove it", "accepts"),
    Row("secret with a line break in the environment", {}, "AWS_SECRET_ACCESS_KEY", "line break", "accepts",
        variables={**ENV_PAIR, "AWS_SECRET_ACCESS_KEY": f"{SECRET}\r\n"}),
    Row("secret with NUL", {**PAIR, "secret_access_key": "ab\0cd"}, "secret_access_key", "remove it", "accepts"),
    Row("secret that is not ASCII", {**PAIR, "secret_access_key": "sécret"}, "secret_access_key", "copy it again",
        "accepts"),
    Row("secret with a lone surrogate", {**PAIR, "secret_access_key": SURROGATE}, "secret_access_key", "copy",
        "raises UnicodeEncodeError"),
    Row("secret that is a number", {**PAIR, "secret_access_key": 123}, "secret_access_key", "in quotes",
        "raises TypeError"),
    Row("secret that is a list", {**PAIR, "secret_access_key": [SECRET]}, "secret_access_key", "in quotes",
        "raises TypeError"),
    Row("secret in bytes", {**PAIR, "secret_access_key": SECRET.encode()}, "secret_access_key", "in quotes",
        "raises TypeError"),
    Row("id in bytes", {**PAIR, "access_key_id": KEY_ID.encode()}, "access_key_id", "in quotes", "raises TypeError"),
    Row("secret that is a mask", {**PAIR, "secret_access_key": "**********"}, "secret_access_key", "value itself",
        "accepts"),
    Row("id that is a mask", {**PAIR, "access_key_id": "****MPLE"}, "access_key_id", "value itself", "accepts"),
    Row("header that is a mask", {"default_headers": "x-a: **********"}, "default_headers", "value itself",
        "raises UnknownConfigurationKeyError"),
    Row("end that is no moment", {**PAIR, "credential_expiration": "tomorrow"}, "credential_expiration='tomorrow'",
        "2026-01-31T12:00:00Z", "raises UnknownConfigurationKeyError"),
    Row("end that is no moment, in the environment", {}, "AWS_CREDENTIAL_EXPIRATION='soon'", "2026-01-31T12:00:00Z",
        "accepts", variables={**ENV_PAIR, "AWS_CREDENTIAL_EXPIRATION": "soon"}),
    Row("web identity without a role", {"web_identity_token_file": "/token"}, "web_identity_token_file",
        "give role_arn", "accepts"),
    Row("provider that is no callable", {"credential_provider": "x"}, "credential_provider", "callable",
        "raises TypeError"),
    Row("provider beside a pair", {**PAIR, "credential_provider": dict}, "credential_provider", "leave one of them out",
        "accepts"),
    Row("container URL without a scheme", {"container_credentials_full_uri": "169.254.170.23/v1"},
        "container_credentials_full_uri", "https://", "accepts"),
    Row("container path without a slash", {"container_credentials_relative_uri": "v2/x"},
        "container_credentials_relative_uri='v2/x'", "/v2/credentials", "accepts"),
    Row("container token with a line break", {}, "AWS_CONTAINER_AUTHORIZATION_TOKEN", "remove line breaks", "accepts",
        variables={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1",
                   "AWS_CONTAINER_AUTHORIZATION_TOKEN": "ab\ncd"}),
)  # fmt: skip

ENDPOINTS = (
    Row("endpoint without a scheme", {"endpoint": "minio.example:9000"}, "endpoint='minio.example:9000'",
        "https://minio.example:9000", "accepts"),
    Row("host without a scheme, in the environment", {}, "AWS_ENDPOINT_URL_S3='minio'", "https://minio", "accepts",
        variables={"AWS_ENDPOINT_URL_S3": "minio"}),
    Row("endpoint by another scheme", {"endpoint_url": "ftp://h.example"}, "endpoint_url='ftp://h.example'", "https://",
        "accepts"),
    Row("plain http", {"endpoint": "http://minio.example"}, "endpoint", "allow_http=true", "accepts"),
    Row("plain http that is forbidden", {"endpoint": "http://localhost:9000", "client_options": {"allow_http": False}},
        "allow_http", "allow_http=true", "accepts"),
    Row("endpoint with credentials", {"AWS_ENDPOINT_URL": f"https://{KEY_ID}:pass@h.example"}, "AWS_ENDPOINT_URL",
        "access_key_id", "accepts"),
    Row("endpoint with a query", {"endpoint": "https://h.example?x=1"}, "endpoint", "only scheme, host", "accepts"),
    Row("endpoint with a fragment", {"endpoint": "https://h.example/#x"}, "endpoint", "only scheme, host", "accepts"),
    Row("endpoint without a host", {"endpoint": "https://"}, "endpoint='https://'", "https://s3.example.com",
        "accepts"),
    Row("endpoint with port 99999", {"endpoint": "https://h.example:99999"}, "endpoint", "https://s3.example.com",
        "accepts"),
    Row("endpoint with a word for port", {"endpoint": "https://h.example:x"}, "endpoint", "https://s3.example.com",
        "accepts"),
    Row("endpoint with half a bracket", {"endpoint": "https://[::1"}, "endpoint", "https://s3.example.com", "accepts"),
    Row("endpoint with a space", {"endpoint": "https://h .example"}, "endpoint", "remove it", "accepts"),
    Row("endpoint with NUL", {"endpoint": "https://h\0.example"}, "endpoint", "remove it", "accepts"),
    Row("endpoint with a lone surrogate", {"endpoint": f"https://{SURROGATE}.example"}, "endpoint", "https://",
        "raises UnicodeEncodeError"),
    Row("endpoint path with a lone surrogate", {"endpoint": f"https://h.example/{SURROGATE}"}, "endpoint", "",
        "raises UnicodeEncodeError"),
    Row("endpoint in bytes", {"endpoint": b"https://h.example"}, "endpoint", "https://", "raises TypeError"),
    Row("endpoint that is a number", {"endpoint": 9000}, "endpoint=9000", "https://", "raises TypeError"),
    Row("endpoint that holds the bucket", {"endpoint": "https://my-bucket.nyc3.digitaloceanspaces.com"}, "endpoint",
        "https://nyc3.digitaloceanspaces.com", "accepts"),
    Row("STS without a scheme", {}, "AWS_ENDPOINT_URL_STS='sts.example'", "https://sts.example", "accepts",
        variables={"AWS_ENDPOINT_URL_STS": "sts.example"}),
    Row("metadata without a scheme", {"metadata_endpoint": "169.254.169.254"}, "metadata_endpoint='169.254.169.254'",
        "write http", "accepts"),
    Row("proxy without a scheme", {"client_options": {"proxy_url": "proxy.example:3128"}}, "proxy_url", "https://",
        "accepts"),
    Row("proxy by another scheme", {"proxy_url": "socks4://proxy.example"}, "proxy_url", "http://proxy.example",
        "panics"),
    Row("proxy with a bad port and a password", {"proxy_url": "http://user:pass@proxy.example:x"}, "proxy_url",
        "http://proxy.example", "raises GenericError"),
)  # fmt: skip

URLS = (
    Row("URL without a scheme", {"url": "data/raw"}, "'data/raw'", "s3://data/raw", "raises ValueError"),
    Row("empty URL", {"url": ""}, "URL", "s3://", "raises ValueError"),
    Row("URL of another store", {"url": "gs://data/raw"}, "'gs://data/raw'", "s3://bucket/path", "raises GenericError"),
    Row("URL that is a number", {"url": 3}, "URL", "string", "raises TypeError"),
    Row("URL in bytes", {"url": b"s3://data"}, "URL", "string", "raises TypeError"),
    Row("URL without a bucket", {"url": "s3://"}, "bucket", "s3://bucket", "raises GenericError"),
    Row("URL of AWS without a bucket", {"url": "https://s3.amazonaws.com/"}, "bucket", "s3://bucket",
        "raises GenericError"),
    Row("port on s3://", {"url": "s3://data:9000/raw"}, "'s3://data:9000/raw'", "s3://data?endpoint=", "accepts"),
    Row("user part on s3://", {"url": f"s3://{KEY_ID}:pass@data/raw"}, "URL", "access_key_id", "accepts"),
    Row("user part on https://", {"url": f"https://{KEY_ID}:pass@data.s3.amazonaws.com/raw"}, "URL", "access_key_id",
        "accepts"),
    Row("bucket of a URL too short", {"url": "s3://ab/raw"}, "'ab'", "bucket's name", "accepts"),
    Row("bucket of a URL with a space", {"url": "s3://my data/raw"}, "'my data'", "remove it", "raises ValueError"),
    Row("URL with NUL", {"url": "https://data\0.s3.amazonaws.com"}, "URL", "remove it", "raises ValueError"),
    Row("URL with half a bracket", {"url": "https://[data"}, "'https://[data'", "https://", "raises ValueError"),
    Row("URL with port 99999", {"url": "https://data.s3.amazonaws.com:99999"}, ":99999'", "https://",
        "raises ValueError"),
    Row("URL with a fragment", {"url": "https://data.s3.amazonaws.com/raw#1"}, "raw#1'", "%23", "accepts"),
    Row("unknown host", {"url": "https://minio.example/data/x"}, "'https://minio.example/data/x'",
        "s3://data?endpoint=https://minio.example", "raises GenericError"),
    Row("website", {"url": "https://data.s3-website-us-east-1.amazonaws.com"}, "s3-website", "s3://bucket",
        "raises GenericError"),
    Row("accelerate", {"url": "https://data.s3-accelerate.amazonaws.com"}, "s3-accelerate", "s3://bucket",
        "raises GenericError"),
    Row("access point", {"url": "https://a-111122223333.s3-accesspoint.us-east-1.amazonaws.com"}, "s3-accesspoint",
        "ARN", "raises GenericError"),
    Row("multi-region access point", {"url": "https://m.mrap.accesspoint.s3-global.amazonaws.com"}, "s3-global", "ARN",
        "raises GenericError"),
    Row("VPC endpoint", {"url": "https://bucket.vpce-1a.s3.us-east-1.vpce.amazonaws.com/data"}, "vpce", "s3://",
        "raises GenericError"),
    Row("control service", {"url": "https://111122223333.s3-control.us-east-1.amazonaws.com"}, "s3-control", "s3://",
        "raises GenericError"),
    Row("presigned URL", {"url": "https://data.s3.amazonaws.com/raw?X-Amz-Signature=abcdef0123456789"},
        "X-Amz-Signature", "presigned", "accepts"),
    Row("secret in the query", {"url": "s3://data?AWS_SECRET_ACCESS_KEY=abcdef0123456789"}, "AWS_SECRET_ACCESS_KEY",
        "argument", "accepts"),
    Row("id in the query", {"url": f"s3://data?access_key_id={KEY_ID}"}, "access_key_id", "argument", "accepts"),
    Row("proxy in the query", {"url": "s3://data?proxy_url=http://evil.example"}, "proxy_url", "argument", "accepts"),
    Row("metadata in the query", {"url": "s3://data?metadata_endpoint=http://evil.example"}, "metadata_endpoint",
        "argument", "accepts"),
    Row("STS in the query", {"url": "s3://data?sts_endpoint=https://evil.example"}, "sts_endpoint", "argument",
        "accepts"),
    Row("certificates in the query", {"url": "s3://data?allow_invalid_certificates=true"}, "allow_invalid_certificates",
        "argument", "accepts"),
    Row("unknown key in the query", {"url": "s3://data?regoin=eu-west-1"}, "'regoin'", "did you mean region?",
        "accepts", UnknownKeyError),
    Row("bad value in the query", {"url": "s3://data?timeout=30"}, "timeout='30'", "30s", "accepts"),
    Row("bad value beside a good one in the query", {"url": "s3://data?skip_signature=maybe&region=eu-west-1"},
        "skip_signature='maybe'", "true or false", "accepts"),
    Row("provider's URL without its path", {"url": "https://abc.supabase.co/data"}, "'https://abc.supabase.co/data'",
        "/storage/v1/s3", "raises GenericError"),
)  # fmt: skip

TOML = "s3config.toml"
FILES = (
    Row(".env that does not exist", {"dotenv": "no.env"}, "no.env", "check the path", None),
    Row(".env that is a directory", {"dotenv": "."}, ".", "check the path", None),
    Row(".env with NUL in its name", {"dotenv": "a\0.env"}, ".env", "path", None),
    Row(".env that is a number", {"dotenv": 3}, "dotenv", "path", None),
    Row(".env that is not UTF-8", {"dotenv": ".env"}, ".env:2:12", "UTF-8", None,
        files={".env": b"A=1\nAWS_REGION=\xff\n"}),
    Row(".env with a bad value", {"dotenv": ".env"}, "AWS_TIMEOUT='30'", "30s", None,
        files={".env": "# time\nexport AWS_TIMEOUT=30\n"}),
    Row(".env with half a pair", {"dotenv": ".env"}, "AWS_ACCESS_KEY_ID", "give secret_access_key", None,
        files={".env": f"AWS_ACCESS_KEY_ID={KEY_ID}\n"}),
    Row(".env with an endpoint without a scheme", {"dotenv": ".env"}, "AWS_ENDPOINT='minio'", "https://minio", None,
        files={".env": "AWS_ENDPOINT=minio\n"}),
    Row("file that does not exist", {"file": "no.toml"}, "no.toml", "check the path", None),
    Row("file that is a directory", {"file": "."}, ".", "check the path", None),
    Row("file with NUL in its name", {"file": "a\0.toml"}, ".toml", "path", None),
    Row("file that is a number", {"file": 3}, "file", "path", None),
    Row("file of an unknown format", {"file": "s3.ini"}, "s3.ini", ".toml", None, files={"s3.ini": "[default]\n"}),
    Row("file that is not UTF-8", {"file": TOML}, f"{TOML}:1:", "UTF-8", None, files={TOML: b'region = "\xff"\n'}),
    Row("TOML that is broken", {"file": TOML}, f"{TOML}:2:", "mend it", None, files={TOML: 'region = "x"\nbucket =\n'}),
    Row("TOML key twice", {"file": TOML}, f"{TOML}:2:", "mend it", None, files={TOML: 'region = "x"\nregion = "y"\n'}),
    Row("TOML integer of 5,000 digits", {"file": TOML}, TOML, "", None, files={TOML: f"max_retries = {'9' * 5000}\n"}),
    Row("TOML nested too deeply", {"file": TOML}, TOML, "flat", None, files={TOML: f"a = {'[' * 9999}{']' * 9999}\n"}),
    Row("unknown key in TOML", {"file": TOML}, f"{TOML}:2:3: error KEY001: unknown key 'regoin'",
        "did you mean region?", None, UnknownKeyError, files={TOML: '# s3\n  regoin = "x"\n'}),
    Row("unknown table in TOML", {"file": TOML}, "unknown key 'sotres'", "did you mean stores?", None, UnknownKeyError,
        files={TOML: '[sotres.a]\nregion = "x"\n'}),
    Row("array in TOML", {"file": TOML}, "region=", "in quotes", None, files={TOML: 'region = ["x"]\n'}),
    Row("table for a value in TOML", {"file": TOML}, "region", "in quotes", None, files={TOML: '[region]\nx = "y"\n'}),
    Row("date in TOML", {"file": TOML}, "region=2026-01-31", "in quotes", None,
        files={TOML: "region = 2026-01-31\n"}),
    Row("infinity in TOML", {"file": TOML}, "timeout=inf", "30s", None,
        files={TOML: "[client_options]\ntimeout = inf\n"}),
    Row("bad value in a store", {"file": TOML, "store": "a"}, "AWS_TIMEOUT='30'", "30s", None,
        files={TOML: '[stores.a]\nAWS_TIMEOUT = "30"\n'}),
    Row("unknown store", {"file": TOML, "store": "c"}, "'c'", "a, b", None, files={TOML: "[stores.a]\n[stores.b]\n"}),
    Row("store that was not chosen", {"file": TOML}, TOML, "store=", None, files={TOML: "[stores.a]\n[stores.b]\n"}),
    Row("store without a file", {"store": "a"}, "store", "file=", None),
    Row("store that is a list", {"file": TOML, "store": ["a"]}, "store", "a", None, files={TOML: "[stores.a]\n"}),
    Row("store that is no table", {"file": TOML, "store": "a"}, "'a'", "below it", None,
        files={TOML: "stores.a = 3\n"}),
    Row("store with a missing .env", {"file": TOML, "store": "a"}, "no.env", "check the path", None,
        files={TOML: '[stores.a]\ndotenv = "no.env"\n'}),
    Row("store with a number for .env", {"file": TOML, "store": "a"}, "dotenv", '".env"', None,
        files={TOML: "[stores.a]\ndotenv = 3\n"}),
    Row("store with a missing profile", {"file": TOML, "store": "a"}, "'nope'", "no profiles", None,
        files={TOML: '[stores.a]\nprofile = "nope"\n'}),
    Row("YAML that is broken", {"file": "s3.yaml"}, "s3.yaml:", "mend it", None, files={"s3.yaml": "region: [x\n"}),
    Row("YAML that is a list", {"file": "s3.yml"}, "s3.yml:1:1", "key: value", None, files={"s3.yml": "- region\n"}),
    Row("YAML with an object", {"file": "s3.yaml"}, "s3.yaml:", "mend it", None,
        files={"s3.yaml": "region: !!python/object:os.system x\n"}),
    Row("YAML with an impossible date", {"file": "s3.yaml"}, "s3.yaml:", "", None,
        files={"s3.yaml": "region: 2026-13-45\n"}),
    Row("YAML integer of 5,000 digits", {"file": "s3.yaml"}, "s3.yaml:", "", None,
        files={"s3.yaml": f"max_retries: {'9' * 5000}\n"}),
    Row("YAML with a list for a key", {"file": "s3.yaml"}, "s3.yaml:", "", None, UnknownKeyError,
        files={"s3.yaml": "? [a]\n: b\n"}),
    Row("YAML with a number for a key", {"file": "s3.yaml"}, "unknown key 3", "remove it", None, UnknownKeyError,
        files={"s3.yaml": "3: x\n"}),
    Row("YAML word that is a boolean", {"file": "s3.yaml"}, "region=False", "in quotes", None,
        files={"s3.yaml": "region: no\n"}),
    Row("YAML that holds itself", {"file": "s3.yaml"}, "s3.yaml", "flat", None,
        files={"s3.yaml": "client_options: &a\n  default_headers: *a\n"}),
    Row("unknown key in YAML", {"file": "s3.yaml"}, "s3.yaml:2:3: error KEY001: unknown key 'timout'", "timeout?", None,
        UnknownKeyError, files={"s3.yaml": "client_options:\n  timout: 3s\n"}),
    Row("JSON that is broken", {"file": "s3.json"}, "s3.json:2:1", "mend it", None, files={"s3.json": '{"a": 1,\n'}),
    Row("JSON that is a list", {"file": "s3.json"}, "s3.json:1:1", '{"key": "value"}', None, files={"s3.json": "[1]"}),
    Row("JSON integer of 5,000 digits", {"file": "s3.json"}, "s3.json", "", None,
        files={"s3.json": f'{{"max_retries": {"9" * 5000}}}'}),
    Row("JSON nested too deeply", {"file": "s3.json"}, "s3.json", "flat", None,
        files={"s3.json": '{"a":' * 99_999 + "1" + "}" * 99_999}),
    Row("NaN in JSON", {"file": "s3.json"}, "timeout=nan", "30s", None, files={"s3.json": '{"timeout": NaN}'}),
    Row("unknown key in JSON", {"file": "s3.json"}, "s3.json:1:2: error KEY001: unknown key 'regoin'", "region?", None,
        UnknownKeyError, files={"s3.json": '{"regoin": "x"}'}),
    Row("list in JSON", {"file": "s3.json"}, "skip_signature", "true or false", None,
        files={"s3.json": '{"skip_signature": [true]}'}),
    Row("unknown key in pyproject.toml", {"file": "pyproject.toml"}, "'regoin'", "did you mean region?", None,
        UnknownKeyError, files={"pyproject.toml": '[tool.s3config]\nregoin = "x"\n'}),
)  # fmt: skip

PROFILES = (
    Row("profile that does not exist", {"profile": "nope"}, "'nope'", "no profiles", None),
    Row("profile that is nearly there", {"profile": "prd"}, "'prd'", "did you mean prod?", None,
        files={"../home/.aws/config": "[profile prod]\nregion = x\n"}),
    Row("profile that is a number", {"profile": 3}, "profile=3", "in quotes", None),
    Row("profile of the environment that does not exist", {}, "AWS_PROFILE", "no profiles", None,
        variables={"AWS_PROFILE": "nope"}),
    Row("profile with half a pair", {"profile": "half"}, "aws_access_key_id", "give secret_access_key", None,
        files={"../home/.aws/credentials": f"[half]\naws_access_key_id = {KEY_ID}\n"}),
    Row("profile with a bad endpoint", {"profile": "p"}, "endpoint_url='minio'", "https://minio", None,
        files={"../home/.aws/config": "[profile p]\nendpoint_url = minio\n"}),
    Row("profile with a bad nested endpoint", {"profile": "p"}, "endpoint_url='minio'", "https://minio", None,
        files={"../home/.aws/config": "[profile p]\ns3 =\n  endpoint_url = minio\n"}),
    Row("profile with no attempts", {"profile": "p"}, "max_attempts='0'", "1 or more", None,
        files={"../home/.aws/config": "[profile p]\nmax_attempts = 0\n"}),
    Row("profile with a bad checksum mode", {"profile": "p"}, "request_checksum_calculation='always'", "when_required",
        None, files={"../home/.aws/config": "[profile p]\nrequest_checksum_calculation = always\n"}),
    Row("profile in a file that is not UTF-8", {"profile": "p"}, "config:1:", "UTF-8", None,
        files={"../home/.aws/config": b"[profile \xff]\n"}),
    Row("profile with a secret of two words", {"profile": "p"}, "aws_secret_access_key", "remove it", None,
        files={"../home/.aws/credentials": f"[p]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = ab cd\n"}),
)  # fmt: skip

SESSIONS = (
    Row("session that is text", {}, "session=", "boto3.Session(...)", None, session=lambda: "default"),
    Row("session that is a class", {}, "session=", "boto3.Session(...)", None, session=lambda: Session),
    Row("session that is asynchronous", {}, "session=", "boto3.Session(...)", None, session=_AsyncSession),
    Row("session with an unknown profile", {}, "session", "profile", None, session=lambda: Session(profile="nope")),
    Row("session beside broken AWS files", {}, "session", "config", None, session=Session,
        files={"../home/.aws/config": "[default\nregion = x\n"}),
    Row("session with a secret of two words", {}, "secret_access_key", "remove it", None,
        session=lambda: _session(KEY_ID, "ab cd")),
    Row("session with half a pair", {}, "access_key_id", "give secret_access_key", None,
        session=lambda: _session(KEY_ID, None)),
    Row("session with a bad region", {}, "region", "one line", None,
        session=lambda: _session(KEY_ID, SECRET, region="eu\nwest")),
    Row("session beside a bad argument", {"regoin": "x"}, "'regoin'", "did you mean region?", None, UnknownKeyError,
        session=lambda: _session(KEY_ID, SECRET)),
)  # fmt: skip

ROWS = (
    *BUCKETS, *UNKNOWN_KEYS, *DUPLICATES, *SHAPES, *VALUES, *ENCRYPTION, *CREDENTIALS, *ENDPOINTS, *URLS, *FILES,
    *PROFILES, *SESSIONS,
)  # fmt: skip
_NOT_OBSTORES = frozenset({"env", "dotenv", "file", "store", "profile"})

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


def _resolved(row: Row, monkeypatch: pytest.MonkeyPatch) -> Resolution:
    """Write what the row wants written, and resolve its call, which raises nothing."""
    for name, content in row.files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    for name, value in row.variables.items():
        monkeypatch.setenv(name, value)
    session = None if row.session is None else row.session()
    return resolve(session=session, **_with_bucket(row.call))


def _with_bucket(call: dict[str, Any]) -> dict[str, Any]:
    return call if "bucket" in call or "url" in call else {"bucket": "my-bucket", **call}


@each_row
def test_is_refused_by_name_with_a_remedy(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """One error of ours says in the user's own spelling what is wrong, and in the same line what to do."""
    resolution = _resolved(row, monkeypatch)

    with pytest.raises(InvalidConfigError) as caught:
        _ = resolution.config

    assert row.error is caught.type
    lines = [str(d) for d in caught.value.diagnostics if d.severity is Severity.ERROR]
    assert row.errors == len(lines)
    assert all(line in str(caught.value) for line in lines)
    assert any(row.named in line and row.remedy in line for line in lines), lines
    assert all(d.remedy for d in caught.value.diagnostics if d.severity is Severity.ERROR)


@each_row
def test_text_fits_any_terminal_and_log(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error and its whole traceback can be encoded, and no other exception stands behind it."""
    resolution = _resolved(row, monkeypatch)

    with pytest.raises(InvalidConfigError) as caught:
        _ = resolution.config

    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert str(caught.value) in "".join(traceback.format_exception(caught.value)).encode().decode()
    assert "\0" not in str(caught.value)


@each_row
def test_shows_no_value_without_a_bucket_either(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """`values()`, which needs no bucket, refuses all but a missing bucket."""
    resolution = _resolved(row, monkeypatch)
    if any(diagnostic.severity is Severity.ERROR for diagnostic in resolution.diagnostics):
        with pytest.raises(InvalidConfigError) as caught:
            resolution.values()
        assert row.error is caught.type
    else:
        assert "bucket" not in resolution.values()


@each_row
def test_can_be_explained(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every report takes bad input, too, and stays what it is: text, JSON, TOML."""
    resolution = _resolved(row, monkeypatch)

    assert text.explain(resolution).encode()
    assert {"values", "diagnostics"} == json.loads(json_report.explain(resolution)).keys()
    assert isinstance(tomllib.loads(toml_report.explain(resolution)), dict)


def _peer_outcome(call: dict[str, Any]) -> str:
    """Say what obstore does with a call: its panic is no `Exception`."""
    arguments = _with_bucket(call)
    url: Any = arguments.get("url")
    bucket: Any = arguments.get("bucket")
    others = {name: value for name, value in arguments.items() if name not in ("url", "bucket")}
    try:
        store: Any = S3Store(bucket, **others) if "url" not in arguments else S3Store.from_url(url, **others)
        _ = store.config, store.client_options, store.retry_config
    except Exception as error:  # noqa: BLE001 (any class is an answer)
        return f"raises {type(error).__name__}"
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return "panics"
    return "accepts"


@pytest.mark.parametrize("row", [row for row in ROWS if row.peer is not None], ids=lambda row: row.name)
def test_what_obstore_does(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """The peer, obstore 0.12.1, accepts many of these inputs, and panics on some."""
    for name, value in row.variables.items():
        monkeypatch.setenv(name, value)

    assert row.peer == _peer_outcome(row.call)


@each_row
def test_obstore_is_asked_whatever_it_can_be_asked(row: Row) -> None:
    """Only rows with a source that obstore has not are without its answer."""
    is_ours = bool(row.files) or row.session is not None or not _NOT_OBSTORES.isdisjoint(row.call)

    assert (row.peer is None) == (is_ours or "AWS_PROFILE" in row.variables)


def test_table_is_whole() -> None:
    """There are enough rows, each with its own name, of all three classes, and obstore accepts or panics on many."""
    lenient = [row for row in ROWS if row.peer in ("accepts", "panics")]

    assert len(ROWS) >= 80
    assert len(ROWS) == len({row.name for row in ROWS})
    assert {InvalidConfigError, UnknownKeyError, DuplicateKeyError} == {row.error for row in ROWS}
    assert len(lenient) >= 40
