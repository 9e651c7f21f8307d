"""Deletion."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s3config.errors import InvalidPathError, NotFoundError
from s3config.testing.capabilities import Capability, needs

if TYPE_CHECKING:
    from s3config.testing.calls import Calls


class Deleting:
    """`delete`."""

    def test_delete_one(self, calls: Calls) -> None:
        """An object is gone, and others are not."""
        calls.put_all("a", "b")
        assert calls.delete("a") is None
        assert calls.paths() == ["b"]
        with pytest.raises(NotFoundError):
            calls.head("a")

    @pytest.mark.parametrize("paths", [["a"], ["a", "b/c"], ("a", "b/c"), ["b/c", "a", "a"], []], ids=str)
    def test_delete_several(self, calls: Calls, paths: list[str]) -> None:
        """Several are gone, or none if none is named."""
        calls.put_all("a", "b/c", "d")
        calls.delete(paths)
        assert [path for path in ("a", "b/c", "d") if path not in paths] == sorted(calls.paths())

    @pytest.mark.parametrize("paths", ["nothing", ["nothing"], ["nothing", "nor/this"]], ids=str)
    def test_delete_what_is_not_there(self, calls: Calls, paths: str | list[str]) -> None:
        """It is no error to delete what is not there."""
        calls.put("a", b"")
        calls.delete(paths)
        assert calls.paths() == ["a"]

    def test_delete_some_that_are_not_there(self, calls: Calls) -> None:
        """Those that are there are deleted."""
        calls.put_all("a", "b")
        calls.delete(["nothing", "a", "nor/this"])
        assert calls.paths() == ["b"]

    @needs(Capability.OBJECTS_BELOW_OBJECTS)
    def test_a_prefix_is_no_object(self, calls: Calls) -> None:
        """What is below a path stays when the path is deleted."""
        calls.put("a/b", b"")
        calls.delete("a")
        calls.delete(["a", "c"])
        assert calls.paths() == ["a/b"]

    def test_one_bad_path_saves_all(self, calls: Calls) -> None:
        """Nothing is deleted if one of the paths cannot be one."""
        calls.put_all("a", "b")
        with pytest.raises(InvalidPathError):
            calls.delete(["a", "../b"])
        assert sorted(calls.paths()) == ["a", "b"]
