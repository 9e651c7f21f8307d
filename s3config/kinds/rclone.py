"""`rclone.conf`: its remotes of type `s3`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from s3config.diagnostics import Diagnostic, Severity
from s3config.ini import parse_ini
from s3config.kinds import Scope
from s3config.origin import Layer, Setting
from s3config.spellings import SPELLINGS
from s3config.suggestion import nearest
from s3config.translation import dialect, support

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.ini import IniValue, Section

NAMES = ("rclone.conf", ".rclone.conf")
MARKS = ()
_UNREAD = re.compile(r"override\..*|env_auth|sse_customer_algorithm|sse_customer_key|use_data_integrity_protections")
"""Words of rclone that mean a key only together with others, or not to the linter."""
_WEIGHTY = frozenset({
    "env_auth", "sse_customer_algorithm", "sse_customer_key", "use_data_integrity_protections", "role_arn",
    "role_session_name", "role_session_duration", "role_external_id", "shared_credentials_file", "sts_endpoint",
    "v2_auth", "use_accelerate_endpoint", "ibm_api_key", "ibm_resource_instance_id", "ibm_iam_endpoint",
})  # fmt: skip
"""Its words that mean much, but no key."""


@cache
def _keys() -> dict[str, str]:
    """Return the words of rclone that mean a key, as its dialect says them."""
    found: dict[str, str] = {}
    for key, told in support("rclone").items():
        single = (told.word.name,) if told.word is not None and not told.word.is_variable else ()
        found.update(dict.fromkeys((*single, *told.words), key))
    return {name: key for name, key in found.items() if not _UNREAD.fullmatch(name)}


def _is_known(word: str) -> bool:
    others: str = dialect("rclone").OTHERS
    return word in _keys() or word in _WEIGHTY or re.fullmatch(others, word) is not None


_MISTAKABLE = ("env_auth", "provider", "use_accelerate_endpoint", "sse_customer_algorithm", "location_constraint")
_TRUE, _FALSE = frozenset({"1", "t", "true"}), frozenset({"0", "f", "false"})
_FLAGS = frozenset({
    "force_path_style", "requester_pays", "use_dual_stack", "use_unsigned_payload", "directory_bucket", "disable_http2",
})  # fmt: skip
_VERSION_2 = "other-v2-signature"
"""A region that asks for signatures of version 2."""


def scopes(path: str, text: str) -> Iterator[Scope]:
    """Yield each remote of type `s3`."""
    for section in parse_ini(text, path).values():
        if "type" in section and _plain(section["type"].text) == "s3":
            yield _remote(section, path)


def _remote(section: Section, path: str) -> Scope:
    found = [(setting, written) for setting, written in _settings(section) if setting.value is not None]
    around = _plain(section["env_auth"].text).lower() in _TRUE if "env_auth" in section else False
    return Scope(
        tuple(setting for setting, _ in found),
        tuple(_complaints(section)),
        {path: "ini"},
        is_open=around or "role_arn" in section,
        is_foreign=True,
        frozen=frozenset(setting.origin for setting, written in found if setting.value != written),
        allows_http=True,
    )


def _settings(section: Section) -> Iterator[tuple[Setting, object]]:
    """Yield what a remote says, each with what stands in the file for it."""
    for word, written in section.items():
        key = _keys().get(word)
        if key is None or (word == "sse_customer_key_base64" and not _encrypts(section)):
            continue
        seal = SPELLINGS[key].seal
        value = seal(_value(word, _plain(written.text)))
        yield Setting(key, value, word, written.origin, Layer.FILE), seal(written.text)
    if _encrypts(section):
        word = "sse_customer_algorithm"
        yield Setting("server_side_encryption", "sse-c", word, section[word].origin, Layer.FILE), None


def _encrypts(section: Section) -> bool:
    return "sse_customer_algorithm" in section and bool(section["sse_customer_algorithm"].text)


def _plain(text: str) -> str:
    """Take the quotes off, as rclone's parser does."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in '"`' else text


def _value(word: str, text: str) -> str | bool | None:
    """Return what a value means as the key's; `None` if it says nothing of that."""
    if word in _FLAGS and text.lower() in _TRUE | _FALSE | {"unset"}:
        return None if text.lower() == "unset" else (text.lower() in _TRUE) is not (word == "force_path_style")
    if word == "endpoint" and text and "://" not in text:
        return f"https://{text}"
    return None if word == "region" and text == _VERSION_2 else text


def _complaints(section: Section) -> Iterator[Diagnostic]:
    """Complain of what is nearly a word of rclone, which passes over what it does not know."""
    for word, written in section.items():
        close = None if _is_known(word) else nearest(word, (*_keys(), *_MISTAKABLE))
        if close is not None:
            yield _unknown(word, written, close)
    key = section.get("sse_customer_key_base64")
    if key is not None and key.text and not _encrypts(section):
        message = "sse_customer_key_base64 has no effect without sse_customer_algorithm"
        yield Diagnostic("OPS009", Severity.ERROR, (key.origin,), message, "add sse_customer_algorithm = AES256")


def _unknown(word: str, written: IniValue, close: str) -> Diagnostic:
    message = f"unknown key {word!r} in a remote of rclone"
    return Diagnostic("KEY001", Severity.WARNING, (written.origin,), message, f"did you mean {close}?")
