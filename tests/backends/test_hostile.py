"""Nothing reaches a store behind the resolver's back: neither the environment nor the home."""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import re
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ministack_server import ROLE_ARN
from recording import Recorder

from s3config import S3ConfigError, S3Store, StoreError, resolve
from s3config.backends.obstore.isolation import without_environment
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from recording import Recorded
    from servers import Server
    from tunnelling import Tunnel

PAIR: dict[str, Any] = {"access_key_id": "AKIARESOLVED", "secret_access_key": "resolved-secret"}
BUCKETS = ("bkt-0", "bkt-1")
"""Two stores of one configuration share a client, which must be made anew in another environment."""
_NOT_SAID = ("credential_provider",)
_UNLIKE = re.compile(r"Signature=[0-9a-f]*|bkt-\d|(?<= m/)[\w,]*")
"""Signatures, the bucket, and the features that botocore used, which it says in any order."""
_LEFT_OUT = {"x-amz-date", "amz-sdk-invocation-id"}
_MODEL = {"version": "2.0", "metadata": {"apiVersion": "2006-03-01", "endpointPrefix": "evil"}, "operations": {}}


@pytest.fixture(params=["obstore", "boto3"])
def backend(request: pytest.FixtureRequest) -> str:
    """Return each backend that talks to a store."""
    name: str = request.param
    return name


@pytest.fixture
def enemy() -> Iterator[Recorder]:
    """Return the server that everything around a process leads to; nobody may ask it."""
    with Recorder() as server:
        yield server
        assert [f"{request.method} {request.target}" for request in server.requests] == []


def variables_of_keys(enemy: str) -> dict[str, str]:
    """Return a variable for every key, with a valid value that would be noticed on the wire."""
    return {
        "AWS_ACCESS_KEY_ID": "AKIAHOSTILE",
        "AWS_SECRET_ACCESS_KEY": "hostile-secret",
        "AWS_SESSION_TOKEN": "hostile-token",
        "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z",
        "AWS_BUCKET": "hostile-bucket",
        "AWS_REGION": "hostile-1",
        "AWS_DEFAULT_REGION": "hostile-2",
        "AWS_ENDPOINT": enemy,
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
        "AWS_USE_FIPS_ENDPOINT": "true",
        "AWS_USE_DUALSTACK_ENDPOINT": "true",
        "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true",
        "AWS_S3_EXPRESS": "true",
        "AWS_SKIP_SIGNATURE": "true",
        "AWS_REQUEST_PAYER": "true",
        "AWS_UNSIGNED_PAYLOAD": "true",
        "AWS_CHECKSUM_ALGORITHM": "SHA256",
        "AWS_REQUEST_CHECKSUM_CALCULATION": "when_supported",
        "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_supported",
        "AWS_CONDITIONAL_PUT": "disabled",
        "AWS_COPY_IF_NOT_EXISTS": "header: x-hostile: true",
        "AWS_DISABLE_TAGGING": "true",
        "AWS_DISABLE_BULK_DELETE": "true",
        "AWS_SERVER_SIDE_ENCRYPTION": "aws:kms",
        "AWS_SSE_KMS_KEY_ID": "arn:aws:kms:hostile",
        "AWS_SSE_BUCKET_KEY_ENABLED": "true",
        "AWS_SSE_CUSTOMER_KEY_BASE64": "aG9zdGlsZWhvc3RpbGVob3N0aWxlaG9zdGlsZWhvc3Q=",
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/dev/null",
        "AWS_ROLE_ARN": "arn:aws:iam::1:role/hostile",
        "AWS_ROLE_SESSION_NAME": "hostile",
        "AWS_STS_ENDPOINT": enemy,
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/hostile",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{enemy}/hostile",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/dev/null",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "hostile",
        "AWS_EC2_METADATA_DISABLED": "false",
        "AWS_METADATA_ENDPOINT": enemy,
        "AWS_IMDSV1_FALLBACK": "true",
        "AWS_PROFILE": "hostile",
        "AWS_ALLOW_HTTP": "false",
        "AWS_ALLOW_INVALID_CERTIFICATES": "true",
        "AWS_DISABLE_SYSTEM_CERTIFICATES": "true",
        "AWS_ROOT_CERTIFICATE": "/dev/null",
        "AWS_CONNECT_TIMEOUT": "1ns",
        "AWS_TIMEOUT": "1ns",
        "AWS_READ_TIMEOUT": "1ns",
        "AWS_POOL_IDLE_TIMEOUT": "1s",
        "AWS_POOL_MAX_IDLE_PER_HOST": "0",
        "AWS_DEFAULT_CONTENT_TYPE": "hostile/type",
        "AWS_DEFAULT_HEADERS": "x-hostile: true",
        "AWS_HTTP1_ONLY": "false",
        "AWS_HTTP2_ONLY": "true",
        "AWS_HTTP2_KEEP_ALIVE_INTERVAL": "1s",
        "AWS_HTTP2_KEEP_ALIVE_TIMEOUT": "1s",
        "AWS_HTTP2_KEEP_ALIVE_WHILE_IDLE": "true",
        "AWS_HTTP2_MAX_FRAME_SIZE": "16384",
        "AWS_PROXY_URL": enemy,
        "AWS_PROXY_CA_CERTIFICATE": "/dev/null",
        "AWS_PROXY_EXCLUDES": "nowhere.invalid",
        "AWS_RANDOMIZE_ADDRESSES": "false",
        "AWS_USER_AGENT": "hostile",
        "AWS_MAX_RETRIES": "0",
        "AWS_RETRY_TIMEOUT": "1ns",
        "AWS_INIT_BACKOFF": "1ns",
        "AWS_MAX_BACKOFF": "1ns",
        "AWS_BACKOFF_BASE": "99",
    }


def other_variables(enemy: str, tunnel: Tunnel) -> dict[str, str]:
    """Return what the libraries and what they are made of read, besides the keys."""
    proxies = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    certificates = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "AWS_CA_BUNDLE")
    return {
        **dict.fromkeys(proxies, enemy),
        **{name.lower(): enemy for name in proxies},
        "NO_PROXY": "nowhere.invalid",
        "no_proxy": "nowhere.invalid",
        **dict.fromkeys(certificates, str(tunnel.ca_file)),
        "SSL_CERT_DIR": str(tunnel.ca_file.parent),
        **dict.fromkeys(("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_STS"), enemy),
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": enemy,
        "AWS_EC2_METADATA_V1_DISABLED": "false",
        "AWS_TOKEN": "hostile-token",
        "AWS_SECURITY_TOKEN": "hostile-token",
        "AWS_DEFAULT_PROFILE": "hostile",
        "AWS_DATA_PATH": str(Path("~/.aws/models").expanduser()),
        "AWS_EXECUTION_ENV": "hostile",
        "AWS_LAMBDA_FUNCTION_NAME": "hostile",
        "AWS_SDK_UA_APP_ID": "hostile",
        "AWS_DEFAULTS_MODE": "mobile",
        "AWS_RETRY_MODE": "adaptive",
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT": "legacy",
        "AWS_S3_USE_ARN_REGION": "true",
        "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS": "true",
        "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH": "true",
        "AWS_STS_REGIONAL_ENDPOINTS": "legacy",
        "AWS_SIGV4A_SIGNING_REGION_SET": "*",
        "AWS_AUTH_SCHEME_PREFERENCE": "noauth",
        "AWS_DISABLE_REQUEST_COMPRESSION": "true",
        "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES": "0",
        "AWS_ACCOUNT_ID": "666",
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "required",
        "AWS_ENDPOINT_DISCOVERY_ENABLED": "true",
        "AWS_NEW_RETRIES_2026": "true",
        "BOTO_EXPERIMENTAL__ADD_FULL_USER_AGENT": "true",
        "BOTO_CONFIG": str(Path("~/.boto").expanduser()),
        "REQUEST_METHOD": "GET",
        "AWS_S3_ALLOW_UNSAFE_RENAME": "true",
        "GOOGLE_BUCKET": "hostile",
        "AZURE_STORAGE_USE_EMULATOR": "true",
    }


def write_home(enemy: str) -> None:
    """Write an AWS home in which everything is otherwise."""
    home = Path.home()
    model = home / ".aws" / "models" / "s3" / "2006-03-01"
    model.mkdir(parents=True)
    (model / "service-2.json").write_text(json.dumps(_MODEL))
    (model / "endpoint-rule-set-1.json").write_text("{}")
    (model.parents[1] / "endpoints.json").write_text("{}")
    (model.parents[1] / "_retry.json").write_text("{}")
    settings = f"""
region = hostile-3
endpoint_url = {enemy}
services = hostile
retry_mode = adaptive
max_attempts = 1
defaults_mode = mobile
ca_bundle = /dev/null
tcp_keepalive = true
sdk_ua_app_id = hostile
use_fips_endpoint = true
use_dualstack_endpoint = true
request_checksum_calculation = when_supported
sigv4a_signing_region_set = *
credential_process = false
plugins = hostile
s3 =
    endpoint_url = {enemy}
    addressing_style = virtual
    payload_signing_enabled = false
    use_accelerate_endpoint = true
    us_east_1_regional_endpoint = legacy
    signature_version = s3
proxies =
    http = {enemy}
    https = {enemy}
"""
    config = f"[default]{settings}[profile hostile]{settings}[services hostile]\ns3 =\n  endpoint_url = {enemy}\n"
    (home / ".aws" / "config").write_text(config)
    keys = "aws_access_key_id = AKIAFROMHOME\naws_secret_access_key = from-home\naws_session_token = from-home\n"
    (home / ".aws" / "credentials").write_text(f"[default]\n{keys}[hostile]\n{keys}")
    (home / ".boto").write_text(f"[Credentials]\n{keys}[Boto]\nproxy = {enemy}\n")
    (home / ".netrc").write_text("default login hostile password hostile\n")


@pytest.fixture
def around(tunnel: Tunnel, enemy: Recorder) -> dict[str, str]:
    """Return every variable that anything reads."""
    everything = {**variables_of_keys(enemy.endpoint), **other_variables(enemy.endpoint, tunnel)}
    folder = Path.home() / ".aws"
    files = {"AWS_CONFIG_FILE": folder / "config", "AWS_SHARED_CREDENTIALS_FILE": folder / "credentials"}
    return {**everything, **{name: str(path) for name, path in files.items()}}


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch, enemy: Recorder, around: dict[str, str]) -> Callable[[], dict[str, str]]:
    """Turn home and environment hostile when it is called, and return the variables."""

    def turn() -> dict[str, str]:
        write_home(enemy.endpoint)
        for name, value in around.items():
            monkeypatch.setenv(name, value)
        return around

    return turn


def test_every_key_has_a_hostile_variable() -> None:
    """A new key is added to the table above."""
    assert set() == {
        key.name
        for key in KEYS.values()
        if key.name not in _NOT_SAID
        and not {f"AWS_{name.upper()}" for name in (key.name, *key.names)} & set(variables_of_keys("http://x"))
    }


def use(store: S3Store) -> None:
    """Do everything that a store can do."""
    store.put("a", b"content", attributes={"x": "y"}, tags={"t": "u"})
    store.put("parts", b"p" * (6 << 20), chunk_size=5 << 20, max_concurrency=1)
    store.put("new", b"new", mode="create")
    store.get("a").bytes()
    store.get("a", options={"if_none_match": '"x"'}).bytes()
    store.get_range("a", start=1, end=3)
    store.get_ranges("a", starts=[0, 4], ends=[2, 6])
    store.head("a")
    store.list().collect()
    store.list_with_delimiter("p")
    store.delete("a")
    store.delete(["a", "b"])
    store.copy("a", "b")
    store.rename("a", "c")


def seen(request: Recorded) -> tuple[Any, ...]:
    """Return what stands on the wire, but for what is another each time."""
    headers = [(name, _UNLIKE.sub("", value)) for name, value in request.headers.pairs if name.lower() not in _LEFT_OUT]
    return request.method, _UNLIKE.sub("", request.target), sorted(headers), request.body


def wire(recorder: Recorder) -> list[tuple[Any, ...]]:
    """Return what was asked, and forget it."""
    found = [seen(request) for request in recorder.requests]
    recorder.clear()
    return found


# What is resolved: nothing but the necessary, and as much as there is.
CONFIGS: dict[str, dict[str, Any]] = {
    "least": PAIR,
    "anonymous": {"skip_signature": True},
    "token": {**PAIR, "session_token": "resolved-token"},
    "more": {
        **PAIR,
        "region": "eu-west-1",
        "client_options": {"user_agent": "resolved/1", "default_headers": {"x-resolved": "yes"}, "timeout": "20s"},
        "retry_config": {"max_retries": 2},
        "server_side_encryption": "AES256",
        "request_payer": True,
    },
}


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_only_what_was_resolved_is_on_the_wire(
    recorder: Recorder, hostile: Callable[[], object], backend: str, config: dict[str, Any]
) -> None:
    """Every request is, byte for byte, the one that is made where there is nothing around."""
    made = [resolve(bucket=bucket, endpoint=recorder.endpoint, env=False, **config) for bucket in BUCKETS]
    use(S3Store.from_resolution(made[0], backend=backend))
    alone = wire(recorder)
    hostile()
    use(S3Store.from_resolution(made[1], backend=backend))
    assert alone == wire(recorder)


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_what_is_resolved_there_is_what_is_resolved_elsewhere(
    recorder: Recorder, hostile: Callable[[], object], backend: str, config: dict[str, Any]
) -> None:
    """Without `env`, a resolution that is made amid all that is the same, and so are its requests."""
    arguments: dict[str, Any] = {"endpoint": recorder.endpoint, "env": False, **config}
    first = resolve(bucket=BUCKETS[0], **arguments)
    use(S3Store.from_resolution(first, backend=backend))
    alone = wire(recorder)
    hostile()
    second = resolve(bucket=BUCKETS[1], **arguments)
    use(S3Store.from_resolution(second, backend=backend))
    assert {**first.values(), "bucket": BUCKETS[1]} == second.values()
    assert alone == wire(recorder)


def test_a_real_server_accepts_it(ministack: Server, hostile: Callable[[], object], backend: str) -> None:
    """Signatures are right, and objects come back, sync and async."""
    bucket = ministack.make_bucket()
    hostile()
    settings: dict[str, Any] = ministack.settings()
    store = S3Store.from_resolution(resolve(bucket=bucket, env=False, **settings), backend=backend)
    store.put("a", b"x", attributes={"Content-Type": "text/plain"})

    async def read() -> bytes:
        return await (await store.get_async("a")).bytes_async()

    assert (store.get("a").bytes(), asyncio.run(read())) == (b"x", b"x")
    stored = ministack.client().head_object(Bucket=bucket, Key="a")
    assert (stored["ContentType"], stored["Metadata"]) == ("text/plain", {})


def test_credentials_are_fetched_from_where_was_resolved(
    recorder: Recorder, hostile: Callable[[], object], backend: str, tmp_path: Path
) -> None:
    """Our own questions go to no proxy and no other service, either."""
    token = tmp_path / "token"
    token.write_text("resolved-token")
    hostile()
    kinds: list[dict[str, Any]] = [
        {"web_identity_token_file": token, "role_arn": "arn:aws:iam::1:role/r", "sts_endpoint": recorder.endpoint},
        {"container_credentials_full_uri": f"{recorder.endpoint}/container"},
        {"metadata_endpoint": recorder.endpoint},
    ]
    body = json.dumps(
        {"AccessKeyId": "AKIARESOLVED", "SecretAccessKey": "s", "Token": "t", "Expiration": "2099-01-01T00:00:00Z"}
    )
    recorder.answer(lambda asked: asked.path == "/container", body=body)
    recorder.answer(lambda asked: asked.path.endswith("/role"), body=body)
    recorder.answer(lambda asked: asked.path.endswith("/security-credentials/"), body="role")
    for kind in kinds:
        resolution = resolve(bucket="bkt", endpoint=recorder.endpoint, env=False, **kind)
        S3Store.from_resolution(resolution, backend=backend).head("a")
    asked = [request for request in recorder.requests if request.method != "HEAD"]
    assert not [
        request.target for request in asked if "hostile" in f"{request.target}{request.headers}{request.body!r}"
    ]
    assert not [request.target for request in asked if "://" in request.target]


def test_a_role_is_assumed_where_the_profile_says(
    ministack: Server, hostile: Callable[[], object], backend: str
) -> None:
    """botocore, which assumes the role of a profile, asks the STS of that profile, and by no proxy."""
    bucket = ministack.make_bucket()
    hostile()
    with (Path.home() / ".aws" / "config").open("a") as config:
        config.write(
            f"[profile p]\nrole_arn = {ROLE_ARN}\nsource_profile = q\nservices = ours\nregion = us-east-1\n"
            f"[services ours]\nsts =\n  endpoint_url = {ministack.endpoint}\n"
            f"[profile q]\naws_access_key_id = {ministack.access_key_id}\n"
            f"aws_secret_access_key = {ministack.secret_access_key}\n"
        )
    resolution = resolve(bucket=bucket, endpoint=ministack.endpoint, env=False, profile="p")
    assert S3Store.from_resolution(resolution, backend=backend).list().collect() == []


def test_no_authority_of_the_environment_is_trusted(
    tunnel: Tunnel, recorder: Recorder, hostile: Callable[[], object], backend: str
) -> None:
    """Variables that name certificates make nobody trusted."""
    tunnel.default = recorder.endpoint
    hostile()
    resolution = resolve(
        bucket="bkt", env=False, proxy_url=tunnel.url, retry_config={"max_retries": 0}, timeout="10s", **PAIR
    )
    store = S3Store.from_resolution(resolution, backend=backend)
    with pytest.raises(StoreError):
        store.head("a")
    assert recorder.requests == []


def test_sts_is_not_trusted_for_the_environments_sake(
    tunnel: Tunnel, recorder: Recorder, hostile: Callable[[], object], backend: str, tmp_path: Path
) -> None:
    """Nor when it is we who ask."""
    token = tmp_path / "token"
    token.write_text("resolved-token")
    tunnel.default = recorder.endpoint
    hostile()
    resolution = resolve(
        bucket="bkt", env=False, proxy_url=tunnel.url, web_identity_token_file=token, role_arn="arn:aws:iam::1:role/r"
    )
    with pytest.raises(StoreError):
        S3Store.from_resolution(resolution, backend=backend).head("a")
    assert recorder.requests == []


def native(name: str) -> str | None:
    """Ask the C library for a variable, as native code does."""
    getenv = ctypes.CDLL(None).getenv
    getenv.restype = ctypes.c_char_p
    found: bytes | None = getenv(name.encode())
    return None if found is None else found.decode()


def child() -> dict[str, str]:
    """Return the environment of a process that is started now."""
    program = "import json, os; print(json.dumps(dict(os.environ)))"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


class TestAfterwards:
    """A store leaves the environment as it found it."""

    def test_it_is_unchanged(self, hostile: Callable[[], dict[str, str]], recorder: Recorder, backend: str) -> None:
        """For Python, for native code and for processes that are started."""
        around = hostile()
        before, child_before = dict(os.environ), child()
        resolution = resolve(bucket="bkt", endpoint=recorder.endpoint, env=False, **PAIR)
        S3Store.from_resolution(resolution, backend=backend).head("a")
        assert (before, child_before) == (dict(os.environ), child())
        assert around == {name: native(name) for name in around}

    def test_it_is_unchanged_by_what_fails(self, hostile: Callable[[], dict[str, str]], recorder: Recorder) -> None:
        """Where no store can be made, for obstore cannot read a certificate, it is given back, too."""
        around = hostile()
        before, child_before = dict(os.environ), child()
        certificate = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----"
        resolution = resolve(bucket="bkt", endpoint=recorder.endpoint, env=False, root_certificate=certificate, **PAIR)
        with pytest.raises(S3ConfigError):
            S3Store.from_resolution(resolution, backend="obstore").head("a")
        assert (before, child_before) == (dict(os.environ), child())
        assert around == {name: native(name) for name in around}


class TestMeanwhile:
    """Other threads see a whole environment while a store is made."""

    def test_variables_stay_for_other_threads(
        self, hostile: Callable[[], dict[str, str]], recorder: Recorder, backend: str
    ) -> None:
        """What Python reads, and what is resolved, is there all the time."""
        around = hostile()
        stop = threading.Event()
        missing: list[str] = []
        looks: list[int] = []

        def look() -> None:
            while not stop.is_set():
                looks.append(1)
                missing.extend(name for name, value in around.items() if os.environ.get(name) != value)
                region = resolve(bucket="bkt")["region"].value
                missing.extend([] if region == "hostile-1" else [region])

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            for number in range(20):
                resolution = resolve(bucket=f"bkt-{number}", endpoint=recorder.endpoint, env=False, **PAIR)
                assert S3Store.from_resolution(resolution, backend=backend).native is not None
        finally:
            stop.set()
            watcher.join()
        assert missing == []
        assert looks

    @pytest.mark.parametrize("value", ["another", None], ids=["set", "unset"])
    def test_what_another_thread_changes_stays(self, monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
        """What is set or unset while obstore makes a store is so afterwards, also for native code."""
        monkeypatch.setenv("AWS_REGION", "before")
        with without_environment():
            if value is None:
                del os.environ["AWS_REGION"]
            else:
                os.environ["AWS_REGION"] = value
        assert (value, value) == (os.environ.get("AWS_REGION"), native("AWS_REGION"))


class TestWithTheEnvironment:
    """What the environment says is used once: as it was resolved."""

    def test_it_is_used(self, recorder: Recorder, backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Endpoint, region and keys of the environment are those on the wire."""
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", recorder.endpoint)
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        monkeypatch.setenv("AWS_REGION", "eu-west-3")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "environment-secret")
        S3Store("bkt", backend=backend).head("a")
        assert (recorder.last.key_id, recorder.last.scope.region) == ("AKIAENVIRONMENT", "eu-west-3")
        assert recorder.last.verify("environment-secret")
        assert len(recorder.requests) == 1

    def test_an_argument_replaces_it(self, recorder: Recorder, backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is overridden has no effect anywhere: the token of other keys, an endpoint, a header."""
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "environment-secret")
        monkeypatch.setenv("AWS_SESSION_TOKEN", "environment-token")
        monkeypatch.setenv("AWS_REQUEST_PAYER", "true")
        S3Store("bkt", backend=backend, endpoint=recorder.endpoint, request_payer=False, **PAIR).head("a")
        assert (recorder.last.key_id, recorder.last.session_token) == ("AKIARESOLVED", None)
        assert "x-amz-request-payer" not in recorder.last.headers

    def test_it_is_used_as_it_was_when_it_was_resolved(
        self, recorder: Recorder, backend: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A store does not change with the environment."""
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", recorder.endpoint)
        monkeypatch.setenv("AWS_REGION", "eu-west-3")
        store = S3Store("bkt", backend=backend, **PAIR)
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
        monkeypatch.setenv("AWS_REGION", "us-west-2")
        store.head("a")
        store.sign("GET", "a", timedelta(minutes=1))
        assert recorder.last.scope.region == "eu-west-3"

    @pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
    def test_a_proxy_that_is_no_key_is_not_used(
        self, recorder: Recorder, enemy: Recorder, backend: str, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        """`proxy_url` says what proxy there is, and nothing else does."""
        monkeypatch.setenv(name, enemy.endpoint)
        S3Store("bkt", backend=backend, endpoint=recorder.endpoint, **PAIR).head("a")
        assert len(recorder.requests) == 1


def test_a_process_that_starts_there(recorder: Recorder, hostile: Callable[[], dict[str, str]], backend: str) -> None:
    """Nothing is read while the libraries are imported, either."""
    resolution = resolve(bucket=BUCKETS[0], endpoint=recorder.endpoint, env=False, **PAIR)
    use(S3Store.from_resolution(resolution, backend=backend))
    alone = wire(recorder)
    hostile()
    program = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
sys.path.insert(0, {str(Path(__file__).parents[1] / "servers")!r})
from test_hostile import use
from s3config import S3Store, resolve
resolution = resolve(bucket={BUCKETS[1]!r}, endpoint={recorder.endpoint!r}, env=False, **{PAIR!r})
use(S3Store.from_resolution(resolution, backend={backend!r}))
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert alone == wire(recorder)
