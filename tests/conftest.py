"""What every test runs under: an empty environment, a home and a working directory of its own.

Hypothesis tries the same examples each time, so that a run can be repeated; `HYPOTHESIS_PROFILE=explore` tries others.
"""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["server_fixtures", "wires"]

settings.register_profile(
    "ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile("explore", settings.get_profile("ci"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

_KEPT = (
    "PATH",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "SYSTEMROOT",
    "VIRTUAL_ENV",
    "PYTEST_CURRENT_TEST",
    "COVERAGE_PROCESS_START",
)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the machine's own configuration away from the tests."""
    for name in os.environ:
        if name not in _KEPT:
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)


@pytest.fixture(autouse=True)
def _on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test of ours leave the machine, the metadata service's address included."""
    connect = socket.socket.connect

    def guarded(own: socket.socket, address: tuple[str, int] | str) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host != "localhost" and not host.startswith(("127.", "::1")):
            raise AssertionError(f"a test wants to reach {host}")
        connect(own, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
