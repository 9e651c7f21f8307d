"""No secret is shown by what a store says, does or is, whatever fails and whoever repeats it."""

from __future__ import annotations

import asyncio
import base64
import html
import io
import json
import logging
import pickle
import secrets as random
import socket
import traceback
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from exchanges import read_body, read_head
from http_messages import Answer
from loopback import Loopback

import s3config
from s3config import PrefixStore, S3ConfigError, S3Store, StoreError, resolve, translate
from s3config.backends import connect
from s3config.fetching import Refreshing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from http_messages import Request
    from recording import Recorder
    from tunnelling import Tunnel

_PIECE = 8
"""So many characters of a secret in a row are a leak."""
QUICK = {"max_retries": 0}
KEY_ID = "AKIAIOSFODNN7EXAMPLE"
_OURS = Path(s3config.__file__).parent
_NO_CERTIFICATE = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----"


@dataclass(frozen=True)
class Secrets:
    """A secret of each kind, of letters that must be written otherwise in XML, JSON, URLs and reprs."""

    secret: str = field(default_factory=lambda: f"sec/{random.token_urlsafe(12)}+/{random.token_urlsafe(12)}=")
    token: str = field(default_factory=lambda: f"tok/{random.token_urlsafe(24)}+/{random.token_urlsafe(24)}==")
    header: str = field(default_factory=lambda: f"""Bearer {random.token_urlsafe(9)}<&>'"{random.token_urlsafe(9)}""")
    password: str = field(default_factory=lambda: f"pw@:/{random.token_urlsafe(9)}%{random.token_urlsafe(9)}")
    customer: str = field(default_factory=lambda: base64.b64encode(random.token_bytes(32)).decode())

    @property
    def all(self) -> tuple[str, ...]:
        """Every one."""
        return tuple(vars(self).values())


@pytest.fixture
def mine() -> Secrets:
    """Return secrets that nobody else has."""
    return Secrets()


@pytest.fixture(params=["obstore", "boto3"])
def backend(request: pytest.FixtureRequest) -> str:
    """Return each backend that talks to a store."""
    name: str = request.param
    return name


def keys_of(mine: Secrets) -> dict[str, Any]:
    """Return what a store is told that holds every secret of its own."""
    return {
        "access_key_id": KEY_ID,
        "secret_access_key": mine.secret,
        "session_token": mine.token,
        "server_side_encryption": "sse-c",
        "sse_customer_key_base64": mine.customer,
        "default_headers": {"x-secret": mine.header},
    }


def store(backend: str, endpoint: str, **keys: Any) -> S3Store:
    """Make a store that gives up at once."""
    arguments = {"bucket": "bkt", "region": "us-east-1", "endpoint": endpoint, "retry_config": QUICK, **keys}
    return S3Store.from_resolution(resolve(env=False, **arguments), backend=backend)


# ---- what is searched


def forms(secret: str) -> set[str]:
    """Return a secret as it is written in the open, in reprs, in JSON, in XML and in URLs, and in base64."""
    return {
        secret,
        repr(secret)[1:-1],
        json.dumps(secret)[1:-1],
        html.escape(secret),
        html.escape(secret, quote=False),
        quote(secret),
        quote(secret, safe=""),
        base64.b64encode(secret.encode()).decode(),
    }


def leaks(secrets: tuple[str, ...], text: str | bytes) -> list[str]:
    """Return the pieces of secrets that stand in a text."""
    searched = text.decode("latin-1") if isinstance(text, bytes) else text
    pieces = {
        form[start : start + _PIECE]
        for secret in secrets
        for form in forms(secret)
        for start in range(len(form) - _PIECE + 1)
    }
    return sorted(piece for piece in pieces if piece in searched)


def printed(error: BaseException, *, with_locals: bool = False) -> str:
    """Return a traceback as Python prints it; with locals, only our own frames, without those of the tests."""
    told = traceback.TracebackException.from_exception(error, capture_locals=with_locals)
    if with_locals:
        told.stack[:] = [frame for frame in told.stack if Path(frame.filename).is_relative_to(_OURS)]
    return "".join(told.format())


def shown(error: BaseException) -> str:
    """Return everything that an error shows of itself."""
    notes = getattr(error, "__notes__", [])
    return "\n".join((str(error), repr(error), repr(error.args), repr(vars(error)), printed(error), *notes))


# ---- what is done

OPERATIONS: dict[str, Callable[[S3Store], object]] = {
    "put": lambda made: made.put("a", b"x", attributes={"Content-Type": "text/plain"}, tags={"t": "u"}),
    "put in parts": lambda made: made.put("a", io.BytesIO(b"x" * (6 << 20)), chunk_size=5 << 20),
    "put, new": lambda made: made.put("a", b"x", mode="create"),
    "get": lambda made: made.get("a").bytes(),
    "get, conditional": lambda made: made.get("a", options={"if_match": "*"}).bytes(),
    "stream": lambda made: [bytes(part) for part in made.get("a").stream(1)],
    "get_range": lambda made: made.get_range("a", start=0, end=2),
    "get_ranges": lambda made: made.get_ranges("a", starts=[0], ends=[2]),
    "head": lambda made: made.head("a"),
    "list": lambda made: made.list().collect(),
    "list_with_delimiter": lambda made: made.list_with_delimiter(),
    "delete": lambda made: made.delete("a"),
    "delete many": lambda made: made.delete(["a", "b"]),
    "copy": lambda made: made.copy("a", "b"),
    "rename": lambda made: made.rename("a", "b"),
    "get_async": lambda made: asyncio.run(_get(made)),
    "list_async": lambda made: asyncio.run(_list(made)),
    "below a prefix": lambda made: PrefixStore(made, "p").get("a"),
}


async def _get(made: S3Store) -> bytes:
    return await (await made.get_async("a")).bytes_async()


async def _list(made: S3Store) -> object:
    return await made.list().collect_async()


def error_of(operation: Callable[[S3Store], object], made: S3Store) -> BaseException:
    """Return what an operation that must fail raises."""
    with pytest.raises(S3ConfigError) as caught:
        operation(made)
    return caught.value


class Parrot:
    """A server that refuses everything, and repeats in its message everything that it was told."""

    def __init__(self, write: Callable[[str], str], status: int = 403) -> None:
        """Repeat it in some writing."""
        self._write = write
        self._status = status
        self.heard: list[str] = []
        self._server = Loopback(self._handle)
        self.endpoint = self._server.url

    def _handle(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as stream:
            while head := read_head(stream):
                connection.sendall(self._answer(read_body(head, stream, connection)).encode(head.method))

    def _answer(self, request: Request) -> Answer:
        told = "; ".join(f"{name}: {value}" for name, value in request.headers.pairs)
        self.heard.append(told)
        said = self._write(f"{told}; {request.target}")
        body = f"<Error><Code>AccessDenied</Code><Message>refused: {said}</Message><Extra>{said}</Extra></Error>"
        return Answer(self._status, {"Content-Type": "application/xml", "x-repeated": "yes"}, body.encode())

    def close(self) -> None:
        """Hang up."""
        self._server.close()


WRITINGS: dict[str, Callable[[str], str]] = {
    "xml": lambda text: html.escape(text, quote=False),
    "xml with quotes": html.escape,
    "json": lambda text: html.escape(json.dumps(text), quote=False),
    "url": lambda text: quote(text, safe=""),
    "lines": lambda text: html.escape(text.replace("; ", "\n"), quote=False),
}


@pytest.fixture
def parrot() -> Iterator[Callable[..., Parrot]]:
    """Make servers that repeat what they were told."""
    made: list[Parrot] = []

    def make(write: Callable[[str], str], status: int = 403) -> Parrot:
        made.append(Parrot(write, status))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def closed() -> str:
    """Return an endpoint where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}"


class TestRepeated:
    """A server that repeats secrets in its answers is not repeated."""

    @pytest.mark.parametrize("name", OPERATIONS)
    def test_by_each_operation(self, parrot: Callable[..., Parrot], mine: Secrets, backend: str, name: str) -> None:
        """Whatever is asked."""
        server = parrot(WRITINGS["xml"])
        error = error_of(OPERATIONS[name], store(backend, server.endpoint, **keys_of(mine)))
        assert leaks((mine.token, mine.header), "".join(server.heard)), "nothing was told, so that nothing is shown"
        assert leaks(mine.all, shown(error)) == []

    @pytest.mark.parametrize("writing", WRITINGS)
    @pytest.mark.parametrize("status", [400, 403, 500])
    def test_in_each_writing(
        self, parrot: Callable[..., Parrot], mine: Secrets, backend: str, writing: str, status: int
    ) -> None:
        """However it is written."""
        server = parrot(WRITINGS[writing], status)
        error = error_of(OPERATIONS["get"], store(backend, server.endpoint, **keys_of(mine)))
        assert leaks(mine.all, shown(error)) == []

    @pytest.mark.parametrize("writing", WRITINGS)
    def test_the_secret_itself(self, recorder: Recorder, mine: Secrets, backend: str, writing: str) -> None:
        """A server that knows the secret key, as a gateway in front of another does, may say it."""
        said = WRITINGS[writing](f"{mine.secret} is wrong")
        recorder.answer(status=403, body=f"<Error><Code>AccessDenied</Code><Message>{said}</Message></Error>")
        error = error_of(OPERATIONS["get"], store(backend, recorder.endpoint, **keys_of(mine)))
        assert leaks(mine.all, shown(error)) == []

    def test_in_the_code(self, recorder: Recorder, mine: Secrets, backend: str) -> None:
        """The code is a word of the server's, too."""
        recorder.answer(status=400, body=f"<Error><Code>{mine.secret}</Code><Message>x</Message></Error>")
        error = error_of(OPERATIONS["get"], store(backend, recorder.endpoint, **keys_of(mine)))
        assert leaks(mine.all, shown(error)) == []

    def test_at_the_cut(self, recorder: Recorder, mine: Secrets, backend: str) -> None:
        """A long message is cut behind what is hidden, not through it."""
        for length in range(240, 330, 6):
            text = f"{'x' * length}{mine.secret}{'y' * 99}"
            recorder.clear()
            recorder.answer(status=400, body=f"<Error><Code>Bad</Code><Message>{text}</Message></Error>")
            error = error_of(OPERATIONS["get"], store(backend, recorder.endpoint, **keys_of(mine)))
            assert leaks(mine.all, shown(error)) == []

    def test_in_a_part_of_several(self, recorder: Recorder, mine: Secrets, backend: str) -> None:
        """What is said of one object of many is hidden as well."""
        said = f"<Key>a</Key><Code>AccessDenied</Code><Message>{mine.token}</Message>"
        recorder.answer("POST", body=f"<DeleteResult><Error>{said}</Error></DeleteResult>")
        error = error_of(OPERATIONS["delete many"], store(backend, recorder.endpoint, **keys_of(mine)))
        assert leaks(mine.all, shown(error)) == []

    def test_with_locals(self, parrot: Callable[..., Parrot], mine: Secrets, backend: str) -> None:
        """A traceback that shows the variables of our own frames shows none, either."""
        server = parrot(WRITINGS["xml"])
        error = error_of(OPERATIONS["get"], store(backend, server.endpoint, **keys_of(mine)))
        assert leaks(mine.all, printed(error, with_locals=True)) == []

    def test_in_what_lies_behind(self, parrot: Callable[..., Parrot], mine: Secrets, backend: str) -> None:
        """Programs that follow an error to the one before it find no words of the library, or none that repeat."""
        server = parrot(WRITINGS["xml"])
        error = error_of(OPERATIONS["get"], store(backend, server.endpoint, **keys_of(mine)))
        behind = error.__cause__ or error.__context__
        assert leaks(mine.all, f"{behind!r} {behind} {getattr(behind, 'response', None)!r}") == []

    def test_in_a_pickle(self, parrot: Callable[..., Parrot], mine: Secrets, backend: str) -> None:
        """Errors go home from workers without one."""
        server = parrot(WRITINGS["xml"])
        error = error_of(OPERATIONS["get"], store(backend, server.endpoint, **keys_of(mine)))
        assert leaks(mine.all, pickle.dumps(error)) == []


class TestOnTheWay:
    """What fails before there is an answer shows nothing."""

    @pytest.mark.parametrize("name", OPERATIONS)
    def test_nobody_listens(self, mine: Secrets, closed: str, backend: str, name: str) -> None:
        """Whatever is asked."""
        error = error_of(OPERATIONS[name], store(backend, closed, **keys_of(mine)))
        assert leaks(mine.all, shown(error) + printed(error, with_locals=True)) == []

    @pytest.mark.parametrize("requires", [None, ("user", "another")], ids=["nowhere", "407"])
    def test_a_proxy(self, tunnel: Tunnel, mine: Secrets, backend: str, requires: tuple[str, str] | None) -> None:
        """A proxy that refuses, or leads nowhere, is named without its user."""
        tunnel.requires = requires
        proxy = tunnel.url.replace("//", f"//{quote(mine.token, safe='')}:{quote(mine.password, safe='')}@")
        for endpoint in ("https://s3.us-east-1.amazonaws.com", "http://127.0.0.1:1"):
            made = store(backend, endpoint, proxy_url=proxy, **keys_of(mine))
            error = error_of(OPERATIONS["get"], made)
            assert leaks(mine.all, shown(error) + printed(error, with_locals=True)) == []

    def test_a_proxy_of_sts(self, tunnel: Tunnel, mine: Secrets, backend: str) -> None:
        """Nor when it is STS that cannot be reached."""
        (tunnel.ca_file.parent / "token").write_text(mine.token)
        tunnel.requires = ("user", "another")
        made = store(
            backend,
            "https://s3.us-east-1.amazonaws.com",
            proxy_url=tunnel.url.replace("//", f"//user:{quote(mine.password, safe='')}@"),
            web_identity_token_file=tunnel.ca_file.parent / "token",
            role_arn="arn:aws:iam::1:role/r",
        )
        error = error_of(OPERATIONS["get"], made)
        assert leaks(mine.all, shown(error)) == []

    def test_a_store_that_cannot_be_made(self, mine: Secrets, closed: str) -> None:
        """What obstore says of a configuration that it refuses is hidden."""
        error = error_of(OPERATIONS["get"], store("obstore", closed, **keys_of(mine), root_certificate=_NO_CERTIFICATE))
        assert leaks(mine.all, shown(error)) == []

    def test_a_store_that_cannot_be_made_with_locals(self, mine: Secrets, closed: str) -> None:
        """The arguments that it was given are not shown, either."""
        error = error_of(OPERATIONS["get"], store("obstore", closed, **keys_of(mine), root_certificate=_NO_CERTIFICATE))
        assert leaks(mine.all, printed(error, with_locals=True)) == []

    @pytest.mark.parametrize("name", ["x bad", "x-a"])
    def test_a_header_that_cannot_be_sent(self, mine: Secrets, closed: str, backend: str, name: str) -> None:
        """A name or a value that no request can carry is refused without being shown."""
        value = f"{mine.header}\x01" if name == "x-a" else mine.header
        with pytest.raises(S3ConfigError) as caught:
            store(
                backend, closed, default_headers={name: value}, access_key_id=KEY_ID, secret_access_key=mine.secret
            ).get("a")
        assert leaks(mine.all, shown(caught.value)) == []

    def test_a_key_that_no_library_takes(self, mine: Secrets, closed: str, backend: str) -> None:
        """A token that cannot be a header is refused without being shown."""
        keys = {
            "access_key_id": KEY_ID,
            "secret_access_key": mine.secret,
            "token": f"{mine.token}\x01",
            "expires_at": None,
        }
        error = error_of(OPERATIONS["get"], store(backend, closed, credential_provider=lambda: keys))
        assert leaks(mine.all, shown(error) + printed(error, with_locals=True)) == []


def body_of(mine: Secrets) -> str:
    """Return what a container's service hands out."""
    ends = datetime.now(UTC) + timedelta(hours=1)
    found = {"AccessKeyId": "ASIAFETCHED", "SecretAccessKey": mine.secret, "Token": mine.token}
    return json.dumps({**found, "Expiration": ends.isoformat()})


class TestFetched:
    """Credentials that were fetched are as secret as those that were said."""

    @pytest.fixture
    def fetched(self, recorder: Recorder, mine: Secrets, backend: str) -> S3Store:
        """Return a store that has fetched its credentials, from a service that wants a token."""
        recorder.answer(lambda asked: asked.path == "/credentials", body=body_of(mine))
        made = store(
            backend,
            recorder.endpoint,
            container_credentials_full_uri=f"{recorder.endpoint}/credentials",
            container_authorization_token=mine.password,
        )
        made.head("a")
        assert recorder.last.verify(mine.secret)
        return made

    def test_a_store_that_repeats_them(self, fetched: S3Store, recorder: Recorder, mine: Secrets) -> None:
        """They are hidden in what a server says."""
        for secret in (mine.secret, mine.token, mine.password):
            recorder.clear()
            said = html.escape(secret, quote=False)
            recorder.answer(status=403, body=f"<Error><Code>AccessDenied</Code><Message>{said}</Message></Error>")
            error = error_of(OPERATIONS["get"], fetched)
            assert leaks(mine.all, shown(error) + printed(error, with_locals=True)) == []

    def test_what_is_shown_of_it(self, fetched: S3Store, mine: Secrets) -> None:
        """Neither the store nor what it is made of shows them."""
        assert leaks(mine.all, "".join(reprs(fetched))) == []

    def test_a_pickle_holds_nothing_fetched(self, fetched: S3Store, mine: Secrets) -> None:
        """A store goes to a worker with what was said, which fetches its own."""
        assert leaks((mine.secret, mine.token), pickle.dumps(fetched)) == []

    @pytest.mark.parametrize("status", [200, 400, 500])
    def test_a_service_that_fails(self, recorder: Recorder, mine: Secrets, backend: str, status: int) -> None:
        """What it says is not shown, nor what it was told."""
        half = json.dumps({"SecretAccessKey": mine.secret, "Token": mine.token})
        recorder.answer(lambda asked: asked.path == "/credentials", status=status, body=half)
        made = store(
            backend,
            recorder.endpoint,
            container_credentials_full_uri=f"{recorder.endpoint}/credentials",
            container_authorization_token=mine.password,
        )
        error = error_of(OPERATIONS["get"], made)
        assert leaks(mine.all, shown(error)) == []

    @pytest.mark.parametrize("status", [200, 400])
    def test_a_service_that_fails_with_locals(
        self, recorder: Recorder, mine: Secrets, backend: str, status: int
    ) -> None:
        """Nor do the variables of our own frames show it."""
        half = json.dumps({"SecretAccessKey": mine.secret, "Token": mine.token})
        recorder.answer(lambda asked: asked.path == "/credentials", status=status, body=half)
        made = store(
            backend,
            recorder.endpoint,
            container_credentials_full_uri=f"{recorder.endpoint}/credentials",
            container_authorization_token=mine.password,
        )
        error = error_of(OPERATIONS["get"], made)
        assert leaks(mine.all, printed(error, with_locals=True)) == []

    def test_a_token_that_cannot_be_sent(self, recorder: Recorder, mine: Secrets, backend: str, tmp_path: Path) -> None:
        """A token file of two lines is refused without being shown."""
        file = tmp_path / "token"
        file.write_text(f"{mine.password}\n{mine.token}")
        made = store(
            backend,
            recorder.endpoint,
            container_credentials_full_uri=f"{recorder.endpoint}/credentials",
            container_authorization_token_file=file,
        )
        error = error_of(OPERATIONS["get"], made)
        assert leaks(mine.all, shown(error)) == []

    def test_a_web_identity_that_is_refused(
        self, parrot: Callable[..., Parrot], mine: Secrets, backend: str, tmp_path: Path
    ) -> None:
        """Its token is not shown."""
        file = tmp_path / "token"
        file.write_text(mine.token)
        server = parrot(WRITINGS["xml"])
        made = store(backend, server.endpoint, web_identity_token_file=file, role_arn="r", sts_endpoint=server.endpoint)
        error = error_of(OPERATIONS["get"], made)
        assert leaks(mine.all, shown(error)) == []

    def test_a_web_identity_that_is_refused_with_locals(
        self, parrot: Callable[..., Parrot], mine: Secrets, backend: str, tmp_path: Path
    ) -> None:
        """Nor in the variables of our own frames."""
        file = tmp_path / "token"
        file.write_text(mine.token)
        server = parrot(WRITINGS["xml"])
        made = store(backend, server.endpoint, web_identity_token_file=file, role_arn="r", sts_endpoint=server.endpoint)
        error = error_of(OPERATIONS["get"], made)
        assert leaks(mine.all, printed(error, with_locals=True)) == []

    def test_a_user_in_the_services_url(self, recorder: Recorder, mine: Secrets, backend: str) -> None:
        """A URL with a secret in its query is not shown when it cannot be asked."""
        recorder.answer(status=500)
        made = store(
            backend,
            recorder.endpoint,
            container_credentials_full_uri=f"{recorder.endpoint}/credentials?token={quote(mine.token, safe='')}",
        )
        error = error_of(OPERATIONS["get"], made)
        assert leaks(mine.all, shown(error)) == []


def reprs(made: S3Store) -> Iterator[str]:
    """Yield what a store and its parts show; `native` is the library's own object, and shown by it."""
    connection = made._connected()
    for part in (
        made, made.config, made.client_options, made.retry_config, made.resolution, connection.operations,
        connection.asynchronous, made._chosen, PrefixStore(made, "p"), *vars(connection.operations).values(),
    ):  # fmt: skip
        if not type(part).__module__.startswith(("obstore", "botocore", "builtins")) or isinstance(part, str):
            yield f"{part!r} {part}"


class TestShown:
    """What is kept shows nothing."""

    def test_a_store(self, mine: Secrets, closed: str, backend: str) -> None:
        """Nor what it is made of."""
        assert leaks(mine.all, "".join(reprs(store(backend, closed, **keys_of(mine))))) == []

    def test_a_connection(self, mine: Secrets, closed: str, backend: str) -> None:
        """The connection is ours; what it holds of the library shows nothing, either."""
        made = store(backend, closed, **keys_of(mine))
        assert leaks(mine.all, repr(connect(made._chosen, made.config))) == []

    def test_a_translation(self, mine: Secrets, closed: str, backend: str) -> None:
        """Its values are for the other tool only."""
        translated = translate(store(backend, closed, **keys_of(mine)).config, backend)
        assert leaks(mine.all, f"{translated!r} {translated}") == []

    def test_credentials_that_are_held(self, mine: Secrets) -> None:
        """They are there, and not shown."""
        made = {"access_key_id": KEY_ID, "secret_access_key": mine.secret, "token": mine.token}
        refreshing = Refreshing(lambda: made)
        assert mine.secret == refreshing()["secret_access_key"]
        assert leaks(mine.all, f"{refreshing!r} {refreshing}") == []

    def test_a_result(self, recorder: Recorder, mine: Secrets, backend: str) -> None:
        """Results hold objects, and nothing of who asked."""
        made = store(backend, recorder.endpoint, **keys_of(mine))
        results = [made.put("a", b"x"), made.get("a"), made.head("a"), made.list(), made.get("a").stream(1)]
        assert leaks(mine.all, repr(results)) == []

    def test_a_signed_url_holds_only_what_it_must(self, mine: Secrets, closed: str, backend: str) -> None:
        """The token has to be in it; the secret, the customer's key and the headers do not."""
        url = store(backend, closed, **keys_of(mine)).sign("GET", "a", timedelta(minutes=1))
        assert leaks((mine.secret, mine.customer, mine.header), url) == []

    def test_a_pickle_without_secrets(self, mine: Secrets, closed: str, backend: str) -> None:
        """A resolution without secrets makes a store without secrets."""
        bare = store(backend, closed, **keys_of(mine)).resolution.without_secrets()
        assert leaks(mine.all, pickle.dumps(bare)) == []

    def test_what_is_refused(self, mine: Secrets, closed: str) -> None:
        """What a backend cannot do is said without the values."""
        keys = {**keys_of(mine), "http2_only": True, "randomize_addresses": True, "max_backoff": "1s"}
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            store("boto3", closed, **keys)
        assert caught
        assert leaks(mine.all, " ".join(str(warning.message) for warning in caught)) == []


@pytest.fixture
def both(recorder: Recorder, parrot: Callable[..., Parrot]) -> tuple[str, str]:
    """Return a server that does everything, and one that refuses it."""
    return recorder.endpoint, parrot(WRITINGS["xml"]).endpoint


def _succeed_and_fail(endpoints: tuple[str, str], mine: Secrets, backend: str) -> None:
    good, bad = endpoints
    for operation in OPERATIONS.values():
        operation(store(backend, good, **keys_of(mine)))
        error_of(operation, store(backend, bad, **keys_of(mine)))


class TestLogged:
    """Our loggers, and Python's warnings, tell nothing; a library's own debugging is the library's."""

    def test_our_loggers(
        self,
        both: tuple[str, str],
        mine: Secrets,
        backend: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """At the level of debugging, whatever succeeds and fails."""
        caplog.set_level(logging.DEBUG)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            _succeed_and_fail(both, mine, backend)
        ours = [record for record in caplog.records if record.name.startswith("s3config")]
        told = [f"{record.getMessage()} {record.args!r}" for record in ours]
        told.extend(str(warning.message) for warning in caught)
        assert leaks(mine.all, "\n".join(told)) == []

    def test_what_is_printed(
        self,
        both: tuple[str, str],
        mine: Secrets,
        backend: str,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        """Neither we nor the libraries write to the terminal."""
        _succeed_and_fail(both, mine, backend)
        assert tuple(capfd.readouterr()) == ("", "")

    def test_at_the_usual_level(
        self, parrot: Callable[..., Parrot], mine: Secrets, backend: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        """No library says a secret unless it is told to debug."""
        caplog.set_level(logging.INFO)
        for operation in OPERATIONS.values():
            error_of(operation, store(backend, parrot(WRITINGS["xml"]).endpoint, **keys_of(mine)))
        told = [f"{record.getMessage()} {record.args!r}" for record in caplog.records]
        assert leaks(mine.all, "\n".join(told)) == []


def test_the_search_finds_a_secret(mine: Secrets) -> None:
    """In each writing, and in part."""
    for secret in mine.all:
        for form in forms(secret):
            assert leaks((secret,), f"before{form[2:12]}behind")
            assert leaks((secret,), form.encode())
    assert leaks(mine.all, "nothing") == []


def test_a_panic_of_the_library(mine: Secrets, closed: str) -> None:
    """What obstore's panics say is hidden, as far as one can be had: a time that its server cannot mean."""
    made = store("obstore", closed, **keys_of(mine))
    options: Any = {"if_modified_since": datetime.max.replace(tzinfo=UTC)}
    with pytest.raises(Exception) as caught:  # noqa: PT011 (whatever it is)
        made.get("a", options=options)
    assert isinstance(caught.value, StoreError)
    assert leaks(mine.all, shown(caught.value)) == []
