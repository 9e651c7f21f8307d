"""The JSON Schema of a config file, so that an editor completes and checks it.

It accepts and refuses what `validate` does, apart from `DIFFERENCES`. Each key has one definition, and each spelling
refers to it. All regular expressions mean the same in Python and in ECMA 262, but for the few characters that only one
of them takes for white space.
"""

from __future__ import annotations

import re
from inspect import getdoc
from typing import TYPE_CHECKING, Any

from s3config.config import StoreConfig
from s3config.config.numbers import inverted, one_less
from s3config.redaction import seal_text
from s3config.spellings import KEYS, SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from s3config.spellings import KeyPlace

DIFFERENCES = {
    "pairs": "keys that contradict or need each other: encryption, http://, HTTP versions, waits, S3 Express",
    "half a pair": "an access key id without its secret, or the reverse",
    "bucket in the endpoint": "an endpoint that holds the bucket's name",
    "region in a host": "a region that no host can have in its name, where the host at AWS is chosen from it",
    "file that is missing": "a `.env` file, or a profile, that does not exist",
    "two spellings": "a key that is written twice: the schema checks both values, `validate` only the one that counts",
    "value that loses": "a value that is not used, such as a role beside a key pair, or one that a store overrides",
    "mixed case": "`Region` is known to `validate`, with an info, and not to the schema",
    "variables": "what `${NAME}` stands for is not known to the schema",
    "text of a number": "a number in quotes may be out of range",
    "text of a duration": "a duration in quotes may be longer than can be held, or finer than a microsecond",
    "rare moments": "a day that its month does not have; the rarer forms of ISO 8601 are unknown to the schema",
    "addresses": "an IPv6 address may have the right characters in no right order",
    "header twice": "two headers may differ only in case",
}
"""What the schema cannot say, or leaves out so as to stay readable."""

_VARIABLE = r"\$\{[A-Za-z_][A-Za-z0-9_]*(?::-[^}]*)?\}"
_UNSAID: dict[str, Any] = {
    "description": "Null or blank text says nothing; `${NAME}` and `${NAME:-otherwise}` are read from the environment.",
    "type": ["null", "string"],
    "pattern": rf"^\s*$|{_VARIABLE}",
}
_CONVERTED: dict[Callable[[Any], Any], tuple[str, dict[str, Any]]] = {
    inverted: ("The opposite of `{}`.", {}),
    one_less: (
        "One more than `{}`.",
        {"not": {"anyOf": [{"const": 0}, {"type": "string", "pattern": r"^\s*[+-]?0+\s*$"}]}},
    ),
}
"""For a spelling that means its key in other words: which ones, and what its values are beside those of the key."""
_SCHEMA = {"description": "Where this schema is found; for editors.", "type": "string"}
_DOTENV = {
    "description": "A `.env` file that holds more of the store; relative to the config file.",
    "examples": [".env"],
    "type": ["string", "null"],
}
_WORDS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
_LINT: dict[str, Any] = {
    "description": "Settings of the linter, `s3config validate`.",
    "type": "object",
    "properties": {
        "select": {"description": "Prefixes of the codes to report.", "examples": [["EP", "TLS001"]], **_WORDS},
        "ignore": {"description": "Prefixes of the codes not to report.", "examples": [["KEY008"]], **_WORDS},
        "per-file-ignores": {
            "description": "Patterns of paths, each with prefixes of codes not to report there.",
            "type": "object",
            "additionalProperties": _WORDS,
        },
        "targets": {
            "description": "The tools that are to read the configuration.",
            "examples": [["obstore", "boto3"]],
            **_WORDS,
        },
        "exclude": {"description": "Files to leave out below directories, as in .gitignore.", **_WORDS},
    },
    "additionalProperties": False,
}

_Table = tuple[str, ...]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema, draft 2020-12, of a config file in TOML, YAML or JSON."""
    tables = dict.fromkeys(key.table for key in KEYS.values())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "s3config",
        "description": "Settings of S3 stores: those of all stores at the top, those of one store below `stores`.",
        "allOf": [_ref(_table_name(()))],
        "properties": {"$schema": _SCHEMA, "stores": _stores(), "lint": _LINT, "dotenv": False},
        "$defs": {
            "store": {
                "description": "What holds for one store, beside the settings at the top.",
                "allOf": [_ref(_table_name(()))],
                "properties": {"dotenv": _DOTENV, "$schema": False, "stores": False, "lint": False},
            },
            **{_table_name(table): _table(table, list(tables)) for table in tables},
            **{name: schema for key in _keys() for name, schema in _definitions(key)},
            "unsaid": _UNSAID,
            **{_value_name(key): _value(key) for key in _keys()},
        },
    }


def _keys() -> list[KeyPlace]:
    """Return the keys that text can hold."""
    return [key for key in KEYS.values() if not key.about.argument_only]


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _stores() -> dict[str, Any]:
    return {
        "description": "The stores by their names.",
        "type": "object",
        "additionalProperties": _ref("store"),
    }


def _table_name(table: _Table) -> str:
    return f"{table[-1]}_table" if table else "settings"


def _value_name(key: KeyPlace) -> str:
    return f"{key.parse.__name__.removeprefix('parse_')}_value"


def _table(table: _Table, tables: list[_Table]) -> dict[str, Any]:
    """Describe a table: the keys of its own and of those below it, and the latter."""
    nested = {
        below[-1]: _ref(_table_name(below)) for below in tables if below[: len(table)] == table and below != table
    }
    names = [item for key in _keys() if key.table[: len(table)] == table for item in _spellings(key, table)]
    names.sort(key=lambda item: "title" in item[1])  # canonical names stand first
    # What only the top or only a store may hold is allowed here, and described or refused there.
    own = {"$schema": True, "stores": True, "lint": True, "dotenv": True} if not table else {}
    return {
        "description": _about(table),
        "type": ["object", "null"] if table else "object",
        "properties": {**dict(names), **nested, **own},
        "additionalProperties": False,
    }


def _about(table: _Table) -> str | None:
    model: Any = StoreConfig
    for name in table:
        model = model.model_fields[name].annotation
    return getdoc(model)


def _spellings(key: KeyPlace, table: _Table) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every way to write a key in a table; all but the best one say that they are spellings of it."""
    best = key.field if key.table == table else key.name
    yield best, _ref(key.name)
    for word, spelling in SPELLINGS.items():
        if spelling.key == key.name and word != best:
            same = spelling.convert is None
            title = f"{'Spelling of' if same else 'Converted to'} `{best}`"
            yield word, {**_ref(key.name if same else key.names[spelling.rank]), "title": title}


def _definitions(key: KeyPlace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what describes a key; and each of its names whose values mean something else."""
    about = key.about
    known: dict[str, Any] = {"examples": list(about.examples)}
    if key.default is not None:
        known["default"] = key.default
    if about.secret:
        known["writeOnly"] = True
    known["$comment"] = f"Since {about.since}. Source: {about.source}."
    known["anyOf"] = [_ref("unsaid"), _ref(_value_name(key))]
    yield key.name, {"description": about.doc, **known}
    known.pop("default", None)
    for name, convert in about.convert.items():
        words, narrower = _CONVERTED[convert]
        yield name, {"description": f"{words.format(key.name)} {about.doc}", **known, **narrower}


def _value(key: KeyPlace) -> dict[str, Any]:
    """Describe the values of a key as a file may hold them: white space around text is trimmed, unless it is secret."""
    trimmed = SPELLINGS[key.name].seal is seal_text
    return {name: part for name, part in _in_file(key.json_schema, trimmed=trimmed).items() if name != "writeOnly"}


def _in_file(schema: dict[str, Any], *, trimmed: bool) -> dict[str, Any]:
    words = schema.get("enum", ())
    if trimmed and words and all(isinstance(word, str) for word in words):
        padded = {"type": "string", "pattern": rf"^\s+(?:{_one_of(words)})\s*$|^(?:{_one_of(words)})\s+$"}
        return {"anyOf": [schema, padded]}
    changed = dict(schema)
    if "anyOf" in schema:
        changed["anyOf"] = [_in_file(part, trimmed=trimmed) for part in schema["anyOf"]]
    if "pattern" in schema:
        changed["pattern"] = _padded(schema["pattern"]) if trimmed else _whole(schema["pattern"])
    if "propertyNames" in schema:
        changed["propertyNames"] = _in_file(schema["propertyNames"], trimmed=False)
    if "additionalProperties" in schema:
        below = schema["additionalProperties"]
        changed["additionalProperties"] = {**below, "pattern": f"{_whole(below['pattern'])}|{_VARIABLE}"}
    return changed


def _one_of(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\-", "-") for word in words)


def _padded(pattern: str) -> str:
    """Allow white space around what a pattern takes, which is anchored and has no alternatives outside of brackets."""
    begun = rf"^\s*{pattern.removeprefix('^')}" if pattern.startswith("^") else pattern
    return rf"{begun.removesuffix('$')}\s*$" if begun.endswith("$") else begun


def _whole(pattern: str) -> str:
    r"""Keep `$` from passing over a line break at the end, as it does in Python and not in ECMA 262."""
    return rf"{pattern}(?!\n)" if pattern.endswith("$") else pattern
