"""ClickHouse's table function `s3`, run by chDB."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
import tool_runs
from recording import Recorder

from s3config import resolve
from s3config.config import StoreConfig
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.translation import translate

KEYS = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "a'b''c\"d$e%f:g\\h\\'i;j#k/l+m=n@o--p/*q\\n"}
AWS = "https://s3.us-east-1.amazonaws.com"
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


def config_of(bucket: str = "logs", **said: Any) -> StoreConfig:
    """Return a configuration of a bucket."""
    return resolve(bucket=bucket, env=False, config=said).config


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, {"url": f"{AWS}/logs/"}),
        ({"region": "cn-north-1"}, {"url": "https://s3.cn-north-1.amazonaws.com.cn/logs/"}),
        ({"virtual_hosted_style_request": True}, {"url": "https://logs.s3.us-east-1.amazonaws.com/"}),
        ({"endpoint": "http://localhost:9000"}, {"url": "http://localhost:9000/logs/"}),
        (
            {"endpoint": "https://minio.s3.example.com"},
            {"url": "https://minio.s3.example.com/logs/", "settings": {"s3_uri_style": "path"}},
        ),
        (
            {"endpoint": "https://s3.example.com", "virtual_hosted_style_request": True},
            {"url": "https://logs.s3.example.com/"},
        ),
        (KEYS, KEYS),
        ({**KEYS, "session_token": "t"}, {"session_token": "t"}),
        ({"skip_signature": True}, {"no_sign_request": True}),
        ({"request_payer": True}, {"headers": {"x-amz-request-payer": "requester"}}),
        ({"default_headers": {"x-a": "ü"}}, {"headers": {"x-a": "ü"}}),
        ({"server_side_encryption": "AES256"}, {"headers": {"x-amz-server-side-encryption": "AES256"}}),
        (
            {"server_side_encryption": "aws:kms", "sse_kms_key_id": "k", "sse_bucket_key_enabled": True},
            {
                "headers": {
                    "x-amz-server-side-encryption": "aws:kms",
                    "x-amz-server-side-encryption-aws-kms-key-id": "k",
                    "x-amz-server-side-encryption-bucket-key-enabled": "true",
                }
            },
        ),
        (
            {"server_side_encryption": "sse-c", "sse_customer_key_base64": KEY},
            {
                "headers": {
                    "x-amz-server-side-encryption-customer-key": KEY,
                    "x-amz-server-side-encryption-customer-algorithm": "AES256",
                    "x-amz-server-side-encryption-customer-key-MD5": "tP/LI3N87DFaSk0aoqYgzg==",
                }
            },
        ),
        ({"checksum_algorithm": "SHA256"}, {"settings": {"s3_upload_checksum_algorithm": "SHA256"}}),
        (
            {"connect_timeout": "2s", "read_timeout": "1m", "max_retries": 3},
            {
                "settings": {
                    "s3_connect_timeout_ms": 2000,
                    "s3_request_timeout_ms": 60000,
                    "s3_retry_attempts": 3,
                    "s3_use_adaptive_timeouts": 0,
                }
            },
        ),
    ],
)
def test_words(said: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each key has its place: in the URL, among the arguments, the headers or the settings."""
    values = translate(config_of(**said), "clickhouse").values
    assert {name: values.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"endpoint": "https://gateway.example.com/s3"}, "endpoint"),
        ({"endpoint": "https://minio.example.com", "region": "eu-west-1"}, "region"),
        (
            {"endpoint": "https://minio.example.com", "virtual_hosted_style_request": True},
            "virtual_hosted_style_request",
        ),
        ({"region": "auto"}, "region"),
        ({"checksum_algorithm": "CRC64NVME"}, "checksum_algorithm"),
        ({"default_headers": {"User-Agent": "x"}}, "default_headers"),
        ({"timeout": "5s"}, "timeout"),
    ],
)
def test_what_cannot_be_said(said: dict[str, Any], key: str) -> None:
    """What ClickHouse cannot be told is named with a reason."""
    assert translate(config_of(**said), "clickhouse", strict=False).dropped[key]


def test_a_bucket_is_needed() -> None:
    """Without a bucket there is no URL, and the text says so; an endpoint alone goes missing loudly."""
    config = StoreConfig(region="eu-west-1")
    with pytest.raises(ConfigError, match="give bucket="):
        _ = translate(config, "clickhouse").text
    with pytest.raises(ConfigError, match="none is given"):
        translate(StoreConfig(endpoint="https://s3.example.com"), "clickhouse")
    assert translate(config_of("arn:aws:s3:eu-west-1:1:accesspoint/x"), "clickhouse").dropped["bucket"]


SCRIPT = "import sys, chdb; sys.stdout.write(str(chdb.query(sys.stdin.read(), 'CSV')))"


def run(sql: str, **environment: str) -> str:
    """Run a query in a process of its own."""
    python = tool_runs.python_of("clickhouse")
    around = {name: tool_runs._AROUND[name] for name in ("PATH",) if name in tool_runs._AROUND}
    done = subprocess.run([python, "-c", SCRIPT], input=sql, env=around | environment, capture_output=True, text=True,
                          check=False, timeout=120)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.dialects
@pytest.mark.parametrize("said", [KEYS, {"skip_signature": True}], ids=["keys", "anonymous"])
def test_no_strange_identity(said: dict[str, Any]) -> None:
    """The text runs as it is, signed with just these keys or not at all, whatever the environment holds."""
    strange = {"AWS_ACCESS_KEY_ID": "AKIASTRANGE", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t"}
    with Recorder() as recorder:
        config = config_of(**said, endpoint=recorder.endpoint, max_retries=1, read_timeout="20s", request_payer=True,
                           default_headers={"x-a": "b'c\\d \"e\""})  # fmt: skip
        text = translate(config, "clickhouse").text.replace("**'", "a.csv'").replace("SELECT *", "SELECT count()")
        run(text.replace("\n)", ",\n    'CSV', 'a String')" if "NOSIGN" not in text else "\n)"), **strange)
        requests = list(recorder.requests)
    assert requests
    for request in requests:
        assert request.target == "/logs/a.csv"
        assert request.session_token is None
        assert request.headers["x-a"] == 'b\'c\\d "e"'
        assert request.is_signed is ("access_key_id" in said)
        assert not request.is_signed or request.verify(KEYS["secret_access_key"], region="us-east-1")


def test_handwritten_call() -> None:
    """What people write is read, with the place of each word."""
    text = """-- it's a query
INSERT INTO FUNCTION s3Cluster('my cluster',
  'https://logs.s3.eu-west-1.amazonaws.com/2026/*.parquet', 'AKIAIOSFODNN7EXAMPLE', 'it\\'s \\\\''', 'Parquet',
  extra_credentials(role_arn = 'arn'), headers('X-Amz-Request-Payer' = 'requester', 'x-a' = 'b'))
SELECT number FROM numbers(10) SETTINGS max_threads = 2, s3_retry_attempts = 7"""
    resolution = resolve(env=False, sources=[from_dialect(text.replace("it\\'s ", "it\\'s-"), "clickhouse")])
    config = resolution.config
    assert config.secret_access_key is not None
    assert config.secret_access_key.get_secret_value() == "it's-\\'"
    assert (config.bucket, config.region, config.endpoint) == ("logs", "eu-west-1", None)
    assert config.virtual_hosted_style_request
    assert config.request_payer
    assert config.retry_config.max_retries == 7
    assert config.session_token is None
    assert str(resolution["access_key_id"].origin) == "text:3:61"
    assert str(resolution["max_retries"].origin) == "text:5:58"
    assert not [d for d in resolution.diagnostics if d.severity.is_problem]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("'http://localhost:9000/logs/a', NOSIGN, 'CSV'", {"skip_signature": True}),
        ("'http://localhost:9000/logs/a', 'CSV', 'a Int32'", {}),
        ("'http://localhost:9000/logs/a', 'AK', 'SK', 'TOK', 'CSV'", {"access_key_id": "AK", "session_token": "TOK"}),
        ("'http://localhost:9000/logs/a', access_key_id = 'AK', secret_access_key = 'SK'", {"access_key_id": "AK"}),
    ],
)
def test_arguments(arguments: str, expected: dict[str, Any]) -> None:
    """What stands behind the URL is told apart as ClickHouse does."""
    source = from_dialect(f"s3({arguments})", "clickhouse")
    values = resolve(env=False, sources=[source]).values(reveal=True)
    assert (values["bucket"], values["endpoint"]) == ("logs", "http://localhost:9000")
    names = ("access_key_id", "session_token", "skip_signature")
    assert {name: values[name] for name in names if name in values} == expected


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("SELECT * FROM s3('http://h/b/k", "1:18", "never closed"),
        ("SELECT * FROM s3('http://h/b/k'", "1:32", "here , was expected"),
        ("SELECT * FROM s3()", "1:15", "no URL"),
        ("SELECT * FROM s3('http://h/b/k', headers('a' 'b'))", "1:46", "here = was expected"),
        ("SELECT * FROM s3('http://h/b/k', nothing)", "1:41", "here = was expected"),
        ("SELECT * FROM s3('http://h/b/k')\nSETTINGS s3_retry_attempts", "2:27", "here = was expected"),
        ("SELECT 1", "1:9", "no call of s3"),
    ],
)
def test_bad_text(text: str, place: str, message: str) -> None:
    """Text that is cut short, or something else, is one error with its place."""
    with pytest.raises(ConfigError, match=rf"^(?s:.*)text:{place}(?s:.*){message}"):
        from_dialect(text, "clickhouse")


def test_masks() -> None:
    """A masked translation shows no secret, and no digest of one."""
    said: dict[str, Any] = {**KEYS, "session_token": "very-secret-token", "default_headers": {"x-a": "very-private"},
            "server_side_encryption": "sse-c", "sse_customer_key_base64": KEY}  # fmt: skip
    shown = translate(masked(config_of(**said)), "clickhouse").text
    for secret in ('c"d$e%f', "very-secret-token", "very-private", KEY, "tP/LI3N87D"):
        assert secret not in shown
