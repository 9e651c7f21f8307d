"""The source for pydantic-settings, in classes such as users write."""

from __future__ import annotations

import logging
import sys
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import AliasChoices, AliasPath, BaseModel, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from s3config import ConfigError, ConfigWarning, InvalidConfigError, MissingDependencyError, StoreConfig, resolve
from s3config.integrations.pydantic_settings import S3SettingsSource

KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
PAIR = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET}


def settings_of(**arguments: Any) -> type[BaseSettings]:
    """Return a base class whose sources are the arguments of the constructor, then ours, then the environment."""

    class Base(BaseSettings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (pydantic-settings passes it by name)
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (likewise)
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, S3SettingsSource(settings_cls, **arguments), env_settings

    return Base


def value_of(annotation: Any, field: Any, arguments: dict[str, Any], name: str = "field") -> Any:
    """Return the value that one field gets."""
    base = settings_of(env=False, **arguments)
    made = type("Settings", (base,), {"__annotations__": {name: annotation}, name: field, "__module__": __name__})
    return getattr(made(), name)


NAMES: list[tuple[str, Any, dict[str, Any], Any]] = [
    ("region", str, {"AWS_REGION": "eu-west-1"}, "eu-west-1"),
    ("aws_region", str, {"region": "eu-west-1"}, "eu-west-1"),
    ("AWS_REGION", str, {"region": "eu-west-1"}, "eu-west-1"),
    ("endpoint", str | None, {"aws_endpoint_url_s3": "https://S3.example.com/"}, "https://s3.example.com"),
    ("AWS_ENDPOINT_URL", str, {"endpoint": "https://s3.example.com"}, "https://s3.example.com"),
    ("access_key_id", SecretStr, PAIR, SecretStr(KEY_ID)),
    ("access_key_id", str, PAIR, KEY_ID),
    ("secret_access_key", SecretStr, PAIR, SecretStr(SECRET)),
    ("secret_access_key", SecretStr | None, {}, None),
    ("skip_signature", bool, {"AWS_SKIP_SIGNATURE": "yes"}, True),
    ("request_payer", bool, {"requester_pays": "requester"}, True),
    ("imdsv1_fallback", bool, {"AWS_EC2_METADATA_V1_DISABLED": "false"}, True),
    ("timeout", timedelta, {"timeout": "2min"}, timedelta(minutes=2)),
    ("timeout", float, {"timeout": "1500ms"}, 1.5),
    ("timeout", float | None, {"timeout": "1500ms"}, 1.5),
    ("timeout", str, {"timeout": "120s"}, "2m"),
    ("max_retries", int, {"AWS_MAX_ATTEMPTS": "4"}, 3),
    ("default_headers", dict[str, SecretStr], {"default_headers": "x-team: data"}, {"x-team": SecretStr("data")}),
]


@pytest.mark.parametrize(("name", "annotation", "said", "expected"), NAMES, ids=[f"{n} {t}" for n, t, _, _ in NAMES])
def test_a_field_by_its_name(name: str, annotation: Any, said: dict[str, Any], expected: Any) -> None:
    """The value is the canonical one, in the type of the field."""
    default = None if expected is None else ...
    assert value_of(annotation, default, {"config": said}, name) == expected


ALIASES: list[tuple[Any, Any]] = [
    (Field(alias="AWS_REGION"), "eu-west-1"),
    (Field(validation_alias="aws_region"), "eu-west-1"),
    (Field(validation_alias=AliasChoices("S3_PLACE", "region")), "eu-west-1"),
    (Field(validation_alias=AliasChoices("region", "S3_PLACE")), "eu-west-1"),
    (Field("own", validation_alias=AliasChoices(AliasPath("s3", "place"))), "own"),
    (Field("own", alias="place"), "own"),
    (Field("own", alias="token"), "a-token"),
]


@pytest.mark.parametrize(("field", "expected"), ALIASES, ids=[repr(f.validation_alias) for f, _ in ALIASES])
def test_a_field_by_an_alias(field: Any, expected: str) -> None:
    """Any spelling that is an alias counts, wherever it stands among the aliases."""
    said = {**PAIR, "AWS_TOKEN": "a-token", "region": "eu-west-1"}
    annotation = SecretStr if expected == "a-token" else str
    found = value_of(annotation, field, {"config": said})
    assert (found.get_secret_value() if isinstance(found, SecretStr) else found) == expected


@pytest.mark.parametrize("name", ["token", "key", "url", "secret", "bucket_name", "requester_pays"])
def test_other_fields_are_left_alone(name: str) -> None:
    """A name that is no key's own, and has no prefix, may mean anything: it is the user's."""
    said = {**PAIR, "token": "t", "bucket": "shop", "request_payer": True}
    assert value_of(str, "mine", {"config": said}, name) == "mine"


@pytest.mark.parametrize(("field", "said", "expected"), [
    ("own", {}, "own"),
    ("own", {"region": "eu-west-1"}, "eu-west-1"),
    ("own", {"endpoint": "https://a.r2.cloudflarestorage.com"}, "auto"),
    (..., {}, "us-east-1"),
])  # fmt: skip
def test_defaults(field: Any, said: dict[str, Any], expected: str) -> None:
    """What somebody wrote, and what follows from the endpoint, outranks the class's default, which outranks ours."""
    assert value_of(str, field, {"config": said}, "region") == expected


def test_order_of_the_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours is a source among others: what stands before it wins, under whatever alias it says the same."""
    monkeypatch.setenv("S3_PLACE", "by-environment")

    class Settings(settings_of(env={"AWS_REGION": "by-us"})):  # type: ignore[misc]
        place: str = Field(validation_alias=AliasChoices("S3_PLACE", "AWS_REGION"))

    assert Settings().place == "by-us"
    assert Settings(AWS_REGION="by-argument").place == "by-argument"


@pytest.mark.parametrize(("config", "expected"), [
    ({"validate_by_name": True}, "eu-west-1"),
    ({"populate_by_name": True}, "eu-west-1"),
    ({"validate_by_name": True, "validate_by_alias": False}, "eu-west-1"),
    ({}, "own"),
])  # fmt: skip
def test_a_name_beside_an_alias(config: SettingsConfigDict, expected: str) -> None:
    """It counts where the class takes fields by their names, too."""

    class Settings(settings_of(env=False, region="eu-west-1")):  # type: ignore[misc]
        model_config = config
        region: str = Field("own", alias="place")

    assert Settings().region == expected


def test_a_whole_configuration() -> None:
    """A field of the type `StoreConfig` is what a store would be made with."""

    class Settings(settings_of(env=PAIR, bucket="shop")):  # type: ignore[misc]
        debug: bool = False
        s3: StoreConfig

    assert Settings().s3 == resolve(bucket="shop", env=PAIR).config


@pytest.mark.parametrize("env", [{}, {"AWS_REGION": "eu-west-1"}])
def test_a_whole_configuration_lacks_its_bucket(env: dict[str, str]) -> None:
    """It is an error, unless nothing is said at all and the field has a default."""

    class Settings(settings_of(env=env)):  # type: ignore[misc]
        s3: StoreConfig | None = None

    if not env:
        assert Settings().s3 is None
        return
    with pytest.raises(InvalidConfigError, match="AD008: no bucket is given"):
        Settings()


def test_arguments_of_resolve(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that `resolve` reads can be read; without arguments that is the environment."""
    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    Path(".env").write_text("AWS_REGION=eu-west-1\nAWS_BUCKET=from-dotenv\n")

    class Settings(settings_of(dotenv=".env")):  # type: ignore[misc]
        region: str
        bucket: str

    assert (Settings().region, Settings().bucket) == ("eu-north-1", "from-dotenv")


def test_a_resolution() -> None:
    """What was resolved before can be used, and is kept for those who ask where a value is from."""
    resolution = resolve(env={"AWS_REGION": "eu-west-1"})

    class Settings(settings_of(resolution=resolution)):  # type: ignore[misc]
        region: str

    assert Settings().region == "eu-west-1"
    assert S3SettingsSource(Settings, resolution).resolution is resolution
    with pytest.raises(ConfigError, match=r"arguments of resolve\(\) \(env\), not both"):
        S3SettingsSource(Settings, resolution, env=False)


def test_everything_that_is_wrong() -> None:
    """One error names each problem in the user's own spelling, with place and remedy."""

    class Settings(settings_of(env={"AWS_TIMEOUT": "30", "AWS_ENDPOINT_URL": "minio:9000"})):  # type: ignore[misc]
        region: str

    with pytest.raises(InvalidConfigError) as caught:
        Settings()
    assert {diagnostic.code for diagnostic in caught.value.diagnostics} == {"EP004", "KEY005"}
    assert "environment variable AWS_TIMEOUT: error KEY005: AWS_TIMEOUT='30' has no unit; write 30s" in str(
        caught.value
    )


def test_a_warning() -> None:
    """What will likely not work as meant is said as where a store is made."""

    class Settings(settings_of(env={"AWS_REGOIN": "eu-west-1"})):  # type: ignore[misc]
        region: str

    with pytest.warns(ConfigWarning, match="did you mean AWS_REGION"):
        assert Settings().region == "us-east-1"


@pytest.mark.parametrize("annotation", [str, str | None])
def test_a_secret_is_no_str(annotation: Any) -> None:
    """A field whose repr would show a secret is refused, and the remedy named."""
    expected = "Settings.secret_access_key holds a secret, which a str would show; declare it as pydantic.SecretStr"
    with pytest.raises(ConfigError, match=expected) as caught:
        value_of(annotation, ..., {"config": PAIR}, "secret_access_key")
    assert SECRET not in str(caught.value)


def test_no_secret_is_shown(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by the settings, nor by an error of another field, nor by the log of pydantic-settings."""
    monkeypatch.setenv("PYDANTIC_SETTINGS_DEBUG", "1")
    caplog.set_level(logging.DEBUG)
    env = {**PAIR, "AWS_SESSION_TOKEN": "token-of-the-shop", "AWS_PROXY_URL": "http://me:pass-of-proxy@proxy"}

    class Good(settings_of(env=env, bucket="shop")):  # type: ignore[misc]
        access_key_id: SecretStr
        secret_access_key: SecretStr
        AWS_TOKEN: SecretStr
        s3: StoreConfig

    class Bad(Good):
        access_key_id: str  # type: ignore[assignment]
        proxy_url: str
        other: int

    shown = f"{Good()!r} {Good()} {Good().model_dump()} {Good().model_dump_json()}"
    with pytest.raises(ValidationError) as caught:
        Bad()
    shown += f"{caught.value} {caught.value!r} {caught.value.errors()}"
    assert "secret_access_key" in caplog.text
    words = (KEY_ID, SECRET, "token-of-the-shop", "pass-of-proxy")
    assert [word for word in words if word in shown + caplog.text] == []


def test_nested_models_are_left_alone() -> None:
    """A table of the user's own is filled by other sources."""

    class Store(BaseModel):
        region: str = "own"

    assert value_of(Store, Store(), {"config": {"region": "eu-west-1"}}, "store").region == "own"


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, with the command that brings it."""
    monkeypatch.setitem(sys.modules, "pydantic_settings", None)
    monkeypatch.delitem(sys.modules, "s3config.integrations.pydantic_settings")
    with pytest.raises(MissingDependencyError, match="pip install pydantic-settings"):
        import_module("s3config.integrations.pydantic_settings")
