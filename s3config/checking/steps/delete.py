"""What was written is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.checking import Finding, Status, ok, skipped
from s3config.checking.signed import failure_of
from s3config.errors import NotFoundError, StoreError

if TYPE_CHECKING:
    from s3config.checking.trial import Trial

RANK = 13
NEEDS = ("put",)


def run(trial: Trial) -> Finding:
    """Delete the object, and see that it is gone."""
    if not trial.wishes.write:
        return skipped("--write is not given")
    try:
        trial.store().delete(trial.path)
    except StoreError as error:
        if trial.told(error).name == "denied":
            found = trial.conceal(str(error).partition("; likely ")[0])
            raise trial.failed("not-deleted", found, path=trial.path) from None
        raise failure_of(trial, error) from None
    trial.left_behind = None
    try:
        trial.store().head(trial.path)
    except NotFoundError:
        pass
    else:
        return Finding(Status.WARNING, f"the store says that {trial.path} is deleted, and still has it")
    if trial.is_versioned:
        return Finding(Status.WARNING, f"{trial.path} is deleted; the bucket keeps versions, so that one of it stays")
    return ok(f"{trial.path} is gone")
