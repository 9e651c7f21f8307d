"""The dialect `rclone`: each key's words, and what rclone itself makes of the section, the variables, the string."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from nasty_values import NASTY, SECRETS, TEXTS, made

from s3config import resolve, translate
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.spellings import value_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from recording import Recorder
    from tunnelling import Tunnel

    from s3config.config import StoreConfig

RCLONE = Path(sysconfig.get_path("scripts")) / "rclone"
KEY_ID = "AKIAIOSFODNN7EXAMPLE"
_PAIR = {"access_key_id": KEY_ID, "secret_access_key": "secret"}
_SSE_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
_AROUND = {"type": "s3", "provider": "AWS", "env_auth": "true"}
_ELSEWHERE = {"endpoint": "https://s3.example.com"}
_OTHER = {**_AROUND, **_ELSEWHERE, "provider": "Other"}
CASES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, _AROUND),
    (_PAIR, {"type": "s3", "provider": "AWS", **_PAIR}),
    ({**_PAIR, "session_token": "t"}, {"type": "s3", "provider": "AWS", **_PAIR, "session_token": "t"}),
    ({"skip_signature": True}, {**_AROUND, "env_auth": "false"}),
    ({"region": "eu-west-1"}, {**_AROUND, "region": "eu-west-1"}),
    (_ELSEWHERE, _OTHER),
    ({"endpoint": "http://localhost:9000/s3"}, {**_OTHER, "endpoint": "http://localhost:9000/s3"}),
    ({**_ELSEWHERE, "virtual_hosted_style_request": True}, {**_OTHER, "force_path_style": "false"}),
    ({**_ELSEWHERE, "virtual_hosted_style_request": False}, {**_OTHER, "force_path_style": "true"}),
    ({"virtual_hosted_style_request": False}, {**_AROUND, "provider": "Other", "force_path_style": "true"}),
    (
        {"endpoint": "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com", "region": "auto"},
        {
            **_OTHER,
            "provider": "Cloudflare",
            "endpoint": "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com",
            "region": "auto",
        },
    ),
    ({"use_dualstack_endpoint": True}, {**_AROUND, "use_dual_stack": "true"}),
    ({**_ELSEWHERE, "use_dualstack_endpoint": True}, _OTHER),
    ({"use_fips_endpoint": True}, {**_AROUND, "endpoint": "https://s3-fips.us-east-1.amazonaws.com"}),
    ({"request_payer": True}, {**_AROUND, "requester_pays": "true"}),
    ({"unsigned_payload": True}, {**_AROUND, "use_unsigned_payload": "true"}),
    ({"request_checksum_calculation": "when_supported"}, {**_AROUND, "use_data_integrity_protections": "true"}),
    ({"response_checksum_validation": "when_required"}, {**_AROUND, "use_data_integrity_protections": "false"}),
    ({"server_side_encryption": "AES256"}, {**_AROUND, "server_side_encryption": "AES256"}),
    (
        {"server_side_encryption": "aws:kms", "sse_kms_key_id": "alias/k"},
        {**_AROUND, "server_side_encryption": "aws:kms", "sse_kms_key_id": "alias/k"},
    ),
    (
        {"server_side_encryption": "sse-c", "sse_customer_key_base64": _SSE_KEY},
        {**_AROUND, "sse_customer_algorithm": "AES256", "sse_customer_key_base64": _SSE_KEY},
    ),
    ({"allow_invalid_certificates": True}, {**_AROUND, "override.no_check_certificate": "true"}),
    ({"root_certificate": "/etc/ca.pem"}, {**_AROUND, "override.ca_cert": "/etc/ca.pem"}),
    ({"root_certificate": '/etc/a, "b".pem'}, {**_AROUND, "override.ca_cert": '"/etc/a, ""b"".pem"'}),
    ({"connect_timeout": "1m 30s"}, {**_AROUND, "override.contimeout": "90s"}),
    ({"read_timeout": "250ms"}, {**_AROUND, "override.timeout": "0.25s"}),
    ({"http1_only": True}, {**_AROUND, "disable_http2": "true"}),
    ({"proxy_url": "http://u:p%40w@proxy:3128"}, {**_AROUND, "override.http_proxy": "http://u:p%40w@proxy:3128"}),
    ({"user_agent": "me/1"}, {**_AROUND, "override.user_agent": "me/1"}),
]
VARIABLES: list[tuple[dict[str, Any], dict[str, str]]] = [
    (
        {"web_identity_token_file": "/run/token", "role_arn": "arn:aws:iam::111122223333:role/r"},
        {"AWS_WEB_IDENTITY_TOKEN_FILE": "/run/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/r"},
    ),
    ({"default_headers": {"x-team": "a,b: c"}}, {"RCLONE_HEADER": "x-team: a,b: c"}),
]
DROPPED: list[tuple[dict[str, Any], str]] = [
    ({"default_headers": {"x-amz-meta-a": "b"}}, "default_headers"),
    ({"default_headers": {"a": "b", "c": "d"}}, "default_headers"),
    ({"default_headers": {"a": "\xfc"}}, "default_headers"),
    ({"max_retries": 2}, "max_retries"),
    ({"disable_system_certificates": True}, "disable_system_certificates"),
    ({"root_certificate": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"}, "root_certificate"),
    (
        {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_supported"},
        "response_checksum_validation",
    ),
]


@pytest.mark.parametrize(("settings", "values"), CASES, ids=str)
def test_words(settings: dict[str, Any], values: dict[str, str]) -> None:
    """Each key has its words, and what tells nothing is not written."""
    written = translate(made(**settings), "rclone", strict=False)
    assert dict(written.values) == values
    assert written.environment == {}
    assert [key for key in settings if key in written.dropped] == []


@pytest.mark.parametrize(("settings", "variables"), VARIABLES, ids=str)
def test_variables(settings: dict[str, Any], variables: dict[str, str]) -> None:
    """What the section cannot say is said by variables."""
    assert dict(translate(made(**settings), "rclone").environment) == variables


@pytest.mark.parametrize(("settings", "key"), DROPPED, ids=str)
def test_unsayable(settings: dict[str, Any], key: str) -> None:
    """What rclone cannot be told is dropped with a reason."""
    assert key in translate(made(**settings), "rclone", strict=False).dropped


def test_provider_that_knows_no_paths() -> None:
    """Where rclone would not obey the style, another provider is written, and that is said."""
    config = made(endpoint="https://s3.wasabisys.com", region="us-east-1", virtual_hosted_style_request=False)
    written = translate(config, "rclone")
    assert written.values["provider"] == "Other"
    assert any("Wasabi" in warning for warning in written.warnings)


def _run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    around = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    command = [str(RCLONE), "--retries", "1", "--low-level-retries", "1", *words]
    return subprocess.run(command, capture_output=True, text=True, env=around | variables, timeout=60, check=True)


def _fits(config: StoreConfig) -> bool:
    return all("%(" not in str(value) for value in translate(config, "rclone", strict=False).values.values())


def test_rclone_reads_the_section(tmp_path: Path) -> None:
    """Rclone's own parser finds what was written, whatever stands in it."""
    configs = [config for config in NASTY if _fits(config)]
    texts = [*(f" {text} " for text in TEXTS), "`a`", "`", '"""a"""', '"""', "``", "# a", "; a", "[a]", "=a", ":a"]
    configs += [made(user_agent=text, connect_timeout="2s") for text in texts]
    wanted = {
        f"r{number}": dict(translate(config, "rclone", strict=False).values) for number, config in enumerate(configs)
    }
    sections = [translate(config, "rclone", strict=False).form("config") for config in configs]
    path = tmp_path / "rclone.conf"
    path.write_text("\n".join(text.replace("[s3]", f"[r{n}]", 1) for n, text in enumerate(sections)), "utf-8")
    assert json.loads(_run("--config", str(path), "config", "dump").stdout) == wanted


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("form", ["environment", "connection string"])
def test_rclone_signs_with_it(recorder: Recorder, tmp_path: Path, form: str, secret: str) -> None:
    """Rclone signs with the secret that a shell, or the string, gives it."""
    config = made(
        endpoint=recorder.endpoint, **(_PAIR | {"secret_access_key": secret}), user_agent='it\'s "mine", $HOME: a'
    )
    text = translate(config, "rclone").form(form)
    if form == "environment":
        (tmp_path / "variables").write_text(text, "utf-8")
        command = ["sh", "-c", '. "$0"; exec "$@"', str(tmp_path / "variables"), str(RCLONE), "lsf", "s3:logs"]
        subprocess.run(command, capture_output=True, timeout=60, check=True)
    else:
        _run("lsf", f"{text}logs")
    assert recorder.last.key_id == KEY_ID
    assert recorder.last.verify(secret, region="us-east-1")
    assert recorder.last.headers["user-agent"] == 'it\'s "mine", $HOME: a'


def test_certificate_of_one_remote(recorder: Recorder, tunnel: Tunnel, tmp_path: Path) -> None:
    """The certificate and the proxy of the section are those of its requests."""
    tunnel.default = recorder.endpoint
    settings = {"endpoint": "https://s3.example.test", "proxy_url": tunnel.url, **_PAIR}
    path = tmp_path / "rclone.conf"
    path.write_text(translate(made(**settings, root_certificate=str(tunnel.ca_file)), "rclone").text, "utf-8")
    _run("--config", str(path), "lsf", "s3:logs")
    assert recorder.last.host == "s3.example.test"
    path.write_text(translate(made(**settings), "rclone").text, "utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        _run("--config", str(path), "lsf", "s3:logs")


def test_what_rclone_replaces_is_refused() -> None:
    """A value that rclone would change is refused by the form that cannot hold it, without the value."""
    written = translate(made(**(_PAIR | {"secret_access_key": "a%(provider)sb"})), "rclone")
    with pytest.raises(ConfigError, match=r"^secret_access_key cannot stand in rclone\.conf") as error:
        written.form("config")
    assert "provider" not in str(error.value)
    for form in ("environment", "connection string"):
        assert _read(written.form(form))["secret_access_key"] == "a%(provider)sb"


def _read(text: str) -> Mapping[str, Any]:
    resolution = resolve(bucket="logs", env=False, sources=[from_dialect(text, "rclone")])
    assert [d for d in resolution.diagnostics if d.code == "KEY001"] == []
    return {key: value_of(resolution.config, key) for key in ("region", "endpoint")} | {
        "secret_access_key": resolution.config.secret_access_key
        and resolution.config.secret_access_key.get_secret_value(),
        "skip_signature": resolution.config.skip_signature,
        "virtual_hosted_style_request": resolution.config.virtual_hosted_style_request,
        "unsigned_payload": resolution.config.unsigned_payload,
        "server_side_encryption": resolution.config.server_side_encryption,
    }


READ: list[tuple[str, dict[str, Any]]] = [
    ("[a]\ntype = s3\nenv_auth = true\nendpoint = s3.example.com\n", {"endpoint": "https://s3.example.com"}),
    ("[a]\ntype = s3\n", {"skip_signature": True}),
    ("[a]\ntype = s3\nenv_auth = t\n", {"skip_signature": False}),
    ("[a]\ntype = s3\nforce_path_style = F\nendpoint = http://localhost:1\n", {"virtual_hosted_style_request": True}),
    ("[a]\ntype = s3\nuse_unsigned_payload = unset\nregion = other-v2-signature\n", {"region": "us-east-1"}),
    ("[a]\ntype: s3\nregion: `x`\n[b]\ntype = drive\nregion = y\n", {"region": "x"}),
    ('[a]\ntype = s3\nregion = """x"""\n', {"region": "x"}),
    (
        "[a]\ntype = s3\nsse_customer_algorithm = AES256\nsse_customer_key = 0123456789abcdef0123456789abcdef\n",
        {"server_side_encryption": "sse-c"},
    ),
    ("export RCLONE_CONFIG_MY_REM_TYPE=s3 RCLONE_CONFIG_MY_REM_REGION='x'", {"region": "x"}),
    ("RCLONE_CONFIG_A_TYPE=s3\nRCLONE_S3_REGION=x\n", {"region": "x"}),
    (':s3,env_auth,region=x,endpoint="http://localhost:1":bucket/key', {"region": "x", "skip_signature": False}),
    (":s3:bucket", {"skip_signature": True}),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_text_of_others(text: str, expected: dict[str, Any]) -> None:
    """What people write is read as rclone reads it."""
    assert expected.items() <= _read(text).items()


PLACES = [
    ("[a]\ntype = s3\n  region = x\n", (3, 3)),
    (":s3,env_auth=true,region='x':", (1, 19)),
    ("RCLONE_CONFIG_A_TYPE=s3\nexport RCLONE_CONFIG_A_REGION=x\n", (2, 8)),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_place(text: str, place: tuple[int, int]) -> None:
    """A setting knows the line and the column of its word."""
    resolution = resolve(bucket="logs", env=False, sources=[from_dialect(text, "rclone")])
    origin = resolution["region"].origin
    assert (origin.line, origin.column) == place


BROKEN = [
    ("[a]\ntype = s3\nregion\n", "text:3:1: .*neither"),
    ("[a]\ntype = s3\nregion = `x\n", "text:3:1: .*never closed"),
    ("[a]\ntype = s3\nregion = %(x)s\n", "text:3:1: .*replaces"),
    ("[a]\ntype = drive\n", "no remote of type s3"),
    ("[a]\ntype = s3\n[b]\ntype = s3\n", "several remotes of type s3: a, b"),
    ("# RCLONE_ENCRYPT_V0:\nabc=\n", "encrypted"),
    (":s3,region='x", "text:1:4: .*cannot be read from here"),
    (":s3,region=x", "text:1:4: .*cannot be read from here"),
    (":s3,=x:", "text:1:4: .*cannot be read from here"),
    ("AWS_REGION=x", "no remote of type s3"),
    ("RCLONE_CONFIG_A_TYPE='s3", r"text:1:\d+: .*never closed"),
    ("", "no remote of type s3"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_broken_text(text: str, message: str) -> None:
    """Text that can be read in part only is one clear error, with its place."""
    with pytest.raises(ConfigError, match=message):
        from_dialect(text, "rclone")


def test_typo() -> None:
    """A word that rclone passes over is named with the nearest; and so is one that means what no key says."""
    text = "[a]\ntype = s3\nregoin = x\nrole_arn = arn:aws:iam::111122223333:role/r\n"
    found = resolve(env=False, sources=[from_dialect(text, "rclone")]).diagnostics
    assert [(d.code, d.origins[0].line) for d in found if d.code == "KEY001"] == [("KEY001", 3), ("KEY001", 4)]


@pytest.mark.parametrize("form", ["config", "environment", "connection string"])
def test_masks(form: str) -> None:
    """A masked configuration is written without a secret."""
    config = made(**(_PAIR | {"secret_access_key": "very-secret"}), session_token="very-secret-token")
    text = translate(masked(config), "rclone").form(form)
    assert "very-secret" not in text
    assert "EXAMPLE" not in text.replace("****MPLE", "")
