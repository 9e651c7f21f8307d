"""The libraries that talk to a store: one module a backend, each with a function `connect`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Protocol

from s3config.errors import ConfigError, MissingDependencyError
from s3config.suggestion import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from s3config.config import StoreConfig
    from s3config.objects import Attributes, GetResult, ListStream, ObjectMeta, PutMode, PutResult

_BY_PREFERENCE = ("obstore", "boto3")


class Backend(Protocol):
    """What a store asks of a backend; names and semantics are obspec's, and every path is checked already."""

    def put(self, path: str, data: bytes, *, attributes: Attributes | None, mode: PutMode) -> PutResult:
        """Write an object."""
        ...

    def get(self, path: str) -> GetResult:
        """Fetch an object."""
        ...

    def head(self, path: str) -> ObjectMeta:
        """Return what is known of an object."""
        ...

    def list(self, prefix: str | None, *, offset: str | None, chunk_size: int) -> ListStream:
        """List the objects below a prefix, in the order of their paths."""
        ...

    def delete(self, paths: Sequence[str]) -> None:
        """Delete objects; one that does not exist is no error."""
        ...

    def copy(self, from_: str, to: str, *, overwrite: bool) -> None:
        """Copy an object."""
        ...


@cache
def names() -> tuple[str, ...]:
    """Return the backends of this package."""
    return tuple(module.name for module in iter_modules(__path__))


def choose(name: str | None) -> str:
    """Return the backend of this name; without one, the first that is installed of obstore and boto3.

    Raises:
        ConfigError: There is no backend of this name.
        MissingDependencyError: No name is given, and no backend is installed.
    """
    if name is None:
        return _installed(name for name in _BY_PREFERENCE if name in names())
    if not isinstance(name, str):
        raise ConfigError(f"backend= is the name of a backend, not {type(name).__name__}")
    if name not in names():
        close = nearest(name, names())
        hint = f"did you mean {close}?" if close else f"choose one of {', '.join(names())}"
        raise ConfigError(f"there is no backend {name!r}; {hint}")
    return name


def _installed(candidates: Iterable[str]) -> str:
    for name in candidates:
        if find_spec(name) is not None:
            return name
    raise MissingDependencyError(
        'there is no backend that talks to a server in this version; backend="memory" makes a store in this process'
    )


def connect(name: str | None, config: StoreConfig) -> Backend:
    """Make a backend for a configuration; no network is used."""
    module: Any = import_module(f"{__name__}.{choose(name)}")
    backend: Backend = module.connect(config)
    return backend
