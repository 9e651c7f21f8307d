"""ClickHouse's call of the table function `s3`, with the settings behind the query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.notations.sql import BACKSLASHED, Statements
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMAT = (
    r"(?i:auto|"
    r"one|puffin|puffinmetadata|parquetmetadata|mysqldump|hivetext|geojson|hash|png|postgresqlwire|md|tsv|"
    r"prettycompactmonoblock|jsoneachrowwithprogress|jsoncompactstrings|jsonstringseachrowwithprogress|"
    r"vertical|prettyspacenoescapesmonoblock|null|prettyspacenoescapes|markdown|form|odbcdriver2|"
    r"prettyspacemonoblock|prettycompactnoescapesmonoblock|prettycompactnoescapes|jsonstringseachrow|"
    r"prettycompact|dwarf|values|prettynoescapesmonoblock|prettynoescapes|prettymonoblock|avroconfluent|"
    r"rawblob|parquet|jsoncompacteachrowwithprogress|customseparatedignorespaceswithnamesandtypes|"
    r"customseparatedignorespaceswithnames|customseparatedwithnamesandtypes|prettyspace|arrow|jsonasstring|"
    r"customseparatedwithnames|customseparated|bsoneachrow|template|xml|protobuflist|protobufsingle|"
    r"jsoncolumnswithmetadata|tsvrawwithnamesandtypes|npy|templateignorespaces|jsoncompactcolumns|jsoncolumns|"
    r"arrowstream|jsonobjecteachrow|ndjson|prettyndjson|lineasstringwithnamesandtypes|prettyjsonlines|"
    r"csvwithnamesandtypes|orc|protobuf|prettyjsoneachrow|rowbinarywithnamesandtypes|jsoncompact|jsonstrings|"
    r"json|rawwithnames|rowbinarywithnamesandtypesanddefaults|msgpack|lineasstringwithnames|"
    r"jsoncompactstringseachrowwithprogress|lineasstring|rowbinarywithnames|rowbinary|prometheus|tsvraw|"
    r"jsonlines|buffers|sqlinsert|native|rowbinarywithdefaults|jsoncompactstringseachrowwithnamesandtypes|"
    r"rawwithnamesandtypes|jsoncompactstringseachrow|tabseparatedwithnamesandtypes|"
    r"jsoncompactstringseachrowwithnames|jsonl|jsoncompacteachrowwithnamesandtypes|jsoncompacteachrow|"
    r"customseparatedignorespaces|jsonasobject|tskv|avro|jsoneachrow|pretty|tsvrawwithnames|tabseparatedraw|"
    r"regexp|csvwithnames|raw|mysqlwire|tabseparatedrawwithnamesandtypes|tabseparatedrawwithnames|csv|"
    r"jsoncompacteachrowwithnames|tsvwithnamesandtypes|tabseparatedwithnames|tabseparated|tsvwithnames"
    r")"
)
"""The formats of ClickHouse 26.9. Source: its table `system.formats`."""
_POSITIONS = ("access_key_id", "secret_access_key", "session_token")


def read(text: str, path: str) -> Table:
    """Read the first call of `s3`, and the settings.

    Raises:
        UnreadableFileError: The call is cut short, or there is none.
    """
    statements = Statements(text, path, BACKSLASHED)
    entries: list[Entry] = []
    settings: list[Entry] = []
    while statements.here.kind != "end":
        if statements.is_call("s3", "s3cluster") and not entries:
            entries += _call(statements)
        elif statements.accept("SETTINGS") or statements.accept("SET"):
            settings += _settings(statements)
        else:
            statements.take()
    if not entries:
        raise statements.error(statements.here, "there is no call of s3(...)", "write s3('https://host/bucket/key')")
    return Table([*entries, *([Entry("settings", Table(settings), settings[0].origin)] if settings else [])])


def _call(statements: Statements) -> list[Entry]:
    function = statements.take()
    statements.expect("(")
    if function.text.lower() == "s3cluster":
        statements.take()
        statements.expect(",")
    named: list[Entry] = []
    plain: list[Entry] = []
    for start in statements.items(")"):
        origin = statements.origin(start)
        if statements.is_call("headers", "extra_credentials"):
            statements.take()
            statements.expect("(")
            table = Entry("headers", statements.pairs(")", "="), origin)
            named += [table] if start.text.lower() == "headers" else []
        elif statements.accept("NOSIGN"):
            named.append(Entry("no_sign_request", True, origin))
        elif start.kind == "name":
            statements.take()
            statements.expect("=")
            named.append(Entry(start.text, statements.value(), origin))
        else:
            plain.append(Entry("url", statements.value(), origin))
    if not plain and all(entry.word != "url" for entry in named):
        raise statements.error(function, "the call of s3 has no URL", "write s3('https://host/bucket/key')")
    return [*plain[:1], *_placed(plain[1:]), *named]


def _placed(plain: list[Entry]) -> Iterator[Entry]:
    """Name the arguments behind the URL: keys, or a format and what belongs to it."""
    for word_, entry in zip(_POSITIONS, plain, strict=False):
        if re.fullmatch(_FORMAT, str(entry.value)) and word_ != "secret_access_key":
            return
        yield entry._replace(word=word_)


def _settings(statements: Statements) -> list[Entry]:
    entries = []
    while True:
        name = statements.name()
        statements.expect("=")
        entries.append(Entry(name.text, statements.value(), statements.origin(name)))
        if not statements.accept(","):
            return entries
