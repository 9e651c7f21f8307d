"""The credentials may read an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.checking import Finding, Status, ok, skipped
from s3config.checking.signed import failure_of
from s3config.errors import NotFoundError, StoreError

if TYPE_CHECKING:
    from s3config.checking.trial import Trial

RANK = 10
NEEDS = ("list",)
_ARCHIVED = "InvalidObjectState"


def run(trial: Trial) -> Finding:
    """Read the beginning of an object that is there; of none in particular, that it is not there."""
    key = trial.known_key or trial.smallest
    try:
        result = trial.store().get(key or trial.path)
        begin = next(iter(result.stream()), b"")
    except NotFoundError as error:
        if error.code in (None, "NoSuchKey") and (key is None or trial.wishes.key is None):
            return _absent(trial, key)
        raise trial.failed("no-such-key", trial.conceal(str(error).partition("; likely ")[0])) from None
    except StoreError as error:
        if key is None and trial.is_list_denied and trial.told(error).name == "denied":
            return skipped("who may not list is told the same of an object that is not there; name one with --key")
        if error.code == _ARCHIVED:
            return Finding(Status.WARNING, f"{key!r} is archived, and cannot be read now")
        raise failure_of(trial, error, blocks=False) from None
    return ok(f"{key!r}: {result.meta['size']:,} bytes, of which {len(begin):,} were read")


def _absent(trial: Trial, key: str | None) -> Finding:
    """Return what it means that an object is not there which need not be: what a URL names may be a prefix."""
    if key is None:
        return ok("an object that is not there is not found, as it should be")
    try:
        first = next(iter(trial.store().list(key.rstrip("/"), chunk_size=1)), ())
    except StoreError:
        first = ()
    if first:
        return ok(f"there is no object {key!r}; it is a prefix")
    return Finding(Status.WARNING, f"there is no object {key!r}, and nothing below it")
