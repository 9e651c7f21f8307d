"""Tell, where a store's operation fails, in which place each setting was written that is the likely cause."""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from s3config.errors import StoreError
from s3config.failures import Call, completed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

    from s3config.objects import Attributes, ObjectMeta
    from s3config.origin import Setting
    from s3config.results import Body

_Params = ParamSpec("_Params")
_Result = TypeVar("_Result")
_MOST = 3


def explained(operation: Callable[_Params, _Result]) -> Callable[_Params, _Result]:
    """Add the places of the likely settings to the errors of a method of `S3Store`."""

    @wraps(operation)
    def call(*args: _Params.args, **kwargs: _Params.kwargs) -> _Result:
        try:
            return operation(*args, **kwargs)
        except StoreError as error:
            explain(_named(error, operation.__name__, args), args[0])
            raise

    return call


def explained_async(
    operation: Callable[_Params, Coroutine[Any, Any, _Result]],
) -> Callable[_Params, Coroutine[Any, Any, _Result]]:
    """Add the places of the likely settings to the errors of a coroutine of `S3Store`."""

    @wraps(operation)
    async def call(*args: _Params.args, **kwargs: _Params.kwargs) -> _Result:
        try:
            return await operation(*args, **kwargs)
        except StoreError as error:
            explain(_named(error, operation.__name__.removesuffix("_async"), args), args[0])
            raise

    return call


@contextmanager
def renaming() -> Iterator[None]:
    """Let the errors of a copy and of a deletion be those of the rename that they are."""
    try:
        yield
    except StoreError as error:
        before = str(error.operation)
        error.operation = "rename"
        if str(error.args[0]).startswith(before):
            error.args = (f"rename{error.args[0][len(before) :]}", *error.args[1:])
        raise


def _named(error: StoreError, operation: str, args: tuple[Any, ...]) -> StoreError:
    path = args[1] if len(args) > 1 and isinstance(args[1], str) and operation != "sign" else None
    return completed(error, Call(args[0].backend, operation, path))


class ExplainedBody:
    """An object's content whose errors are completed, too, and which no child of a fork reads."""

    __slots__ = ("_body", "_check", "_store")

    def __init__(self, body: Body, store: Any, check: Callable[[], object]) -> None:  # noqa: ANN401 (an S3Store)
        """Read from a backend's body for a store.

        Args:
            body: What the backend returned.
            store: The store.
            check: Raises if this is another process than the one that began.
        """
        self._body = body
        self._store = store
        self._check = check

    @property
    def meta(self) -> ObjectMeta:
        """What is known of the object."""
        return self._body.meta

    @property
    def attributes(self) -> Attributes:
        """The headers that are stored with it."""
        return self._body.attributes

    @property
    def range(self) -> tuple[int, int]:
        """First byte, and the one behind the last."""
        return self._body.range

    def read(self) -> memoryview:
        """Read the content."""
        try:
            self._check()
            return self._body.read()
        except StoreError as error:
            explain(error, self._store)
            raise

    async def read_async(self) -> memoryview:
        """Read the content."""
        try:
            self._check()
            return await self._body.read_async()
        except StoreError as error:
            explain(error, self._store)
            raise

    def pieces(self, size: int) -> Iterator[memoryview]:
        """Read the content in pieces."""
        return told(lambda: self._body.pieces(size), self._store, self._check)

    def pieces_async(self, size: int) -> AsyncIterator[memoryview]:
        """Read the content in pieces."""
        return told_async(lambda: self._body.pieces_async(size), self._store, self._check)


def told(begin: Callable[[], Iterator[_Result]], store: Any, check: Callable[[], object]) -> Iterator[_Result]:  # noqa: ANN401
    """Yield from an iterator; complete its errors, and check the process before each step."""
    try:
        check()
        for item in begin():
            yield item
            check()
    except StoreError as error:
        explain(error, store)
        raise


async def told_async(
    begin: Callable[[], AsyncIterator[_Result]],
    store: Any,  # noqa: ANN401
    check: Callable[[], object],
) -> AsyncIterator[_Result]:
    """Yield from an asynchronous iterator, as `told` does."""
    try:
        check()
        async for item in begin():
            yield item
            check()
    except StoreError as error:
        explain(error, store)
        raise


def explain(error: StoreError, store: Any) -> None:  # noqa: ANN401 (an S3Store, which stands above)
    """Complete an error with the backend and with the places of settings; each is said once."""
    error.backend = error.backend or store.backend
    said = [store.resolution[key] for key in error.keys if key in store.resolution][:_MOST]
    if said and not getattr(error, "_explained", False):
        error._explained = True  # type: ignore[attr-defined] # noqa: SLF001 (our own)
        places = "; ".join(_place(setting) for setting in said)
        error.args = (f"{error.args[0]} ({places})", *error.args[1:])


def _place(setting: Setting) -> str:
    spelling = setting.key if setting.spelling == str(setting.origin) else setting.spelling
    return f"{spelling} is set by {setting.origin}"
