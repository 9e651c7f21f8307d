"""The mark on a field's type that says how its value is read, written and described."""

from __future__ import annotations

from types import NoneType
from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Parsed:
    """Reads a value with one function, which pydantic calls instead of its own check of the type.

    It does what `PlainValidator`, `PlainSerializer` and `WithJsonSchema` do together, in a third of the time at
    import: they make pydantic build a schema for the type that is then thrown away.
    """

    __slots__ = ("dump", "json_schema", "parse")

    def __init__(
        self, parse: Callable[[Any], Any], json_schema: dict[str, Any], dump: Callable[[Any], str] | None = None
    ) -> None:
        """Keep the three functions of a type.

        Args:
            parse: Turns what a user wrote into the value, or raises `Refusal`.
            json_schema: What a user may write, as JSON Schema.
            dump: Writes the value as JSON, where JSON has no such type or must not hold it.
        """
        self.parse = parse
        self.json_schema = json_schema
        self.dump = dump

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Build the schema of a field for pydantic."""
        schema: Any = {"type": "function-plain", "function": {"type": "no-info", "function": self.parse}}
        if self.dump is not None:
            schema["serialization"] = {
                "type": "function-plain", "function": self.dump, "when_used": "json-unless-none"
            }  # fmt: skip
        return {"type": "nullable", "schema": schema} if NoneType in get_args(source) else schema

    def __get_pydantic_json_schema__(
        self,
        schema: CoreSchema,
        handler: GetJsonSchemaHandler,
    ) -> dict[str, Any]:
        """Describe a field for pydantic."""
        return self.json_schema


def any_case(*words: str) -> str:
    """Return the regular expression, as JSON Schema writes them, that takes these words in any case."""
    letters = ("".join(f"[{c.upper()}{c.lower()}]" if c.isalpha() else c for c in word) for word in words)
    return f"^(?:{'|'.join(letters)})$"
