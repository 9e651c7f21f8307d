"""The values that are one of a few words, or a word with parts behind it."""

from __future__ import annotations

import re
from typing import Any

from pydantic import SecretStr

from s3config.config.numbers import FLAGS, parse_flag
from s3config.config.parsed import Parsed, any_case
from s3config.config.refusal import Refusal
from s3config.config.texts import check_not_masked, parse_secret
from s3config.redaction import shown

_HEADER_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_HEADER_VALUE = r"[\t -~\x80-\xff]*"
_TABLE = r"[A-Za-z0-9_.-]{3,255}|arn:[A-Za-z0-9:/_.-]+"
_SSE_KEY_BYTES = 32
CREDENTIAL_PROVIDERS = "a callable that returns access_key_id, secret_access_key, token and expires_at"


def _choice(value: Any, words: tuple[str, ...], *, any_case: bool = False) -> str:  # noqa: ANN401
    if isinstance(value, str):
        if value in words:
            return value
        from s3config.suggestion import nearest

        word = {word.lower(): word for word in words}.get(value.lower())
        if word is not None and any_case:
            return word
        word = word or nearest(value, words)
        if word is not None:
            raise Refusal("is not one of the values", f"did you mean {word}?")
    raise Refusal("is not one of the values", f"write {' or '.join(words)}")


def parse_checksum_algorithm(value: Any) -> str:  # noqa: ANN401
    """Read a checksum algorithm, in any case."""
    return _choice(value, ("SHA256", "CRC64NVME"), any_case=True)


def parse_encryption(value: Any) -> str:  # noqa: ANN401
    """Read a kind of server-side encryption."""
    return _choice(value, ("AES256", "aws:kms", "aws:kms:dsse", "sse-c"))


def parse_checksum_mode(value: Any) -> str:  # noqa: ANN401
    """Read when the AWS SDKs add or check a checksum; they take any case."""
    return _choice(value, ("when_supported", "when_required"), any_case=True)


def parse_request_payer(value: Any) -> bool:  # noqa: ANN401
    """Read a boolean, or `requester`, which is the word in the HTTP header."""
    if isinstance(value, str) and value.lower() == "requester":
        return True
    return parse_flag(value)


def parse_conditional_put(value: Any) -> str:  # noqa: ANN401
    """Read `etag`, `disabled`, or `dynamo:<table>[:<milliseconds>]`."""
    if isinstance(value, str) and value.startswith("dynamo"):
        return _dynamo(value)
    return _choice(value, ("etag", "disabled", "dynamo:<table>"))


def parse_copy_if_not_exists(value: Any) -> str:  # noqa: ANN401
    """Read `multipart`, `header:<name>:<value>`, `header-with-status:<name>:<value>:<status>`, or `dynamo:<table>`."""
    if not isinstance(value, str):
        return _choice(value, _COPIES)
    kind, _, rest = value.partition(":")
    match kind:
        case "dynamo":
            return _dynamo(value)
        case "header":
            name, _, text = rest.partition(":")
            return f"header:{_header(name, text)}"
        case "header-with-status":
            pair, _, status = rest.rpartition(":")
            name, _, text = pair.partition(":")
            if not re.fullmatch(r"[1-5][0-9][0-9]", status.strip()):
                raise Refusal(
                    "has no HTTP status at its end", "write header-with-status:<name>:<value>:<status>, such as 412"
                )
            return f"header-with-status:{_header(name, text)}:{status.strip()}"
        case _:
            return _choice(value, _COPIES)


_COPIES = ("multipart", "header:<name>:<value>", "header-with-status:<name>:<value>:<status>", "dynamo:<table>")


def _dynamo(value: str) -> str:
    kind, _, rest = value.partition(":")
    table, colon, milliseconds = rest.partition(":") if not rest.startswith("arn:") else (rest, "", "")
    if kind != "dynamo" or not re.fullmatch(_TABLE, table):
        raise Refusal(
            "names no DynamoDB table", "write dynamo:<table>; a table's name has 3 to 255 characters a-z A-Z 0-9 _ . -"
        )
    if colon and not re.fullmatch(r"0*[1-9][0-9]{0,9}", milliseconds):
        raise Refusal("has a time-out that is not a number of milliseconds", "write dynamo:<table>:20000")
    return value


def _header(name: str, value: str) -> str:
    name, value = name.strip(), value.strip()
    if not re.fullmatch(_HEADER_NAME, name) or not value or not re.fullmatch(_HEADER_VALUE, value):
        raise Refusal("names no HTTP header with a value", "write header:<name>:<value>")
    return f"{name}:{value}"


def parse_sse_key(value: Any) -> SecretStr:  # noqa: ANN401
    """Read a customer's encryption key: base64 of exactly 32 bytes.

    Source: Amazon S3 User Guide, "Using server-side encryption with customer-provided keys".
    """
    import binascii  # a library of its own, which few need

    secret = parse_secret(value)
    try:
        key = binascii.a2b_base64(secret.get_secret_value(), strict_mode=True)
    except (binascii.Error, ValueError):
        raise Refusal("is not base64", "encode the key's 32 bytes in base64", code="OPS007") from None
    if len(key) != _SSE_KEY_BYTES:
        raise Refusal(
            f"is base64 of {len(key)} bytes, not of 32", "make one with: openssl rand -base64 32", code="OPS007"
        )
    return secret


def parse_headers(value: Any) -> dict[str, SecretStr]:  # noqa: ANN401
    """Read HTTP headers: a mapping of names to values, or lines of `Name: value`; the values are secret."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if isinstance(text, str):
        lines = [line.partition(":") for line in text.splitlines() if line.strip()]
        if not all(colon for _, colon, _ in lines):
            raise Refusal("has a line that is no header", "write one Name: value a line")
        pairs = [(name.strip(), SecretStr(item.strip())) for name, _, item in lines]
    elif isinstance(value, dict):
        pairs = [(name, item) for name, item in value.items() if item is not None]
    else:
        raise Refusal("is no mapping of header names to values", 'write {"Name": "value"}')
    headers: dict[str, SecretStr] = {}
    for name, item in pairs:
        if not isinstance(name, str) or not re.fullmatch(_HEADER_NAME, name):
            raise Refusal("has a name that is no HTTP header name", "use letters, digits and -")
        if name.lower() in {known.lower() for known in headers}:
            raise Refusal(f"names the header {name} twice", "write it once")
        headers[name] = _header_value(name, item)
    return headers


def _header_value(name: str, item: Any) -> SecretStr:  # noqa: ANN401
    secret = item if isinstance(item, SecretStr) else SecretStr(item) if isinstance(item, str) else None
    if secret is None or not re.fullmatch(_HEADER_VALUE, secret.get_secret_value()):
        raise Refusal(f"has a value for {name} that cannot stand in a header", "write text on one line")
    check_not_masked(secret.get_secret_value())
    return secret


def parse_credential_provider(value: Any) -> Any:  # noqa: ANN401
    """Take an object that hands out credentials when a request needs them; it is not called here."""
    if not callable(value):
        raise Refusal("is no credential provider", f"pass {CREDENTIAL_PROVIDERS}", code="CR015")
    return value


_DYNAMO_PATTERN = r"dynamo:(?:arn:[A-Za-z0-9:/_.-]+|[A-Za-z0-9_.-]{3,255}(?::0*[1-9][0-9]*)?)"
_HEADER_PATTERN = rf"\s*{_HEADER_NAME}\s*:\s*[!-~\x80-\x84\x86-\x9f\xa1-\xff]{_HEADER_VALUE}"
_HEADERS = {
    "type": "object",
    "propertyNames": {"pattern": f"^{_HEADER_NAME}$"},
    "additionalProperties": {
        "type": ["string", "null"],
        "pattern": rf"^(?!.*\*{{8}})(?!.*\*{{4}}.{{0,4}}$){_HEADER_VALUE}$",
    },
}
_LINE_NOT_MASKED = r"(?![^\r\n]*\*{8})(?![^\r\n]*\*{4}[^\r\n]{0,4}[\t ]*(?:[\r\n]|$))"
_LINE = rf"{_HEADER_NAME}[\t ]*:{_LINE_NOT_MASKED}[\t -~\x80-\x84\x86-\xff]*"
_HEADER_LINES = rf"^\s*(?:{_LINE}(?:[\r\n]\s*|$))*$"

CHECKSUM_ALGORITHM = Parsed(
    parse_checksum_algorithm,
    {"anyOf": [{"enum": ["SHA256", "CRC64NVME"]}, {"type": "string", "pattern": any_case("SHA256", "CRC64NVME")}]},
)
ENCRYPTION = Parsed(parse_encryption, {"enum": ["AES256", "aws:kms", "aws:kms:dsse", "sse-c"]})
CHECKSUM_MODE = Parsed(
    parse_checksum_mode,
    {
        "anyOf": [
            {"enum": ["when_supported", "when_required"]},
            {"type": "string", "pattern": any_case("when_supported", "when_required")},
        ]
    },
)
REQUEST_PAYER = Parsed(
    parse_request_payer,
    {
        "anyOf": [
            {"type": "boolean"},
            {"enum": [0, 1]},
            {"type": "string", "pattern": any_case(*FLAGS, "requester")},
        ]
    },
)
CONDITIONAL_PUT = Parsed(
    parse_conditional_put,
    {"anyOf": [{"enum": ["etag", "disabled"]}, {"type": "string", "pattern": f"^{_DYNAMO_PATTERN}$"}]},
)
COPY_IF_NOT_EXISTS = Parsed(
    parse_copy_if_not_exists,
    {
        "anyOf": [
            {"enum": ["multipart"]},
            {"type": "string", "pattern": f"^{_DYNAMO_PATTERN}$"},
            {"type": "string", "pattern": f"^header:{_HEADER_PATTERN}$"},
            {"type": "string", "pattern": rf"^header-with-status:{_HEADER_PATTERN}\s*:\s*[1-5][0-9]{{2}}\s*$"},
        ]
    },
)
SSE_CUSTOMER_KEY = Parsed(
    parse_sse_key, {"type": "string", "pattern": r"^[A-Za-z0-9+/]{43}=$", "writeOnly": True}, dump=shown
)
CREDENTIAL_PROVIDER = Parsed(parse_credential_provider, {}, dump=repr)
HEADERS = Parsed(parse_headers, {"anyOf": [_HEADERS, {"type": "string", "pattern": _HEADER_LINES}]}, dump=shown)
