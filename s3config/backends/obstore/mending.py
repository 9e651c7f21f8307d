"""Make our errors of what obstore raises, its panics included."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from s3config.config.secrets import secrets_of
from s3config.errors import (
    AlreadyExistsError,
    InvalidPathError,
    InvalidRequestError,
    NotFoundError,
    NotModifiedError,
    NotSupportedError,
    PermissionDeniedError,
    PreconditionError,
    StoreError,
    UnauthenticatedError,
)
from s3config.failures import Call, completed, failure, kind_of

if TYPE_CHECKING:
    from s3config.config import StoreConfig
    from s3config.fetching import Refreshing

_KINDS: dict[str, type[StoreError]] = {
    "AlreadyExistsError": AlreadyExistsError,
    "FileNotFoundError": NotFoundError,
    "InvalidPathError": InvalidPathError,
    "NotFoundError": NotFoundError,
    "NotImplementedError": NotSupportedError,
    "NotModifiedError": NotModifiedError,
    "NotSupportedError": NotSupportedError,
    "PermissionDeniedError": PermissionDeniedError,
    "PreconditionError": PreconditionError,
    "UnauthenticatedError": UnauthenticatedError,
}
_STATUS = re.compile(r"status code: (\d{3})(?: ([A-Za-z -]+))?")
_CODE = re.compile(r"<Code>([^<]{1,100})</Code>")
_MESSAGE = re.compile(r"<Message>([^<]*)</Message>")
_DEBUG = re.compile(r"\s*\n\nDebug source:.*", re.DOTALL)
_PATIENCE = re.compile(r"max_retries: \d+, retry_timeout: [^,:)]*|retry_timeout\w*")
"""What obstore says of its own patience, which is no symptom."""
_PANICS = ("PanicException", "RustPanic")
_OWN_WORDS = ("Could not parse path", "Invalid range", "invalid zero value", "Object at location")


class Mending:
    """Makes our errors of obstore's."""

    backend = "obstore"

    def __init__(self, config: StoreConfig, provider: Refreshing | None) -> None:
        """Know what must not be shown.

        Args:
            config: The configuration, with its secrets.
            provider: What hands out credentials; its failures explain obstore's.
        """
        self._config = config
        self._provider = provider

    def error(self, error: BaseException, call: Call) -> BaseException:
        """Return our error for obstore's; one of a caller's own file or iterator, or an interruption, as it is."""
        if not _is_obstores(error):
            return error
        unfetched = None if self._provider is None else self._provider.failure()
        if unfetched is not None:
            return completed(unfetched, call)
        name, text = type(error).__name__, str(error)
        status, code, message = _answer(text)
        kind = _KINDS.get(name) or self._unnamed(name, text, status, code)
        if code == "NoSuchUpload":  # the upload is gone, not the object
            kind = StoreError
        clue = _PATIENCE.sub("", text)
        return failure(call, message, kind=kind, status=status, code=code, secrets=self._secrets(), clue=clue)

    def _unnamed(self, name: str, text: str, status: int | None, code: str | None) -> type[StoreError]:
        if name in _PANICS:
            return StoreError
        if "parse path" in text:
            return InvalidPathError
        if "non-partial" in text:
            return NotSupportedError
        if "Inconsistent" in text or text.startswith("Invalid range") or "range start must not" in text:
            return InvalidRequestError
        return kind_of(status, code)

    def _secrets(self) -> tuple[str, ...]:
        fetched = () if self._provider is None else self._provider.secrets()
        return (*secrets_of(self._config), *fetched)


def _is_obstores(error: BaseException) -> bool:
    """Tell whether obstore raised an error; some of its errors are Python's own, and a panic is no `Exception`."""
    kind = type(error)
    if kind.__module__ == "builtins":
        return "Debug source:" in str(error) or str(error).startswith(_OWN_WORDS)
    return kind.__module__.startswith("obstore.") or is_panic(error)


def is_panic(error: BaseException) -> bool:
    """Tell whether Rust gave up, which is no `Exception` in synchronous calls."""
    return type(error).__name__ in _PANICS


def _answer(text: str) -> tuple[int | None, str | None, str]:
    """Take the status, the code and the message of the answer out of what obstore says."""
    status, code, message = _STATUS.search(text), _CODE.search(text), _MESSAGE.search(text)
    said = message[1] if message is not None else status[2] if status is not None else None
    return (
        int(status[1]) if status else None,
        unescape(code[1]) if code else None,
        unescape(said or _DEBUG.sub("", text)),
    )
