"""Which bytes of an object are asked for: ranges, checked before anything is sent, and joined where they are near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.errors import InvalidRequestError
from s3config.objects import GetOptions
from s3config.suggestion import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

COALESCED_GAP = 1024 * 1024
"""Ranges with at most this many bytes between them are fetched as one; object_store's figure."""


class Range(NamedTuple):
    """From the first byte to the one before `end`; without an end to the last; a negative start counts from the end."""

    start: int
    end: int | None = None

    @property
    def header(self) -> str:
        """Return the value of the HTTP header `Range`."""
        if self.start < 0:
            return f"bytes={self.start}"
        return f"bytes={self.start}-{'' if self.end is None else self.end - 1}"

    def within(self, size: int) -> tuple[int, int]:
        """Return the bytes of an object of this size.

        Raises:
            InvalidRequestError: The object ends before the range begins.
        """
        if self.start < 0:
            start, end = max(size + self.start, 0), size
        else:
            start, end = self.start, size if self.end is None else min(self.end, size)
        if start >= size:
            raise InvalidRequestError(f"the range begins at byte {start} of an object of {size} bytes", status=416)
        return start, end


def read_range(given: Any) -> Range | None:  # noqa: ANN401 (what users write)
    """Read a range of `GetOptions`.

    Raises:
        InvalidRequestError: It is no range, or an empty one.
    """
    match given:
        case None | Range():
            return given
        case {"offset": offset, **rest} if not rest and _is_count(offset):
            return Range(offset)
        case {"suffix": suffix, **rest} if not rest and _is_count(suffix) and suffix:
            return Range(-suffix)
        case Sequence() if not isinstance(given, str | bytes) and len(given) == 2:  # noqa: PLR2004 (a pair)
            return bounded(given[0], given[1])
    raise InvalidRequestError(f"the range {given!r} is not (start, end), {{'offset': n}} or {{'suffix': n}} with n > 0")


def bounded(start: Any, end: Any = None, length: Any = None) -> Range:  # noqa: ANN401
    """Read a start with an end or a length.

    Raises:
        InvalidRequestError: It is no range, or an empty one.
    """
    if (end is None) == (length is None):
        raise InvalidRequestError("a range has an end or a length, and not both")
    if not _is_count(start) or not _is_count(end if length is None else length):
        raise InvalidRequestError("a range is made of whole numbers from 0 on")
    stop = start + length if end is None else end
    if stop <= start:
        raise InvalidRequestError(f"the range from {start} to {stop} is empty")
    return Range(start, stop)


def all_bounded(starts: Sequence[int], ends: Sequence[int] | None, lengths: Sequence[int] | None) -> list[Range]:
    """Read the arguments of `get_ranges`.

    Raises:
        InvalidRequestError: One is no range, or there are more of one than of the other.
    """
    others = ends if ends is not None else lengths
    if (ends is None) == (lengths is None) or others is None or len(starts) != len(others):
        raise InvalidRequestError("get_ranges takes as many ends, or lengths, as starts")
    if ends is not None:
        return [bounded(start, end) for start, end in zip(starts, ends, strict=True)]
    return [bounded(start, length=length) for start, length in zip(starts, others, strict=True)]


def coalesced(ranges: Iterable[Range], fetch: Callable[[Range], bytes]) -> list[bytes]:
    """Fetch ranges, those that are near to each other at once.

    Args:
        ranges: Ranges with an end, in any order; they may overlap.
        fetch: Returns the bytes of one range, fewer at the object's end.
    """
    ranges = list(ranges)
    joined: list[tuple[int, int]] = []
    for start, end in sorted((r.start, r.end or 0) for r in ranges):
        if joined and start <= joined[-1][1] + COALESCED_GAP:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    fetched = [(start, end, memoryview(fetch(Range(start, end)))) for start, end in joined]
    return [_cut(fetched, wanted) for wanted in ranges]


def _cut(fetched: list[tuple[int, int, memoryview]], wanted: Range) -> bytes:
    start, data = next((s, data) for s, e, data in fetched if s <= wanted.start and (wanted.end or 0) <= e)
    found = bytes(data[wanted.start - start : (wanted.end or 0) - start])
    if not found:
        raise InvalidRequestError(f"the range begins at byte {wanted.start}, behind the object's end", status=416)
    return found


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


class Asked(NamedTuple):
    """The options of `get`, checked."""

    range: Range | None = None
    if_match: str | None = None
    if_none_match: str | None = None
    if_modified_since: datetime | None = None
    if_unmodified_since: datetime | None = None
    version: str | None = None
    head: bool = False


NOTHING_ASKED = Asked()
_OPTIONS = tuple(GetOptions.__annotations__)


def read_options(options: GetOptions | None) -> Asked:
    """Read the options of `get`.

    Raises:
        InvalidRequestError: One is unknown, or has a value that no request can carry.
    """
    if not options:
        return NOTHING_ASKED
    given: Mapping[str, Any] = options
    for name in given:
        if name not in _OPTIONS:
            close = nearest(str(name), _OPTIONS)
            hint = f"did you mean {close}?" if close else f"there are {', '.join(_OPTIONS)}"
            raise InvalidRequestError(f"get has no option {name!r}; {hint}")
    for name in ("if_match", "if_none_match", "version"):
        if not isinstance(given.get(name), str | None):
            raise InvalidRequestError(f"the option {name} of get is text, not {type(given[name]).__name__}")
    return Asked(
        range=read_range(given.get("range")),
        if_match=given.get("if_match"),
        if_none_match=given.get("if_none_match"),
        if_modified_since=_moment(given, "if_modified_since"),
        if_unmodified_since=_moment(given, "if_unmodified_since"),
        version=given.get("version"),
        head=bool(given.get("head")),
    )


def _moment(given: Mapping[str, Any], name: str) -> datetime | None:
    """Read a moment; without an offset it is UTC."""
    moment = given.get(name)
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        raise InvalidRequestError(f"the option {name} of get is a datetime, not {type(moment).__name__}")
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
