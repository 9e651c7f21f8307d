"""Stores and resolutions in other processes: pools, clusters, and children that were forked too late."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import cluster_tasks
import pytest
import worker_tasks
from fresh_process import call
from worker_tasks import CONTENT, HUNG, Outcome

from s3config import NotFoundError, S3Store, StoreError, resolve

if TYPE_CHECKING:
    from recording import Recorder
    from servers import Server

BACKENDS = ("obstore", "boto3")
METHODS = ("spawn", "forkserver", "fork")
HEAD = CONTENT[:4]
OURS: dict[str, Any] = {"access_key_id": "AKIDOFTHEPARENT", "secret_access_key": "secret-of-the-parent"}
THEIRS = {"AWS_ACCESS_KEY_ID": "AKIDOFTHEWORKER", "AWS_SECRET_ACCESS_KEY": "secret-of-the-worker"}

backends = pytest.mark.parametrize("backend", BACKENDS)


@pytest.fixture(scope="module")
def settings(ministack: Server) -> dict[str, Any]:
    """Return what leads to a bucket with the object `a`, also below a prefix."""
    bucket = ministack.make_bucket()
    for key in ("a", "below/a"):
        ministack.client().put_object(Bucket=bucket, Key=key, Body=CONTENT)
    return {"bucket": bucket, **ministack.settings()}


class TestPools:
    """`concurrent.futures.ProcessPoolExecutor`."""

    @backends
    @pytest.mark.parametrize("method", METHODS)
    def test_before_first_use(self, settings: dict[str, Any], backend: str, method: str) -> None:
        """A store, one below a prefix and a resolution work in the workers, however these are started."""
        found = call(worker_tasks.in_pool, method, backend, settings)
        assert found == ([HEAD] * 4, [HEAD] * 4, [HEAD] * 4)

    @backends
    @pytest.mark.parametrize("method", ["spawn", "forkserver"])
    def test_after_first_use(self, settings: dict[str, Any], backend: str, method: str) -> None:
        """A store that was used works in workers that are not forked from its process."""
        found = call(worker_tasks.in_used_pool, method, backend, settings)
        assert found == ([HEAD] * 4, [HEAD] * 4, [HEAD] * 4)

    @backends
    @pytest.mark.parametrize("method", METHODS)
    def test_a_method(self, settings: dict[str, Any], backend: str, method: str) -> None:
        """A method of a store can be what a worker is to do."""
        assert call(worker_tasks.method_in_pool, method, backend, settings) == HEAD

    @backends
    @pytest.mark.parametrize("method", METHODS)
    def test_an_error_comes_back(self, settings: dict[str, Any], backend: str, method: str) -> None:
        """The error of an operation in a worker reaches the caller as it is."""
        error = call(worker_tasks.error_from_pool, method, backend, settings)
        assert isinstance(error, NotFoundError)
        assert (error.operation, error.path, error.backend, error.status) == ("head", "nothing", backend, 404)

    @backends
    @pytest.mark.parametrize("method", METHODS)
    def test_the_worker_s_own_credentials(self, recorder: Recorder, backend: str, method: str) -> None:
        """Without secrets, the workers sign with what their environment holds, and ask whom the parent asked."""
        recorder.shelf.content = CONTENT
        resolution = resolve(bucket="bucket", endpoint=recorder.endpoint, region="here", **OURS, env=False)
        data = pickle.dumps(resolution.without_secrets())
        environment = {**THEIRS, "AWS_REGION": "elsewhere", "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}
        found = call(worker_tasks.in_pool_with_own_environment, method, backend, data, environment)
        assert found == (THEIRS["AWS_ACCESS_KEY_ID"], HEAD, HEAD)
        assert [(r.key_id, r.scope.region) for r in recorder.requests] == [(THEIRS["AWS_ACCESS_KEY_ID"], "here")] * 2
        assert all(request.verify(THEIRS["AWS_SECRET_ACCESS_KEY"]) for request in recorder.requests)


class TestClusters:
    """`dask.distributed` with worker processes."""

    @backends
    def test_workers(self, settings: dict[str, Any], backend: str) -> None:
        """A store that was used, its methods, one below a prefix and a resolution work in the workers."""
        assert call(cluster_tasks.in_cluster, backend, settings) == ([HEAD] * 8, HEAD, HEAD, HEAD)

    @backends
    def test_the_worker_s_own_credentials(self, recorder: Recorder, backend: str) -> None:
        """A store without secrets signs with what the workers' environment holds."""
        recorder.shelf.content = CONTENT
        settings = {"bucket": "bucket", "endpoint": recorder.endpoint, "region": "here", **OURS}
        assert call(cluster_tasks.in_cluster_with_own_environment, backend, settings, THEIRS) == HEAD
        assert [request.key_id for request in recorder.requests] == [THEIRS["AWS_ACCESS_KEY_ID"]]


NO_STORE_OF_OBSTORE = "obstore was used before this process was forked"
NOT_THIS_STORE = "this store was used before the process was forked"
INHERITED = ("inherited", "inherited, in a loop", "inherited, below a prefix", "inherited, its native")
FRESH = ("inherited, unused", "pickled", "pickled, in a loop", "new", "new, of other settings")


class TestForks:
    """A child has its own connections, or is told in time that it cannot have any."""

    @backends
    def test_before_first_use(self, settings: dict[str, Any], backend: str) -> None:
        """A store that was not used works in the child and in the parent."""
        assert call(worker_tasks.forked_before_use, backend, settings) == (Outcome(HEAD), HEAD)

    @backends
    @pytest.mark.parametrize("which", INHERITED)
    def test_a_used_store_is_refused(self, settings: dict[str, Any], backend: str, which: str) -> None:
        """The child is told to start otherwise, and the parent goes on."""
        outcome, after = call(worker_tasks.forked_after_use, backend, settings, which)
        assert (outcome.error, outcome.ended, after) == ("StoreError", True, HEAD)
        assert NOT_THIS_STORE in outcome.message
        assert "spawn or forkserver" in outcome.message

    @pytest.mark.parametrize("which", FRESH)
    def test_no_store_of_obstore_works(self, settings: dict[str, Any], which: str) -> None:
        """Where obstore was used, no store of its works in the child, be it ever so new: its threads are missing."""
        outcome, after = call(worker_tasks.forked_after_use, "obstore", settings, which)
        assert (outcome.error, outcome.ended, after) == ("StoreError", True, HEAD)
        assert NO_STORE_OF_OBSTORE in outcome.message

    @pytest.mark.parametrize("which", FRESH)
    def test_other_stores_of_boto3_work(self, settings: dict[str, Any], which: str) -> None:
        """With boto3, only the very store that was used is refused."""
        assert call(worker_tasks.forked_after_use, "boto3", settings, which) == (Outcome(HEAD), HEAD)

    def test_obstore_after_boto3(self, settings: dict[str, Any]) -> None:
        """That boto3 was used is no hindrance for obstore."""
        assert call(worker_tasks.fork_after_boto3, settings) == (Outcome(HEAD), HEAD)

    @backends
    @pytest.mark.parametrize("which", ["result", "stream", "listing"])
    def test_what_was_begun_is_refused(self, settings: dict[str, Any], backend: str, which: str) -> None:
        """What the parent began to read is not read on by the child, and is still there for the parent."""
        outcome, after = call(worker_tasks.forked_while_reading, backend, settings, which)
        assert (outcome.error, outcome.ended, after) == ("StoreError", True, CONTENT)

    def test_a_pool_of_obstore(self, settings: dict[str, Any]) -> None:
        """A pool that forks after first use hands the error on."""
        error = call(worker_tasks.pool_forked_after_use, "obstore", settings)
        assert isinstance(error, StoreError)
        assert NO_STORE_OF_OBSTORE in str(error)

    def test_a_pool_of_boto3(self, settings: dict[str, Any]) -> None:
        """A pool that forks after first use has stores of its own, which were pickled."""
        assert call(worker_tasks.pool_forked_after_use, "boto3", settings) == HEAD

    @backends
    def test_while_another_thread_connects(self, settings: dict[str, Any], backend: str) -> None:
        """What another thread is about to do when a process is forked does not stop the child."""
        assert call(worker_tasks.forked_while_connecting, backend, settings) == (Outcome(HEAD), HEAD)

    def test_a_hang_would_be_seen(self) -> None:
        """A child that does not answer is ended, and counts as one that hung."""
        assert call(worker_tasks.hanging_child) == HUNG


def test_memory_stays_in_its_process() -> None:
    """A store in memory cannot be handed to a worker, and says so."""
    with pytest.raises(TypeError, match="one object in one process"):
        pickle.dumps(S3Store("bucket", backend="memory"))
