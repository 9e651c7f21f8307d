"""The dialect `mc`: each key's words, and what its URL can hold; mc itself is in no Python package."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from nasty_values import SECRETS, made

from s3config import resolve, translate
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KEY_ID = "AKIAIOSFODNN7EXAMPLE"
_PAIR = {"access_key_id": KEY_ID, "secret_access_key": "secret"}
_AROUND = {"url": "https://s3.amazonaws.com", "api": "S3v4", "path": "auto"}
_KEYS = {"accessKey": KEY_ID, "secretKey": "secret"}
CASES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, _AROUND),
    (_PAIR, {**_AROUND, **_KEYS}),
    ({**_PAIR, "session_token": "t"}, {**_AROUND, **_KEYS, "sessionToken": "t"}),
    ({"skip_signature": True}, {**_AROUND, "accessKey": "", "secretKey": ""}),
    ({"endpoint": "http://localhost:9000"}, {**_AROUND, "url": "http://localhost:9000"}),
    ({"virtual_hosted_style_request": True}, {**_AROUND, "path": "off"}),
    ({"virtual_hosted_style_request": False}, {**_AROUND, "path": "on"}),
    ({"use_dualstack_endpoint": True}, {**_AROUND, "url": "https://s3.dualstack.us-east-1.amazonaws.com"}),
]
_PROXY = "http://u:p@proxy:1"
VARIABLES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"region": "eu-west-1"}, {"MC_REGION": "eu-west-1"}),
    ({"allow_invalid_certificates": True}, {"MC_INSECURE": "true"}),
    ({"root_certificate": "/etc/ca.pem"}, {"SSL_CERT_FILE": "/etc/ca.pem"}),
    (
        {"proxy_url": _PROXY, "proxy_excludes": "localhost"},
        {"HTTP_PROXY": _PROXY, "HTTPS_PROXY": _PROXY, "NO_PROXY": "localhost"},
    ),
    (
        {"web_identity_token_file": "/run/t", "role_arn": "arn:aws:iam::111122223333:role/r", "region": "eu-west-1"},
        {
            "MC_WEB_IDENTITY_TOKEN_FILE_s3config": "/run/t",
            "MC_ROLE_ARN_s3config": "arn:aws:iam::111122223333:role/r",
            "MC_STS_ENDPOINT_s3config": "https://sts.eu-west-1.amazonaws.com",
            "MC_REGION": "eu-west-1",
        },
    ),
]
DROPPED: list[tuple[dict[str, Any], str]] = [
    ({"endpoint": "https://gateway.example.com/s3"}, "endpoint"),
    ({"server_side_encryption": "AES256"}, "server_side_encryption"),
    ({"request_payer": True}, "request_payer"),
    ({"max_retries": 1}, "max_retries"),
    ({"root_certificate": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"}, "root_certificate"),
]


@pytest.mark.parametrize(("settings", "values"), CASES, ids=str)
def test_words(settings: dict[str, Any], values: dict[str, str]) -> None:
    """Each key has its words."""
    written = translate(made(**settings), "mc")
    assert dict(written.values) == values
    assert json.loads(written.form("alias")) == {"version": "10", "aliases": {"s3config": values}}


@pytest.mark.parametrize(("settings", "variables"), VARIABLES, ids=str)
def test_variables(settings: dict[str, Any], variables: dict[str, str]) -> None:
    """What the alias cannot say is said by variables."""
    assert dict(translate(made(**settings), "mc").environment) == variables


@pytest.mark.parametrize(("settings", "key"), DROPPED, ids=str)
def test_unsayable(settings: dict[str, Any], key: str) -> None:
    """What mc cannot be told is dropped with a reason."""
    assert key in translate(made(**settings), "mc", strict=False).dropped


_ELSEWHERE = {"endpoint": "http://localhost:9000"}
URLS: list[tuple[dict[str, Any], str]] = [
    (_PAIR, f"https://{KEY_ID}:secret@s3.amazonaws.com"),
    ({**_PAIR, "session_token": "a:b@c"}, f"https://{KEY_ID}:secret:a:b@c@s3.amazonaws.com"),
    ({**_PAIR, **_ELSEWHERE, "secret_access_key": "/+@%#?='"}, f"http://{KEY_ID}:/+@%#?='@localhost:9000"),
    ({**_PAIR, **_ELSEWHERE, "virtual_hosted_style_request": False}, f"http://{KEY_ID}:secret@localhost:9000"),
    ({"skip_signature": True}, "https://:@s3.amazonaws.com"),
    ({}, "https://s3.amazonaws.com"),
]


@pytest.mark.parametrize(("settings", "url"), URLS, ids=str)
def test_url(tmp_path: Path, settings: dict[str, Any], url: str) -> None:
    """A shell is told the URL as mc reads it: nothing in it is encoded."""
    path = tmp_path / "variables"
    path.write_text(translate(made(**settings), "mc").form("environment"), "utf-8")
    command = ["sh", "-c", '. "$0"; printf %s "$MC_HOST_s3config"', str(path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == url


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({**_PAIR, "secret_access_key": "very:secret"}, "^secretKey with a colon cannot stand in MC_HOST_s3config"),
    ({**_PAIR, "access_key_id": "very:secret"}, "^accessKey with a colon cannot stand in MC_HOST_s3config"),
    ({**_PAIR, "virtual_hosted_style_request": True}, "^path cannot be said in MC_HOST_s3config"),
    ({**_PAIR, "virtual_hosted_style_request": False}, "^path cannot be said in MC_HOST_s3config"),
]


@pytest.mark.parametrize(("settings", "message"), REFUSED, ids=str)
def test_what_the_url_cannot_hold(settings: dict[str, Any], message: str) -> None:
    """What mc would read as something else is refused by that form alone, without the value."""
    written = translate(made(**settings), "mc")
    with pytest.raises(ConfigError, match=message) as error:
        written.form("environment")
    assert "very" not in str(error.value)
    assert json.loads(written.form("alias"))["aliases"]["s3config"]["secretKey"] == settings["secret_access_key"]


@pytest.mark.parametrize("secret", SECRETS)
def test_secrets_come_back(secret: str) -> None:
    """A secret is read as it was, from each form that can hold it."""
    written = translate(made(**(_PAIR | {"secret_access_key": secret}), session_token=f"t:{secret}@"), "mc")
    for form in ("alias",) if ":" in secret else ("alias", "environment"):
        assert (
            _read(written.form(form)).items() >= {"secret_access_key": secret, "session_token": f"t:{secret}@"}.items()
        )


def _read(text: str) -> Mapping[str, Any]:
    items: list[Any] = list(from_dialect(text, "mc").read(None))  # type: ignore[arg-type]
    found = {item.key: item.value for item in items if hasattr(item, "key")}
    assert [item for item in items if not hasattr(item, "key")] == []
    return {key: getattr(value, "get_secret_value", lambda value=value: value)() for key, value in found.items()}


_OWN = '{"version": "10", "aliases": {"play": {"url": "https://play.min.io"}, "mine": {"url": "http://localhost:1"}}}'
READ: list[tuple[str, dict[str, Any]]] = [
    (_OWN, {"endpoint": "http://localhost:1", "allow_http": True}),
    ('{"hosts": {"a": {"url": "https://a.example", "lookup": "dns"}}}',
     {"endpoint": "https://a.example", "virtual_hosted_style_request": True}),
    ('{"url": "https://s3.amazonaws.com/", "accessKey": "", "secretKey": ""}', {"skip_signature": True}),
    ("export MC_HOST_my_alias=https://a:b@s3.example.com\n",
     {"endpoint": "https://s3.example.com", "access_key_id": "a", "secret_access_key": "b"}),
    ("MC_HOST_a='https://a:b:c:d@e@[::1]:9000'\nMC_INSECURE=true",
     {"endpoint": "https://[::1]:9000", "access_key_id": "a", "secret_access_key": "b", "session_token": "c:d@e"}),
    ("MC_HOST_a=https://:@s3.example.com", {"endpoint": "https://s3.example.com", "skip_signature": True}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ)
def test_text_of_others(text: str, expected: dict[str, Any]) -> None:
    """What people write is read as mc reads it."""
    assert _read(text) == expected


PLACES = [
    ('{"aliases": {"a":\n {"url": "https://a.example"}}}', (2, 3)),
    ("MC_INSECURE=1\nexport MC_HOST_a=https://a.example", (2, 8)),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_place(text: str, place: tuple[int, int]) -> None:
    """A setting knows the line and the column of its word."""
    resolution = resolve(env=False, sources=[from_dialect(text, "mc")])
    assert (resolution["endpoint"].origin.line, resolution["endpoint"].origin.column) == place


BROKEN = [
    ('{"aliases": {"a": {"url"', "text:1:"),
    ('{"aliases": {}}', "no alias"),
    ('{"aliases": {"a": {"url": "u"}, "b": {"url": "u"}}}', "several aliases: a, b"),
    ("MC_HOST_a=ftp://a.example", "text:1:1: .*no URL of an alias"),
    ("\n  export MC_HOST_a=https://secret@a.example", "text:2:10: .*no URL of an alias"),
    ("MC_HOST_a='https://a", r"text:1:\d+: .*never closed"),
    ("MC_INSECURE=1", "no alias"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_broken_text(text: str, message: str) -> None:
    """Text that can be read in part only is one clear error, with its place and without what stands there."""
    with pytest.raises(ConfigError, match=message) as error:
        from_dialect(text, "mc")
    assert "secret" not in str(error.value).lower().replace("key:secret@host", "")


@pytest.mark.parametrize("form", ["alias", "environment"])
def test_masks(form: str) -> None:
    """A masked configuration is written without a secret."""
    config = made(**(_PAIR | {"secret_access_key": "very-secret"}), session_token="very-secret")
    assert "very-secret" not in translate(masked(config), "mc").form(form)
