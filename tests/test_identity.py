"""Credentials are one group, taken whole from the highest place that has any of them."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from s3config import Layer, Origin, Resolution, Setting, Severity, resolve
from s3config.identity import GROUP
from s3config.spellings import KEYS, SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.sources import Request

ARGUMENT, SESSION, PROFILE, STORE = Layer.ARGUMENT, Layer.SESSION, Layer.PROFILE, Layer.STORE
ENV, DOTENV, AMBIENT, FILE = Layer.ENVIRONMENT, Layer.DOTENV, Layer.AMBIENT_PROFILE, Layer.FILE
PLACES = (ARGUMENT, SESSION, PROFILE, STORE, ENV, DOTENV, AMBIENT, FILE)
WARNING, ERROR, INFO = Severity.WARNING, Severity.ERROR, Severity.INFO

ID: dict[str, Any] = {"access_key_id": "AKIAIOSFODNN7EXAMPLE"}
SECRET: dict[str, Any] = {"secret_access_key": "secret"}
PAIR: dict[str, Any] = {**ID, **SECRET}
OTHER = {"access_key_id": "AKIAOTHEROTHEROTHER1", "secret_access_key": "other-secret"}
TOKEN = {"session_token": "token"}
OTHER_TOKEN = {"session_token": "other-token"}
EXPIRY = {"credential_expiration": "2030-01-31T12:00:00+00:00"}
ROLE = {"role_arn": "arn:aws:iam::111122223333:role/reader"}
NAME = {"role_session_name": "nightly"}
WEB = {"web_identity_token_file": "/token", **ROLE}
CONTAINER = {"container_credentials_relative_uri": "/v2/credentials/x"}
FULL = {"container_credentials_full_uri": "http://169.254.170.23/v1", "container_authorization_token_file": "/token"}
ANONYMOUS = {"skip_signature": True}
SIGNED = {"skip_signature": False}


class Written:
    """A source that yields what each place says."""

    def __init__(self, said: dict[Layer, dict[str, Any]]) -> None:
        """Keep what is said."""
        self.said = said

    def read(self, request: Request) -> Iterator[Setting]:  # noqa: ARG002
        """Yield the settings."""
        for layer, keys in self.said.items():
            for key, value in keys.items():
                yield Setting(key, SPELLINGS[key].seal(value), key, Origin(f"{layer} {key}"), layer)


def identity_of(resolution: Resolution) -> dict[str, Any]:
    """Return the keys of the group that a store would use, secrets revealed."""
    values = resolution.values(reveal=True)
    alone = {} if "web_identity_token_file" in values else {*ROLE, *NAME}  # a role alone is no identity
    return {key: values[key] for key in GROUP if key in values and values[key] is not False and key not in alone}


class Case(NamedTuple):
    """What the places say, who makes the requests then, and how bad what is said about it is."""

    name: str
    said: dict[Layer, dict[str, Any]]
    identity: dict[str, Any]
    says: tuple[Severity, ...] = ()


CASES = (
    # one place
    Case("nothing", {}, {}),
    Case("a pair", {ENV: PAIR}, PAIR),
    Case("a pair with its token", {ENV: {**PAIR, **TOKEN}}, {**PAIR, **TOKEN}),
    Case("a pair with token and expiry", {ENV: {**PAIR, **TOKEN, **EXPIRY}}, {**PAIR, **TOKEN, **EXPIRY}),
    Case("a web identity", {ENV: {**WEB, **NAME}}, {**WEB, **NAME}),
    Case("a container", {ENV: CONTAINER}, CONTAINER),
    Case("a container with its token", {ENV: FULL}, FULL),
    Case("nobody", {ENV: ANONYMOUS}, ANONYMOUS),
    Case("signed, and nothing to sign with", {ENV: SIGNED}, {}),
    # kinds within one place: skip_signature, pair, web identity, container
    Case("nobody beside keys", {ENV: {**ANONYMOUS, **PAIR}}, ANONYMOUS, (WARNING,)),
    Case("nobody beside half a pair", {ENV: {**ANONYMOUS, **ID}}, ANONYMOUS, (WARNING,)),
    Case("nobody beside a web identity", {ENV: {**ANONYMOUS, **WEB}}, ANONYMOUS, (INFO,)),
    Case("a pair beside a web identity", {ENV: {**WEB, **PAIR}}, PAIR, (INFO,)),
    Case("a pair beside a container", {ENV: {**CONTAINER, **PAIR}}, PAIR, (INFO,)),
    Case("a web identity beside a container", {ENV: {**FULL, **WEB}}, WEB, (INFO,)),
    Case("a pair and signed", {ENV: {**SIGNED, **PAIR}}, PAIR),
    # a role alone
    Case("a role alone", {ENV: ROLE}, {}, (INFO,)),
    Case("a role session's name alone", {ENV: NAME}, {}, (INFO,)),
    Case("a pair with a role above", {ARGUMENT: ROLE, ENV: PAIR}, PAIR, (INFO,)),
    Case("a pair with a role below", {ARGUMENT: PAIR, ENV: ROLE}, PAIR, (INFO,)),
    # the highest place decides
    Case("two pairs", {ARGUMENT: PAIR, ENV: OTHER}, PAIR),
    Case("a stale token below a pair", {ARGUMENT: PAIR, ENV: TOKEN}, PAIR, (WARNING,)),
    Case("a whole identity with a token below a pair", {ARGUMENT: PAIR, ENV: {**OTHER, **TOKEN}}, PAIR),
    Case("a pair below a web identity", {ARGUMENT: WEB, ENV: PAIR}, WEB),
    Case("a web identity below a pair", {ARGUMENT: PAIR, ENV: WEB}, PAIR),
    Case("a container below a pair", {ENV: PAIR, FILE: CONTAINER}, PAIR),
    Case("a pair below a container", {ENV: CONTAINER, FILE: PAIR}, CONTAINER),
    Case("nobody above a pair", {ARGUMENT: ANONYMOUS, ENV: PAIR}, ANONYMOUS),
    Case("nobody below a pair", {ARGUMENT: PAIR, ENV: ANONYMOUS}, PAIR),
    Case("signed above nobody", {ARGUMENT: SIGNED, ENV: {**ANONYMOUS, **PAIR}}, PAIR),
    Case("three places", {SESSION: PAIR, ENV: {**OTHER, **TOKEN}, AMBIENT: WEB}, PAIR),
    Case("half a pair below a whole one", {ARGUMENT: PAIR, ENV: ID}, PAIR),
    # half a pair
    Case("two halves", {ARGUMENT: ID, ENV: SECRET}, PAIR, (WARNING,)),
    Case("two halves the other way", {ARGUMENT: SECRET, ENV: ID}, PAIR, (WARNING,)),
    Case("two halves far apart", {ARGUMENT: ID, FILE: SECRET}, PAIR, (WARNING,)),
    Case("two halves, token above", {ARGUMENT: {**ID, **TOKEN}, ENV: SECRET}, {**PAIR, **TOKEN}, (WARNING,)),
    Case("two halves, token below", {ARGUMENT: ID, ENV: {**SECRET, **TOKEN}}, {**PAIR, **TOKEN}, (WARNING,)),
    Case("two halves, two tokens", {ARGUMENT: {**ID, **TOKEN}, ENV: {**SECRET, **OTHER_TOKEN}}, {**PAIR, **TOKEN},
         (WARNING, WARNING)),
    Case("two halves, a third place's token", {ARGUMENT: ID, ENV: SECRET, FILE: TOKEN}, PAIR, (WARNING, WARNING)),
    # tokens and empty credentials outside the call
    Case("a token alone", {ENV: TOKEN}, {}, (WARNING,)),
    Case("a token above a pair", {ENV: TOKEN, FILE: PAIR}, PAIR, (WARNING,)),
    Case("an empty token", {ENV: {**PAIR, "session_token": ""}}, PAIR, (WARNING,)),
    Case("an empty pair", {ENV: {"access_key_id": "", "secret_access_key": ""}, FILE: PAIR}, PAIR, (WARNING, WARNING)),
)  # fmt: skip

REFUSED = (
    Case("half a pair alone", {ENV: ID}, ID),
    Case("the other half alone", {ENV: SECRET}, SECRET),
    Case("half a pair with a token", {ENV: {**ID, **TOKEN}}, ID),
    Case("half a pair over a whole one", {ARGUMENT: ID, ENV: OTHER}, ID),
    Case("half a pair over the same half", {ARGUMENT: ID, ENV: {"access_key_id": "AKIA2"}}, ID),
    Case("half a pair over a web identity", {ARGUMENT: ID, ENV: WEB}, ID),
    Case("half a pair over a container", {ARGUMENT: SECRET, ENV: CONTAINER}, SECRET),
    Case("a web identity between two halves", {ARGUMENT: ID, ENV: WEB, FILE: SECRET}, ID),
    Case("a whole pair between two halves", {ARGUMENT: ID, ENV: OTHER, FILE: SECRET}, ID),
    Case("a token alone in the call", {ARGUMENT: TOKEN}, TOKEN),
    Case("a token in the call, a pair below", {ARGUMENT: TOKEN, ENV: PAIR}, TOKEN),
    Case("an empty key id in the call", {ARGUMENT: {"access_key_id": ""}, ENV: PAIR}, {"access_key_id": ""}),
    Case("an empty secret in the call", {ARGUMENT: {**ID, "secret_access_key": ""}}, {"secret_access_key": ""}),
    Case("an empty token in the call", {ARGUMENT: {**PAIR, "session_token": ""}}, {"session_token": ""}),
    Case("an empty half in the environment", {ENV: {**ID, "secret_access_key": ""}}, ID),
)
"""What is refused, and the key that the error names."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_identity(case: Case) -> None:
    """The group comes from one place, as a whole; what is odd is told."""
    resolution = resolve(env={}, sources=[Written(case.said)])

    assert case.identity == identity_of(resolution)
    assert sorted(case.says) == sorted(found.severity for found in resolution.diagnostics)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_lost_stays_in_the_history(case: Case) -> None:
    """Nothing that was written is forgotten."""
    resolution = resolve(env={}, sources=[Written(case.said)])
    written = {(layer, key) for layer, keys in case.said.items() for key in keys}
    known = {(setting.layer, key) for key in KEYS for setting in resolution.history(key)}

    assert written <= known


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_refused(case: Case) -> None:
    """An error names the key and a remedy; there is no other way in which this identity could be meant."""
    resolution = resolve(env={}, sources=[Written(case.said)])
    errors = [found for found in resolution.diagnostics if found.severity is ERROR]

    assert len(errors) >= 1
    assert all(any(key in found.message for found in errors) for key in case.identity)
    assert all(found.remedy or "empty" in found.message for found in errors)


@pytest.mark.parametrize(("upper", "lower"), list(combinations(PLACES, 2)), ids=str)
def test_higher_place_decides(upper: Layer, lower: Layer) -> None:
    """For every two places: the higher one's pair, and no token of the lower one."""
    resolution = resolve(env={}, sources=[Written({lower: {**OTHER, **TOKEN}, upper: PAIR})])

    assert identity_of(resolution) == PAIR


@pytest.mark.parametrize("key", ["access_key_id", "secret_access_key", "session_token"])
@pytest.mark.parametrize("layer", PLACES[1:], ids=str)
def test_empty_credential_outside_the_call_is_a_warning(key: str, layer: Layer) -> None:
    """It is not set, and a place that says nothing else decides nothing."""
    resolution = resolve(env={}, sources=[Written({layer: {key: " "}})])

    assert (identity_of(resolution), [found.severity for found in resolution.diagnostics]) == ({}, [WARNING])


@pytest.mark.parametrize(
    "arguments",
    [
        {**ID, "config": SECRET},
        {"AWS_ACCESS_KEY_ID": ID["access_key_id"], "config": {"aws_secret_access_key": "secret"}},
        {"config": PAIR},
        PAIR,
    ],
    ids=["id and config", "other spellings", "config", "keywords"],
)
def test_keywords_and_config_are_one_place(arguments: dict[str, Any]) -> None:
    """A pair that is split over keywords and `config=` was never apart."""
    resolution = resolve(env={}, **arguments)

    assert (identity_of(resolution), resolution.diagnostics) == (PAIR, ())


def test_explicit_pair_sends_no_stale_token() -> None:
    """The token of the environment belongs to other keys; that it is dropped is told, by its name."""
    resolution = resolve(bucket="my-bucket", **PAIR, env={"AWS_SESSION_TOKEN": "stale"})

    assert resolution.config.session_token is None
    assert ["AWS_SESSION_TOKEN" in found.message for found in resolution.diagnostics] == [True]


def provide() -> dict[str, Any]:
    """Fail, because a provider is asked while resolving."""
    pytest.fail("the provider was asked")


PROVIDER = {"credential_provider": provide}


@pytest.mark.parametrize(
    ("said", "is_provider"),
    [
        ({ARGUMENT: PROVIDER, ENV: {**PAIR, **TOKEN}}, True),
        ({ARGUMENT: PAIR, SESSION: PROVIDER}, False),
        ({SESSION: PROVIDER, ENV: WEB}, True),
        ({SESSION: PROVIDER, ENV: ANONYMOUS}, True),
        ({ARGUMENT: ANONYMOUS, SESSION: PROVIDER}, False),
        ({ENV: PAIR, AMBIENT: PROVIDER}, False),
        ({AMBIENT: PROVIDER, FILE: PAIR}, True),
    ],
    ids=["over the environment", "under a pair", "over a web identity", "over nobody", "under nobody", "ambient",
         "over a file"],
)  # fmt: skip
def test_provider_is_an_identity_and_is_never_asked(said: dict[Layer, dict[str, Any]], is_provider: bool) -> None:  # noqa: FBT001
    """An object that hands out credentials counts as what it is, and nobody looks inside."""
    resolution = resolve(bucket="my-bucket", env={}, sources=[Written(said)])

    assert is_provider == callable(resolution.config.credential_provider)
    assert is_provider != bool(identity_of(resolution))


def test_provider_and_keys_in_one_call_contradict_each_other() -> None:
    """Two identities in one call: nobody can tell which one is meant."""
    resolution = resolve(env={}, credential_provider=provide, **PAIR)

    assert [found.severity for found in resolution.diagnostics] == [ERROR]


def test_what_cannot_be_called_is_no_provider() -> None:
    """A provider is a callable."""
    resolution = resolve(env={}, credential_provider={"access_key_id": "AKIA"})

    assert [found.severity for found in resolution.diagnostics] == [ERROR]


def test_pair_in_one_file() -> None:
    """The two halves at the top of one file are one place."""
    Path("s3.toml").write_text('access_key_id = "AKIAIOSFODNN7EXAMPLE"\nsecret_access_key = "secret"\n')
    resolution = resolve(file="s3.toml", env={})

    assert (identity_of(resolution), resolution.diagnostics) == (PAIR, ())


@pytest.mark.parametrize("top", [ID, SECRET], ids=["id", "secret"])
def test_pair_split_over_the_top_and_a_store_of_one_file(tmp_path: Path, top: dict[str, str]) -> None:
    """One file is one place: its halves belong together, and no pair of the environment comes between."""
    store = {key: value for key, value in PAIR.items() if key not in top}
    path = tmp_path / "s3.toml"
    lines = [*(f'{key} = "{value}"' for key, value in top.items()), "[stores.mine]", 'bucket = "my-bucket"']
    path.write_text("\n".join([*lines, *(f'{key} = "{value}"' for key, value in store.items())]))
    env = {"AWS_ACCESS_KEY_ID": OTHER["access_key_id"], "AWS_SECRET_ACCESS_KEY": OTHER["secret_access_key"]}

    assert identity_of(resolve(file=path, store="mine", env=env)) == PAIR


def test_metadata_is_not_asked_while_resolving() -> None:
    """Where nothing is found the backend asks the instance metadata; the flag that forbids it is carried to it."""
    resolution = resolve(bucket="my-bucket", env={"AWS_EC2_METADATA_DISABLED": "true"})

    assert (identity_of(resolution), resolution.effective("ec2_metadata_disabled")) == ({}, True)
