"""What a probe writes is gone afterwards, whatever happens meanwhile; what is not is named."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from faulting import Faults

from s3config import probing, resolve
from s3config.cli import main
from s3config.probing.outcomes import Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from http_messages import Request
    from servers import Server

FOREVER = 1_000_000


def written(server: Server, endpoint: str, bucket: str, path: Path) -> Path:
    """Write a `.env` file for a bucket behind a proxy."""
    lines = {**server.settings(), "endpoint": endpoint, "bucket": bucket}
    path.write_text("".join(f"AWS_{key.upper()}={value}\n" for key, value in lines.items()), encoding="utf-8")
    return path


def keys(server: Server, bucket: str) -> list[str]:
    """Return what is in a bucket."""
    return [item["Key"] for item in server.client().list_objects_v2(Bucket=bucket).get("Contents", ())]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_in_the_middle_of_an_upload_leaves_nothing(
    ministack: Server, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    """The objects written so far are removed, and the upload that was under way is ended."""
    bucket = ministack.make_bucket()
    met = threading.Event()

    def is_second_part(request: Request) -> bool:
        if request.query.get("partNumber") != "2":
            return False
        met.set()
        return True

    with Faults(ministack.endpoint) as faults:
        faults.stall(is_second_part)
        file = written(ministack, faults.endpoint, bucket, tmp_path / ".env")
        command = [sys.executable, "-m", "s3config", "probe", "--write", str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert met.wait(60)
            assert keys(ministack, bucket) != []
            assert ministack.uploads(bucket) != []
            process.send_signal(number)
            out, errors = process.communicate(timeout=60)
    assert (code, b"", b"") == (process.returncode, out, errors)
    assert (keys(ministack, bucket), ministack.uploads(bucket)) == ([], [])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_whoever_cannot_wait_for_the_removal_is_told_what_is_left(ministack: Server, tmp_path: Path) -> None:
    """A second Ctrl+C ends the removal, too."""
    bucket = ministack.make_bucket()
    in_probe, in_removal = threading.Event(), threading.Event()

    def meets(event: threading.Event, is_meant: bool) -> bool:  # noqa: FBT001
        if is_meant:
            event.set()
        return is_meant

    with Faults(ministack.endpoint) as faults:
        faults.stall(lambda request: meets(in_probe, request.query.get("partNumber") == "2"))
        faults.stall(lambda request: in_probe.is_set() and meets(in_removal, request.method == "DELETE"))
        file = written(ministack, faults.endpoint, bucket, tmp_path / ".env")
        command = [sys.executable, "-m", "s3config", "probe", "--write", str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            for event in (in_probe, in_removal):
                assert event.wait(60)
                process.send_signal(signal.SIGINT)
            out, errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    prefix = keys(ministack, bucket)[0].partition("/")[0]
    assert f"delete what is below s3://{bucket}/{prefix}/".encode() in errors


def test_what_cannot_be_deleted_is_named(ministack: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The prefix is said to the user, who may delete what the credentials may not, and the exit code tells."""
    bucket = ministack.make_bucket()
    with Faults(ministack.endpoint) as faults:
        faults.status(403, "DELETE", code="AccessDenied", times=FOREVER)
        file = written(ministack, faults.endpoint, bucket, tmp_path / ".env")
        assert main(["probe", "--write", "--format", "json", str(file)]) == 1
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert sorted(keys(ministack, bucket)) == sorted(document["left"]) != []
    assert f"{len(document['left'])} objects could not be removed" in said.err
    assert f"s3://{bucket}/{document['prefix']}" in said.err


def test_deletes_that_fail_at_first_are_tried_again(ministack: Server, tmp_path: Path) -> None:
    """A store that is busy while things are removed has them removed all the same."""
    bucket = ministack.make_bucket()
    with Faults(ministack.endpoint) as faults:
        faults.reset(lambda request: request.method == "DELETE" and "If-Match" not in request.headers, times=5)
        faults.status(500, "DELETE", code="InternalError", times=3)
        main(["probe", "--write", str(written(ministack, faults.endpoint, bucket, tmp_path / ".env"))])
        assert (faults.counts["reset"], faults.counts["status"]) == (5, 3)
    assert (keys(ministack, bucket), ministack.uploads(bucket)) == ([], [])


def test_a_store_that_stops_answering_is_not_asked_for_ever(ministack: Server) -> None:
    """What was not tried is unknown, and what was written before is removed as soon as the store can."""
    bucket = ministack.make_bucket()
    with Faults(ministack.endpoint) as faults:
        faults.reset(lambda request: "/range" in request.path, times=FOREVER)
        settings = {**ministack.settings(), "endpoint": faults.endpoint}
        trial = probing.trial_of(resolve(bucket=bucket, env=False, **settings).config)  # type: ignore[arg-type]
        with trial:
            found = {finding.name: finding for finding in probing.findings(trial)}
    assert {Verdict.YES} == {found[name].verdict for name in ("copy", "conditional_put_create")}
    assert found["range"][1:] == (Verdict.UNKNOWN, "no answer")
    assert found["presigned_put"][1:] == (Verdict.UNKNOWN, "not tried: the store no longer answers")
    assert (trial.left, keys(ministack, bucket)) == ([], [])


def test_an_error_of_our_own_leaves_nothing(ministack: Server) -> None:
    """The prefix is removed also where the probe itself fails."""
    bucket = ministack.make_bucket()
    trial = probing.trial_of(resolve(bucket=bucket, env=False, **ministack.settings()).config)  # type: ignore[arg-type]

    def fail() -> None:
        with trial:
            trial.stored("one")
            trial.ask("POST", "two", query={"uploads": ""})
            assert keys(ministack, bucket) == [f"{trial.prefix}one"]
            assert ministack.uploads(bucket) == [f"{trial.prefix}two"]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (keys(ministack, bucket), ministack.uploads(bucket)) == ([], [])


def test_versions_are_removed_too(ministack: Server, tmp_path: Path) -> None:
    """Nothing is kept of a probe in a bucket that keeps versions, and no mark of its deletions."""
    bucket = ministack.make_bucket()
    client = ministack.client()
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    client.put_object(Bucket=bucket, Key="s3config-probe", Body=b"a neighbour")
    main(["probe", "--write", str(written(ministack, ministack.endpoint, bucket, tmp_path / ".env"))])
    answer = client.list_object_versions(Bucket=bucket)
    assert [item["Key"] for item in answer["Versions"]] == ["s3config-probe"]
    assert "DeleteMarkers" not in answer


def test_another_process_may_use_the_bucket_at_the_same_time(ministack: Server, tmp_path: Path) -> None:
    """Two probes of one bucket neither see nor remove what the other has written."""
    bucket = ministack.make_bucket()
    file = written(ministack, ministack.endpoint, bucket, tmp_path / ".env")
    command = [sys.executable, "-m", "s3config", "probe", "--write", "--format", "json", str(file)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ)) for _ in range(2)]
    first, second = (json.loads(process.communicate(timeout=120)[0]) for process in both)
    assert first["capabilities"] == second["capabilities"]
    assert first["prefix"] != second["prefix"]
    assert keys(ministack, bucket) == []
