"""What came out of a trial, in the words of the table."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from s3config.probing.reply import Reply
    from s3config.probing.trial import Trial


class Verdict(StrEnum):
    """Whether a store supports something."""

    YES = "yes"
    """It does what Amazon S3 does."""
    NO = "no"
    """It answers as if it did, and does something else."""
    REFUSED = "refused"
    """It answers with an error."""
    IGNORED = "ignored"
    """It accepts what is asked, without effect."""
    UNKNOWN = "unknown"
    """It could not be tried."""


class Outcome(NamedTuple):
    """What one trial found."""

    verdict: Verdict
    evidence: str
    """What the store answered: statuses and error codes; never a secret."""


class Finding(NamedTuple):
    """What was found about a capability."""

    name: str
    verdict: Verdict
    evidence: str


class Capability(NamedTuple):
    """Something that a store may support."""

    name: str
    about: str
    """What it is, for people."""
    attempt: Callable[[Trial], Outcome]


class UnreachableError(Exception):
    """There was no answer; the text is the kind of failure."""


class UnpreparedError(Exception):
    """What a trial needs first failed; the text says what, and with which answer."""


_NOT_ALLOWED = frozenset({
    "AccessDenied", "AllAccessDisabled", "AccountProblem", "ExpiredToken", "Forbidden", "InvalidAccessKeyId",
    "InvalidToken", "NotEntitled", "NotSignedUp", "RequestTimeTooSkewed", "Unauthorized",
})  # fmt: skip
_BUSY = (429, 503)
_UNAUTHORIZED = (401, 403)


def yes(*replies: Reply) -> Outcome:
    """Say that it works."""
    return Outcome(Verdict.YES, told(*replies))


def refused(reply: Reply, what: str = "") -> Outcome:
    """Say what an error means: that it is not supported, or only that it could not be tried."""
    is_unknown = reply.status in _BUSY or (
        reply.status in _UNAUTHORIZED and (not reply.code or reply.code in _NOT_ALLOWED)
    )
    return Outcome(Verdict.UNKNOWN if is_unknown else Verdict.REFUSED, _joined(told(reply), what))


def ignored(reply: Reply, what: str) -> Outcome:
    """Say that it was accepted without effect."""
    return Outcome(Verdict.IGNORED, _joined(told(reply), what))


def no(reply: Reply, what: str) -> Outcome:
    """Say that something else was done."""
    return Outcome(Verdict.NO, _joined(told(reply), what))


def told(*replies: Reply) -> str:
    """Name what was answered."""
    return ", ".join(reply.evidence for reply in replies)


def _joined(told_: str, what: str) -> str:
    return f"{told_}: {what}" if what else told_


def need(reply: Reply, what: str) -> Reply:
    """Return the answer if it is a success, for the trial goes on from it.

    Raises:
        UnpreparedError: It is none.
    """
    if not reply.ok:
        raise UnpreparedError(f"{what}: {reply.evidence}")
    return reply
