"""The credentials may write an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.checking import ok, skipped
from s3config.checking.signed import failure_of
from s3config.errors import StoreError

if TYPE_CHECKING:
    from s3config.checking import Finding
    from s3config.checking.trial import Trial

RANK = 11
NEEDS = ("list",)


def run(trial: Trial) -> Finding:
    """Write a small object below a prefix that nobody has."""
    if not trial.wishes.write:
        return skipped("--write is not given")
    store = trial.store()
    trial.is_quiet.clear()
    trial.left_behind = trial.path
    try:
        if trial.is_over:
            return skipped("the check was interrupted")
        result = store.put(trial.path, trial.content, use_multipart=False)
    except StoreError as error:
        trial.is_unsure = error.status is None
        if trial.told(error).name == "denied":
            found = trial.conceal(str(error).partition("; likely ")[0])
            raise trial.failed("read-only", found) from None
        raise failure_of(trial, error) from None
    finally:
        trial.is_quiet.set()
    trial.is_versioned = result["version"] not in (None, "null")
    return ok(f"{len(trial.content):,} bytes at {trial.path}")
