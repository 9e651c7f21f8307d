"""Trino's properties of a catalog, and properties as Java writes them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3config import resolve
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.notations import properties
from s3config.translation import translate

KEYS = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "a'b\"c$d%e:f\\g\\u00e9;h#i!j/k+l=m@n"}
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


def config_of(**said: Any) -> Any:
    """Return a configuration of the bucket `logs`."""
    return resolve(bucket="logs", env=False, config=said).config


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, {"fs.s3.enabled": "true", "s3.region": "us-east-1"}),
        (KEYS, {"s3.aws-access-key": KEYS["access_key_id"], "s3.aws-secret-key": KEYS["secret_access_key"]}),
        ({"skip_signature": True}, {"s3.auth-type": "ANONYMOUS"}),
        (
            {"endpoint": "http://localhost:9000"},
            {"s3.endpoint": "http://localhost:9000", "s3.path-style-access": "true"},
        ),
        ({"virtual_hosted_style_request": True}, {"s3.path-style-access": "false"}),
        ({"request_payer": True, "unsigned_payload": True},
         {"s3.requester-pays": "true", "s3.signer-type": "Aws4UnsignedPayloadSigner"}),
        ({"server_side_encryption": "AES256"}, {"s3.sse.type": "S3"}),
        (
            {"server_side_encryption": "aws:kms", "sse_kms_key_id": "k"},
            {"s3.sse.type": "KMS", "s3.sse.kms-key-id": "k"},
        ),
        (
            {"server_side_encryption": "sse-c", "sse_customer_key_base64": KEY},
            {"s3.sse.type": "CUSTOMER", "s3.sse.customer-key": KEY},
        ),
        ({"conditional_put": "disabled"}, {"s3.exclusive-create": "false"}),
        (
            {"connect_timeout": "1s 500ms", "read_timeout": "2m", "max_retries": 4},
            {"s3.socket-connect-timeout": "1500ms", "s3.socket-timeout": "120s", "s3.max-error-retries": "4"},
        ),
        (
            {"proxy_url": "https://u:p%40w@proxy.example.com:3128", "proxy_excludes": "localhost"},
            {
                "s3.http-proxy": "proxy.example.com:3128",
                "s3.http-proxy.secure": "true",
                "s3.http-proxy.username": "u",
                "s3.http-proxy.password": "p@w",
                "s3.http-proxy.non-proxy-hosts": "localhost",
            },
        ),
    ],
)  # fmt: skip
def test_words(said: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each key has its words, and all values are text."""
    values = translate(config_of(**said), "trino").values
    assert {name: values.get(name) for name in expected} == expected
    assert all(isinstance(value, str) for value in values.values())


def test_web_identity() -> None:
    """A web identity is the SDK's affair: the file and the role stand in the environment."""
    translation = translate(config_of(web_identity_token_file="/t", role_arn="r"), "trino")
    assert translation.values["s3.auth-type"] == "WEB_IDENTITY"
    assert translation.environment == {"AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "r"}


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({**KEYS, "session_token": "t"}, "session_token"),
        ({**KEYS, "secret_access_key": "a${ENV:HOME}b"}, "secret_access_key"),
        ({"server_side_encryption": "aws:kms:dsse"}, "server_side_encryption"),
        ({"root_certificate": "/a.pem"}, "root_certificate"),
        ({"allow_invalid_certificates": True}, "allow_invalid_certificates"),
    ],
)
def test_safety_is_not_dropped_silently(said: dict[str, Any], key: str) -> None:
    """What Trino cannot be told, and what changes safety, is an error unless asked otherwise."""
    config = config_of(**said)
    with pytest.raises(ConfigError, match=key) as caught:
        translate(config, "trino")
    assert "ENV:HOME" not in str(caught.value)
    assert translate(config, "trino", strict=False).dropped[key]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"max_retries": 0}, "max_retries"),
        ({"connect_timeout": "1500us"}, "connect_timeout"),
        ({"proxy_url": "socks5://proxy.example.com:1"}, "proxy_url"),
        ({"conditional_put": "dynamo:locks"}, "conditional_put"),
    ],
)
def test_what_cannot_be_said(said: dict[str, Any], key: str) -> None:
    """What Trino cannot be told is named with a reason."""
    assert translate(config_of(**said), "trino").dropped[key]


def test_handwritten_catalog() -> None:
    """What people write is read, with the place of each word; the rest of a catalog is passed over."""
    text = """# it's a catalog
connector.name=iceberg
fs.native-s3.enabled=true
   s3.aws-access-key : AKIAIOSFODNN7EXAMPLE
s3.aws-secret-key a\\
    b=c\\u0064
s3.socket-read-timeout=5m
"""
    resolution = resolve(bucket="logs", env=False, sources=[from_dialect(text, "trino")])
    config = resolution.config
    assert config.secret_access_key is not None
    assert config.secret_access_key.get_secret_value() == "ab=cd"
    assert config.client_options.read_timeout is not None
    assert config.client_options.read_timeout.total_seconds() == 300
    assert str(resolution["access_key_id"].origin) == "text:4:4"
    assert str(resolution["read_timeout"].origin) == "text:7:1"
    assert not [d for d in resolution.diagnostics if d.severity.is_problem]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("s3.region=a\n  s3.endpoint", "2:3", "no property"),
        ("s3.endpoint=\\u12", "1:1", "hexadecimal"),
        ("s3.aws-secret-key=${ENV:SECRET}", "1:1", "reference"),
    ],
)
def test_bad_text(text: str, place: str, message: str) -> None:
    """Text that is cut short, or that is elsewhere, is one error with its place."""
    with pytest.raises(ConfigError, match=rf"text:{place}(?s:.*){message}"):
        from_dialect(text, "trino")


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("a=b", "a", "b"),
        ("a = b ", "a", "b "),
        ("a:b", "a", "b"),
        ("a b", "a", "b"),
        ("a==b", "a", "=b"),
        ("a = : b", "a", ": b"),
        ("a\\ \\:\\=b=c", "a :=b", "c"),
        ("a=\\ b", "a", " b"),
        ("a=b\\\n   c", "a", "bc"),
        ("a=b\\\r\n\tc", "a", "bc"),
        ("a=b\\\\\nc=d", "a", "b\\"),
        ("a=\\t\\n\\r\\f\\q\\u00e9\\ud83d\\ude00", "a", "\t\n\r\fqé😀"),
        ("a=b#c!d", "a", "b#c!d"),
        ("#x=y\\\na=b", "a", "b"),
        ("!x=y\n\n \t a=b", "a", "b"),
        ("a=", "a", ""),
    ],
)
def test_rules_of_java(text: str, key: str, value: str) -> None:
    """Properties are read by the rules that the documentation of `Properties.load` gives."""
    entry = properties.read(text, "text")[0]
    assert (entry.word, entry.value) == (key, value)


@given(st.dictionaries(st.text(min_size=1), st.text(), min_size=1))
def test_properties_come_back(values: dict[str, str]) -> None:
    """Whatever is written is read, and what is written is ASCII, each property a line."""
    text = properties.write(values)
    assert text.isascii()
    assert len(text.splitlines()) == len(values)
    assert {entry.word: entry.value for entry in properties.read(text, "text")} == values


def test_masks() -> None:
    """A masked translation shows no secret."""
    said = {**KEYS, "server_side_encryption": "sse-c", "sse_customer_key_base64": KEY,
            "proxy_url": "http://u:pass%40word@proxy.example.com:1"}  # fmt: skip
    shown = translate(masked(config_of(**said)), "trino").text
    for secret in ("c$d%e", KEY, "pass@word"):
        assert secret not in shown
