"""No secret is shown, wherever it was written, by anything that shows what a resolution holds or what is wrong."""

from __future__ import annotations

import base64
import functools
import json
import logging
import pickle
import string
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import boto3
import pytest
from botocore.session import Session
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from s3config import InvalidConfigError, StoreConfig, explain, json_schema, resolve, validate
from s3config.cli import main
from s3config.reports import json as json_report
from s3config.reports import toml as toml_report
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from s3config import Resolution

KEY_ID = "AKIAIOSFODNN7EXAMPLE"
_PIECE = 8
"""So many characters of a secret in a row are a leak: it must not be cut in two at a mark that means something."""
_NOTHING: Callable[[str], dict[str, str]] = lambda _: {}  # noqa: E731

# Letter by letter, for Hypothesis would else try words of our own code, which may stand anywhere.
secrets = st.lists(st.sampled_from(string.ascii_letters + "/+='\"$%:\\@?#"), min_size=12, max_size=48).map("".join)
sse_keys = st.binary(min_size=32, max_size=32).map(lambda key: base64.b64encode(key).decode())


class Place(NamedTuple):
    """A place that a secret is written in."""

    name: str
    call: Callable[[str], dict[str, Any]]
    """Arguments of `resolve` with the secret in them."""
    files: Callable[[str], dict[str, str]] = _NOTHING
    """Files with the secret in them, by path."""


def _keys(name: str, **others: Any) -> Place:
    """Make the place of one key, given as an argument."""
    return Place(name, lambda secret: {**others, name: secret})


def _pair(**others: Any) -> dict[str, Any]:
    return {"access_key_id": KEY_ID, "secret_access_key": "abcdefgh" * 5, **others}


def _quoted(secret: str) -> str:
    """Write a secret for a `.env` file, as python-dotenv reads single quotes."""
    return "'" + secret.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _session(key_id: str, secret: str, token: str) -> Session:
    session = Session()
    session.set_credentials(key_id, secret, token)
    return session


ARGUMENTS = (
    _keys("secret_access_key", access_key_id=KEY_ID),
    _keys("AWS_SECRET_ACCESS_KEY"),
    _keys("session_token", **_pair()),
    _keys("security_token"),
    _keys("container_authorization_token", container_credentials_full_uri="http://169.254.170.23/v1"),
    _keys("sse_customer_key_base64", server_side_encryption="sse-c"),
    _keys("secret_acces_key"),
    _keys("AWS_SECRET_KEY"),
    _keys("aws_sesion_token"),
    _keys("secret"),
    _keys("access_key_id", secret_access_key=KEY_ID),
    Place("secret twice", lambda s: {"secret_access_key": s, "config": {"AWS_SECRET_ACCESS_KEY": s}}),
    Place("secret with a line break", lambda s: _pair(secret_access_key=f"{s}\n")),
    Place("secret after a space", lambda s: _pair(secret_access_key=f" {s}")),
    Place("secret that is not ASCII", lambda s: _pair(secret_access_key=f"{s}é")),
    Place("id with a line break", lambda s: _pair(access_key_id=f"{s}\n")),
    Place("secret in bytes", lambda s: _pair(secret_access_key=s.encode())),
    Place("secret in a list", lambda s: _pair(secret_access_key=[s])),
    Place("secret in a tuple", lambda s: _pair(secret_access_key=(s,))),
    Place("secret in a dict", lambda s: _pair(secret_access_key={"value": s})),
    Place("token in a list", lambda s: _pair(session_token=[s])),
    Place("id in bytes", lambda s: _pair(access_key_id=s.encode())),
    Place("id in a list", lambda s: _pair(access_key_id=[s])),
    Place("id in a dict", lambda s: _pair(access_key_id={"id": s})),
    Place("SSE-C key in a list", lambda s: {"sse_customer_key_base64": [s], "server_side_encryption": "sse-c"}),
    Place("secret below a key without a table", lambda s: {"config": {"region": {"secret_access_key": s}}}),
    Place("secret below an unknown key", lambda s: {"config": {"credentials": {"secret_access_key": s}}}),
    Place("secret among client options", lambda s: {"client_options": {"secret_access_key": s}}),
    Place("headers", lambda s: {"client_options": {"default_headers": {"Authorization": s}}}),
    Place("headers as text", lambda s: {"default_headers": f"x-a: b\nAuthorization: Bearer {s}"}),
    Place("headers in a list", lambda s: {"client_options": {"default_headers": [f"Authorization: {s}"]}}),
    Place("header with a list", lambda s: {"client_options": {"default_headers": {"Authorization": [s]}}}),
    Place("header with a line break", lambda s: {"client_options": {"default_headers": {"Authorization": f"{s}\n"}}}),
    Place("headers without a name", lambda s: {"client_options": {"default_headers": s.replace(":", ".")}}),
    Place("credential provider", lambda s: {"credential_provider": functools.partial(dict, secret_access_key=s)}),
    Place("password of a proxy", lambda s: {"proxy_url": f"http://user:{quote(s, safe='')}@proxy.example:3128"}),
    Place("raw password of a proxy", lambda s: {"proxy_url": f"http://user:{s}@proxy.example:3128"}),
    Place("user of a proxy", lambda s: {"client_options": {"proxy_url": f"http://{quote(s, safe='')}@proxy.example"}}),
    Place("proxy without a scheme", lambda s: {"proxy_url": f"user:{s}@proxy.example:3128"}),
    Place("user part of an endpoint", lambda s: {"endpoint": f"https://{KEY_ID}:{quote(s, safe='')}@s3.example"}),
    Place("raw user part of an endpoint", lambda s: {"endpoint": f"https://{KEY_ID}:{s}@s3.example"}),
    Place("user part of an endpoint without a scheme", lambda s: {"endpoint": f"{KEY_ID}:{s}@s3.example"}),
    Place("user part of an endpoint in a list", lambda s: {"endpoint": [f"https://{KEY_ID}:{s}@s3.example"]}),
    Place("signature in an endpoint",
          lambda s: {"endpoint": f"https://s3.example/?X-Amz-Signature={quote(s, safe='')}"}),
    Place("user part of STS", lambda s: {"sts_endpoint": f"https://user:{s}@sts.example"}),
    Place("user part of metadata", lambda s: {"metadata_endpoint": f"http://user:{s}@169.254.169.254"}),
    Place("token in the container's URL",
          lambda s: {"container_credentials_full_uri": f"http://169.254.170.23/v1?token={quote(s, safe='')}"}),
    Place("user part of a bucket", lambda s: {"bucket": f"s3://{KEY_ID}:{s}@my-bucket/raw"}),
)  # fmt: skip

URLS = (
    Place("user part", lambda s: {"url": f"s3://{KEY_ID}:{quote(s, safe='')}@my-bucket/raw"}),
    Place("raw user part", lambda s: {"url": f"s3://{KEY_ID}:{s}@my-bucket/raw"}),
    Place("raw user part of a web URL", lambda s: {"url": f"https://{KEY_ID}:{s}@my-bucket.s3.amazonaws.com/raw"}),
    Place("raw user part of another scheme", lambda s: {"url": f"minio://{KEY_ID}:{s}@my-bucket/raw"}),
    Place("user part without a scheme", lambda s: {"url": f"{KEY_ID}:{s}@my-bucket/raw"}),
    Place("user part in bytes", lambda s: {"url": f"s3://{KEY_ID}:{s}@my-bucket/raw".encode()}),
    Place("signature",
          lambda s: {"url": f"https://my-bucket.s3.amazonaws.com/raw?X-Amz-Signature={quote(s, safe='')}"}),
    Place("raw signature", lambda s: {"url": f"https://my-bucket.s3.amazonaws.com/raw?X-Amz-Signature={s}"}),
    Place("token of a presigned URL",
          lambda s: {"url": f"https://s3.amazonaws.com/my-bucket/raw?x-amz-security-token={quote(s, safe='')}&a=b"}),
    Place("credential of a presigned URL at an unknown host",
          lambda s: {"url": f"https://minio.example/my-bucket/raw?X-Amz-Credential={quote(s, safe='')}"}),
    Place("secret in the query", lambda s: {"url": f"s3://my-bucket?secret_access_key={quote(s, safe='')}"}),
    Place("misspelt secret in the query", lambda s: {"url": f"s3://my-bucket?AWS_SECRET_KEY={quote(s, safe='')}"}),
    Place("endpoint in the query", lambda s: {"url": f"s3://my-bucket?endpoint=https://user:{s}@s3.example"}),
)  # fmt: skip

ENVIRONMENT = (
    Place("pair", lambda s: {"env": {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": s}}),
    Place("pair and token", lambda s: {
        "env": {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": s, "AWS_SESSION_TOKEN": s,
                "AWS_TOKEN": f"{s}x"}}),
    Place("id and secret swapped", lambda s: {"env": {"AWS_ACCESS_KEY_ID": s, "AWS_SECRET_ACCESS_KEY": KEY_ID}}),
    Place("misspelt secret", lambda s: {"env": {"AWS_SECRET_ACESS_KEY": s, "AWS_SECRET_KEY": s}}),
    Place("secret in lower case", lambda s: {"env": {"aws_secret_access_key": s}}),
    Place("secret that lost", lambda s: {**_pair(), "env": {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": s}}),
    Place("headers", lambda s: {"env": {"AWS_DEFAULT_HEADERS": f"Authorization: {s}"}}),
    Place("proxy", lambda s: {"env": {"AWS_PROXY_URL": f"http://user:{s}@proxy.example:3128"}}),
    Place("endpoint", lambda s: {"env": {"AWS_ENDPOINT_URL_S3": f"https://user:{s}@s3.example"}}),
    Place("endpoint that lost",
          lambda s: {"endpoint": "https://s3.example", "env": {"AWS_ENDPOINT_URL": f"https://user:{s}@s3.example"}}),
    Place("proxy that lost", lambda s: {
        "proxy_url": "http://proxy.example",
        "env": {"AWS_PROXY_URL": f"http://user:{quote(s, safe='')}@proxy.example"}}),
    Place("container token", lambda s: {"env": {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23", "AWS_CONTAINER_AUTHORIZATION_TOKEN": s}}),
)  # fmt: skip


def _dotenv(name: str, line: Callable[[str], str]) -> Place:
    return Place(
        name, lambda _: {"dotenv": ".env"}, lambda s: {".env": f"AWS_ACCESS_KEY_ID={KEY_ID}\n{line(s)}\nAWS_REGION=x\n"}
    )


def _document(name: str, path: str, text: Callable[[str], str], **call: Any) -> Place:
    return Place(name, lambda _: {"file": path, **call}, lambda s: {path: text(s)})


def _profile(name: str, text: Callable[[str], str]) -> Place:
    return Place(
        name,
        lambda _: {"profile": "p"},
        lambda s: {"../home/.aws/credentials": f"[p]\naws_access_key_id = x\n{text(s)}\n"},
    )


FILES = (
    _dotenv("secret", lambda s: f"AWS_SECRET_ACCESS_KEY={_quoted(s)}"),
    _dotenv("secret without quotes", lambda s: f"AWS_SECRET_ACCESS_KEY={s}"),
    _dotenv("secret by interpolation", lambda s: f"X={_quoted(s)}\nexport AWS_SECRET_ACCESS_KEY=${{X}}"),
    _dotenv("misspelt secret in a .env file", lambda s: f"AWS_SECRET_ACESS_KEY={_quoted(s)}"),
    _dotenv("secret after a colon", lambda s: f"AWS_SECRET_ACCESS_KEY: {s}"),
    _dotenv("secret right after a colon", lambda s: f"AWS_SECRET_ACCESS_KEY:{s}"),
    _dotenv("secret on a line of its own", lambda s: s),
    _document("secret in TOML", "s3.toml",
              lambda s: f'access_key_id = "{KEY_ID}"\nsecret_access_key = {json.dumps(s)}\n'),
    _document("secret without quotes in TOML", "s3.toml", lambda s: f"secret_access_key = {s}\n"),
    _document("secret without a key in TOML", "s3.toml", lambda s: f"secret_access_key\n{s}\n"),
    _document("misspelt secret in TOML", "s3.toml", lambda s: f"secret_acces_key = {json.dumps(s)}\n"),
    _document("secret in a store", "s3.toml",
              lambda s: f"[stores.a]\nsecret_access_key = {json.dumps(s)}\n", store="a"),
    _document("headers in TOML", "s3.toml",
              lambda s: f"[client_options.default_headers]\nAuthorization = {json.dumps(s)}\n"),
    _document("secret below a value in TOML", "s3.toml", lambda s: f"[bucket]\nsecret_access_key = {json.dumps(s)}\n"),
    _document("secret in an unknown table", "s3.toml", lambda s: f"[keys]\nsecret_access_key = {json.dumps(s)}\n"),
    _document("secret in YAML", "s3.yaml", lambda s: f"secret_access_key: {json.dumps(s)}\n"),
    _document("secret without quotes in YAML", "s3.yaml", lambda s: f"secret_access_key: {s}\n"),
    _document("secret for a key in YAML", "s3.yaml", lambda s: f"? {s}\n: [\n"),
    _document("secret in JSON", "s3.json", lambda s: json.dumps({"secret_access_key": s, "token": s})),
    _document("secret without quotes in JSON", "s3.json", lambda s: f'{{"secret_access_key": {s}}}'),
    _profile("secret in a profile", lambda s: f"aws_secret_access_key = {s}\naws_session_token = {s}"),
    _profile("misspelt secret in a profile", lambda s: f"aws_secret_key = {s}"),
    _profile("endpoint in a profile", lambda s: f"endpoint_url = https://user:{s}@s3.example"),
)  # fmt: skip

SESSIONS = (
    Place("botocore", lambda s: {"session": _session(KEY_ID, s, s)}),
    Place("botocore, id and secret swapped", lambda s: {"session": _session(s, KEY_ID, s)}),
    Place("botocore, with a line break", lambda s: {"session": _session(KEY_ID, f"{s}\n", s)}),
    Place("boto3", lambda s: {
        "session": boto3.Session(aws_access_key_id=KEY_ID, aws_secret_access_key=s, aws_session_token=s)}),
)  # fmt: skip

PLACES = (*ARGUMENTS, *URLS, *ENVIRONMENT, *FILES, *SESSIONS)


def _at(places: Iterable[Place]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("place", places, ids=lambda place: place.name)


def _pieces(secret: str) -> Iterator[str]:
    """Yield every piece of a secret, as it is and as it is written in reprs, in JSON and in URLs."""
    for text in {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1], quote(secret), quote(secret, safe="")}:
        yield from (text[start : start + _PIECE] for start in range(len(text) - _PIECE + 1))


def _leaks(secret: str, texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the texts, each with the name of what shows it, that a piece of the secret stands in."""
    pieces = set(_pieces(secret))
    return [(name, text) for name, text in texts if any(piece in text for piece in pieces)]


def _written(place: Place, secret: str) -> dict[str, Any]:
    """Write the files of a place, and return the call that reads them."""
    for name, content in place.files(secret).items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content, "utf-8")
    call = {"env": {}, **place.call(secret)}
    return call if "bucket" in call or "url" in call else {"bucket": "my-bucket", **call}


def _shown(resolution: Resolution) -> Iterator[tuple[str, str]]:
    """Yield all that a resolution, its parts and its errors show of themselves."""
    yield "resolution", f"{resolution!r} {resolution}"
    yield "url", f"{resolution.url!r}"
    for key in KEYS:
        yield key, f"{resolution[key]!r} {resolution[key]}"
        for setting in resolution.history(key):
            yield f"history of {key}", f"{setting!r} {setting} {setting.value!r} {setting.origin}"
    for diagnostic in resolution.diagnostics:
        yield "diagnostic", f"{diagnostic!r} {diagnostic}"
    yield "explain", explain(resolution)
    yield "explain as JSON", json_report.explain(resolution)
    yield "explain as TOML", toml_report.explain(resolution)
    yield "validate", repr(validate(resolution))
    for show in (_values, _config):
        try:
            yield from show(resolution)
        except InvalidConfigError as error:
            yield from _error(error)


def _values(resolution: Resolution) -> Iterator[tuple[str, str]]:
    yield "values", f"{resolution.values()!r} {json.dumps(resolution.values())}"


def _config(resolution: Resolution) -> Iterator[tuple[str, str]]:
    config = resolution.config
    for name, model in (("config", config), ("options", config.client_options), ("retries", config.retry_config)):
        yield name, f"{model!r} {model} {list(model.__repr_args__())} {dict(model)!r}"
        yield f"dump of {name}", f"{model.model_dump()!r} {model.model_dump_json()} {model.model_dump(mode='json')!r}"


def _error(error: BaseException) -> Iterator[tuple[str, str]]:
    """Yield what an error shows; the frame of this test, which holds the secret, is left out."""
    name = type(error).__name__
    yield name, f"{error!r} {error} {error.args!r} {vars(error)!r}"
    frames = error.__traceback__.tb_next if error.__traceback__ else None
    printed = traceback.TracebackException(type(error), error, frames, capture_locals=True)
    yield f"traceback of {name}", "".join(printed.format(chain=True))
    for other in (error.__cause__, error.__context__):
        if other is not None:
            yield from _error(other)


@_at(PLACES)
@settings(max_examples=25)
@given(secret=secrets)
@example(secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
@example(secret="abcdefgh?ijklmnop#qrstuvwx@yzABCDEF/GHIJKLMN")
@example(secret="aaaabbbbcccc:ddddeeeeffff=gggghhhh\\iiii'jjjj\"")
def test_nothing_shows_it(place: Place, secret: str, caplog: pytest.LogCaptureFixture) -> None:
    """No repr, report, value, error, log line or warning holds a piece of it."""
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        shown = list(_shown(resolve(**_written(place, secret))))
    shown.append(("log", "\n".join(f"{record.getMessage()} {record.args!r}" for record in caplog.records)))
    shown.append(("warnings", " ".join(str(warning.message) for warning in caught)))

    assert _leaks(secret, shown) == []


@_at(PLACES)
@settings(max_examples=25)
@given(secret=secrets)
@example(secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
def test_nothing_is_left_without_secrets(place: Place, secret: str) -> None:
    """`without_secrets()` holds no piece of it, not even in its pickle."""
    bare = resolve(**_written(place, secret)).without_secrets()

    shown = [("pickle", pickle.dumps(bare).decode("latin-1")), *_shown(bare)]

    assert _leaks(secret, shown) == []
    assert repr(bare) == repr(pickle.loads(pickle.dumps(bare)))  # noqa: S301 (our own pickle)


_TOOLS = ("boto3", "polars", "s3fs", "duckdb", "rclone", "env", "kubernetes", "clickhouse")
"""Each writes text of its own kind."""


@_at((*URLS, *ENVIRONMENT, *FILES))
@settings(max_examples=10)
@given(secret=secrets)
@example(secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
def test_no_command_prints_it(
    place: Place, secret: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No format of `validate`, `explain`, `diff` and `convert` prints a piece of it."""
    call = _written(place, secret)
    inputs = [call[name] for name in ("url", "dotenv", "file") if isinstance(call.get(name), str)]
    options = [f"--{name}={call[name]}" for name in ("store", "profile") if name in call]
    commands = [["validate", f"--format={kind}", "--", *inputs] for kind in ("text", "json")]
    commands += [["explain", "--all", f"--format={kind}", *options, "--", *inputs] for kind in ("text", "json", "toml")]
    commands += [["diff", "--all", "--", "env", word] for word in inputs or ["env"]]
    commands += [["convert", "--lenient", f"--to={tool}", "--", *inputs[:1]] for tool in _TOOLS]
    with monkeypatch.context() as environment:
        for name, value in call["env"].items():
            environment.setenv(name, value)
        codes = [main(command) for command in commands]

    printed = capsys.readouterr()

    assert {0, 1, 2} >= set(codes)
    assert printed.out
    assert _leaks(secret, [("stdout", printed.out), ("stderr", printed.err)]) == []


@pytest.mark.parametrize("command", ["schema", "keys"])
@settings(max_examples=10)
@given(secret=secrets)
def test_no_description_prints_it(
    command: str, secret: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known of the keys has nothing to do with what this process holds."""
    with monkeypatch.context() as environment:
        environment.setenv("AWS_SECRET_ACCESS_KEY", secret)
        resolve(bucket="my-bucket")
        code = main([command])

    printed = capsys.readouterr()

    assert code == 0
    assert (
        _leaks(secret, [("stdout", printed.out), ("stderr", printed.err), ("schema", json.dumps(json_schema()))]) == []
    )


@pytest.mark.parametrize("spelling", ["sse_customer_key_base64", "AWS_SSE_CUSTOMER_KEY_BASE64"])
@pytest.mark.parametrize("kind", ["sse-c", "AES256", None])
@settings(max_examples=25)
@given(secret=sse_keys)
def test_nothing_shows_a_customer_key(spelling: str, kind: str | None, secret: str) -> None:
    """A valid key of 32 bytes is hidden, with its type, with another type, and without one."""
    resolution = resolve(bucket="my-bucket", config={spelling: secret, "server_side_encryption": kind}, env={})
    bare = pickle.dumps(resolution.without_secrets()).decode("latin-1")

    assert _leaks(secret, [*_shown(resolution), ("pickle", bare)]) == []


@given(secret=secrets)
def test_request_that_needs_it_gets_it(secret: str) -> None:
    """The secret is not lost: whoever asks for it by name has it."""
    resolution = resolve(bucket="my-bucket", access_key_id=KEY_ID, AWS_SECRET_ACCESS_KEY=secret, env={})
    hidden = resolution.config.secret_access_key

    assert hidden is not None
    assert secret == hidden.get_secret_value()
    assert secret == resolution["secret_access_key"].value.get_secret_value()
    assert secret == resolution.values(reveal=True)["secret_access_key"]


def _models(secret: str) -> dict[str, dict[str, Any]]:
    return {
        "secret": {"secret_access_key": f"{secret}\n"},
        "secret in a list": {"secret_access_key": [secret]},
        "id": {"access_key_id": f"{secret} "},
        "id in bytes": {"access_key_id": secret.encode()},
        "token": {"session_token": {"token": secret}},
        "container token": {"container_authorization_token": f"{secret}\t"},
        "misspelt secret": {"secret_acces_key": secret},
        "SSE-C key": {"sse_customer_key_base64": f"!{secret}", "server_side_encryption": "sse-c"},
        "headers": {"client_options": {"default_headers": {"Authorization": f"{secret}\n"}}},
        "headers in a list": {"client_options": {"default_headers": [secret]}},
        "proxy": {"client_options": {"proxy_url": f"ftp://user:{secret}@proxy.example"}},
        "misspelt option": {"client_options": {"default_header": secret}},
        "endpoint": {"endpoint": f"https://user:{secret}@s3.example"},
        "bucket": {"bucket": f"s3://user:{secret}@my-bucket"},
        "contradiction": {"secret_access_key": secret, "sse_kms_key_id": "alias/data"},
    }


@pytest.mark.parametrize("name", _models(""))
@settings(max_examples=25)
@given(secret=secrets)
def test_no_error_of_the_model_shows_it(name: str, secret: str) -> None:
    """A model made by hand refuses a bad value without showing it."""
    with pytest.raises(ValidationError) as caught:
        StoreConfig(**_models(secret)[name])

    error = caught.value
    printed = "".join(traceback.format_exception(error))
    assert _leaks(secret, [("str", str(error)), ("repr", repr(error)), ("traceback", printed)]) == []


@given(key_id=st.text(string.ascii_uppercase + string.digits, min_size=16, max_size=64))
def test_key_id_is_shown_by_its_end(key_id: str) -> None:
    """Of an id of 16 characters or more the last four are shown, and no others."""
    resolution = resolve(bucket="my-bucket", **{**_pair(), "access_key_id": key_id}, env={})
    tail = f"****{key_id[-4:]}"

    assert tail == resolution.values()["access_key_id"]
    assert tail == json.loads(resolution.config.model_dump_json())["access_key_id"]
    assert repr(tail) == repr(resolution["access_key_id"].value)
    assert all(tail in text for text in (repr(resolution), repr(resolution.config), explain(resolution)))
    assert key_id == resolution.values(reveal=True)["access_key_id"]
    assert [(name, text) for name, text in _shown(resolution) if key_id[-5:] in text] == []


@given(key_id=st.text(string.ascii_uppercase + string.digits, min_size=9, max_size=15))
def test_short_key_id_is_not_shown_at_all(key_id: str) -> None:
    """Four characters would be too much of a short id."""
    resolution = resolve(bucket="my-bucket", **{**_pair(), "access_key_id": key_id}, env={})

    assert resolution.values()["access_key_id"] == "****"
    assert [(name, text) for name, text in _shown(resolution) if key_id[-9:] in text] == []


MASKED = (
    _keys("secret_access_key", access_key_id="short"),
    Place("key id", lambda s: _pair(access_key_id=s.ljust(16, "x"))),
    Place("token", lambda s: _pair(session_token=s)),
    Place("container token",
          lambda s: {"container_credentials_full_uri": "http://169.254.170.23", "container_authorization_token": s}),
    Place("SSE-C key", lambda s: {
        "server_side_encryption": "sse-c",
        "sse_customer_key_base64": base64.b64encode(s.encode()[:32].ljust(32)).decode()}),
    Place("headers", lambda s: {"client_options": {"default_headers": {"Authorization": s}}}),
    Place("proxy", lambda s: {"proxy_url": f"http://user:{quote(s, safe='')}@proxy.example:3128"}),
    Place("container URL",
          lambda s: {"container_credentials_full_uri": f"http://169.254.170.23/v1?token={quote(s, safe='')}"}),
)  # fmt: skip


@_at(MASKED)
@settings(max_examples=25)
@given(secret=secrets)
def test_mask_cannot_be_read_back(place: Place, secret: str) -> None:
    """`values()` with masks in it is refused, with the code for it; the revealed values are taken."""
    first = resolve(bucket="my-bucket", env={}, **place.call(secret))
    again = resolve(config=first.values(), env={})

    with pytest.raises(InvalidConfigError) as caught:
        _ = again.config

    assert "KEY007" in {diagnostic.code for diagnostic in caught.value.diagnostics}
    assert first.config == resolve(config=first.values(reveal=True), env={}).config
