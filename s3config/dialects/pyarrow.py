"""pyarrow: the arguments of `pyarrow.fs.S3FileSystem`, and URIs for `FileSystem.from_uri`."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from s3config.errors import ConfigError, MissingDependencyError
from s3config.families.arrow_words import POSITIVE_SECONDS, proxy_options, proxy_url
from s3config.families.aws_variables import CHECKSUMS, PROFILE, SERVICES
from s3config.notations import arrow_uri, literal
from s3config.reading import Reading
from s3config.tables import Entry, Table
from s3config.vocabulary import COMMON, Arguments, by, joint, no, under, word
from s3config.words import ATTEMPTS, NOT, PATH, SAME, Codec, UnsayableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.config import StoreConfig
    from s3config.reading import Entries
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "pyarrow"
VERSION = "26.0.1 (AWS SDK for C++ 1.11.900)"
SOURCE = "https://arrow.apache.org/docs/python/generated/pyarrow.fs.S3FileSystem.html"
EXAMPLE = """
import pyarrow.parquet
from pyarrow.fs import S3FileSystem
from s3config import resolve

files = S3FileSystem(**resolve("s3://logs").to("pyarrow"))
table = pyarrow.parquet.read_table("logs/2026/a.parquet", filesystem=files)
"""
TRAPS = (
    (
        "It sends checksums that many stores refuse; AWS_REQUEST_CHECKSUM_CALCULATION=when_required, set before its "
        "first use of S3 in the process, is the only way to switch them off."
    ),
    "It cannot encrypt, and cannot agree to pay; default_metadata is metadata of the objects.",
    (
        "Where it finds no credentials it sends unsigned requests; it knows no web identity, and its role_arn is "
        "assumed with other credentials."
    ),
    "S3FileSystem ignores AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_S3, and FileSystem.from_uri takes them.",
    "AwsStandardS3RetryStrategy counts all attempts, AwsDefaultS3RetryStrategy those after the first.",
    "In a URI a key must be percent-encoded, and + is a blank; only a URI can switch the check of certificates off.",
)
_STRATEGY = r"(?:\w+\.)*Aws(Standard|Default)S3RetryStrategy\((?:max_attempts=)?(\d{0,9})\)"
_DEFAULT_ATTEMPTS = 3
_PROXY = ("scheme", "host", "port", "username", "password")


def _strategy(retries: int) -> Any:  # noqa: ANN401 (of a library that may be missing)
    try:
        kind = import_module("pyarrow.fs").AwsStandardS3RetryStrategy
    except (ImportError, AttributeError):
        raise MissingDependencyError(
            "max_retries is told pyarrow by an object of its own; pip install pyarrow"
        ) from None
    return kind(max_attempts=retries + 1)


def _retries(strategy: Any) -> Any:  # noqa: ANN401
    found = re.fullmatch(_STRATEGY, strategy if isinstance(strategy, str) else _strategy_code(strategy))
    if found is None:
        return strategy
    attempts = int(found[2] or _DEFAULT_ATTEMPTS)
    return ATTEMPTS.read(attempts) if found[1] == "Standard" else attempts


def _strategy_code(strategy: object) -> str:
    return f"{type(strategy).__name__}(max_attempts={getattr(strategy, 'max_attempts', '')})"


KEYS: dict[str, Support] = {
    **COMMON,
    **SERVICES,
    **PROFILE,
    **CHECKSUMS,
    "access_key_id": word("access_key"),
    "secret_access_key": word("secret_key"),
    "session_token": word("session_token"),
    "region": word("region"),
    "endpoint": joint("endpoint_override", "endpoint_override", "scheme"),
    "virtual_hosted_style_request": word("force_virtual_addressing", codec=SAME),
    "skip_signature": word("anonymous", codec=SAME),
    "unsigned_payload": by(
        "it signs no bodies, but for http:// with request_checksum_calculation=when_required", without=("False",)
    ),
    "checksum_algorithm": by("it sends CRC64NVME anyway", without=("SHA256",)),
    "disable_tagging": under("it never tags"),
    "web_identity_token_file": no("it knows no web identity"),
    "role_arn": no("its role_arn is assumed with other credentials"),
    "role_session_name": no("it knows no web identity"),
    "sts_endpoint": no("it always asks AWS"),
    "allow_http": by("the scheme of endpoint_override"),
    "allow_invalid_certificates": no("only a URI says so")._replace(words=("tls_verify_certificates",)),
    "disable_system_certificates": no("it may trust the system's authorities, too"),
    "root_certificate": word("tls_ca_file_path", codec=PATH),
    "connect_timeout": word("connect_timeout", codec=POSITIVE_SECONDS),
    "read_timeout": word("request_timeout", codec=POSITIVE_SECONDS),
    "http1_only": under("it speaks nothing else"),
    "proxy_url": joint("proxy_options", "proxy_options", *(f"proxy_options.{name}" for name in _PROXY)),
    "max_retries": word("retry_strategy", codec=Codec(_strategy, _retries)),
}
GUESSED = {"region": "without it, pyarrow takes the environment's, or us-east-1"}
OTHERS = (
    r"role_arn|session_name|external_id|load_frequency|background_writes|default_metadata|allow_delayed_open"
    r"|allow_bucket_(creation|deletion)|check_directory_existence_before_creation|tls_ca_dir_path|smart_defaults"
)


def fetches_profile(_config: StoreConfig, kind: str) -> bool:
    """It runs a process; for a role to assume or SSO it sends nothing signed."""
    return kind == "a process"


def write(writing: Writing) -> None:
    """Write the endpoint and the proxy, and take out what pyarrow refuses together."""
    config, said = writing.config, writing.said
    if config.endpoint is not None:
        writing.put(config.endpoint, "endpoint_override")
        if "request_checksum_calculation" not in said:
            writing.warn(
                "pyarrow sends checksums that many stores refuse, unless request_checksum_calculation=when_required"
            )
    elif said.get("virtual_hosted_style_request") is False:
        del writing.values["force_virtual_addressing"]
        writing.drop("virtual_hosted_style_request", "at AWS the bucket is always in the host")
    if config.skip_signature:
        for key in ("access_key_id", "secret_access_key", "session_token"):
            if key in said:
                del writing.values[str(KEYS[key].how)]
                writing.drop(key, "it refuses keys beside anonymous")
    if "proxy_url" in said:
        try:
            writing.put(proxy_options(said["proxy_url"]), "proxy_options")
        except UnsayableError as error:
            writing.drop("proxy_url", str(error))
    if CHECKSUMS.keys() & said.keys():
        writing.warn("the variables for checksums must be set before the first use of S3 in the process")


def write_python(values: Mapping[str, Any]) -> str:
    """Write a call of `S3FileSystem`."""
    lines, names = [], {"S3FileSystem"}
    for name, value in values.items():
        if name == "retry_strategy":
            names.add(type(value).__name__)
        code = _strategy_code(value) if name == "retry_strategy" else literal.code(value, 1)
        lines.append(f"    {name}={code},\n")
    return f"from pyarrow.fs import {', '.join(sorted(names))}\n\nfiles = S3FileSystem(\n{''.join(lines)})\n"


_IN_URI = ("access_key", "secret_key", "region", "scheme", "endpoint_override", "tls_ca_file_path")


def write_uri(values: Mapping[str, Any]) -> str:
    """Write a URI for `FileSystem.from_uri`, to which the bucket can be added before the question mark.

    Raises:
        ConfigError: Something has no place in a URI.
    """
    homeless = [name for name, value in values.items() if name not in _IN_URI and value is not False]
    if homeless:
        raise ConfigError(f"a URI of pyarrow has no place for {', '.join(homeless)}; use the form python")
    return arrow_uri.write(Arguments({name: values[name] for name in _IN_URI if name in values}))


FORMS = {"python": write_python, "uri": write_uri}


def parse(text: str, place: str) -> Table:
    """Read a call of `S3FileSystem`, a mapping, or a URI.

    Raises:
        UnreadableFileError: The text is none of them.
    """
    if arrow_uri.is_uri(text):
        return arrow_uri.read(text, place)
    return Table(_with_strategy(entry, text) for entry in literal.read(text, place))


def _with_strategy(entry: Entry, text: str) -> Entry:
    """Put the code of a strategy into the place of its arguments, which do not tell what they count."""
    if entry.word != "retry_strategy" or not isinstance(entry.value, Table):
        return entry
    try:
        found = [ast.unparse(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    except (SyntaxError, ValueError, RecursionError):
        return entry
    return entry._replace(value=next((code for code in found if re.fullmatch(_STRATEGY, code)), "another strategy"))


def read(entries: Entries) -> Iterator[Reading]:
    """Read the endpoint, the proxy, and what only a URI says."""
    yield from _read_endpoint(entries)
    if entries.value("proxy_options"):
        yield Reading("proxy_url", entries.value("proxy_options"), entries["proxy_options"])
    elif entries.value("proxy_options.host"):
        url = proxy_url(*(entries.value(f"proxy_options.{name}") for name in _PROXY))
        yield Reading("proxy_url", url, entries["proxy_options.host"])
    for name, key, codec in (
        ("bucket", "bucket", SAME),
        ("tls_verify_certificates", "allow_invalid_certificates", NOT),
    ):
        if entries.value(name) is not None:
            yield Reading(key, codec.read(entries.value(name)), entries[name])


def _read_endpoint(entries: Entries) -> Iterator[Reading]:
    endpoint, scheme = entries.get("endpoint_override"), entries.get("scheme")
    if endpoint is None or not endpoint.value:
        return
    url, said = endpoint.value, endpoint
    if isinstance(url, str) and "://" not in url:
        url = f"{entries.value('scheme') or 'https'}://{url}"
        said = scheme or endpoint
    yield Reading("endpoint", url, endpoint)
    if str(url).startswith("http://"):
        yield Reading("allow_http", value=True, entry=said)
