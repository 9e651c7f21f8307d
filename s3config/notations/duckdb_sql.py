"""DuckDB's statements that make a secret or a setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.notations.sql import Statements
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Container


def read(text: str, path: str, settings: Container[str]) -> Table:
    """Read the options of a secret, and the settings; other statements are passed over.

    Args:
        text: The statements.
        path: What their place is called.
        settings: The settings that count, beside those that begin with `s3_`.

    Raises:
        UnreadableFileError: A statement is cut short, there is more than one secret, or there is nothing of S3 at all.
    """
    statements = Statements(text, path)
    entries: list[Entry] = []
    has_secret = False
    while statements.here.kind != "end":
        start = statements.here
        if statements.accept("CREATE"):
            found = _secret(statements)
            if found and has_secret:
                raise statements.error(start, "this is one more secret of TYPE s3", "read one at a time")
            has_secret = has_secret or bool(found)
            entries += found
        elif statements.accept("SET") or statements.accept("PRAGMA"):
            entries += _setting(statements, settings)
        else:
            statements.skip()
    if not entries:
        message = "there is no CREATE SECRET of TYPE s3, and no SET of a setting of S3"
        raise statements.error(statements.here, message, "write CREATE SECRET (TYPE s3, KEY_ID '...', SECRET '...')")
    return Table(entries)


def _secret(statements: Statements) -> list[Entry]:
    statements.accept("OR", "REPLACE")
    _ = statements.accept("PERSISTENT") or statements.accept("TEMPORARY") or statements.accept("TEMP")
    if not statements.accept("SECRET"):
        statements.skip()
        return []
    while not statements.is_sign("("):
        if statements.is_over:
            raise statements.error(statements.here, "here ( was expected", "write the options in ( )")
        statements.take()
    start = statements.take()
    entries = [
        Entry(statements.name().text.upper(), statements.value(), statements.origin(name))
        for name in statements.items(")")
    ]
    statements.end()
    kind = next((entry.value for entry in entries if entry.word == "TYPE"), None)
    if kind is None:
        raise statements.error(start, "the secret has no TYPE", "write TYPE s3")
    return entries if str(kind).lower() == "s3" else []


def _setting(statements: Statements, settings: Container[str]) -> list[Entry]:
    _ = statements.accept("GLOBAL") or statements.accept("SESSION") or statements.accept("LOCAL")
    name = statements.here
    lower = name.text.lower()
    if name.kind != "name" or not (lower.startswith("s3_") or lower in settings):
        statements.skip()
        return []
    statements.take()
    if not statements.accept("TO"):
        statements.expect("=")
    value = statements.value()
    statements.end()
    return [Entry(lower, value, statements.origin(name))]
