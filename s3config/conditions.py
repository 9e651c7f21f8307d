"""Whether an object is as `get` asked for it; decided again on our side, for some servers send it in any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.errors import NotModifiedError, PreconditionError

if TYPE_CHECKING:
    from s3config.errors import StoreError
    from s3config.objects import ObjectMeta
    from s3config.ranges import Asked


def check_conditions(meta: ObjectMeta, asked: Asked) -> None:
    """Decide as RFC 9110, section 13.2.2, does: an ETag goes before a date.

    Raises:
        PreconditionError: It is another object than was asked for.
        NotModifiedError: It is the one that the caller has.
    """
    since = meta["last_modified"].replace(microsecond=0)
    if asked.if_match is not None:
        if not _names(asked.if_match, meta["e_tag"]):
            raise _refusal(PreconditionError, meta, "has another ETag", 412)
    elif asked.if_unmodified_since is not None and since > asked.if_unmodified_since:
        raise _refusal(PreconditionError, meta, "was modified since", 412)
    if asked.if_none_match is not None:
        if _names(asked.if_none_match, meta["e_tag"]):
            raise _refusal(NotModifiedError, meta, "has this ETag still", 304)
    elif asked.if_modified_since is not None and since <= asked.if_modified_since:
        raise _refusal(NotModifiedError, meta, "was not modified since", 304)


def _refusal(kind: type[StoreError], meta: ObjectMeta, why: str, status: int) -> StoreError:
    path = meta["path"]
    return kind(f"get {path!r}: the object {why}", operation="get", path=path, status=status)


def _names(listed: str, e_tag: str | None) -> bool:
    return listed.strip() == "*" or _strong(e_tag) in [_strong(one) for one in listed.split(",")]


def _strong(e_tag: str | None) -> str | None:
    """Return an ETag without its quotes, which some servers and some callers leave out."""
    return None if e_tag is None else e_tag.strip().removeprefix("W/").strip('"')
