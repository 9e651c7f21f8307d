"""Values that only stand for one: references, templates, what is encrypted, and words such as `<your-key>`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import SecretStr

_PLACEHOLDER = re.compile(
    r"""(?ix)
    [$]\{ | [$]\( | \{\{ | \}\} | \A[$][a-z_]\w*\Z | \A%\w+%\Z | \A@\w+@\Z | \A__\w+__\Z | <[^<>]*>
    | \Ayour[-_ .a-z] | [-_/.]your[-_](?!objectstorage\.com)
    | change[-_ ]?(?:me|this|it)\b | changeme | \breplace[-_ ]?(?:me|this|with)\b
    | \A(?:x{3,}|\*{1,7}|\.{3,}|…|todo|tbd|fixme|none|null|secret|password|dummy|placeholder|redacted|example|sample)\Z
    | \AENC\[ | \Aencrypted: | \A(?:op|vault|ref\+\w+|ssm|sm|secretsmanager|awssm|gcpsm|azkv|doppler):/?/? | \A`
    | \b(?:placeholder|fill[-_ ]?(?:in|me)|insert[-_ ](?:your|here|key|secret))\b | x{6,} | \.\.\.
    """
)
_LONGEST = 2000
"""Characters of a value that are looked at."""
_MARKS = (
    "${", "$(", "{{", "}}", "<", "your", "change", "replace", "xxx", "...", "placeholder", "fill", "insert", "\n$",
    "\n%", "\nenc[", "\nencrypted:", "\nop:", "\nvault:", "\nref+", "\nssm:", "\nsm:", "\nsecretsmanager:", "\nawssm:",
    "\ngcpsm:", "\nazkv:", "\ndoppler:", "\n`", "\n@", "\n__", "\n*", "\n…",
    "\ntodo", "\ntbd", "\nfixme", "\nnone", "\nnull", "\nsecret", "\npassword",
    "\ndummy", "\nredacted", "\nexample", "\nsample",
)  # fmt: skip
"""What no placeholder is without, in small letters; a line break stands for the beginning."""
_EXAMPLE = re.compile(r"(?i)[._-](?:example|sample|template|dist|tmpl|tpl|j2)(?:\.|\Z)")


def is_placeholder(value: object) -> bool:
    """Tell whether a value stands for one that somebody will fill in."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    return isinstance(text, str) and _PLACEHOLDER.search(text, 0, _LONGEST) is not None


def may_be_placeholders(values: Iterable[object]) -> bool:
    """Tell whether one of many values may be a placeholder, in a twentieth of the time that it takes to be sure."""
    texts = (value.get_secret_value() if isinstance(value, SecretStr) else value for value in values)
    joined = "\n".join(["", *(text for text in texts if isinstance(text, str))]).lower()
    return any(mark in joined for mark in _MARKS)


def is_example(name: str) -> bool:
    """Tell by its name whether a file shows how another one is to be written: `.env.example`, `config.sample.toml`."""
    return _EXAMPLE.search(name) is not None


class Unresolved(Mapping[str, str]):
    """An environment of which nothing is known: every variable is there and stands for itself, as `${NAME}`."""

    def __getitem__(self, name: str) -> str:
        """Return the reference."""
        return f"${{{name}}}"

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 (as the mapping's own)
        """Return what is written beside the name for the case that it is not set, else the reference."""
        return default or self[name]

    def __contains__(self, name: object) -> bool:
        """Every variable may be set."""
        return isinstance(name, str)

    def __iter__(self) -> Iterator[str]:
        """No variable is known by name."""
        return iter(())

    def __len__(self) -> int:
        """No variable is known by name."""
        return 0


UNRESOLVED = Unresolved()
