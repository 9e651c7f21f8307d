"""The dialect `aws_config`: profiles that botocore reads, in the config file and in the credentials file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.session import Session
from nasty_values import PEM, SECRETS, made

from s3config import resolve, translate
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.origin import Origin, Setting
from s3config.redaction import reveal

if TYPE_CHECKING:
    from pathlib import Path

_PAIR = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "hush"}
_PAIR_WRITTEN = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "hush"}
_WEB = {"web_identity_token_file": "/run/token", "role_arn": "arn:aws:iam::111122223333:role/r"}
_S3, _STS = "https://s3.example.com", "https://sts.example.com"
_REGION = {"region": "us-east-1"}
CASES: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (_PAIR, {**_PAIR_WRITTEN, **_REGION}, {}),
    ({**_PAIR, "session_token": "t"}, {**_PAIR_WRITTEN, "aws_session_token": "t", **_REGION}, {}),
    ({"region": "eu-west-1"}, {"region": "eu-west-1"}, {}),
    ({"endpoint": _S3}, {**_REGION, "endpoint_url": _S3, "s3": {"addressing_style": "path"}}, {}),
    (
        {"endpoint": _S3, "virtual_hosted_style_request": True},
        {**_REGION, "endpoint_url": _S3, "s3": {"addressing_style": "virtual"}},
        {},
    ),
    ({"virtual_hosted_style_request": False}, {**_REGION, "s3": {"addressing_style": "path"}}, {}),
    ({"unsigned_payload": True}, {**_REGION, "s3": {"payload_signing_enabled": "false"}}, {}),
    ({"ignore_configured_endpoint_urls": True}, {**_REGION, "ignore_configured_endpoint_urls": "true"}, {}),
    (_WEB, {**_REGION, **_WEB}, {}),
    (
        {**_WEB, "role_session_name": "job", "endpoint": _S3},
        {**_REGION, **_WEB, "role_session_name": "job", "services": "default", "s3": {"addressing_style": "path"}},
        {"services default": {"s3": {"endpoint_url": _S3}}},
    ),
    (
        {**_WEB, "sts_endpoint": _STS},
        {**_REGION, **_WEB, "services": "default"},
        {"services default": {"sts": {"endpoint_url": _STS}}},
    ),
    (
        {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_supported"},
        {
            **_REGION,
            "request_checksum_calculation": "when_required",
            "response_checksum_validation": "when_supported",
        },
        {},
    ),
    ({"imdsv1_fallback": True}, {**_REGION, "ec2_metadata_v1_disabled": "false"}, {}),
    (
        {"metadata_endpoint": "http://127.0.0.1:1"},
        {**_REGION, "ec2_metadata_service_endpoint": "http://127.0.0.1:1"},
        {},
    ),
    ({"root_certificate": "/etc/c'a.pem"}, {**_REGION, "ca_bundle": "/etc/c'a.pem"}, {}),
    ({"max_retries": 4}, {**_REGION, "max_attempts": "5"}, {}),
]


@pytest.mark.parametrize(("settings", "profile", "others"), CASES)
def test_words(settings: dict[str, Any], profile: dict[str, Any], others: dict[str, Any]) -> None:
    """Each key has its words, and comes back."""
    config = made(**settings)
    translation = translate(config, "aws_config")
    assert translation.values == {"default": profile, **others}
    assert translation.dropped == {}
    assert resolve(bucket="logs", env=False, sources=[from_dialect(translation.values, "aws_config")]).config == config


@pytest.mark.parametrize(
    ("settings", "environment"),
    [
        ({"ec2_metadata_disabled": True}, {"AWS_EC2_METADATA_DISABLED": "true"}),
        ({"container_credentials_relative_uri": "/v2/x"}, {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"}),
        (
            {"proxy_url": "http://p:1", "proxy_excludes": "localhost"},
            {"HTTP_PROXY": "http://p:1", "HTTPS_PROXY": "http://p:1", "NO_PROXY": "localhost"},
        ),
    ],
)
def test_variables(settings: dict[str, Any], environment: dict[str, str]) -> None:
    """What botocore reads from the environment alone is told there."""
    translation = translate(made(**settings), "aws_config")
    assert translation.values == {"default": _REGION}
    assert translation.environment == environment


@pytest.mark.parametrize(
    ("settings", "dropped"),
    [
        ({"skip_signature": True}, {"skip_signature": "it has no word for it"}),
        ({"request_payer": True}, {"request_payer": "it goes with each call, which a profile does not see"}),
        ({"role_arn": "arn:aws:iam::1:role/r"}, {"role_arn": "without a web identity it makes the profile unusable"}),
        (
            {"root_certificate": PEM, "disable_system_certificates": True},
            {
                "root_certificate": "it takes the path of a file, and not a certificate's text; write it into a file",
                "disable_system_certificates": "there is no ca_bundle to take their place",
            },
        ),
    ],
)
def test_what_it_cannot_say(settings: dict[str, Any], dropped: dict[str, str]) -> None:
    """What no profile can say is named with its reason."""
    translation = translate(made(**settings), "aws_config", strict=False)
    assert translation.dropped == dropped
    assert translation.values == {"default": _REGION}


def _settings(text: str) -> dict[str, Any]:
    found = from_dialect(text, "aws_config")._found
    return {item.key: reveal(item.value) for item in found if isinstance(item, Setting)}


def _session(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch, *, is_config: bool = True) -> Session:
    path = folder / "profiles"
    path.write_text(text, encoding="utf-8")
    nothing = folder / "nothing"
    nothing.touch()
    names = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")
    for name, place in zip(names, (path, nothing) if is_config else (nothing, path), strict=True):
        monkeypatch.setenv(name, str(place))
    return Session()


@pytest.mark.parametrize("form", ["config", "credentials"])
@pytest.mark.parametrize("secret", SECRETS)
def test_botocore_takes_secrets(form: str, secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pair that botocore finds is the one that was written, and it comes back from the text."""
    config = made(access_key_id="AKIAIOSFODNN7EXAMPLE", secret_access_key=secret, session_token=f"t{secret}")
    text = translate(config, "aws_config").form(form)
    found = _session(text, tmp_path, monkeypatch, is_config=form == "config").get_credentials()
    assert found is not None
    assert found.get_frozen_credentials()[:3] == ("AKIAIOSFODNN7EXAMPLE", secret, f"t{secret}")
    assert resolve(bucket="logs", env=False, sources=[from_dialect(text, "aws_config")]).config == config


@pytest.mark.parametrize("form", ["config", "credentials"])
@pytest.mark.parametrize("case", CASES)
def test_botocore_reads_words(
    case: tuple[dict[str, Any], ...], form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parser of botocore finds the same words."""
    settings, profile, others = case
    translation = translate(made(**settings), "aws_config")
    if others and form == "credentials":
        with pytest.raises(ConfigError, match=r"a credentials file cannot hold \[services default\]"):
            translation.form(form)
        return
    session = _session(translation.form(form), tmp_path, monkeypatch, is_config=form == "config")
    assert session.get_scoped_config() == profile
    assert session.full_config["services"] == {name.removeprefix("services "): own for name, own in others.items()}


@pytest.mark.parametrize("name", ["prod", "my profile", "it's#1", "ünï;c:ode=x", "a.s3.b"])
def test_botocore_finds_the_profile(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The section has the name of the profile, which a variable names; with it, the endpoints are each service's."""
    own = tmp_path / "own"
    keys = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n"
    own.write_text(f'[profile "{name}"]\n{keys}', encoding="utf-8")
    config = resolve(
        bucket="logs", profile=name, endpoint=_S3, sts_endpoint=_STS, env={"AWS_CONFIG_FILE": str(own)}
    ).config
    translation = translate(config, "aws_config")
    assert translation.environment == {"AWS_PROFILE": name}
    session = _session(translation.text, tmp_path, monkeypatch)
    session.set_config_variable("profile", name)
    session.set_credentials("x", "x")
    s3: Any = session.create_client("s3").meta
    assert s3.endpoint_url == _S3
    assert s3.config.s3 == {"addressing_style": "path"}
    assert session.create_client("sts").meta.endpoint_url == _STS
    assert _settings(translation.text) == {
        "access_key_id": "AKIAIOSFODNN7EXAMPLE",
        "secret_access_key": "x",
        "region": "us-east-1",
        "endpoint": _S3,
        "sts_endpoint": _STS,
        "virtual_hosted_style_request": False,
    }


def test_a_name_that_no_section_has(tmp_path: Path) -> None:
    """A profile whose name cannot be written is named, and the rest is the default profile's."""
    (tmp_path / "config").write_text("", encoding="utf-8")
    (tmp_path / "credentials").write_text(
        '[a"b]\naws_access_key_id = AKIAX\naws_secret_access_key = x\n', encoding="utf-8"
    )
    files = {"AWS_CONFIG_FILE": str(tmp_path / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials")}
    translation = translate(resolve(bucket="logs", profile='a"b', env=files).config, "aws_config")
    assert translation.dropped == {"profile": "it holds a character that the name of a section cannot hold"}
    assert list(translation.values) == ["default"]


def test_places() -> None:
    """Each word has its place; the services section outranks the profile, and what is no key is passed over."""
    text = """# ours
[profile prod]
region=eu-west-1
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key: hush
endpoint_url = https://all.example.com
services = there
output = json
s3 =
  addressing_style = auto
  payload_signing_enabled = TRUE
max_attempts = 3

[services there]
s3 =
    endpoint_url = https://s3.example.com
dynamodb =
    endpoint_url = https://dynamodb.example.com
"""
    resolution = resolve(bucket="logs", env=False, sources=[from_dialect(text, "aws_config")])
    assert resolution.values(reveal=True) == {
        "access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "hush", "bucket": "logs", "region": "eu-west-1",
        "endpoint": "https://s3.example.com", "unsigned_payload": False, "max_retries": 2,
    }  # fmt: skip
    assert resolution.diagnostics == ()
    places = {key: resolution[key].origin for key in ("region", "endpoint", "unsigned_payload", "max_retries")}
    assert places == {
        "region": Origin("text", 3, 1),
        "endpoint": Origin("text", 16, 5),
        "unsigned_payload": Origin("text", 11, 3),
        "max_retries": Origin("text", 12, 1),
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[default]\nregion = a\n[profile x]\nregion = b\n", {"region": "a"}),
        (
            "[x]\nregion = a\n[profile x]\nregion = b\nca_bundle = /c\n",
            {"profile": "x", "region": "a", "root_certificate": "/c"},
        ),
        ("[profile x]\nsso_session = s\n", {"profile": "x"}),
        ("[default]\ncredential_process = run\nregion = a\n", {"region": "a", "profile": "default"}),
        ("[default]\nrole_arn = r\nsource_profile = y\n", {"profile": "default"}),
        ("[default]\naws_security_token = t\n", {"session_token": "t"}),
        ("[default]\nuse_fips_endpoint = true\n", {"use_fips_endpoint": "true"}),
    ],
)
def test_which_profile(text: str, found: dict[str, Any]) -> None:
    """The default profile is read, or the only one; one whose identity must be fetched is named."""
    assert _settings(text) == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[default]\naws_secret_access_key hush\n", r"text:2:1: .*neither the head of a section nor an assignment"),
        ("[default\naws_secret_access_key = hush\n", r"text:1:1: .*neither the head of a section nor an assignment"),
        ("hush = x\n[default]\n", r"text:1:1: .*neither the head of a section nor an assignment"),
        ("[default]\ns3 =\n    hush\n", r"text:3:5: .*neither the head of a section nor an assignment"),
        ("# hush\n", r"text:1:1: .*there is no profile in this file"),
        ("[profile a]\nregion = x\n[profile b]\n  region = x\n", r"text:3:1: .*several profiles and no default: a, b"),
    ],
)
def test_half_a_file(text: str, message: str) -> None:
    """What no SDK would read, or what is not one profile, is one clear error with its place."""
    with pytest.raises(ConfigError, match=message) as caught:
        from_dialect(text, "aws_config")
    assert "hush" not in str(caught.value)


def test_typos() -> None:
    """A word that looks like a key and is none is said."""
    text = "[default]\naws_acces_key_id = AKIAX\noutput = json\n"
    (complaint,) = resolve(bucket="logs", env=False, sources=[from_dialect(text, "aws_config")]).diagnostics
    assert complaint.origins == (Origin("text", 2, 1),)
    assert complaint.remedy == "did you mean aws_access_key_id?"


def test_a_value_on_two_lines() -> None:
    """Text that such a file cannot hold is refused by its word."""
    from s3config.dialects.aws_config import FORMS

    with pytest.raises(ConfigError, match=r"default\.region holds a line break") as caught:
        FORMS["config"]({"default": {"region": "hush\nhush"}})
    assert "hush" not in str(caught.value)


def test_masks() -> None:
    """What is shown holds no secret."""
    config = made(**_PAIR, session_token="hush")
    assert "hush" not in translate(masked(config), "aws_config").text
