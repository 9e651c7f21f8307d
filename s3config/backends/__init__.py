"""The libraries that talk to a store: one module a backend, each with a table `SUPPORT` and a function `connect`.

Other packages add their own by the entry-point group `s3config.backends`: a name, and a module of the same form.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from s3config.diagnostics import Diagnostic, Severity
from s3config.errors import ConfigError, MissingDependencyError
from s3config.locks import ProcessLock
from s3config.spellings import KEYS
from s3config.suggestion import nearest
from s3config.translation import unsaid
from s3config.vocabulary import FETCHED, TUNING, Support, by

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from importlib.metadata import EntryPoint

    from s3config.config import StoreConfig
    from s3config.operations import Connection
    from s3config.resolution import Resolution

_GROUP = "s3config.backends"
_BY_PREFERENCE = ("obstore", "boto3")
_MOST_CONNECTIONS = 32
OURS: dict[str, Support] = {
    **dict.fromkeys(FETCHED, by("fetched by s3config, as with every backend")),
    "credential_expiration": by("nothing; a static pair is used until the store refuses it"),
    "profile": by("the values that were read from it"),
    "proxy_excludes": by("a proxy for the endpoint's host, or none"),
}
"""What s3config does itself, whichever library talks to the store."""


class Backend(Protocol):
    """A module that connects, or an object like it.

    Attributes:
        SUPPORT: What becomes of each key.
    """

    SUPPORT: dict[str, Support]

    def connect(self, config: StoreConfig) -> Connection:
        """Make a client for a configuration; no network is used."""
        ...


class Chosen(NamedTuple):
    """A backend that was chosen."""

    name: str
    backend: Backend


@cache
def names() -> tuple[str, ...]:
    """Return the backends of this package, and those that others add under names of their own."""
    return _own() + tuple(name for name in sorted(_added()) if name not in _own())


@cache
def support(name: str) -> dict[str, Support]:
    """Return what becomes of each key in a backend."""
    return _load(name).SUPPORT


def _own() -> tuple[str, ...]:
    return tuple(module.name for module in iter_modules(__path__))


@cache
def _added() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points  # slow, and rarely wanted

    return {point.name: point for point in entry_points(group=_GROUP)}


@cache
def _load(name: str) -> Backend:
    loaded: Any = import_module(f"{__name__}.{name}") if name in _own() else _added()[name].load()
    backend: Backend = loaded
    return backend


def choose(backend: str | Backend | None) -> Chosen:
    """Return a backend by its name; without one, the first that is installed of obstore and boto3.

    Raises:
        ConfigError: There is no backend of this name.
        MissingDependencyError: The library of the backend, or of all of them, is not installed.
    """
    if backend is not None and not isinstance(backend, str):
        name = getattr(backend, "__name__", type(backend).__name__)
        table: object = getattr(backend, "SUPPORT", None)
        if not callable(getattr(backend, "connect", None)) or not isinstance(table, Mapping):
            raise ConfigError(f"backend= is the name of a backend, or an object with connect and SUPPORT, not {name}")
        if missing := [key for key in KEYS if key not in table]:
            raise ConfigError(f"the backend {name} does not say in SUPPORT what becomes of {', '.join(missing)}")
        return Chosen(name, backend)
    return _chosen(backend)


@cache
def _chosen(name: str | None) -> Chosen:
    if name is None:
        name = next((name for name in _BY_PREFERENCE if find_spec(name) is not None), None)
        if name is None:
            raise MissingDependencyError(
                "no backend is installed; pip install 's3config[obstore]' or 's3config[boto3]', "
                'or use backend="memory" for a store in this process'
            )
    elif name not in _own() and name not in names():
        close = nearest(name, names())
        hint = f"did you mean {close}?" if close else f"choose one of {', '.join(names())}"
        raise ConfigError(f"there is no backend {name!r}; {hint}")
    if name in _BY_PREFERENCE and find_spec(name) is None:
        raise MissingDependencyError(f"the backend {name!r} is not installed; pip install 's3config[{name}]'")
    return Chosen(name, _load(name))


def complaints(chosen: Chosen, config: StoreConfig, resolution: Resolution) -> Iterator[Diagnostic]:
    """Yield what was asked for and a backend cannot do: an error, or a warning where it only makes requests slower."""
    for key, why in unsaid(config, chosen.backend.SUPPORT):
        setting = resolution[key]
        yield Diagnostic(
            "BE001",
            Severity.WARNING if key in TUNING else Severity.ERROR,
            (setting.origin,),
            f"{setting.spelling} cannot be done by the backend {chosen.name}: {why}",
            "leave it out, or use another backend",
        )


_connections: OrderedDict[Hashable, Connection] = OrderedDict()
_connecting = ProcessLock()


def connect(chosen: Chosen, config: StoreConfig) -> Connection:
    """Make a client for a configuration, or return one that was made for an equal one; no network is used."""
    identity = None if chosen.name == "memory" else _identity(chosen, config)
    with _connecting:
        connection = _connections.get(identity) if identity is not None else None
        if connection is None:
            connection = chosen.backend.connect(config)
        if identity is not None:
            _connections[identity] = connection
            _connections.move_to_end(identity)
            while len(_connections) > _MOST_CONNECTIONS:
                _connections.popitem(last=False)
    return connection


def _identity(chosen: Chosen, config: StoreConfig) -> Hashable | None:
    """Return what two stores must have in common to share a client: the process, the backend and every value."""
    options = {name: value for name, value in vars(config.client_options).items() if name != "default_headers"}
    headers = config.client_options.default_headers or {}
    certificates = tuple(_changed(options[name]) for name in ("root_certificate", "proxy_ca_certificate"))
    own = tuple(value for name, value in vars(config).items() if name != "client_options")
    identity = (os.getpid(), chosen.backend, own, tuple(options.values()), tuple(headers.items()), certificates)
    try:
        hash(identity)
    except TypeError:  # a caller's provider that cannot be compared
        return None
    return identity


def _changed(certificate: str | None) -> int | None:
    """Return when the file of a certificate was changed; its text, and a missing file, have no time."""
    try:
        return None if certificate is None or "-----BEGIN" in certificate else Path(certificate).stat().st_mtime_ns
    except OSError:
        return None
