"""Which bytes of an object are asked for: ranges, checked before anything is sent, and joined where they are near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.errors import InvalidRequestError
from s3config.headers import is_header_value
from s3config.objects import GetOptions
from s3config.suggestion import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Buffer

COALESCED_GAP = 1024 * 1024
"""Ranges with at most this many bytes between them are fetched as one; object_store's figure."""


_LARGEST = 2**63 - 1
"""What libraries can count to; no object is larger."""


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
        case {"offset": offset, **rest} if not rest and _is_count(offset) and offset <= _LARGEST:
            return Range(offset)
        case {"suffix": suffix, **rest} if not rest and _is_count(suffix) and suffix:
            return Range(-min(suffix, _LARGEST))
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
    if start > _LARGEST:
        raise InvalidRequestError(f"the range begins at byte {start}, which no object has")
    stop = min(stop, _LARGEST)
    if stop <= start:
        raise InvalidRequestError(f"the range from {start} to {stop} is empty")
    return Range(start, stop)


def all_bounded(starts: Sequence[int], ends: Sequence[int] | None, lengths: Sequence[int] | None) -> list[Range]:
    """Read the arguments of `get_ranges`.

    Raises:
        InvalidRequestError: One is no range, or there are more of one than of the other.
    """
    others = ends if ends is not None else lengths
    if not isinstance(starts, Sequence) or not isinstance(others, Sequence | None):
        raise InvalidRequestError("get_ranges takes sequences of whole numbers")
    if (ends is None) == (lengths is None) or others is None or len(starts) != len(others):
        raise InvalidRequestError("get_ranges takes as many ends, or lengths, as starts")
    if ends is not None:
        return [bounded(start, end) for start, end in zip(starts, ends, strict=True)]
    return [bounded(start, length=length) for start, length in zip(starts, others, strict=True)]


def joined(ranges: Iterable[Range]) -> list[Range]:
    """Return what to fetch for ranges with an end: those that are near to each other as one, in order."""
    found: list[Range] = []
    for start, end in sorted((r.start, r.end or 0) for r in ranges):
        if found and start <= (found[-1].end or 0) + COALESCED_GAP:
            found[-1] = Range(found[-1].start, max(found[-1].end or 0, end))
        else:
            found.append(Range(start, end))
    return found


def cut(wanted: Iterable[Range], fetched: Iterable[tuple[Range, Buffer]]) -> list[bytes]:
    """Return the bytes of ranges from what was fetched for them.

    Raises:
        InvalidRequestError: One is behind the object's end.
    """
    pieces = [(span, memoryview(data)) for span, data in fetched]
    return [_cut(one, pieces) for one in wanted]


def _cut(wanted: Range, pieces: list[tuple[Range, memoryview]]) -> bytes:
    end = wanted.end or 0
    span, data = next(piece for piece in pieces if piece[0].start <= wanted.start and end <= (piece[0].end or 0))
    found = bytes(data[wanted.start - span.start : end - span.start])
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
    if options is None or options == {}:
        return NOTHING_ASKED
    if not isinstance(options, Mapping):
        raise InvalidRequestError(f"the options of get are a mapping, not {type(options).__name__}")
    given: Mapping[str, Any] = options
    for name in given:
        if name not in _OPTIONS:
            close = nearest(str(name), _OPTIONS)
            hint = f"did you mean {close}?" if close else f"there are {', '.join(_OPTIONS)}"
            raise InvalidRequestError(f"get has no option {name!r}; {hint}")
    for name in ("if_match", "if_none_match", "version"):
        value = given.get(name)
        if not isinstance(value, str | None):
            raise InvalidRequestError(f"the option {name} of get is text, not {type(value).__name__}")
        if value is not None and not is_header_value(value):
            raise InvalidRequestError(f"the option {name} of get is text in visible ASCII")
    if not isinstance(given.get("head", False), bool):
        raise InvalidRequestError("the option head of get is True or False")
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
    return moment.astimezone(UTC) if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
