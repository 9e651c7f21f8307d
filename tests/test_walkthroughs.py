"""Real situations from end to end, each with what a user may expect written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest

from s3config import InvalidConfigError, Layer, Resolution, Severity, resolve

KEYS: dict[str, Any] = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "secret-of-the-call"}
ENV_KEYS = {"AWS_ACCESS_KEY_ID": "AKIAENVENVENVENVENV1", "AWS_SECRET_ACCESS_KEY": "secret-of-the-environment"}
WEB = {"AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/reader"}
SSO = """\
[sso-session corp]
sso_region = us-east-1
sso_start_url = https://corp.awsapps.com/start
[profile corp]
region = eu-central-1
sso_session = corp
sso_account_id = 111122223333
sso_role_name = reader
"""


def aws(config: str = "", credentials: str = "") -> None:
    """Write the AWS files."""
    folder = Path.home() / ".aws"
    folder.mkdir()
    (folder / "config").write_text(config)
    (folder / "credentials").write_text(credentials)


def told(resolution: Resolution, severity: Severity) -> list[str]:
    """Return the diagnostics that are this bad, as text."""
    return [str(found) for found in resolution.diagnostics if found.severity is severity]


def test_explicit_keys_beside_profile_token_and_endpoint_of_the_environment() -> None:
    """Keys in the call make the requests, alone.

    - The identity is the call's pair: no token of the environment, no key of the profile.
    - The stale `AWS_SESSION_TOKEN` is dropped with a warning that names it.
    - `AWS_ENDPOINT_URL_S3` still says where: an endpoint is no credential. The profile's own endpoint lies below it.
    - What nobody said above, the profile says: the region.
    - Everything that lost is in the history.
    """
    aws(
        "[profile work]\nregion = eu-west-3\nendpoint_url = https://profile.example.com\n",
        "[work]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = p\naws_session_token = profile-token\n",
    )
    env = {
        "AWS_PROFILE": "work",
        "AWS_SESSION_TOKEN": "stale-token",
        "AWS_ENDPOINT_URL_S3": "https://s3.example.com",
    }
    resolution = resolve(bucket="my-bucket", **KEYS, env=env)
    config = resolution.config

    assert KEYS["access_key_id"] == config.access_key_id
    assert KEYS["secret_access_key"] == resolution.values(reveal=True)["secret_access_key"]
    assert config.session_token is None
    assert (config.endpoint, config.region) == ("https://s3.example.com", "eu-west-3")
    assert ["AWS_SESSION_TOKEN" in text for text in told(resolution, Severity.WARNING)] == [True]
    assert [s.layer for s in resolution.history("access_key_id")] == [Layer.ARGUMENT, Layer.AMBIENT_PROFILE]
    assert [s.layer for s in resolution.history("endpoint")] == [Layer.ENVIRONMENT, Layer.AMBIENT_PROFILE]
    assert {Layer.ENVIRONMENT, Layer.AMBIENT_PROFILE} <= {s.layer for s in resolution.history("session_token")}


def test_missing_profile_beside_explicit_keys() -> None:
    """An ambient profile that does not exist is only a warning, since the call has keys."""
    resolution = resolve(bucket="my-bucket", **KEYS, env={"AWS_PROFILE": "gone", "AWS_SESSION_TOKEN": "stale"})

    assert (KEYS["access_key_id"], None) == (resolution.config.access_key_id, resolution.config.session_token)
    assert len(told(resolution, Severity.WARNING)) == 2


def test_sso_session_beside_environment_keys() -> None:
    """A session that was passed makes the requests, however it gets its credentials.

    - Its credentials are a provider, which is not asked while resolving: SSO would need the network.
    - Keys and token of the environment lose, whole, and stay in the history.
    - Region is the session's; that `AWS_REGION` differs is a warning.
    - `AWS_PROFILE` is not consulted.
    """
    aws(SSO)
    env = {**ENV_KEYS, "AWS_SESSION_TOKEN": "token", "AWS_REGION": "us-east-1", "AWS_PROFILE": "gone"}
    resolution = resolve(bucket="my-bucket", session=boto3.Session(profile_name="corp"), env=env)
    config = resolution.config

    assert callable(config.credential_provider)
    assert "corp" in str(resolution["credential_provider"].origin)
    assert (config.access_key_id, config.secret_access_key, config.session_token) == (None, None, None)
    assert config.region == "eu-central-1"
    assert ["AWS_REGION" in text for text in told(resolution, Severity.WARNING)] == [True]
    assert Layer.ENVIRONMENT in [setting.layer for setting in resolution.history("access_key_id")]
    assert "gone" not in str(resolution.diagnostics)


def test_virtual_hosted_aws_url_with_a_loopback_endpoint() -> None:
    """A production URL against a local server: the endpoint of the call wins, and takes the style along.

    - Bucket and region come from the URL, the rest of its path is no prefix.
    - The endpoint is the local one; that the URL meant AWS stays in the history.
    - The style falls back to path: the local server does not know `my-bucket.localhost`.
    - `http://` is allowed, as it is on this machine, without being a value that somebody said.
    """
    url = "https://my-bucket.s3.eu-west-1.amazonaws.com/raw/2026"
    resolution = resolve(url, endpoint="http://localhost:9000", env={})
    config = resolution.config

    assert (config.bucket, config.region, config.endpoint) == ("my-bucket", "eu-west-1", "http://localhost:9000")
    assert config.virtual_hosted_style_request is False
    assert config.client_options.allow_http is True
    assert {"bucket", "region", "endpoint"} == set(resolution.values())
    assert [setting.layer for setting in resolution.history("endpoint")] == [Layer.ARGUMENT, Layer.URL]
    assert Layer.URL in [setting.layer for setting in resolution.history("virtual_hosted_style_request")]
    assert getattr(resolution.url, "path", None) == "raw/2026"
    assert resolution.diagnostics == ()


@pytest.mark.parametrize("port", ["", ":8443"])
def test_endpoint_with_the_bucket_in_its_host_and_virtual_hosted_style(port: str) -> None:
    """What consoles show, `https://<bucket>.host`, with the style that goes with it, works.

    - The bucket is taken off the endpoint: canonical is the service root. An info tells so.
    - The style stays.
    """
    resolution = resolve(
        bucket="my-bucket",
        endpoint=f"https://my-bucket.s3.example.com{port}",
        virtual_hosted_style_request=True,
        env={},
    )

    assert f"https://s3.example.com{port}" == resolution.config.endpoint
    assert resolution.config.virtual_hosted_style_request is True
    assert [found.severity for found in resolution.diagnostics] == [Severity.INFO]
    assert f"https://s3.example.com{port}" in resolution.diagnostics[0].message


def test_endpoint_with_the_bucket_in_its_host_and_path_style() -> None:
    """The same endpoint without the style would name the bucket twice: a warning, and nothing is changed."""
    resolution = resolve(bucket="my-bucket", endpoint="https://my-bucket.s3.example.com", env={})

    assert resolution.config.endpoint == "https://my-bucket.s3.example.com"
    assert [found.severity for found in resolution.diagnostics] == [Severity.WARNING]


def test_file_store_and_dotenv() -> None:
    """A project's file, one of its stores, and its secrets in a `.env`.

    - The store's own values win: bucket, and the region over the environment's, for the store was asked for by name.
    - Credentials come from the `.env`, as a pair; those in the file's top lie below.
    - What the store does not say comes from the environment, then from the `.env`, then from the top of the file.
    - `${VAR}` is read from the environment.
    - Every value names its file, line and column.
    """
    Path("s3config.toml").write_text(
        'region = "eu-west-1"\n'
        'endpoint = "https://top.example.com"\n'
        'user_agent = "top"\n'
        'access_key_id = "AKIATOP"\n'
        'secret_access_key = "top-secret"\n'
        "[stores.clean]\n"
        'bucket = "clean-${STAGE}"\n'
        'region = "eu-west-2"\n'
        "[stores.clean.client_options]\n"
        'timeout = "10s"\n'
        "[stores.raw]\n"
        'bucket = "raw"\n'
    )
    Path("secrets.env").write_text(
        "# secrets\n"
        "export AWS_ACCESS_KEY_ID=AKIADOTENV\n"
        "AWS_SECRET_ACCESS_KEY='dotenv-secret'\n"
        "AWS_ENDPOINT_URL=https://dotenv.example.com\n"
        "AWS_TIMEOUT=99s\n"
    )
    env = {"AWS_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "4", "STAGE": "prod"}
    resolution = resolve(file="s3config.toml", store="clean", dotenv="secrets.env", env=env)
    places = {
        "bucket": "s3config.toml:7:1",
        "region": "s3config.toml:8:1",
        "timeout": "s3config.toml:10:1",
        "user_agent": "s3config.toml:3:1",
        "access_key_id": "secrets.env:2:8",
        "secret_access_key": "secrets.env:3:1",
        "endpoint": "secrets.env:4:1",
        "max_retries": "environment variable AWS_MAX_ATTEMPTS",
    }

    assert resolution.values(reveal=True) == {
        "bucket": "clean-prod",
        "region": "eu-west-2",
        "timeout": "10s",
        "user_agent": "top",
        "access_key_id": "AKIADOTENV",
        "secret_access_key": "dotenv-secret",
        "endpoint": "https://dotenv.example.com",
        "max_retries": 3,
    }
    assert places == {key: str(resolution[key].origin) for key in places}
    assert [s.layer for s in resolution.history("region")] == [Layer.STORE, Layer.ENVIRONMENT, Layer.FILE]
    assert resolution.diagnostics == ()


def test_web_identity_beside_keys_in_the_environment() -> None:
    """In one place the pair counts before the web identity, as in the AWS SDKs; both are known."""
    resolution = resolve(bucket="my-bucket", env={**WEB, **ENV_KEYS})
    config = resolution.config

    assert ENV_KEYS["AWS_ACCESS_KEY_ID"] == config.access_key_id
    assert (config.web_identity_token_file, config.role_arn) == (None, None)
    assert "AWS_ROLE_ARN" in [setting.spelling for setting in resolution.history("role_arn")]


def test_web_identity_of_the_cluster_beside_keys_in_the_call() -> None:
    """A pod's web identity, which the cluster injects, loses to keys that were asked for by name."""
    config = resolve(bucket="my-bucket", env=WEB, **KEYS).config

    assert (KEYS["access_key_id"], None, None) == (
        config.access_key_id,
        config.web_identity_token_file,
        config.role_arn,
    )


def test_web_identity_in_the_call_beside_keys_of_the_environment() -> None:
    """And the other way round: what is asked for by name decides, and no key of the environment is mixed in."""
    config = resolve(
        bucket="my-bucket",
        web_identity_token_file="/token",
        role_arn="arn:aws:iam::111122223333:role/reader",
        env={**ENV_KEYS, "AWS_SESSION_TOKEN": "token"},
    ).config

    assert config.web_identity_token_file == "/token"
    assert (config.access_key_id, config.secret_access_key, config.session_token) == (None, None, None)


def test_missing_ambient_profile_without_another_identity() -> None:
    """`AWS_PROFILE` names what is not there, and nothing else gives an identity: an error, on every backend."""
    aws("[profile production]\nregion = eu-west-3\n")
    resolution = resolve(bucket="my-bucket", env={"AWS_PROFILE": "prodution"})

    with pytest.raises(InvalidConfigError, match=r"AWS_PROFILE.*prodution.*production"):
        _ = resolution.config


@pytest.mark.parametrize("env", [ENV_KEYS, WEB, {"AWS_SKIP_SIGNATURE": "true"}], ids=["keys", "web identity", "nobody"])
def test_missing_ambient_profile_with_another_identity(env: dict[str, str]) -> None:
    """It is a warning that names the variable; the requests can be made without it."""
    resolution = resolve(bucket="my-bucket", env={"AWS_PROFILE": "gone", **env})

    assert resolution.config.credential_provider is None
    assert ["AWS_PROFILE" in text for text in told(resolution, Severity.WARNING)] == [True]
