"""Every way to write a key, derived from the models; and the nearest key to a name that is none."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.config import BackoffOptions, ClientOptions, RetryOptions, StoreConfig
from s3config.config.credentials import seal_provider
from s3config.config.key import Key
from s3config.config.parsed import Parsed
from s3config.redaction import seal_key_id, seal_secret, seal_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel


class KeyPlace(NamedTuple):
    """A key, and where its field stands in the models."""

    name: str
    table: tuple[str, ...]
    """The nested models that lead to the field: `()` or `("retry_config", "backoff")`."""
    field: str
    default: Any
    """What holds if nobody says anything."""
    parse: Callable[[Any], Any]
    """What reads a value, or raises `Refusal`."""
    json_schema: dict[str, Any]
    """What a user may write."""
    about: Key

    @property
    def names(self) -> tuple[str, ...]:
        """All names in lower case and without `aws_`, strongest first."""
        return self.about.spellings or (self.name,)


class Spelling(NamedTuple):
    """One way to write a key."""

    key: str
    rank: int
    """How weak the name is beside the key's other names; 0 is the strongest."""
    seal: Callable[[Any], Any]
    """What a raw value is wrapped in the moment it is read, so that it cannot be shown by accident."""
    convert: Callable[[Any], Any] | None
    """What turns the value into the key's, for a name that means something else."""


_TABLES: tuple[tuple[tuple[str, ...], type[BaseModel]], ...] = (
    ((), StoreConfig),
    (("client_options",), ClientOptions),
    (("retry_config",), RetryOptions),
    (("retry_config", "backoff"), BackoffOptions),
)


def _keys() -> Iterator[KeyPlace]:
    for table, model in _TABLES:
        for field, info in model.model_fields.items():
            about = info.json_schema_extra
            if isinstance(about, Key):
                parsed = next(mark for mark in info.metadata if isinstance(mark, Parsed))
                yield KeyPlace(about.name or field, table, field, info.default, parsed.parse, parsed.json_schema, about)


KEYS: dict[str, KeyPlace] = {key.name: key for key in _keys()}
"""Every key by its canonical name, in the order of the models."""

_BARE = tuple(name for key in KEYS.values() for name in key.names)
_PREFIXED = tuple(f"aws_{name}" for name in _BARE)
TABLES = frozenset(name for table, _ in _TABLES for name in table)
"""The names of the nested tables: `client_options`, `retry_config`, `backoff`."""


def _seal(key: KeyPlace) -> Callable[[Any], Any]:
    if key.name == "access_key_id":
        return seal_key_id
    if key.about.argument_only:
        return seal_provider
    return seal_secret if key.about.secret else seal_text


def _spellings() -> Iterator[tuple[str, Spelling]]:
    for key in KEYS.values():
        seal = _seal(key)
        for rank, name in enumerate(key.names):
            spelling = Spelling(key.name, rank, seal, key.about.convert.get(name))
            for word in (name, f"aws_{name}"):
                yield word, spelling
                yield word.upper(), spelling


SPELLINGS: dict[str, Spelling] = dict(_spellings())
"""Every spelling in lower and in upper case, with and without the prefix `aws_`."""


_ELSEWHERE = {
    "s3_endpoint": "endpoint_url_s3",
    "s3_endpoint_url": "endpoint_url_s3",
    "s3_region_name": "region",
    "region_name": "region",
    "key": "access_key_id",
    "secret": "secret_access_key",
    "anon": "skip_signature",
    "no_sign_request": "skip_signature",
}
"""What other tools call a key, where the value means the same and the names are unlike."""
_ARGUMENTS = ("stores", "session", "dotenv", "file", "store", "env", "sources")
"""Names that are no keys and are written beside them."""
_OTHERS = (*sorted(TABLES), *_ARGUMENTS)


def value_of(config: StoreConfig, key: str) -> Any:  # noqa: ANN401 (any key's value)
    """Return the value of a key in a configuration."""
    part: Any = config
    for table in KEYS[key].table:
        part = getattr(part, table)
    return getattr(part, KEYS[key].field)


def find(word: str) -> Spelling | None:
    """Return what a name means, in whatever case it is written; `None` if it is no key."""
    return SPELLINGS.get(word) or SPELLINGS.get(word.lower())


def is_mixed_case(word: str) -> bool:
    """Tell whether a name is neither in upper nor in lower case."""
    return word not in SPELLINGS


@lru_cache(maxsize=4096)  # of names, never of values; a file may have one thousands of times
def nearest_spelling(word: str) -> str | None:
    """Return the spelling that looks most like a name that is no key, in the name's own case and with its prefix."""
    from s3config.suggestion import nearest  # wanted for a typo

    bare = word.lower().removeprefix("aws_")
    prefixed = bare != word.lower()
    names = _PREFIXED if prefixed else _BARE
    elsewhere = _ELSEWHERE.get(bare)
    close = f"{'aws_' * prefixed}{elsewhere}" if elsewhere else nearest(word, (*names, *_OTHERS))
    return close.upper() if close and word.isupper() else close


def names_in(table: tuple[str, ...]) -> dict[str, str]:
    """Return the keys of one table, by their fields' names."""
    return {key.field: key.name for key in KEYS.values() if key.table == table}
