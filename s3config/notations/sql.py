"""SQL as DuckDB and ClickHouse write it: literals, and statements taken apart into tokens with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.files import unreadable
from s3config.lines import Lines
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.files import UnreadableFileError


class Strings(NamedTuple):
    """How a kind of SQL writes text between single quotes."""

    pattern: str
    read: Callable[[str], str]
    """Makes the text of what stands between the quotes."""
    write: Callable[[str], str]


def _escaped(match: re.Match[str]) -> str:
    found = match[1]
    return _ESCAPES.get(found, found if found in "\\'\"`/=" else f"\\{found}")


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "f": "\f", "a": "\a", "v": "\v"}
STANDARD = Strings("[^']*(?:''[^']*)*", lambda text: text.replace("''", "'"), lambda text: text.replace("'", "''"))
"""A quote is doubled, and nothing else is special."""
BACKSLASHED = Strings(
    r"[^'\\]*(?:(?:''|\\.)[^'\\]*)*",
    lambda text: re.sub(r"(?s)''|\\(.)", lambda found: "'" if found[1] is None else _escaped(found), text),
    lambda text: text.replace("\\", "\\\\").replace("'", "\\'"),
)
"""A backslash stands before special characters, as in ClickHouse and MySQL."""
_PARTS = (
    r"(?P<blank>\s+|--[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|'(?P<string>{strings})'"
    r'|(?P<name>[A-Za-z_][\w.]*|"(?:[^"]|"")*"|`[^`]*`)'
    r"|(?P<number>-?[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<sign>.)"
)
_DEEPEST = 7
_CLOSING = {"[": "]", "(": ")", "{": "}"}


def literal(value: Any, strings: Strings = STANDARD) -> str:  # noqa: ANN401 (any value)
    """Write a value: text in quotes, a flag, a number, or a mapping of texts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        items = (f"{literal(name, strings)}: {literal(item, strings)}" for name, item in value.items())
        return f"MAP {{{', '.join(items)}}}"
    return f"'{strings.write(str(value))}'"


class Token(NamedTuple):
    """A piece of a statement; never shown, for it may be a secret."""

    kind: str
    """`string`, `name`, `number`, `sign`, or `end`."""
    text: str
    """What it says: a string or a name without its quotes."""
    start: int
    """The index of its first character."""

    def __repr__(self) -> str:
        """Say what kind of piece it is."""
        return f"<{self.kind}>"


class Statements:
    """Text in SQL, read piece by piece."""

    def __init__(self, text: str, path: str, strings: Strings = STANDARD) -> None:
        """Take the text apart.

        Raises:
            UnreadableFileError: A quote is open.
        """
        self._path, self._lines, self._next = path, Lines(text), 0
        self._tokens: list[Token] = []
        parts = re.compile(_PARTS.replace("{strings}", strings.pattern), re.DOTALL)
        for found in parts.finditer(text):
            kind = str(found.lastgroup)
            token = Token(kind, strings.read(found[kind]) if kind == "string" else _named(found[0]), found.start())
            if kind == "sign" and token.text in "'\"`":
                raise self.error(token, "a quote that is opened here is never closed", "close it")
            if kind != "blank":
                self._tokens.append(token)
        self._tokens.append(Token("end", "", len(text.rstrip())))

    def __repr__(self) -> str:
        """Name the place; the text may hold secrets."""
        return f"<statements of {self._path}>"

    @property
    def here(self) -> Token:
        """The piece that comes next."""
        return self._tokens[self._next]

    @property
    def is_over(self) -> bool:
        """Whether a statement ends here."""
        return self.here.kind == "end" or self.is_sign(";")

    def is_sign(self, sign: str) -> bool:
        """Tell whether a sign comes next."""
        return self.here.kind == "sign" and self.here.text == sign

    def is_call(self, *names: str) -> bool:
        """Tell whether a function of one of these names is called here, in any case."""
        following = self._tokens[min(self._next + 1, len(self._tokens) - 1)]
        is_named = self.here.kind == "name" and self.here.text.lower() in names
        return is_named and following.kind == "sign" and following.text == "("

    def take(self) -> Token:
        """Return the next piece, and go on."""
        token = self.here
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def accept(self, *words: str) -> bool:
        """Go on behind these words if they come next, in any case; signs count as words."""
        ahead = self._tokens[self._next : self._next + len(words)]
        if [token.text.upper() for token in ahead if token.kind in ("name", "sign")] != list(words):
            return False
        self._next += len(words)
        return True

    def expect(self, sign: str) -> None:
        """Go on behind a sign that must come next."""
        if not self.accept(sign):
            raise self.error(self.here, f"here {sign} was expected", "complete the statement")

    def name(self) -> Token:
        """Return the name that must come next."""
        if self.here.kind != "name":
            raise self.error(self.here, "here a name was expected", "complete the statement")
        return self.take()

    def skip(self) -> None:
        """Go on behind the end of the statement."""
        while not self.is_over:
            self.take()
        self.take()

    def end(self) -> None:
        """Go on behind the end of the statement, which must be here."""
        if not self.is_over:
            raise self.error(self.here, "here the end of the statement was expected", "write literals and commas only")
        self.take()

    def value(self, depth: int = 0) -> Any:  # noqa: ANN401 (any value)
        """Return the literal that must come next: text, a number, a flag, a list, or a mapping as a `Table`."""
        token = self.take()
        if depth > _DEEPEST:
            raise self.error(token, "values are nested too deep", "write them flat")
        if token.kind == "number":
            return float(token.text) if "." in token.text else int(token.text)
        if token.kind == "name" and token.text.upper() == "MAP":
            self.expect("{")
            return self.pairs("}", ":", depth + 1)
        if token.kind == "name":
            return {"true": True, "false": False}.get(token.text.lower(), token.text)
        if token.kind == "string":
            return token.text
        if token.kind == "sign" and token.text == "{":
            return self.pairs("}", ":", depth + 1)
        if token.kind == "sign" and token.text in "[(":
            return [self.value(depth + 1) for _ in self.items(_CLOSING[token.text])]
        raise self.error(token, "here a value was expected", "complete the statement")

    def items(self, closing: str) -> Iterator[Token]:
        """Yield where each item begins, up to a closing sign; who asks reads the item."""
        while not self.accept(closing):
            yield self.here
            if not self.is_sign(closing):
                self.expect(",")

    def pairs(self, closing: str, between: str, depth: int = 0) -> Table:
        """Return names with values, up to a closing sign."""
        entries = []
        for token in self.items(closing):
            if self.take().kind not in ("string", "name"):
                raise self.error(token, "here a name was expected", "complete the statement")
            self.expect(between)
            entries.append(Entry(token.text, self.value(depth), self.origin(token)))
        return Table(entries)

    def origin(self, token: Token) -> Origin:
        """Return the place of a piece."""
        return Origin(self._path, *self._lines.place(token.start))

    def error(self, token: Token, message: str, remedy: str) -> UnreadableFileError:
        """Make the complaint about a piece."""
        return unreadable(self._path, message, remedy, *self._lines.place(token.start))


def _named(text: str) -> str:
    """Return a name without its quotes; anything else stays."""
    if len(text) > 1 and text[0] in '"`':
        return text[1:-1].replace('""', '"')
    return text
