"""Hadoop's and Spark's options of s3a, in both forms."""

from __future__ import annotations

import time
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from s3config import resolve
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.notations import properties
from s3config.translation import translate

KEYS = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "a'b\"c$d%e:f\\g;h#i<j>&amp;k/l+m=n@o]]>p"}
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
PROVIDER = "fs.s3a.aws.credentials.provider"


def config_of(**said: Any) -> Any:
    """Return a configuration of the bucket `logs`."""
    return resolve(bucket="logs", env=False, config=said).config


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, {"fs.s3a.endpoint.region": "us-east-1"}),
        (
            {**KEYS, "session_token": "t"},
            {
                "fs.s3a.access.key": KEYS["access_key_id"],
                "fs.s3a.secret.key": KEYS["secret_access_key"],
                "fs.s3a.session.token": "t",
            },
        ),
        ({"skip_signature": True}, {PROVIDER: "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider"}),
        (
            {"endpoint": "http://localhost:9000"},
            {
                "fs.s3a.endpoint": "http://localhost:9000",
                "fs.s3a.connection.ssl.enabled": "false",
                "fs.s3a.path.style.access": "true",
            },
        ),
        (
            {"request_payer": True, "disable_bulk_delete": True},
            {"fs.s3a.requester.pays.enabled": "true", "fs.s3a.multiobjectdelete.enable": "false"},
        ),
        ({"server_side_encryption": "aws:kms:dsse"}, {"fs.s3a.encryption.algorithm": "DSSE-KMS"}),
        (
            {"server_side_encryption": "aws:kms", "sse_kms_key_id": "k"},
            {"fs.s3a.encryption.algorithm": "SSE-KMS", "fs.s3a.encryption.key": "k"},
        ),
        (
            {"server_side_encryption": "sse-c", "sse_customer_key_base64": KEY},
            {"fs.s3a.encryption.algorithm": "SSE-C", "fs.s3a.encryption.key": KEY},
        ),
        (
            {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_supported"},
            {"fs.s3a.checksum.generation": "false", "fs.s3a.checksum.validation": "true"},
        ),
        (
            {"connect_timeout": "20s", "timeout": "1m", "read_timeout": "30s 1ms", "init_backoff": "250ms"},
            {
                "fs.s3a.connection.establish.timeout": "20s",
                "fs.s3a.connection.request.timeout": "60s",
                "fs.s3a.connection.timeout": "30001ms",
                "fs.s3a.retry.interval": "250ms",
            },
        ),
        ({"max_retries": 3}, {"fs.s3a.attempts.maximum": "3"}),
        ({"user_agent": "job/1 ü"}, {"fs.s3a.user.agent.prefix": "job/1 ü"}),
        (
            {"proxy_url": "https://u:p%40w@proxy.example.com:3128"},
            {
                "fs.s3a.proxy.host": "proxy.example.com",
                "fs.s3a.proxy.port": "3128",
                "fs.s3a.proxy.username": "u",
                "fs.s3a.proxy.password": "p@w",
                "fs.s3a.proxy.ssl.enabled": "true",
            },
        ),
    ],
)  # fmt: skip
def test_words(said: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each key has its words, and all values are text."""
    values = translate(config_of(**said), "hadoop").values
    assert {name: values.get(name) for name in expected} == expected
    assert all(isinstance(value, str) for value in values.values())


def test_region_auto() -> None:
    """The region that R2 calls auto is written as R2 also takes it, for auto means something else here."""
    translation = translate(config_of(region="auto", endpoint="https://1.r2.cloudflarestorage.com"), "hadoop")
    assert translation.values["fs.s3a.endpoint.region"] == "us-east-1"
    assert "region" in translation.dropped
    assert any("us-east-1" in warning for warning in translation.warnings)


def test_refreshing_identities() -> None:
    """A web identity and a profile are providers of the SDK, which read the environment."""
    web = translate(config_of(web_identity_token_file="/t", role_arn="r"), "hadoop")
    assert web.values[PROVIDER].endswith(".WebIdentityTokenFileCredentialsProvider")
    assert web.environment == {"AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "r"}
    profile = translate(config_of().model_copy(update={"profile": "prod"}), "hadoop")
    assert profile.values[PROVIDER].endswith(".ProfileCredentialsProvider")
    assert profile.environment == {"AWS_PROFILE": "prod"}


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"unsigned_payload": True}, "unsigned_payload"),
        ({"endpoint": "https://s3.example.com/${a}"}, "endpoint"),
        ({"server_side_encryption": "aws:kms", "sse_kms_key_id": "${a}"}, "sse_kms_key_id"),
        ({**KEYS, "secret_access_key": "a${user.home}b"}, "secret_access_key"),
        ({"default_headers": {"x-a": "b"}}, "default_headers"),
        ({"root_certificate": "/a.pem"}, "root_certificate"),
        ({"proxy_url": "socks5://proxy.example.com:1"}, "proxy_url"),
    ],
)
def test_what_cannot_be_said(said: dict[str, Any], key: str) -> None:
    """What s3a cannot be told is named with a reason."""
    assert translate(config_of(**said), "hadoop", strict=False).dropped[key]


SAID = {**KEYS, "endpoint": "https://s3.example.com", "user_agent": "  it's <b> & \"c\" \\ ü 😀 ]]>".strip(),
        "proxy_url": "http://u:%3C%26%5C@proxy.example.com:3128"}  # fmt: skip


def test_xml_is_xml() -> None:
    """Another parser reads the values from the file as they are."""
    translation = translate(config_of(**SAID), "hadoop")
    root = ET.fromstring(translation.form("core-site.xml"))  # noqa: S314 (ours)
    assert {p.findtext("name"): p.findtext("value") for p in root.iter("property")} == translation.values


def test_spark_is_properties() -> None:
    """Each line of the other form has Spark's prefix."""
    translation = translate(config_of(**SAID), "hadoop")
    entries = properties.read(translation.form("spark"), "text")
    assert {e.word.removeprefix("spark.hadoop."): e.value for e in entries} == translation.values
    assert all(entry.word.startswith("spark.hadoop.") for entry in entries)


def test_xml_holds_no_control_characters() -> None:
    """What XML cannot hold is an error that names the word, and not the value."""
    config = config_of(user_agent="job \ufffe private")
    with pytest.raises(ConfigError, match=r"fs\.s3a\.user\.agent\.prefix") as caught:
        _ = translate(config, "hadoop").text
    assert "private" not in str(caught.value)


HANDWRITTEN = """<?xml version="1.0"?>
<?xml-stylesheet type="text/xsl" href="configuration.xsl"?>
<!-- it's ours -->
<configuration>
  <property><name>fs.defaultFS</name><value>hdfs://h</value></property>
  <property>
    <name>fs.s3a.access.key</name>
    <value>AKIAIOSFODNN7EXAMPLE</value>
    <final>true</final>
  </property>
  <property><value><![CDATA[a<b]]>&amp;c</value><name> fs.s3a.secret.key </name></property>
  <property><name>fs.s3a.endpoint</name><value>minio:9000</value></property>
  <property><name>fs.s3a.connection.ssl.enabled</name><value>false</value></property>
  <property><name>fs.s3a.connection.timeout</name><value>200000</value></property>
  <property><name>fs.s3a.bucket.logs.access.key</name><value>x</value></property>
  <property><name>fs.s3a.acces.key</name><value>x</value></property>
</configuration>
"""


def test_handwritten_file() -> None:
    """What people write is read, with the place of each word; a word that is nearly one is named."""
    resolution = resolve(bucket="logs", env=False, allow_http=True, sources=[from_dialect(HANDWRITTEN, "hadoop")])
    config = resolution.config
    assert config.secret_access_key is not None
    assert config.secret_access_key.get_secret_value() == "a<b&c"
    assert config.endpoint == "http://minio:9000"
    assert config.client_options.read_timeout is not None
    assert config.client_options.read_timeout.total_seconds() == 200
    assert str(resolution["access_key_id"].origin) == "text:7:11"
    (problem,) = [d for d in resolution.diagnostics if d.severity.is_problem]
    assert (problem.code, problem.remedy) == ("KEY001", "did you mean fs.s3a.access.key?")


def test_handwritten_spark() -> None:
    """Lines of Spark are read with the spelling that the user wrote."""
    text = "spark.master local[2]\nspark.hadoop.fs.s3a.access.key AK\nspark.hadoop.fs.s3a.secret.key=SK\n"
    resolution = resolve(bucket="logs", env=False, sources=[from_dialect(text, "spark")])
    assert resolution["access_key_id"].spelling == "spark.hadoop.fs.s3a.access.key"
    assert str(resolution["secret_access_key"].origin) == "text:3:1"
    assert resolution.config.access_key_id == "AK"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("<configuration>\n  <property>\n  <name>fs.s3a.access.key</value>", "3:28", "no XML"),
        ("<configuration><property><name>a</name>", "1:40", "no XML"),
        ("<configuration>\n<property><value>x</value></property></configuration>", "2:1", "no name"),
        ("<project/>", "1:1", "no <configuration>"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><configuration/>', "1:1", "document type"),
        ("<configuration><property><name>fs.s3a.secret.key</name><value>${env.S}</value></property></configuration>",
         "1:32", "reference"),
        ("spark.hadoop.fs.s3a.access.key", "1:1", "no property"),
    ],
)  # fmt: skip
def test_bad_text(text: str, place: str, message: str) -> None:
    """Text that is cut short, or something else, is one error with its place."""
    with pytest.raises(ConfigError, match=rf"text:{place}(?s:.*){message}"):
        from_dialect(text, "hadoop")


@pytest.mark.parametrize("form", ["core-site.xml", "spark"])
def test_masks(form: str) -> None:
    """A masked translation shows no secret."""
    said = {**KEYS, "session_token": "very-secret-token", "proxy_url": "http://u:pass%40word@proxy.example.com:1"}
    shown = translate(masked(config_of(**said)), "hadoop").form(form)
    for secret in ("c$d%e", "very-secret-token", "pass@word"):
        assert secret not in shown


@pytest.mark.parametrize(
    "text",
    [
        "<configuration>" + "<property><name>ü</name><value>b</value></property>" * 20_000 + "</configuration>",
        "a=b\n#c\\\n" * 50_000,
        "\\" * 200_000 + "=a",
    ],
    ids=["xml", "properties", "backslashes"],
)
def test_long_files(text: str) -> None:
    """A long file takes a moment, and no minutes."""
    begin = time.process_time()
    from_dialect(text, "hadoop")
    assert time.process_time() - begin < 5
