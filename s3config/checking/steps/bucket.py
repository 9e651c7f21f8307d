"""The bucket exists, in the region and in the style of the configuration."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING

from s3config.checking import Finding, Status, ok, skipped
from s3config.checking.whereabouts import is_there, root_without_bucket
from s3config.failures import Call, failure

if TYPE_CHECKING:
    from s3config.checking.trial import Trial
    from s3config.checking.wire import Answer

RANK = 7
NEEDS = ("http",)
_STYLE = "virtual_hosted_style_request"
_ABSENT = ("NoSuchBucket", "InvalidBucketName")


def run(trial: Trial) -> Finding:
    """Read what the server says to somebody whom it does not know."""
    answer, config = trial.answer, trial.config
    if answer is None:
        return skipped("it is left to the backend")
    trial.bucket_region = answer.region
    said = f"HTTP {answer.status}" + (f" {answer.code}" if answer.code else "")
    _check_place(trial, answer, said)
    if answer.root == "ListAllMyBucketsResult" and config.virtual_hosted_style_request:
        why = "the server lists all buckets, for it does not look for one in the host"
        raise trial.failed("wrong-addressing-style", said, to={_STYLE: "false"}, why=why, style="false")
    if answer.status == http.client.NOT_FOUND or answer.code in _ABSENT:
        _check_absent(trial, answer, said)
    if answer.status in (405, 429) or answer.status >= http.client.INTERNAL_SERVER_ERROR:
        error = failure(Call("", "head", None), answer.code or "", status=answer.status, code=answer.code)
        raise trial.failed(trial.told(error).name, said)
    where = f" in {answer.region}" if answer.region else ""
    if answer.status == http.client.OK:
        return ok(f"it exists{where}, and is public")
    if answer.status == http.client.NOT_FOUND:
        return Finding(Status.WARNING, f"nobody knows it who does not sign ({said})")
    if answer.region and answer.region != config.region:
        return Finding(Status.WARNING, f"the server says that the bucket is in {answer.region}, not {config.region}")
    return ok(f"it is not public{where} ({said})")


def _check_place(trial: Trial, answer: Answer, said: str) -> None:
    """Raise if the bucket is in another region, or behind another endpoint."""
    region, ours = answer.region, trial.config.region
    moved = answer.status in (301, 307, 308) or answer.code in ("PermanentRedirect", "TemporaryRedirect")
    is_refused = moved or answer.status == http.client.BAD_REQUEST
    if region and region != ours and (trial.is_aws or is_refused):
        raise trial.failed("wrong-region", f"{said}; the bucket is in {region}", to={"region": region}, region=region)
    if moved:
        endpoint = trial.conceal(answer.element("Endpoint") or answer.headers.get("location", "elsewhere"))
        raise trial.failed("wrong-endpoint", f"{said}, on to {endpoint}", endpoint=endpoint)


def _check_absent(trial: Trial, answer: Answer, said: str) -> None:
    """Raise, and tell why there is no such bucket: it stands twice, or in the wrong place, or it is not there."""
    root, is_virtual = root_without_bucket(trial), trial.config.virtual_hosted_style_request
    if root is not None:
        raise trial.failed("bucket-in-endpoint", said, to={"endpoint": root}, root=root)
    bare = trial.route._replace(path="")
    if trial.route.path and is_there(trial, bare, virtual=is_virtual):
        raise trial.failed("wrong-path", said, to={"endpoint": bare.endpoint}, root=bare.endpoint)
    if (is_virtual or trial.may_be_virtual) and is_there(trial, trial.route, virtual=not is_virtual):
        if is_virtual:
            why, style = "the server looks for the bucket in the path, and not in the host", "false"
        else:
            why, style = "the server looks for the bucket in the host, and not in the path", "true"
        raise trial.failed("wrong-addressing-style", said, to={_STYLE: style}, why=why, style=style)
    if is_virtual:
        return  # a store that knows the path only may show it to those that it knows only
    name = "bad-bucket-name" if answer.code == "InvalidBucketName" else "no-bucket"
    raise trial.failed(name, said)
