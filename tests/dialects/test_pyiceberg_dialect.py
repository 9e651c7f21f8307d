"""The dialect `pyiceberg`: each key's property, the file of catalogs, and PyIceberg that takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from container_identity import KEY_ID, signers
from nasty_values import NASTY, PEM, SECRETS, made, with_secret
from tool_runs import python_of

from s3config import resolve, translate
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.origin import Origin

if TYPE_CHECKING:
    from pathlib import Path

    from recording import Recorder

    from s3config.config import StoreConfig

_REGION = {"s3.region": "us-east-1"}
_PAIR = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "secret"}
_PAIR_WRITTEN = {"s3.access-key-id": "AKIAIOSFODNN7EXAMPLE", "s3.secret-access-key": "secret"}
_ENDPOINT = {"endpoint": "https://s3.example.com"}
_ENDPOINT_WRITTEN = {"s3.endpoint": "https://s3.example.com"}
_FSSPEC = {"py-io-impl": "pyiceberg.io.fsspec.FsspecFileIO"}
CASES: list[tuple[dict[str, Any], dict[str, str]]] = [
    (_PAIR, _PAIR_WRITTEN),
    ({**_PAIR, "session_token": "t"}, {**_PAIR_WRITTEN, "s3.session-token": "t"}),
    ({"region": "eu-west-1"}, {"s3.region": "eu-west-1"}),
    (_ENDPOINT, _ENDPOINT_WRITTEN),
    ({"endpoint": "http://localhost:9000"}, {"s3.endpoint": "http://localhost:9000"}),
    (
        {**_ENDPOINT, "virtual_hosted_style_request": True},
        {**_ENDPOINT_WRITTEN, "s3.force-virtual-addressing": "true"},
    ),
    ({"skip_signature": True}, {"s3.anonymous": "true"}),
    ({"server_side_encryption": "AES256"}, {"s3.server-side-encryption": "AES256", **_FSSPEC}),
    (
        {"server_side_encryption": "aws:kms", "sse_kms_key_id": "alias/k"},
        {"s3.server-side-encryption": "aws:kms", "s3.sse-kms-key-id": "alias/k", **_FSSPEC},
    ),
    (
        {"connect_timeout": "1s 500ms", "read_timeout": "5s"},
        {"s3.connect-timeout": "1.5", "s3.request-timeout": "5"},
    ),
    ({"proxy_url": "http://u:pa%24@p:3128"}, {"s3.proxy-uri": "http://u:pa%24@p:3128"}),
]


def _back(source: Any) -> StoreConfig:
    return resolve(bucket="logs", env=False, sources=[from_dialect(source, "pyiceberg")]).config


@pytest.mark.parametrize(("settings", "written"), CASES, ids="+".join)
def test_words(settings: dict[str, Any], written: dict[str, str]) -> None:
    """Each key has its property, all values are text, and they come back."""
    config = made(**settings)
    translation = translate(config, "pyiceberg")
    assert translation.values == {**_REGION, **written}
    assert translation.dropped == {}
    assert _back(translation.values) == config


@pytest.mark.parametrize(
    ("settings", "environment", "written"),
    [
        (
            {"root_certificate": "/etc/ca.pem"},
            {"SSL_CERT_FILE": "/etc/ca.pem", "AWS_CA_BUNDLE": "/etc/ca.pem"},
            {},
        ),
        ({"request_checksum_calculation": "when_required"}, {"AWS_REQUEST_CHECKSUM_CALCULATION": "when_required"}, {}),
        ({"container_credentials_relative_uri": "/v2/x"}, {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"}, {}),
        (
            {"web_identity_token_file": "/run/t", "role_arn": "arn:aws:iam::1:role/r"},
            {"AWS_WEB_IDENTITY_TOKEN_FILE": "/run/t", "AWS_ROLE_ARN": "arn:aws:iam::1:role/r"},
            _FSSPEC,
        ),
        ({"unsigned_payload": True}, {}, {}),
    ],
)
def test_variables(settings: dict[str, Any], environment: dict[str, str], written: dict[str, str]) -> None:
    """What either file access reads from the environment is told there, and the one is chosen that reads it."""
    translation = translate(made(**settings), "pyiceberg")
    assert translation.environment == environment
    assert translation.values == {**_REGION, **written}
    assert translation.dropped == {}


def test_a_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile is told in the environment, too, for only one file access knows the property."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    (tmp_path / "config").write_text("[profile p]\nsso_session = s\n", encoding="utf-8")
    translation = translate(resolve(bucket="logs", profile="p").config, "pyiceberg", strict=False)
    assert translation.environment == {"AWS_PROFILE": "p"}
    assert translation.values == {**_REGION, "s3.profile-name": "p"}


@pytest.mark.parametrize(
    "settings",
    [
        {"request_payer": True},
        {"server_side_encryption": "AES256", "unsigned_payload": True},
        {"allow_invalid_certificates": True},
        {"root_certificate": PEM},
    ],
    ids="+".join,
)
def test_what_keeps_requests_safe(settings: dict[str, Any]) -> None:
    """What it cannot be told and keeps requests safe is an error, unless it is let go."""
    with pytest.raises(ConfigError, match="PyIceberg cannot be told all that keeps requests safe"):
        translate(made(**settings), "pyiceberg")
    assert list(translate(made(**settings), "pyiceberg", strict=False).dropped) == [list(settings)[-1]]


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"max_retries": 3}, "max_retries"),
        ({"read_timeout": 0}, "read_timeout"),
        ({"virtual_hosted_style_request": False}, "virtual_hosted_style_request"),
        ({"proxy_url": "socks5://proxy.example.com:1080"}, "proxy_url"),
        ({"proxy_url": "http://[::1]:3128"}, "proxy_url"),
    ],
)
def test_what_it_cannot_be_told(settings: dict[str, Any], key: str) -> None:
    """What has no property, or a value that it cannot hold, is named with the reason."""
    translation = translate(made(**settings), "pyiceberg")
    assert list(translation.dropped) == [key]
    assert translation.values == _REGION


def test_a_proxy_without_a_port() -> None:
    """The port is written, because PyArrowFileIO would take another one."""
    values = translate(made(proxy_url="https://u:p@proxy.example.com/"), "pyiceberg").values
    assert values["s3.proxy-uri"] == "https://u:p@proxy.example.com:443/"


def test_other_words() -> None:
    """Properties of the catalog and of other stores are passed over, those for all services count last."""
    values = {"uri": "https://c.example.com", "type": "rest", "s3.signer": "S3V4RestSigner", "s3.access-key": "x",
              "client.region": "eu-west-1", "client.access-key-id": "weaker", "client.secret-access-key": "secret",
              "s3.access-key-id": "AKIAIOSFODNN7EXAMPLE", "s3.role-arn": "arn:aws:iam::1:role/r"}  # fmt: skip
    resolution = resolve(bucket="logs", env=False, sources=[from_dialect(values, "pyiceberg")])
    assert [d.remedy for d in resolution.diagnostics] == ["did you mean s3.access-key-id?"]
    assert resolution.config.region == "eu-west-1"
    assert resolution.config.access_key_id == "AKIAIOSFODNN7EXAMPLE"
    assert resolution.config.role_arn is None


def test_a_file() -> None:
    """The catalog that is the default one counts, with the places of its properties."""
    text = (
        "# catalogs\n---\ndefault-catalog: lake\ncatalog:\n  other:\n    s3.region: x\n  lake:\n    uri: https://c\n"
        "    s3.region: eu-west-1\n    s3.endpoint: http://localhost:9000\n    s3.anonymous: true\n"
    )
    resolution = resolve(bucket="logs", env=False, sources=[from_dialect(text, "pyiceberg")])
    assert resolution["region"].origin == Origin("text", 9, 5)
    assert resolution["region"].value == "eu-west-1"
    assert resolution.config.skip_signature
    assert resolution.config.client_options.allow_http


@pytest.mark.parametrize("text", ["s3.region: eu-west-1\n", "catalog:\n  mine:\n    s3.region: eu-west-1\n"])
def test_part_of_a_file(text: str) -> None:
    """The only catalog is the default one, and properties alone are those of a catalog."""
    assert _back(text).region == "eu-west-1"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("catalog:\n  a:\n    s3.region: x\n  b:\n    s3.region: y\n", "text:1:1: .*no catalog is the default one"),
        ("catalog: hush\n", "text:1:1: .*no catalog is the default one"),
        ("catalog:\n  a:\n   s3.region: 'hush\n", "text:.*this is not YAML"),
        ('properties = {"s3.secret-access-key": "hush"\n', "text:1:14: .*neither JSON nor a Python mapping"),
        ("\n" * 100 + "hush", "text:.*"),
    ],
)
def test_half_a_text(text: str, complaint: str) -> None:
    """Text that is broken is one clear error with its place."""
    with pytest.raises(ConfigError, match=complaint) as caught:
        from_dialect(text, "pyiceberg")
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("config", [*NASTY, *(made(proxy_url=f"http://u:{c}@p:1") for c in "'\"$%\\;")], ids=str)
def test_texts(config: StoreConfig) -> None:
    """Both forms hold any value, and it comes back from its place."""
    translation = translate(config, "pyiceberg", strict=False)
    for form in ("python", "yaml"):
        resolution = resolve(bucket="logs", env=False, sources=[from_dialect(translation.form(form), "pyiceberg")])
        assert translate(resolution.config, "pyiceberg", strict=False).values == translation.values
        assert resolution["region"].origin.line is not None


def test_masks() -> None:
    """What is shown holds masks in both forms."""
    translation = translate(masked(made(**_PAIR, proxy_url="http://u:hush@p:1")), "pyiceberg")
    assert "'s3.secret-access-key': '**********'" in translation.form("python")
    assert 's3.secret-access-key: "**********"' in translation.form("yaml")
    assert "hush" not in translation.form("python") + translation.form("yaml")


@pytest.mark.dialects
@pytest.mark.parametrize("secret", SECRETS)
def test_it_reads_the_file(secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own parser finds in the file just what was written."""
    python_of("pyiceberg")
    from pyiceberg.utils.config import Config

    translation = translate(with_secret(secret), "pyiceberg")
    (tmp_path / ".pyiceberg.yaml").write_text(translation.form("yaml"), encoding="utf-8")
    monkeypatch.setenv("PYICEBERG_HOME", str(tmp_path))
    config = Config()
    assert config.get_catalog_config(config.get_default_catalog_name()) == translation.values


@pytest.mark.dialects
@pytest.mark.parametrize(("settings", "written"), CASES, ids="+".join)
def test_it_takes_the_words(settings: dict[str, Any], written: dict[str, str]) -> None:
    """It takes what is written, in a mapping of ours, and chooses the file access that obeys."""
    python_of("pyiceberg")
    from pyiceberg.io import load_file_io

    files: Any = load_file_io(translate(made(**settings), "pyiceberg").values, "s3://logs/a")
    assert type(files).__name__ == ("FsspecFileIO" if "py-io-impl" in written else "PyArrowFileIO")
    if "py-io-impl" in written:  # which needs s3fs, whose environment is apart
        return
    told = files.fs_by_scheme("s3", "logs").__reduce__()[1][0]
    assert told["region"] == settings.get("region", "us-east-1")
    assert told["endpoint_override"] == settings.get("endpoint", "")
    assert told["secret_key"] == settings.get("secret_access_key")
    assert told["anonymous"] is settings.get("skip_signature", False)
    assert told["force_virtual_addressing"] is settings.get("virtual_hosted_style_request", False)


@pytest.mark.dialects
def test_a_container(recorder: Recorder, tmp_path: Path) -> None:
    """It takes a container's credentials from the environment."""
    assert signers("pyiceberg", recorder, tmp_path) == {KEY_ID}
