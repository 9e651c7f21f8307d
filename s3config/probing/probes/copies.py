"""Whether objects can be copied, and each way to do so only where nothing is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from s3config.probing.outcomes import Capability, Outcome, ignored, need, no, refused, yes
from s3config.probing.parts import complete, part

if TYPE_CHECKING:
    from s3config.probing.reply import Reply
    from s3config.probing.trial import Trial

RANK = 40
_SOURCE, _THERE = b"source", b"there"
_CONFLICTS = (409, 412)
_MULTIPART = {"If-None-Match": "*"}


def _source(trial: Trial) -> dict[str, str]:
    trial.stored("source", _SOURCE)
    return {"x-amz-copy-source": quote(f"/{trial.config.bucket}/{trial.prefix}source", safe="/")}


def _copy(trial: Trial) -> Outcome:
    reply = trial.ask("PUT", "copy", headers=_source(trial))
    if not reply.ok:
        return refused(reply)
    back = need(trial.get("copy"), "reading the copy")
    return yes(reply) if back.body == _SOURCE else no(back, "the copy is not like its source")


def _with_header(name: str, trial: Trial) -> Outcome:
    headers = {**_source(trial), name: "*"}
    fresh = f"copy-new-{name}"
    first = trial.ask("PUT", fresh, headers=headers)
    if not first.ok:
        return refused(first, "where nothing is")
    need(trial.get(fresh), "reading the copy")
    taken = f"copy-taken-{name}"
    trial.stored(taken, _THERE)
    return _judge(trial, taken, trial.ask("PUT", taken, headers=headers))


def _in_parts(trial: Trial) -> Outcome:
    source = _source(trial)
    need(trial.ask("PUT", "copy-new", headers=source), "copying")
    first = _part_copied(trial, "parts-new", source)
    if not first.ok:
        return refused(first, "where nothing is")
    back = need(trial.get("parts-new"), "reading the copy")
    if back.body != _SOURCE:
        return no(back, "the copy is not like its source")
    trial.stored("parts-taken", _THERE)
    return _judge(trial, "parts-taken", _part_copied(trial, "parts-taken", source))


def _part_copied(trial: Trial, name: str, source: dict[str, str]) -> Reply:
    upload = need(trial.ask("POST", name, query={"uploads": ""}), "beginning an upload").text("UploadId")
    copied = part(trial, name, upload, 1, headers=source)
    if not copied.ok:
        return copied
    return complete(trial, name, upload, [copied.text("ETag") or copied.headers.get("etag", "")], _MULTIPART)


def _judge(trial: Trial, name: str, reply: Reply) -> Outcome:
    """Tell what became of a copy that is to be refused."""
    back = need(trial.get(name), "reading the object")
    if reply.status in _CONFLICTS:
        return yes(reply) if back.body == _THERE else no(reply, "the object was replaced all the same")
    if not reply.ok:
        return refused(reply)
    return ignored(reply, "the copy took place" if back.body != _THERE else "the copy was lost without a word")


CAPABILITIES = (
    Capability("copy", "copy an object", _copy),
    Capability(
        "copy_if_not_exists_header",
        "copy only where nothing is: If-None-Match: *",
        partial(_with_header, "if-none-match"),
    ),
    Capability(
        "copy_if_not_exists_cloudflare",
        "copy only where nothing is: cf-copy-destination-if-none-match: *",
        partial(_with_header, "cf-copy-destination-if-none-match"),
    ),
    Capability(
        "copy_if_not_exists_multipart", "copy only where nothing is: an upload whose end is conditional", _in_parts
    ),
)
