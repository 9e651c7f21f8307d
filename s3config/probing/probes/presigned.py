"""Whether URLs that are signed themselves work, and whether their signatures are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.probing.outcomes import Capability, Outcome, Verdict, ignored, no, refused, yes

if TYPE_CHECKING:
    from s3config.probing.trial import Trial

RANK = 120
_BODY = b"presigned"
_SECONDS = 120
_SIGNATURE = "X-Amz-Signature="


def _get(trial: Trial) -> Outcome:
    trial.stored("presigned", _BODY)
    return _tried(trial, "GET", "presigned")


def _put(trial: Trial) -> Outcome:
    return _tried(trial, "PUT", "presigned-put")


def _tried(trial: Trial, method: str, name: str) -> Outcome:
    if trial.config.skip_signature:
        return Outcome(Verdict.UNKNOWN, "nothing is signed: skip_signature=true")
    body = _BODY if method == "PUT" else b""
    url = _url(trial, method, name)
    reply = trial.ask_url(method, url, name, body)
    if not reply.ok:
        return refused(reply)
    back = trial.get(name) if body else reply
    if back.body != _BODY:
        return no(back, "something else came back")
    forged = trial.ask_url(method, _forged(url), name, body)
    return ignored(forged, "a wrong signature is accepted, too") if forged.ok else yes(reply, forged)


def _url(trial: Trial, method: str, name: str) -> str:
    where = {"Bucket": trial.config.bucket, "Key": trial.prefix + name}
    return str(trial.client.generate_presigned_url(f"{method.lower()}_object", Params=where, ExpiresIn=_SECONDS))


def _forged(url: str) -> str:
    """Change the first digit of the signature."""
    before, mark, signature = url.partition(_SIGNATURE)
    return f"{before}{mark}{'1' if signature[:1] == '0' else '0'}{signature[1:]}"


CAPABILITIES = (
    Capability("presigned_get", "a signed URL to read", _get),
    Capability("presigned_put", "a signed URL to write", _put),
)
