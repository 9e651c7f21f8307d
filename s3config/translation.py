"""From the canonical configuration to another tool's own words, and what those words cannot say."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config import dialects
from s3config.dialects import Arguments, Fate, Support, said
from s3config.errors import ConfigError
from s3config.suggestion import nearest

if TYPE_CHECKING:
    from s3config.config import StoreConfig


class Translation(NamedTuple):
    """A configuration in another tool's words.

    Attributes:
        values: The tool's own arguments, secrets included.
        dropped: Keys that were said and that the tool cannot be told, each with the reason.
    """

    values: dict[str, Any]
    dropped: dict[str, str]

    def __repr__(self) -> str:
        """Name what is there and what is missing; the values hold secrets."""
        return f"<Translation of {', '.join(self.values)}; dropped: {', '.join(self.dropped) or 'nothing'}>"


@cache
def tools() -> tuple[str, ...]:
    """Return the tools whose words are known."""
    return tuple(module.name for module in iter_modules(dialects.__path__))


def _dialect(tool: str) -> Any:  # noqa: ANN401 (a module)
    if tool not in tools():
        close = nearest(str(tool), tools())
        hint = f"did you mean {close}?" if close else f"there are {', '.join(tools())}"
        raise ConfigError(f"there is no tool {tool!r}; {hint}")
    return import_module(f"{dialects.__name__}.{tool}")


def support(tool: str) -> dict[str, Support]:
    """Return what becomes of each key in a tool's words.

    Raises:
        ConfigError: The tool is not known.
    """
    table: dict[str, Support] = _dialect(tool).KEYS
    return table


def translate(config: StoreConfig, to: str) -> Translation:
    """Say a configuration in another tool's words.

    Args:
        config: A configuration that was resolved.
        to: Name of the tool, such as `boto3`.

    Raises:
        ConfigError: The tool is not known.
        OSError: A certificate's file cannot be read.
    """
    dialect = _dialect(to)
    return Translation(Arguments(dialect.write(config)), dict(unsaid(config, dialect.KEYS)))


def unsaid(config: StoreConfig, table: dict[str, Support]) -> list[tuple[str, str]]:
    """Return the keys that were said and that a table has no words for, each with the reason."""
    found = []
    for key, value in said(config):
        support_of = table[key]
        if support_of.fate is Fate.UNSUPPORTED:
            if value is not False:
                found.append((key, support_of.how))
        elif any(str(value).startswith(word) for word in support_of.without):
            found.append((key, f"{value} is not known there"))
    return found
