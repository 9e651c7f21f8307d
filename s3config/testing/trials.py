"""One trial for each capability, which tells whether a store has it."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from s3config.errors import AlreadyExistsError, NotModifiedError, PreconditionError, StoreError
from s3config.testing.capabilities import Capability

if TYPE_CHECKING:
    from collections.abc import Callable

    from s3config.testing.calls import Calls

OTHER = '"00000000000000000000000000000000"'
"""An ETag that no object of the suite has."""


class Outcome(Enum):
    """What came of a trial."""

    WORKS = auto()
    IGNORED = auto()
    """The store said that it was done, and it was not."""
    REFUSED = auto()
    """An error said so."""


def outcome(capability: Capability, calls: Calls) -> Outcome:
    """Try a capability."""
    try:
        works = _TRIALS[capability](calls)
    except (StoreError, URLError):
        return Outcome.REFUSED
    return Outcome.WORKS if works else Outcome.IGNORED


def _conditional_put(calls: Calls) -> bool:
    calls.put("trial", b"1")
    try:
        calls.put("trial", b"2", mode="create")
    except AlreadyExistsError:
        calls.put("trial-new", b"1", mode="create")
        return True
    return False


def _conditional_update(calls: Calls) -> bool:
    first = calls.put("trial", b"1")
    try:
        calls.put("trial", b"2", mode={"e_tag": OTHER})
    except PreconditionError:
        calls.put("trial", b"2", mode={"e_tag": first["e_tag"]})
        return True
    return False


def _copy_if_not_exists(calls: Calls) -> bool:
    calls.put("trial", b"1")
    calls.put("trial-to", b"2")
    try:
        calls.copy("trial", "trial-to", overwrite=False)
    except AlreadyExistsError:
        calls.copy("trial", "trial-new", overwrite=False)
        return True
    return False


def _conditional_get(calls: Calls) -> bool:
    """Try the conditions that callers rely on, the first that is ignored decides."""
    e_tag = calls.put("trial", b"1")["e_tag"]
    now = calls.head("trial")["last_modified"]
    hour = timedelta(hours=1)
    for option, value, refusal in (
        ("if_match", OTHER, PreconditionError),
        ("if_none_match", e_tag, NotModifiedError),
        ("if_unmodified_since", now - hour, PreconditionError),
        ("if_modified_since", now, NotModifiedError),
    ):
        try:
            calls.content("trial", **{option: value})
        except refusal:
            continue
        return False
    return True


def _e_tag_lists(calls: Calls) -> bool:
    own = calls.put("trial", b"1")["e_tag"]
    try:
        calls.content("trial", if_none_match=f"{OTHER}, {own}")
    except NotModifiedError:
        return bool(calls.content("trial", if_match=f"{OTHER}, {own}") == calls.content("trial", if_match="*"))
    return False


def _ranges(calls: Calls) -> bool:
    calls.put("trial", b"12345")
    part: bytes = calls.get_range("trial", start=1, end=3)
    return calls.content("trial", range=(1, 3)) == b"23" == part


def _attributes(calls: Calls, attributes: dict[str, str], *, use_multipart: bool | None = None) -> bool:
    calls.put("trial", b"1", attributes=attributes, use_multipart=use_multipart)
    found: dict[str, str] = calls.get("trial").attributes
    return attributes.items() <= found.items()


def _tags(calls: Calls, tags: dict[str, str], *, use_multipart: bool | None = None) -> bool:
    """Try tags; if nobody knows what is stored, they are as good as ignored."""
    calls.delete("trial")
    calls.put("trial", b"1", tags=tags, use_multipart=use_multipart)
    return dict(calls.tags("trial") or {}) == tags


def _tags_replaced(calls: Calls) -> bool:
    if not _tags(calls, {"a": "b"}):
        return False
    calls.put("trial", b"1")
    return calls.tags("trial") == {}


def _sign(calls: Calls) -> bool:
    calls.put("trial", b"1")
    with urlopen(calls.sign("GET", "trial", timedelta(minutes=1))) as answer:  # noqa: S310 (the store's)
        return bool(answer.read() == b"1")


def _ordered(calls: Calls) -> bool:
    calls.put_all("trial/~", "trial/\uff5e", "trial/\U0001f600", "trial/a-", "trial/a.", "trial/a/b", "trial/aa")
    found = calls.paths("trial")
    return found == sorted(found, key=str.encode)


def _written(calls: Calls, *paths: str) -> bool:
    calls.put_all(*paths)
    return set(paths) <= set(calls.paths())


_TRIALS: dict[Capability, Callable[[Calls], bool]] = {
    Capability.CONDITIONAL_PUT: _conditional_put,
    Capability.CONDITIONAL_UPDATE: _conditional_update,
    Capability.COPY_IF_NOT_EXISTS: _copy_if_not_exists,
    Capability.CONDITIONAL_GET: _conditional_get,
    Capability.E_TAG_LISTS: _e_tag_lists,
    Capability.RANGES: _ranges,
    Capability.STANDARD_HEADERS: lambda calls: _attributes(
        calls, {"Cache-Control": "no-store", "Content-Language": "la", "Content-Type": "text/plain"}
    ),
    Capability.METADATA: lambda calls: _attributes(calls, {"own": "1"}),
    Capability.MULTIPART_ATTRIBUTES: lambda calls: _attributes(
        calls, {"Content-Type": "text/plain", "own": "1"}, use_multipart=True
    ),
    Capability.TAGS: lambda calls: _tags(calls, {"a": "b"}),
    Capability.TAGS_WITH_SPACES: lambda calls: _tags(calls, {"a b": "c d"}),
    Capability.MULTIPART_TAGS: lambda calls: _tags(calls, {"a": "b"}, use_multipart=True),
    Capability.TAGS_REPLACED: _tags_replaced,
    Capability.SIGN: _sign,
    Capability.ORDERED_LISTING: _ordered,
    Capability.OBJECTS_BELOW_OBJECTS: lambda calls: _written(calls, "trial-a", "trial-a/b"),
    Capability.CONTROL_CHARACTERS: lambda calls: _written(calls, "trial\x01", "trial\n", "trial\t\x7f"),
    Capability.LONG_NAMES: lambda calls: _written(calls, "x" * 1000),
}
