"""Hadoop's XML: `<property>` with a name and a value, as in `core-site.xml`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat  # no document type gets through, and so no entity of its own
from xml.sax.saxutils import escape

from s3config.errors import ConfigError
from s3config.files import unreadable
from s3config.lines import Lines
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s3config.files import UnreadableFileError

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(values: Mapping[str, object]) -> str:
    """Write a whole file.

    Raises:
        ConfigError: A value has a character that XML cannot hold.
    """
    properties = []
    for name, value in values.items():
        if _NO_XML.search(str(value)):
            raise ConfigError(f"XML cannot hold a character in the value of {name}")
        text = escape(str(value), {"\r": "&#13;"})
        properties.append(f"  <property>\n    <name>{escape(name)}</name>\n    <value>{text}</value>\n  </property>\n")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<configuration>\n{"".join(properties)}</configuration>\n'


def read(text: str, path: str) -> Table:
    """Read the properties, each with the place of its name.

    Raises:
        UnreadableFileError: The text is no such file.
    """
    return Table(_File(text, path).entries)


class _File:
    """A file while it is being read."""

    def __init__(self, text: str, path: str) -> None:
        self.entries: list[Entry] = []
        self._path, self._lines, self._data = path, Lines(text), text.encode(errors="surrogatepass")
        self._bytes = self._characters = 0
        self._open: list[str] = []
        self._texts: dict[str, str] = {}
        self._origin = Origin(path, 1, 1)
        self._parser = parser = expat.ParserCreate("UTF-8")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(self._data, True)
        except expat.ExpatError as error:
            message = f"this is no XML: {expat.ErrorString(error.code)}"
            raise self._error(message, "close what is opened", error.lineno, error.offset + 1) from None

    def _error(self, message: str, remedy: str, line: int | None, column: int | None) -> UnreadableFileError:
        return unreadable(self._path, message, remedy, line, column)

    def _here(self) -> Origin:
        index = self._parser.CurrentByteIndex
        self._characters += len(self._data[self._bytes : index].decode(errors="replace"))
        self._bytes = index
        return Origin(self._path, *self._lines.place(self._characters))

    def _refuse(self, *_: object) -> None:
        origin = self._here()
        raise self._error("a document type has no place here", "remove it", origin.line, origin.column)

    def _start(self, name: str, _: object) -> None:
        if not self._open and name != "configuration":
            raise self._error(f"this is <{name}>, and no <configuration>", "write <configuration>", 1, 1)
        self._open.append(name)
        if name == "property":
            self._texts, self._origin = {}, self._here()
        elif self._is_part():
            self._texts.setdefault(name, "")

    def _is_part(self) -> bool:
        return self._open[1:2] == ["property"] and self._open[2:] in (["name"], ["value"])

    def _text(self, text: str) -> None:
        if self._is_part():
            if self._open[-1] == "name" and not self._texts["name"]:
                self._origin = self._here()
            self._texts[self._open[-1]] += text

    def _end(self, name: str) -> None:
        self._open.pop()
        if name != "property" or len(self._open) != 1:
            return
        if "name" not in self._texts:
            place = self._origin.line, self._origin.column
            raise self._error("this property has no name", "write <name> and <value> in it", *place)
        self.entries.append(Entry(self._texts["name"].strip(), self._texts.get("value"), self._origin))
