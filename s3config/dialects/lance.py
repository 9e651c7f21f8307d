"""lance and lancedb: `storage_options` of `lance.dataset`, `lancedb.connect` and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.families.aws_variables import IDENTITY
from s3config.families.object_store import words, write_endpoint
from s3config.notations import literal
from s3config.reading import Reading
from s3config.vocabulary import joint, no, variable, word
from s3config.words import PATH, WHOLE_SECONDS, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.reading import Entries
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "lance"
VERSION = "pylance 14.0.2 (object_store 0.14.2)"
SOURCE = "https://lance.org/guide/object_store/"
EXAMPLE = """
import lance
from s3config import resolve

images = lance.dataset("s3://logs/images.lance", storage_options=resolve("s3://logs").to("lance"))
"""
TRAPS = (
    "Words that it does not know are ignored without a word; request_timeout, which its pages name, is one of them.",
    "All values must be text: true is a TypeError, 'true' is taken; client_retry_timeout is a bare number of seconds.",
    "With an endpoint and no region it signs for us-west-2.",
    (
        "Only keys are taken from storage_options: a web identity, a container's credentials and a profile count in "
        "the environment only."
    ),
    (
        "Variables of the environment such as AWS_REGION stand beside region, and either may win; they do not beat "
        "aws_region."
    ),
    "A client_max_retries that is no number is silently 10.",
)
_HEADERS = "headers."
KEYS: dict[str, Support] = {
    **words("aws_", "aws_endpoint"),
    **IDENTITY,
    "imdsv1_fallback": no("it never asks version 1 of the metadata service"),
    "root_certificate": variable("SSL_CERT_FILE", PATH),
    "default_headers": joint(f"{_HEADERS}<name>, one word each"),
    "max_retries": word("client_max_retries"),
    "retry_timeout": word("client_retry_timeout", codec=text_of(WHOLE_SECONDS)),
}
GUESSED = {"region": "without it, lance asks AWS, or signs for us-west-2 beside an endpoint"}
OTHERS = r"headers\..+|download_retry_count|expires_at_millis|refresh_offset_millis|use_opendal|new_table_.*"
OURS = True
FORMS = {"python": literal.write_python, "json": literal.write_json}
parse = literal.read


def write(writing: Writing) -> None:
    """Write the endpoint and the headers."""
    write_endpoint(writing, "aws_endpoint")
    if "default_headers" in writing.said:
        _write_headers(writing, writing.said["default_headers"])
    if IDENTITY.keys() & writing.said.keys():
        writing.warn("lance looks for the identity in the environment, and renews it")


def _write_headers(writing: Writing, headers: dict[str, str]) -> None:
    if not headers:
        writing.drop("default_headers", "there is none")
    for name, value in headers.items():
        writing.put(value, f"{_HEADERS}{name}")


def read(entries: Entries) -> Iterator[Reading]:
    """Read the headers; all together count where the first of them stands."""
    headers = {word: entry for word, entry in entries.items() if word.startswith(_HEADERS)}
    if headers:
        values = {word.removeprefix(_HEADERS): entry.value for word, entry in headers.items()}
        yield Reading("default_headers", values, next(iter(headers.values())))
