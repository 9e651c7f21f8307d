"""The credentials may list the bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.checking import Finding, Status, ok
from s3config.checking.signed import failure_of
from s3config.checking.whereabouts import root_without_bucket
from s3config.errors import NotFoundError, StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s3config.checking import FailedStepError
    from s3config.checking.trial import Trial
    from s3config.objects import ObjectMeta

RANK = 9
NEEDS = ("credentials",)
_CHUNK = 50
_STYLE = "virtual_hosted_style_request"
_MAY_BE_STYLE = ("no-bucket", "bad-bucket-name", "not-found", "unknown", "path-style-refused")


def run(trial: Trial) -> Finding:
    """List the first objects."""
    try:
        first = _first(trial)
    except StoreError as error:
        return _refused(trial, error)
    if not first:
        _check_host(trial)
        return ok("the bucket is empty")
    trial.smallest = min(first, key=lambda meta: meta["size"])["path"]
    more = " or more" if len(first) >= _CHUNK else ""
    return ok(f"{len(first)}{more} object{'s' if len(first) > 1 else ''}")


def _first(trial: Trial, **changed: object) -> Sequence[ObjectMeta]:
    return next(iter(trial.store(**changed).list(chunk_size=_CHUNK)), ())


def _works(trial: Trial, **changed: object) -> bool:
    try:
        _first(trial, **changed)
    except (StoreError, TimeoutError):
        return False
    return True


def _refused(trial: Trial, error: StoreError) -> Finding:
    """Tell why, if need be by trying what would work.

    Raises:
        FailedStepError: The bucket cannot be used so.
    """
    known = trial.told(error)
    if known.name == "denied":
        return _denied(trial, error)
    if known.name in _MAY_BE_STYLE:
        root = root_without_bucket(trial)
        if root is not None:
            found = trial.conceal(str(error).partition("; likely ")[0])
            raise trial.failed("bucket-in-endpoint", found, to={"endpoint": root}, root=root)
        bare = trial.route._replace(path="").endpoint
        if trial.route.path and _works(trial, endpoint=bare):
            found = trial.conceal(str(error).partition("; likely ")[0])
            raise trial.failed("wrong-path", found, to={"endpoint": bare}, root=bare)
        is_virtual = trial.config.virtual_hosted_style_request
        if (is_virtual or trial.may_be_virtual) and _is_style(trial, is_virtual=not is_virtual):
            raise _style(trial, str(error), is_virtual=is_virtual)
    raise failure_of(trial, error)


def _style(trial: Trial, found: str, *, is_virtual: bool) -> FailedStepError:
    here, there = ("host", "path") if is_virtual else ("path", "host")
    why = f"the bucket is found in the {there}, and not in the {here}"
    style = str(not is_virtual).lower()
    found = trial.conceal(found.partition("; likely ")[0])
    return trial.failed("wrong-addressing-style", found, to={_STYLE: style}, why=why, style=style)


def _denied(trial: Trial, error: StoreError) -> Finding:
    """Tell apart who may not list, who has to pay, and who may do nothing at all."""
    found, config = trial.conceal(str(error).partition("; likely ")[0]), trial.config
    if trial.known_key is not None and _may_read(trial, trial.known_key):
        return Finding(Status.WARNING, found, trial.failed("list-denied", found).finding.cause)
    if not config.request_payer and not config.skip_signature and _works(trial, request_payer=True):
        raise trial.failed("requester-pays", found, to={"request_payer": "true"})
    trial.is_list_denied = True
    if config.skip_signature:
        raise trial.failed("not-public", found, blocks=False)
    if trial.answer is not None and trial.answer.root == "ListBucketResult":
        raise trial.failed("public", found, to={"skip_signature": "true"})
    raise failure_of(trial, error, blocks=False)


def _may_read(trial: Trial, key: str) -> bool:
    try:
        trial.store().head(key)
    except StoreError:
        return False
    return True


def _is_style(trial: Trial, *, is_virtual: bool) -> bool:
    """Tell whether the bucket is found in a style."""
    changed = {_STYLE: is_virtual}
    try:
        return bool(_first(trial, **changed)) or _absence(trial, **changed) is None
    except (StoreError, TimeoutError):
        return False


def _absence(trial: Trial, **changed: bool) -> str | None:
    """Return what a store says if the bucket is not there, asked for an object that is not.

    A server that does not look at the host takes the object's path for a bucket, and lists its buckets as if they were
    an empty one.
    """
    try:
        trial.store(**changed).get(trial.path)
    except NotFoundError as error:
        return str(error) if error.code == "NoSuchBucket" else None
    except StoreError:
        pass
    return None


def _check_host(trial: Trial) -> None:
    """Raise if it was no bucket that was listed."""
    said = _absence(trial) if trial.config.virtual_hosted_style_request else None
    if said is not None:
        raise _style(trial, said, is_virtual=True)
