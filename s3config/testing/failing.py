"""Errors: their class, and what they know."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from s3config.errors import (
    AlreadyExistsError,
    InvalidRequestError,
    NotFoundError,
    NotModifiedError,
    PreconditionError,
    StoreError,
)
from s3config.testing.capabilities import Capability, needs
from s3config.testing.trials import OTHER

if TYPE_CHECKING:
    from s3config.testing.calls import Calls

_MISSING: dict[str, tuple[Any, ...]] = {
    "get": (),
    "head": (),
    "get_range": (),
    "get_ranges": (),
    "copy": ("b",),
    "rename": ("b",),
}
_KEYWORDS: dict[str, dict[str, Any]] = {
    "get_range": {"start": 0, "end": 1},
    "get_ranges": {"starts": [0], "ends": [1]},
}


class Failing:
    """What an error tells."""

    @pytest.mark.parametrize("operation", _MISSING)
    def test_error_of_a_missing_object(self, calls: Calls, operation: str) -> None:
        """A missing object is a missing file to those who catch that."""
        with pytest.raises(FileNotFoundError) as caught:
            getattr(calls, operation)("no/thing", *_MISSING[operation], **_KEYWORDS.get(operation, {}))
        assert NotFoundError is type(caught.value)
        _check(calls, caught.value, operation, "no/thing", 404)

    @needs(Capability.CONDITIONAL_PUT)
    def test_error_of_an_object_in_the_way(self, calls: Calls) -> None:
        """An object in the way is a file in the way to those who catch that."""
        calls.put("a", b"1")
        with pytest.raises(FileExistsError) as caught:
            calls.put("a", b"2", mode="create")
        assert AlreadyExistsError is type(caught.value)
        _check(calls, caught.value, "put", "a", 412)

    @needs(Capability.CONDITIONAL_UPDATE)
    def test_error_of_another_version(self, calls: Calls) -> None:
        """Another version is a failed condition, and not an object in the way."""
        calls.put("a", b"1")
        with pytest.raises(PreconditionError) as caught:
            calls.put("a", b"2", mode={"e_tag": OTHER})
        _check(calls, caught.value, "put", "a", 412)

    @needs(Capability.COPY_IF_NOT_EXISTS)
    def test_error_of_an_object_in_the_way_of_a_copy(self, calls: Calls) -> None:
        """The copy names its source."""
        calls.put_all("a", "b")
        with pytest.raises(AlreadyExistsError) as caught:
            calls.copy("a", "b", overwrite=False)
        _check(calls, caught.value, "copy", "a", None)

    @needs(Capability.CONDITIONAL_GET)
    def test_error_of_an_object_that_is_the_same(self, calls: Calls) -> None:
        """The object that the caller has is no failure of the store's."""
        e_tag = calls.put("a", b"1")["e_tag"]
        with pytest.raises(NotModifiedError) as caught:
            calls.get("a", options={"if_none_match": e_tag})
        _check(calls, caught.value, "get", "a", 304)

    @needs(Capability.CONDITIONAL_GET)
    def test_error_of_an_object_that_is_another(self, calls: Calls) -> None:
        """The object that is another one is a failed condition."""
        calls.put("a", b"1")
        with pytest.raises(PreconditionError) as caught:
            calls.get("a", options={"if_match": OTHER})
        _check(calls, caught.value, "get", "a", 412)

    @needs(Capability.RANGES)
    @pytest.mark.parametrize("operation", ["get", "get_range"])
    def test_error_of_a_range_behind_the_end(self, calls: Calls, operation: str) -> None:
        """A range behind the object's end is the caller's mistake, as a ValueError is."""
        calls.put("a", b"1")
        keywords = {"options": {"range": (5, 6)}} if operation == "get" else {"start": 5, "end": 6}
        with pytest.raises(ValueError, match="a") as caught:
            getattr(calls, operation)("a", **keywords)
        assert InvalidRequestError is type(caught.value)
        _check(calls, caught.value, operation, "a", 416)


def _check(calls: Calls, error: BaseException, operation: str, path: str, status: int | None) -> None:
    """Check what an error knows; a store may have a prefix of its own, and an answer may come without a status."""
    assert isinstance(error, StoreError)
    assert operation == error.operation
    assert error.path is not None
    assert error.path.endswith(path)
    assert path in str(error)
    assert error.backend
    assert error.backend == getattr(calls.store, "backend", error.backend)
    if status is not None:
        assert error.status in (status, None)
    assert not error.code or error.code.isascii()
    assert error.__cause__ is None
