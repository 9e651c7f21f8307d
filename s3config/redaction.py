"""Text that can be shown: what is secret in a value, and how it looks when it is hidden."""

from __future__ import annotations

import re
from datetime import date, timedelta
from os import PathLike, fspath
from typing import Any

from pydantic import SecretStr

HIDDEN = "**********"
"""What stands where a secret was; the same text as pydantic's."""

_SHOWN_OF_KEY_ID = 4
_LARGEST_SHOWN = 256
_SCALARS = (int, float, bytes, timedelta, date)
_MASKED = r"\*{8,}|\*{4}.{0,4}\Z"
_USER_PART = r"(?s)(?:(?<=://)|\A(?!.*://)).*@"
_NO_PORT = r"(?<=://)([^/@:\[\]\s?#]*):(?![0-9]{0,5}(?:[/?#\s'\",;)]|\Z)|[$<{%(]|[^/?#\s]*@)[^/?#\s]+"
"""What stands where a port should, and may be a password whose `@` is missing."""
_QUERY_VALUE = (
    r"(?i)(?<=[?&;])([^=&;\s]*(?:x-amz-|signature|token|secret|password|access|credential|customer)[^=&;\s]*)=[^&;#\s]*"
)


def mask_key_id(key_id: str) -> str:
    """Show the last four characters of an access key id, if it is long enough to hide the rest.

    Source: the last four are what the AWS console shows; people swap id and secret, so that the id is hidden, too.
    """
    shown = key_id[-_SHOWN_OF_KEY_ID:] if len(key_id) >= 4 * _SHOWN_OF_KEY_ID else ""
    return "****" + shown


def mask_text(text: str) -> str:
    """Hide what a text that should hold no secret may hold all the same.

    That is the user part of a URL, and the values of its query that sign it (`X-Amz-Signature` and its like).
    """
    if "://" in text:
        text = re.sub(_NO_PORT, rf"\1:{HIDDEN}", text)
    if "@" in text and ":" in text.rpartition("@")[0]:
        text = re.sub(_USER_PART, HIDDEN + "@", text, count=1)
    if "=" in text:
        text = re.sub(_QUERY_VALUE, rf"\1={HIDDEN}", text)
    return str(text)


def is_masked(text: str) -> bool:
    """Tell whether a value is the mask of another one, which happens when a report is read back."""
    return "****" in text and re.search(_MASKED, text) is not None


class Sealed:
    """What stands in the place of a value of a type that no key takes; the value is gone, for it may hold secrets."""

    __slots__ = ("kind",)

    def __init__(self, value: object) -> None:
        """Remember the type only."""
        self.kind: str = value.kind if isinstance(value, Sealed) else type(value).__name__

    def __repr__(self) -> str:
        """Name the type."""
        return f"<a value of type {self.kind}>"

    def __eq__(self, other: object) -> bool:
        """Compare by type; what is gone cannot be compared."""
        return isinstance(other, Sealed) and self.kind == other.kind

    def __hash__(self) -> int:
        """Agree with `__eq__`."""
        return hash(self.kind)


class MaskedStr(str):
    """A string whose `repr` hides the secret that it may hold; the value itself is whole.

    Used where a value must stay a plain string for its readers: key ids, URLs, and the raw text of settings.
    """

    __slots__ = ()

    def masked(self) -> str:
        """Return the text that may be shown."""
        return mask_text(self)

    def __repr__(self) -> str:
        """Show the masked text, as `repr` of a string would."""
        return repr(self.masked())


class KeyId(MaskedStr):
    """An access key id."""

    __slots__ = ()

    def masked(self) -> str:
        """Return the last four characters behind a mask."""
        return mask_key_id(self)


def reveal(value: Any) -> Any:  # noqa: ANN401 (a value can be of any type)
    """Return the value itself where it is wrapped as a secret."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, dict):
        return {name: reveal(item) for name, item in value.items()}
    return value


def shown(value: Any) -> str:  # noqa: ANN401
    """Return a value as text for people, with everything secret in it hidden."""
    if isinstance(value, SecretStr):
        return HIDDEN
    if isinstance(value, MaskedStr):
        return value.masked()
    if isinstance(value, dict):
        return "\n".join(f"{name}: {shown(item)}" for name, item in value.items())
    if isinstance(value, int) and value.bit_length() > _LARGEST_SHOWN:
        return "a very large number"
    return mask_text(str(value))


def seal_secret(value: Any) -> Any:  # noqa: ANN401
    """Wrap a secret, or each value of a mapping of secrets, the moment it is read."""
    if isinstance(value, str):
        return SecretStr(_plain(value))
    if isinstance(value, dict):
        return {name: seal_secret(_decoded(item)) for name, item in value.items()}
    return value if value is None or isinstance(value, SecretStr) else Sealed(value)


def _plain(text: str) -> str:
    """Return text as `str` itself: a subclass, such as a member of an enumeration, may show itself otherwise."""
    return text if type(text) is str else str.__str__(text)


def _decoded(value: Any) -> Any:  # noqa: ANN401
    """Read bytes as HTTP reads the values of headers; anything else stays."""
    return value.decode("latin-1") if isinstance(value, bytes) else value


def seal_key_id(value: Any) -> Any:  # noqa: ANN401
    """Wrap an access key id the moment it is read."""
    if isinstance(value, str):
        return KeyId(_plain(value))
    return value if value is None else Sealed(value)


def seal_text(value: Any) -> Any:  # noqa: ANN401
    """Wrap a value that is no secret but may hold one by mistake."""
    if isinstance(value, str):
        text = _plain(value)
        return MaskedStr(text) if "@" in text or "=" in text else text
    if isinstance(value, PathLike):
        return seal_text(fspath(value))
    return value if value is None or isinstance(value, _SCALARS) else Sealed(value)
