"""The dialect `s3cmd`: each key's words, and what s3cmd itself makes of the file."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from nasty_values import NASTY, TEXTS, made
from tool_runs import python_of

from s3config import resolve, translate
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked

if TYPE_CHECKING:
    from recording import Recorder

KEY_ID = "AKIAIOSFODNN7EXAMPLE"
_PAIR = {"access_key_id": KEY_ID, "secret_access_key": "secret"}
_ELSEWHERE = {"endpoint": "https://s3.example.com:8443"}
_HOSTS = {"use_https": True, "host_base": "s3.example.com:8443", "host_bucket": "s3.example.com:8443"}
_KMS = {"server_side_encryption": "aws:kms"}
CASES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    (_PAIR, {"access_key": KEY_ID, "secret_key": "secret"}),
    ({**_PAIR, "session_token": "t"}, {"access_key": KEY_ID, "secret_key": "secret", "access_token": "t"}),
    ({"region": "eu-west-1"}, {"bucket_location": "eu-west-1"}),
    (_ELSEWHERE, _HOSTS),
    ({**_ELSEWHERE, "virtual_hosted_style_request": False}, _HOSTS),
    (
        {**_ELSEWHERE, "virtual_hosted_style_request": True},
        {**_HOSTS, "host_bucket": "%(bucket)s.s3.example.com:8443"},
    ),
    (
        {"endpoint": "http://localhost:9000"},
        {"use_https": False, "host_base": "localhost:9000", "host_bucket": "localhost:9000"},
    ),
    (
        {"virtual_hosted_style_request": False, "region": "eu-west-1"},
        {
            "bucket_location": "eu-west-1",
            "host_base": "s3.eu-west-1.amazonaws.com",
            "host_bucket": "s3.eu-west-1.amazonaws.com",
        },
    ),
    ({"request_payer": True}, {"requester_pays": True}),
    ({"server_side_encryption": "AES256"}, {"server_side_encryption": True}),
    ({**_KMS, "sse_kms_key_id": "alias/k"}, {"kms_key": "alias/k"}),
    ({"allow_invalid_certificates": True}, {"check_ssl_certificate": False}),
    ({"root_certificate": "/etc/ca.pem"}, {"ca_certs_file": "/etc/ca.pem"}),
    ({"read_timeout": "1m"}, {"socket_timeout": 60}),
    ({"pool_idle_timeout": "3s"}, {"connection_max_age": 3}),
    ({"default_content_type": "text/plain"}, {"default_mime_type": "text/plain"}),
    ({"proxy_url": "http://proxy.example.com"}, {"proxy_host": "proxy.example.com", "proxy_port": 80}),
    ({"max_retries": 2}, {"max_retries": 2}),
]
DROPPED: list[tuple[dict[str, Any], set[str]]] = [
    ({**_PAIR, "secret_access_key": "$secret"}, {"access_key_id", "secret_access_key"}),
    ({"endpoint": "https://gateway.example.com/s3"}, {"endpoint"}),
    ({"endpoint": "http://[::1]:9000"}, {"endpoint"}),
    (_KMS, {"server_side_encryption"}),
    (
        {"server_side_encryption": "aws:kms:dsse", "sse_kms_key_id": "k"},
        {"server_side_encryption", "sse_kms_key_id"},
    ),
    ({"skip_signature": True}, {"skip_signature"}),
    ({"read_timeout": "250ms"}, {"read_timeout"}),
    ({"connect_timeout": "1s"}, {"connect_timeout"}),
    ({"proxy_url": "http://user:password@proxy:1"}, {"proxy_url"}),
    ({"proxy_url": "https://proxy:1"}, {"proxy_url"}),
    ({"root_certificate": "$HOME/ca.pem"}, {"root_certificate"}),
    ({"default_headers": {"a": "b"}}, {"default_headers"}),
    ({"disable_system_certificates": True}, {"disable_system_certificates"}),
    ({"request_checksum_calculation": "when_supported"}, {"request_checksum_calculation"}),
]


@pytest.mark.parametrize(("settings", "values"), CASES, ids=str)
def test_words(settings: dict[str, Any], values: dict[str, Any]) -> None:
    """Each key has its words, and what tells nothing is not written."""
    written = translate(made(**settings), "s3cmd")
    assert dict(written.values) == values
    assert not written.dropped
    assert not written.environment


@pytest.mark.parametrize(
    ("settings", "keys"), DROPPED, ids=lambda item: str(sorted(item)) if isinstance(item, set) else str(item)
)
def test_unsayable(settings: dict[str, Any], keys: set[str]) -> None:
    """What s3cmd cannot be told is dropped with a reason, and then says nothing by halves."""
    written = translate(made(**settings), "s3cmd", strict=False)
    assert set(written.dropped) == keys
    assert not written.values.keys() & {"access_key", "secret_key", "host_base", "kms_key", "proxy_host"}


def test_secret_like_a_variable_is_an_error() -> None:
    """A pair that s3cmd would read as something else is refused, without the secret."""
    with pytest.raises(ConfigError, match=r"secret_access_key: it reads a value that begins with \$") as error:
        translate(made(**(_PAIR | {"secret_access_key": "$very-secret"})), "s3cmd")
    assert "very-secret" not in str(error.value)


def _s3cmd(*words: str) -> str:
    program = Path(sysconfig.get_path("scripts")) / "s3cmd"
    command = [python_of("s3cmd"), "-W", "ignore", str(program), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=True).stdout


def _dumped(text: str, path: Path) -> dict[str, str]:
    path.write_text(text, "utf-8")
    lines = _s3cmd("--config", str(path), "--dump-config").split("\n")
    return dict(line.split(" = ", 1) for line in lines if " = " in line)


@pytest.mark.dialects
def test_s3cmd_reads_the_file(tmp_path: Path) -> None:
    """S3cmd's own parser finds what was written, whatever stands in it."""
    python_of("s3cmd")
    configs = [*(made(**settings, **_PAIR) for settings, _ in CASES[3:]), *NASTY]
    configs += [made(root_certificate=text, default_content_type=f'"{text}"', **_PAIR) for text in TEXTS]
    for config in configs:
        written = translate(config, "s3cmd", strict=False)
        if "access_key" in written.values:  # without a key it asks the machine's metadata service
            wanted = {name: str(value) for name, value in written.values.items()}
            assert wanted.items() <= _dumped(written.text, tmp_path / "s3cfg").items()


@pytest.mark.dialects
def test_s3cmd_signs_with_it(recorder: Recorder, tmp_path: Path) -> None:
    """S3cmd asks the endpoint, in the path's style, and signs with the secret."""
    secret = '"/+=\'%(bucket)s$:\\;#"'
    config = made(endpoint=recorder.endpoint, region="eu-west-1", **(_PAIR | {"secret_access_key": secret}))
    (tmp_path / "s3cfg").write_text(translate(config, "s3cmd").text, "utf-8")
    _s3cmd("--config", str(tmp_path / "s3cfg"), "put", "--no-guess-mime-type", str(tmp_path / "s3cfg"), "s3://logs/a")
    assert recorder.last.path.startswith("/logs")
    assert recorder.last.verify(secret, region="eu-west-1")


@pytest.mark.dialects
def test_file_that_s3cmd_makes(tmp_path: Path) -> None:
    """A file with all of its words, as `s3cmd --configure` leaves it, is read without a complaint."""
    path = tmp_path / "s3cfg"
    path.write_text("[default]\naccess_key = a\nsecret_key = b\n", "utf-8")
    dumped = _s3cmd("--config", str(path), "--dump-config")
    found = resolve(bucket="logs", env=False, sources=[from_dialect(dumped, "s3cmd")])
    assert [d for d in found.diagnostics if d.code == "KEY001"] == []
    assert found.config.endpoint is None
    assert found.config.retry_config.max_retries == 5


READ: list[tuple[str, dict[str, Any]]] = [
    ("access_key = a\nsecret_key = b\n", {"access_key_id": "a", "secret_access_key": "b"}),
    ('[default]\nsecret_key = "b"\naccess_key="a"\n', {"access_key_id": "a", "secret_access_key": "b"}),
    ("bucket_location = EU\n", {"region": "eu-west-1"}),
    (
        "host_base = s3.eu-west-1.amazonaws.com\nhost_bucket = s3.eu-west-1.amazonaws.com\n",
        {"region": "eu-west-1", "virtual_hosted_style_request": False},
    ),
    ("host_base = https://s3.example.com\nhost_bucket = s3.example.com\n",
     {"endpoint": "https://s3.example.com", "virtual_hosted_style_request": False}),
    ("host_base = localhost:1\nuse_https = No\n",
     {"endpoint": "http://localhost:1", "allow_http": True, "virtual_hosted_style_request": True}),
    ("kms_key =\nserver_side_encryption = on\n", {"server_side_encryption": "AES256"}),
    ("proxy_host = p\n", {"proxy_url": "http://p:3128"}),
    ("proxy_host =\nproxy_port = 0\n", {}),
    ("gpg_encrypt = %(gpg_command)s -c\nverbosity = WARNING\nsignature_v3 = x\n", {"KEY001": 3}),
    ("add_headers = a:b\nsignature_v2 = False\n", {"KEY001": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ)
def test_text_of_others(text: str, expected: dict[str, Any]) -> None:
    """What people write is read as s3cmd reads it."""
    found = resolve(env=False, sources=[from_dialect(text, "s3cmd")])
    values = {
        setting.key: getattr(setting.value, "get_secret_value", lambda s=setting: s.value)()
        for setting in _settings(text)
    }
    strange = {d.code: d.origins[0].line for d in found.diagnostics if d.code == "KEY001"}
    assert values | strange == expected


def _settings(text: str) -> list[Any]:
    return [item for item in from_dialect(text, "s3cmd").read(None) if hasattr(item, "key")]  # type: ignore[arg-type]


BROKEN = [
    ("[default]\naccess_key = a\nsecret_key\n", "text:3:1: .*neither"),
    ("access_key = a\n secret_key = $SECRET\n", r"text:2:2: .*begins with \$"),
    ("= a\n", "text:1:1: .*neither"),
    ("", "nothing of s3cmd"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_broken_text(text: str, message: str) -> None:
    """Text that can be read in part only is one clear error, with its place."""
    with pytest.raises(ConfigError, match=message):
        from_dialect(text, "s3cmd")


def test_place() -> None:
    """A setting knows the line and the column of its word."""
    resolution = resolve(env=False, sources=[from_dialect("[default]\n\n  bucket_location = x\n", "s3cmd")])
    assert (resolution["region"].origin.line, resolution["region"].origin.column) == (3, 3)


def test_masks() -> None:
    """A masked configuration is written without a secret."""
    config = made(**(_PAIR | {"secret_access_key": "very-secret"}), session_token="very-secret-token")
    assert "very-secret" not in translate(masked(config), "s3cmd").text


def test_role_of_the_machine_is_said() -> None:
    """That s3cmd may sign with another identity than the one in its file is said."""
    warnings = translate(made(**_PAIR, session_token="t"), "s3cmd").warnings
    assert any("where the machine has a role" in warning for warning in warnings)
