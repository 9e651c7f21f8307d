from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn

import boto3
import botocore.session
import pytest
from botocore.credentials import DeferredRefreshableCredentials, RefreshableCredentials

from s3config import Layer, Resolution, Severity, resolve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY_ID, SECRET, TOKEN = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "session-token"
ENV = {"AWS_ACCESS_KEY_ID": "AKIAENVENVENVENVENV1", "AWS_SECRET_ACCESS_KEY": "secret-of-the-environment"}


def errors_of(resolution: Resolution) -> list[str]:
    """Return the errors as text."""
    return [str(found) for found in resolution.diagnostics if found.severity is Severity.ERROR]


def of_boto3(region: str | None = None, token: str | None = None) -> Any:
    """Make a boto3 session with static keys."""
    return boto3.Session(KEY_ID, SECRET, token, region)


def of_botocore(region: str | None = None, token: str | None = None) -> Any:
    """Make a botocore session with static keys."""
    session = botocore.session.Session()
    session.set_credentials(KEY_ID, SECRET, token)
    session.set_config_variable("region", region)
    return session


BOTH = pytest.mark.parametrize("make", [of_boto3, of_botocore])


@BOTH
def test_static_keys_are_read(make: Callable[..., Any]) -> None:
    """A session that was made with keys has a pair, and its token."""
    values = resolve(bucket="my-bucket", session=make("eu-west-3", TOKEN), env={}).values(reveal=True)

    assert values == {
        "access_key_id": KEY_ID,
        "secret_access_key": SECRET,
        "session_token": TOKEN,
        "bucket": "my-bucket",
        "region": "eu-west-3",
    }


@BOTH
def test_settings_stand_at_the_sessions_rank(make: Callable[..., Any]) -> None:
    """Above the environment, below arguments and URL; the origin names the session."""
    resolution = resolve(session=make("eu-west-3"), env={})

    for key in ("region", "access_key_id", "secret_access_key"):
        assert Layer.SESSION is resolution[key].layer
        assert "session" in str(resolution[key].origin)


@BOTH
def test_session_beats_the_environments_identity(make: Callable[..., Any]) -> None:
    """The whole group comes from the session; the environment's pair and token lose, and stay in the history."""
    resolution = resolve(bucket="my-bucket", session=make(), env={**ENV, "AWS_SESSION_TOKEN": "stale"})

    assert resolution.config.access_key_id == KEY_ID
    assert resolution.config.session_token is None
    assert ENV["AWS_ACCESS_KEY_ID"] in [setting.value for setting in resolution.history("access_key_id")]


@BOTH
def test_keywords_beat_the_sessions_identity(make: Callable[..., Any]) -> None:
    """Keys in the call are what was asked for."""
    resolution = resolve(
        bucket="my-bucket", session=make(None, TOKEN), access_key_id="AKIA2", secret_access_key="s2", env={}
    )

    assert (resolution.config.access_key_id, resolution.config.session_token) == ("AKIA2", None)


@BOTH
def test_region_that_differs_from_the_environments_wins_with_a_warning(make: Callable[..., Any]) -> None:
    """Both are meant to be obeyed; the session is the one that was passed."""
    resolution = resolve(session=make("eu-west-3"), env={"AWS_REGION": "us-east-1"})
    found = [diagnostic for diagnostic in resolution.diagnostics if diagnostic.severity is Severity.WARNING]

    assert resolution.values()["region"] == "eu-west-3"
    assert len(found) == 1
    assert "AWS_REGION" in str(found[0])


@BOTH
def test_same_region_as_the_environments_is_fine(make: Callable[..., Any]) -> None:
    """No contradiction, no warning."""
    assert resolve(session=make("eu-west-3"), env={"AWS_REGION": "eu-west-3"}).diagnostics == ()


@BOTH
def test_session_without_a_region_leaves_the_environments(make: Callable[..., Any]) -> None:
    """What a session does not say is filled from below."""
    resolution = resolve(session=make(), env={"AWS_REGION": "eu-west-1"})

    assert resolution.values()["region"] == "eu-west-1"


def refuse() -> NoReturn:
    """Fail, because credentials are read while resolving."""
    pytest.fail("the credentials were read")


def fetched() -> dict[str, Any]:
    """Return what a credential service returns."""
    return {"access_key": KEY_ID, "secret_key": SECRET, "token": TOKEN, "expiry_time": "2999-01-01T00:00:00Z"}


def with_credentials(credentials: Any, *, wrap: bool) -> Any:
    """Make a session that has these credentials already."""
    session = botocore.session.Session()
    session._credentials = credentials  # type: ignore[attr-defined]
    return boto3.Session(botocore_session=session) if wrap else session


@pytest.mark.parametrize("wrap", [True, False], ids=["boto3", "botocore"])
@pytest.mark.parametrize(
    "credentials",
    [
        DeferredRefreshableCredentials(refresh_using=refuse, method="test"),
        RefreshableCredentials(KEY_ID, SECRET, TOKEN, datetime.now(UTC) - timedelta(1), refuse, "test"),
        RefreshableCredentials(KEY_ID, SECRET, TOKEN, datetime.now(UTC) + timedelta(1), refuse, "test"),
    ],
    ids=["deferred", "expired", "valid"],
)
def test_refreshable_credentials_are_never_read(credentials: Any, wrap: bool) -> None:  # noqa: FBT001
    """They stay a provider, which is asked when a request needs it; nothing is frozen on the way."""
    resolution = resolve(bucket="my-bucket", session=with_credentials(credentials, wrap=wrap), env=ENV)

    assert callable(resolution.config.credential_provider)
    assert Layer.SESSION is resolution["credential_provider"].layer
    assert resolution.config.access_key_id is None
    assert resolution.values(reveal=True) == {"bucket": "my-bucket"}


def test_provider_reads_the_session_when_it_is_asked() -> None:
    """The provider gives keys, token and expiry."""
    session = with_credentials(DeferredRefreshableCredentials(fetched, "test"), wrap=True)
    provider = resolve(bucket="my-bucket", session=session, env={}).config.credential_provider
    assert provider is not None
    credentials = provider()

    assert tuple(credentials[n] for n in ("access_key_id", "secret_access_key", "token")) == (KEY_ID, SECRET, TOKEN)
    assert credentials["expires_at"].year == 2999


class Untouchable(botocore.session.Session):
    """A session whose credentials must not be looked for."""

    def get_credentials(self) -> NoReturn:
        """Fail."""
        pytest.fail("the credentials were looked for")


@pytest.mark.parametrize("wrap", [True, False], ids=["boto3", "botocore"])
def test_credentials_are_not_looked_for(wrap: bool) -> None:  # noqa: FBT001
    """Looking for credentials may start a process or use the network."""
    session: Any = Untouchable()
    resolution = resolve(
        bucket="my-bucket", session=boto3.Session(botocore_session=session) if wrap else session, env={}
    )

    assert callable(resolution.config.credential_provider)


def test_provider_of_a_session_without_credentials_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that finds nothing is told when a request needs it."""
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    provider = resolve(bucket="my-bucket", session=boto3.Session(), env={}).config.credential_provider
    assert provider is not None

    with pytest.raises(LookupError, match="session"):
        provider()


def profile(tmp_path: Path, text: str) -> None:
    """Write the AWS config file."""
    folder = tmp_path / "home" / ".aws"
    folder.mkdir()
    (folder / "config").write_text(text)


OF_A_PROFILE = pytest.mark.parametrize(
    "make",
    [lambda name: boto3.Session(profile_name=name), lambda name: botocore.session.Session(profile=name)],
    ids=["boto3", "botocore"],
)


@OF_A_PROFILE
@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        ("endpoint_url = https://all.example.com", "https://all.example.com"),
        (
            (
                "endpoint_url = https://all.example.com\nservices = mine\n"
                "[services mine]\ns3 =\n  endpoint_url = https://s3.example.com"
            ),
            "https://s3.example.com",
        ),
    ],
    ids=["endpoint_url", "services"],
)
def test_profile_of_a_session(make: Callable[[str], Any], tmp_path: Path, text: str, endpoint: str) -> None:
    """The session's profile gives its name, its region and its endpoint, at the session's rank."""
    profile(tmp_path, f"[profile work]\nregion = eu-west-3\n{text}\n")
    resolution = resolve(session=make("work"), env={"AWS_ENDPOINT_URL": "https://env.example.com"})

    assert {"profile": "work", "region": "eu-west-3", "endpoint": endpoint} == resolution.values()
    assert "work" in str(resolution["region"].origin)


@OF_A_PROFILE
def test_ambient_profile_is_not_consulted_beside_a_session(make: Callable[[str], Any], tmp_path: Path) -> None:
    """With a session, `AWS_PROFILE` says nothing: neither its settings nor that it is missing."""
    profile(tmp_path, "[profile work]\nregion = eu-west-3\n[profile other]\nendpoint_url = https://s3.example.com\n")

    for ambient in ("other", "missing"):
        resolution = resolve(session=make("work"), env={"AWS_PROFILE": ambient})

        assert resolution.values() == {"profile": "work", "region": "eu-west-3"}
        assert resolution.diagnostics == ()


@BOTH
def test_ambient_profile_is_no_value_beside_a_session_without_one(make: Callable[..., Any], tmp_path: Path) -> None:
    """What is not consulted is not in `values()`, from which it would come back as a profile asked for by name."""
    profile(tmp_path, "[profile other]\nendpoint_url = https://s3.example.com\n")
    values = resolve(session=make("eu-west-3"), env={"AWS_PROFILE": "other"}).values()

    assert {"access_key_id", "secret_access_key", "region"} == set(values)


class AsyncSession:
    """A session as aiobotocore's: it looks like botocore's, and hands out coroutines."""

    region_name = "eu-west-3"

    async def get_credentials(self) -> None:
        """Look for credentials."""


@pytest.mark.parametrize(
    "session",
    ["work", 3, object(), {}, AsyncSession(), AsyncSession],
    ids=["text", "number", "object", "mapping", "async session", "class"],
)
def test_what_is_no_session_is_refused(session: Any) -> None:
    """A session of a wrong kind is an error that names its type; nothing is taken from it."""
    resolution = resolve(session=session, env={})
    errors = errors_of(resolution)

    assert len(errors) == 1
    assert "session" in errors[0]
    assert {"region"}.isdisjoint(resolution._draft.winners)


def test_async_session_behind_a_wrapper_is_refused() -> None:
    """aioboto3's session wraps aiobotocore's as boto3's wraps botocore's."""

    class Wrapper:
        _session = AsyncSession()
        region_name = "eu-west-3"

    assert len(errors_of(resolve(session=Wrapper(), env={}))) == 1


def test_secrets_of_a_session_are_sealed() -> None:
    """Nothing that is shown holds them."""
    resolution = resolve(session=of_boto3("eu-west-3", TOKEN), env={})
    shown = repr((resolution, resolution.values(), resolution.history("secret_access_key")))

    assert SECRET not in shown
    assert TOKEN not in shown
