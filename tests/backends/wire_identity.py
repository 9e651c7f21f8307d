"""Rows of the wire proof: who signs, and how those are asked who hand out credentials."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from s3_answers import ROLE_KEYS, Keys
from wire_operations import COPY_NEW, OPERATIONS, SIGNED
from wire_table import Operation, Row, Said, Sees

from s3config.errors import NotSupportedError, UnauthenticatedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAIR = ("access_key_id", "secret_access_key")
_GOT = Keys("ASIAHANDEDOUT", "secret-that-was-handed-out", "token-that-was-handed-out")
_ANSWER = json.dumps(
    {
        "AccessKeyId": _GOT.key_id,
        "SecretAccessKey": _GOT.secret,
        "Token": _GOT.token,
        "Expiration": "2099-01-01T00:00:00Z",
    }
)
_ROLES = "/latest/meta-data/iam/security-credentials/"
_SESSION = "/latest/api/token"
TOKEN = "token-of-the-file"
"""In the file that `{token_file}` names."""
_FORM = {"content-type": "application/x-www-form-urlencoded"}
"""Which urllib says of every body, also of an empty one."""
_GET = OPERATIONS["get"]


def _asks(method: str, path: str, headers: dict[str, str] | None = None, **rest: Any) -> Sees:
    return Sees(method=method, path=path, root="", keys=None, headers=headers or {}, **rest)


def keys() -> Iterator[Row]:
    """A pair, with its token or without."""
    token = {"session_token": "token-of-the-session", "credential_expiration": "2099-01-01T00:00:00Z"}
    keys = Keys("AKIATEMPORARY", "another-secret", "token-of-the-session")
    pair = {"access_key_id": keys.key_id, "secret_access_key": keys.secret}
    yield Row(name="access_key_id", settings=pair, operation=_GET, every={"keys": keys._replace(token="")})
    for name, operation in {**OPERATIONS, **SIGNED, "copy of a new one": COPY_NEW}.items():
        yield Row(
            name=f"session_token, {name}", settings={**pair, **token, "copy_if_not_exists": "multipart"},
            operation=operation, every={"keys": keys},
        )  # fmt: skip
    for name, operation in {**OPERATIONS, "copy of a new one": COPY_NEW}.items():
        yield Row(
            name=f"skip_signature, {name}", settings={"skip_signature": True, "copy_if_not_exists": "multipart"},
            operation=operation, every={"keys": None}, without=_PAIR,
        )  # fmt: skip


def unsigned() -> Iterator[Row]:
    """Without a signature no URL is signed."""
    nothing = Operation(SIGNED["sign GET"].call, ())
    yield Row(
        name="skip_signature, sign GET",
        settings={"skip_signature": True},
        operation=nothing,
        without=_PAIR,
        raises=NotSupportedError,
    )


def handed_out() -> Iterator[Row]:
    """Credentials that are asked for, then used."""
    got: dict[str, Any] = {"every": {"keys": _GOT}, "operation": _GET, "without": _PAIR}

    def provider() -> dict[str, Any]:
        return {
            "access_key_id": _GOT.key_id,
            "secret_access_key": _GOT.secret,
            "token": _GOT.token,
            "expires_at": None,
        }

    yield Row(name="credential_provider", settings={"credential_provider": provider}, **got)
    full = {"container_credentials_full_uri": "{endpoint}/v1/credentials"}
    answers = [Said(lambda request: request.path == "/v1/credentials", 200, _ANSWER)]
    for name, settings, word in (
        ("container_credentials_full_uri", {}, None),
        ("container_authorization_token", {"container_authorization_token": "Basic x"}, "Basic x"),
        ("container_authorization_token_file", {"container_authorization_token_file": "{token_file}"}, TOKEN),
    ):
        asked = _asks("GET", "/v1/credentials", authorization=word)
        yield Row(name=name, settings={**full, **settings}, answers=answers, before=[asked], **got)


def web_identity() -> Iterator[Row]:
    """A role is assumed with a token; its credentials sign."""
    settings = {
        "web_identity_token_file": "{token_file}",
        "role_arn": "arn:aws:iam::111122223333:role/proof",
        "sts_endpoint": "{endpoint}/sts",
    }
    for session in ("proof-job", None):
        form = {
            "Action": "AssumeRoleWithWebIdentity",
            "Version": "2011-06-15",
            "RoleArn": settings["role_arn"],
            "RoleSessionName": session or "s3config",
            "WebIdentityToken": TOKEN,
        }
        asked = _asks("POST", "/sts/", _FORM, body=urlencode(form).encode())
        yield Row(
            name=f"role_session_name={session}", settings={**settings, "role_session_name": session},
            operation=_GET, without=_PAIR, before=[asked], every={"keys": ROLE_KEYS},
        )  # fmt: skip
    yield Row(
        name="STS of AWS", settings={key: settings[key] for key in settings if key != "sts_endpoint"},
        operation=Operation(_GET.call, (replace(_GET.requests[0], host="s3.eu-west-1.amazonaws.com"),)),
        without=_PAIR, before=[replace(asked, path="/", host="sts.eu-west-1.amazonaws.com")],
        every={"keys": ROLE_KEYS}, tunnel=True,
    )  # fmt: skip


def instance() -> Iterator[Row]:
    """The machine's own role."""
    settings = {"metadata_endpoint": "{endpoint}/imds"}
    usual: Any = {"operation": _GET, "without": _PAIR, "every": {"keys": _GOT}}
    begin = _asks("PUT", f"/imds{_SESSION}", {"x-aws-ec2-metadata-token-ttl-seconds": "600", **_FORM})
    for version, held in ((2, {"x-aws-ec2-metadata-token": "session"}), (1, {})):
        yield Row(
            name=f"metadata_endpoint, version {version}", settings={**settings, "imdsv1_fallback": version == 1},
            before=[begin, _asks("GET", f"/imds{_ROLES}", held), _asks("GET", f"/imds{_ROLES}proof", held)],
            answers=[
                Said(lambda request: request.path.endswith(_SESSION), 200 if version == 2 else 404, "session"),
                Said(lambda request: request.path.endswith(_ROLES), 200, "proof"),
                Said(lambda request: request.path.endswith("/proof"), 200, _ANSWER),
            ],
            **usual,
        )  # fmt: skip
    nothing = Operation(_GET.call, ())
    yield Row(
        name="imdsv1_fallback=false", settings=settings, operation=nothing, before=[begin], without=_PAIR,
        answers=[Said("PUT", 404)], raises=UnauthenticatedError,
    )  # fmt: skip
    yield Row(
        name="ec2_metadata_disabled", settings={**settings, "ec2_metadata_disabled": True}, operation=nothing,
        without=_PAIR, raises=UnauthenticatedError,
    )  # fmt: skip


ROWS = (*keys(), *unsigned(), *handed_out(), *web_identity(), *instance())
