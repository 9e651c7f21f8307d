"""Fixtures that watch, lead astray and spoil what goes over the wire; each ends its threads with the test."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
import trustme
from faulting import Faults
from recording import Recorder
from tunnelling import Tunnel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """Write requests down and answer like S3."""
    with Recorder() as server:
        yield server


@pytest.fixture(scope="session")
def certificate_authority() -> trustme.CA:
    """Sign certificates that nobody else trusts."""
    return trustme.CA()


@pytest.fixture
def tunnel(certificate_authority: trustme.CA, tmp_path: Path) -> Iterator[Tunnel]:
    """Lead every host name to `tunnel.default` or where `tunnel.table` says."""
    with Tunnel(certificate_authority, tmp_path / "ca.pem") as proxy:
        yield proxy


@pytest.fixture
def faults() -> Iterator[Callable[[str], Faults]]:
    """Put a proxy that spoils exchanges in front of an endpoint: `faults(server.endpoint)`."""
    with ExitStack() as stack:
        yield lambda endpoint: stack.enter_context(Faults(endpoint))
