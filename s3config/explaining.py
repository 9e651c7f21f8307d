"""Tell, where a store's operation fails, in which place each setting was written that is the likely cause."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from s3config.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

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
            _explain(error, args[0])
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
            _explain(error, args[0])
            raise

    return call


def _explain(error: StoreError, store: Any) -> None:  # noqa: ANN401 (an S3Store, which stands above)
    """Complete an error with the backend and with the places of settings; each is said once."""
    if error.backend is None:
        error.backend = store.backend
    said = [store.resolution[key] for key in error.keys if key in store.resolution][:_MOST]
    if said and not getattr(error, "_explained", False):
        error._explained = True  # type: ignore[attr-defined] # noqa: SLF001 (our own)
        places = "; ".join(f"{setting.spelling} is set by {setting.origin}" for setting in said)
        error.args = (f"{error.args[0]} ({places})", *error.args[1:])
