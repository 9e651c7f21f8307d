"""INI files as the AWS SDKs and rclone write them, with the place of every section and key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from s3config.origin import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECTION = r"\[([^\]]*)\]"
_QUOTED = r"(\S+)\s+(?:\"([^\"]*)\"|'([^']*)'|(.*\S))\s*\Z"
_ASSIGNMENT = r"([^=:]*)[=:](.*)"
_NESTED = r"([^=]*)=(.*)"
_LINE = re.compile(r"[^\r\n]+|\r\n?|\n")


class IniValue(NamedTuple):
    """A value, or a sub-section: the indented lines below a key without a value."""

    text: str
    origin: Origin
    below: dict[str, IniValue]


class Section(dict[str, IniValue]):
    """The keys of a section, in lower case."""

    def __init__(self, origin: Origin) -> None:
        """Begin a section.

        Args:
            origin: The place of its head; the first one's if it stands twice.
        """
        super().__init__()
        self.origin = origin


def parse_ini(text: str, path: str) -> dict[str, Section]:
    """Read a file into its sections; a section that stands twice is one, as the AWS CLI reads it.

    Source: AWS SDKs and Tools Reference Guide, "Format of the config file": comments begin a line with `#` or `;`,
    nested settings are indented below a key with an empty value. Lines that are nothing of this are passed over, as the
    SDKs do. botocore, which reads with `configparser`, and rclone take a colon for an equals sign as well; not so in
    nested settings, where botocore looks for `=` alone.
    """
    sections: dict[str, Section] = {}
    section: Section | None = None
    parent: IniValue | None = None
    for number, line in numbered_lines(text):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        header = re.match(_SECTION, line)
        if header:
            section, parent = sections.setdefault(_name(header[1]), Section(Origin(path, number, 1))), None
            continue
        is_below = line[0].isspace() and parent is not None
        parts = re.match(_NESTED if is_below else _ASSIGNMENT, stripped, re.DOTALL)
        if section is None or parts is None:
            continue
        word, value = parts.groups()
        column = len(line) - len(line.lstrip()) + 1
        found = IniValue(value.strip(), Origin(path, number, column), {})
        if is_below and parent is not None:
            parent.below[word.strip().lower()] = found
        else:
            section[word.strip().lower()] = found
            parent = found if not found.text else None
    return sections


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """Number the lines that are not blank; `str.splitlines` would end some at characters that no editor shows."""
    number = 1
    for match in _LINE.finditer(text):
        if match[0][0] in "\r\n":
            number += 1
        else:
            yield number, match[0]


def _name(header: str) -> str:
    """Return a section's name with the quotes taken off: `profile "my profile"` is `profile my profile`."""
    match = re.match(_QUOTED, header.strip())
    return f"{match[1]} {match[2] or match[3] or match[4]}" if match else header.strip()


def profile_names(config: dict[str, Section], credentials: dict[str, Section]) -> Iterator[str]:
    """Yield the profiles of the two files: `[default]` and `[profile x]` in the one, `[x]` in the other."""
    for name in config:
        if name == "default" or name.startswith("profile "):
            yield name.removeprefix("profile ")
    yield from credentials
