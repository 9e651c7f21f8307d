"""Remotes of rclone as text: a section of its file, variables, or a connection string."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.errors import ConfigError
from s3config.files import unreadable
from s3config.notations import ini, shell
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

REMOTE = "s3"
"""What the remote is called in what is written."""
OVER = "override."
"""How global options are said for one remote."""
_REPLACED = re.compile(r"%\([^)]+\)s")
_QUOTES = ('"""', "`")


def write_config(values: Mapping[str, str]) -> str:
    """Write a section of `rclone.conf`.

    Raises:
        ConfigError: A value holds what rclone would replace there.
    """
    for name, value in values.items():
        if _REPLACED.search(value):
            raise ConfigError(f"{name} cannot stand in rclone.conf, where %(...)s is replaced; use another form")
    return f"[{REMOTE}]\n" + "".join(f"{name} = {_quoted(value)}\n" for name, value in values.items())


def _quoted(value: str) -> str:
    """Quote what rclone would trim, or take for a quote; the last backquote of a line ends what the first begins."""
    return f"`{value}`" if value != value.strip() or value.startswith(_QUOTES) else value


def write_environment(values: Mapping[str, str]) -> str:
    """Write variables: of the remote, and for all remotes where no variable can say it of one."""
    return shell.write({_variable(name): value for name, value in values.items()})


def _variable(name: str) -> str:
    if name.startswith(OVER):  # a shell takes no dot in a name
        return f"RCLONE_{name.removeprefix(OVER).upper()}"
    return f"RCLONE_CONFIG_{REMOTE.upper()}_{name.upper()}"


def write_connection(values: Mapping[str, str]) -> str:
    """Write a connection string, behind which bucket and path follow; in a shell it needs quotes of its own."""
    words = [f"{name}='{value.replace(_QUOTE, 2 * _QUOTE)}'" for name, value in values.items() if name != "type"]
    return ",".join([":s3", *words]) + ":"


_QUOTE = "'"


def read(text: str, place: str, options: Collection[str]) -> dict[str, Table]:
    """Read the remotes of type `s3` by name, in any form.

    Args:
        text: The text.
        place: What its place is called.
        options: The global options that count.

    Raises:
        UnreadableFileError: It is none of the forms.
    """
    if re.match(r"\s*:s3[,:]", text):
        return {REMOTE: Table(_connection(text, place))}
    if text.lstrip("\ufeff \t\r\n#").startswith("RCLONE_ENCRYPT_V0"):
        raise unreadable(place, "this configuration is encrypted", "give what `rclone config show` prints", 1, 1)
    remotes = _sections(text, place) if ini.has_section(text) else _variables(text, place, options)
    return {name: Table(own.values()) for name, own in remotes.items() if own.get("type", _NOTHING).value == "s3"}


_NOTHING = Entry("type", None, Origin(""))
_Remotes = dict[str, dict[str, Entry]]


def _sections(text: str, place: str) -> _Remotes:
    remotes: _Remotes = {}
    for section, name, written, origin in ini.read(text, place, separators="=:"):
        value = _plain(written.strip(), origin)
        remotes.setdefault(section, {})[name] = Entry(name, value, origin)
    return remotes


def _plain(text: str, origin: Origin) -> str:
    """Take the quotes off as rclone does."""
    place = origin.place, origin.line, origin.column
    for quote in _QUOTES:
        if text.startswith(quote) and len(text) >= (2 * len(quote) if quote == '"""' else 2):
            end = text.rfind(quote, len(quote))
            if end < 0:
                raise unreadable(place[0], "a quote that is opened here is never closed", "close it", *place[1:])
            text = text[len(quote) : end]
            break
    if _REPLACED.search(text):
        message = "rclone replaces %(...)s in a value, so that it is not what stands here"
        raise unreadable(place[0], message, "write out what is meant", *place[1:])
    return text


def _variables(text: str, place: str, options: Collection[str]) -> _Remotes:
    written = {entry.word: entry for entry in shell.read(text, place)}
    remotes: _Remotes = {}
    for start in [name.removesuffix("TYPE") for name in written if re.fullmatch(r"RCLONE_CONFIG_\w+_TYPE", name)]:
        own = [(start, ""), ("RCLONE_S3_", ""), *((_variable(name), name) for name in options)]
        found: dict[str, Entry] = {}
        for prefix, whole in own:
            for name, entry in written.items():
                word_there = whole if name == prefix else name.removeprefix(prefix).lower()
                if name.startswith(prefix) and (name == prefix) is bool(whole):
                    found.setdefault(word_there, entry._replace(word=word_there))
        remotes[start.removeprefix("RCLONE_CONFIG_").removesuffix("_").lower()] = found
    return remotes


_PARAMETER = re.compile(
    r",(?P<word>[\w.]+)(?:=(?:'(?P<single>(?:[^']|'')*)'|\"(?P<double>(?:[^\"]|\"\")*)\"|(?P<bare>(?!['\"])[^,:]*)))?"
    r"(?=[,:])"
)


def _connection(text: str, place: str) -> Iterator[Entry]:
    start = position = text.index(":s3") + len(":s3")
    line, before = text.count("\n", 0, start) + 1, text.rfind("\n", 0, start) + 1
    yield Entry("type", "s3", Origin(place, line, start - before - 1))
    while not text.startswith(":", position):
        found = _PARAMETER.match(text, position)
        if found is None:
            message = "this connection string cannot be read from here on"
            remedy = "write key='value' with commas between and a colon at the end"
            raise unreadable(place, message, remedy, line, position - before + 1)
        value = found["bare"] or "" if "=" in found[0] else "true"
        for quote, name in (("'", "single"), ('"', "double")):
            if found[name] is not None:
                value = found[name].replace(2 * quote, quote)
        yield Entry(found["word"], value, Origin(place, line, found.start("word") - before + 1))
        position = found.end()
