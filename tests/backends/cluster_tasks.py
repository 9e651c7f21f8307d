"""What the tests of workers do with a cluster of dask's, which takes a while to import."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import dask
from distributed import Client, LocalCluster
from worker_tasks import PATIENCE, head, head_in_loop, head_of

from s3config import PrefixStore, S3Store, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _cluster(environment: dict[str, str] | None = None) -> Iterator[Any]:
    """Start workers without dashboards, which would listen on ports that others may have."""
    make: Any = LocalCluster
    connect: Any = Client
    options = {"processes": True, "n_workers": 2, "threads_per_worker": 2, "memory_limit": 0, "env": environment}
    with (
        dask.config.set({"distributed.worker.multiprocessing-method": "spawn"}),
        make(**options, dashboard_address=None, worker_dashboard_address=None) as cluster,
        connect(cluster) as client,
    ):
        yield client


def in_cluster(backend: str, settings: dict[str, Any]) -> tuple[list[bytes], bytes, bytes, bytes]:
    """Let the workers of a cluster use a store, its methods, one below a prefix, and a resolution."""
    resolution = resolve(**settings)
    store = S3Store.from_resolution(resolution, backend=backend)
    head(store)
    with _cluster() as client:
        every = client.gather(client.map(head, [store] * 8, pure=False))
        method = client.submit(store.get_range, "a", start=0, end=4).result(PATIENCE)
        below = client.submit(head_in_loop, PrefixStore(store, "below")).result(PATIENCE)
        return every, method, below, client.submit(head_of, resolution, backend).result(PATIENCE)


def in_cluster_with_own_environment(backend: str, settings: dict[str, Any], environment: dict[str, str]) -> Any:
    """Let workers with an environment of their own use a store without secrets."""
    store = S3Store.from_resolution(resolve(**settings).without_secrets(), backend=backend)
    with _cluster(environment) as client:
        return client.submit(store.get_range, "a", start=0, end=4).result(PATIENCE)
