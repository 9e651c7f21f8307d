"""Settings from the call itself: keywords, `config=`, `client_options=` and `retry_config=`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from s3config.config import StoreConfig
from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Layer, Origin
from s3config.tables import Entry, Table, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from s3config.origin import Setting
    from s3config.sources import Request


def read(request: Request) -> Iterator[Setting | Diagnostic]:
    """Yield the keywords, then the mappings, each with its own origin."""
    arguments = dict(request.arguments or {})
    if request.profile is not None:
        arguments["profile"] = request.profile
    keywords = (Entry(word, _plain(value), Origin(f"argument {word}")) for word, value in arguments.items())
    yield from read_table(keywords, Layer.ARGUMENT)
    if request.store is not None and request.file is None:
        message, remedy = "store= names a store of a file, and there is no file=", "pass file= as well"
        yield Diagnostic("FILE003", Severity.ERROR, (Origin("argument store"),), message, remedy)
    if request.config is not None:
        config = request.config
        if isinstance(config, StoreConfig):
            said = _said(config)
            if said.get("bucket") == arguments.get("bucket"):  # a configuration has one, and so have the constructors
                said.pop("bucket", None)
            config = said
        yield from _mapping("config", config, ())
    if request.client_options is not None:
        yield from _mapping("client_options", request.client_options, ("client_options",))
    if request.retry_config is not None:
        yield from _mapping("retry_config", request.retry_config, ("retry_config",))


def _mapping(name: str, value: object, table: tuple[str, ...]) -> Iterator[Setting | Diagnostic]:
    if isinstance(value, Mapping):
        yield from read_table(_entries(name, value), Layer.ARGUMENT, table)
    else:
        message = f"{name}= is not a mapping but of type {type(value).__name__}"
        yield Diagnostic("KEY005", Severity.ERROR, (Origin(f"argument {name}"),), message, 'pass {"key": value}')


def _entries(place: str, mapping: Mapping[Any, Any]) -> Table:
    entries = []
    for word, value in mapping.items():
        here = f"{place}[{word!r}]" if isinstance(word, str) else f"{place}[...]"
        entries.append(Entry(word, _plain(value, here), Origin(here)))
    return Table(entries)


def _plain(value: object, place: str = "") -> object:
    return _entries(place, value) if isinstance(value, Mapping) else value


def _said(model: BaseModel) -> dict[str, Any]:
    """Return what was said when a model was made; what it takes from its defaults stays unsaid."""
    values = {name: getattr(model, name) for name in type(model).model_fields if name in model.model_fields_set}
    return {name: _said(value) if hasattr(value, "model_fields_set") else value for name, value in values.items()}
