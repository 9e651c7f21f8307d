"""YAML with the place of every key."""

from __future__ import annotations

from s3config.documents import MOST_KEYS, too_many
from s3config.files import unreadable
from s3config.lines import Lines
from s3config.nodes import Reader, complaining, documents, has_more_keys
from s3config.tables import Table

SUFFIXES = (".yaml", ".yml")


def entries(text: str, path: str) -> Table:
    """Read a mapping with the mappings in it.

    Raises:
        UnreadableFileError: The text is not YAML, or not a mapping, or PyYAML is not installed.
    """
    if text.count(":") > MOST_KEYS and has_more_keys(text, path, MOST_KEYS):
        raise too_many(path)
    found = [*documents(text, path)]
    if len(found) > 1:
        line, column = Lines(text).place(found[1].start_mark.index)
        raise unreadable(path, "there is more than one document in this file", "write one file each", line, column)
    if not found:
        return Table()
    if found[0].id != "mapping":
        raise unreadable(path, "this is no YAML mapping", "write key: value", 1, 1)
    with complaining(path):
        return Reader(text, path, most=MOST_KEYS).table(found[0])
