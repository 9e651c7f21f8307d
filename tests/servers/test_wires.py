"""What the recorder, the tunnel and the faults show, shown with clients that are not ours."""

from __future__ import annotations

import threading
import urllib.request
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
import obstore
import pytest
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ProxyConnectionError,
    ReadTimeoutError,
    ResponseStreamingError,
    SSLError,
)
from http_messages import Headers
from loopback import connect
from obstore.exceptions import BaseError, PermissionDeniedError
from obstore.store import S3Store
from recording import Recorder
from s3_answers import ROLE_KEYS, SESSION_KEYS, error

if TYPE_CHECKING:
    from collections.abc import Callable

    from faulting import Faults
    from recording import Recorded
    from servers import Server
    from tunnelling import Tunnel

pytest_plugins = ["wires"]

KEY_ID, SECRET, REGION = "AKIAWIRES", "secret-of-the-wires", "eu-west-1"
KEY = "a b/ü+(1)~"
AT = {"Bucket": "bkt", "Key": KEY}
HOST = "bkt.s3.eu-west-1.amazonaws.com"
HELLO, X = '"5eb63bbbe01eeed093cb22bb8f5acdc3"', '"9dd4e461268c8034f5c8564e155c67a6"'
"""Entity tags of what the recorder answers, and of `x`."""


def boto(endpoint: str | None, service: str = "s3", *, verify: Any = None, **config: Any) -> Any:
    """Make a client of boto3 that does not retry, unless told otherwise."""
    settings: dict[str, Any] = {
        "s3": {"addressing_style": "path"},
        "retries": {"total_max_attempts": 1},
        "signature_version": "v4" if service == "sts" else "s3v4",
        **config,
    }
    make: Any = _session().client
    return make(
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id=KEY_ID,
        aws_secret_access_key=SECRET,
        verify=verify,
        config=Config(**settings),
    )


@cache
def _session() -> boto3.Session:
    return boto3.Session()


def store(endpoint: str | None, *, client_options: Any = None, **settings: Any) -> S3Store:
    """Make a store of obstore that may speak http."""
    words = {"access_key_id": KEY_ID, "secret_access_key": SECRET, "region": REGION, **settings}
    if endpoint is not None:
        words["endpoint"] = endpoint
    return S3Store("bkt", config=words, client_options={"allow_http": True, **(client_options or {})})  # type: ignore[arg-type]


def _status(answer: dict[str, Any]) -> int:
    return int(answer["ResponseMetadata"]["HTTPStatusCode"])


BOTO3: dict[str, tuple[Callable[[Any], Any], object]] = {
    "put": (lambda s3: s3.put_object(Body=b"x", Metadata={"a": "b  c"}, **AT)["ETag"], X),
    "get": (lambda s3: s3.get_object(**AT)["Body"].read(), b"hello world"),
    "range": (lambda s3: s3.get_object(Range="bytes=1-3", **AT)["Body"].read(), b"ell"),
    "suffix": (lambda s3: s3.get_object(Range="bytes=-3", **AT)["Body"].read(), b"rld"),
    "head": (lambda s3: s3.head_object(**AT)["ContentLength"], 11),
    "delete": (lambda s3: _status(s3.delete_object(**AT)), 204),
    "delete many": (
        lambda s3: s3.delete_objects(Bucket="bkt", Delete={"Objects": [{"Key": "a&b"}]})["Deleted"],
        [{"Key": "a&b"}],
    ),
    "list": (lambda s3: s3.list_objects_v2(Bucket="bkt", Prefix="p &", StartAfter="q+")["Contents"][0]["Key"], "p/a&b"),
    "begin": (lambda s3: s3.create_multipart_upload(**AT)["UploadId"], "upload-1"),
    "part": (lambda s3: s3.upload_part(Body=b"x", PartNumber=1, UploadId="u", **AT)["ETag"], X),
    "copy part": (
        lambda s3: s3.upload_part_copy(CopySource="bkt/k", PartNumber=1, UploadId="u", **AT)["CopyPartResult"]["ETag"],
        HELLO,
    ),
    "complete": (lambda s3: s3.complete_multipart_upload(UploadId="u", **AT)["ETag"], HELLO),
    "abort": (lambda s3: _status(s3.abort_multipart_upload(UploadId="u", **AT)), 204),
    "copy": (lambda s3: s3.copy_object(CopySource="bkt/k", **AT)["CopyObjectResult"]["ETag"], HELLO),
    "tags": (lambda s3: s3.get_object_tagging(**AT)["TagSet"], []),
    "session": (lambda s3: s3.create_session(Bucket="bkt")["Credentials"]["SessionToken"], SESSION_KEYS.token),
}


@pytest.mark.parametrize(("operation", "said"), BOTO3.values(), ids=BOTO3)
def test_boto3_is_answered(recorder: Recorder, operation: Callable[[Any], Any], said: object) -> None:
    """Each operation of boto3 succeeds, and its signature is right."""
    recorder.shelf.keys = ["p/a&b"]
    with closing(boto(recorder.endpoint)) as s3:
        assert said == operation(s3)
    assert [request.verify(SECRET, region=REGION, service="s3") for request in recorder.requests] == [True]


OBSTORE: dict[str, tuple[Callable[[S3Store], Any], object]] = {
    "put": (lambda s3: s3.put(KEY, b"x", attributes={"a": "b"})["e_tag"], X),
    "get": (lambda s3: bytes(s3.get(KEY).bytes()), b"hello world"),
    "range": (lambda s3: bytes(s3.get_range(KEY, start=1, end=4)), b"ell"),
    "head": (lambda s3: s3.head(KEY)["size"], 11),
    "delete": (lambda s3: s3.delete(KEY), None),
    "delete many": (lambda s3: s3.delete([KEY, "a&b"]), None),
    "list": (lambda s3: [entry["path"] for entry in s3.list("p &", offset="o+").collect()], ["p/a&b"]),
    "multipart": (lambda s3: s3.put(KEY, b"x" * 6_000_000)["e_tag"], HELLO),
    "copy": (lambda s3: s3.copy(KEY, "d"), None),
}


@pytest.mark.parametrize(("operation", "said"), OBSTORE.values(), ids=OBSTORE)
def test_obstore_is_answered(recorder: Recorder, operation: Callable[[S3Store], Any], said: object) -> None:
    """Each operation of obstore succeeds, and its signatures are right."""
    recorder.shelf.keys = ["p/a&b"]
    assert said == operation(store(recorder.endpoint))
    assert {True} == {request.verify(SECRET, region=REGION, service="s3") for request in recorder.requests}


def _put(recorder: Recorder) -> Recorded:
    store(recorder.endpoint, session_token="token").put(KEY, b"x")
    return recorder.last


def test_a_request_is_recorded(recorder: Recorder) -> None:
    """A request is kept as it was on the wire and is taken apart."""
    request = _put(recorder)
    assert ("PUT", "/bkt/a%20b/%C3%BC%2B%281%29~", f"/bkt/{KEY}") == (
        request.method,
        request.path,
        request.decoded_path,
    )
    assert (request.body, request.raw, request.headers["CONTENT-length"]) == (b"x", b"x", "1")
    assert recorder.endpoint == f"http://{request.host}"
    assert (*request.scope[1:], request.key_id, request.session_token) == (REGION, "s3", KEY_ID, "token")
    assert {"host", "x-amz-date", "x-amz-security-token"} < set(request.signed_headers)


FORGERIES: dict[str, Callable[[Recorded], Recorded]] = {
    "method": lambda request: replace(request, method="POST"),
    "path": lambda request: replace(request, target=request.target + "x"),
    "query": lambda request: replace(request, target=request.target + "?x"),
    "body": lambda request: replace(request, body=b"y"),
    "host": lambda request: replace(request, headers=_with(request, host="other")),
    "date": lambda request: replace(request, headers=_with(request, x_amz_date="20200101T000000Z")),
    "token": lambda request: replace(request, headers=_with(request, x_amz_security_token="other")),
    "unsigned": lambda request: replace(request, headers=_with(request, x_amz_acl="public-read")),
}


def _with(request: Recorded, **changes: str) -> Headers:
    fields = {**request.headers, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return Headers(fields.items())


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forgery_is_seen(recorder: Recorder, forge: Callable[[Recorded], Recorded]) -> None:
    """A signature is wrong as soon as something else was asked than was signed."""
    request = _put(recorder)
    assert (request.verify(SECRET), forge(request).verify(SECRET)) == (True, False)


def test_a_wrong_secret_is_seen(recorder: Recorder) -> None:
    """A signature is made with one secret, for one region and service."""
    request = _put(recorder)
    assert not request.verify("other")
    assert not request.verify(SECRET, region="us-east-1")
    assert not request.verify(SECRET, service="sts")


def test_an_unsigned_request(recorder: Recorder) -> None:
    """A request without a signature has none that could be right."""
    store(recorder.endpoint, skip_signature=True).get(KEY)
    assert (recorder.last.is_signed, recorder.last.verify(SECRET)) == (False, False)


@pytest.mark.parametrize("secret", [SECRET, "other"])
@pytest.mark.parametrize("client", ["boto3", "obstore"])
def test_a_presigned_request(recorder: Recorder, client: str, secret: str) -> None:
    """The signature may stand in the query."""
    if client == "obstore":
        url = obstore.sign(store(recorder.endpoint), "GET", KEY, timedelta(minutes=5))
    else:
        with closing(boto(recorder.endpoint)) as s3:
            url = s3.generate_presigned_url("get_object", Params=AT)
    with urllib.request.urlopen(url) as answer:  # noqa: S310 (of the recorder)
        assert answer.read() == b"hello world"
    assert (KEY_ID, secret == SECRET) == (recorder.last.key_id, recorder.last.verify(secret))


def test_an_answer_of_ones_own(recorder: Recorder) -> None:
    """What a test wants to be answered is answered as often as it wants, and then no more."""
    refusal = error(503, "SlowDown")
    recorder.answer("GET", 503, refusal.headers, refusal.body, times=1)
    recorder.answer(lambda request: request.path == "/bkt/none", 404)
    with closing(boto(recorder.endpoint)) as s3:
        assert _code(s3.get_object, **AT) == "SlowDown"
        assert s3.get_object(**AT)["ETag"] == HELLO
        assert [_code(s3.head_object, Bucket="bkt", Key="none") for _ in "12"] == ["404", "404"]
        recorder.clear()
        assert s3.head_object(Bucket="bkt", Key="none")["ETag"] == HELLO
    assert [request.method for request in recorder.requests] == ["HEAD"]


def test_threads_end() -> None:
    """A server hangs up on clients that would have stayed, and leaves no thread."""
    before = threading.active_count()
    with Recorder() as other, connect(other.endpoint) as client:
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert client.recv(1)
        assert before + 2 == threading.active_count()
        other.close()
        assert before == threading.active_count()


def test_nothing_leaves_this_machine() -> None:
    """No server here connects to another host."""
    with pytest.raises(ValueError, match="loopback"):
        connect("http://192.0.2.1:80")


def _code(operation: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(ClientError) as caught:
        operation(**arguments)
    return str(caught.value.response["Error"]["Code"])


def _through(tunnel: Tunnel, **words: Any) -> dict[str, Any]:
    return {"proxies": {"http": tunnel.url, "https": tunnel.url}, **words}


@pytest.mark.parametrize(
    ("s3", "host"),
    [
        ({"addressing_style": "virtual"}, HOST),
        ({"addressing_style": "path"}, "s3.eu-west-1.amazonaws.com"),
        ({"addressing_style": "virtual", "use_dualstack_endpoint": True}, "bkt.s3.dualstack.eu-west-1.amazonaws.com"),
    ],
)
def test_boto3_in_the_tunnel(recorder: Recorder, tunnel: Tunnel, s3: dict[str, Any], host: str) -> None:
    """The hosts of AWS lead to the recorder, and the chunks that boto3 sends over TLS are put together."""
    tunnel.default = recorder.endpoint
    with closing(boto(None, verify=str(tunnel.ca_file), **_through(tunnel, s3=s3))) as client:
        client.put_object(Body=b"x" * 1000, **AT)
    request = recorder.last
    assert ([f"{host}:443"], host) == (tunnel.hosts, request.host)
    assert (request.body, request.payload_hash) == (b"x" * 1000, "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    assert list(request.trailers) == ["x-amz-checksum-crc32"]
    assert (request.verify(SECRET), request.verify("other")) == (True, False)


@pytest.mark.parametrize(("virtual", "host"), [(True, HOST), (False, "s3.eu-west-1.amazonaws.com")])
def test_obstore_in_the_tunnel(recorder: Recorder, tunnel: Tunnel, virtual: bool, host: str) -> None:  # noqa: FBT001
    """The hosts of AWS lead to the recorder."""
    tunnel.table["*.amazonaws.com"] = recorder.endpoint
    options = {"proxy_url": tunnel.url, "root_certificate": tunnel.ca_pem}
    s3 = store(None, virtual_hosted_style_request=virtual, client_options=options)
    s3.put(KEY, b"x" * 6_000_000)
    assert {host} == {request.host for request in recorder.requests}
    assert {True} == {request.verify(SECRET) for request in recorder.requests}
    assert {f"{host}:443"} == set(tunnel.hosts)


def test_sts_in_the_tunnel(recorder: Recorder, tunnel: Tunnel) -> None:
    """A role is assumed at the host of AWS."""
    tunnel.table["sts.eu-west-1.amazonaws.com"] = recorder.endpoint
    with closing(boto(None, "sts", verify=str(tunnel.ca_file), **_through(tunnel))) as sts:
        said = sts.assume_role(RoleArn="arn:aws:iam::1:role/wires-role", RoleSessionName="wires")
    assert tuple(said["Credentials"].values())[:3] == ROLE_KEYS
    assert recorder.last.verify(SECRET, service="sts")


def test_web_identity_of_obstore_in_the_tunnel(
    recorder: Recorder, tunnel: Tunnel, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Obstore takes on a role, and signs with what it got."""
    tunnel.default = recorder.endpoint
    (tmp_path / "token").write_text("identity")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::1:role/wires-role")
    options: Any = {"proxy_url": tunnel.url, "root_certificate": tunnel.ca_pem}
    S3Store("bkt", region=REGION, client_options=options).get(KEY)
    asked, got = recorder.requests
    assert (asked.method, asked.is_signed) == ("POST", False)
    assert (ROLE_KEYS.key_id, ROLE_KEYS.token) == (got.key_id, got.session_token)
    assert got.verify(ROLE_KEYS.secret)


def test_express_in_the_tunnel(recorder: Recorder, tunnel: Tunnel) -> None:
    """S3 Express is asked for a session with the keys, and for objects with those of the session."""
    tunnel.default, bucket = recorder.endpoint, "b--usw2-az1--x-s3"
    options: Any = {"proxy_url": tunnel.url, "root_certificate": tunnel.ca_pem}
    pair: Any = {"access_key_id": KEY_ID, "secret_access_key": SECRET}
    S3Store(bucket, config=pair, region="us-west-2", s3_express=True, client_options=options).put(KEY, b"x")
    asked, put = recorder.requests
    assert {f"{bucket}.s3express-usw2-az1.us-west-2.amazonaws.com"} == {asked.host, put.host}
    assert asked.scope.region == put.scope.region == "us-west-2"
    assert (SESSION_KEYS.key_id, SESSION_KEYS.token) == (put.key_id, put.session_token)
    assert asked.verify(SECRET)
    assert put.verify(SESSION_KEYS.secret)


def test_the_ca_is_needed(recorder: Recorder, tunnel: Tunnel) -> None:
    """Who does not know the CA does not get through."""
    tunnel.default = recorder.endpoint
    with closing(boto(None, **_through(tunnel))) as s3, pytest.raises(SSLError):
        s3.get_object(**AT)
    with pytest.raises(BaseError):
        store(None, client_options={"proxy_url": tunnel.url}, max_retries=0).get(KEY)
    assert recorder.requests == []


def test_the_proxy_wants_a_password(recorder: Recorder, tunnel: Tunnel) -> None:
    """Without user and password there is no tunnel, with them there is."""
    tunnel.default, tunnel.requires = recorder.endpoint, ("user", "p")
    known = tunnel.url.replace("://", "://user:p@")
    verify = str(tunnel.ca_file)
    with closing(boto(None, verify=verify, **_through(tunnel))) as s3, pytest.raises(ProxyConnectionError):
        s3.get_object(**AT)
    assert (tunnel.hosts, tunnel.refused) == ([], ["s3.eu-west-1.amazonaws.com:443"])
    with closing(boto(None, verify=verify, proxies={"https": known})) as s3:
        s3.get_object(**AT)
    store(None, client_options={"proxy_url": known, "root_certificate": tunnel.ca_pem}).get(KEY)
    assert tunnel.hosts == ["s3.eu-west-1.amazonaws.com:443"] * 2


@pytest.mark.parametrize("client", ["boto3", "obstore"])
def test_a_plain_proxy(recorder: Recorder, tunnel: Tunnel, client: str) -> None:
    """What is asked in http is passed on, and the server is not told the proxy's password."""
    tunnel.default, tunnel.requires = recorder.endpoint, ("user", "p")
    known = tunnel.url.replace("://", "://user:p@")
    if client == "boto3":
        with closing(boto("http://s3.example.com:9000", proxies={"http": known})) as s3:
            s3.put_object(Body=b"x", **AT)
            s3.get_object(**AT)["Body"].read()
    else:
        s3 = store("http://s3.example.com:9000", client_options={"proxy_url": known})
        s3.put(KEY, b"x")
        s3.get(KEY).bytes()
    assert [request.method for request in recorder.requests] == ["PUT", "GET"]
    assert ["s3.example.com:9000"] * 2 == tunnel.hosts == [request.host for request in recorder.requests]
    assert {(True, False)} == {(r.verify(SECRET), "proxy-authorization" in r.headers) for r in recorder.requests}


@pytest.mark.parametrize("secret", ["right", "wrong"])
def test_ministack_in_the_tunnel(ministack: Server, tunnel: Tunnel, secret: str) -> None:
    """A real server verifies signatures that were made for the hosts of AWS."""
    tunnel.default, bucket = ministack.endpoint, ministack.make_bucket()
    options: Any = {"proxy_url": tunnel.url, "root_certificate": tunnel.ca_pem}
    s3 = S3Store(
        bucket,
        access_key_id=ministack.access_key_id,
        secret_access_key=ministack.secret_access_key if secret == "right" else "wrong",
        region=ministack.region,
        virtual_hosted_style_request=True,
        client_options=options,
    )
    if secret == "right":
        s3.put(KEY, b"x")
        assert ministack.client().get_object(Bucket=bucket, Key=KEY)["Body"].read() == b"x"
    else:
        with pytest.raises(PermissionDeniedError):
            s3.put(KEY, b"x")
    assert {f"{bucket}.s3.{ministack.region}.amazonaws.com:443"} == set(tunnel.hosts)


def test_ministack_behind_faults(ministack: Server, faults: Callable[[str], Faults]) -> None:
    """A real server verifies signatures that were made for the proxy, and the proxy spoils nothing unasked."""
    proxy, bucket = faults(ministack.endpoint), ministack.make_bucket()
    s3 = replace(ministack, endpoint=proxy.endpoint).client()
    s3.put_object(Bucket=bucket, Key=KEY, Body=b"x" * 100_000)
    assert s3.head_object(Bucket=bucket, Key=KEY)["ContentLength"] == 100_000
    assert s3.get_object(Bucket=bucket, Key=KEY)["Body"].read() == b"x" * 100_000
    assert proxy.counts == {"passed": 3}
    assert replace(ministack, endpoint=proxy.endpoint).refusal(secret_access_key="no") == (403, "SignatureDoesNotMatch")


FAULTS: dict[str, tuple[Callable[[Faults], None], type[Exception], int]] = {
    "reset": (lambda proxy: proxy.reset(), ConnectionClosedError, 0),
    "lose_answer": (lambda proxy: proxy.lose_answer(), ConnectionClosedError, 1),
    "reset_midupload": (lambda proxy: proxy.reset_midupload(), ConnectionClosedError, 0),
    "truncate": (lambda proxy: proxy.truncate(), ResponseStreamingError, 1),
    "stall": (lambda proxy: proxy.stall(), ReadTimeoutError, 0),
    "status": (lambda proxy: proxy.status(503), ClientError, 0),
}
"""The fault, what boto3 makes of it, and how many requests the server hears of."""


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault(recorder: Recorder, faults: Callable[[str], Faults], kind: str) -> None:
    """A fault meets the request that it was ordered for, and no more; the next passes."""
    order, caught, heard = FAULTS[kind]
    proxy = faults(recorder.endpoint)
    order(proxy)
    with closing(boto(proxy.endpoint, read_timeout=1)) as s3:
        with pytest.raises(caught):
            _ask(s3, kind)
        assert heard == len(recorder.requests)
        _ask(s3, kind)
    assert {kind: 1, "passed": 1} == proxy.counts
    assert recorder.last.verify(SECRET)


def _ask(s3: Any, kind: str) -> None:
    if kind == "reset_midupload":
        s3.put_object(Body=b"x" * 100_000, **AT)
    else:
        s3.get_object(**AT)["Body"].read()


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_overcome(recorder: Recorder, faults: Callable[[str], Faults], kind: str) -> None:
    """Obstore tries again until it gets through."""
    proxy = faults(recorder.endpoint)
    FAULTS[kind][0](proxy)
    retry: Any = {"max_retries": 3, "backoff": {"init_backoff": timedelta(milliseconds=1)}}
    s3 = S3Store(
        "bkt",
        endpoint=proxy.endpoint,
        access_key_id=KEY_ID,
        secret_access_key=SECRET,
        region=REGION,
        client_options={"allow_http": True, "timeout": "500ms"},
        retry_config=retry,
    )
    if kind == "reset_midupload":
        s3.put(KEY, b"x" * 100_000)
    else:
        assert s3.get(KEY).bytes() == b"hello world"
    assert proxy.counts[kind] == 1
    assert proxy.counts["passed"] >= 1


def test_faults_in_order(recorder: Recorder, faults: Callable[[str], Faults]) -> None:
    """Faults meet those requests that they are meant for, the oldest first."""
    proxy = faults(recorder.endpoint)
    proxy.status(500, "PUT", code="InternalError")
    proxy.status(503, lambda request: request.query.get("partNumber") == "2", times=2)
    with closing(boto(proxy.endpoint)) as s3:
        s3.get_object(**AT)["Body"].read()
        part = {"UploadId": "u", "Body": b"x", **AT}
        codes = [_code(s3.upload_part, PartNumber=2, **part) for _ in range(3)]
        s3.upload_part(PartNumber=2, **part)
    assert codes == ["InternalError", "SlowDown", "SlowDown"]
    assert proxy.counts == {"status": 3, "passed": 2}
    proxy.clear()
    assert proxy.counts == {}


def test_a_stall_ends(recorder: Recorder, faults: Callable[[str], Faults]) -> None:
    """A client that waits long enough is answered."""
    proxy = faults(recorder.endpoint)
    proxy.stall(seconds=0.05)
    with closing(boto(proxy.endpoint)) as s3:
        assert s3.get_object(**AT)["Body"].read() == b"hello world"
    assert proxy.counts == {"stall": 1}


def test_a_reset_is_one(recorder: Recorder, faults: Callable[[str], Faults]) -> None:
    """The client is told of a reset, not of an end."""
    proxy = faults(recorder.endpoint)
    proxy.reset()
    with connect(proxy.endpoint) as client:
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            client.recv(1)
