"""The dialect `gdal`: each key's options, and what GDAL itself makes of the variables and the file."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from nasty_values import NASTY, TEXTS, made
from tool_runs import python_of

from s3config import resolve, translate
from s3config.config import ClientOptions
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from recording import Recorder
    from tunnelling import Tunnel

    from s3config.config import StoreConfig

KEY_ID = "AKIAIOSFODNN7EXAMPLE"
_PAIR = {"access_key_id": KEY_ID, "secret_access_key": "secret"}
_PAIR_WRITTEN = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": "secret"}
_ELSEWHERE = {"AWS_S3_ENDPOINT": "s3.example.com:8443", "AWS_HTTPS": "YES"}
CASES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {}),
    (_PAIR, _PAIR_WRITTEN),
    ({**_PAIR, "session_token": "t"}, {**_PAIR_WRITTEN, "AWS_SESSION_TOKEN": "t"}),
    ({"region": "eu-west-1"}, {"AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-west-1"}),
    ({"endpoint": "https://s3.example.com:8443"}, {**_ELSEWHERE, "AWS_VIRTUAL_HOSTING": "NO"}),
    (
        {"endpoint": "https://s3.example.com:8443", "virtual_hosted_style_request": True},
        {**_ELSEWHERE, "AWS_VIRTUAL_HOSTING": "YES"},
    ),
    (
        {"endpoint": "http://localhost:9000"},
        {"AWS_S3_ENDPOINT": "localhost:9000", "AWS_HTTPS": "NO", "AWS_VIRTUAL_HOSTING": "NO"},
    ),
    ({"skip_signature": True}, {"AWS_NO_SIGN_REQUEST": "YES"}),
    ({"request_payer": True}, {"AWS_REQUEST_PAYER": "requester"}),
    ({"request_payer": False}, {}),
    (
        {"web_identity_token_file": "/run/t", "role_arn": "arn:aws:iam::111122223333:role/r"},
        {"AWS_WEB_IDENTITY_TOKEN_FILE": "/run/t", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/r"},
    ),
    ({"sts_endpoint": "https://sts.example.com"}, {"CPL_AWS_STS_ROOT_URL": "https://sts.example.com"}),
    ({"metadata_endpoint": "http://localhost:1"}, {"CPL_AWS_EC2_API_ROOT_URL": "http://localhost:1"}),
    ({"allow_invalid_certificates": True}, {"GDAL_HTTP_UNSAFESSL": "YES"}),
    ({"root_certificate": "/etc/ca.pem"}, {"GDAL_CURL_CA_BUNDLE": "/etc/ca.pem"}),
    ({"connect_timeout": "1s 500ms"}, {"GDAL_HTTP_CONNECTTIMEOUT": "1.5"}),
    ({"timeout": "1m"}, {"GDAL_HTTP_TIMEOUT": "60"}),
    ({"read_timeout": "3s"}, {"GDAL_HTTP_LOW_SPEED_TIME": "3", "GDAL_HTTP_LOW_SPEED_LIMIT": "1"}),
    ({"http1_only": True}, {"GDAL_HTTP_VERSION": "1.1"}),
    ({"http2_only": True}, {"GDAL_HTTP_VERSION": "2PRIOR_KNOWLEDGE"}),
    ({"proxy_url": "http://u:p%40w@proxy:3128"}, {"GDAL_HTTP_PROXY": "http://u:p%40w@proxy:3128"}),
    ({"user_agent": "me/1"}, {"GDAL_HTTP_USERAGENT": "me/1"}),
    ({"default_headers": {"X-A": "1", "X-B": "2"}}, {"GDAL_HTTP_HEADERS": "X-A: 1,X-B: 2"}),
    ({"default_headers": {"X-A": "1,2"}}, {"GDAL_HTTP_HEADERS": "X-A: 1,2"}),
    ({"default_headers": {"X-A": '1,2:"\\'}}, {"GDAL_HTTP_HEADERS": '"X-A: 1,2:\\"\\\\"'}),
    ({"max_retries": 2}, {"GDAL_HTTP_MAX_RETRY": "2"}),
    ({"init_backoff": "250ms"}, {"GDAL_HTTP_RETRY_DELAY": "0.25"}),
]
DROPPED: list[tuple[dict[str, Any], str]] = [
    ({"server_side_encryption": "AES256"}, "server_side_encryption"),
    ({"endpoint": "https://gateway.example.com/s3"}, "endpoint"),
    ({"read_timeout": "250ms"}, "read_timeout"),
    ({"default_headers": {"a": ""}}, "default_headers"),
    ({"default_headers": {"a": "\xfc"}}, "default_headers"),
    ({"imdsv1_fallback": False}, "imdsv1_fallback"),
    ({"role_session_name": "a"}, "role_session_name"),
    ({"root_certificate": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"}, "root_certificate"),
]


@pytest.mark.parametrize(("settings", "values"), CASES, ids=str)
def test_words(settings: dict[str, Any], values: dict[str, str]) -> None:
    """Each key has its options, and what tells nothing is not written."""
    written = translate(made(**settings), "gdal")
    assert dict(written.values) == values
    assert not written.dropped


@pytest.mark.parametrize(("settings", "key"), DROPPED, ids=str)
def test_unsayable(settings: dict[str, Any], key: str) -> None:
    """What GDAL cannot be told is dropped with a reason."""
    assert key in translate(made(**settings), "gdal", strict=False).dropped


_OPTIONS = """
import json, sys
import rasterio
from rasterio._env import get_gdal_config
with rasterio.Env():
    print(json.dumps({name: get_gdal_config(name, normalize=False) for name in json.loads(sys.argv[1])}))
"""
_OPEN = """
import sys
import rasterio
try:
    rasterio.open(sys.argv[1])
except rasterio.RasterioIOError:
    pass
"""


def _gdal(script: str, argument: str, variables: Mapping[str, str], *shell: str) -> str:
    around = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {**around, "CPL_AWS_EC2_API_ROOT_URL": "http://127.0.0.1:1", **variables}
    command = [*shell, python_of("gdal"), "-c", script, argument]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=60, check=True)
    return done.stdout


def _renamed(configs: list[StoreConfig], form: str) -> tuple[dict[str, str], str]:
    """Return the options of several configurations, each with a number behind its name, and their text in one."""
    wanted: dict[str, str] = {}
    texts = []
    for number, config in enumerate(configs):
        written = translate(config, "gdal", strict=False)
        text = written.form(form)
        for name, value in written.values.items():
            wanted[f"{name}_{number}"] = value
            text = text.replace(f"{name}=", f"{name}_{number}=", 1)
        texts.append(text)
    return wanted, "".join(texts)


@pytest.mark.dialects
@pytest.mark.parametrize("form", ["environment", "config"])
def test_gdal_reads_the_text(tmp_path: Path, form: str) -> None:
    """GDAL finds what was written, by way of a shell or in its own file, whatever stands in it."""
    configs = [*NASTY, *(made(root_certificate=f"/a/{text} ", user_agent=f"{text} ") for text in TEXTS)]
    configs += [made(user_agent=text) for text in ("# a", "; a", "[a]", "=a", ":a", '"a"')]
    wanted, text = _renamed([config for config in configs if config.role_session_name is None], form)
    path = tmp_path / "options"
    path.write_text(text, "utf-8")
    names = json.dumps(list(wanted))
    if form == "config":
        found = _gdal(_OPTIONS, names, {"GDAL_CONFIG_FILE": str(path)})
    else:
        found = _gdal(_OPTIONS, names, {}, "sh", "-c", '. "$0"; exec "$@"', str(path))
    assert json.loads(found) == wanted


HEADERS: list[dict[str, str]] = [
    {"X-A": "1"},
    {"X-A": "1,2"},
    {"X-A": "1,2", "X-B": "3"},
    {"X-A": '"', "X-B": "\\"},
    {"X-A": 'a "b" c'},
    {"X-A": "a:b,c:d"},
    {"X-A": '\\"\\', "X-B": ", ,"},
    {"x-amz-meta-a": "b"},
]


@pytest.mark.dialects
@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_gdal_sends_the_headers(recorder: Recorder, headers: dict[str, str]) -> None:
    """GDAL sends each header as it was said, and signs with the secret; and they come back as they were."""
    settings = {"endpoint": recorder.endpoint, "default_headers": headers, "request_payer": True, **_PAIR}
    values = translate(made(**settings), "gdal").values
    _gdal(_OPEN, "/vsis3/logs/a.tif", values)
    assert recorder.last.verify("secret", region="us-east-1")
    assert recorder.last.path.startswith("/logs")
    assert headers.items() <= {name: recorder.last.headers.get(name) for name in headers}.items()
    assert recorder.last.headers["x-amz-request-payer"] == "requester"


@pytest.mark.dialects
def test_proxy_and_certificate(recorder: Recorder, tunnel: Tunnel) -> None:
    """The proxy leads to https://, too, and the certificate is trusted."""
    tunnel.default = recorder.endpoint
    settings = {"endpoint": "https://s3.example.test", "proxy_url": tunnel.url, **_PAIR}
    _gdal(_OPEN, "/vsis3/logs/a.tif", translate(made(**settings), "gdal").values)
    assert list(recorder.requests) == []
    trusting = translate(made(**settings, root_certificate=str(tunnel.ca_file)), "gdal")
    _gdal(_OPEN, "/vsis3/logs/a.tif", trusting.values)
    assert recorder.last.host == "s3.example.test"


@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_headers_come_back(headers: dict[str, str]) -> None:
    """Headers are read as they were, from values and from text."""
    written = translate(made(default_headers=headers), "gdal")
    for source in (written.values, written.form("environment"), written.form("config")):
        found = resolve(bucket="logs", env=False, sources=[from_dialect(source, "gdal")]).config
        back = found.client_options.default_headers or {}
        assert {name: value.get_secret_value() for name, value in back.items()} == headers


def test_white_space_in_front_is_refused() -> None:
    """A value that GDAL would change in a file is refused there, without the value."""
    config = made().model_copy(update={"client_options": ClientOptions(user_agent=" me")})
    written = translate(config, "gdal")
    with pytest.raises(ConfigError, match=r"^GDAL_HTTP_USERAGENT begins with white space"):
        written.form("config")
    assert "' me'" in written.form("environment")


READ: list[tuple[str, dict[str, Any]]] = [
    ("AWS_REGION=a\nAWS_DEFAULT_REGION=b\n", {"region": "b"}),
    (
        "AWS_S3_ENDPOINT=localhost:1\nAWS_HTTPS=FALSE\n",
        {"endpoint": "http://localhost:1", "allow_http": True, "virtual_hosted_style_request": True},
    ),
    ("AWS_VIRTUAL_HOSTING=OFF\n", {"virtual_hosted_style_request": "OFF"}),
    ("GDAL_HTTP_PROXY=p:1\n", {"proxy_url": "http://p:1"}),
    ("GDAL_HTTP_VERSION=2\nGDAL_CACHEMAX=1\nCPL_DEBUG=ON\n", {}),
    ("[configoptions]\nAWS_REGION: a\n", {"region": "a"}),
    (
        "[credentials]\n[.logs]\npath=/vsis3/logs\nAWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESS_KEY= b\n",
        {"access_key_id": "a", "secret_access_key": "b"},
    ),
    ("[directives]\nignore-env-vars=yes\n[configoptions]\n# AWS_REGION=x\n", {}),
    ("AWS_ENDPOINT_URL=http://localhost:1\nAWS_REGOIN=x\nGDAL_HTTP_TIMEOT=1\n", {"KEY001": 3}),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_text_of_others(text: str, expected: dict[str, Any]) -> None:
    """What people write is read as GDAL reads it, and what it ignores is named."""
    items: list[Any] = list(from_dialect(text, "gdal").read(None))  # type: ignore[arg-type]
    values = {item.key: item.value for item in items if hasattr(item, "key")}
    found = {key: getattr(value, "get_secret_value", lambda value=value: value)() for key, value in values.items()}
    strange = [item for item in items if not hasattr(item, "key")]
    assert found | ({"KEY001": len(strange)} if strange else {}) == expected


PLACES = [
    ("[configoptions]\nAWS_REGION = x\n", (2, 1)),
    ("export AWS_NO_SIGN_REQUEST=YES AWS_REGION=x\n", (1, 32)),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_place(text: str, place: tuple[int, int]) -> None:
    """A setting knows the line and the column of its word."""
    resolution = resolve(env=False, sources=[from_dialect(text, "gdal")])
    assert (resolution["region"].origin.line, resolution["region"].origin.column) == place


BROKEN = [
    ("[configoptions]\nAWS_REGION\n", "text:2:1: .*neither"),
    ("[x]\nAWS_REGION=x\n", "no section"),
    ("[.a]\npath=/vsis3/a\n[.b]\npath=/vsis3/b\n", r"several paths: \.a, \.b"),
    ("export AWS_REGION='x\n", r"text:1:\d+: .*never closed"),
    ("AWS_REGION x\n", "text:1:1: .*no assignment"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_broken_text(text: str, message: str) -> None:
    """Text that can be read in part only is one clear error, with its place."""
    with pytest.raises(ConfigError, match=message):
        from_dialect(text, "gdal")


@pytest.mark.parametrize("form", ["environment", "config"])
def test_masks(form: str) -> None:
    """A masked configuration is written without a secret."""
    headers = {"X-A": "very-secret-header"}
    config = made(
        **(_PAIR | {"secret_access_key": "very-secret"}), session_token="very-secret", default_headers=headers
    )
    assert "very-secret" not in translate(masked(config), "gdal").form(form)
