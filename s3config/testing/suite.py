"""The suite as a whole, with its fixtures."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from s3config.testing.calls import Calls
from s3config.testing.capabilities import EVERYTHING, GUARDS, Capability, needed
from s3config.testing.conditions import Conditions
from s3config.testing.contents import Contents
from s3config.testing.copying import Copying
from s3config.testing.deleting import Deleting
from s3config.testing.failing import Failing
from s3config.testing.getting import Getting
from s3config.testing.keys import Keys
from s3config.testing.listing import Listing
from s3config.testing.modes import Modes
from s3config.testing.parts import Parts
from s3config.testing.refusing import Refusing
from s3config.testing.signing import Signing
from s3config.testing.spans import Spans
from s3config.testing.storing import Storing
from s3config.testing.trials import Outcome, outcome

if TYPE_CHECKING:
    from collections.abc import Iterator


class StoreConformance(
    Contents,
    Parts,
    Modes,
    Storing,
    Getting,
    Spans,
    Conditions,
    Listing,
    Deleting,
    Copying,
    Signing,
    Keys,
    Failing,
    Refusing,
):
    """The behaviour that every store has; see the package for how to use it.

    Attributes:
        capabilities: What the store can do.
        least_part: Least size of a part of an upload, in bytes.
        longest_path: Greatest length of a path, in bytes.
    """

    capabilities: ClassVar[frozenset[Capability]] = EVERYTHING

    @pytest.fixture
    def store(self) -> Any:  # noqa: ANN401 (whatever is like a store)
        """Return an empty store; each subclass says which."""
        raise NotImplementedError(f"{type(self).__name__} needs a fixture `store` that returns an empty store")

    @pytest.fixture(params=["called", "awaited"])
    def calls(self, store: Any, request: pytest.FixtureRequest) -> Iterator[Calls]:  # noqa: ANN401
        """Return the store's operations, called or awaited."""
        if request.param == "called":
            yield Calls(store, None, self.stored_tags)
        else:
            with asyncio.Runner() as runner:
                yield Calls(store, runner, self.stored_tags)

    @pytest.fixture(autouse=True)
    def _needs(self, request: pytest.FixtureRequest) -> None:
        """Skip what needs a capability that the store lacks."""
        for capability in needed(request.function):
            if capability not in self.capabilities:
                pytest.skip(f"{type(self).__name__} declares that it lacks {capability}")

    def test_what_is_declared_lacking_is_lacking(self, calls: Calls) -> None:
        """A capability that is there is not declared lacking, so that a declaration cannot go stale."""
        lacking = [capability for capability in Capability if capability not in self.capabilities]
        assert [capability for capability in lacking if outcome(capability, calls) is Outcome.WORKS] == []

    def test_what_is_lacking_does_not_look_like_success(self, calls: Calls) -> None:
        """A condition or a range that the store does not know is refused, not ignored."""
        lacking = [capability for capability in Capability if capability in GUARDS - self.capabilities]
        assert [capability for capability in lacking if outcome(capability, calls) is not Outcome.REFUSED] == []
