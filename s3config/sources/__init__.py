"""Where settings come from: one module a source, each a function `read`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from os import PathLike

    from s3config.config import StoreConfig
    from s3config.diagnostics import Diagnostic
    from s3config.origin import Setting


def _nothing(_key: str) -> tuple[Setting, ...]:
    return ()


class Request(NamedTuple):
    """What the caller of `resolve` said, and the world as the sources may see it."""

    arguments: Mapping[str, Any] = MappingProxyType({})
    """The keywords, `bucket` among them."""
    config: Mapping[str, Any] | StoreConfig | None = None
    client_options: Mapping[str, Any] | None = None
    retry_config: Mapping[str, Any] | None = None
    url: str | None = None
    session: Any = None
    dotenv: str | PathLike[str] | None = None
    file: str | PathLike[str] | None = None
    store: str | None = None
    env: Mapping[str, str] = MappingProxyType({})
    """The environment layer; empty if the caller wants none."""
    variables: Mapping[str, str] = MappingProxyType({})
    """Where `${NAME}` in files is looked up, and where the AWS files are found."""
    written: Callable[[str], tuple[Setting, ...]] = _nothing
    """All settings of a key that say something, among what was read before this source; the strongest first."""

    def said(self, key: str) -> Setting | None:
        """Return the strongest setting of a key among what was read before this source."""
        return next(iter(self.written(key)), None)


class Source(Protocol):
    """Something that settings come from; our own are modules, others are passed to `resolve(sources=[...])`."""

    def read(self, request: Request) -> Iterator[Setting | Diagnostic]:
        """Yield what is written here, in the order in which it stands."""
        ...


@cache
def own_sources() -> tuple[Source, ...]:
    """Return the sources of this package, in the order in which one needs what another has read (`STAGE`)."""
    modules: list[Any] = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return tuple(sorted((module for module in modules if hasattr(module, "read")), key=lambda module: module.STAGE))
