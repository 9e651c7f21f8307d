"""The pages about other tools' words, made of the dialects' own tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config import resolve
from s3config.errors import ConfigError
from s3config.masks import masked
from s3config.spellings import KEYS
from s3config.translation import dialect, tools, translate
from s3config.vocabulary import Fate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from s3config.vocabulary import Support

_EXAMPLE = {
    "bucket": "logs",
    "endpoint": "https://s3.example.com:9000",
    "region": "eu-west-1",
    "access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "connect_timeout": "5s",
}
_MADE = "Made by `python tests/generated.py`."
_WIDEST = 6
"""Tools side by side in a table."""


def matrix_page() -> str:
    """Write what each tool calls each key."""
    parts = [
        "# Keys and other tools\n",
        "What each tool calls a key, and in what form. *Italics*: said otherwise, or always so; in brackets:",
        "an environment variable beside the tool's own words; —: it cannot be said. The tool's page has the reasons.",
        f"{_MADE}\n",
    ]
    names = tools()
    for start in range(0, len(names), _WIDEST):
        some = names[start : start + _WIDEST]
        links = " | ".join(f"[{dialect(name).TITLE}](../dialects/{name}.md)" for name in some)
        parts += [f"| key | {links} |", f"|---|{'---|' * len(some)}"]
        parts += [f"| `{key}` | {' | '.join(_cell(dialect(name).KEYS[key]) for name in some)} |" for key in KEYS]
        parts.append("")
    return "\n".join(parts)


def _cell(support: Support) -> str:
    if support.fate is Fate.UNSUPPORTED:
        return "—"
    if support.word is not None:
        name = f"`{_escaped(support.word.name)}`"
        return f"({name})" if support.word.is_variable else name
    if support.words:
        return ", ".join(f"`{_escaped(word)}`" for word in support.words)
    return f"*{_escaped(support.how)}*" if support.how else "the same"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _page(name: str) -> Callable[[], str]:
    return lambda: "\n".join(_lines(name))


def _lines(name: str) -> Iterator[str]:
    module = dialect(name)
    yield f"# {module.TITLE}\n"
    doc = " ".join((module.__doc__ or "").split())
    yield f"{doc}\n"
    yield f"Version: {module.VERSION}. Source: <{module.SOURCE}>. {_MADE}\n"
    if getattr(module, "EXAMPLE", ""):
        yield f"```python\n{module.EXAMPLE.strip()}\n```\n"
    yield from _texts(name)
    if getattr(module, "TRAPS", ()):
        yield "## Traps\n"
        yield "\n".join(f"- {trap}" for trap in module.TRAPS) + "\n"
    if getattr(module, "GUESSED", {}):
        yield "## Written though nobody said it\n"
        yield "\n".join(f"- `{key}`: {otherwise}" for key, otherwise in module.GUESSED.items()) + "\n"
    yield "## Keys\n"
    yield "| key | there |\n|---|---|"
    told = {key: support for key, support in module.KEYS.items() if support.fate is not Fate.UNSUPPORTED}
    yield from (f"| `{key}` | {_told(support)} |" for key, support in told.items())
    yield "\n## What cannot be said\n"
    yield "| key | why |\n|---|---|"
    yield from (f"| `{key}` | {_escaped(s.how)} |" for key, s in module.KEYS.items() if key not in told)
    yield ""


def _told(support: Support) -> str:
    without = f"; not {' or '.join(f'`{word}`' for word in support.without)}" if support.without else ""
    how = "" if support.word is not None or not support.how or not support.words else f" ({_escaped(support.how)})"
    return f"{_cell(support)}{how}{without}"


def _texts(name: str) -> Iterator[str]:
    """Yield what `s3config convert` prints of an example, in each form."""
    translation = translate(masked(resolve(env=False, config=_EXAMPLE).config), name, strict=False)
    yield "## Example\n"
    yield f"What `s3config convert --to {name}` makes of a key pair, an endpoint, a region and a timeout:\n"
    for form in translation.forms:
        if len(translation.forms) > 1:
            yield f"`--form {form}`:\n" if " " not in form else f'`--form "{form}"`:\n'
        try:
            yield f"```\n{translation.form(form).rstrip()}\n```\n"
        except ConfigError as error:
            yield f"Not possible: {error}.\n"
    if translation.environment:
        yield f"Besides, it needs {', '.join(f'`{variable}`' for variable in translation.environment)}.\n"
    for key, why in translation.dropped.items():
        yield f"Left out: `{key}`: {why}.\n"


FILES: dict[str, Callable[[], str]] = {
    "docs/reference/dialects.md": matrix_page,
    **{f"docs/dialects/{name}.md": _page(name) for name in tools()},
}
"""What is made, and by what."""
