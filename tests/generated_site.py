"""The pages of the site that are made: the API, the command line, the schema, and the cases of "What wins?"."""

from __future__ import annotations

import argparse
import html
import inspect
import json
import re
import sys
import textwrap
import tomllib
from enum import Enum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import s3config
import s3config.cli
from s3config.schema import json_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SITE = Path(__file__).parent.parent / "docs/_site"
_MADE = "Made by `python tests/generated.py`."
_KINDS = {
    "Functions": ["resolve", "validate", "explain", "translate", "from_dialect", "json_schema"],
    "Stores": ["S3Store", "PrefixStore"],
    "Resolutions": ["Resolution", "Setting", "Origin", "Layer", "Diagnostic", "Severity", "StoreConfig", "Translation"],
    "Types of arguments": ["S3Config", "ClientConfig", "RetryConfig", "BackoffConfig"],
}
_WIDEST = 100
"""Letters on a line of code."""
_SECTION = re.compile(r"^(Args|Returns|Raises|Attributes|Yields):\n((?:    .*\n?|\n)+)", re.MULTILINE)
_ENTRY = re.compile(r"^(\*{0,2}[\w, ]+): ", re.MULTILINE)


def api_page() -> str:
    """Write the reference of the public names, from their docstrings."""
    named = {name for names in _KINDS.values() for name in names}
    kinds = _KINDS | {"Errors": [name for name in s3config.__all__ if name not in named and name != "__version__"]}
    parts = [f"# Python\n\nEverything that `import s3config` offers. {_MADE}\n"]
    for kind, names in kinds.items():
        parts.append(f"## {kind}\n")
        parts.extend(part for name in names for part in _documented(name, getattr(s3config, name)))
    return "\n".join(parts)


def _documented(name: str, value: Any) -> Iterator[str]:
    yield f"### {name}\n"
    if not inspect.isclass(value):
        yield _signature(name, value)
        yield _prose(value)
        return
    bases = ", ".join(f"`{base.__name__}`" for base in value.__bases__ if base.__module__ != "typing")
    if issubclass(value, Exception):
        yield f"A subclass of {bases}.\n"
    elif name in ("S3Store", "PrefixStore"):
        yield _signature(name, value)
    yield _prose(value)
    if name in _KINDS["Types of arguments"]:
        yield f"Its fields are the [keys](keys.md), {len(value.__annotations__)} of them.\n"
    else:
        yield from _parts(value)
        yield from _members(name, value)


def _parts(value: Any) -> Iterator[str]:
    """Yield the members of an enumeration, or the fields of a tuple."""
    if issubclass(value, Enum):
        yield f"Members, in order: {', '.join(f'`{member.name}`' for member in value)}.\n"
    elif fields := getattr(value, "_fields", ()):
        yield f"Fields: {', '.join(f'`{field}`' for field in fields if not field.startswith('_'))}.\n"


def _members(name: str, value: type) -> Iterator[str]:
    for word in dir(value):
        member = inspect.getattr_static(value, word)
        ours = getattr(_function(member), "__module__", "") or ""
        if word.startswith("_") or not ours.startswith("s3config") or not inspect.getdoc(member):
            continue
        if isinstance(member, property):
            yield f"#### {name}.{word}\n\n{_prose(member)}"
        elif callable(_function(member)) and not inspect.isclass(member):
            yield f"#### {name}.{word}\n\n{_signature(word, _function(member))}\n{_prose(member)}"


def _function(member: Any) -> Any:
    if isinstance(member, property):
        return member.fget
    return getattr(member, "__func__", member)


def _signature(name: str, function: Any) -> str:
    """Write a signature as it stands in the source, an argument a line where it is long."""
    parameters = list(inspect.signature(function).parameters.values())
    words: list[str] = []
    for at, parameter in enumerate(parameters):
        if parameter.name in ("self", "cls"):
            continue
        starred = any(p.kind is p.VAR_POSITIONAL or p.kind is p.KEYWORD_ONLY for p in parameters[:at])
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            words.append("*")
        words.append(_shown(parameter))
    back = inspect.signature(function).return_annotation
    after = "" if inspect.isclass(function) or back is inspect.Signature.empty else f" -> {back}"
    line = f"{name}({', '.join(words)}){after}"
    if len(line) > _WIDEST:
        line = f"{name}(\n" + "".join(f"    {word},\n" for word in words) + f"){after}"
    return f"```python\n{line}\n```\n"


def _shown(parameter: inspect.Parameter) -> str:
    stars = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}
    text = stars.get(parameter.kind.name, "") + parameter.name
    if parameter.annotation is not parameter.empty:
        text += f": {parameter.annotation}"
    if parameter.default is not parameter.empty:
        text += f" = {parameter.default!r}"
    return text


def _prose(value: Any) -> str:
    """Write a docstring, its Google sections as lists, its code as code."""
    doc = re.sub(r"``([^`]+)``", r"`\1`", inspect.getdoc(value) or "")
    return _SECTION.sub(_listed, doc).rstrip() + "\n"


def _listed(section: re.Match[str]) -> str:
    text = textwrap.dedent(section[2]).rstrip()
    if section[1] in ("Returns", "Yields"):
        return f"**{section[1]}:** {' '.join(text.split())}\n\n"
    entries = re.split(r"\n(?=\S)", text)
    lines = [_ENTRY.sub(r"`\1`: ", " ".join(entry.split()), count=1) for entry in entries]
    title = "Arguments" if section[1] == "Args" else section[1]
    return "\n".join([f"**{title}:**\n", *(f"- {line}" for line in lines), "\n"])


def cli_page() -> str:
    """Write what each command does, and its options."""
    parts = [
        "# Command line\n",
        f"`s3config COMMAND`, or `python -m s3config COMMAND`; each command has `--help`. {_MADE}\n",
    ]
    for module in sorted(iter_modules(s3config.cli.__path__), key=lambda found: found.name):
        if not module.name.startswith("_"):
            parts.extend(_command(module.name.replace("_", "-"), import_module(f"s3config.cli.{module.name}")))
    return "\n".join(parts)


def _command(name: str, command: Any) -> Iterator[str]:
    parser = argparse.ArgumentParser(add_help=False)
    command.add_arguments(parser)
    yield f"## {name}\n\n{inspect.cleandoc(command.__doc__ or '')}\n"
    rows = [action for action in parser._actions if action.help is not argparse.SUPPRESS]
    if rows:
        yield "| option | |\n|---|---|\n" + "".join(f"| `{_option(row)}` | {_told(row)} |\n" for row in rows)


def _option(action: argparse.Action) -> str:
    if not action.option_strings:
        more = {"*": " ...", "+": " ...", "?": ""}.get(str(action.nargs), "")
        return f"{action.metavar or action.dest.upper()}{more}"
    value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    return ", ".join(action.option_strings) + value


def _told(action: argparse.Action) -> str:
    choices = f"; {', '.join(f'`{choice}`' for choice in action.choices)}" if action.choices else ""
    return ((action.help or "").replace("%%", "%") + choices).replace("|", "\\|").strip("; ")


def schema_page() -> str:
    """Write what the JSON Schema says of a config file."""
    schema = json_schema()
    lines = [
        "# Config file schema\n",
        f"Editors complete and check [config files](../config-files.md) by it; `s3config schema` prints it. {_MADE}\n",
        f"Its dialect is <{schema['$schema']}>. Each key is accepted in every [spelling](keys.md); the tables are:\n",
        "| definition | what it describes |\n|---|---|",
    ]
    for name, part in schema["$defs"].items():
        text = " ".join(str(part.get("description", part.get("title", ""))).split()) if isinstance(part, dict) else ""
        lines.append(f"| `{name}` | {text} |")
    return "\n".join(lines) + "\n"


def what_wins_page() -> str:
    """Write the page with the package's answer to each case."""
    written = tomllib.loads((_SITE / "cases.toml").read_text(encoding="utf-8"))
    return "\n".join([written["head"], *map(_case, written["case"]), f"{_MADE}\n"])


def _case(case: dict[str, str]) -> str:
    found = answer()(case)
    titles = {
        "url": ("URL", "text"), "arguments": ("Arguments", "dotenv"), "environment": ("Environment", "dotenv"),
        "dotenv": (".env", "dotenv"), "profiles": ("~/.aws/config", "ini"),
    }  # fmt: skip
    given = [f"**{title}**\n\n```{kind}\n{case[part]}\n```\n" for part, (title, kind) in titles.items() if part in case]
    table = "".join(
        f"| `{row['key']}` | {_code(row['value'])} | {row['from']} | {_over(row)} |\n".replace("  ", " ")
        for row in found["rows"]
    )
    head = "| key | value | from | over |\n|---|---|---|---|\n" if table else ""
    said = "".join(f"- {one['text']}\n" for one in found["said"])
    pasted = html.escape(json.dumps({part: case.get(part, "") for part in titles}))
    button = f'<button type="button" class="md-button" data-case="{pasted}" hidden>Try it</button>\n'
    return "\n".join([f"### {case['title']}\n\n{case['why']}\n", *given, head + table, said, button])


def _over(row: dict[str, Any]) -> str:
    return "<br>".join(f"{_code(loser['value'])} from {loser['from']}" for loser in row["over"])


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def answer() -> Callable[[dict[str, str]], dict[str, Any]]:
    """Return the very function that the browser calls."""
    if str(_SITE) not in sys.path:
        sys.path.append(str(_SITE))
    found: Callable[[dict[str, str]], dict[str, Any]] = import_module("what_wins").answer
    return found


FILES: dict[str, Callable[[], str]] = {
    "docs/reference/api.md": api_page,
    "docs/reference/cli.md": cli_page,
    "docs/reference/schema.md": schema_page,
    "docs/what-wins.md": what_wins_page,
}
"""What is made, and by what."""


if __name__ == "__main__":
    for path, make in FILES.items():
        (_SITE.parents[1] / path).write_text(make(), encoding="utf-8")
