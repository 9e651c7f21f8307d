"""What fails says what was asked, of whom, and which setting is likely wrong; alike on every backend."""

from __future__ import annotations

import asyncio
import pickle
import re
import socket
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import obspec.exceptions
import pytest
from ministack_server import ROLE_ARN

from s3config import S3Store, StoreError, resolve
from s3config import errors as ours
from s3config.failures import Call, failure
from s3config.spellings import KEYS
from s3config.symptoms import recognise, symptoms

if TYPE_CHECKING:
    from collections.abc import Callable

    from faulting import Faults
    from metadata import Metadata
    from recording import Recorder
    from servers import Server
    from tunnelling import Tunnel

PAIR: dict[str, Any] = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "secret"}
QUICK = {"max_retries": 0}
MINUTE = timedelta(minutes=1)

# The names of obspec, and the exceptions of Python that ours are as well.
NAMES: dict[str, tuple[type[Exception], ...]] = {
    "NotFoundError": (FileNotFoundError,),
    "AlreadyExistsError": (FileExistsError,),
    "InvalidPathError": (ValueError,),
    "NotModifiedError": (),
    "NotSupportedError": (),
    "PermissionDeniedError": (PermissionError,),
    "PreconditionError": (),
    "UnauthenticatedError": (PermissionError,),
}


@pytest.fixture(params=["obstore", "boto3"])
def backend(request: pytest.FixtureRequest) -> str:
    """Return each backend that talks to a store."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def bucket(ministack: Server) -> str:
    """Return a bucket with an object `a`."""
    name = ministack.make_bucket()
    ministack.client().put_object(Bucket=name, Key="a", Body=b"x")
    return name


@pytest.fixture
def closed() -> str:
    """Return an endpoint where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def store(backend: str, **keys: Any) -> S3Store:
    """Make a store that gives up at once."""
    arguments = {"region": "us-east-1", "retry_config": QUICK, "env": False, **keys}
    return S3Store.from_resolution(resolve(**arguments), backend=backend)


def refusal(made: S3Store, operation: Callable[[S3Store], object]) -> StoreError:
    """Return the error of an operation that must fail."""
    with pytest.raises(StoreError) as caught:
        operation(made)
    return caught.value


class TestNames:
    """The classes are obspec's."""

    @pytest.mark.parametrize(("name", "bases"), NAMES.items(), ids=NAMES)
    def test_a_name(self, name: str, bases: tuple[type[Exception], ...]) -> None:
        """Each is a StoreError, is known to obspec, and is what Python would raise."""
        kind: type[StoreError] = getattr(ours, name)
        assert issubclass(kind, (StoreError, ours.S3ConfigError))
        assert issubclass(kind, StoreError)
        assert all(issubclass(kind, base) for base in bases)
        assert getattr(obspec.exceptions, name) is obspec.exceptions.map_exception(kind("x")).__class__

    @pytest.mark.parametrize("name", ["StoreError", "InvalidRequestError"])
    def test_a_name_of_our_own(self, name: str) -> None:
        """What obspec has no name for it leaves as it is."""
        error = getattr(ours, name)("x")
        assert error is obspec.exceptions.map_exception(error)

    def test_no_name_is_missing(self) -> None:
        """Every name of obspec is one of ours, but its base classes and the one that is our NotSupportedError."""
        theirs = {
            name
            for name, kind in vars(obspec.exceptions).items()
            if isinstance(kind, type) and issubclass(kind, Exception) and not name.startswith("_")
        }
        assert {"BaseError", "GenericError", "NotImplementedError"} >= theirs - set(NAMES)


class Operation(NamedTuple):
    """An operation, and what its error calls it."""

    call: Callable[[S3Store], object]
    path: str | None = "a"


OPERATIONS: dict[str, Operation] = {
    "put": Operation(lambda made: made.put("a", b"x")),
    "get": Operation(lambda made: made.get("a")),
    "get_range": Operation(lambda made: made.get_range("a", start=0, end=1)),
    "get_ranges": Operation(lambda made: made.get_ranges("a", starts=[0], ends=[1])),
    "head": Operation(lambda made: made.head("a")),
    "list": Operation(lambda made: made.list("a").collect()),
    "list_with_delimiter": Operation(lambda made: made.list_with_delimiter("a")),
    "delete": Operation(lambda made: made.delete("a")),
    "copy": Operation(lambda made: made.copy("a", "b")),
    "rename": Operation(lambda made: made.rename("a", "b")),
}
TWINS: dict[str, Operation] = {
    "put": Operation(lambda made: made.put_async("a", b"x")),
    "get": Operation(lambda made: made.get_async("a")),
    "get_range": Operation(lambda made: made.get_range_async("a", start=0, end=1)),
    "get_ranges": Operation(lambda made: made.get_ranges_async("a", starts=[0], ends=[1])),
    "head": Operation(lambda made: made.head_async("a")),
    "list": Operation(lambda made: made.list("a").collect_async()),
    "list_with_delimiter": Operation(lambda made: made.list_with_delimiter_async("a")),
    "delete": Operation(lambda made: made.delete_async("a")),
    "copy": Operation(lambda made: made.copy_async("a", "b")),
    "rename": Operation(lambda made: made.rename_async("a", "b")),
}


def run(operation: Callable[[S3Store], Any]) -> Callable[[S3Store], object]:
    """Make an operation of a coroutine function."""

    async def wait(made: S3Store) -> object:
        return await operation(made)

    return lambda made: asyncio.run(wait(made))


class TestOperations:
    """An error says what was asked of whom, and where the likely setting was written."""

    @pytest.fixture
    def refused(self, ministack: Server, bucket: str, backend: str, monkeypatch: pytest.MonkeyPatch) -> S3Store:
        """Return a store with a wrong secret in the environment."""
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", ministack.access_key_id)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
        return S3Store(bucket, backend=backend, endpoint=ministack.endpoint, retry_config={"max_retries": 0})

    @pytest.mark.parametrize("name", OPERATIONS)
    def test_a_refusal(self, refused: S3Store, backend: str, name: str) -> None:
        """Each operation fails alike."""
        self.check(refusal(refused, OPERATIONS[name].call), backend, name)

    @pytest.mark.parametrize("name", TWINS)
    def test_a_refusal_of_a_twin(self, refused: S3Store, backend: str, name: str) -> None:
        """The twin fails as the operation does."""
        self.check(refusal(refused, run(TWINS[name].call)), backend, name)

    def check(self, error: StoreError, backend: str, name: str) -> None:
        """Compare an error with what it should say; there is no body in the answer to HEAD, and so no code."""
        assert isinstance(error, ours.PermissionDeniedError)
        expected = (name, "a", backend, 403, None if name == "head" else "SignatureDoesNotMatch")
        assert expected == (error.operation, error.path, error.backend, error.status, error.code)
        said = "AWS_ACCESS_KEY_ID" if name == "head" else "AWS_SECRET_ACCESS_KEY"
        assert f"{said} is set by environment variable {said}" in str(error)
        assert str(error).startswith(f"{name} 'a': ")

    def test_a_part_of_several(self, refused: S3Store, backend: str) -> None:
        """Where there are several paths, none is named."""
        error = refusal(refused, lambda made: made.delete(["a", "b"]))
        assert ("delete", None, backend) == (error.operation, error.path, error.backend)

    def test_a_listing_of_everything(self, refused: S3Store, backend: str) -> None:
        """Without a prefix there is no path."""
        error = refusal(refused, lambda made: made.list().collect())
        assert ("list", None, backend) == (error.operation, error.path, error.backend)

    def test_sign(self, backend: str, closed: str) -> None:
        """Without credentials there is no signature."""
        made = store(backend, bucket="bkt", endpoint=closed, ec2_metadata_disabled=True)
        error = refusal(made, lambda made: made.sign("GET", "a", MINUTE))
        assert ("sign", "a", backend) == (error.operation, error.path, error.backend)
        assert "no credentials" in str(error)

    def test_a_fetch_of_credentials(self, backend: str, closed: str) -> None:
        """The operation and the path that it was for are kept, too."""
        made = store(backend, bucket="bkt", endpoint=closed, ec2_metadata_disabled=True)
        error = refusal(made, lambda made: made.get("a"))
        assert ("get", "a", backend) == (error.operation, error.path, error.backend)


class Failure(NamedTuple):
    """What a store is told, what is asked, and what comes of it."""

    keys: Callable[[Server, str], dict[str, Any]]
    kind: str
    status: int | None
    """`None` where not every client says it."""
    code: str | None
    likely: tuple[str, ...]
    """The keys that the error names first."""
    call: Callable[[S3Store], object] = lambda made: made.get("a")


def _with(**changes: Any) -> Callable[[Server, str], dict[str, Any]]:
    return lambda server, bucket: {"bucket": bucket, **server.settings(), **changes}


def _expired(server: Server, bucket: str) -> dict[str, Any]:
    made = server.client("sts").assume_role(RoleArn=ROLE_ARN, RoleSessionName="tests", DurationSeconds=-1)
    keys = made["Credentials"]
    changes = {"access_key_id": keys["AccessKeyId"], "secret_access_key": keys["SecretAccessKey"]}
    return _with(**changes, session_token=keys["SessionToken"])(server, bucket)


def _wrong_token(server: Server, bucket: str) -> dict[str, Any]:
    keys = server.client("sts").assume_role(RoleArn=ROLE_ARN, RoleSessionName="tests")["Credentials"]
    changes = {"access_key_id": keys["AccessKeyId"], "secret_access_key": keys["SecretAccessKey"]}
    return _with(**changes, session_token="made-up-token")(server, bucket)


FAILURES: dict[str, Failure] = {
    "wrong secret": Failure(
        _with(secret_access_key="wrong"), "PermissionDeniedError", 403, "SignatureDoesNotMatch", ("secret_access_key",)
    ),
    "unknown key": Failure(
        _with(access_key_id="AKIAIOSFODNN7UNKNOWN"), "PermissionDeniedError", 403, "InvalidAccessKeyId",
        ("access_key_id",),
    ),
    "wrong token": Failure(_wrong_token, "UnauthenticatedError", 400, "InvalidToken", ("session_token",)),
    "expired token": Failure(_expired, "UnauthenticatedError", 400, "ExpiredToken", ("session_token",)),
    "wrong region": Failure(_with(region="eu-west-1"), "StoreError", None, None, ("region",)),
    "missing bucket": Failure(_with(bucket="there-is-no-bucket"), "NotFoundError", 404, "NoSuchBucket", ("bucket",)),
    "missing object": Failure(_with(), "NotFoundError", 404, "NoSuchKey", (), lambda made: made.get("missing")),
    "missing object, HEAD": Failure(_with(), "NotFoundError", 404, None, (), lambda made: made.head("missing")),
    "anonymous": Failure(
        lambda server, bucket: {"bucket": bucket, "endpoint": server.endpoint, "skip_signature": True},
        "PermissionDeniedError", 403, "AccessDenied", ("access_key_id", "skip_signature"),
    ),
    "object is there": Failure(
        _with(), "AlreadyExistsError", 412, "PreconditionFailed", (), lambda made: made.put("a", b"y", mode="create")
    ),
    "object is another": Failure(
        _with(), "PreconditionError", 412, "PreconditionFailed", (),
        lambda made: made.put("a", b"y", mode={"e_tag": '"0123456789abcdef0123456789abcdef"'}),
    ),
    "object is the same": Failure(
        _with(), "NotModifiedError", 304, None, (),
        lambda made: made.get("a", options={"if_none_match": made.head("a")["e_tag"]}),
    ),
    "range behind the end": Failure(
        _with(), "InvalidRequestError", 416, "InvalidRange", (), lambda made: made.get_range("a", start=9, end=10)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
class TestFailures:
    """What a server says is understood alike, whoever asks."""

    def test_what_it_is(self, ministack: Server, bucket: str, backend: str, name: str) -> None:
        """Class, status and code are the same on each backend."""
        expected = FAILURES[name]
        error = refusal(store(backend, **expected.keys(ministack, bucket)), expected.call)
        assert (expected.kind, backend) == (type(error).__name__, error.backend)
        assert expected.status in (None, error.status)
        assert expected.code in (None, error.code)

    def test_what_is_likely(self, ministack: Server, bucket: str, backend: str, name: str) -> None:
        """The settings to look at are named with their places; where the object answers, there is none."""
        expected = FAILURES[name]
        made = store(backend, **expected.keys(ministack, bucket))
        error = refusal(made, expected.call)
        assert expected.likely == error.keys[: len(expected.likely)]
        assert bool(expected.likely) == bool(error.keys)
        said = [key for key in expected.likely if key in made.resolution]
        assert [key for key in said if f"{key} is set by argument {key}" in str(error)] == said

    def test_it_survives_a_pickle(self, ministack: Server, bucket: str, backend: str, name: str) -> None:
        """Workers send errors home."""
        expected = FAILURES[name]
        error = refusal(store(backend, **expected.keys(ministack, bucket)), expected.call)
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own pickle)
        names = ("operation", "path", "backend", "status", "code", "keys", "args")
        assert {name: getattr(error, name) for name in names} == {name: getattr(again, name) for name in names}
        assert (type(error), str(error)) == (type(again), str(again))


class TestOnTheWay:
    """What fails before there is an answer."""

    def test_an_unknown_host(self, backend: str) -> None:
        """A name that nobody knows is the endpoint's."""
        made = store(backend, bucket="bkt", endpoint="https://s3.invalid", **PAIR)
        error = refusal(made, lambda made: made.get("a"))
        assert (type(error).__name__, error.status, error.code) == ("StoreError", None, None)
        assert error.keys[0] == "endpoint"
        assert "endpoint is set by argument endpoint" in str(error)

    def test_nobody_listens(self, closed: str, backend: str) -> None:
        """A refused connection is the endpoint's."""
        error = refusal(store(backend, bucket="bkt", endpoint=closed, **PAIR), lambda made: made.get("a"))
        assert (type(error).__name__, error.keys[0]) == ("StoreError", "endpoint")
        assert "nobody answers" in str(error)

    def test_nobody_listens_after_retries(self, closed: str, backend: str) -> None:
        """What a client says of its own retries is not taken for the cause."""
        made = store(backend, bucket="bkt", endpoint=closed, retry_config={"max_retries": 1}, **PAIR)
        error = refusal(made, lambda made: made.get("a"))
        assert error.keys[0] == "endpoint"

    def test_an_untrusted_certificate(self, tunnel: Tunnel, recorder: Recorder, backend: str) -> None:
        """The certificate's authority is missing."""
        tunnel.default = recorder.endpoint
        made = store(backend, bucket="bkt", proxy_url=tunnel.url, **PAIR)
        error = refusal(made, lambda made: made.get("a"))
        assert (type(error).__name__, error.keys[0]) == ("StoreError", "root_certificate")
        assert "not trusted" in str(error)

    def test_a_proxy_that_asks_for_a_password(self, tunnel: Tunnel, recorder: Recorder, backend: str) -> None:
        """The proxy is named, whose user is missing."""
        tunnel.default, tunnel.requires = recorder.endpoint, ("user", "password")
        made = store(backend, bucket="bkt", proxy_url=tunnel.url, root_certificate=tunnel.ca_file, **PAIR)
        error = refusal(made, lambda made: made.get("a"))
        assert (type(error).__name__, error.keys[0]) == ("StoreError", "proxy_url")
        assert "proxy_url is set by argument proxy_url" in str(error)

    @pytest.mark.parametrize("key", ["timeout", "read_timeout"])
    def test_an_answer_that_does_not_come(
        self, faults: Callable[[str], Faults], recorder: Recorder, backend: str, key: str
    ) -> None:
        """The time-out that is over is named."""
        stalling = faults(recorder.endpoint)
        stalling.stall(times=10)
        made = store(backend, bucket="bkt", endpoint=stalling.endpoint, **PAIR, **{key: "300ms"})
        error = refusal(made, lambda made: made.get("a"))
        assert type(error).__name__ == "StoreError"
        assert {"timeout", "read_timeout"} <= set(error.keys)
        assert f"{key} is set by argument {key}" in str(error)

    def test_an_answer_that_breaks_off(self, faults: Callable[[str], Faults], recorder: Recorder, backend: str) -> None:
        """A body of half the promised length is an error, and keeps its operation."""
        recorder.shelf.content = b"x" * 100_000
        truncating = faults(recorder.endpoint)
        truncating.truncate("GET", times=10)
        made = store(backend, bucket="bkt", endpoint=truncating.endpoint, **PAIR)
        error = refusal(made, lambda made: made.get("a").bytes())
        assert ("get", "a", backend) == (error.operation, error.path, error.backend)
        assert "max_retries" in error.keys

    def test_a_connection_that_is_reset(
        self, faults: Callable[[str], Faults], recorder: Recorder, backend: str
    ) -> None:
        """It is no time-out."""
        resetting = faults(recorder.endpoint)
        resetting.reset(times=10)
        made = store(backend, bucket="bkt", endpoint=resetting.endpoint, **PAIR)
        error = refusal(made, lambda made: made.get("a"))
        assert error.keys[0] == "max_retries"

    @pytest.mark.parametrize(("status", "code"), [(503, "SlowDown"), (500, "InternalError")])
    def test_a_server_that_is_busy(
        self, faults: Callable[[str], Faults], recorder: Recorder, backend: str, status: int, code: str
    ) -> None:
        """Status and code are kept when the retries are used up."""
        spoiling = faults(recorder.endpoint)
        spoiling.status(status, code=code, times=10)
        made = store(backend, bucket="bkt", endpoint=spoiling.endpoint, **PAIR)
        error = refusal(made, lambda made: made.get("a"))
        assert ("StoreError", status, code) == (type(error).__name__, error.status, error.code)

    def test_a_service_that_has_no_credentials(self, metadata: Metadata, backend: str, closed: str) -> None:
        """The service's status is kept."""
        metadata.v2 = False
        made = store(backend, bucket="bkt", endpoint=closed, metadata_endpoint=metadata.endpoint)
        error = refusal(made, lambda made: made.get("a"))
        assert (type(error).__name__, error.status) == ("UnauthenticatedError", 403)


class TestNowhere:
    """What is refused without a request."""

    @pytest.mark.parametrize("path", ["", "/a", "a//b", "a/../b"])
    def test_a_path(self, recorder: Recorder, backend: str, path: str) -> None:
        """The error names the path and the operation."""
        error = refusal(store(backend, bucket="bkt", endpoint=recorder.endpoint, **PAIR), lambda made: made.get(path))
        assert ("InvalidPathError", backend, []) == (type(error).__name__, error.backend, recorder.requests)

    def test_a_condition_that_is_off(self, recorder: Recorder, backend: str) -> None:
        """A store that must not send conditions says so."""
        made = store(backend, bucket="bkt", endpoint=recorder.endpoint, conditional_put="disabled", **PAIR)
        error = refusal(made, lambda made: made.put("a", b"", mode="create"))
        assert (
            type(error).__name__,
            error.operation,
            error.path,
            recorder.requests,
        ) == ("NotSupportedError", "put", "a", [])


class TestPlaces:
    """The likely setting is named as the user wrote it, with the place."""

    @pytest.mark.parametrize(
        ("place", "said"),
        [
            ({"secret_access_key": "x"}, "secret_access_key is set by argument secret_access_key"),
            ({"AWS_SECRET_ACCESS_KEY": "x"}, "AWS_SECRET_ACCESS_KEY is set by argument AWS_SECRET_ACCESS_KEY"),
            ({"config": {"aws_secret_access_key": "x"}}, "aws_secret_access_key is set by"),
            ({"env": {"AWS_SECRET_ACCESS_KEY": "x"}}, "AWS_SECRET_ACCESS_KEY is set by environment variable"),
        ],
        ids=["keyword", "other spelling", "mapping", "environment"],
    )
    def test_a_spelling(self, ministack: Server, bucket: str, backend: str, place: dict[str, Any], said: str) -> None:
        """Whatever the spelling."""
        id_ = {"env": {**place["env"], "AWS_ACCESS_KEY_ID": ministack.access_key_id}} if "env" in place else {}
        pair = {} if id_ else {"access_key_id": ministack.access_key_id}
        made = store(backend, bucket=bucket, endpoint=ministack.endpoint, **{**pair, **place, **id_})
        assert said in str(refusal(made, lambda made: made.get("a")))

    def test_a_url(self, ministack: Server, bucket: str, backend: str) -> None:
        """A bucket of a URL is the URL's, which is no word of the URL's own."""
        error = refusal(store(backend, url=f"s3://not-{bucket}", **ministack.settings()), lambda made: made.get("a"))
        assert error.keys[0] == "bucket"
        assert "is set by url" in str(error)

    def test_each_is_said_once(self, ministack: Server, bucket: str, backend: str) -> None:
        """An error that is caught and raised again, by `rename` or a prefix, is explained once."""
        made = store(backend, bucket=bucket, **{**ministack.settings(), "secret_access_key": "wrong"})
        error = refusal(made, lambda made: made.rename("a", "b"))
        assert str(error).count("secret_access_key is set by") == 1


class TestSymptoms:
    """The table of what answers mean."""

    def test_names_are_unique(self) -> None:
        """A symptom has one record."""
        names = [symptom.name for symptom in symptoms()]
        assert sorted(set(names)) == sorted(names)

    def test_keys_exist(self) -> None:
        """A setting that is blamed is one."""
        assert set() == {key for symptom in symptoms() for key in symptom.keys} - set(KEYS)

    def test_codes_are_unique(self) -> None:
        """A code, and a status, means one thing."""
        for values in (
            [code for symptom in symptoms() for code in symptom.codes],
            [status for symptom in symptoms() for status in symptom.statuses],
        ):
            assert sorted(set(values), key=str) == sorted(values, key=str)

    @pytest.mark.parametrize("symptom", symptoms(), ids=lambda symptom: symptom.name)
    def test_a_record_is_whole(self, symptom: Any) -> None:
        """It can be met, its pattern can be searched for, and its texts go on in a sentence."""
        assert symptom.codes or symptom.statuses or symptom.pattern
        re.compile(symptom.pattern or "")
        assert [text for text in (symptom.cause, symptom.remedy) if not text or text != text.strip(" .\n")] == []

    @pytest.mark.parametrize(
        ("code", "name"), [(code, symptom.name) for symptom in symptoms() for code in sorted(symptom.codes)]
    )
    def test_a_code_gives_its_cause(self, code: str, name: str) -> None:
        """Whatever the status and the text are."""
        found = recognise(code=code, status=403, text="timeout certificate")
        assert found is not None
        assert name == found.name

    @pytest.mark.parametrize("symptom", [one for one in symptoms() if one.codes], ids=lambda symptom: symptom.name)
    def test_an_error_says_it(self, symptom: Any) -> None:
        """Cause, remedy and keys stand in the error."""
        error = failure(Call("boto3", "put", "a"), "no", code=min(symptom.codes), status=400)
        assert f"likely {symptom.cause}: {symptom.remedy}" in str(error)
        assert symptom.keys == error.keys


@pytest.mark.parametrize("name", ["StoreError", *NAMES, "InvalidRequestError"])
def test_an_error_keeps_everything_in_a_pickle(name: str) -> None:
    """Those that are also Python's, which pickle in their own way, too."""
    kind: type[StoreError] = getattr(ours, name)
    error = kind("m", operation="get", path="a", backend="boto3", status=404, code="c", keys=("region",))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own pickle)
    assert (type(error), str(error), vars(error)) == (type(again), str(again), vars(again))
