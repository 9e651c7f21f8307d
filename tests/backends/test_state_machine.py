"""What Hypothesis thinks of, done to a store and to one in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from s3config import S3Store
from s3config.testing import StoreMachine

if TYPE_CHECKING:
    from servers import Server


@pytest.mark.parametrize("backend", ["obstore", "boto3"])
def test_a_backend_is_like_memory(ministack: Server, backend: str) -> None:
    """Both return the same, raise errors of the same class, and hold the same objects."""
    keywords: Any = {**ministack.settings(), "copy_if_not_exists": "multipart"}
    store = S3Store(ministack.make_bucket(), backend=backend, **keywords)

    def emptied() -> S3Store:
        store.delete([meta["path"] for meta in store.list().collect()])
        return store

    run_state_machine_as_test(StoreMachine.on(emptied), settings=_some())


def test_memory_is_like_memory() -> None:
    """The comparison itself finds nothing where there is nothing."""
    run_state_machine_as_test(StoreMachine.on(lambda: S3Store("bucket", backend="memory")), settings=_some())


class Forgetful(S3Store):
    """A store that says it has deleted what it has not."""

    def delete(self, paths: object) -> None:
        """Do nothing."""


def test_the_machine_finds_a_difference() -> None:
    """A store that does not delete is found out."""
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            StoreMachine.on(lambda: Forgetful("bucket", backend="memory")),
            settings=settings(_some(), phases=[Phase.generate]),
        )


def _some() -> settings:
    """As many examples as a real server has time for; `HYPOTHESIS_PROFILE=explore` has more of both."""
    profile = settings()
    return settings(max_examples=min(profile.max_examples, 400) // 4, stateful_step_count=30)
