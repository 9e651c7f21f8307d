"""Whether the bucket may stand in the path and in the host's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.probing.outcomes import Capability, Outcome, UnreachableError, Verdict, no, refused, yes

if TYPE_CHECKING:
    from s3config.probing.trial import Trial

RANK = 10
_NAME, _BODY = "addressed", b"addressed"


def _in_path(trial: Trial) -> Outcome:
    return _read(trial, virtual=False)


def _in_host(trial: Trial) -> Outcome:
    """Ask the host with the bucket in front; where that name leads nowhere, ask the server what it makes of it."""
    if trial.host_is_address:
        return Outcome(Verdict.NO, "not tried: an IP address has no names below it")
    try:
        return _read(trial, virtual=True)
    except UnreachableError as error:
        outcome = _read(trial, virtual=True, named=False)
        return outcome._replace(evidence=f"{outcome.evidence} (as Host field only: {error} at that name)")


def _read(trial: Trial, *, virtual: bool, named: bool = True) -> Outcome:
    """Only read: what takes one form for the other would write into another bucket."""
    trial.stored(_NAME, _BODY)
    reply = trial.get(_NAME, virtual=virtual, named=named)
    if not reply.ok:
        return refused(reply)
    return yes(reply) if reply.body == _BODY else no(reply, "this is another object")


CAPABILITIES = (
    Capability("path_style", "the bucket in the path", _in_path),
    Capability("virtual_hosted_style", "the bucket in the host's name", _in_host),
)
