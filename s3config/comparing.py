"""Two configurations, compared by what a store would use, however each was written."""

from __future__ import annotations

import secrets
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.config.plain import hidden, plain
from s3config.providers import aws_host
from s3config.redaction import shown
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.origin import Setting
    from s3config.resolution import Resolution

_WORDS_FOR_THE_RESOLVER = frozenset(
    {"profile", "default_region", "ignore_configured_endpoint_urls", "use_fips_endpoint", "use_dualstack_endpoint"}
)
"""Keys that decide others, and that nothing else looks at: what they decided is compared."""
_WITHOUT_A_WORD: Mapping[str, str] = {
    "conditional_put": "etag",
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
    "metadata_endpoint": "http://169.254.169.254",
}
"""What a store does where the model says nothing."""
LONGEST = 64
"""Characters up to which a value can be told from another one by looking; a longer one has a fingerprint, too."""


class Side(NamedTuple):
    """A value of one of the two configurations."""

    value: bool | int | float | str | None
    """The value as JSON can hold it, secrets hidden; `None` if there is none."""
    fingerprint: str | None
    """What stands for a value that is not, or not easily, seen; only fingerprints of one comparison can be compared."""
    setting: Setting | None
    """Where it was written, or what it follows from, without the value; `None` if there is none."""


class Compared(NamedTuple):
    """A key, or one of the headers, in both configurations."""

    key: str
    """The key; `default_headers.<name>` for a header."""
    a: Side
    b: Side
    is_equal: bool


def compare(a: Resolution, b: Resolution) -> tuple[Compared, ...]:
    """Compare what two stores would use, defaults and what follows from the endpoint included.

    Two configurations are equal if they mean the same: an endpoint that is written out is equal to the one that follows
    from the region. Secrets are told apart by a hash whose key is made for this one call and kept nowhere, so that
    nothing can be guessed from it.

    Args:
        a: A configuration that was resolved.
        b: Another one. Neither needs a bucket.

    Returns:
        Every key that at least one of them has a value for, in the order of the models.

    Raises:
        InvalidConfigError: Something is wrong with one of them.
    """
    for resolution in (a, b):
        resolution.values()
    salt = secrets.token_bytes(32)
    return tuple(
        Compared(name, _side(a, key, left, salt), _side(b, key, right, salt), _same(left, right))
        for key in KEYS
        if key not in _WORDS_FOR_THE_RESOLVER
        for name, left, right in _parts(key, _effective(a, key), _effective(b, key))
    )


def _effective(resolution: Resolution, key: str) -> Any:  # noqa: ANN401 (any key's value)
    value = resolution.effective(key)
    if value is not None:
        return value
    if key == "endpoint" and not resolution.effective("s3_express"):  # whose host names the bucket and its zone
        return f"https://{aws_host(resolution.effective('region'), fips=False, dualstack=False)}"
    return _WITHOUT_A_WORD.get(key)


def _parts(key: str, left: Any, right: Any) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401
    """Yield what is to be compared: the values, or each header, whose names mean the same in any case."""
    if isinstance(left, dict) or isinstance(right, dict):
        headers = [{name.lower(): value for name, value in (side or {}).items()} for side in (left, right)]
        for name in dict.fromkeys((*headers[0], *headers[1])):
            yield f"{key}.{name}", headers[0].get(name), headers[1].get(name)
    elif left is not None or right is not None:
        yield key, left, right


def _same(left: Any, right: Any) -> bool:  # noqa: ANN401
    """Tell whether two values are equal; a caller's own provider is equal to itself only."""
    return bool(getattr(left, "provider", left) == getattr(right, "provider", right))


def _side(resolution: Resolution, key: str, value: Any, salt: bytes) -> Side:  # noqa: ANN401
    if value is None:
        return Side(None, None, None)
    setting = resolution[key]._replace(value=None)
    if callable(value):  # it says who it is, and holds what must not be looked at
        return Side(shown(value), None, setting)
    whole, seen = plain(value), hidden(value)
    is_seen = whole == seen and len(str(seen)) <= LONGEST
    return Side(seen, None if is_seen else _fingerprint(str(whole), salt), setting)


def _fingerprint(text: str, salt: bytes) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), key=salt, digest_size=4).hexdigest()
