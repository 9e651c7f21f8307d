"""DuckDB's secrets and settings, run by DuckDB itself."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tool_runs
from recording import Recorder

from s3config import resolve
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.translation import translate

if TYPE_CHECKING:
    from s3config.config import StoreConfig

KEYS = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "a'b''c\"d$e%f:g\\h;i#j/k+l=m@n--o/*p"}
PLACE = {"endpoint": "http://127.0.0.1:9000", "region": "eu-west-1"}


def config_of(**said: Any) -> StoreConfig:
    """Return a configuration of the bucket `logs`."""
    return resolve(bucket="logs", env=False, config=said).config


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, {"REGION": "us-east-1", "SCOPE": "s3://logs/"}),
        (KEYS, {"KEY_ID": KEYS["access_key_id"], "SECRET": KEYS["secret_access_key"], "SESSION_TOKEN": ""}),
        ({**KEYS, "session_token": "t"}, {"SESSION_TOKEN": "t"}),
        ({"skip_signature": True}, {"KEY_ID": "", "SECRET": "", "SESSION_TOKEN": ""}),
        (PLACE, {"ENDPOINT": "127.0.0.1:9000", "USE_SSL": False, "URL_STYLE": "path", "REGION": "eu-west-1"}),
        (
            {"endpoint": "https://s3.example.com/x", "virtual_hosted_style_request": True},
            {"ENDPOINT": "s3.example.com/x", "USE_SSL": True, "URL_STYLE": "vhost"},
        ),
        ({"request_payer": True}, {"REQUESTER_PAYS": True}),
        ({"server_side_encryption": "aws:kms", "sse_kms_key_id": "k"}, {"KMS_KEY_ID": "k"}),
        ({"allow_invalid_certificates": True}, {"VERIFY_SSL": False}),
        ({"root_certificate": "/a/b.pem", "timeout": "1m"}, {"ca_cert_file": "/a/b.pem", "http_timeout": 60}),
        (
            {"max_retries": 2, "init_backoff": "1s 500ms", "backoff_base": 1.5},
            {"http_retries": 2, "http_retry_wait_ms": 1500, "http_retry_backoff": 1.5},
        ),
        (
            {"default_headers": {"x-a": "ü"}, "user_agent": "job/1 'x'"},
            {"EXTRA_HTTP_HEADERS": {"x-a": "ü", "User-Agent": "job/1 'x'"}},
        ),
        (
            {"proxy_url": "http://u:p%40w@proxy.example.com:3128"},
            {"HTTP_PROXY": "http://proxy.example.com:3128", "HTTP_PROXY_USERNAME": "u", "HTTP_PROXY_PASSWORD": "p@w"},
        ),
        (
            {"web_identity_token_file": "/t", "role_arn": "r"},
            {"CHAIN": "web_identity", "WEB_IDENTITY_TOKEN_FILE": "/t", "ASSUME_ROLE_ARN": "r"},
        ),
    ],
)
def test_words(said: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each key has its words, in DuckDB's types."""
    values = translate(config_of(**said), "duckdb").values
    assert {name: values.get(name) for name in expected} == expected


def test_profile() -> None:
    """A profile without keys of its own is left to the extension aws, which renews what it finds."""
    config = config_of().model_copy(update={"profile": "prod"})
    translation = translate(config, "duckdb")
    assert "PROVIDER 'credential_chain',\n    PROFILE 'prod'" in translation.text
    assert any("INSTALL aws" in warning for warning in translation.warnings)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"server_side_encryption": "AES256"}, "server_side_encryption"),
        ({"server_side_encryption": "aws:kms"}, "server_side_encryption"),
        ({"unsigned_payload": True}, "unsigned_payload"),
        ({"timeout": "250ms"}, "timeout"),
        ({"connect_timeout": "5s"}, "connect_timeout"),
        ({"proxy_url": "socks5://proxy.example.com:1080"}, "proxy_url"),
        ({"default_headers": {"X-Amz-Acl": "private"}}, "default_headers"),
        ({"request_checksum_calculation": "when_supported"}, "request_checksum_calculation"),
        ({"role_arn": "r"}, "role_arn"),
    ],
)
def test_what_cannot_be_said(said: dict[str, Any], key: str) -> None:
    """What DuckDB cannot be told is named with a reason."""
    assert translate(config_of(**said), "duckdb", strict=False).dropped[key]


def connected() -> Any:
    """Return a database with httpfs that shows secrets."""
    tool_runs.python_of("duckdb")
    import duckdb
    import duckdb_extension_httpfs

    database = duckdb.connect(config={"allow_unredacted_secrets": "true"})
    (extension,) = Path(duckdb_extension_httpfs.__file__).parent.rglob("httpfs.duckdb_extension")
    database.execute(f"LOAD '{extension}'")
    return database


SAID = {**KEYS, **PLACE, "session_token": "t/+='", "request_payer": True, "timeout": "7s", "max_retries": 0}


@pytest.mark.dialects
def test_duckdb_holds_the_secret() -> None:
    """DuckDB has just what was written, down to the last quote, and takes the secret for the bucket's addresses."""
    translation = translate(config_of(**SAID, user_agent='it\'s "x" ü', default_headers={"x-b": "a'b\\"}), "duckdb")
    with connected() as database:
        database.execute(translation.text)
        ((text,),) = database.execute("SELECT secret_string FROM duckdb_secrets(redact=false)").fetchall()
        assert database.execute("SELECT name FROM which_secret('s3://logs/a', 's3')").fetchone() == ("logs",)
        assert not database.execute("FROM which_secret('s3://logs-2/a', 's3')").fetchall()
        assert database.execute("SELECT current_setting('http_timeout')").fetchone() == (7,)
    words = [name for name in translation.values if name not in ("SCOPE", "EXTRA_HTTP_HEADERS", "http_timeout")]
    for name in words:
        value = translation.values[name]
        written = str(value).lower() if isinstance(value, bool) else value
        assert f"{name.lower()}={written}" in text or name == "http_retries"


@pytest.mark.dialects
def test_duckdb_holds_the_settings() -> None:
    """The older form says the same by settings."""
    translation = translate(config_of(**SAID), "duckdb")
    with connected() as database:
        database.execute(translation.form("set"))
        held = dict(database.execute("SELECT name, value FROM duckdb_settings()").fetchall())
    assert held["s3_secret_access_key"] == KEYS["secret_access_key"]
    assert held["s3_session_token"] == "t/+='"
    assert (held["s3_endpoint"], held["s3_use_ssl"], held["s3_url_style"]) == ("127.0.0.1:9000", "false", "path")
    assert (held["s3_requester_pays"], held["http_retries"], held["http_timeout"]) == ("true", "0", "7")


@pytest.mark.dialects
@pytest.mark.parametrize("form", ["secret", "set"])
@pytest.mark.parametrize("said", [KEYS, {"skip_signature": True}], ids=["keys", "anonymous"])
def test_no_strange_identity(said: dict[str, Any], form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and a token of the environment do not get into requests: DuckDB fills in what is left out."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIASTRANGE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "strange")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "strange")
    with Recorder() as recorder, connected() as database:
        config = config_of(**said, endpoint=recorder.endpoint, region="eu-west-1", request_payer=True)
        database.execute(translate(config, "duckdb").form(form))
        database.execute("COPY (SELECT 1 AS a) TO 's3://logs/a.csv'")
        request = recorder.last
    assert request.target == "/logs/a.csv"
    assert request.session_token is None
    assert request.is_signed is ("access_key_id" in said)
    assert not request.is_signed or request.verify(KEYS["secret_access_key"], region="eu-west-1", service="s3")
    assert not request.is_signed or request.headers["x-amz-request-payer"] == "requester"


@pytest.mark.dialects
def test_headers_are_sent() -> None:
    """Headers and the user agent stand in requests as they are."""
    said = {**KEYS, "default_headers": {"x-a": "b'c"}, "user_agent": "job/1 (\"x\" 'y')"}
    with Recorder() as recorder, connected() as database:
        database.execute(translate(config_of(**said, endpoint=recorder.endpoint), "duckdb").text)
        database.execute("COPY (SELECT 1 AS a) TO 's3://logs/a.csv'")
        headers = recorder.last.headers
    assert (headers["x-a"], headers["user-agent"]) == ("b'c", said["user_agent"])


def test_handwritten_secret() -> None:
    """What people write is read, with the place of each word; a role without a token file is not ours."""
    text = """INSTALL httpfs; LOAD httpfs; -- it's needed
    set http_retries to 4; SELECT 'CREATE SECRET (';
    create persistent secret if not exists "my own" in local_file (
        type S3, /* ' */ key_id 'AKIAIOSFODNN7EXAMPLE', Secret 'it''s', use_ssl 'false', endpoint 'minio:9000',
        scope ['s3://logs/2026'], assume_role_arn 'arn:aws:iam::1:role/r', extra_http_headers map {'x-a': 'b'},
        http_proxy 'proxy:3128', http_proxy_username 'u', http_proxy_password 'p w');"""
    resolution = resolve(env=False, sources=[from_dialect(text, "duckdb")])
    config = resolution.config
    assert config.secret_access_key is not None
    assert config.secret_access_key.get_secret_value() == "it's"
    assert (config.endpoint, config.bucket, config.role_arn) == ("http://minio:9000", "logs", None)
    assert config.client_options.proxy_url == "http://u:p%20w@proxy:3128"
    assert config.retry_config.max_retries == 4
    places = {key: str(resolution[key].origin) for key in ("access_key_id", "endpoint", "max_retries")}
    assert places == {"access_key_id": "text:4:26", "endpoint": "text:4:90", "max_retries": "text:2:9"}
    assert not [d for d in resolution.diagnostics if d.severity.is_problem]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("CREATE SECRET (TYPE s3, KEY_ID 'abc", "1:32", "never closed"),
        ("CREATE SECRET (TYPE s3, KEY_ID 'abc'", "1:37", "here , was expected"),
        ("CREATE SECRET (TYPE s3,\n  KEY_ID, SECRET 'x')", "2:9", "here a value was expected"),
        ("CREATE SECRET (TYPE s3, SECRET 'a' 'b')", "1:36", "here , was expected"),
        ("CREATE SECRET (TYPE s3, EXTRA_HTTP_HEADERS MAP {'a' 'b'})", "1:53", "here : was expected"),
        ("CREATE SECRET x", "1:16", r"here \( was expected"),
        ("CREATE SECRET (KEY_ID 'a')", "1:15", "no TYPE"),
        ("CREATE SECRET (TYPE s3) nonsense", "1:25", "end of the statement"),
        ("CREATE SECRET (TYPE gcs, KEY_ID 'a')", "1:37", "no CREATE SECRET of TYPE s3"),
        ("CREATE SECRET a (TYPE s3);\nCREATE SECRET b (TYPE s3);", "2:1", "one more secret"),
        ("SET s3_region", "1:14", "here = was expected"),
        ("SET s3_region = " + "[" * 100_000, "1:25", "nested too deep"),
        ("access_key_id=abc", "1:18", "no CREATE SECRET"),
        ("", "1:1", "no CREATE SECRET"),
    ],
)
def test_bad_text(text: str, place: str, message: str) -> None:
    """Text that is cut short, or something else, is one error with its place."""
    with pytest.raises(ConfigError, match=rf"^(?s:.*)text:{place}(?s:.*){message}"):
        from_dialect(text, "duckdb")


def test_no_setting_for_a_word() -> None:
    """The older form names what it cannot hold, and not the value."""
    config = config_of(default_headers={"x-secret": "very-private"})
    with pytest.raises(ConfigError, match="no setting for EXTRA_HTTP_HEADERS") as caught:
        translate(config, "duckdb").form("set")
    assert "very-private" not in str(caught.value)


def test_masks() -> None:
    """A masked translation shows no secret."""
    said = {**KEYS, "session_token": "very-secret-token", "default_headers": {"x-a": "very-private"},
            "proxy_url": "http://u:pass%40word@proxy.example.com:1"}  # fmt: skip
    shown = translate(masked(config_of(**said)), "duckdb").text
    for secret in (KEYS["secret_access_key"].replace("'", "''"), "very-secret-token", "very-private", "pass@word"):
        assert secret not in shown


@pytest.mark.parametrize("part", ["/*", "''", "'", "SET s3_region = 'a';\n", "CREATE SECRET ((", "\\'", "s3([{'a': "])
@pytest.mark.parametrize("tool", ["duckdb", "clickhouse"])
def test_long_texts(tool: str, part: str) -> None:
    """A long text takes a moment, and no minutes, whatever is wrong with it."""
    begin = time.process_time()
    with contextlib.suppress(ConfigError):
        from_dialect(part * 50_000, tool)
    assert time.process_time() - begin < 5
