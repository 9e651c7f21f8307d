"""Pickles and copies of stores and resolutions: all that was written, nothing that was fetched, no secret on demand."""

from __future__ import annotations

import base64
import copy
import json
import pickle
import shlex
import sys
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import botocore.session
import pickled_providers
import pytest
from botocore.credentials import RefreshableCredentials
from obstore.auth.boto3 import Boto3CredentialProvider

from s3config import InvalidConfigError, PrefixStore, S3Store, explain, resolve
from s3config.config.credentials import ProfileCredentials
from s3config.origin import Layer, Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metadata import Metadata
    from recording import Recorder

    from s3config.resolution import Resolution
    from s3config.sources import Request

BACKENDS = ("obstore", "boto3")
SECRET = "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY"
PAIR: dict[str, Any] = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": SECRET}
VARIABLES = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": SECRET}
THEIRS = {
    "AWS_ACCESS_KEY_ID": "AKIDOFTHEWORKERXXXXX",
    "AWS_SECRET_ACCESS_KEY": "secret-of-the-worker-in-its-environment",
}
SSE_KEY = base64.b64encode(b"k" * 32).decode()

backends = pytest.mark.parametrize("backend", BACKENDS)


def again(thing: Any) -> Any:
    """Return what comes back from a pickle."""
    return pickle.loads(pickle.dumps(thing))  # noqa: S301 (our own)


class Vault:
    """A source of a third party's."""

    def read(self, _request: Request) -> Iterator[Setting]:
        """Yield a pair and a region."""
        for key, value in {**PAIR, "region": "eu-west-3"}.items():
            yield Setting(key, value, key, Origin("vault", 3, 7), Layer.ENVIRONMENT)


def _file() -> str:
    Path("store.env").write_text("AWS_REGION=eu-west-1\nAWS_TOKEN=t\n", "utf-8")
    Path("s3.toml").write_text(
        'region = "eu-west-2"\nallow_http = "yes"\n'
        '[stores.x]\nbucket = "bucket"\ndotenv = "store.env"\nendpoint = "http://minio:9000/ "\n',
        "utf-8",
    )
    return "s3.toml"


def _profile() -> str:
    folder = Path.home() / ".aws"
    folder.mkdir(exist_ok=True)
    (folder / "config").write_text("[profile static]\nregion = eu-north-1\n", "utf-8")
    (folder / "credentials").write_text(
        f"[static]\naws_access_key_id = {PAIR['access_key_id']}\naws_secret_access_key = {SECRET}\n", "utf-8"
    )
    return "static"


def _session() -> boto3.Session:
    return boto3.Session(aws_access_key_id=PAIR["access_key_id"], aws_secret_access_key=SECRET, region_name="eu-west-1")


RESOLUTIONS: dict[str, Callable[[], Resolution]] = {
    "nothing": lambda: resolve(env=False),
    "keywords": lambda: resolve(bucket="bucket", AWS_REGION="r", **PAIR, session_token="t", env=False),
    "mappings": lambda: resolve(
        bucket="bucket",
        config={"aws_region": "r", "sse_customer_key_base64": SSE_KEY, "server_side_encryption": "sse-c"},
        client_options={
            "timeout": "30s",
            "default_headers": {"Authorization": "Bearer x"},
            "proxy_url": "http://u:p@x",
        },
        retry_config={"max_retries": 3, "backoff": {"base": 2}, "retry_timeout": timedelta(minutes=1)},
        env=False,
    ),
    "a URL": lambda: resolve("https://bucket.s3.eu-west-1.amazonaws.com/some/path?x=y", region="eu-west-2", env=False),
    "a URL of R2": lambda: resolve("https://0123.r2.cloudflarestorage.com/bucket/path", **PAIR, env=False),
    "a URL with settings": lambda: resolve("s3://bucket/p?region=r&endpoint=http://127.0.0.1:9", env=VARIABLES),
    "environment": lambda: resolve(bucket="bucket", env={**VARIABLES, "AWS_DEFAULT_REGION": "r", "AWS_REGOIN": "x"}),
    "default region": lambda: resolve(bucket="bucket", default_region="r", env={"AWS_ENDPOINT_URL": "http://[::1]:9"}),
    "a file, a store, a .env": lambda: resolve(file=_file(), store="x", env={"AWS_SECRET_ACCESS_KEY": SECRET}),
    "a profile": lambda: resolve(bucket="bucket", profile=_profile(), env=VARIABLES),
    "a session with keys": lambda: resolve(bucket="bucket", session=_session(), env={"AWS_REGION": "elsewhere"}),
    "a source": lambda: resolve(bucket="bucket", sources=[Vault()], env={"AWS_REGION": "r"}),
    "joined halves": lambda: resolve(
        bucket="bucket", access_key_id=PAIR["access_key_id"], env={"AWS_SECRET_ACCESS_KEY": SECRET}
    ),
    "S3 Express": lambda: resolve(bucket="b--use1-az4--x-s3", s3_express=True, **PAIR, env=False),
    "anonymous": lambda: resolve(bucket="bucket", skip_signature=True, env=VARIABLES),
    "a provider": lambda: resolve(bucket="bucket", credential_provider=pickled_providers.fetch, env=False),
    "errors": lambda: resolve(
        bucket="s3://bucket", regoin="r", timeout=True, access_key_id="x", env={"AWS_TOKEN": "t"}
    ),
    "a misplaced secret": lambda: resolve(bucket="bucket", region=SECRET, profile=SECRET, **PAIR, env={}),
}
resolutions = pytest.mark.parametrize("made", RESOLUTIONS.values(), ids=RESOLUTIONS)


def _told(resolution: Resolution) -> dict[str, Any]:
    """Return all that a resolution tells; of a provider, which may be no more than itself, its name."""
    told: dict[str, Any] = {
        "history": {key: [str(setting) for setting in resolution.history(key)] for key in resolution},
        "written": [
            setting for key in resolution for setting in resolution.history(key) if not callable(setting.value)
        ],
        "diagnostics": resolution.diagnostics,
        "url": resolution.url,
        "explain": explain(resolution),
        "repr": repr(resolution),
    }
    try:
        told["values"] = resolution.values(reveal=True)
        told["config"] = {**dict(resolution.config), "credential_provider": None}
        told["said"] = resolution.config.model_fields_set
    except InvalidConfigError as error:
        told["error"] = str(error)
    return told


class TestResolutions:
    """What a resolution is after it was pickled."""

    @resolutions
    @pytest.mark.parametrize("protocol", [2, pickle.HIGHEST_PROTOCOL])
    def test_nothing_is_lost(self, made: Callable[[], Resolution], protocol: int) -> None:
        """Values, histories, origins, complaints, URL and report are the same as before."""
        resolution = made()
        assert _told(pickle.loads(pickle.dumps(resolution, protocol))) == _told(resolution)  # noqa: S301 (our own)

    @resolutions
    def test_nothing_is_read_again(self, made: Callable[[], Resolution], monkeypatch: pytest.MonkeyPatch) -> None:
        """What another environment says does not matter, nor that the files are gone."""
        resolution = made()
        data = pickle.dumps(resolution)
        monkeypatch.setenv("AWS_REGION", "elsewhere")
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        for name, value in THEIRS.items():
            monkeypatch.setenv(name, value)
        for path in [Path.home() / ".aws" / "config", Path.home() / ".aws" / "credentials", Path("s3.toml")]:
            path.unlink(missing_ok=True)
        assert _told(pickle.loads(data)) == _told(resolution)  # noqa: S301 (our own)

    @resolutions
    def test_twice(self, made: Callable[[], Resolution]) -> None:
        """A pickle of what was pickled is the same once more."""
        resolution = made()
        assert _told(again(again(resolution))) == _told(resolution)

    @resolutions
    @pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
    def test_a_copy_is_the_same(self, made: Callable[[], Resolution], copied: Callable[[Any], Any]) -> None:
        """A resolution never changes, so that a copy is itself."""
        resolution = made()
        assert copied(resolution) is resolution

    @resolutions
    def test_without_secrets_is_as_it_was(self, made: Callable[[], Resolution]) -> None:
        """Where the environment has nothing to add, the one without secrets comes back as it was."""
        bare = made().without_secrets()
        assert _told(again(bare)) == _told(bare)


class TestStores:
    """What a store is after it was pickled."""

    @backends
    def test_all_of_it(self, backend: str) -> None:
        """Configuration, resolution and backend are the same as before."""
        store = S3Store("bucket", **PAIR, region="r", backend=backend, client_options={"timeout": "3s"})
        found = again(store)
        assert (found.config, found.backend, repr(found)) == (store.config, backend, repr(store))
        assert _told(found.resolution) == _told(store.resolution)

    @backends
    def test_the_client_is_shared(self, backend: str) -> None:
        """In the same process, what comes back has the client that there is."""
        store = S3Store("bucket", **PAIR, backend=backend)
        assert again(store).native is store.native

    def test_a_subclass(self) -> None:
        """A subclass stays one."""
        assert type(again(Mine("bucket", backend="boto3"))) is Mine

    def test_below_a_prefix(self) -> None:
        """A store below a prefix has its prefix and its store."""
        found = again(PrefixStore(PrefixStore(S3Store("bucket", region="r"), "a"), "b/c"))
        assert repr(found) == "PrefixStore(PrefixStore(S3Store('bucket', region='r'), 'a'), 'b/c')"

    def test_warnings_are_given_once(self) -> None:
        """What was warned of where the store was made is not said again where its pickle is loaded."""
        with pytest.warns(match="white space"):
            data = pickle.dumps(S3Store("bucket", region=" r"))
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            pickle.loads(data)  # noqa: S301 (our own)
        assert caught == []

    @backends
    @pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
    def test_copies(self, backend: str, copied: Callable[[Any], Any]) -> None:
        """A copy is another store with the same configuration, and shares the client."""
        store = S3Store("bucket", **PAIR, backend=backend)
        found = copied(store)
        assert found is not store
        assert (found.config, found.backend, found.native) == (store.config, backend, store.native)

    @pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
    def test_copies_with_a_session(self, copied: Callable[[Any], Any]) -> None:
        """A copy within a process has the same session, which could not be pickled."""
        store = S3Store.from_session(_assumed(), "bucket")
        assert copied(store).config.credential_provider is store.config.credential_provider

    @pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
    def test_copies_below_a_prefix(self, copied: Callable[[Any], Any]) -> None:
        """A copy of a store below a prefix is one, too."""
        assert (
            repr(copied(PrefixStore(S3Store("bucket", region="r"), "a")))
            == "PrefixStore(S3Store('bucket', region='r'), 'a')"
        )

    def test_memory_is_refused(self) -> None:
        """The objects of a store in memory are in this process."""
        with pytest.raises(TypeError, match="one object in one process"):
            pickle.dumps(PrefixStore(S3Store("bucket", backend="memory"), "a"))


class Mine(S3Store):
    """A user's own store."""


def _assumed() -> boto3.Session:
    """Return a session whose credentials were fetched, and end."""
    core: Any = botocore.session.Session()
    ends = datetime.now(UTC) + timedelta(hours=1)
    core._credentials = RefreshableCredentials(
        "ASIAFETCHEDFETCHED1", "secret-that-was-fetched", "token-that-was-fetched", ends, dict, "assume-role"
    )
    return boto3.Session(botocore_session=core, region_name="r")


def _pickled_or_why(thing: object) -> bytes | str:
    try:
        return pickle.dumps(thing)
    except TypeError as error:
        return str(error)


class TestFetched:
    """Nothing that was fetched is in a pickle."""

    def test_static_secrets_are_there(self) -> None:
        """A worker signs with the keys that were written."""
        assert SECRET.encode() in pickle.dumps(S3Store("bucket", **PAIR))

    @backends
    @pytest.mark.parametrize("kind", ["machine", "container", "pod"])
    def test_from_a_service(self, metadata: Metadata, recorder: Recorder, backend: str, kind: str) -> None:
        """Credentials that a store fetched stay in the process; the pickle fetches its own."""
        keys: dict[str, dict[str, Any]] = {
            "machine": {"metadata_endpoint": metadata.endpoint},
            "container": {"container_credentials_full_uri": metadata.container_full_uri},
            "pod": {
                "container_credentials_full_uri": metadata.pod_full_uri,
                "container_authorization_token_file": str(metadata.token_file),
            },
        }
        store = S3Store("bucket", endpoint=recorder.endpoint, backend=backend, **keys[kind])
        store.head("a")
        held = recorder.last
        data = pickle.dumps([store, store.resolution])
        assert (held.key_id in metadata.issued, held.session_token is not None) == (True, True)
        assert held.key_id.encode() not in data
        assert str(held.session_token).encode() not in data
        again(store).head("a")
        assert recorder.last.key_id in metadata.issued

    @backends
    def test_from_a_function(self, recorder: Recorder, backend: str) -> None:
        """A provider that is a function is pickled as a reference to it."""
        store = S3Store(
            "bucket", endpoint=recorder.endpoint, backend=backend, credential_provider=pickled_providers.fetch
        )
        store.head("a")
        data = pickle.dumps(store)
        assert [value for value in pickled_providers.KEYS.values() if value and value.encode() in data] == []
        pickle.loads(data).head("a")  # noqa: S301 (our own)
        assert [request.key_id for request in recorder.requests] == [pickled_providers.KEYS["access_key_id"]] * 2

    @backends
    def test_from_a_profile(self, recorder: Recorder, backend: str) -> None:
        """A profile is pickled by its name, and botocore fetches where it is used."""
        answer = {"Version": 1, "AccessKeyId": "AKIDOFTHEPROCESS", "SecretAccessKey": "secret-that-was-fetched"}
        program = f"print({json.dumps(json.dumps(answer))})"
        folder = Path.home() / ".aws"
        folder.mkdir()
        (folder / "config").write_text(
            f"[profile p]\nregion = r\ncredential_process = {shlex.join([sys.executable, '-c', program])}\n", "utf-8"
        )
        store = S3Store("bucket", profile="p", endpoint=recorder.endpoint, backend=backend)
        store.head("a")
        data = pickle.dumps(store)
        found: S3Store = pickle.loads(data)  # noqa: S301 (our own)
        assert b"secret-that-was-fetched" not in data
        assert isinstance(found.config.credential_provider, ProfileCredentials)
        found.head("a")
        assert [request.key_id for request in recorder.requests] == ["AKIDOFTHEPROCESS"] * 2

    @pytest.mark.parametrize("core", [False, True], ids=["boto3", "botocore"])
    @pytest.mark.parametrize("what", ["resolution", "store", "below a prefix", "method"])
    def test_a_session_refuses(self, what: str, core: bool) -> None:  # noqa: FBT001
        """What a session fetched stays in this process; the remedies are a profile, and the worker's own."""
        session: Any = _assumed()
        store = S3Store.from_session(session._session if core else session, "bucket")
        things = {
            "resolution": store.resolution,
            "store": store,
            "below a prefix": PrefixStore(store, "a"),
            "method": store.get,
        }
        told = _pickled_or_why(things[what])
        assert isinstance(told, str)
        assert ("profile=" in told, "without_secrets()" in told, "that-was-fetched" in told) == (True, True, False)

    def test_a_session_without_keys_refuses(self) -> None:
        """A session that is still to look for credentials refuses, too."""
        told = _pickled_or_why(S3Store.from_session(boto3.Session(region_name="r"), "bucket"))
        assert isinstance(told, str)
        assert "session= " in told.replace("profile=", "session=")

    @pytest.mark.parametrize(
        "provider",
        [
            pytest.param(lambda: Boto3CredentialProvider(_assumed()), id="obstore's"),
            pytest.param(pickled_providers.OfSession, id="an object"),
            pytest.param(lambda: pickled_providers.OfSession().fetch, id="a method"),
            pytest.param(lambda: _assumed().get_credentials, id="boto3's"),
        ],
    )
    def test_a_provider_with_a_session_refuses(self, provider: Callable[[], Any]) -> None:
        """A provider that has a session is no better than the session."""
        told = _pickled_or_why(S3Store("bucket", credential_provider=provider()))
        assert isinstance(told, str)
        assert ("profile=" in told, "that-was-fetched" in told) == (True, False)

    def test_a_session_without_secrets(self) -> None:
        """Without secrets, what a session gave is left to the worker, and the rest is there."""
        bare = again(S3Store.from_session(_assumed(), "bucket").resolution.without_secrets())
        assert (bare.config.region, bare.config.credential_provider) == ("r", None)


def loaded(resolution: Resolution, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Resolution:
    """Pickle a resolution without secrets, and load it in a worker's environment."""
    data = pickle.dumps(resolution.without_secrets())
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found: Resolution = pickle.loads(data)  # noqa: S301 (our own)
    return found


class TestWithoutSecrets:
    """Where a pickle without secrets is loaded, that environment decides the identity, and nothing else."""

    def test_keys(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The worker's keys count, and say where they are from."""
        found = loaded(resolve(bucket="bucket", **PAIR, env=False), THEIRS, monkeypatch)
        assert {name: value for name, value in found.values(reveal=True).items() if name != "bucket"} == {
            "access_key_id": THEIRS["AWS_ACCESS_KEY_ID"],
            "secret_access_key": THEIRS["AWS_SECRET_ACCESS_KEY"],
        }
        assert [str(found[key].origin) for key in PAIR] == [f"environment variable {name}" for name in THEIRS]
        assert [len(found.history(key)) for key in PAIR] == [1, 1]

    def test_the_rest_stays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is no secret is as it was pickled: what was said, what was not, and from where."""
        resolution = resolve(bucket="bucket", **PAIR, env={"AWS_REGION": "here"})
        around = {**THEIRS, "AWS_REGION": "r", "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_TIMEOUT": "1s"}
        found = loaded(resolution, {**around, "AWS_SERVER_SIDE_ENCRYPTION": "AES256"}, monkeypatch)
        assert list(found) == ["access_key_id", "secret_access_key", "bucket", "region"]
        assert found.history("region") == resolution.history("region")

    @pytest.mark.parametrize(
        ("environment", "expected"),
        [
            (
                {**THEIRS, "AWS_SESSION_TOKEN": "t"},
                {"access_key_id": THEIRS["AWS_ACCESS_KEY_ID"], "session_token": "t"},
            ),
            (
                {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::000000000000:role/r"},
                {"web_identity_token_file": "/token", "role_arn": "arn:aws:iam::000000000000:role/r"},
            ),
            (
                {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"},
                {"container_credentials_relative_uri": "/v2/x"},
            ),
            ({"AWS_SKIP_SIGNATURE": "true"}, {"skip_signature": True}),
            ({"AWS_EC2_METADATA_DISABLED": "true"}, {"ec2_metadata_disabled": True}),
            (
                {"AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:9"},
                {"metadata_endpoint": "http://127.0.0.1:9"},
            ),
            ({}, {}),
        ],
        ids=["temporary", "web identity", "container", "anonymous", "no metadata", "other metadata", "nothing"],
    )
    def test_every_kind(
        self, environment: dict[str, str], expected: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever identity an environment can give, a worker has from it."""
        found = loaded(resolve(bucket="bucket", **PAIR, env=False), environment, monkeypatch)
        values = {
            key: value for key, value in found.values(reveal=True).items() if key not in ("bucket", "secret_access_key")
        }
        assert values == expected

    def test_a_profile(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The profile that the worker's `AWS_PROFILE` names gives keys, and no region."""
        profile = _profile()
        found = loaded(resolve(bucket="bucket", session=_assumed(), env=False), {"AWS_PROFILE": profile}, monkeypatch)
        assert (found["access_key_id"].layer, found.config.access_key_id) == (
            Layer.AMBIENT_PROFILE,
            PAIR["access_key_id"],
        )
        assert found.config.region == "r"

    @pytest.mark.parametrize(
        "resolution",
        [
            lambda: resolve(bucket="bucket", **PAIR, session_token="t", env=False),
            lambda: resolve(bucket="bucket", **PAIR, env={"AWS_SESSION_TOKEN": "t"}),
            lambda: resolve(
                bucket="bucket", env={**VARIABLES, "AWS_SESSION_TOKEN": "t", "AWS_SKIP_SIGNATURE": "false"}
            ),
            lambda: resolve(bucket="bucket", profile=_profile(), env=VARIABLES),
            lambda: resolve(bucket="bucket", session=_session(), env=VARIABLES),
            lambda: resolve(bucket="bucket", session=_assumed(), env={}),
            lambda: resolve(bucket="bucket", credential_provider=pickled_providers.fetch, env={}),
            lambda: resolve(bucket="bucket", role_arn="r", web_identity_token_file="f", env=VARIABLES),
            lambda: resolve(bucket="bucket", container_credentials_full_uri="http://127.0.0.1:9", env={}),
            lambda: resolve(bucket="bucket", **PAIR, env={"AWS_SKIP_SIGNATURE": "true"}),
        ],
    )
    def test_the_group_is_whole(self, resolution: Callable[[], Resolution], monkeypatch: pytest.MonkeyPatch) -> None:
        """Whatever decided the identity here, no part of it is left beside that of the worker."""
        found = loaded(resolution(), THEIRS, monkeypatch)
        config = found.config
        assert (config.access_key_id, config.session_token) == (THEIRS["AWS_ACCESS_KEY_ID"], None)
        assert (config.credential_provider, config.web_identity_token_file, config.role_arn) == (None, None, None)
        assert (config.container_credentials_full_uri, bool(config.skip_signature)) == (None, False)
        assert [d for d in found.diagnostics if d.code.startswith("CR")] == []

    def test_a_lost_wish_for_anonymity_does_not_win(self) -> None:
        """Requests that were signed do not become anonymous because the keys are left out."""
        bare = resolve(bucket="bucket", **PAIR, env={"AWS_SKIP_SIGNATURE": "true"}).without_secrets()
        assert not bare.config.skip_signature

    def test_anonymous_requests_stay_anonymous(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where no credentials were wanted, the worker's are not read."""
        found = loaded(resolve(bucket="bucket", skip_signature=True, env=VARIABLES), THEIRS, monkeypatch)
        assert found.values(reveal=True) == {"bucket": "bucket", "skip_signature": True}
        assert found.diagnostics == ()

    def test_half_a_pair_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is wrong in the worker's environment is said there."""
        found = loaded(resolve(bucket="bucket", **PAIR, env=False), {"AWS_ACCESS_KEY_ID": "AKIDHALF"}, monkeypatch)
        with pytest.raises(InvalidConfigError, match="AWS_ACCESS_KEY_ID is half of a pair"):
            _ = found.config

    def test_encryption_is_never_left_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without the customer's key nothing is written, rather than written in the clear."""
        resolution = resolve(
            bucket="bucket", server_side_encryption="sse-c", sse_customer_key_base64=SSE_KEY, skip_signature=True,
            env={"AWS_SERVER_SIDE_ENCRYPTION": "AES256"},
        )  # fmt: skip
        with pytest.raises(InvalidConfigError, match="sse_customer_key_base64"):
            _ = again(resolution.without_secrets()).config
        found = loaded(resolution, {"AWS_SSE_CUSTOMER_KEY_BASE64": SSE_KEY}, monkeypatch)
        assert found.values(reveal=True)["sse_customer_key_base64"] == SSE_KEY

    def test_a_proxy_with_a_password(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A value that holds a secret is left out with what it overrode, and the worker's counts."""
        resolution = resolve(
            bucket="bucket", proxy_url="http://user:passw0rd@proxy", env={"AWS_PROXY_URL": "http://lower"}
        )
        assert again(resolution.without_secrets()).config.client_options.proxy_url is None
        found = loaded(resolution, {"AWS_PROXY_URL": "http://theirs"}, monkeypatch)
        assert found.values()["proxy_url"] == "http://theirs"

    def test_another_secret_is_not_added(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A secret that was not there is not taken from the worker, unless it is part of the identity."""
        around = {**THEIRS, "AWS_SSE_CUSTOMER_KEY_BASE64": SSE_KEY, "AWS_PROXY_URL": "http://user:passw0rd@proxy"}
        found = loaded(resolve(bucket="bucket", **PAIR, env=False), around, monkeypatch)
        assert list(found) == ["access_key_id", "secret_access_key", "bucket"]

    def test_what_was_found_is_not_pickled(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Sent on by a worker, it holds no secret either, and the next worker has its own again."""
        found = loaded(resolve(bucket="bucket", **PAIR, env=False), THEIRS, monkeypatch)
        data = pickle.dumps([found, S3Store.from_resolution(found)])
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDOFTHENEXTXXXXXXX")
        resolution, store = pickle.loads(data)  # noqa: S301 (our own)
        assert (THEIRS["AWS_SECRET_ACCESS_KEY"].encode() in data, SECRET.encode() in data) == (False, False)
        assert (resolution.config.access_key_id, store.config.access_key_id) == ("AKIDOFTHENEXTXXXXXXX",) * 2

    @pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
    def test_a_copy_reads_nothing(self, copied: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch) -> None:
        """In the process that made it, it holds no secret, and neither does a copy."""
        for name, value in THEIRS.items():
            monkeypatch.setenv(name, value)
        bare = resolve(bucket="bucket", **PAIR, env=False).without_secrets()
        assert list(copied(bare)) == list(bare) == ["bucket"]

    @backends
    def test_on_the_wire(self, recorder: Recorder, backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A store that is made in the worker signs with the worker's keys."""
        found = loaded(resolve(bucket="bucket", endpoint=recorder.endpoint, **PAIR, env=False), THEIRS, monkeypatch)
        S3Store.from_resolution(found, backend=backend).head("a")
        assert recorder.last.key_id == THEIRS["AWS_ACCESS_KEY_ID"]
        assert recorder.last.verify(THEIRS["AWS_SECRET_ACCESS_KEY"])

    @backends
    def test_a_store_on_the_wire(self, recorder: Recorder, backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """So does a store that was made here without secrets, and pickled."""
        bare = resolve(bucket="bucket", endpoint=recorder.endpoint, **PAIR, env=False).without_secrets()
        data = pickle.dumps(S3Store.from_resolution(bare, backend=backend))
        for name, value in THEIRS.items():
            monkeypatch.setenv(name, value)
        pickle.loads(data).head("a")  # noqa: S301 (our own)
        assert recorder.last.key_id == THEIRS["AWS_ACCESS_KEY_ID"]
