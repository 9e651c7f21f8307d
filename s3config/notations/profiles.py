"""Profiles as the AWS config and credentials files have them: sections, with tables indented below a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from s3config.errors import ConfigError
from s3config.files import unreadable
from s3config.ini import parse_ini
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.ini import IniValue


def write(values: Mapping[str, Any]) -> str:
    """Write everything as one config file; botocore reads the keys there, too.

    Raises:
        ConfigError: A value cannot stand on one line.
    """
    return "\n".join(f"[{_head(section)}]\n{_lines(table, section)}" for section, table in values.items())


def write_credentials(values: Mapping[str, Any]) -> str:
    """Write everything as one credentials file, whose sections have the bare names of profiles.

    Raises:
        ConfigError: There is a section that only a config file has.
    """
    for section in values:
        if section.startswith("services "):
            raise ConfigError(f"a credentials file cannot hold [{section}]; take the form config")
    return write({section.removeprefix("profile "): table for section, table in values.items()})


def _head(section: str) -> str:
    kind, _, name = section.partition(" ")
    return f'{kind} "{name}"' if re.search(r"[\s'#;]", name) and kind in ("profile", "services") else section


def _lines(table: Mapping[str, Any], place: str, indent: str = "") -> str:
    text = ""
    for name, value in table.items():
        if isinstance(value, dict):
            text += f"{indent}{name} =\n{_lines(value, f'{place}.{name}', '    ')}"
        elif value != value.strip() or re.search("[\r\n\0]", value):
            raise ConfigError(
                f"{place}.{name} holds a line break, or white space at an end, which no such file can hold"
            )
        else:
            text += f"{indent}{name} = {value}\n"
    return text


def read(text: str, path: str) -> Table:
    """Read a config or a credentials file, or both one after the other.

    Raises:
        UnreadableFileError: A line is neither the head of a section nor an assignment, or there is no section.
    """
    _check(text, path)
    return Table(
        Entry(name, Table([Entry("", name, section.origin), *_entries(section)]), section.origin)
        for name, section in parse_ini(text, path).items()
    )


def _entries(table: Mapping[str, IniValue]) -> Iterator[Entry]:
    for name, value in table.items():
        yield Entry(name, Table(_entries(value.below)) if value.below else value.text, value.origin)


def _check(text: str, path: str) -> None:
    """Complain of what the AWS SDKs pass over, or fail at: botocore does."""
    has_section = False
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        if line[0] == "[" and "]" in line:
            has_section = True
        elif not has_section or line[0] == "[" or not re.match(r"[^=:]*[=:]", stripped):
            column = len(line) - len(line.lstrip()) + 1
            message = "this is neither the head of a section nor an assignment in one"
            raise unreadable(path, message, "write [profile name], and name = value below it", number, column)
    if not has_section:
        raise unreadable(path, "there is no profile in this file", "write [default] or [profile name]", 1, 1)
