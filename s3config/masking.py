"""Lines of files as they may be shown: values are hidden unless they are known to be harmless."""

from __future__ import annotations

import re

from s3config.redaction import HIDDEN, mask_text
from s3config.spellings import KEYS, find

_START = re.compile(r"""[\s\-{,\["']*(?:export\s+)?""")
_KEY = re.compile(r"""(?P<key>["']?[\w.-]+["']?)(?P<equals>\s*[=:]\s*)""")
_VALUE = re.compile(r"""[^\s"',{}\[\]]+|"[^"\\\s]*"|'[^'\\\s]*'""")
_BETWEEN = re.compile(r"[\s,}\]]*")


def masked_line(line: str) -> str:
    """Return a line up to the first thing that may be secret: the value of an unknown or secret key, or a comment."""
    shown, index = "", 0
    start = _START.match(line)
    while start is not None:
        shown += start[0]
        index = start.end()
        key = _KEY.match(line, index)
        if key is None:
            break
        shown += key[0]
        if line.startswith("{", key.end()):
            start = _START.match(line, key.end())
            continue
        value = _VALUE.match(line, key.end())
        spelling = find(key["key"].strip("\"'"))
        if spelling is None or KEYS[spelling.key].about.secret or spelling.key == "access_key_id" or value is None:
            return shown + (HIDDEN if line[key.end() :].strip() else "")
        shown += mask_text(value[0])
        index = value.end()
        start = _BETWEEN.match(line, index)
    return shown.rstrip() + (" …" if line[index:].strip() else "")
