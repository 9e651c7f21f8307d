"""Make the files that follow from the models: `python tests/generated.py` writes them all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import generated_dialects
import generated_linter
import generated_site

from s3config import backends
from s3config.schema import json_schema
from s3config.spellings import KEYS
from s3config.vocabulary import TUNING, Fate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from s3config.spellings import KeyPlace
    from s3config.vocabulary import Support

ROOT = Path(__file__).parent.parent
_TYPES = {
    "parse_flag": "bool | str",
    "parse_request_payer": "bool | str",
    "parse_count": "int | str",
    "parse_frame_size": "int | str",
    "parse_factor": "float | str",
    "parse_duration": "timedelta | float | str",
    "parse_moment": "datetime | str",
    "parse_secret": "SecretStr | str",
    "parse_sse_key": "SecretStr | str",
    "parse_headers": "Mapping[str, str | bytes] | str",
    "parse_certificate": "bytes | str",
    "parse_credential_provider": "CredentialProvider",
}
_LONGEST_DOC = 110
_HEAD = '''\
"""The types of what a caller writes: every spelling of every key. Made by `python tests/generated.py`."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypedDict

from pydantic import SecretStr

from s3config.config.credentials import CredentialProvider
'''


def typed() -> str:
    """Write `typed.py`: a field for each spelling, with the key's description at the canonical one."""
    tables: dict[tuple[str, ...], list[KeyPlace]] = {}
    for key in KEYS.values():
        tables.setdefault(key.table, []).append(key)
    s3 = [line for key in tables[()] for line in _spelled(key)]
    nested = {
        ("client_options",): ("ClientConfig", "Options of the HTTP client."),
        ("retry_config", "backoff"): ("BackoffConfig", "How long to wait between tries."),
        ("retry_config",): ("RetryConfig", "How failed requests are tried again."),
    }
    parts = [_HEAD, _class("S3Config", "S3 keys in every spelling; the bare `bucket` is an argument of its own.", s3)]
    for table, (name, doc) in nested.items():
        lines = [line for key in tables[table] for line in _field(key.field, key)]
        if name == "RetryConfig":
            lines.extend(["    backoff: BackoffConfig", '    """How long to wait between tries."""'])
        parts.append(_class(name, doc, lines))
    return "\n\n".join(parts)


def _class(name: str, doc: str, lines: list[str]) -> str:
    return f'class {name}(TypedDict, total=False):\n    """{doc}"""\n\n' + "\n".join(lines) + "\n"


def _spelled(key: KeyPlace) -> Iterator[str]:
    for name in key.names:
        for word in (name, f"aws_{name}", name.upper(), f"AWS_{name.upper()}"):
            if word != "bucket":
                yield from _field(word, key)


def _field(word: str, key: KeyPlace) -> Iterator[str]:
    yield f"    {word}: {_TYPES.get(key.parse.__name__, 'str')}"
    if word in (key.name, key.field):
        long = "  # noqa: E501" if len(key.about.doc) > _LONGEST_DOC else ""
        yield f'    """{key.about.doc}"""{long}'


def schema() -> str:
    """Write the JSON Schema of a config file."""
    return json.dumps(json_schema(), indent=2) + "\n"


def keys_page() -> str:
    """Write the reference of all keys."""
    parts = [
        "# Keys\n",
        "Every key, once. Each of its names is accepted bare and with the prefix `aws_`, in lower and in upper case;",
        "in the environment and in `.env` files only `AWS_` in upper case. Made by `python tests/generated.py`.\n",
    ]
    titles = {
        (): "S3",
        ("client_options",): "Client options",
        ("retry_config",): "Retries",
        ("retry_config", "backoff"): "Backoff",
    }
    for table, title in titles.items():
        parts.append(f"## {title}\n")
        parts.extend(_section(key) for key in KEYS.values() if key.table == table)
    return "\n".join(parts)


def _section(key: KeyPlace) -> str:
    names = ", ".join(f"`{name}`" for name in key.names)
    examples = ", ".join(f"`{json.dumps(example)}`" for example in key.about.examples) or "none"
    lines = [f"### {key.name}\n", f"{key.about.doc}\n"]
    if key.about.argument_only:
        lines.append("- Only as an argument.")
    else:
        lines.append(f"- Environment: {', '.join(f'`AWS_{name.upper()}`' for name in key.names)}")
    if len(key.names) > 1:
        lines.append(f"- Names, strongest first: {names}")
    if key.field != key.name:
        lines.append(f"- In the table `{key.table[-1]}`: `{key.field}`")
    lines.extend([f"- Examples: {examples}", f"- Since {key.about.since}. Source: {key.about.source}."])
    if key.about.secret:
        lines.append("- Secret: it is never shown.")
    return "\n".join(lines) + "\n"


def backends_page() -> str:
    """Write the table of what each backend does with each key."""
    names = backends.names()
    parts = [
        "# Keys and backends\n",
        "What each [backend](../backends.md) does with a key: **honoured**, with the library's name for it if that is",
        "another; **translated** to something with the same effect, or done by s3config; or **unsupported**, and why.",
        "Made by `python tests/generated.py`.\n",
        f"| key | {' | '.join(names)} |",
        f"|---|{'---|' * len(names)}",
    ]
    parts.extend(f"| `{key}` | {' | '.join(_cell(backends.support(name)[key]) for name in names)} |" for key in KEYS)
    parts.append(
        "\nAn unsupported key that is set is an error, but for these, which give a warning: "
        + ", ".join(f"`{key}`" for key in KEYS if key in TUNING)
        + ".\n"
    )
    return "\n".join(parts)


def _cell(support: Support) -> str:
    without = f"; not {' or '.join(f'`{word}`' for word in support.without)}" if support.without else ""
    how = f": {support.how}" if support.how else ""
    fate = f"**{support.fate}**" if support.fate is Fate.UNSUPPORTED else str(support.fate)
    return fate + how + without


FILES: dict[str, Callable[[], str]] = {
    **generated_linter.FILES,
    **generated_dialects.FILES,
    **generated_site.FILES,
    "s3config/typed.py": typed,
    "schemas/s3config.schema.json": schema,
    "docs/reference/keys.md": keys_page,
    "docs/reference/backends.md": backends_page,
}
"""What is made, and by what."""


if __name__ == "__main__":
    for path, make in FILES.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(make(), encoding="utf-8")
