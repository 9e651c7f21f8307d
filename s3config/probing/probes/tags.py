"""Whether tags of uploads are kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from s3config.probing.outcomes import Capability, Outcome, ignored, no, refused, yes

if TYPE_CHECKING:
    from s3config.probing.trial import Trial

RANK = 80


def _kept(name: str, header: str, tags: dict[str, str], trial: Trial) -> Outcome:
    reply = trial.put(name, headers={"x-amz-tagging": header})
    if not reply.ok:
        return refused(reply)
    back = trial.ask("GET", name, query={"tagging": ""})
    if not back.ok or (not back.texts("Key") and b"Tagging" not in back.body):
        return ignored(back, "they were taken, and cannot be read")
    kept = dict(zip(back.texts("Key"), back.texts("Value"), strict=False))
    if kept == tags:
        return yes(reply, back)
    return no(back, "other tags came back") if kept else ignored(back, "no tags came back")


CAPABILITIES = (
    Capability("tagging", "tags of an upload", partial(_kept, "tagged", "team=data&env=test",
                                                      {"team": "data", "env": "test"})),
    Capability("tagging_spaces", "tags with spaces and signs",
               partial(_kept, "tagged-oddly", "a%20key=a%20value%20%2B%20more", {"a key": "a value + more"})),
)  # fmt: skip
