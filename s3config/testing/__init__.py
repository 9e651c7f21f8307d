"""The conformance suite of stores, for pytest, and a state machine for Hypothesis, for everybody's backends.

A backend is tested by subclassing `StoreConformance` with one fixture, which returns an empty store for each test:

    import pytest
    from s3config import S3Store
    from s3config.testing import Capability, StoreConformance, everything_but

    class TestMyBackend(StoreConformance):
        capabilities = everything_but(Capability.TAGS)

        @pytest.fixture
        def store(self) -> S3Store:
            return S3Store(new_bucket(), backend="mine", endpoint=..., copy_if_not_exists="multipart")

Every behaviour is tested twice: called, and awaited. What `capabilities` leaves out is skipped, and is tried: a
capability that is there after all fails the suite, and so does one whose lack would look like success, such as a
condition that the store ignores.

`StoreMachine` does what Hypothesis thinks of to a store and to one in memory, and compares:

    from hypothesis.stateful import run_state_machine_as_test
    from s3config.testing import StoreMachine

    def test_it_is_like_memory() -> None:
        run_state_machine_as_test(StoreMachine.on(lambda: S3Store(new_bucket(), backend="mine", ...)))
"""

from __future__ import annotations

from pkgutil import iter_modules
from typing import TYPE_CHECKING

import pytest

pytest.register_assert_rewrite(*(f"{__name__}.{module.name}" for module in iter_modules(__path__)))

from s3config.testing.capabilities import Capability, everything_but  # noqa: E402 (asserts are rewritten before)
from s3config.testing.suite import StoreConformance  # noqa: E402

if TYPE_CHECKING:
    from s3config.testing.machine import StoreMachine

__all__ = ["Capability", "StoreConformance", "StoreMachine", "everything_but"]


def __getattr__(name: str) -> object:
    """Import the state machine when it is wanted, for it needs Hypothesis."""
    if name == "StoreMachine":
        from s3config.testing.machine import StoreMachine

        return StoreMachine
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
