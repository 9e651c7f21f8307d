"""Whom a store trusts, and through whom it goes: shown with a proxy that has certificates of its own."""

from __future__ import annotations

import ssl
import warnings
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest
import trustme
from botocore.httpsession import where
from loopback import Loopback, connect
from tunnelling import _pipe

from s3config import S3Store
from s3config.errors import ConfigWarning, StoreError

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from recording import Recorder
    from tunnelling import Tunnel

BACKENDS = ("boto3", "obstore")
HOST = "s3.eu-west-1.amazonaws.com"
USER, PASSWORD = "some user", "p@ss:w/rd%"
each_backend = pytest.mark.parametrize("backend", BACKENDS)


@pytest.fixture(autouse=True)
def _lead(recorder: Recorder, tunnel: Tunnel) -> None:
    """Lead every host to the recorder."""
    tunnel.default = recorder.endpoint


def _store(backend: str, **settings: Any) -> S3Store:
    standard = {"region": "eu-west-1", "access_key_id": "AKIATLS", "secret_access_key": "secret", "max_retries": 0}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConfigWarning)  # of certificates that go unchecked
        return S3Store("bkt", backend=backend, **{**standard, **settings})


@pytest.fixture(scope="module")
def other_ca() -> str:
    """Return the certificate of an authority that has nothing to do with the proxy."""
    return trustme.CA().cert_pem.bytes().decode()


TRUSTED: dict[str, dict[str, Any]] = {
    "text": {"root_certificate": "{pem}"},
    "path": {"root_certificate": "{path}"},
    "two in one text": {"root_certificate": "{other}{pem}"},
    "only this": {"root_certificate": "{pem}", "disable_system_certificates": True},
    "only this, by its path": {"root_certificate": "{path}", "disable_system_certificates": True},
    "unchecked": {"allow_invalid_certificates": True},
    "unchecked beside another": {"root_certificate": "{other}", "allow_invalid_certificates": True},
}
REFUSED: dict[str, dict[str, Any]] = {
    "the system's": {},
    "no others than the system's": {"allow_invalid_certificates": False},
    "none": {"disable_system_certificates": True},
    "another": {"root_certificate": "{other}"},
    "only another": {"root_certificate": "{other}", "disable_system_certificates": True},
}


def _filled(settings: dict[str, Any], tunnel: Tunnel, other: str) -> dict[str, Any]:
    texts = {"{pem}": tunnel.ca_pem, "{path}": str(tunnel.ca_file), "{other}": other}
    filled = {}
    for key, value in settings.items():
        text = value
        for name in texts if isinstance(value, str) else ():
            text = text.replace(name, texts[name])
        filled[key] = text
    return filled


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")  # urllib3's own, of what was asked for
@each_backend
@pytest.mark.parametrize("settings", TRUSTED.values(), ids=TRUSTED)
def test_trusted(recorder: Recorder, tunnel: Tunnel, other_ca: str, backend: str, settings: dict[str, Any]) -> None:
    """Who is told of an authority trusts those whom it certifies."""
    store = _store(backend, proxy_url=tunnel.url, **_filled(settings, tunnel, other_ca))
    assert bytes(store.get("k").bytes()) == b"hello world"
    assert [request.host for request in recorder.requests] == [HOST]
    assert [f"{HOST}:443"] == tunnel.hosts


@each_backend
@pytest.mark.parametrize("settings", REFUSED.values(), ids=REFUSED)
def test_refused(recorder: Recorder, tunnel: Tunnel, other_ca: str, backend: str, settings: dict[str, Any]) -> None:
    """Without the right authority nothing is asked, not even once."""
    store = _store(backend, proxy_url=tunnel.url, **_filled(settings, tunnel, other_ca))
    with pytest.raises(StoreError):
        store.get("k")
    assert recorder.requests == []
    assert tunnel.hosts != []


@each_backend
@pytest.mark.parametrize("key", ["root_certificate", "proxy_ca_certificate"])
def test_a_file_that_is_missing(tunnel: Tunnel, backend: str, key: str) -> None:
    """A certificate that cannot be read is an error that names its file."""
    settings: Any = {key: "missing.pem", "proxy_url": tunnel.url}
    with pytest.raises(Exception, match=r"missing\.pem"):
        _store(backend, **settings).get("k")
    assert tunnel.hosts == []


@pytest.mark.parametrize(("alone", "files"), [(False, 2), (True, 1)], ids=["beside the system's", "alone"])
def test_bundle_of_boto3(tunnel: Tunnel, *, alone: bool, files: int) -> None:
    """The authority is added to those of botocore, unless it is to be the only one."""
    store = _store("boto3", root_certificate=tunnel.ca_pem, disable_system_certificates=alone)
    bundle = Path(store.native._endpoint.http_session._verify).read_text("utf-8")
    botocores = Path(where()).read_text("utf-8").strip()
    assert files == sum(certificates in bundle for certificates in (tunnel.ca_pem.strip(), botocores))
    assert tunnel.ca_pem.strip() in bundle


@each_backend
@pytest.mark.parametrize("endpoint", [None, "http://s3.example.test:9000"], ids=["https", "http"])
def test_a_password(recorder: Recorder, tunnel: Tunnel, backend: str, endpoint: str | None) -> None:
    """User and password of the proxy are told to the proxy, decoded, and to nobody else."""
    tunnel.requires = (USER, PASSWORD)
    address = tunnel.url.replace("://", f"://{quote(USER)}:{quote(PASSWORD, safe='')}@")
    settings: Any = {"proxy_url": address, "root_certificate": tunnel.ca_pem}
    if endpoint is not None:
        settings |= {"endpoint": endpoint, "allow_http": True}
    _store(backend, **settings).put("k", b"x")
    assert (len(tunnel.hosts), tunnel.refused) == (1, [])
    assert [request.method for request in recorder.requests] == ["PUT"]
    assert ["proxy-authorization" in request.headers for request in recorder.requests] == [False]


@each_backend
@pytest.mark.parametrize("user", ["", "user:wrong-password@"])
def test_a_wrong_password(recorder: Recorder, tunnel: Tunnel, backend: str, user: str) -> None:
    """A proxy that refuses is an error, which does not hold the password."""
    tunnel.requires = (USER, PASSWORD)
    settings: Any = {"proxy_url": tunnel.url.replace("://", f"://{user}"), "root_certificate": tunnel.ca_pem}
    with pytest.raises(StoreError) as caught:
        _store(backend, **settings).put("k", b"x")
    assert [f"{HOST}:443"] == tunnel.refused
    assert recorder.requests == []
    assert "wrong-password" not in str(caught.value) + repr(caught.value)


EXCLUDED = {
    "the host": ("127.0.0.1", True),
    "one of several": ("s3.example.test, 127.0.0.1", True),
    "everything": ("*", True),
    "a network": ("127.0.0.0/8", True),
    "another": ("s3.example.test", False),
    "another network": ("10.0.0.0/8", False),
    "a part of the host": ("27.0.0.1", False),
}


@each_backend
@pytest.mark.parametrize(("excludes", "direct"), EXCLUDED.values(), ids=EXCLUDED)
def test_proxy_excludes(recorder: Recorder, tunnel: Tunnel, backend: str, excludes: str, *, direct: bool) -> None:
    """Hosts that are excluded are reached without the proxy, the others are not."""
    settings: Any = {"endpoint": recorder.endpoint, "proxy_url": tunnel.url, "proxy_excludes": excludes}
    _store(backend, **settings).put("k", b"x")
    assert [request.method for request in recorder.requests] == ["PUT"]
    assert ([] if direct else [urlsplit(recorder.endpoint).netloc]) == tunnel.hosts


@each_backend
@pytest.mark.parametrize(
    ("excludes", "direct"),
    [("example.test", True), (".example.test", True), ("bkt.s3.example.test", True), ("ample.test", False)],
)
def test_proxy_excludes_of_names(tunnel: Tunnel, backend: str, excludes: str, *, direct: bool) -> None:
    """A name stands for itself and what is below it; the bucket in the host counts, too."""
    settings: Any = {
        "endpoint": "https://s3.example.test",
        "virtual_hosted_style_request": True,
        "root_certificate": tunnel.ca_pem,
        "proxy_url": tunnel.url,
        "proxy_excludes": excludes,
    }
    store = _store(backend, **settings)
    if direct:
        with pytest.raises(StoreError):  # no name server knows it
            store.put("k", b"x")
    else:
        store.put("k", b"x")
    assert ([] if direct else ["bkt.s3.example.test:443"]) == tunnel.hosts


@pytest.fixture
def https_proxy(tunnel: Tunnel) -> Iterator[tuple[str, str]]:
    """Put TLS before the proxy, with an authority of its own; give the URL and the authority's certificate."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    def handle(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as client, connect(tunnel.url) as upstream:
            _pipe(client, upstream)

    with closing(Loopback(handle)) as server:
        yield server.url.replace("http:", "https:"), authority.cert_pem.bytes().decode()


@each_backend
@pytest.mark.parametrize("way", ["text", "path", "not at all"])
def test_proxy_ca_certificate(
    recorder: Recorder, tunnel: Tunnel, https_proxy: tuple[str, str], backend: str, way: str
) -> None:
    """A proxy that speaks TLS is trusted by its own authority, and not without it."""
    url, pem = https_proxy
    Path("proxy-ca.pem").write_text(pem)
    settings: Any = {"endpoint": "http://s3.example.test:9000", "allow_http": True, "proxy_url": url}
    match way:
        case "not at all":
            with pytest.raises(StoreError):
                _store(backend, **settings).put("k", b"x")
        case _:
            certificate = pem if way == "text" else "proxy-ca.pem"
            _store(backend, **settings, proxy_ca_certificate=certificate).put("k", b"x")
    expected = [] if way == "not at all" else ["PUT"]
    assert expected == [request.method for request in recorder.requests]
    assert ["s3.example.test:9000"] * len(expected) == tunnel.hosts
