"""obstore: the arguments of `obstore.store.S3Store`.

Source: obstore 0.12.1 (object_store 0.14.2), run against a recording server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3config.fetching import pem_of
from s3config.notations import literal
from s3config.reading import Reading
from s3config.redaction import reveal
from s3config.spellings import KEYS as _ALL
from s3config.vocabulary import COMMON, HONOURED, Arguments, Fate, by, host_style_endpoint, no, said, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.config import StoreConfig
    from s3config.reading import Entries
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "obstore"
VERSION = "0.12.1 (object_store 0.14.2)"
SOURCE = "https://developmentseed.org/obstore/latest/api/store/aws/"
EXAMPLE = """
from obstore.store import S3Store
from s3config import resolve

store = S3Store(**resolve("s3://logs").to("obstore"))
"""
TRAPS = (
    "Any client_options in a call, even an empty mapping, take the effect from all client options in the environment.",
    "The endpoint must hold the bucket already where virtual_hosted_style_request is set; nothing is put before it.",
    "Two spellings of one key in a call are an error; None and bare numbers for durations are, too.",
    "role_arn without web_identity_token_file, and sse_kms_key_id without server_side_encryption, have no effect.",
    "It does not know AWS_PROFILE.",
)
GUESSED = {"region": "obstore would take AWS_REGION from the environment"}
OURS = True
ALLOWS_HTTP = False
_ELSEWHERE = {
    "endpoint": by("endpoint, with the bucket in its host where that is the style"),
    "sts_endpoint": under("endpoint_url_sts"),
    "credential_provider": under("credential_provider="),
    "root_certificate": by("the text of the certificate"),
    "proxy_ca_certificate": by("the text of the certificate"),
    "use_fips_endpoint": by("endpoint"),
    "use_dualstack_endpoint": by("endpoint"),
    "conditional_put": by("conditional_put", without=("dynamo",)),
    "copy_if_not_exists": by("copy_if_not_exists", without=("dynamo",)),
    "request_checksum_calculation": by("it never adds one", without=("when_supported",)),
    "response_checksum_validation": by("it never checks one", without=("when_supported",)),
    "default_region": by("region, where there is none"),
    "ignore_configured_endpoint_urls": COMMON["ignore_configured_endpoint_urls"],
    "container_authorization_token": no("it takes the token from a file only"),
    "credential_expiration": no("it does not know when a static pair ends"),
    "ec2_metadata_disabled": no("it asks the metadata service where it finds nothing else"),
    "profile": no("it reads no profiles"),
}

_NEVER = ("request_checksum_calculation", "response_checksum_validation")
"""Keys whose one value that can be said is what it does anyway."""
_DERIVED = ("use_fips_endpoint", "use_dualstack_endpoint", "default_region", "ignore_configured_endpoint_urls")


def _support(key: str) -> Support:
    support = _ELSEWHERE.get(key, HONOURED)
    if support.fate is Fate.UNSUPPORTED or key in ("bucket", *_DERIVED, *_NEVER):
        return support
    if key == "credential_provider":
        return support._replace(words=(key,))
    place = _ALL[key]
    name = support.how if key == "sts_endpoint" else place.field
    return support._replace(words=(".".join((*(place.table or ("config",)), name)),))


KEYS: dict[str, Support] = {key: _support(key) for key in _ALL}
_HEADERS = "default_headers."
_AS_TEXT = ("pool_max_idle_per_host", "http2_max_frame_size")
_CERTIFICATES = ("root_certificate", "proxy_ca_certificate")


FORMS = {"python": lambda values: literal.write_python(values, "arguments"), "json": literal.write_json}
parse = literal.read


def write(writing: Writing) -> None:
    """Write the arguments of `S3Store`: what was said, and the region.

    Raises:
        ConfigError: A certificate's file cannot be read.
    """
    config = writing.config
    tables = {"config": Arguments(region=config.region), "client_options": Arguments(), "retry_config": Arguments()}
    arguments = Arguments({} if config.bucket is None else {"bucket": config.bucket})
    for key, value in said(config):
        if key in ("bucket", *_DERIVED) or _is_unsaid(key, value):
            continue
        if key == "credential_provider":
            arguments[key] = value
        else:
            place = _ALL[key].table
            _nest(tables, place or ("config",))[name_of(key)] = _value(config, key, value)
    writing.values.update(arguments, **{name: table for name, table in tables.items() if table})


def _is_unsaid(key: str, value: Any) -> bool:  # noqa: ANN401 (any key's value)
    support = KEYS[key]
    if key in _NEVER:
        return True
    return support.fate is Fate.UNSUPPORTED or any(str(value).startswith(word) for word in support.without)


def _nest(tables: dict[str, Arguments], place: tuple[str, ...]) -> dict[str, Any]:
    table: dict[str, Any] = tables[place[0]]
    for name in place[1:]:
        table = table.setdefault(name, {})
    return table


def name_of(key: str) -> str:
    """Return the name of a key in its table."""
    return KEYS[key].how if key == "sts_endpoint" else _ALL[key].field


def _value(config: StoreConfig, key: str, value: Any) -> Any:  # noqa: ANN401
    if key == "endpoint":
        return host_style_endpoint(config)
    if key in _CERTIFICATES:
        return pem_of(value)
    if key in _AS_TEXT:
        return str(value)
    return str(reveal(value)) if isinstance(value, str) else reveal(value)


def read(entries: Entries) -> Iterator[Reading]:
    """Read the headers, which are a table of their own."""
    headers = {word: entry for word, entry in entries.items() if _HEADERS in word}
    for word, entry in headers.items():
        values = {name.partition(_HEADERS)[2]: other.value for name, other in headers.items()}
        yield Reading("default_headers", values, entry._replace(word=word))
