"""Fixtures that start real S3 servers on loopback when a test first asks for them, and end them with the run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import ministack_server
import pytest
import radosgw_server
import rclone_server
from metadata import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from servers import Server

_RADOSGW = os.environ.get("S3CONFIG_RADOSGW")  # before a test empties the environment


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """MiniStack, which verifies signatures and session tokens; `.client("sts")`, `("iam")` and `("dynamodb")` too."""
    with ministack_server.serve(tmp_path_factory.mktemp("ministack")) as server:
        yield server


@pytest.fixture(scope="session")
def rclone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Rclone, which verifies signatures and ignores conditions."""
    with rclone_server.serve(tmp_path_factory.mktemp("rclone")) as server:
        yield server


@pytest.fixture(scope="session")
def radosgw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Ceph, where `S3CONFIG_RADOSGW` says that it is installed; mark the test `radosgw`."""
    if not _RADOSGW:
        pytest.skip("S3CONFIG_RADOSGW is not set: .ci/radosgw installs Ceph, and .ci/run then sets it")
    if missing := radosgw_server.missing():
        pytest.fail(f"S3CONFIG_RADOSGW is set, but there is no {', '.join(missing)}")
    with radosgw_server.serve(tmp_path_factory.mktemp("radosgw")) as server:
        yield server


@pytest.fixture(scope="session", params=["ministack", "rclone", pytest.param("radosgw", marks=pytest.mark.radosgw)])
def any_server(request: pytest.FixtureRequest) -> Server:
    """Each of the servers in turn; `.name` says which."""
    server: Server = request.getfixturevalue(request.param)
    return server


@pytest.fixture
def metadata(ministack: Server, tmp_path: Path) -> Iterator[Metadata]:
    """A machine's metadata service, which hands out credentials that MiniStack knows."""
    with Metadata(ministack, ministack_server.ROLE_ARN, tmp_path / "authorization-token") as service:
        yield service
