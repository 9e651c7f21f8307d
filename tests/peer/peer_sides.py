"""The same question put to s3config and to obstore 0.12.1, and their answers in one form that can be compared."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from obstore.store import S3Store

from s3config import InvalidConfigError, resolve
from s3config.spellings import KEYS, find

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BUCKET = "bkt"
REFUSES = "refuses"
"""The answer of a side that raises an ordinary exception."""

Answer = dict[str, Any] | str

TRUE = ("1", "true", "on", "yes", "y")
FALSE = ("0", "false", "off", "no", "n")
S3_FLAGS = (
    "disable_bulk_delete", "disable_tagging", "imdsv1_fallback", "s3_express", "skip_signature",
    "sse_bucket_key_enabled", "unsigned_payload", "virtual_hosted_style_request",
)  # fmt: skip
CLIENT_FLAGS = (
    "allow_http", "allow_invalid_certificates", "disable_system_certificates", "http1_only",
    "http2_keep_alive_while_idle", "http2_only", "randomize_addresses",
)  # fmt: skip
DURATIONS = (
    "connect_timeout", "http2_keep_alive_interval", "http2_keep_alive_timeout", "pool_idle_timeout", "read_timeout",
    "timeout",
)  # fmt: skip
COUNTS = ("http2_max_frame_size", "pool_max_idle_per_host")
ROOTS = ("endpoint", "metadata_endpoint", "sts_endpoint")
_THEIR_NAMES = {"endpoint_url_s3": "endpoint", "endpoint_url_sts": "sts_endpoint"}
_UNITS = {
    unit: nanoseconds
    for units, nanoseconds in (
        ("ns nsec nanos", 1),
        ("us usec µs", 10**3),
        ("ms msec millis", 10**6),
        ("s sec secs second seconds", 10**9),
        ("m min mins minute minutes", 60 * 10**9),
        ("h hr hrs hour hours", 3_600 * 10**9),
        ("d day days", 86_400 * 10**9),
        ("w wk wks week weeks", 604_800 * 10**9),
        ("M month months", 2_630_016 * 10**9),
        ("y yr yrs year years", 31_557_600 * 10**9),
    )
    for unit in units.split()
}
"""The units of the humantime crate, in nanoseconds."""
UNITS = tuple(_UNITS)


class Answers(NamedTuple):
    """What both sides make of the same."""

    theirs: Answer
    ours: Answer

    @property
    def both_refuse(self) -> bool:
        """Whether neither takes it."""
        return self.theirs == self.ours == REFUSES


def ask(said: Mapping[str, Any]) -> Answers:
    """Put a mapping to both sides."""
    return Answers(theirs(said), ours(said))


def ours(said: Mapping[str, Any], bucket: Any = BUCKET, **more: Any) -> Answer:
    """Return what s3config makes of a mapping without an environment; client options go where the peer wants them."""
    config, client_options = _split(said)
    resolution = resolve(bucket=bucket, config=config, client_options=client_options, env=False, **more)
    try:
        values = resolution.values(reveal=True)
    except InvalidConfigError:
        return REFUSES
    return {key: duration(str(value)) if key in DURATIONS else value for key, value in values.items()}


def theirs(said: Mapping[str, Any], bucket: Any = BUCKET, **more: Any) -> Answer:
    """Return what obstore makes of a mapping; its environment is that of the process, which is to be empty."""
    config, client_options = _split(said)
    try:
        store: Any = S3Store(bucket, config=config, client_options=client_options, **more)  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001 (obstore raises its own classes, TypeError, ValueError and OverflowError)
        return REFUSES
    written = {**store.config, **(store.client_options or {})}
    named = {_THEIR_NAMES.get(key, key): value for key, value in written.items()}
    return {key: meaning(key, value) for key, value in named.items()}


def _split(said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    options = {word: value for word, value in said.items() if is_client_option(word)}
    return {word: value for word, value in said.items() if word not in options}, options


def is_client_option(word: str) -> bool:
    """Tell whether a word is the name of a client option."""
    spelling = find(word)
    return spelling is not None and KEYS[spelling.key].table == ("client_options",)


def meaning(key: str, written: Any) -> Any:
    """Return what a value means that obstore shows as it was written; this is no code of s3config."""
    return _MEANINGS[key](written) if key in _MEANINGS else written


def _flag(word: str) -> bool:
    return word.lower() in TRUE


def _root(url: str) -> str:
    if "://" not in url:
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def duration(text: str) -> Fraction:
    """Read what humantime reads, in nanoseconds; the tests hold this reader to what obstore itself writes."""
    found = re.findall(r"(\d+(?:\.\d+)?)\s*([A-Za-zµ]+)", text)
    return sum((Fraction(number) * _UNITS[unit] for number, unit in found), Fraction())


_MEANINGS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys((*S3_FLAGS, *CLIENT_FLAGS), _flag),
    **dict.fromkeys(DURATIONS, duration),
    **dict.fromkeys(COUNTS, int),
    **dict.fromkeys(ROOTS, _root),
    "request_payer": lambda word: _flag(word) or word.lower() == "requester",
    "checksum_algorithm": str.upper,
    "copy_if_not_exists": lambda text: ":".join(part.strip() for part in text.split(":")),
    "default_headers": lambda headers: "\n".join(
        f"{name}: {value.decode('latin-1')}" for name, value in headers.items()
    ),
}
