"""Whether the store encrypts objects as it is asked to."""

from __future__ import annotations

import base64
import hashlib
import secrets
from functools import partial
from typing import TYPE_CHECKING

from s3config.probing.outcomes import Capability, Outcome, ignored, no, refused, yes

if TYPE_CHECKING:
    from s3config.probing.trial import Trial

RANK = 90
_HEADER = "x-amz-server-side-encryption"
_CUSTOMER = f"{_HEADER}-customer"
_BODY = b"encrypted"


def _echoed(kind: str, trial: Trial) -> Outcome:
    name = f"encrypted-{kind.replace(':', '-')}"
    key = trial.config.sse_kms_key_id if kind == "aws:kms" else None
    reply = trial.put(
        name, _BODY, {_HEADER: kind} if key is None else {_HEADER: kind, f"{_HEADER}-aws-kms-key-id": key}
    )
    if not reply.ok:
        return refused(reply)
    back = trial.ask("HEAD", name)
    told = back.headers.get(_HEADER)
    if told != kind:
        return no(back, "another kind was used") if told else ignored(back, "the object does not say it is encrypted")
    nonsense = trial.put(f"{name}-nonsense", _BODY, {_HEADER: "s3config-nonsense"})
    if nonsense.ok and trial.ask("HEAD", f"{name}-nonsense").headers.get(_HEADER) == "s3config-nonsense":
        return ignored(nonsense, "what is no encryption at all is accepted, too, and told back")
    return yes(reply, back)


def _customer(trial: Trial) -> Outcome:
    own, other = _key(), _key()
    reply = trial.put("customer", _BODY, own)
    if not reply.ok:
        return refused(reply)
    without = trial.get("customer")
    if without.ok:
        return ignored(without, "the object can be read without the key")
    wrong = trial.get("customer", other)
    if wrong.ok:
        return ignored(wrong, "the object can be read with another key")
    back = trial.get("customer", own)
    if back.body != _BODY:
        return no(back, "the object cannot be read with its key")
    return yes(reply, without)


def _key() -> dict[str, str]:
    """Return headers with a key that nobody knows, and that is forgotten."""
    key = secrets.token_bytes(32)
    return {
        f"{_CUSTOMER}-algorithm": "AES256",
        f"{_CUSTOMER}-key": base64.b64encode(key).decode(),
        f"{_CUSTOMER}-key-MD5": base64.b64encode(hashlib.md5(key, usedforsecurity=False).digest()).decode(),
    }


CAPABILITIES = (
    Capability("sse_s3", "encryption with the store's key: AES256", partial(_echoed, "AES256")),
    Capability("sse_kms", "encryption with a key of KMS: aws:kms", partial(_echoed, "aws:kms")),
    Capability("sse_c", "encryption with the caller's key: sse-c", _customer),
)
