"""Whether uploads and deletions obey conditions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from s3config.probing.outcomes import Capability, Outcome, Verdict, ignored, need, no, refused, yes

if TYPE_CHECKING:
    from s3config.probing.reply import Reply
    from s3config.probing.trial import Trial

RANK = 30
_OLD, _NEW = b"old", b"new"
_CONFLICTS = (409, 412)
_RACERS, _ROUNDS = 8, 3
_CREATE = {"If-None-Match": "*"}


def _create(trial: Trial) -> Outcome:
    first = trial.put("created", _OLD, _CREATE)
    if not first.ok:
        return refused(first)
    return _judge(trial, "created", trial.put("created", _NEW, _CREATE), "a second upload")


def _atomic(trial: Trial) -> Outcome:
    """Let some upload at the same time what only one may."""
    for round_ in range(_ROUNDS):
        upload = partial(_upload, trial, f"raced-{round_}")
        with ThreadPoolExecutor(_RACERS) as pool:
            replies = list(pool.map(upload, range(_RACERS)))
        winners = [reply for reply in replies if reply.ok]
        if not winners:
            return refused(replies[0], f"none of {_RACERS} uploads at once took place")
        if len(winners) == _RACERS:
            return ignored(winners[0], f"all of {_RACERS} uploads at once took place")
        if len(winners) > 1:
            return no(winners[0], f"{len(winners)} of {_RACERS} uploads at once took place")
    return Outcome(Verdict.YES, f"one of {_RACERS} uploads at once, {_ROUNDS} times")


def _upload(trial: Trial, name: str, number: int) -> Reply:
    return trial.put(name, f"racer {number}".encode(), _CREATE)


def _update(trial: Trial) -> Outcome:
    etag = trial.stored("updated", _OLD).headers.get("etag", "")
    current = trial.put("updated", b"newer", {"If-Match": etag})
    if not current.ok:
        return refused(current, "with the ETag of the object as it is")
    return _judge(trial, "updated", trial.put("updated", _NEW, {"If-Match": etag}), "the upload over a newer one")


def _judge(trial: Trial, name: str, second: Reply, what: str) -> Outcome:
    """Tell what became of an upload that is to be refused."""
    if second.status in _CONFLICTS:
        back = need(trial.get(name), "reading the object")
        return no(second, f"{what} took place all the same") if back.body == _NEW else yes(second)
    if not second.ok:
        return refused(second)
    back = need(trial.get(name), "reading the object")
    return ignored(second, f"{what} took place" if back.body == _NEW else f"{what} was lost without a word")


def _delete(trial: Trial) -> Outcome:
    stale = trial.stored("deleted", _OLD).headers.get("etag", "")
    trial.stored("deleted", _NEW)
    reply = trial.ask("DELETE", "deleted", headers={"If-Match": stale})
    if reply.status in _CONFLICTS:
        return yes(reply)
    return ignored(reply, "a newer object was deleted") if reply.ok else refused(reply)


CAPABILITIES = (
    Capability("conditional_put_create", "put only where nothing is: If-None-Match: *", _create),
    Capability("conditional_put_atomic", "of many that put at once, one succeeds", _atomic),
    Capability("conditional_put_update", "put only over a known version: If-Match", _update),
    Capability("conditional_delete", "delete only a known version: If-Match", _delete),
)
