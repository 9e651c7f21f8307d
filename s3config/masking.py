"""Lines of files as they may be shown: what is not known to be harmless is hidden."""

from __future__ import annotations

import re

from s3config.redaction import HIDDEN, mask_text
from s3config.spellings import KEYS, find, nearest_spelling

_START = re.compile(r"""[\s\-{,\["']*(?:export\s+)?""")
_KEY = re.compile(r"""(?P<key>["']?[\w.-]+["']?)(?P<equals>\s*[=:]\s*)""")
_VALUE = re.compile(r"""[^\s"',{}\[\]]+|"[^"\\]*"|'[^'\\]*'""")
_BETWEEN = re.compile(r"[\s,}\]]*")
_VARIABLE = re.compile(r"AWS_[A-Z0-9_]+")


def masked_line(line: str, *, values: bool = True) -> str:
    """Return a line up to the first thing that may be secret, which is a value, a comment, or a line within a value.

    Args:
        line: The line.
        values: Whether the values of harmless keys are shown.
    """
    shown, index = "", 0
    start = _START.match(line)
    while start is not None:
        shown += start[0]
        index = start.end()
        key = _KEY.match(line, index)
        if key is None or not _is_key(key["key"].strip("\"'")):
            return shown.rstrip() + (HIDDEN if line[index:].strip() and not shown.strip() else _more(line, index))
        shown += key[0]
        if line.startswith("{", key.end()):
            start = _START.match(line, key.end())
            continue
        value = _VALUE.match(line, key.end())
        if value is None or not values or not _is_harmless(key["key"].strip("\"'"), value[0].strip("\"'")):
            return shown + (HIDDEN if line[key.end() :].strip() else "")
        shown += mask_text(value[0])
        index = value.end()
        start = _BETWEEN.match(line, index)
    return shown.rstrip() + _more(line, index)


def _more(line: str, index: int) -> str:
    return " …" if line[index:].strip() else ""


def _is_key(word: str) -> bool:
    """Tell whether a word may be shown as a key; a piece of a secret may look like one."""
    known = find(word) is not None or word in ("name", "stores") or word.startswith(("stores.", "client_options."))
    return known or _VARIABLE.fullmatch(word) is not None or nearest_spelling(word) is not None


def _is_harmless(word: str, value: str) -> bool:
    if word == "name":
        return _VARIABLE.fullmatch(value) is not None
    spelling = find(word.rpartition(".")[2])
    return spelling is not None and not KEYS[spelling.key].about.secret and spelling.key != "access_key_id"
