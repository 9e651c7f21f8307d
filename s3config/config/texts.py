"""Plain text and secrets, checked for what cannot stand in a header or a signature."""

from __future__ import annotations

import re
from typing import Any

from pydantic import SecretStr

from s3config.config.parsed import Parsed
from s3config.config.refusal import Refusal
from s3config.redaction import KeyId, is_masked, shown


def is_visible_ascii(text: str) -> bool:
    """Tell whether a text is all `!` to `~`."""
    return text.isascii() and text.isprintable() and " " not in text


def has_control(text: str, *, spaces: bool = False) -> bool:
    """Tell whether a text holds a control character, half a character (a surrogate), or, if asked, white space."""
    if is_visible_ascii(text):  # nearly always
        return False
    return re.search(r"[\s\x00-\x1f\x7f\ud800-\udfff]" if spaces else r"[\x00-\x1f\x7f\ud800-\udfff]", text) is not None


def parse_text(value: Any) -> str:  # noqa: ANN401
    """Read text that can stand in an HTTP header or a path: one line, no control characters."""
    if not isinstance(value, str):
        raise Refusal("is not text", "write it in quotes")
    if has_control(value):
        raise Refusal("holds a control character, a line break or half a character", "write it on one line")
    check_not_masked(value)
    return value


def parse_secret(value: Any) -> SecretStr:  # noqa: ANN401
    """Read a secret; white space in or around it is an error, for it would break the signature."""
    secret = value.get_secret_value() if isinstance(value, SecretStr) else value
    _check_credential(secret)
    return value if isinstance(value, SecretStr) else SecretStr(secret)


def parse_authorization(value: Any) -> SecretStr:  # noqa: ANN401
    """Read the value of an Authorization header, which may have a blank after its scheme."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if not isinstance(text, str):
        raise Refusal("is not text", "write it in quotes")
    check_not_masked(text)
    if not re.fullmatch(r"[!-~]+(?: [!-~]+)*", text):
        raise Refusal("cannot stand in a header", "remove line breaks and white space around it", code="SEC001")
    return SecretStr(text)


def parse_key_id(value: Any) -> KeyId:  # noqa: ANN401
    """Read an access key id; white space in or around it is an error, for it would break the signature."""
    _check_credential(value)
    return value if isinstance(value, KeyId) else KeyId(value)


def parse_certificate(value: Any) -> str:  # noqa: ANN401
    """Read a certificate authority: PEM text, or the path of a PEM file."""
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else value
    if isinstance(text, str) and "-----BEGIN CERTIFICATE-----" in text:
        return text
    if isinstance(text, str) and "-----BEGIN" in text:
        raise Refusal("is PEM text without a certificate", "give the certificate of the authority, not a key")
    return parse_text(text)


def check_not_masked(value: str) -> None:
    """Refuse a value that was hidden when it was written, for it is not the one that was meant."""
    if is_masked(value):
        raise Refusal("is a masked value that was read back", "give the value itself", code="KEY007")


def _check_credential(value: Any) -> None:  # noqa: ANN401
    if not isinstance(value, str):
        raise Refusal("is not text", "write it in quotes")
    if is_visible_ascii(value) and "****" not in value:
        return
    check_not_masked(value)
    if not value.isascii():
        raise Refusal("holds a character that is not ASCII", "copy it again", code="SEC001")
    if has_control(value, spaces=True):
        raise Refusal(
            "holds white space or a control character", "remove it; often it is a line break at the end", code="SEC001"
        )


NOT_MASKED = r"(?!.*\*{8})(?!.*\*{4}.{0,4}\s*$)"
"""What a regular expression begins with that takes no mask; for JSON Schema."""
_LINE = rf"{NOT_MASKED}[^\x00-\x1f\x7f\ud800-\udfff]*"
TEXT = Parsed(parse_text, {"type": "string", "pattern": f"^{_LINE}$"})
CERTIFICATE = Parsed(
    parse_certificate,
    {
        "type": "string",
        "anyOf": [
            {"pattern": "-----BEGIN CERTIFICATE-----"},
            {"pattern": f"^(?!.*-----BEGIN){_LINE}$"},
        ],
    },
)
SECRET = Parsed(parse_secret, {"type": "string", "pattern": f"^{NOT_MASKED}[!-~]+$", "writeOnly": True}, dump=shown)
AUTHORIZATION = Parsed(
    parse_authorization,
    {"type": "string", "pattern": f"^{NOT_MASKED}[!-~]+(?: [!-~]+)*$", "writeOnly": True},
    dump=shown,
)
ACCESS_KEY_ID = Parsed(parse_key_id, {"type": "string", "pattern": f"^{NOT_MASKED}[!-~]+$"}, dump=shown)
