"""One key, every tool: on the wire it means the same in each tool whose translation says that it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from tool_bodies import BODIES
from tool_runs import TOOLS, Task, ToolError, arguments, available, run_all

from s3config import resolve, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from recording import Recorded, Recorder
    from tunnelling import Tunnel

    from s3config.translation import Translation

pytestmark = pytest.mark.dialects

HOST = "s3.example.test"
"""No name server knows it: only the proxy leads there, for whatever stands before it, too."""
REGION = "eu-west-1"
SECRET = "secret/of+the=same&meaning"
TOKEN = "token/of+the=same&meaning=="
KMS_KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b-2c"
STANDARD: Mapping[str, Any] = {
    "endpoint": f"http://{HOST}",
    "allow_http": True,
    "region": REGION,
    "access_key_id": "AKIASAMEMEANING",
    "secret_access_key": SECRET,
    "virtual_hosted_style_request": False,
    "proxy_url": "{proxy}",
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
    "max_retries": 0,
}
"""What every case says that does not say otherwise."""


def _signature(request: Recorded) -> str:
    if "authorization" not in request.headers and not request.is_signed:
        return "none"
    return "right" if request.verify(SECRET, service="s3") else "wrong"


def _creates(request: Recorded) -> bool:
    """Tell whether a request makes an object, and so decides how that is encrypted."""
    if request.method == "POST":
        return "uploads" in request.query
    return request.method == "PUT" and "partNumber" not in request.query


_SSE = "x-amz-server-side-encryption"
MEANINGS: Mapping[str, Callable[[Recorded], object]] = {
    "host": lambda request: request.host,
    "bucket in the path": lambda request: request.path.split("/")[1] == "bkt",
    "signature": _signature,
    "region": lambda request: request.scope.region if request.is_signed else None,
    "token": lambda request: request.session_token,
    "token is signed": lambda request: request.is_signed and "x-amz-security-token" in request.signed_headers,
    "payer": lambda request: request.headers.get("x-amz-request-payer"),
}
"""What every request of a tool says."""
OF_WRITING: Mapping[str, Callable[[Recorded], object]] = {
    "encryption": lambda request: request.headers.get(_SSE),
    "key of encryption": lambda request: request.headers.get(f"{_SSE}-aws-kms-key-id"),
    "bucket key": lambda request: request.headers.get(f"{_SSE}-bucket-key-enabled"),
}
"""What every request says that makes an object; the others must not."""
PLAIN: Mapping[str, object] = {
    "host": HOST,
    "bucket in the path": True,
    "signature": "right",
    "region": REGION,
    "token": None,
    "token is signed": False,
    "payer": None,
    "encryption": None,
    "key of encryption": None,
    "bucket key": None,
}
"""What requests say if nothing but the standard is said."""


@dataclass(frozen=True)
class Case:
    """Settings, and what requests then say otherwise than plain ones."""

    settings: Mapping[str, Any]
    means: Mapping[str, object] = field(default_factory=dict)
    key: str = ""
    """Without which it has no meaning; where it is empty, all settings must be told."""
    without: tuple[str, ...] = ()
    """Keys of the standard that are not said."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What a tool must be told to take part."""
        return (self.key,) if self.key else tuple(self.settings)

    def all_settings(self) -> dict[str, Any]:
        """Return what is said in all."""
        return {key: value for key, value in {**STANDARD, **self.settings}.items() if key not in self.without}


_KMS = {"server_side_encryption": "aws:kms", "sse_kms_key_id": KMS_KEY}
_MEANS_KMS = {"encryption": "aws:kms", "key of encryption": KMS_KEY}
_TLS = {"endpoint": f"https://{HOST}"}
CASES = {
    "path style": Case({"virtual_hosted_style_request": False}),
    "host style": Case(
        {"virtual_hosted_style_request": True}, {"host": f"bkt.{HOST}", "bucket in the path": False}
    ),
    "SSE-S3": Case({"server_side_encryption": "AES256"}, {"encryption": "AES256"}),
    "SSE-KMS": Case(_KMS, _MEANS_KMS),
    "bucket key": Case({**_KMS, "sse_bucket_key_enabled": True}, {**_MEANS_KMS, "bucket key": "true"}),
    "requester pays": Case({"request_payer": True}, {"payer": "requester"}),
    "anonymous": Case(
        {"skip_signature": True}, {"signature": "none", "region": None}, without=("access_key_id", "secret_access_key")
    ),
    "session token": Case({"session_token": TOKEN}, {"token": TOKEN, "token is signed": True}),
    "custom CA": Case(
        {**_TLS, "root_certificate": "{ca}"}, key="root_certificate", without=("allow_http",)
    ),
    "unchecked certificate": Case(
        {**_TLS, "allow_invalid_certificates": True}, key="allow_invalid_certificates", without=("allow_http",)
    ),
}  # fmt: skip
_FIXED_REGION = "us-east-1"
"""Of a tool that signs for no other where the host is not AWS's."""
UNTOLD: Mapping[str, AbstractSet[str]] = {
    "pyarrow": {"SSE-S3", "SSE-KMS", "bucket key", "requester pays", "unchecked certificate"},
    "duckdb": {"SSE-S3", "bucket key"},
    "rclone": {"bucket key"},
    "pyiceberg": {"bucket key", "requester pays", "unchecked certificate"},
    "gdal": {"SSE-S3", "SSE-KMS", "bucket key"},
    "s3cmd": {"bucket key", "anonymous"},
    "clickhouse": {"unchecked certificate"},
}
"""By tool: cases that it cannot be told. Its translation must say so, and of no other."""
UNKNOWN_CA = Case(_TLS, without=("allow_http",))


@pytest.fixture
def told(recorder: Recorder, tunnel: Tunnel) -> Callable[[str, Case], Translation]:
    """Return a function that translates a case for a tool, and leads every host to the recorder."""
    tunnel.default = recorder.endpoint
    places = {"{proxy}": tunnel.url, "{ca}": str(tunnel.ca_file)}

    def translated(tool: str, case: Case) -> Translation:
        settings: Any = {key: places.get(value, value) for key, value in case.all_settings().items()}
        return translate(resolve(bucket="bkt", env=False, **settings).config, tool, strict=False)

    return translated


def ran(translation: Translation, recorder: Recorder, tunnel: Tunnel) -> list[str]:
    """Let a tool write and read; return what went wrong."""
    ending = TOOLS[translation.tool].formats[0]
    recorder.shelf.content = BODIES[ending]()
    values, variables = arguments(translation)
    proxies = dict.fromkeys(("http_proxy", "https_proxy"), tunnel.url)  # for those that have no word for it
    url = f"s3://bkt/data.{ending}"
    tasks = [Task("write", url, recorder.shelf.content), Task("read", url)]
    outcomes = run_all(translation.tool, tasks, values, proxies | dict(variables))
    return [str(outcome) for outcome in outcomes if isinstance(outcome, ToolError)]


def meaning(requests: Sequence[Recorded]) -> dict[str, set[object]]:
    """Return all that requests say, by what it is about."""
    creating = [request for request in requests if _creates(request)]
    others = [request for request in requests if not _creates(request)]
    return {
        **{name: {of(request) for request in requests} for name, of in MEANINGS.items()},
        **{name: {of(request) for request in creating} for name, of in OF_WRITING.items()},
        "encryption of what is read": {of(request) for request in others for of in OF_WRITING.values()},
    }


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("tool", TOOLS)
def test_same_meaning(
    recorder: Recorder, tunnel: Tunnel, told: Callable[[str, Case], Translation], tool: str, name: str
) -> None:
    """What a tool is told is in each request, and nothing else; what it cannot be told, its translation says."""
    available()
    case = CASES[name]
    translation = told(tool, case)
    assert [key for key in case.keys if (key in translation.emitted) is (key in translation.dropped)] == []
    untold = [key for key in case.keys if key in translation.dropped]
    assert bool(untold) is (name in UNTOLD.get(tool, ()))
    if untold:
        return
    assert ran(translation, recorder, tunnel) == []
    assert meaning(recorder.requests) == expected(case, translation)


def expected(case: Case, translation: Translation) -> dict[str, set[object]]:
    """Return what requests must say, with what the translation says that they say otherwise."""
    said = {**PLAIN, **case.means}
    wanted = {what: {value} for what, value in said.items()} | {"encryption of what is read": {None}}
    if "region" in translation.dropped and said["region"] is not None:
        wanted["region"] = {_FIXED_REGION}
    if any("INSERT only" in warning for warning in translation.warnings):
        wanted["encryption of what is read"] = {said[what] for what in OF_WRITING} | {None}
    return wanted


@pytest.mark.parametrize("tool", TOOLS)
def test_an_unknown_ca(recorder: Recorder, tunnel: Tunnel, told: Callable[[str, Case], Translation], tool: str) -> None:
    """Without its certificate the same authority is not trusted: the proof with it can fail."""
    available()
    assert ran(told(tool, UNKNOWN_CA), recorder, tunnel) != []  # GDAL says nothing of a file that it could not close
    assert recorder.requests == []
    assert tunnel.hosts != []
