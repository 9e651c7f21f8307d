"""Whether downloads obey ranges and conditions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from s3config.probing.outcomes import Capability, Outcome, ignored, no, refused, yes

if TYPE_CHECKING:
    from s3config.probing.trial import Trial

RANK = 60
_BODY = b"0123456789"
_PARTIAL, _NOT_MODIFIED, _FAILED, _UNSATISFIABLE = 206, 304, 412, 416
_LATER = "Fri, 01 Jan 2100 00:00:00 GMT"


def _range(asked: str, expected: bytes, trial: Trial) -> Outcome:
    trial.stored("range", _BODY)
    reply = trial.get("range", {"Range": f"bytes={asked}"})
    if not reply.ok:
        return refused(reply)
    if reply.body != expected:
        return (
            ignored(reply, "the whole object was sent") if reply.body == _BODY else no(reply, "other bytes were sent")
        )
    return yes(reply) if reply.status == _PARTIAL else no(reply, "the right bytes, but not status 206")


def _beyond(trial: Trial) -> Outcome:
    trial.stored("range", _BODY)
    reply = trial.get("range", {"Range": "bytes=50-60"})
    if reply.status == _UNSATISFIABLE:
        return yes(reply)
    return ignored(reply, "something was sent") if reply.ok else refused(reply)


def _condition(header: str, value: str, expected: int, trial: Trial) -> Outcome:
    etag = trial.stored("condition", _BODY).headers.get("etag", "")
    reply = trial.get("condition", {header: value or etag})
    if reply.status == expected:
        return yes(reply)
    return ignored(reply, "the object was sent") if reply.ok else refused(reply)


CAPABILITIES = (
    Capability("range", "a range of bytes, with status 206", partial(_range, "2-4", b"234")),
    Capability("range_suffix", "the last bytes, with status 206", partial(_range, "-3", b"789")),
    Capability("range_whole", "a range that is the whole object, with status 206", partial(_range, "0-9", _BODY)),
    Capability("range_beyond", "a range behind the end is refused with 416", _beyond),
    Capability(
        "get_if_none_match", "get only another version: If-None-Match",
        partial(_condition, "If-None-Match", "", _NOT_MODIFIED),
    ),
    Capability(
        "get_if_match", "get only a known version: If-Match",
        partial(_condition, "If-Match", '"00000000000000000000000000000000"', _FAILED),
    ),
    Capability(
        "get_if_modified_since", "get only what is newer: If-Modified-Since",
        partial(_condition, "If-Modified-Since", _LATER, _NOT_MODIFIED),
    ),
)  # fmt: skip
