"""What is on the wire for each setting and operation: one table, which runs with boto3 and with obstore alike."""

from __future__ import annotations

import os
import re
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import wire_conditions
import wire_identity
import wire_places
import wire_protection
from wire_table import PAIR, STANDARD, Sees, deviations, digest

from s3config import S3Store
from s3config.errors import ConfigWarning
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from recording import Recorder
    from tunnelling import Tunnel
    from wire_table import Row

BACKENDS = ("boto3", "obstore")
ROWS = (*wire_places.ROWS, *wire_identity.ROWS, *wire_protection.ROWS, *wire_conditions.ROWS)


@pytest.fixture
def fill(recorder: Recorder, tunnel: Tunnel, tmp_path: Path) -> Callable[[Any], Any]:
    """Return a function that puts what only a running test knows in the place of its name."""
    token = tmp_path / "token"
    token.write_text(wire_identity.TOKEN + "\n")
    known = {"{endpoint}": recorder.endpoint, "{proxy}": tunnel.url, "{ca}": tunnel.ca_pem, "{token_file}": str(token)}

    def filled(value: Any) -> Any:
        if isinstance(value, str):
            for name, text in known.items():
                value = value.replace(name, text)
        return value

    return filled


@pytest.fixture
def store_of(
    fill: Callable[[Any], Any], recorder: Recorder, tunnel: Tunnel, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Row, str], S3Store]:
    """Return a function that makes the store of a row."""

    def make(row: Row, backend: str) -> S3Store:
        tunnel.default = recorder.endpoint
        for name, value in row.environment.items():
            monkeypatch.setenv(name, fill(value))
        if row.profile:
            folder = Path(os.environ["HOME"], ".aws")
            folder.mkdir()
            (folder / "credentials").write_text(row.profile)
        settings: Any = {key: fill(value) for key, value in row.all_settings().items()}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConfigWarning)  # test_support.py says when there is one
            return S3Store(row.bucket, backend=backend, **settings)

    return make


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_wire(recorder: Recorder, store_of: Callable[[Row, str], S3Store], row: Row, backend: str) -> None:
    """A setting and an operation put on the wire what the row says, and nothing else."""
    recorder.shelf.keys = ["dir/a b"]
    for said in row.answers:
        recorder.answer(said.which, said.status, {"Content-Type": "application/xml"}, said.body)
    store = store_of(row, backend)
    assert recorder.requests == []
    unlike = row.unlike.get(backend)
    raises = row.raises if unlike is None else unlike.raises or row.raises
    if raises is None:
        row.operation.call(store)
    else:
        with pytest.raises(raises):
            row.operation.call(store)
    requests = recorder.requests if row.in_order else sorted(recorder.requests, key=lambda request: request.path)
    assert deviations(row.expected(backend), requests, urlsplit(recorder.endpoint).netloc) == []


PROVEN_BY_OTHERS: dict[str, str] = {
    **dict.fromkeys(
        (
            "allow_invalid_certificates", "disable_system_certificates", "root_certificate", "proxy_url",
            "proxy_ca_certificate", "proxy_excludes",
        ),
        "test_tls.py",
    ),
    **dict.fromkeys(
        (
            "connect_timeout", "read_timeout", "timeout", "max_retries", "retry_timeout", "init_backoff",
            "max_backoff", "backoff_base", "http1_only", "http2_only", "http2_max_frame_size", "pool_idle_timeout",
            "pool_max_idle_per_host",
        ),
        "test_patience.py",
    ),
    "container_credentials_relative_uri": "test_credentials.py",
}  # fmt: skip
"""Keys of a connection, or of a host with a fixed address, by the file whose tests show what they do."""
NOTHING_TO_SEE = {
    "http2_keep_alive_interval": "pings go over a connection of HTTP/2, which no server here speaks",
    "http2_keep_alive_timeout": "pings go over a connection of HTTP/2, which no server here speaks",
    "http2_keep_alive_while_idle": "pings go over a connection of HTTP/2, which no server here speaks",
    "randomize_addresses": "it changes which address of a host is tried first, and loopback has one",
}
"""Keys that put nothing on this wire, and why."""


def test_every_key_has_a_row() -> None:
    """No key is without a proof, or without a reason; none has both."""
    in_table = {"bucket", *STANDARD, *(key for row in ROWS for key in row.settings)} - PROVEN_BY_OTHERS.keys()
    assert set(KEYS) == in_table | PROVEN_BY_OTHERS.keys() | NOTHING_TO_SEE.keys()
    assert set() == NOTHING_TO_SEE.keys() & (in_table | PROVEN_BY_OTHERS.keys())


@pytest.mark.parametrize("key", PROVEN_BY_OTHERS)
def test_a_key_is_in_the_file_that_proves_it(key: str) -> None:
    """The file that is said to prove a key uses it."""
    assert re.search(rf"\b{key}\b", Path(__file__).with_name(PROVEN_BY_OTHERS[key]).read_text("utf-8"))


def test_names_of_rows() -> None:
    """Each row has a name of its own, under which it can be run."""
    names = [row.name for row in ROWS]
    assert sorted(set(names)) == sorted(names)


UNSEEN = Sees(method="PUT", path="/k", body=b"x", headers={"x-amz-tagging": "a=b"})
WRONG: dict[str, Any] = {
    "method": replace(UNSEEN, method="POST"),
    "path": replace(UNSEEN, path="/other"),
    "root": replace(UNSEEN, root="/other"),
    "host": replace(UNSEEN, host="bkt.{host}"),
    "query": replace(UNSEEN, query={"versionId": "1"}),
    "header that is missing": replace(UNSEEN, headers={**UNSEEN.headers, "x-amz-request-payer": "requester"}),
    "header that is too much": replace(UNSEEN, headers={}),
    "header's value": replace(UNSEEN, headers={"x-amz-tagging": "a=c"}),
    "checksum that is missing": replace(UNSEEN, checksums=("sha256",)),
    "body": replace(UNSEEN, body=b"y"),
    "XML": replace(UNSEEN, records=[{"Key": "a"}]),
    "region": replace(UNSEEN, region="us-east-1"),
    "service": replace(UNSEEN, service="s3express"),
    "key id": replace(UNSEEN, keys=PAIR._replace(key_id="AKIAOTHER")),
    "secret": replace(UNSEEN, keys=PAIR._replace(secret="other")),
    "token": replace(UNSEEN, keys=PAIR._replace(token="token")),
    "anonymous": replace(UNSEEN, keys=None),
    "payload": replace(UNSEEN, payload="UNSIGNED-PAYLOAD"),
    "user agent": replace(UNSEEN, agent="other"),
    "authorization": replace(UNSEEN, authorization="Basic x"),
}
"""Expectations that are wrong in one thing."""


@pytest.fixture(params=BACKENDS)
def seen(request: pytest.FixtureRequest, recorder: Recorder) -> tuple[Recorder, str]:
    """Put an object with a tag; return who saw it, and where."""
    settings: Any = {**STANDARD, "endpoint": recorder.endpoint}
    S3Store("bkt", backend=request.param, **settings).put("k", b"x", tags={"a": "b"})
    return recorder, urlsplit(recorder.endpoint).netloc


def test_the_right_expectation_holds(seen: tuple[Recorder, str]) -> None:
    """What was asked as expected deviates in nothing."""
    recorder, host = seen
    assert deviations([UNSEEN], recorder.requests, host) == []


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_expectation_is_found(seen: tuple[Recorder, str], wrong: Sees) -> None:
    """The table can fail: one thing that is not as expected is one deviation, at least."""
    recorder, host = seen
    assert deviations([wrong], recorder.requests, host) != []


@pytest.mark.parametrize("expected", [[], [UNSEEN, UNSEEN]], ids=["too many", "too few"])
def test_the_number_of_requests_counts(seen: tuple[Recorder, str], expected: list[Sees]) -> None:
    """A request that is missing or too much is a deviation."""
    recorder, host = seen
    assert len(deviations(expected, recorder.requests, host)) == 1


def test_a_wrong_checksum_is_found(recorder: Recorder) -> None:
    """A checksum is computed of the body that came, not believed."""
    settings: Any = {**STANDARD, "endpoint": recorder.endpoint, "checksum_algorithm": "SHA256"}
    S3Store("bkt", backend="obstore", **settings).put("k", b"x")
    host = urlsplit(recorder.endpoint).netloc
    right = Sees(method="PUT", path="/k", body=b"x", checksums=("sha256",))
    assert deviations([right], recorder.requests, host) == []
    forged = replace(recorder.last, body=b"y")
    assert any("checksum" in deviation for deviation in deviations([replace(right, body=b"y")], [forged], host))


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("x-amz-checksum-crc64nvme", "rosUhgp5mIg="),
        ("x-amz-checksum-crc32", "y/Q5Jg=="),
        ("content-md5", "JfnnlDI7RTiF9RgfG2JNCw=="),
    ],
)
def test_checksums_of_the_table(header: str, text: str) -> None:
    """The table's own arithmetic is right: the check values of the catalogue of CRC algorithms, and RFC 1321's MD5."""
    assert text == digest(header, b"123456789")
