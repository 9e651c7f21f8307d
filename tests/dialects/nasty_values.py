"""Values that break quoting, and configurations that hold them, for dialects that are text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3config import resolve

if TYPE_CHECKING:
    from s3config.config import StoreConfig

PEM = "-----BEGIN CERTIFICATE-----\nMIIB'\"$HOME\\\n-----END CERTIFICATE-----"
SECRETS = (
    "plain0123456789",
    "/+='\"$%:\\;~!^&*()",
    "${HOME}${AWS_REGION:-x}",
    "$(id)`id`$HOME$$",
    "#hash;semicolon%percent",
    "ends-with-a-backslash\\",
    "ends-with-a-quote'\"",
    "'single'",
    '"double"',
    "\\n\\t\\x41\\",
    "{{template}}",
    "!important&anchor*alias",
    "-dash:colon",
    "[profile]",
    "=equals=",
)
TEXTS = (
    "blanks in it",
    "a 'single' and a \"double\" quote",
    "${HOME} $HOME $$ ${ $",
    "zwölf ümläute \U0001f600",
    "next\x85line and line\u2028separator",
    "no\xa0break \ufeff mark",
    "colon: hash # percent % semicolon ;",
    "back\\slash \\n \\",
    "true",
    "1e3",
    "null",
)


def with_secret(secret: str) -> StoreConfig:
    """Return a configuration with a secret, and a token like it."""
    return made(access_key_id="AKIAIOSFODNN7EXAMPLE", secret_access_key=secret, session_token=f"token{secret}")


def with_text(text: str) -> StoreConfig:
    """Return a configuration with text in two of its fields, one of which is a path."""
    return made(user_agent=text, role_session_name=text, container_authorization_token_file=f"/run/{text}")


def made(**settings: Any) -> StoreConfig:
    """Return a configuration of nothing but these settings."""
    return resolve(bucket="logs", env=False, **settings).config


NASTY = [*map(with_secret, SECRETS), *map(with_text, TEXTS)]
LINES = [
    made(root_certificate=PEM),
    made(root_certificate=PEM.replace("\n", "\r\n") + "\r\n# \t\v\f\x01 end"),
    made(proxy_ca_certificate=PEM),
    made(default_headers={"x-team": "data: '$HOME'", "x-other": '"\\'}),
]
"""Values of several lines."""
