"""Let the methods of a backend raise our errors: of any object with a `mending`, which makes ours of its library's.

The library's own error is not kept as the cause or the context of ours, for its text may hold secrets.
"""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

from s3config.errors import StoreError
from s3config.failures import Call, completed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

_Params = ParamSpec("_Params")
_Result = TypeVar("_Result")
_PATHS = ("path", "from_", "prefix", "paths")
_NAMES = {"read": "get", "pieces": "get"}


class Mending(Protocol):
    """Makes our errors of a library's.

    Attributes:
        backend: Name of the backend.
    """

    backend: str

    def error(self, error: BaseException, call: Call) -> BaseException:
        """Return our error for the library's; one of a caller's own file or iterator, or an interruption, as it is."""
        ...


class _Asked:
    """What a method is asked for, told from its name and its arguments."""

    def __init__(self, method: Callable[..., object]) -> None:
        name = method.__name__.removesuffix("_async")
        self._operation = _NAMES.get(name, name)
        names = list(inspect.signature(method).parameters)
        self._place = next((names.index(path) for path in _PATHS if path in names), None)

    def failure(self, error: BaseException, args: tuple[Any, ...], kwargs: dict[str, Any]) -> BaseException:
        """Return the error to raise."""
        mending: Mending = args[0].mending
        given = args[self._place] if self._place is not None else getattr(args[0], "path", None)
        if isinstance(given, list) and len(given) == 1:
            given = given[0]
        path = given if isinstance(given, str) else None
        mode = _mode(args, kwargs)
        call = Call(mending.backend, self._operation, path, creates=mode == "create", updates=isinstance(mode, dict))
        if isinstance(error, StoreError):
            return completed(error, call)
        failure = mending.error(error, call)
        for note in () if failure is error else getattr(error, "__notes__", ()):
            failure.add_note(note)
        return failure


def _mode(args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
    """Return the condition of a call, in the words of `put`."""
    options = args[-1] if args else None
    if kwargs.get("overwrite") is False:
        return "create"
    return options.get("mode") if isinstance(options, dict) else None


def mended(method: Callable[_Params, _Result]) -> Callable[_Params, _Result]:
    """Make our errors of those of a method."""
    asked = _Asked(method)

    @wraps(method)
    def call(*args: _Params.args, **kwargs: _Params.kwargs) -> _Result:
        try:
            return method(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 (what is not the library's is raised again)
            failure = asked.failure(error, args, kwargs)
        raise failure

    return call


def mended_async(
    method: Callable[_Params, Coroutine[Any, Any, _Result]],
) -> Callable[_Params, Coroutine[Any, Any, _Result]]:
    """Make our errors of those of a coroutine."""
    asked = _Asked(method)

    @wraps(method)
    async def call(*args: _Params.args, **kwargs: _Params.kwargs) -> _Result:
        try:
            return await method(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 (likewise)
            failure = asked.failure(error, args, kwargs)
        raise failure

    return call


def mended_steps(method: Callable[_Params, Iterator[_Result]]) -> Callable[_Params, Iterator[_Result]]:
    """Make our errors of those of an iterator."""
    asked = _Asked(method)

    @wraps(method)
    def call(*args: _Params.args, **kwargs: _Params.kwargs) -> Iterator[_Result]:
        try:
            yield from method(*args, **kwargs)
        except GeneratorExit:
            raise
        except BaseException as error:  # noqa: BLE001 (likewise)
            failure = asked.failure(error, args, kwargs)
        else:
            return
        raise failure

    return call


def mended_steps_async(
    method: Callable[_Params, AsyncIterator[_Result]],
) -> Callable[_Params, AsyncIterator[_Result]]:
    """Make our errors of those of an asynchronous iterator."""
    asked = _Asked(method)

    @wraps(method)
    async def call(*args: _Params.args, **kwargs: _Params.kwargs) -> AsyncIterator[_Result]:
        try:
            async for item in method(*args, **kwargs):
                yield item
        except GeneratorExit:
            raise
        except BaseException as error:  # noqa: BLE001 (likewise)
            failure = asked.failure(error, args, kwargs)
        else:
            return
        raise failure

    return call
