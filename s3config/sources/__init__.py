"""Where settings come from: one module a source, each a function `read`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from s3config.origin import Layer, Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from os import PathLike

    from s3config.config import StoreConfig
    from s3config.diagnostics import Diagnostic


class Request(NamedTuple):
    """What the caller of `resolve` said, and the world as the sources may see it."""

    arguments: Mapping[str, Any]
    """The keywords, `bucket` among them."""
    config: Mapping[str, Any] | StoreConfig | None
    client_options: Mapping[str, Any] | None
    retry_config: Mapping[str, Any] | None
    url: str | None
    session: Any
    dotenv: str | PathLike[str] | None
    file: str | PathLike[str] | None
    store: str | None
    env: Mapping[str, str]
    """The environment layer; empty if the caller wants none."""
    variables: Mapping[str, str]
    """Where `${NAME}` in files is looked up, and where the AWS files are found."""
    said: Callable[[str], Setting | None]
    """The strongest setting of a key among what was read before this source."""
    written: Callable[[str], tuple[Setting, ...]]
    """All settings of a key among what was read before this source."""


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


def default(key: str, value: Any, origin: str) -> Setting:  # noqa: ANN401
    """Make the setting of a key that nobody wrote."""
    return Setting(key, value, key, Origin(origin), Layer.DEFAULT)
