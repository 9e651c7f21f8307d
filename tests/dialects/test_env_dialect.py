"""The dialect `env`: each key's variable, a shell that takes the text, and botocore that takes the variables."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from nasty_values import LINES, NASTY, PEM, made

from s3config import resolve, translate
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.origin import Origin
from s3config.spellings import KEYS, value_of

if TYPE_CHECKING:
    from pathlib import Path

    from s3config.config import StoreConfig


def _region(name: str) -> dict[str, str]:
    return {"AWS_REGION": name, "AWS_DEFAULT_REGION": name}


_ALWAYS = {"AWS_BUCKET": "logs", **_region("us-east-1")}
_PAIR = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "secret"}
_PAIR_WRITTEN = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}
_WEB = {"web_identity_token_file": "/run/token", "role_arn": "arn:aws:iam::111122223333:role/r"}
_WEB_WRITTEN = {"AWS_WEB_IDENTITY_TOKEN_FILE": "/run/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/r"}
_UNTIL = "2031-01-31T12:00:00+00:00"
_SSE_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
CASES: list[tuple[dict[str, Any], dict[str, str]]] = [
    (_PAIR, _PAIR_WRITTEN),
    ({**_PAIR, "session_token": "token"}, {**_PAIR_WRITTEN, "AWS_SESSION_TOKEN": "token"}),
    (
        {**_PAIR, "session_token": "token", "credential_expiration": "2031-01-31T12:00:00Z"},
        {**_PAIR_WRITTEN, "AWS_SESSION_TOKEN": "token", "AWS_CREDENTIAL_EXPIRATION": _UNTIL},
    ),
    ({"region": "eu-west-1"}, _region("eu-west-1")),
    ({"endpoint": "https://s3.example.com"}, {"AWS_ENDPOINT_URL_S3": "https://s3.example.com"}),
    ({"ignore_configured_endpoint_urls": True}, {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}),
    ({"virtual_hosted_style_request": True}, {"AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true"}),
    ({"skip_signature": True}, {"AWS_SKIP_SIGNATURE": "true"}),
    ({"request_payer": False}, {"AWS_REQUEST_PAYER": "false"}),
    ({"unsigned_payload": True}, {"AWS_UNSIGNED_PAYLOAD": "true"}),
    ({"checksum_algorithm": "SHA256"}, {"AWS_CHECKSUM_ALGORITHM": "SHA256"}),
    ({"request_checksum_calculation": "when_required"}, {"AWS_REQUEST_CHECKSUM_CALCULATION": "when_required"}),
    ({"response_checksum_validation": "when_required"}, {"AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required"}),
    ({"conditional_put": "dynamo:locks:2000"}, {"AWS_CONDITIONAL_PUT": "dynamo:locks:2000"}),
    ({"copy_if_not_exists": "multipart"}, {"AWS_COPY_IF_NOT_EXISTS": "multipart"}),
    ({"disable_tagging": True}, {"AWS_DISABLE_TAGGING": "true"}),
    ({"disable_bulk_delete": True}, {"AWS_DISABLE_BULK_DELETE": "true"}),
    (
        {"server_side_encryption": "aws:kms", "sse_kms_key_id": "alias/k", "sse_bucket_key_enabled": False},
        {
            "AWS_SERVER_SIDE_ENCRYPTION": "aws:kms",
            "AWS_SSE_KMS_KEY_ID": "alias/k",
            "AWS_SSE_BUCKET_KEY_ENABLED": "false",
        },
    ),
    (
        {"server_side_encryption": "sse-c", "sse_customer_key_base64": _SSE_KEY},
        {"AWS_SERVER_SIDE_ENCRYPTION": "sse-c", "AWS_SSE_CUSTOMER_KEY_BASE64": _SSE_KEY},
    ),
    (_WEB, _WEB_WRITTEN),
    (
        {**_WEB, "role_session_name": "job", "sts_endpoint": "https://sts.example.com"},
        {**_WEB_WRITTEN, "AWS_ROLE_SESSION_NAME": "job", "AWS_ENDPOINT_URL_STS": "https://sts.example.com"},
    ),
    ({"container_credentials_relative_uri": "/v2/x"}, {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"}),
    (
        {
            "container_credentials_full_uri": "http://169.254.170.23/v1/credentials",
            "container_authorization_token_file": "/run/token",
        },
        {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/run/token",
        },
    ),
    (
        {
            "container_credentials_full_uri": "http://169.254.170.23/v1/credentials",
            "container_authorization_token": "Basic abcd",
        },
        {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abcd",
        },
    ),
    ({"ec2_metadata_disabled": True}, {"AWS_EC2_METADATA_DISABLED": "true"}),
    ({"metadata_endpoint": "http://[fd00:ec2::254]"}, {"AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://[fd00:ec2::254]"}),
    ({"imdsv1_fallback": True}, {"AWS_EC2_METADATA_V1_DISABLED": "false"}),
    ({"imdsv1_fallback": False}, {"AWS_EC2_METADATA_V1_DISABLED": "true"}),
    ({"allow_http": True}, {"AWS_ALLOW_HTTP": "true"}),
    ({"allow_invalid_certificates": True}, {"AWS_ALLOW_INVALID_CERTIFICATES": "true"}),
    ({"root_certificate": "/etc/ca.pem"}, {"AWS_CA_BUNDLE": "/etc/ca.pem"}),
    ({"root_certificate": PEM}, {"AWS_ROOT_CERTIFICATE": PEM}),
    (
        {"disable_system_certificates": True, "root_certificate": "/etc/ca.pem"},
        {"AWS_DISABLE_SYSTEM_CERTIFICATES": "true", "AWS_CA_BUNDLE": "/etc/ca.pem"},
    ),
    ({"connect_timeout": "5s"}, {"AWS_CONNECT_TIMEOUT": "5s"}),
    ({"timeout": 90}, {"AWS_TIMEOUT": "1m 30s"}),
    ({"read_timeout": "250ms"}, {"AWS_READ_TIMEOUT": "250ms"}),
    ({"pool_idle_timeout": "90s"}, {"AWS_POOL_IDLE_TIMEOUT": "1m 30s"}),
    ({"pool_max_idle_per_host": 0}, {"AWS_POOL_MAX_IDLE_PER_HOST": "0"}),
    ({"default_content_type": "text/plain"}, {"AWS_DEFAULT_CONTENT_TYPE": "text/plain"}),
    ({"default_headers": {"x-a": "b", "x-c": ""}}, {"AWS_DEFAULT_HEADERS": "x-a: b\nx-c: "}),
    ({"http1_only": True}, {"AWS_HTTP1_ONLY": "true"}),
    (
        {"http2_only": True, "http2_keep_alive_interval": "30s", "http2_keep_alive_timeout": "20s"},
        {
            "AWS_HTTP2_ONLY": "true",
            "AWS_HTTP2_KEEP_ALIVE_INTERVAL": "30s",
            "AWS_HTTP2_KEEP_ALIVE_TIMEOUT": "20s",
        },
    ),
    (
        {"http2_keep_alive_while_idle": True, "http2_max_frame_size": 16384},
        {"AWS_HTTP2_KEEP_ALIVE_WHILE_IDLE": "true", "AWS_HTTP2_MAX_FRAME_SIZE": "16384"},
    ),
    (
        {"proxy_url": "http://user:pa%24@p:3128", "proxy_excludes": "localhost,.corp"},
        {"AWS_PROXY_URL": "http://user:pa%24@p:3128", "AWS_PROXY_EXCLUDES": "localhost,.corp"},
    ),
    (
        {"proxy_url": "http://p:3128", "proxy_ca_certificate": "/etc/p.pem"},
        {"AWS_PROXY_URL": "http://p:3128", "AWS_PROXY_CA_CERTIFICATE": "/etc/p.pem"},
    ),
    ({"randomize_addresses": False}, {"AWS_RANDOMIZE_ADDRESSES": "false"}),
    ({"user_agent": "job/1.0"}, {"AWS_USER_AGENT": "job/1.0"}),
    ({"max_retries": 0}, {"AWS_MAX_ATTEMPTS": "1"}),
    ({"retry_timeout": "3min"}, {"AWS_RETRY_TIMEOUT": "3m"}),
    ({"init_backoff": "100ms", "max_backoff": "15s"}, {"AWS_INIT_BACKOFF": "100ms", "AWS_MAX_BACKOFF": "15s"}),
    ({"backoff_base": 1e22}, {"AWS_BACKOFF_BASE": "10000000000000000000000"}),
    ({"backoff_base": 1.5}, {"AWS_BACKOFF_BASE": "1.5"}),
]
_NOT_HERE = {"credential_provider", "profile", "default_region", "use_fips_endpoint", "use_dualstack_endpoint"}
"""Keys with tests of their own."""


@pytest.mark.parametrize(("settings", "written"), CASES, ids="+".join)
def test_variables(settings: dict[str, Any], written: dict[str, str]) -> None:
    """Each key has its variable, nothing is dropped, and it comes back, as it does from a process's environment."""
    config = made(**settings)
    translation = translate(config, "env")
    implied = {"AWS_ALLOW_HTTP": "true"} if config.client_options.allow_http else {}
    assert translation.values == {**_ALWAYS, **implied, **written}
    assert translation.dropped == {}
    assert translation.environment == {}
    assert resolve(env=False, sources=[from_dialect(translation.values, "env")]).config == config
    around = resolve(env=translation.values).config
    assert around.model_copy(update={"default_region": None}) == config


def test_all_keys_are_covered() -> None:
    """The cases have every key of the models."""
    said = {key for settings, _ in CASES for key in settings}
    assert said | _NOT_HERE | {"bucket", "s3_express"} == set(KEYS)


def test_express() -> None:
    """What follows from the kind of a bucket is said, too."""
    config = resolve(bucket="data--use1-az4--x-s3", s3_express=True, env=False).config
    values = translate(config, "env").values
    assert values["AWS_S3_EXPRESS"] == "true"
    assert resolve(env=values).config.s3_express


def test_aws_hosts() -> None:
    """The hosts that flags choose are written out, and not the flags, beside which botocore takes no endpoint."""
    values = translate(made(region="eu-west-1", use_fips_endpoint=True), "env").values
    assert values["AWS_ENDPOINT_URL_S3"] == "https://s3-fips.eu-west-1.amazonaws.com"
    assert "AWS_USE_FIPS_ENDPOINT" not in values


def test_an_endpoint_is_not_ignored() -> None:
    """The variable that takes the effect from endpoints is not written beside one."""
    values = translate(made(ignore_configured_endpoint_urls=True, endpoint="https://s3.example.com"), "env").values
    assert "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" not in values
    assert resolve(env=values).config.endpoint == "https://s3.example.com"


def test_default_region() -> None:
    """The region that counts is written under both names; alone, the weaker name is what it is."""
    assert translate(made(default_region="eu-west-1"), "env").values == {**_ALWAYS, **_region("eu-west-1")}
    alone = resolve(bucket="logs", env=False, sources=[from_dialect({"AWS_DEFAULT_REGION": "eu-west-2"}, "env")])
    assert alone.config.region == alone.config.default_region == "eu-west-2"


def test_a_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile whose identity must be fetched goes by its name."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    (tmp_path / "config").write_text("[profile p]\nsso_session = s\nregion = eu-west-1\n", encoding="utf-8")
    translation = translate(resolve(bucket="logs", profile="p").config, "env")
    assert translation.values == {**_ALWAYS, **_region("eu-west-1"), "AWS_PROFILE": "p"}


def test_what_sdks_do_not_read_is_said() -> None:
    """The warning names the variables that only some tools know, and no other; nor any value."""
    config = made(access_key_id="AKIAIOSFODNN7EXAMPLE", secret_access_key="secret", request_payer=True, timeout="30s")
    said = translate(config, "env").warnings
    unread = "s3config reads all, tools of object_store many; the AWS SDKs do not read "
    assert f"{unread}AWS_BUCKET, AWS_REQUEST_PAYER, AWS_TIMEOUT" in said
    assert not any("secret" in text for text in said)


@pytest.mark.parametrize("config", [*NASTY, *LINES])
def test_a_shell_takes_it(config: StoreConfig, tmp_path: Path) -> None:
    """A shell that reads the text gives just these variables to what it starts, and so do we."""
    translation = translate(config, "env")
    assert _by_sh(translation.text, tmp_path) == translation.values
    assert _variables(translation.text) == translation.values
    assert resolve(env=False, sources=[from_dialect(translation.text, "env")]).config == config


def _by_sh(text: str, folder: Path) -> dict[str, str]:
    path = folder / "variables.sh"
    path.write_bytes(text.encode())
    program = "import json, os; print(json.dumps({n: v for n, v in os.environ.items() if n.startswith('AWS_')}))"
    command = ["/bin/sh", "-c", '. "$1"; exec "$2" -c "$3"', "sh", str(path), sys.executable, program]
    done = subprocess.run(command, env={"PYTHONUTF8": "1"}, capture_output=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def _variables(text: str) -> dict[str, str]:
    from s3config.dialects.env import parse

    return {entry.word: entry.value for entry in parse(text, "text")}


def test_botocore_reads_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the AWS SDKs are said to read, botocore reads as it is meant."""
    from botocore.session import Session

    (tmp_path / "ca.pem").write_text("", encoding="utf-8")
    config = made(
        access_key_id="AKIAIOSFODNN7EXAMPLE", secret_access_key="/+='\"$%:\\;", session_token="token=",
        region="eu-west-1", endpoint="https://s3.example.com", sts_endpoint="https://sts.example.com", max_retries=4,
        root_certificate=str(tmp_path / "ca.pem"), imdsv1_fallback=False, metadata_endpoint="http://127.0.0.1:1",
        request_checksum_calculation="when_required", response_checksum_validation="when_required",
        credential_expiration="2031-01-31T12:00:00Z",
    )  # fmt: skip
    for name, value in translate(config, "env").values.items():
        monkeypatch.setenv(name, value)
    session = Session()
    credentials = session.get_credentials()
    assert credentials is not None
    assert credentials.get_frozen_credentials()[:3] == ("AKIAIOSFODNN7EXAMPLE", "/+='\"$%:\\;", "token=")
    assert session.create_client("s3", verify=False).meta.endpoint_url == "https://s3.example.com"
    assert session.create_client("sts", verify=False).meta.endpoint_url == "https://sts.example.com"
    names = ("region", "ca_bundle", "max_attempts", "ec2_metadata_v1_disabled", "ec2_metadata_service_endpoint",
             "request_checksum_calculation", "response_checksum_validation")  # fmt: skip
    assert [session.get_config_variable(name) for name in names] == [
        "eu-west-1", str(tmp_path / "ca.pem"), 5, True, "http://127.0.0.1:1", "when_required", "when_required",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"max_retries": 2**32 - 1}, "max_retries"),
        ({"default_headers": {"x-a": " b"}}, "default_headers"),
        ({"default_headers": {"x-a": "b\x85c"}}, "default_headers"),
        ({"default_headers": {}}, "default_headers"),
    ],
)
def test_what_no_variable_holds(settings: dict[str, Any], key: str) -> None:
    """A value that would not come back is named, and left out."""
    translation = translate(made(**settings), "env")
    assert list(translation.dropped) == [key]
    assert translation.values == _ALWAYS


def test_a_certificate_that_no_variable_holds() -> None:
    """What keeps requests safe is refused as long as nobody lets it go."""
    config = made(root_certificate=f"{PEM}\0")
    with pytest.raises(ConfigError, match=r"root_certificate: it holds a character that no variable can hold"):
        translate(config, "env")
    assert translate(config, "env", strict=False).dropped.keys() == {"root_certificate"}


def test_places() -> None:
    """A variable comes from its place in the text, and other spellings of a key are read as the environment's are."""
    text = "# S3\nAWS_BUCKET=logs\n  export AWS_TOKEN=t AWS_ENDPOINT_URL='https://s3.example.com'\n"
    resolution = resolve(env=False, sources=[from_dialect(text, "env")])
    assert resolution["bucket"].origin == Origin("text", 2, 1)
    assert resolution["endpoint"].origin == Origin("text", 3, 22)
    assert resolution["endpoint"].spelling == "AWS_ENDPOINT_URL"
    assert value_of(resolution.config, "endpoint") == "https://s3.example.com"


@pytest.mark.parametrize(
    ("values", "complaints"),
    [
        ({"AWS_BUCKET": "logs", "PATH": "/bin", "AWS_EXECUTION_ENV": "x", "AWS_S3_ALLOW_UNSAFE_RENAME": "1"}, []),
        ({"AWS_BUCKET": "logs", "AWS_REGOIN": "x"}, ["did you mean AWS_REGION?"]),
        ({"AWS_BUCKET": "logs", "aws_region": "x"}, ["did you mean AWS_REGION?"]),
    ],
)
def test_other_variables(values: dict[str, str], complaints: list[str]) -> None:
    """Variables of AWS and of others are passed over; what looks like a key and is none is said."""
    assert [d.remedy for d in resolve(env=False, sources=[from_dialect(values, "env")]).diagnostics] == complaints


def test_half_a_text() -> None:
    """An open quote is one clear error with its place."""
    with pytest.raises(ConfigError, match=r"text:2:\d+: .*a quote that is opened here is never closed") as caught:
        from_dialect("AWS_REGION=x\nAWS_SECRET_ACCESS_KEY='hush\n", "env")
    assert "hush" not in str(caught.value)


def test_masks() -> None:
    """What is shown holds masks that a shell takes as text."""
    config = made(access_key_id="AKIAIOSFODNN7EXAMPLE", secret_access_key="hush", proxy_url="http://u:hush@p:1")
    text = translate(masked(config), "env").text
    assert "AWS_SECRET_ACCESS_KEY='**********'" in text
    assert "hush" not in text
