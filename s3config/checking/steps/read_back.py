"""What was written can be read, and is the same."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from s3config.checking import ok, skipped
from s3config.checking.signed import failure_of
from s3config.errors import StoreError

if TYPE_CHECKING:
    from s3config.checking import Finding
    from s3config.checking.trial import Trial

RANK = 12
NEEDS = ("put",)


def run(trial: Trial) -> Finding:
    """Read the object, and compare checksums."""
    if not trial.wishes.write:
        return skipped("--write is not given")
    try:
        content = trial.store().get(trial.path).bytes()
    except StoreError as error:
        raise failure_of(trial, error) from None
    ours, theirs = sha256(trial.content).hexdigest(), sha256(content).hexdigest()
    if ours != theirs:
        found = f"{len(content):,} bytes with SHA-256 {theirs[:8]}…, for {len(trial.content):,} with {ours[:8]}…"
        raise trial.failed("changed-content", found)
    return ok(f"{len(content):,} bytes, SHA-256 {ours[:8]}… as written")
