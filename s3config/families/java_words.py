"""What the tools on Java share: the variables that the AWS SDK for Java reads, and how values stand in properties."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from s3config.families.aws_variables import IDENTITY
from s3config.files import unreadable
from s3config.vocabulary import no
from s3config.words import SAME, Codec, UnsayableError, among, text_of

if TYPE_CHECKING:
    from s3config.tables import Table

VARIABLES = {
    **IDENTITY,
    **dict.fromkeys(
        ("root_certificate", "disable_system_certificates"),
        no("it trusts what is in the trust store of Java: add the certificate there with keytool"),
    ),
    "allow_invalid_certificates": no("it always checks certificates"),
}
"""What becomes of keys that these tools leave to the SDK, and to Java."""
_MILLISECOND = timedelta(milliseconds=1)


def _is_reference(text: str) -> bool:
    """Tell whether `${...}` stands in a text."""
    return "}" in text.partition("${")[2]


def _plain(value: object) -> str:
    text = str(value)
    if _is_reference(text):
        raise UnsayableError("it would take ${...} in it for a reference to another value")
    return text


def _duration(duration: timedelta) -> str:
    if duration % _MILLISECOND:
        raise UnsayableError("it takes whole milliseconds")
    count = duration // _MILLISECOND
    return f"{count}ms" if count % 1000 else f"{count // 1000}s"


def _read_duration(value: object) -> object:
    """Take a bare number for milliseconds, as Hadoop does."""
    text = str(value).strip()
    return f"{text}ms" if text.isdecimal() else text


PLAIN = Codec(_plain)
"""Text in which no reference to another value stands."""
DURATION = Codec(_duration, _read_duration)
"""A whole number and a unit: `30s`, `1500ms`."""
NUMBER = text_of(SAME)
CONDITION = among({"etag": "true", "disabled": "false"})


def without_references(table: Table) -> Table:
    """Return a table as it is.

    Raises:
        UnreadableFileError: A value refers to another one, or to a variable, and is not there itself.
    """
    for word, value, origin in table:
        if isinstance(value, str) and ".s3" in f".{word}" and _is_reference(value):
            message = f"the value of {word} stands elsewhere: it is a reference"
            raise unreadable(origin.place, message, "write the value in its place", origin.line, origin.column)
    return table
