"""How a key is declared: one call in a model says everything that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ConfigDict
from pydantic.fields import FieldInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic.config import JsonDict

    from s3config.config.parsed import Parsed


NESTED = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)
"""How the nested models are made: their validators are built within that of the whole, not once more by themselves."""


class Key(NamedTuple):
    """What is known of a key beside its type and its default."""

    name: str | None
    """The canonical name, if it is not the field's."""
    spellings: tuple[str, ...]
    """All names in lower case and without `aws_`, strongest first; empty means just the canonical one."""
    convert: Mapping[str, Callable[[Any], Any]]
    """For a spelling whose value means the key's in other words: how to turn one into the other."""
    secret: bool
    path: bool
    """Whether the value is a file's path, which in a config file is relative to that file."""
    argument_only: bool
    """Whether the value is an object, which no text can hold."""
    doc: str
    examples: tuple[Any, ...]
    since: str
    source: str

    def __call__(self, schema: JsonDict) -> None:
        """Add what is known of the key to its JSON Schema, as pydantic's `json_schema_extra`."""
        schema["description"] = self.doc
        schema["examples"] = list(self.examples)


def key(
    parsed: Parsed,
    default: Any = None,  # noqa: ANN401
    *,
    doc: str,
    source: str,
    examples: tuple[Any, ...] = (),
    since: str = "0.1.0",
    name: str | None = None,
    spellings: tuple[str, ...] = (),
    convert: Mapping[str, Callable[[Any], Any]] | None = None,
    secret: bool = False,
    path: bool = False,
    argument_only: bool = False,
) -> Any:  # noqa: ANN401 (a field specifier stands for a value of the field's type)
    """Declare a field of a model as a key.

    Args:
        parsed: How its value is read, written and described.
        default: What holds if nobody says anything.
        doc: What the key does, with unit and default.
        source: Where the claim comes from.
        examples: Values that are valid.
        since: The first version of s3config that knows the key.
        name: The canonical name, if it is not the field's.
        spellings: All its names in lower case and without `aws_`, strongest first; the field's name if empty.
        convert: How to read a spelling whose value means something else.
        secret: Whether the value must never be shown.
        path: Whether the value is a file's path.
        argument_only: Whether the value is an object that no text can hold.
    """
    about = Key(name, spellings, convert or {}, secret, path, argument_only, doc, examples, since, source)
    field = FieldInfo(default=default, json_schema_extra=about)  # type: ignore[arg-type] # a NamedTuple that can be called
    field.metadata.append(parsed)
    return field
