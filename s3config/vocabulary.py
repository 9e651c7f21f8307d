"""What becomes of each key in a tool's words, and how a table says so."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from s3config.spellings import KEYS
from s3config.words import TEXT, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.config import StoreConfig
    from s3config.words import Codec


class Fate(StrEnum):
    """What becomes of a key in another vocabulary."""

    HONOURED = "honoured"
    """It is said there with the same meaning."""
    TRANSLATED = "translated"
    """It is said otherwise, or done on our side, with the same effect."""
    UNSUPPORTED = "unsupported"
    """It cannot be said."""


class Support(NamedTuple):
    """What becomes of a key in another vocabulary, and how."""

    fate: Fate
    how: str = ""
    """Its name there, or what is done instead."""
    without: tuple[str, ...] = ()
    """Values that cannot be said, where others can."""
    word: Word | None = None
    """Where one word says it; else functions of the module do."""
    words: tuple[str, ...] = ()
    """The words that say it together with other keys."""


class Arguments(dict[str, Any]):
    """Arguments of a tool, which are never shown, not even as a local variable in a traceback."""

    def __repr__(self) -> str:
        """Name the arguments."""
        return f"<arguments {', '.join(map(str, self))}>"

    def copy(self) -> Arguments:
        """Return arguments, which hide themselves, too."""
        return Arguments(self)


def hiding(values: Mapping[str, Any]) -> Arguments:
    """Return the same with all tables in it hiding what they hold."""
    return Arguments({name: hiding(item) if isinstance(item, dict) else item for name, item in values.items()})


FETCHED = (
    "credential_provider", "web_identity_token_file", "role_arn", "role_session_name", "sts_endpoint",
    "container_credentials_relative_uri", "container_credentials_full_uri", "container_authorization_token_file",
    "container_authorization_token", "ec2_metadata_disabled", "metadata_endpoint", "imdsv1_fallback",
)  # fmt: skip
"""Keys that s3config itself obeys where it fetches credentials, so that no library needs to know them."""
HONOURED = Support(Fate.HONOURED)
TUNING = frozenset(
    {
        "connect_timeout", "timeout", "read_timeout", "pool_idle_timeout", "pool_max_idle_per_host", "user_agent",
        "http1_only", "http2_only", "http2_keep_alive_interval", "http2_keep_alive_timeout",
        "http2_keep_alive_while_idle", "http2_max_frame_size", "randomize_addresses", "max_retries", "retry_timeout",
        "init_backoff", "max_backoff", "backoff_base", "request_checksum_calculation", "response_checksum_validation",
        "disable_bulk_delete",
    }
)  # fmt: skip
"""Keys that make requests faster or more patient; all others change what a request means, or how safe it is."""


def under(name: str) -> Support:
    """Say that a key has another name."""
    return Support(Fate.HONOURED, name)


def by(how: str, *, without: tuple[str, ...] = ()) -> Support:
    """Say that a key is said otherwise."""
    return Support(Fate.TRANSLATED, how, without)


def no(why: str) -> Support:
    """Say that a key cannot be said."""
    return Support(Fate.UNSUPPORTED, why)


def word(*path: str, codec: Codec = TEXT, also: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Support:
    """Say that a key has a word.

    Args:
        *path: The names of the nested tables, and the word.
        codec: How the value is written.
        also: Other names under which the tool reads it.
        without: Values that cannot be said.
    """
    place = Word(path, codec, also)
    return Support(Fate.HONOURED, place.name, without, place)


def variable(name: str, codec: Codec = TEXT) -> Support:
    """Say that a key is told by an environment variable beside the tool's own arguments."""
    return Support(Fate.TRANSLATED, f"environment variable {name}", (), Word((name,), codec, is_variable=True))


def joint(how: str, *words: str, without: tuple[str, ...] = ()) -> Support:
    """Say that a key is told by words that tell others as well, which functions of the module write and read."""
    return Support(Fate.TRANSLATED, how, without, None, words)


_WITHOUT_WORD = no("it has no word for it")
COMMON: dict[str, Support] = {
    **dict.fromkeys(KEYS, _WITHOUT_WORD),
    "bucket": by("the URL of each call"),
    "default_region": by("the region, where there is none"),
    "ignore_configured_endpoint_urls": by("the endpoint, which is written out"),
    "use_fips_endpoint": by("the endpoint"),
    "use_dualstack_endpoint": by("the endpoint"),
    "randomize_addresses": by("it takes the addresses of a host as they come", without=("True",)),
    "credential_expiration": no("it does not know when a static pair ends"),
    "credential_provider": no("it takes no object that renews credentials"),
}
"""What becomes of keys where a tool has no word for them: the beginning of each table."""


def said(config: StoreConfig) -> Iterator[tuple[str, Any]]:
    """Yield keys and values that were set, or that something set implies; defaults are left out."""
    tables: Mapping[tuple[str, ...], Any] = {
        (): config,
        ("client_options",): config.client_options,
        ("retry_config",): config.retry_config,
        ("retry_config", "backoff"): config.retry_config.backoff,
    }
    for key, place in KEYS.items():
        table = tables[place.table]
        value = getattr(table, place.field)
        if value is not None and (place.field in table.model_fields_set or value != place.default):
            yield key, value


def is_dynamo(value: str | None) -> bool:
    """Tell whether a condition is kept by a lock in DynamoDB, which is done above every backend."""
    return value is not None and value.startswith("dynamo:")


def host_of(config: StoreConfig) -> str:
    """Return the host that requests go to, without a port."""
    endpoint = host_style_endpoint(config)
    if endpoint is not None:
        return urlsplit(endpoint).hostname or ""
    bucket = f"{config.bucket}." if config.virtual_hosted_style_request else ""
    return f"{bucket}s3.{config.region}.amazonaws.com"


def host_style_endpoint(config: StoreConfig) -> str | None:
    """Return the endpoint with the bucket in its host where that is the style, for tools that add nothing to it."""
    endpoint = config.endpoint
    if endpoint is None or not config.virtual_hosted_style_request:
        return endpoint
    scheme, _, rest = endpoint.partition("://")
    return f"{scheme}://{config.bucket}.{rest}"
