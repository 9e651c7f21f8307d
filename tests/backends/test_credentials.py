"""Every kind of credentials leads to requests that a store accepts, and is the same identity on every backend."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
import trustme
from botocore.credentials import RefreshableCredentials
from botocore.session import Session
from ministack_server import ROLE_ARN, web_identity_token
from s3_answers import ROLE_KEYS

from s3config import PermissionDeniedError, S3Store, StoreError, UnauthenticatedError, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from metadata import Metadata
    from recording import Recorder
    from servers import Server
    from tunnelling import Tunnel

SECRET = "Zx9Kq2Lm7Rt4Vw8Yb3Nc6Hd1Fg5Js0Pa"
IMDS_TOKEN = "/latest/api/token"
IMDS_ROLES = "/latest/meta-data/iam/security-credentials/"
AT_AWS = "s3.us-east-1.amazonaws.com:443"
STS_AT_AWS = "sts.us-east-1.amazonaws.com:443"
ONCE = {"max_retries": 0}
_PATIENCE = 20.0


@pytest.fixture(params=["obstore", "boto3"])
def backend(request: pytest.FixtureRequest) -> str:
    """Return each backend that talks to a store."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def bucket(ministack: Server) -> str:
    """Return a bucket with an object `a` that only those see who are known."""
    name = ministack.make_bucket()
    ministack.client().put_object(Bucket=name, Key="a", Body=b"x")
    return name


@pytest.fixture
def at_ministack(ministack: Server, bucket: str, backend: str) -> Callable[..., S3Store]:
    """Make stores at the server that verifies signatures; who asks is still to be said."""

    def make(**keys: Any) -> S3Store:
        return store(backend, **{"endpoint": ministack.endpoint, "bucket": bucket, **keys})

    return make


@pytest.fixture
def at_recorder(recorder: Recorder, backend: str) -> Callable[..., S3Store]:
    """Make stores at the server that writes down who asked."""
    return lambda **keys: store(backend, **{"endpoint": recorder.endpoint, "bucket": "bkt", **keys})


@pytest.fixture
def closed() -> str:
    """Return an endpoint where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def store(backend: str, **keys: Any) -> S3Store:
    """Make a store from what is said here and nothing else."""
    return S3Store.from_resolution(resolve(env=False, **{"region": "us-east-1", **keys}), backend=backend)


def answer(seconds: float = 3600, *, key_id: str = "ASIATEST", **more: Any) -> dict[str, Any]:
    """Return credentials in the words of the container's service and of credential processes."""
    ends = datetime.now(UTC) + timedelta(seconds=seconds)
    return {
        "Version": 1,
        "AccessKeyId": key_id,
        "SecretAccessKey": SECRET,
        "Token": "token",
        "SessionToken": "token",
        "Expiration": ends.isoformat(),
        **more,
    }


def until(done: Callable[[], bool], work: Callable[[], object]) -> None:
    """Go on with some work until something has happened."""
    end = time.monotonic() + _PATIENCE
    while not done():
        assert time.monotonic() < end, "it did not happen"
        work()


class TestKeys:
    """A pair that is said is used as it is."""

    def test_a_static_pair(self, at_ministack: Callable[..., S3Store], ministack: Server) -> None:
        """It reads and writes."""
        made = at_ministack(**ministack.settings())
        made.put("static", b"y")
        assert made.get("static").bytes() == b"y"

    def test_temporary_credentials(self, at_ministack: Callable[..., S3Store], ministack: Server) -> None:
        """The token goes with the pair; the same pair without it is refused."""
        made = ministack.client("sts").assume_role(RoleArn=ROLE_ARN, RoleSessionName="tests")["Credentials"]
        pair = {"access_key_id": made["AccessKeyId"], "secret_access_key": made["SecretAccessKey"]}
        assert at_ministack(**pair, session_token=made["SessionToken"]).get("a").bytes() == b"x"
        with pytest.raises(PermissionDeniedError):
            at_ministack(**pair, retry_config=ONCE).get("a")

    def test_keys_outrank_what_would_be_fetched(
        self, at_recorder: Callable[..., S3Store], recorder: Recorder, metadata: Metadata
    ) -> None:
        """With a pair nobody is asked for another."""
        at_recorder(access_key_id="AKIASTATIC", secret_access_key=SECRET, metadata_endpoint=metadata.endpoint).head("a")
        assert (recorder.last.key_id, metadata.requests) == ("AKIASTATIC", [])

    def test_nobody(self, at_recorder: Callable[..., S3Store], recorder: Recorder, metadata: Metadata) -> None:
        """An anonymous store signs nothing, and asks nobody for a key."""
        at_recorder(skip_signature=True, metadata_endpoint=metadata.endpoint).head("a")
        assert (recorder.last.is_signed, metadata.requests) == (False, [])


class TestWebIdentity:
    """A token in a file is exchanged for credentials."""

    @pytest.fixture
    def token_file(self, tmp_path: Path) -> Path:
        """Return the file of a token that STS takes."""
        path = tmp_path / "web-identity"
        path.write_text(web_identity_token() + "\n")
        return path

    def test_over_http_on_loopback(
        self, at_ministack: Callable[..., S3Store], token_file: Path, ministack: Server
    ) -> None:
        """The endpoint of STS may be one of a test."""
        made = at_ministack(web_identity_token_file=token_file, role_arn=ROLE_ARN, sts_endpoint=ministack.endpoint)
        assert made.get("a").bytes() == b"x"

    @pytest.fixture
    def at_aws(
        self, at_ministack: Callable[..., S3Store], token_file: Path, tunnel: Tunnel, ministack: Server
    ) -> Callable[..., S3Store]:
        """Make stores at AWS, where every host is really the server that verifies signatures."""
        tunnel.default = ministack.endpoint
        identity = {"web_identity_token_file": token_file, "role_arn": ROLE_ARN, "endpoint": None}
        return lambda **keys: at_ministack(**{**identity, "proxy_url": tunnel.url, **keys})

    def test_over_https_at_aws(self, at_aws: Callable[..., S3Store], tunnel: Tunnel) -> None:
        """Without an endpoint it is the STS of the region, by the proxy and under the certificates that are said."""
        assert at_aws(root_certificate=tunnel.ca_file).get("a").bytes() == b"x"
        assert tunnel.hosts == [STS_AT_AWS, AT_AWS]

    @pytest.mark.parametrize("host", ["sts.example:443", "sts.example:8443"])
    def test_over_https_elsewhere(
        self, at_aws: Callable[..., S3Store], tunnel: Tunnel, recorder: Recorder, host: str
    ) -> None:
        """An endpoint of STS that is said is the one that is asked."""
        tunnel.default = recorder.endpoint
        certificate = tunnel.ca_pem.strip()
        at_aws(bucket="bkt", sts_endpoint=f"https://{host}", root_certificate=certificate).head("a")
        assert tunnel.hosts == [host, AT_AWS]
        assert (recorder.requests[0].method, recorder.last.key_id) == ("POST", ROLE_KEYS.key_id)

    def test_by_a_proxy_that_asks_for_a_password(self, at_aws: Callable[..., S3Store], tunnel: Tunnel) -> None:
        """STS and the store are reached by the same proxy, with the same user."""
        tunnel.requires = ("user", "pass@word")
        proxy = tunnel.url.replace("//", "//user:pass%40word@")
        assert at_aws(proxy_url=proxy, root_certificate=tunnel.ca_file).get("a").bytes() == b"x"
        assert set(tunnel.hosts) == {STS_AT_AWS, AT_AWS}

    def test_past_a_proxy_that_is_not_for_this_host(
        self, at_ministack: Callable[..., S3Store], token_file: Path, tunnel: Tunnel, ministack: Server
    ) -> None:
        """A host that is reached without the proxy is, whoever asks."""
        made = at_ministack(
            web_identity_token_file=token_file,
            role_arn=ROLE_ARN,
            sts_endpoint=ministack.endpoint,
            proxy_url=tunnel.url,
            proxy_excludes="127.0.0.1",
        )
        assert made.get("a").bytes() == b"x"
        assert tunnel.hosts == []

    def test_an_untrusted_sts(self, at_aws: Callable[..., S3Store]) -> None:
        """The token is not sent to somebody whose certificate nobody trusts."""
        with pytest.raises(UnauthenticatedError, match="STS"):
            at_aws().get("a")

    def test_only_the_given_authority(
        self, at_aws: Callable[..., S3Store], tunnel: Tunnel, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where the system's authorities are not to be trusted, STS is not trusted for their sake, either."""
        monkeypatch.setenv("SSL_CERT_FILE", str(tunnel.ca_file))  # which makes it one of the system's for OpenSSL
        other = trustme.CA().cert_pem.bytes().decode().strip()
        made = at_aws(root_certificate=other, disable_system_certificates=True, retry_config=ONCE)
        with pytest.raises(UnauthenticatedError, match="STS"):
            made.get("a")

    def test_what_sts_is_asked(self, at_recorder: Callable[..., S3Store], recorder: Recorder, token_file: Path) -> None:
        """Role, session and token are in the body, never in the URL; nothing is signed."""
        at_recorder(
            web_identity_token_file=token_file,
            role_arn=ROLE_ARN,
            role_session_name="me",
            sts_endpoint=recorder.endpoint,
        ).head("a")
        asked, used = recorder.requests
        assert (asked.method, asked.path, asked.raw_query, asked.is_signed) == ("POST", "/", "", False)
        assert {
            "Action": ["AssumeRoleWithWebIdentity"],
            "Version": ["2011-06-15"],
            "RoleArn": [ROLE_ARN],
            "RoleSessionName": ["me"],
            "WebIdentityToken": [web_identity_token()],
        } == parse_qs(asked.body.decode())
        assert (ROLE_KEYS.key_id, ROLE_KEYS.token) == (used.key_id, used.session_token)
        assert used.verify(ROLE_KEYS.secret)

    def test_a_token_that_is_renewed_in_place(
        self, at_ministack: Callable[..., S3Store], token_file: Path, ministack: Server
    ) -> None:
        """The file is read whenever STS is asked, so that a refused token does no harm once it is replaced."""
        good = token_file.read_text()
        made = at_ministack(web_identity_token_file=token_file, role_arn=ROLE_ARN, sts_endpoint=ministack.endpoint)
        token_file.write_text("header.payload.seal")
        with pytest.raises(UnauthenticatedError, match="403"):
            made.get("a")
        token_file.write_text(good)
        assert made.get("a").bytes() == b"x"

    def test_the_token_of_a_refresh_is_the_new_one(
        self, at_recorder: Callable[..., S3Store], recorder: Recorder, token_file: Path
    ) -> None:
        """The token that is in the file when credentials end is the one that renews them."""
        ended = "<SessionToken>t</SessionToken><Expiration>2020-01-01T00:00:00Z</Expiration>"
        found = f"<Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey>{ended}</Credentials>"
        recorder.answer("POST", body=found)
        made = at_recorder(web_identity_token_file=token_file, role_arn=ROLE_ARN, sts_endpoint=recorder.endpoint)
        for token in ("first", "second"):
            token_file.write_text(token)
            made.head("a")
        asked = [parse_qs(one.body.decode())["WebIdentityToken"] for one in recorder.requests if one.method == "POST"]
        assert asked[0] == ["first"]
        assert asked[-1] == ["second"]

    def test_a_token_file_that_is_not_there(
        self, at_ministack: Callable[..., S3Store], tmp_path: Path, ministack: Server
    ) -> None:
        """The message names the file."""
        missing = tmp_path / "nothing"
        made = at_ministack(web_identity_token_file=missing, role_arn=ROLE_ARN, sts_endpoint=ministack.endpoint)
        with pytest.raises(UnauthenticatedError, match="nothing"):
            made.get("a")


class TestInstance:
    """A machine's metadata service is asked where nothing else is said."""

    def test_version_2(self, at_ministack: Callable[..., S3Store], metadata: Metadata) -> None:
        """A token is asked for, and goes with each question."""
        assert at_ministack(metadata_endpoint=metadata.endpoint).get("a").bytes() == b"x"
        assert metadata.requests[0][:2] == ("PUT", IMDS_TOKEN)
        assert all("x-aws-ec2-metadata-token" in headers for _, _, headers in metadata.requests[1:])

    @pytest.mark.parametrize("refusal", [403, 404, 405])
    def test_version_1(self, at_ministack: Callable[..., S3Store], metadata: Metadata, refusal: int) -> None:
        """Where that is allowed, an old service is asked without a token."""
        metadata.v2, metadata.v2_refusal = False, refusal
        made = at_ministack(metadata_endpoint=metadata.endpoint, imdsv1_fallback=True)
        assert made.get("a").bytes() == b"x"
        assert not any("x-aws-ec2-metadata-token" in headers for _, _, headers in metadata.requests)

    @pytest.mark.parametrize("keys", [{}, {"imdsv1_fallback": False}])
    def test_version_1_is_not_asked_unasked(
        self, at_ministack: Callable[..., S3Store], metadata: Metadata, keys: dict[str, bool]
    ) -> None:
        """Without leave an old service is not asked: a proxy that swallows the token could be one."""
        metadata.v2 = False
        with pytest.raises(UnauthenticatedError, match="metadata service") as caught:
            at_ministack(metadata_endpoint=metadata.endpoint, **keys).get("a")
        assert (caught.value.status, metadata.count("GET")) == (403, 0)

    def test_version_2_is_preferred(self, at_ministack: Callable[..., S3Store], metadata: Metadata) -> None:
        """The leave to ask the old way is not used where the new one works."""
        at_ministack(metadata_endpoint=metadata.endpoint, imdsv1_fallback=True).head("a")
        assert all("x-aws-ec2-metadata-token" in headers for _, _, headers in metadata.requests[1:])

    def test_nothing_is_asked_where_that_is_off(self, at_ministack: Callable[..., S3Store], metadata: Metadata) -> None:
        """There are no credentials then, and the message says what to do."""
        made = at_ministack(metadata_endpoint=metadata.endpoint, ec2_metadata_disabled=True)
        with pytest.raises(UnauthenticatedError, match=r"no credentials.*skip_signature=true") as caught:
            made.get("a")
        assert metadata.requests == []
        assert "access_key_id" in caught.value.keys

    def test_the_variable_that_turns_it_off(
        self, ministack: Server, metadata: Metadata, monkeypatch: pytest.MonkeyPatch, bucket: str, backend: str
    ) -> None:
        """`AWS_EC2_METADATA_DISABLED` is obeyed, and named."""
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.endpoint)
        made = S3Store(bucket, backend=backend, endpoint=ministack.endpoint)
        with pytest.raises(UnauthenticatedError, match="environment variable AWS_EC2_METADATA_DISABLED"):
            made.get("a")
        assert metadata.requests == []

    @pytest.mark.flaky(reruns=2)
    def test_a_service_that_does_not_answer(self, at_ministack: Callable[..., S3Store], metadata: Metadata) -> None:
        """It is asked once, for a second, however often requests are tried again."""
        metadata.delay = 60
        made = at_ministack(metadata_endpoint=metadata.endpoint)
        begun = time.monotonic()
        with pytest.raises(UnauthenticatedError, match=r"metadata service.*in time"):
            made.get("a")
        assert 0.9 < time.monotonic() - begun < 6
        assert [asked[:2] for asked in metadata.requests] == [("PUT", IMDS_TOKEN)]

    def test_nobody_is_there(self, at_ministack: Callable[..., S3Store], closed: str) -> None:
        """A machine without the service is told that there are no credentials anywhere."""
        with pytest.raises(UnauthenticatedError, match="credentials were looked for last"):
            at_ministack(metadata_endpoint=closed).get("a")

    def test_a_service_that_is_back(self, at_ministack: Callable[..., S3Store], metadata: Metadata) -> None:
        """A failure is not remembered."""
        metadata.v2 = False
        made = at_ministack(metadata_endpoint=metadata.endpoint)
        with pytest.raises(UnauthenticatedError):
            made.get("a")
        metadata.v2 = True
        assert made.get("a").bytes() == b"x"

    def test_a_machine_without_a_role(self, at_recorder: Callable[..., S3Store], recorder: Recorder) -> None:
        """What is no answer of the service is no answer."""
        with pytest.raises(UnauthenticatedError, match="metadata service"):
            at_recorder(metadata_endpoint=recorder.endpoint).head("a")

    def test_an_answer_that_leads_elsewhere(
        self, at_recorder: Callable[..., S3Store], recorder: Recorder, metadata: Metadata
    ) -> None:
        """A redirect is not followed."""
        recorder.answer(status=302, headers={"Location": metadata.endpoint + IMDS_TOKEN})
        with pytest.raises(UnauthenticatedError, match="302"):
            at_recorder(metadata_endpoint=recorder.endpoint).head("a")
        assert metadata.requests == []


class TestContainer:
    """A container's credential service is asked where its address is said."""

    def test_a_full_uri(self, at_ministack: Callable[..., S3Store], metadata: Metadata) -> None:
        """ECS asks for no authorization."""
        made = at_ministack(container_credentials_full_uri=metadata.container_full_uri)
        assert made.get("a").bytes() == b"x"
        (_, path, headers) = metadata.requests[0]
        assert metadata.container_relative_uri == path
        assert "authorization" not in headers

    def test_a_pod(self, at_ministack: Callable[..., S3Store], metadata: Metadata) -> None:
        """EKS Pod Identity asks for what a file holds."""
        made = at_ministack(
            container_credentials_full_uri=metadata.pod_full_uri,
            container_authorization_token_file=metadata.token_file,
        )
        assert made.get("a").bytes() == b"x"

    def test_a_token_without_a_file(self, at_ministack: Callable[..., S3Store], metadata: Metadata) -> None:
        """The authorization may be said, too."""
        made = at_ministack(
            container_credentials_full_uri=metadata.pod_full_uri,
            container_authorization_token=metadata.token_file.read_text(),
        )
        assert made.get("a").bytes() == b"x"

    def test_a_token_file_that_is_renewed_in_place(
        self, at_ministack: Callable[..., S3Store], metadata: Metadata
    ) -> None:
        """The file is read whenever the service is asked."""
        good = metadata.token_file.read_text()
        mine = metadata.token_file.with_name("mine")
        mine.write_text("old")
        made = at_ministack(
            container_credentials_full_uri=metadata.pod_full_uri, container_authorization_token_file=mine
        )
        with pytest.raises(UnauthenticatedError, match=r"container's credential service.*401") as caught:
            made.get("a")
        assert caught.value.status == 401
        mine.write_text(f"{good}\n")
        assert made.get("a").bytes() == b"x"

    @pytest.mark.parametrize(
        "body",
        ["", "[]", "null", '"x"', "{}", '{"AccessKeyId": "a"}', json.dumps(answer(Expiration="soon")), "<html>"],
    )
    def test_an_answer_without_credentials(
        self, at_recorder: Callable[..., S3Store], recorder: Recorder, body: str
    ) -> None:
        """It is refused, and not shown."""
        recorder.answer(body=body)
        with pytest.raises(UnauthenticatedError, match="answers without credentials"):
            at_recorder(container_credentials_full_uri=f"{recorder.endpoint}/x").head("a")

    def test_credentials_that_do_not_end(self, at_recorder: Callable[..., S3Store], recorder: Recorder) -> None:
        """A service may leave out the end, and the token."""
        recorder.answer(
            lambda asked: asked.path == "/x", body=json.dumps({"AccessKeyId": "AKIA", "SecretAccessKey": SECRET})
        )
        at_recorder(container_credentials_full_uri=f"{recorder.endpoint}/x").head("a")
        assert (recorder.last.key_id, recorder.last.session_token) == ("AKIA", None)
        assert recorder.last.verify(SECRET)

    def test_a_relative_uri(self, backend: str, tmp_path: Path) -> None:
        """The address of ECS is fixed: a network of its own has a server there, and no way out."""
        if not _has_own_networks():
            pytest.skip("this user may not make a network of its own, and 169.254.170.2 must be nowhere else")
        script = tmp_path / "inside.py"
        script.write_text(_INSIDE)
        up = "ip link set lo up && ip addr add 169.254.170.2/32 dev lo && exec"
        paths = json.dumps([str(Path(__file__).parents[1] / "servers"), *sys.path])
        command = ["unshare", "-rn", "sh", "-c", f'{up} "$0" "$@"', sys.executable, str(script), backend, paths]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.stderr == ""
        assert json.loads(done.stdout) == {
            "asked": ["/v2/credentials/tests?a=b"],
            "content": "hello world",
            "verified": True,
        }


class TestSession:
    """What a session has is used, and what it must fetch it fetches."""

    def test_static(self, at_ministack: Callable[..., S3Store], ministack: Server) -> None:
        """A session that was made with keys hands them on."""
        session = boto3.Session(
            aws_access_key_id=ministack.access_key_id, aws_secret_access_key=ministack.secret_access_key
        )
        assert at_ministack(session=session).get("a").bytes() == b"x"

    def test_refreshable_credentials_stay_refreshable(
        self, at_ministack: Callable[..., S3Store], ministack: Server
    ) -> None:
        """When they end, the session fetches the next ones, and no request is made with the old ones."""
        fetched: list[str] = []

        def fetch() -> dict[str, str]:
            made = ministack.client("sts").assume_role(RoleArn=ROLE_ARN, RoleSessionName="tests")["Credentials"]
            fetched.append(made["AccessKeyId"])
            return {
                "access_key": made["AccessKeyId"],
                "secret_key": made["SecretAccessKey"],
                "token": made["SessionToken"],
                "expiry_time": (datetime.now(UTC) + timedelta(seconds=1)).isoformat(),
            }

        core: Any = Session()
        core._credentials = RefreshableCredentials.create_from_metadata(fetch(), fetch, "test")
        fetched.clear()
        made = at_ministack(session=core)
        assert fetched == []
        until(lambda: len(fetched) > 2, lambda: made.get("a").bytes())

    def test_a_process(
        self, at_ministack: Callable[..., S3Store], ministack: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """A session whose profile starts a process starts it at the first request."""
        process = _Process(tmp_path, _keys(ministack))
        config = tmp_path / "config"
        config.write_text(f"[profile p]\ncredential_process = {process.command}\n")
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
        made = at_ministack(session=boto3.Session(profile_name="p"))
        assert process.runs == 0
        assert made.get("a").bytes() == b"x"
        assert process.runs == 1

    def test_without_credentials(self, at_recorder: Callable[..., S3Store], recorder: Recorder) -> None:
        """A session that finds none is named, and nobody else is asked."""
        core: Any = Session()
        core.get_component("credential_provider").providers.clear()
        with pytest.raises(UnauthenticatedError, match="session has no credentials"):
            at_recorder(session=core).head("a")
        assert recorder.requests == []


class TestProfile:
    """A profile of the home is used whole."""

    def test_static(self, at_ministack: Callable[..., S3Store], ministack: Server) -> None:
        """Its pair is used, and not the default one."""
        _write_profile(
            f"aws_access_key_id = {ministack.access_key_id}\naws_secret_access_key = {ministack.secret_access_key}"
        )
        assert at_ministack(profile="p").get("a").bytes() == b"x"

    def test_a_role(self, at_ministack: Callable[..., S3Store], ministack: Server) -> None:
        """It is assumed with the keys of another profile, at the STS of this one."""
        _write_profile(
            f"role_arn = {ROLE_ARN}\nsource_profile = q\nservices = ours\nregion = us-east-1\n"
            f"[services ours]\nsts =\n  endpoint_url = {ministack.endpoint}\n[profile q]\n"
            f"aws_access_key_id = {ministack.access_key_id}\naws_secret_access_key = {ministack.secret_access_key}"
        )
        assert at_ministack(profile="p").get("a").bytes() == b"x"

    def test_a_process(self, at_ministack: Callable[..., S3Store], ministack: Server, tmp_path: Path) -> None:
        """It is started once, at the first request."""
        process = _Process(tmp_path, _keys(ministack))
        _write_profile(f"credential_process = {process.command}")
        made = at_ministack(profile="p")
        assert process.runs == 0
        assert [made.get("a").bytes(), made.get("a").bytes()] == [b"x", b"x"]
        assert process.runs == 1

    def test_a_process_whose_credentials_end(
        self, at_recorder: Callable[..., S3Store], recorder: Recorder, tmp_path: Path
    ) -> None:
        """It is started again when they have ended."""
        process = _Process(tmp_path, answer(), seconds=1)
        _write_profile(f"credential_process = {process.command}")
        made = at_recorder(profile="p")
        made.head("a")
        first = recorder.last.key_id
        until(lambda: recorder.last.key_id != first, lambda: made.head("a"))

    def test_a_process_that_fails(self, at_recorder: Callable[..., S3Store], recorder: Recorder) -> None:
        """What it prints may be a secret, and is not repeated."""
        _write_profile(f"credential_process = {sys.executable} -c \"import sys; sys.exit('{SECRET}')\"")
        with pytest.raises(UnauthenticatedError, match="no credentials could be fetched") as caught:
            at_recorder(profile="p").head("a")
        assert SECRET not in str(caught.value)
        assert recorder.requests == []


class TestProvider:
    """A caller's own provider, in obstore's form."""

    def test_it_is_asked_once(self, at_ministack: Callable[..., S3Store], metadata: Metadata) -> None:
        """Whatever it hands out is used until it ends."""
        asked: list[int] = []

        def provider() -> dict[str, Any]:
            asked.append(1)
            return _obstores(metadata.credentials())

        made = at_ministack(credential_provider=provider)
        assert asked == []
        for _ in range(3):
            assert made.get("a").bytes() == b"x"
        assert asked == [1]

    def test_it_is_asked_again(self, at_ministack: Callable[..., S3Store], metadata: Metadata) -> None:
        """When its credentials have ended, it is asked for others, and no request is made with the old ones."""

        def provider() -> dict[str, Any]:
            return {**_obstores(metadata.credentials()), "expires_at": datetime.now(UTC) + timedelta(seconds=1)}

        made = at_ministack(credential_provider=provider)
        until(lambda: len(metadata.issued) > 2, lambda: made.get("a").bytes())

    def test_a_pair_without_a_token(self, at_ministack: Callable[..., S3Store], ministack: Server) -> None:
        """The token may be none."""
        pair = {"access_key_id": ministack.access_key_id, "secret_access_key": ministack.secret_access_key}
        made = at_ministack(credential_provider=lambda: {**pair, "token": None, "expires_at": None})
        assert made.get("a").bytes() == b"x"

    @pytest.mark.parametrize(
        "failure", [RuntimeError(f"no: {SECRET}"), KeyError(SECRET), PermissionError(13, SECRET)], ids=repr
    )
    def test_its_failure_is_named(
        self, at_recorder: Callable[..., S3Store], recorder: Recorder, failure: Exception
    ) -> None:
        """The type of the error is said, what it says is not."""

        def provider() -> dict[str, Any]:
            raise failure

        with pytest.raises(UnauthenticatedError, match=f"fetched, {type(failure).__name__}") as caught:
            at_recorder(credential_provider=provider).head("a")
        assert SECRET not in f"{caught.value!r} {caught.value}"
        assert recorder.requests == []

    def test_an_asynchronous_provider(self, at_recorder: Callable[..., S3Store]) -> None:
        """It is refused, on every backend alike."""

        async def provider() -> dict[str, Any]:
            return {}

        with pytest.raises(UnauthenticatedError, match="TypeError"):
            at_recorder(credential_provider=provider).head("a")


# What each kind is told, and whose credentials are then on the wire.
KINDS: dict[str, Callable[[Metadata, Path], dict[str, Any]]] = {
    "machine": lambda service, _: {"metadata_endpoint": service.endpoint},
    "container": lambda service, _: {"container_credentials_full_uri": service.container_full_uri},
    "pod": lambda service, _: {
        "container_credentials_full_uri": service.pod_full_uri,
        "container_authorization_token_file": service.token_file,
    },
    "provider": lambda service, _: {"credential_provider": lambda: _obstores(service.credentials())},
    "session": lambda service, _: {"session": _session(service)},
}


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest, metadata: Metadata, tmp_path: Path) -> Mapping[str, Any]:
    """Return what is said of each kind of credentials that are fetched."""
    return KINDS[request.param](metadata, tmp_path)


class TestEveryKind:
    """What holds for all credentials that are fetched."""

    def test_the_same_identity_on_every_backend(
        self, kind: Mapping[str, Any], recorder: Recorder, metadata: Metadata
    ) -> None:
        """One configuration is one process, whichever library talks to the store."""
        for backend in ("obstore", "boto3"):
            store(backend, endpoint=recorder.endpoint, bucket="bkt", **kind).head("a")
        assert len(recorder.requests) == 2
        assert set(metadata.issued) == {request.key_id for request in recorder.requests}

    def test_nothing_is_fetched_before_the_first_request(
        self, at_ministack: Callable[..., S3Store], kind: Mapping[str, Any], metadata: Metadata
    ) -> None:
        """Neither to resolve, nor to build a store, nor to make its client."""
        made = at_ministack(**kind)
        assert made.native is not None
        assert (metadata.requests, metadata.issued) == ([], [])
        made.head("a")
        assert len(metadata.issued) == 1

    def test_they_are_fetched_once(
        self, at_ministack: Callable[..., S3Store], kind: Mapping[str, Any], metadata: Metadata
    ) -> None:
        """Not for every request."""
        made = at_ministack(**kind)
        made.head("a")
        asked = len(metadata.requests)
        for _ in range(3):
            assert made.get("a").bytes() == b"x"
            made.list().collect()
        assert (asked, 1) == (len(metadata.requests), len(metadata.issued))

    def test_they_are_fetched_once_for_many_threads(
        self, at_ministack: Callable[..., S3Store], kind: Mapping[str, Any], metadata: Metadata
    ) -> None:
        """Threads that come first together wait for one answer."""
        made = at_ministack(**kind)
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(lambda _: made.get("a").bytes(), range(16)))
        assert ({b"x"}, 1) == (found, len(metadata.issued))

    def test_they_are_fetched_in_an_event_loop(
        self, at_ministack: Callable[..., S3Store], kind: Mapping[str, Any], metadata: Metadata
    ) -> None:
        """Many tasks together fetch once, too."""
        made = at_ministack(**kind)

        async def read() -> bytes:
            return await (await made.get_async("a")).bytes_async()

        async def together() -> set[bytes]:
            return set(await asyncio.gather(*(read() for _ in range(8))))

        assert ({b"x"}, 1) == (asyncio.run(together()), len(metadata.issued))

    def test_they_sign_urls(
        self, at_ministack: Callable[..., S3Store], kind: Mapping[str, Any], metadata: Metadata
    ) -> None:
        """A URL holds the token, for without it the signature is nobody's."""
        url = at_ministack(**kind).sign("GET", "a", timedelta(minutes=1))
        said = parse_qs(urlsplit(url).query)
        assert metadata.issued == [said["X-Amz-Credential"][0].partition("/")[0]]
        assert "X-Amz-Security-Token" in said


def test_credentials_that_have_ended_are_fetched_again(
    at_ministack: Callable[..., S3Store], metadata: Metadata
) -> None:
    """A service that handed out ended ones once does not spoil the store."""
    metadata.lifetime = -1
    made = at_ministack(metadata_endpoint=metadata.endpoint, retry_config=ONCE)
    with pytest.raises(StoreError) as caught:
        made.get("a")
    assert isinstance(caught.value, UnauthenticatedError)
    metadata.lifetime = 3600
    assert made.get("a").bytes() == b"x"


def _obstores(made: Mapping[str, str]) -> dict[str, Any]:
    """Return credentials in the words of obstore's providers."""
    return {
        "access_key_id": made["AccessKeyId"],
        "secret_access_key": made["SecretAccessKey"],
        "token": made["Token"],
        "expires_at": datetime.fromisoformat(made["Expiration"]),
    }


def _session(service: Metadata) -> Session:
    """Return a session that fetches credentials when it is asked."""
    from botocore.credentials import DeferredRefreshableCredentials

    def fetch() -> dict[str, str]:
        made = service.credentials()
        return {
            "access_key": made["AccessKeyId"],
            "secret_key": made["SecretAccessKey"],
            "token": made["Token"],
            "expiry_time": made["Expiration"],
        }

    core: Any = Session()
    core._credentials = DeferredRefreshableCredentials(fetch, "test")
    return core  # type: ignore[no-any-return]


def _keys(server: Server) -> dict[str, Any]:
    return {"Version": 1, "AccessKeyId": server.access_key_id, "SecretAccessKey": server.secret_access_key}


def _write_profile(text: str) -> None:
    folder = Path("~/.aws").expanduser()
    folder.mkdir()
    (folder / "config").write_text(
        f"[default]\naws_access_key_id = WRONG\naws_secret_access_key = x\n[profile p]\n{text}\n"
    )


class _Process:
    """A credential process that counts its runs; if its credentials end, the number of the run is part of their id."""

    def __init__(self, folder: Path, made: dict[str, Any], seconds: int | None = None) -> None:
        self._log = folder / "runs"
        self._log.touch()
        script = folder / "process.py"
        script.write_text(
            f"import json\nfrom datetime import UTC, datetime, timedelta\nmade, seconds = {made!r}, {seconds!r}\n"
            f"with open({str(self._log)!r}, 'a+') as log:\n"
            "    log.write('x')\n    run = log.tell()\n"
            "if seconds:\n"
            "    made['AccessKeyId'] += str(run)\n"
            "    made['Expiration'] = (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()\n"
            "print(json.dumps(made))\n"
        )
        self.command = f"{sys.executable} -I {script}"

    @property
    def runs(self) -> int:
        """How often it was started."""
        return len(self._log.read_text())


def _has_own_networks() -> bool:
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0  # noqa: S607


_INSIDE = f"""
import json, sys, threading
sys.path[:] = json.loads(sys.argv[2])
from http.server import BaseHTTPRequestHandler, HTTPServer
from recording import Recorder
from s3config import S3Store, resolve

asked = []

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        body = json.dumps({{"AccessKeyId": "ASIAECS", "SecretAccessKey": {SECRET!r}, "Token": "t",
                            "Expiration": "2099-01-01T00:00:00Z"}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

service = HTTPServer(("169.254.170.2", 80), Handler)
threading.Thread(target=service.serve_forever, daemon=True).start()
with Recorder() as recorder:
    resolution = resolve(bucket="bkt", endpoint=recorder.endpoint, env=False,
                         container_credentials_relative_uri="/v2/credentials/tests?a=b")
    content = S3Store.from_resolution(resolution, backend=sys.argv[1]).get("a").bytes().decode()
    verified = recorder.last.key_id == "ASIAECS" and recorder.last.verify({SECRET!r})
print(json.dumps({{"asked": asked, "content": content, "verified": verified}}))
"""
