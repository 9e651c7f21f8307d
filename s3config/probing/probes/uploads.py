"""Whether objects can be uploaded in parts, and where the limits are."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from s3config.probing.outcomes import Capability, Outcome, ignored, need, no, refused, yes
from s3config.probing.parts import begin, complete, part

if TYPE_CHECKING:
    from s3config.probing.reply import Reply
    from s3config.probing.trial import Trial

RANK = 50
_SMALLEST = 5 * 1024 * 1024
_MOST = 10_000
_NOT_FOUND = 404


def _two_parts(trial: Trial) -> Outcome:
    bodies = [b"a" * _SMALLEST, b"b"]
    reply = _uploaded(trial, "two-parts", bodies)
    if not reply.ok:
        return refused(reply)
    back = need(trial.get("two-parts", {"Range": f"bytes={_SMALLEST - 1}-{_SMALLEST}"}), "reading the object")
    return yes(reply) if back.body in (b"ab", b"".join(bodies)) else no(back, "something else was stored")


def _smallest(trial: Trial) -> Outcome:
    reply = _uploaded(trial, "small-parts", [b"a", b"b"])
    return ignored(reply, "parts of one byte were accepted") if reply.ok else yes(reply)


def _uploaded(trial: Trial, name: str, bodies: list[bytes]) -> Reply:
    upload = begin(trial, name)
    etags = []
    for number, body in enumerate(bodies, 1):
        sent = part(trial, name, upload, number, body)
        if not sent.ok:
            return sent
        etags.append(sent.headers.get("etag", ""))
    return complete(trial, name, upload, etags)


def _most(trial: Trial) -> Outcome:
    upload = begin(trial, "many-parts")
    last = part(trial, "many-parts", upload, _MOST, b"last")
    if not last.ok:
        return refused(last, f"part {_MOST}")
    reply = part(trial, "many-parts", upload, _MOST + 1, b"too many")
    return ignored(reply, f"part {_MOST + 1} was accepted") if reply.ok else yes(reply)


def _copied(trial: Trial) -> Outcome:
    trial.stored("part-source", b"whole source")
    source = {"x-amz-copy-source": quote(f"/{trial.config.bucket}/{trial.prefix}part-source", safe="/")}
    upload = begin(trial, "part-copy")
    copied = part(trial, "part-copy", upload, 1, headers=source)
    if not copied.ok:
        return refused(copied)
    reply = complete(trial, "part-copy", upload, [copied.text("ETag") or copied.headers.get("etag", "")])
    if not reply.ok:
        return refused(reply)
    back = need(trial.get("part-copy"), "reading the object")
    return yes(reply) if back.body == b"whole source" else no(back, "the part is not like its source")


def _aborted(trial: Trial) -> Outcome:
    upload = begin(trial, "aborted")
    part(trial, "aborted", upload, 1, b"gone")
    reply = trial.ask("DELETE", "aborted", query={"uploadId": upload})
    if not reply.ok:
        return refused(reply)
    again = part(trial, "aborted", upload, 2, b"gone")
    return yes(reply, again) if again.status == _NOT_FOUND else no(again, "the upload goes on after its end")


CAPABILITIES = (
    Capability("multipart", "an upload in two parts", _two_parts),
    Capability("multipart_smallest_part", "a part under 5 MiB that is not the last is refused", _smallest),
    Capability("multipart_part_numbers", "part 10,000 is taken, and 10,001 refused", _most),
    Capability("multipart_copy", "a part that is copied from an object", _copied),
    Capability("multipart_abort", "an upload that is ended is gone", _aborted),
)
