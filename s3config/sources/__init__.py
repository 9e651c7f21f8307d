"""Where settings come from: one module a source, each a function `read`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from s3config.files import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping
    from os import PathLike

    from s3config.config import StoreConfig
    from s3config.diagnostics import Diagnostic
    from s3config.origin import Setting


def _nothing(_key: str) -> tuple[Setting, ...]:
    return ()


class Request(NamedTuple):
    """What the caller of `resolve` said, and the world as the sources may see it.

    A source reads the field that has its name. The fields stand in the order in which the sources are read, because a
    file names the `.env` file and the profile of a store, and a URL may be of an endpoint that stands anywhere.
    """

    file: str | PathLike[str] | None = None
    arguments: Mapping[str, Any] | None = None
    """The keywords, `bucket` among them; `None` if the caller gave neither these nor one of the mappings."""
    environment: Mapping[str, str] | None = None
    session: Any = None
    sources: tuple[Source, ...] | None = None
    """Those of third parties, which may name a profile or an endpoint, too."""
    dotenv: str | PathLike[str] | None = None
    profile: str | None = None
    url: str | None = None
    config: Mapping[str, Any] | StoreConfig | None = None
    client_options: Mapping[str, Any] | None = None
    retry_config: Mapping[str, Any] | None = None
    store: str | None = None
    variables: Mapping[str, str] = MappingProxyType({})
    """Where `${NAME}` in files is looked up, and where the AWS files are found."""
    read: Callable[[Path], str] = read_text
    """What reads the config file and the `.env` file."""
    written: Callable[[str], tuple[Setting, ...]] = _nothing
    """All settings of a key that say something, among what was read before this source; the strongest first."""

    def said(self, key: str) -> Setting | None:
        """Return the strongest setting of a key among what was read before this source."""
        return next(iter(self.written(key)), None)

    def asks_for(self, source: str) -> bool:
        """Tell whether the caller, or what was read before, gives a source of this name something to read."""
        return getattr(self, source) is not None or self.said(source) is not None


class Source(Protocol):
    """Something that settings come from; our own are modules, others are passed to `resolve(sources=[...])`."""

    def read(self, request: Request) -> Iterator[Setting | Diagnostic]:
        """Yield what is written here, in the order in which it stands."""
        ...


def read_all(request: Request, without: Container[str] = ()) -> Iterator[Setting | Diagnostic]:
    """Yield what all sources but some say, field by field; one that has nothing to read is not even imported."""
    names = _names()
    for name in Request._fields:
        if name == "sources":
            for other in request.sources or ():
                yield from map(_checked, other.read(request)) if hasattr(other, "read") else _no_source(other)
        elif name in names and name not in without and request.asks_for(name):
            source: Any = import_module(f"{__name__}.{name}")
            yield from source.read(request)


def _no_source(other: object) -> Iterator[Diagnostic]:
    from s3config.diagnostics import Diagnostic, Severity
    from s3config.origin import Origin

    message = f"sources= has an object of type {type(other).__name__}, which has no method read"
    remedy = "pass a source, such as from_dialect(...); a mapping goes into config="
    yield Diagnostic("KEY005", Severity.ERROR, (Origin("argument sources"),), message, remedy)


def _checked(found: Setting | Diagnostic) -> Setting | Diagnostic:
    """Seal what a third party read, and complain of a key that is none."""
    from s3config.diagnostics import Diagnostic, Severity
    from s3config.spellings import SPELLINGS
    from s3config.tables import unknown_key

    if isinstance(found, Diagnostic):
        return found
    spelling = SPELLINGS.get(found.key)
    if spelling is None or spelling.key != found.key:
        return unknown_key(found.key, found.origin, Severity.ERROR)
    return found._replace(value=spelling.seal(found.value))


@cache
def _names() -> frozenset[str]:
    """List the modules of this package; with `pkgutil` that would cost more time than most sources take."""
    return frozenset(file.stem for file in Path(__file__).parent.glob("*.py"))
