"""Copies, and objects under new paths."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from s3config.errors import AlreadyExistsError, NotFoundError, StoreError
from s3config.testing.capabilities import Capability, needs

if TYPE_CHECKING:
    from s3config.testing.calls import Calls

_BOTH = pytest.mark.parametrize("operation", ["copy", "rename"])


class Copying:
    """`copy` and `rename`."""

    @_BOTH
    def test_move_to_a_new_path(self, calls: Calls, operation: str) -> None:
        """The object is at the new path; `copy` leaves it at the old one, too."""
        calls.put("a", b"1")
        assert getattr(calls, operation)("a", "b/c") is None
        assert calls.content("b/c") == b"1"
        assert (["a", "b/c"] if operation == "copy" else ["b/c"]) == calls.paths()

    @_BOTH
    def test_move_over_an_object(self, calls: Calls, operation: str) -> None:
        """What is at the target is replaced."""
        calls.put("a", b"1")
        calls.put("b", b"2")
        getattr(calls, operation)("a", "b", overwrite=True)
        assert calls.content("b") == b"1"

    @needs(Capability.COPY_IF_NOT_EXISTS)
    @_BOTH
    def test_move_over_nothing(self, calls: Calls, operation: str) -> None:
        """With `overwrite=False` an object goes where none is."""
        calls.put("a", b"1")
        getattr(calls, operation)("a", "b", overwrite=False)
        assert calls.content("b") == b"1"
        assert (["a", "b"] if operation == "copy" else ["b"]) == calls.paths()

    @needs(Capability.COPY_IF_NOT_EXISTS)
    @_BOTH
    def test_move_not_over_an_object(self, calls: Calls, operation: str) -> None:
        """With `overwrite=False` both objects stay as they are."""
        calls.put("a", b"1")
        calls.put("b", b"2")
        with pytest.raises(AlreadyExistsError):
            getattr(calls, operation)("a", "b", overwrite=False)
        assert (calls.content("a"), calls.content("b")) == (b"1", b"2")

    @_BOTH
    def test_move_of_nothing(self, calls: Calls, operation: str) -> None:
        """What is not there cannot be copied; the target stays as it is."""
        calls.put("b", b"2")
        with pytest.raises(NotFoundError):
            getattr(calls, operation)("nothing", "b")
        with pytest.raises(NotFoundError):
            getattr(calls, operation)("nothing", "c")
        assert (calls.content("b"), calls.paths()) == (b"2", ["b"])

    @needs(Capability.COPY_IF_NOT_EXISTS)
    @_BOTH
    def test_move_of_nothing_over_nothing(self, calls: Calls, operation: str) -> None:
        """What is not there cannot be copied with `overwrite=False`, either."""
        with pytest.raises(NotFoundError):
            getattr(calls, operation)("nothing", "b", overwrite=False)
        assert calls.paths() == []

    @_BOTH
    def test_move_onto_itself(self, calls: Calls, operation: str) -> None:
        """An object survives it, whether the store refuses, as Amazon's does, or not."""
        calls.put("a", b"1")
        with suppress(StoreError):
            getattr(calls, operation)("a", "a")
        assert calls.content("a") == b"1"

    @needs(Capability.COPY_IF_NOT_EXISTS)
    @_BOTH
    def test_move_onto_itself_without_overwriting(self, calls: Calls, operation: str) -> None:
        """An object is in its own way, and survives."""
        calls.put("a", b"1")
        with pytest.raises(AlreadyExistsError):
            getattr(calls, operation)("a", "a", overwrite=False)
        assert calls.content("a") == b"1"

    @needs(Capability.STANDARD_HEADERS, Capability.METADATA)
    @_BOTH
    def test_attributes_go_along(self, calls: Calls, operation: str) -> None:
        """The copy has the attributes of its source."""
        attributes = {"Content-Type": "text/plain", "Cache-Control": "no-store", "own": "1"}
        calls.put("a", b"1", attributes=attributes)
        getattr(calls, operation)("a", "b")
        assert attributes.items() <= calls.get("b").attributes.items()

    @_BOTH
    def test_move_more_than_a_part(self, calls: Calls, operation: str) -> None:
        """A big object is copied as well as a small one."""
        data = bytes(range(256)) * 24 * 1024
        calls.put("a", data)
        getattr(calls, operation)("a", "b")
        assert data == calls.content("b")
