"""PyIceberg: the properties of a catalog that its file access takes, `s3.*`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.documents import formats
from s3config.families.arrow_words import POSITIVE_SECONDS, is_plain, port_of, proxy_parts
from s3config.families.aws_variables import CHECKSUMS, IDENTITY
from s3config.files import UnreadableFileError, unreadable
from s3config.notations import literal, yaml
from s3config.reading import Reading
from s3config.tables import Table
from s3config.vocabulary import COMMON, by, no, under, word
from s3config.words import FLAG, PATH, Codec, UnsayableError, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from s3config.reading import Entries
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "PyIceberg"
VERSION = "0.12.0 (pyarrow 26.0.1; s3fs 2026.9.0)"
SOURCE = "https://py.iceberg.apache.org/configuration/#s3"
EXAMPLE = """
from pyiceberg.catalog import load_catalog
from s3config import resolve

properties = resolve("s3://lake").to("pyiceberg")
catalog = load_catalog("default", uri="https://catalog.example.com", **properties)
"""
TRAPS = (
    "Words that it does not know are ignored without a word, and all values are text.",
    "PyArrowFileIO, which it prefers, ignores s3.server-side-encryption and writes unencrypted; FsspecFileIO obeys.",
    "s3.profile-name and a web identity count with FsspecFileIO only, s3.role-arn with PyArrowFileIO only.",
    "Without s3.region, PyArrowFileIO asks AWS where the bucket is, even beside an endpoint.",
    "s3.endpoint without a scheme is an error with FsspecFileIO, and https with PyArrowFileIO.",
    "s3.retry-strategy-impl names a class, and no number.",
)
_FSSPEC = "pyiceberg.io.fsspec.FsspecFileIO"
_NEEDS_FSSPEC = ("server_side_encryption", "sse_kms_key_id", "web_identity_token_file")


def _proxy(url: str) -> str:
    parts = proxy_parts(url)
    if is_plain(parts):
        return url
    if ":" in (parts.hostname or ""):
        raise UnsayableError("it cannot reach a proxy by an address of IPv6")
    return parts._replace(netloc=f"{parts.netloc.rstrip(':')}:{port_of(parts)}").geturl()


KEYS: dict[str, Support] = {
    **COMMON,
    **IDENTITY,
    **CHECKSUMS,
    "access_key_id": word("s3.access-key-id"),
    "secret_access_key": word("s3.secret-access-key"),
    "session_token": word("s3.session-token"),
    "region": word("s3.region"),
    "endpoint": word("s3.endpoint"),
    "virtual_hosted_style_request": word("s3.force-virtual-addressing", codec=FLAG),
    "skip_signature": word("s3.anonymous", codec=FLAG),
    "server_side_encryption": word("s3.server-side-encryption", without=("sse-c",)),
    "sse_kms_key_id": word("s3.sse-kms-key-id"),
    "profile": word("s3.profile-name"),
    "unsigned_payload": by("PyArrowFileIO, which signs no bodies", without=("False",)),
    "disable_tagging": under("it never tags"),
    "allow_http": by("the scheme of s3.endpoint"),
    "root_certificate": by("environment variables SSL_CERT_FILE and AWS_CA_BUNDLE"),
    "connect_timeout": word("s3.connect-timeout", codec=text_of(POSITIVE_SECONDS)),
    "read_timeout": word("s3.request-timeout", codec=text_of(POSITIVE_SECONDS)),
    "http1_only": under("it speaks nothing else"),
    "proxy_url": word("s3.proxy-uri", codec=Codec(_proxy)),
    "max_retries": no("its retry strategy is a class, which takes no number"),
}
GUESSED = {"region": "without it, PyIceberg asks AWS where the bucket is"}
_CLIENT = {
    f"client.{name}": f"s3.{name}"
    for name in ("access-key-id", "secret-access-key", "session-token", "region", "profile-name")
}
"""Words for all services, each with the one for S3, which wins."""
OTHERS = r"(?!s3\.).*|s3\.(signer.*|resolve-region|role-arn|role-session-name|retry-strategy-impl)"


def write(writing: Writing) -> None:
    """Choose the file access that obeys, and write the variables that either reads."""
    config, said = writing.config, writing.said
    if config.endpoint is None and said.get("virtual_hosted_style_request") is False:
        del writing.values["s3.force-virtual-addressing"]
        writing.drop("virtual_hosted_style_request", "at AWS the bucket is always in the host")
    if config.endpoint is not None and "request_checksum_calculation" not in said:
        writing.warn(
            "PyIceberg sends checksums that many stores refuse, unless request_checksum_calculation=when_required"
        )
    if config.skip_signature:
        for key in ("access_key_id", "secret_access_key", "session_token"):
            if key in said:
                del writing.values[KEYS[key].how]
                writing.drop(key, "it refuses keys beside s3.anonymous")
    if "profile" in said:
        writing.environment["AWS_PROFILE"] = said["profile"]
    if "root_certificate" in said:
        _write_certificate(writing, said["root_certificate"])
    if any(key in said and key not in writing.dropped for key in _NEEDS_FSSPEC):
        writing.put(_FSSPEC, "py-io-impl")
        if config.unsigned_payload:
            writing.drop("unsigned_payload", "FsspecFileIO signs all bodies")
        writing.warn("py-io-impl is FsspecFileIO, which needs s3fs, because PyArrowFileIO ignores what was said")


def _write_certificate(writing: Writing, certificate: str) -> None:
    try:
        path = PATH.write(certificate)
    except UnsayableError as error:
        writing.drop("root_certificate", str(error))
        return
    writing.environment.update(SSL_CERT_FILE=path, AWS_CA_BUNDLE=path)


def write_python(values: Mapping[str, Any]) -> str:
    """Write an assignment of a mapping, for `load_catalog("default", **properties)`."""
    return literal.write_python(values, "properties")


def write_yaml(values: Mapping[str, Any]) -> str:
    """Write a file `.pyiceberg.yaml`, whose catalog is named `default`."""
    return f"catalog:\n  default:\n{yaml.write(values, '    ')}"


FORMS = {"python": write_python, "yaml": write_yaml}
_YAML = re.compile(r"""(?:[ \t\r]*(?:#[^\n]*|---[ \t\r]*)?\n)*[ \t]*["']?[\w.-]+["']?[ ]*:(?:\s|$)""")
"""A first line that is a key of YAML."""


def parse(text: str, place: str) -> Table:
    """Read a mapping, a call, or a file `.pyiceberg.yaml`, of which the default catalog counts.

    Raises:
        UnreadableFileError: The text is none of them, or no catalog in it is the default one.
    """
    try:
        return literal.read(text, place)
    except UnreadableFileError:
        if _YAML.match(text) is None:
            raise
    return _catalog(formats()[".yaml"].entries(text, place), place)


def _catalog(found: Table, place: str) -> Table:
    top = {entry.word: entry for entry in found}
    if "catalog" not in top:
        return found
    catalogs = top["catalog"].value
    at = top["catalog"].origin
    named = {entry.word: entry.value for entry in catalogs} if isinstance(catalogs, Table) else {}
    name = str(top["default-catalog"].value) if "default-catalog" in top else "default"
    chosen = named.get(name, next(iter(named.values())) if len(named) == 1 else None)
    if not isinstance(chosen, Table):
        raise unreadable(place, "no catalog is the default one", "write default-catalog: name", at.line, at.column)
    return chosen


def read(entries: Entries) -> Iterator[Reading]:
    """Read the words for all services where those for S3 are missing, and what the endpoint's scheme says."""
    keys = {support.how: key for key, support in KEYS.items() if support.word is not None}
    for name, own in _CLIENT.items():
        if name in entries and own not in entries:
            yield Reading(keys[own], entries.value(name), entries[name])
    endpoint = entries.get("s3.endpoint")
    if endpoint is not None:
        yield Reading("endpoint", endpoint.value, endpoint)
        if str(endpoint.value).startswith("http://"):
            yield Reading("allow_http", value=True, entry=endpoint)
