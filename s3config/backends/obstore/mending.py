"""Make our errors of what obstore raises, its panics included."""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

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
from s3config.failures import Call, failure, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from s3config.config import StoreConfig
    from s3config.fetching import Refreshing

_Params = ParamSpec("_Params")
_Result = TypeVar("_Result")
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
_PANIC = "PanicException"
_OWN_WORDS = ("Could not parse path", "Invalid range", "invalid zero value", "Object at location")


class Mending:
    """Makes our errors of obstore's."""

    def __init__(self, config: StoreConfig, provider: Refreshing | None) -> None:
        """Know what must not be shown.

        Args:
            config: The configuration, with its secrets.
            provider: What hands out credentials; its failures explain obstore's.
        """
        self._config = config
        self._provider = provider

    def error(self, error: BaseException, operation: str, path: str | None) -> StoreError:
        """Return our error for obstore's.

        Raises:
            BaseException: The error is not obstore's, but that of a caller's file or iterator, or an interruption.
        """
        if not _is_obstores(error):
            raise error
        name = type(error).__name__
        text = str(error)
        unfetched = None if self._provider is None else self._provider.failure()
        if unfetched is not None:
            return unfetched
        status, code, message = _answer(text)
        kind = _KINDS.get(name)
        if kind is None:
            kind = self._unnamed(name, text, status, code)
        return failure(
            Call("obstore", operation, path), message, kind=kind, status=status, code=code, secrets=self._secrets()
        )

    def _unnamed(self, name: str, text: str, status: int | None, code: str | None) -> type[StoreError]:
        if name == _PANIC:
            return StoreError
        if "parse path" in text:
            return InvalidPathError
        if "non-partial" in text:
            return NotSupportedError
        if "Inconsistent" in text or text.startswith("Invalid range"):
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
    return kind.__module__.startswith("obstore") or kind.__name__ == _PANIC


def _answer(text: str) -> tuple[int | None, str | None, str]:
    """Take the status, the code and the message of the answer out of what obstore says."""
    status, code, message = _STATUS.search(text), _CODE.search(text), _MESSAGE.search(text)
    said = message[1] if message is not None else status[2] if status is not None else None
    return int(status[1]) if status else None, code[1] if code else None, said or _DEBUG.sub("", text)


def mended(operation: Callable[_Params, _Result]) -> Callable[_Params, _Result]:
    """Make our errors of those of a method, whose object has a `mending` and whose first argument is the path."""
    name = operation.__name__

    @wraps(operation)
    def call(*args: _Params.args, **kwargs: _Params.kwargs) -> _Result:
        try:
            return operation(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 (what is not obstore's is raised again)
            raise _of(args[0]).error(error, name, _path_in(args)) from None

    return call


def mended_async(
    operation: Callable[_Params, Coroutine[Any, Any, _Result]],
) -> Callable[_Params, Coroutine[Any, Any, _Result]]:
    """Make our errors of those of a coroutine, as `mended` does."""
    name = operation.__name__.removesuffix("_async")

    @wraps(operation)
    async def call(*args: _Params.args, **kwargs: _Params.kwargs) -> _Result:
        try:
            return await operation(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 (what is not obstore's is raised again)
            raise _of(args[0]).error(error, name, _path_in(args)) from None

    return call


def _of(backend: Any) -> Mending:  # noqa: ANN401 (whatever has a mending)
    mending: Mending = backend.mending
    return mending


def _path_in(args: tuple[object, ...]) -> str | None:
    """Return the path that was asked for, or the only one of several."""
    given = args[1] if len(args) > 1 else None
    if isinstance(given, list) and len(given) == 1:
        given = given[0]
    return given if isinstance(given, str) else None
