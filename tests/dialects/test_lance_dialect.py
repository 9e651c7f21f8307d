"""The dialect `lance`: each key's word, and lance that takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from container_identity import KEY_ID, signers
from nasty_values import NASTY, PEM, made
from told import check_words
from tool_runs import python_of

from s3config import resolve, translate
from s3config.dialects.lance import KEYS
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.origin import Origin
from s3config.vocabulary import Fate

if TYPE_CHECKING:
    from pathlib import Path

    from recording import Recorder

    from s3config.config import StoreConfig

_REGION = {"aws_region": "us-east-1"}
_PAIR = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "secret"}
_PAIR_WRITTEN = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "secret"}
CASES: list[tuple[dict[str, Any], dict[str, str]]] = [
    (_PAIR, _PAIR_WRITTEN),
    ({**_PAIR, "session_token": "t"}, {**_PAIR_WRITTEN, "aws_session_token": "t"}),
    ({"region": "eu-west-1"}, {"aws_region": "eu-west-1"}),
    ({"endpoint": "https://s3.example.com"}, {"aws_endpoint": "https://s3.example.com"}),
    (
        {"endpoint": "https://s3.example.com", "virtual_hosted_style_request": True},
        {"aws_endpoint": "https://logs.s3.example.com", "aws_virtual_hosted_style_request": "true"},
    ),
    ({"endpoint": "http://localhost:9000"}, {"aws_endpoint": "http://localhost:9000", "allow_http": "true"}),
    ({"skip_signature": True}, {"aws_skip_signature": "true"}),
    ({"request_payer": True}, {"aws_request_payer": "true"}),
    ({"unsigned_payload": False}, {"aws_unsigned_payload": "false"}),
    ({"checksum_algorithm": "SHA256"}, {"aws_checksum_algorithm": "SHA256"}),
    ({"conditional_put": "etag"}, {"aws_conditional_put": "etag"}),
    ({"copy_if_not_exists": "multipart"}, {"aws_copy_if_not_exists": "multipart"}),
    ({"disable_tagging": True}, {"aws_disable_tagging": "true"}),
    ({"disable_bulk_delete": True}, {"aws_disable_bulk_delete": "true"}),
    (
        {"server_side_encryption": "aws:kms", "sse_kms_key_id": "alias/k"},
        {"aws_server_side_encryption": "aws:kms", "aws_sse_kms_key_id": "alias/k"},
    ),
    ({"allow_invalid_certificates": True}, {"allow_invalid_certificates": "true"}),
    ({"connect_timeout": "5s", "timeout": 90}, {"connect_timeout": "5s", "timeout": "1m 30s"}),
    ({"read_timeout": "1s 500ms"}, {"read_timeout": "1s 500ms"}),
    (
        {"default_headers": {"x-team": "data: '$HOME'", "x-other": ""}},
        {"headers.x-team": "data: '$HOME'", "headers.x-other": ""},
    ),
    ({"proxy_url": "http://u:pa%24@p:3128"}, {"proxy_url": "http://u:pa%24@p:3128"}),
    ({"user_agent": "job/1.0", "http1_only": True}, {"user_agent": "job/1.0", "http1_only": "true"}),
    ({"max_retries": 2, "retry_timeout": "3min"}, {"client_max_retries": "2", "client_retry_timeout": "180"}),
]


@pytest.mark.parametrize(("settings", "written"), CASES, ids="+".join)
def test_words(settings: dict[str, Any], written: dict[str, str]) -> None:
    """Each key has its word, all values are text, and they come back."""
    check_words("lance", settings, {**_REGION, **written})


@pytest.mark.parametrize(
    ("settings", "environment"),
    [
        (
            {"web_identity_token_file": "/run/t", "role_arn": "arn:aws:iam::1:role/r", "role_session_name": "j"},
            {
                "AWS_WEB_IDENTITY_TOKEN_FILE": "/run/t",
                "AWS_ROLE_ARN": "arn:aws:iam::1:role/r",
                "AWS_ROLE_SESSION_NAME": "j",
            },
        ),
        ({"sts_endpoint": "https://sts.example.com"}, {"AWS_ENDPOINT_URL_STS": "https://sts.example.com"}),
        ({"container_credentials_relative_uri": "/v2/x"}, {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"}),
        ({"ec2_metadata_disabled": True}, {"AWS_EC2_METADATA_DISABLED": "true"}),
        ({"metadata_endpoint": "http://127.0.0.1:1"}, {"AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1"}),
        ({"root_certificate": "/etc/ca.pem"}, {"SSL_CERT_FILE": "/etc/ca.pem"}),
    ],
)
def test_variables(settings: dict[str, Any], environment: dict[str, str]) -> None:
    """Identities but for keys, and the certificate, are told in the environment only, where lance looks for them."""
    translation = translate(made(**settings), "lance")
    assert translation.environment == environment
    assert translation.values == _REGION
    assert translation.dropped == {}


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"imdsv1_fallback": True}, "imdsv1_fallback"),
        ({"init_backoff": "1s"}, "init_backoff"),
        ({"retry_timeout": "1s 500ms"}, "retry_timeout"),
        ({"default_headers": {}}, "default_headers"),
        ({"copy_if_not_exists": "dynamo:locks"}, "copy_if_not_exists"),
    ],
)
def test_what_it_cannot_be_told(settings: dict[str, Any], key: str) -> None:
    """What has no word, or a value that the word cannot hold, is named with the reason."""
    assert list(translate(made(**settings), "lance").dropped) == [key]


def test_a_certificate() -> None:
    """A certificate's text, which no variable holds, is an error, unless it is let go."""
    with pytest.raises(ConfigError, match="lance cannot be told all that keeps requests safe"):
        translate(made(root_certificate=PEM), "lance")
    assert list(translate(made(root_certificate=PEM), "lance", strict=False).dropped) == ["root_certificate"]


def test_other_words() -> None:
    """Its words that mean no key are passed over; one that its pages name and that does nothing is not."""
    values = {"region": "eu-west-1", "ENDPOINT": "https://s3.example.com", "download_retry_count": "3",
              "request_timeout": "60s"}  # fmt: skip
    resolution = resolve(bucket="logs", env=False, sources=[from_dialect(values, "lance")])
    assert [d.message for d in resolution.diagnostics] == ["'request_timeout' is no word of lance that means a key"]
    assert (resolution.config.region, resolution.config.endpoint) == ("eu-west-1", "https://s3.example.com")


@pytest.mark.parametrize("config", [*NASTY, made(default_headers={"x-a": "b: '\"\\$"})], ids=str)
def test_texts(config: StoreConfig) -> None:
    """Both forms hold any value, and it comes back from its place."""
    translation = translate(config, "lance", strict=False)
    for form in ("python", "json"):
        resolution = resolve(bucket="logs", env=False, sources=[from_dialect(translation.form(form), "lance")])
        assert translate(resolution.config, "lance", strict=False).values == translation.values
        assert resolution["region"].origin.line is not None


def test_places() -> None:
    """Headers come from the place of the first."""
    text = '{\n  "headers.x-a": "b",\n  "headers.x-c": "d"\n}\n'
    resolution = resolve(bucket="logs", env=False, sources=[from_dialect(text, "lance")])
    assert resolution["default_headers"].origin == Origin("text", 2, 3)
    assert not resolution.diagnostics


def test_half_a_text() -> None:
    """A string that is never closed is one clear error with its place."""
    with pytest.raises(ConfigError, match=r"text:2:\d+: .*neither JSON nor a Python mapping") as caught:
        from_dialect('{\n  "aws_secret_access_key": "hush\n}', "lance")
    assert "hush" not in str(caught.value)


def test_masks() -> None:
    """What is shown holds masks, of headers, too."""
    text = translate(masked(made(**_PAIR, default_headers={"x-a": "hush"})), "lance").text
    assert "'aws_secret_access_key': '**********'" in text
    assert "'headers.x-a': '**********'" in text
    assert "hush" not in text


_NONSENSE = [
    word.name for support in KEYS.values()
    if (word := support.word) is not None and not word.is_variable and support.fate is Fate.HONOURED
    and word.name not in {
        "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_region", "aws_sse_kms_key_id",
        "aws_sse_customer_key_base64", "user_agent", "proxy_excludes", "default_content_type", "client_max_retries",
        "client_retry_timeout",
    }
]  # fmt: skip
"""Words whose values it reads at once, so that it complains of nonsense."""


@pytest.mark.dialects
@pytest.mark.parametrize("word", _NONSENSE)
def test_it_knows_the_word(word: str) -> None:
    """It complains of nonsense behind a word, which it ignores where it does not know the word."""
    python_of("lance")
    from lance.file import LanceFileSession

    values = translate(made(**_PAIR, server_side_encryption="aws:kms"), "lance").values
    LanceFileSession("s3://logs/table", storage_options={**values, f"{word}_": "nonsense ://"})
    with pytest.raises((OSError, ValueError)):
        LanceFileSession("s3://logs/table", storage_options={**values, word: "nonsense ://"})


@pytest.mark.dialects
@pytest.mark.parametrize("settings", [settings for settings, _ in CASES], ids="+".join)
def test_it_takes_the_words(settings: dict[str, Any]) -> None:
    """It takes what is written, in a mapping of ours."""
    python_of("lance")
    from lance.file import LanceFileSession

    config = made(**({} if "skip_signature" in settings else _PAIR) | settings)
    LanceFileSession("s3://logs/table", storage_options=translate(config, "lance").values)


@pytest.mark.dialects
def test_a_container(recorder: Recorder, tmp_path: Path) -> None:
    """It takes a container's credentials from the environment."""
    assert signers("lance", recorder, tmp_path) == {KEY_ID}
