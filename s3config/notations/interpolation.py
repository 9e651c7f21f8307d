"""References to variables in Compose files, which stand in the values of a service's environment."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"\$\$|\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?:(?P<default>:?-)|[^}]*\}?)")


def escaped(text: str) -> str:
    """Write text so that Compose finds no reference in it."""
    return text.replace("$", "$$")


def substituted(text: str) -> str:
    """Put the default in the place of `${NAME:-default}`, and `$` in that of `$$`; other references stay.

    Source: Compose specification, Interpolation.
    """
    if "$" not in text:
        return text
    return _substituted(text, 0, "")[0]


_DEEPEST = 100
"""How many defaults may stand in each other; more stay as they are."""


def _substituted(text: str, index: int, end: str, depth: int = 0) -> tuple[str, int]:
    """Read up to a mark that ends it, and return what it means and where that is."""
    found: list[str] = []
    while index < len(text) and not (end and text.startswith(end, index)):
        match = _REFERENCE.match(text, index)
        if match is None:
            found.append(text[index])
            index += 1
        elif match["default"] and depth < _DEEPEST:
            default, index = _substituted(text, match.end(), "}", depth + 1)
            found.append(default or f"${{{match['name']}}}")  # an empty default only keeps Compose from complaining
            index += 1
        else:
            found.append("$" if match[0] == "$$" else match[0])
            index = match.end()
    return "".join(found), index
