"""The dialect `deltalake`: each key's word, and delta-rs that takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from container_identity import KEY_ID, signers
from nasty_values import NASTY, PEM, made
from told import check_words
from tool_runs import python_of

from s3config import resolve, translate
from s3config.dialects.deltalake import KEYS
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.origin import Origin
from s3config.vocabulary import Fate

if TYPE_CHECKING:
    from pathlib import Path

    import trustme
    from recording import Recorder

    from s3config.config import StoreConfig

_REGION = {"aws_region": "us-east-1"}
_PAIR = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "secret"}
_PAIR_WRITTEN = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "secret"}
_SSE_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
_ENDPOINT = {"endpoint": "https://s3.example.com"}
_ENDPOINT_WRITTEN = {"aws_endpoint_url": "https://s3.example.com"}
CASES: list[tuple[dict[str, Any], dict[str, str]]] = [
    (_PAIR, _PAIR_WRITTEN),
    ({**_PAIR, "session_token": "t"}, {**_PAIR_WRITTEN, "aws_session_token": "t"}),
    ({"region": "eu-west-1"}, {"aws_region": "eu-west-1"}),
    (_ENDPOINT, _ENDPOINT_WRITTEN),
    (
        {**_ENDPOINT, "virtual_hosted_style_request": True},
        {"aws_endpoint_url": "https://logs.s3.example.com", "aws_virtual_hosted_style_request": "true"},
    ),
    (
        {"endpoint": "http://localhost:9000"},
        {"aws_endpoint_url": "http://localhost:9000", "allow_http": "true"},
    ),
    ({"skip_signature": True}, {"aws_skip_signature": "true"}),
    ({"request_payer": True}, {"aws_request_payer": "true"}),
    ({"unsigned_payload": False}, {"aws_unsigned_payload": "false"}),
    ({"checksum_algorithm": "SHA256"}, {"aws_checksum_algorithm": "SHA256"}),
    ({"conditional_put": "etag"}, {"aws_conditional_put": "etag"}),
    ({"copy_if_not_exists": "multipart"}, {"aws_copy_if_not_exists": "multipart"}),
    ({"disable_tagging": True}, {"aws_disable_tagging": "true"}),
    (
        {"server_side_encryption": "aws:kms", "sse_kms_key_id": "alias/k"},
        {"aws_server_side_encryption": "aws:kms", "aws_sse_kms_key_id": "alias/k"},
    ),
    (
        {"server_side_encryption": "sse-c", "sse_customer_key_base64": _SSE_KEY},
        {"aws_server_side_encryption": "sse-c", "aws_sse_customer_key_base64": _SSE_KEY},
    ),
    (
        {
            **_ENDPOINT,
            "web_identity_token_file": "/run/t",
            "role_arn": "arn:aws:iam::1:role/r",
            "role_session_name": "j",
        },
        {
            **_ENDPOINT_WRITTEN,
            "aws_web_identity_token_file": "/run/t",
            "aws_role_arn": "arn:aws:iam::1:role/r",
            "aws_role_session_name": "j",
        },
    ),
    (
        {**_ENDPOINT, "sts_endpoint": "https://sts.example.com"},
        {**_ENDPOINT_WRITTEN, "aws_endpoint_url_sts": "https://sts.example.com"},
    ),
    ({"allow_invalid_certificates": True}, {"allow_invalid_certificates": "true"}),
    ({"root_certificate": "/etc/ca.pem"}, {"certificate_path": "/etc/ca.pem"}),
    ({"connect_timeout": "5s", "timeout": 90}, {"connect_timeout": "5s", "timeout": "1m 30s"}),
    (
        {"pool_idle_timeout": "90s", "pool_max_idle_per_host": 8},
        {"pool_idle_timeout": "1m 30s", "pool_max_idle_per_host": "8"},
    ),
    (
        {"proxy_url": "http://u:pa%24@p:3128", "proxy_excludes": "localhost"},
        {"proxy_url": "http://u:pa%24@p:3128", "proxy_excludes": "localhost"},
    ),
    ({"user_agent": "job/1.0", "http1_only": True}, {"user_agent": "job/1.0", "http1_only": "true"}),
    ({"max_retries": 2, "retry_timeout": "3min"}, {"max_retries": "2", "retry_timeout": "3m"}),
    (
        {"init_backoff": "100ms", "max_backoff": "15s", "backoff_base": 2},
        {"backoff_config.init_backoff": "100ms", "backoff_config.max_backoff": "15s", "backoff_config.base": "2.0"},
    ),
]


@pytest.mark.parametrize(("settings", "written"), CASES, ids="+".join)
def test_words(settings: dict[str, Any], written: dict[str, str]) -> None:
    """Each key has its word, all values are text, and they come back."""
    check_words("deltalake", settings, {**_REGION, **written})


@pytest.mark.parametrize(
    ("settings", "environment"),
    [
        (
            {"web_identity_token_file": "/run/t", "role_arn": "arn:aws:iam::1:role/r"},
            {"AWS_WEB_IDENTITY_TOKEN_FILE": "/run/t", "AWS_ROLE_ARN": "arn:aws:iam::1:role/r"},
        ),
        ({"container_credentials_relative_uri": "/v2/x"}, {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"}),
        ({"ec2_metadata_disabled": True}, {"AWS_EC2_METADATA_DISABLED": "true"}),
        ({**_ENDPOINT, "container_credentials_relative_uri": "/v2/x"}, {}),
        ({**_PAIR}, {}),
    ],
)
def test_identities(settings: dict[str, Any], environment: dict[str, str]) -> None:
    """Without an endpoint an identity that is renewed is told in the environment, too."""
    translation = translate(made(**settings), "deltalake")
    assert translation.environment == environment
    assert translation.dropped == {}


def test_a_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside an endpoint a profile counts only if it is asked for with another word."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    (tmp_path / "config").write_text("[profile p]\nsso_session = s\n", encoding="utf-8")
    config = resolve(bucket="logs", profile="p", endpoint="https://s3.example.com").config
    translation = translate(config, "deltalake")
    assert translation.environment == {"AWS_PROFILE": "p"}
    assert translation.values == {**_REGION, **_ENDPOINT_WRITTEN, "aws_force_credential_load": "true"}
    assert not resolve(bucket="logs", env=False, sources=[from_dialect(translation.values, "deltalake")]).diagnostics


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"read_timeout": "5s"}, "read_timeout"),
        ({"disable_bulk_delete": True}, "disable_bulk_delete"),
        ({"default_headers": {"x-a": "b"}}, "default_headers"),
        ({**_ENDPOINT, "ec2_metadata_disabled": True}, "ec2_metadata_disabled"),
        ({"conditional_put": "dynamo:locks"}, "conditional_put"),
        ({"request_checksum_calculation": "when_supported"}, "request_checksum_calculation"),
    ],
)
def test_what_it_cannot_be_told(settings: dict[str, Any], key: str) -> None:
    """What has no word is named with the reason."""
    assert list(translate(made(**settings), "deltalake").dropped) == [key]


@pytest.mark.parametrize(
    "settings",
    [
        {"root_certificate": PEM},
        {"root_certificate": "/etc/ca.pem", "disable_system_certificates": True},
        {**_ENDPOINT, "container_credentials_full_uri": "http://127.0.0.1:1/credentials"},
    ],
    ids=["text of a certificate", "no system certificates", "a service without a token"],
)
def test_what_keeps_requests_safe(settings: dict[str, Any]) -> None:
    """What it cannot be told and keeps requests safe is an error, unless it is let go."""
    with pytest.raises(ConfigError, match="deltalake cannot be told all that keeps requests safe"):
        translate(made(**settings), "deltalake")
    assert len(translate(made(**settings), "deltalake", strict=False).dropped) == 1


def test_words_of_its_own() -> None:
    """Its words that mean no key are passed over, and a typo is not."""
    values = {"AWS_REGION": "eu-west-1", "AWS_S3_LOCKING_PROVIDER": "dynamodb", "AWS_S3_ALLOW_UNSAFE_RENAME": "true",
              "AWS_IAM_ROLE_ARN": "arn:aws:iam::1:role/r", "aws_skip_signatur": "true"}  # fmt: skip
    resolution = resolve(bucket="logs", env=False, sources=[from_dialect(values, "deltalake")])
    assert [d.message for d in resolution.diagnostics] == [
        "'aws_skip_signatur' is no word of deltalake that means a key"
    ]
    assert resolution.config.region == "eu-west-1"
    assert resolution.config.role_arn is None


@pytest.mark.parametrize("config", NASTY, ids=str)
def test_texts(config: StoreConfig) -> None:
    """Both forms hold any value, and it comes back from its place."""
    translation = translate(config, "deltalake", strict=False)
    for form in ("python", "json"):
        source = from_dialect(translation.form(form), "deltalake")
        resolution = resolve(bucket="logs", env=False, sources=[source])
        back = translate(resolution.config, "deltalake", strict=False)
        assert back.values == translation.values
        assert resolution["region"].origin.line is not None


def test_places() -> None:
    """A word comes from its place, under any of its names."""
    text = 'storage_options = {\n    "AWS_REGION": "eu-west-1",\n    "backoff.base": "3",\n}\n'
    resolution = resolve(bucket="logs", env=False, sources=[from_dialect(text, "deltalake")])
    assert resolution["region"].origin == Origin("text", 2, 5)
    assert resolution["backoff_base"].origin == Origin("text", 3, 5)
    assert resolution.config.retry_config.backoff.base == 3


def test_half_a_text() -> None:
    """An open bracket is one clear error with its place."""
    with pytest.raises(ConfigError, match=r"text:1:19: .*neither JSON nor a Python mapping") as caught:
        from_dialect('storage_options = {"aws_secret_access_key": "hush"\n', "deltalake")
    assert "hush" not in str(caught.value)


def test_masks() -> None:
    """What is shown holds masks."""
    text = translate(masked(made(**_PAIR, proxy_url="http://u:hush@p:1")), "deltalake").text
    assert "'aws_secret_access_key': '**********'" in text
    assert "hush" not in text


_NONSENSE = [
    word.name for support in KEYS.values()
    if (word := support.word) is not None and not word.is_variable and support.fate is Fate.HONOURED
    and word.name not in {
        "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_region", "aws_sse_kms_key_id",
        "aws_sse_customer_key_base64", "aws_web_identity_token_file", "aws_role_arn", "aws_role_session_name",
        "aws_endpoint_url_sts", "aws_container_credentials_relative_uri", "aws_container_credentials_full_uri",
        "aws_container_authorization_token_file", "aws_metadata_endpoint", "aws_imdsv1_fallback", "user_agent",
        "proxy_excludes", "default_content_type",
    }
]  # fmt: skip
"""Words whose values it reads at once, so that it complains of nonsense."""


@pytest.mark.dialects
@pytest.mark.parametrize("word", _NONSENSE)
def test_it_knows_the_word(word: str) -> None:
    """It complains of nonsense behind a word, which it ignores where it does not know the word."""
    python_of("deltalake")
    from deltalake.exceptions import DeltaError
    from deltalake.fs import DeltaStorageHandler

    values = translate(made(**_PAIR, **_ENDPOINT, server_side_encryption="aws:kms"), "deltalake").values
    DeltaStorageHandler("s3://logs/table", {**values, f"{word}_": "nonsense ://"})
    with pytest.raises((OSError, DeltaError)):
        DeltaStorageHandler("s3://logs/table", {**values, word: "nonsense ://"})


@pytest.mark.dialects
@pytest.mark.parametrize("settings", [settings for settings, _ in CASES], ids="+".join)
def test_it_takes_the_words(settings: dict[str, Any], certificate_authority: trustme.CA, tmp_path: Path) -> None:
    """It takes what is written, in a mapping of ours."""
    python_of("deltalake")
    from deltalake.fs import DeltaStorageHandler

    certificate_authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    config = made(**({} if "skip_signature" in settings else _PAIR) | settings)
    values = translate(config, "deltalake").values
    if "certificate_path" in values:
        values["certificate_path"] = str(tmp_path / "ca.pem")
    DeltaStorageHandler("s3://logs/table", values)


@pytest.mark.dialects
def test_a_container(recorder: Recorder, tmp_path: Path) -> None:
    """Beside an endpoint it takes a container's credentials from its own words."""
    assert signers("deltalake", recorder, tmp_path) == {KEY_ID}
