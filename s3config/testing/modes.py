"""Conditions under which `put` writes."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s3config.errors import AlreadyExistsError, PreconditionError
from s3config.testing.capabilities import Capability, needs
from s3config.testing.trials import OTHER

if TYPE_CHECKING:
    from s3config.testing.calls import Calls


class Modes:
    """The modes of `put`."""

    def test_put_to_overwrite(self, calls: Calls) -> None:
        """An object is written whether there is one or not."""
        for data in (b"1", b"2"):
            calls.put("a", data, mode="overwrite")
            assert data == calls.content("a")

    @needs(Capability.CONDITIONAL_PUT)
    def test_put_to_create(self, calls: Calls) -> None:
        """An object is created once, and again when it was deleted."""
        calls.put("a", b"1", mode="create")
        with pytest.raises(AlreadyExistsError):
            calls.put("a", b"2", mode="create")
        assert calls.content("a") == b"1"
        calls.delete("a")
        calls.put("a", b"3", mode="create")
        assert calls.content("a") == b"3"

    @needs(Capability.CONDITIONAL_PUT)
    def test_put_to_create_from_an_iterator(self, calls: Calls) -> None:
        """The condition holds for content of other kinds, too."""
        calls.put("a", calls.iterator([b"1", b"2"]), mode="create")
        with pytest.raises(AlreadyExistsError):
            calls.put("a", calls.iterator([b"3", b"4"]), mode="create")
        assert calls.content("a") == b"12"

    @needs(Capability.CONDITIONAL_PUT)
    def test_put_to_create_more_than_a_part(self, calls: Calls) -> None:
        """The condition holds for content that would go in parts, too."""
        data = bytes(6 * 1024 * 1024)
        calls.put("a", data, mode="create")
        with pytest.raises(AlreadyExistsError):
            calls.put("a", b"1" + data, mode="create")
        assert len(data) == calls.head("a")["size"]

    @needs(Capability.CONDITIONAL_UPDATE)
    def test_put_to_update(self, calls: Calls) -> None:
        """A version is replaced once."""
        first = calls.put("a", b"1")
        second = calls.put("a", b"2", mode={"e_tag": first["e_tag"]})
        with pytest.raises(PreconditionError):
            calls.put("a", b"3", mode={"e_tag": first["e_tag"]})
        assert calls.content("a") == b"2"
        calls.put("a", b"4", mode={"e_tag": second["e_tag"]})
        assert calls.content("a") == b"4"

    @needs(Capability.CONDITIONAL_UPDATE)
    def test_put_to_update_takes_what_put_and_head_return(self, calls: Calls) -> None:
        """The result of `put` is a version, and so is what `head` tells of one."""
        calls.put("a", b"2", mode=calls.put("a", b"1"))
        known = calls.head("a")
        calls.put("a", b"3", mode={"e_tag": known["e_tag"], "version": known["version"]})
        assert calls.content("a") == b"3"

    @needs(Capability.CONDITIONAL_UPDATE)
    def test_put_to_update_of_nothing(self, calls: Calls) -> None:
        """A version of an object that is not there cannot be replaced."""
        with pytest.raises(PreconditionError):
            calls.put("a", b"1", mode={"e_tag": OTHER})
        assert calls.paths() == []
