"""Whether a body may be left out of the signature, and whether one that is in it is checked."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from s3config.probing.outcomes import Capability, Outcome, ignored, no, refused, yes
from s3config.probing.trial import UNSIGNED

if TYPE_CHECKING:
    from s3config.probing.trial import Trial

RANK = 20
_BODY = b"payload"
_DIGEST = hashlib.sha256(_BODY).hexdigest()
_OTHER = hashlib.sha256(b"another").hexdigest()


def _signed(trial: Trial) -> Outcome:
    return _write(trial, "signed", _DIGEST)


def _unsigned(trial: Trial) -> Outcome:
    return _write(trial, "unsigned", UNSIGNED)


def _write(trial: Trial, name: str, payload: str) -> Outcome:
    reply = trial.put(name, _BODY, payload=payload)
    if not reply.ok:
        return refused(reply)
    back = trial.get(name)
    return yes(reply) if back.body == _BODY else no(back, "something else was stored")


def _checked(trial: Trial) -> Outcome:
    reply = trial.put("changed", _BODY, payload=_OTHER)
    return ignored(reply, "a body that is not the one signed was stored") if reply.ok else yes(reply)


CAPABILITIES = (
    Capability("signed_payload", "uploads whose body is signed", _signed),
    Capability("unsigned_payload", "uploads whose body is left out of the signature", _unsigned),
    Capability("payload_verified", "a body that was changed after signing is refused", _checked),
)
