"""A store is what obspec's protocols ask for; mypy checks the types, and this module the names."""

from __future__ import annotations

from typing import Any, Protocol

import obspec
import pytest

from s3config import PrefixStore, S3Store


class Everything(
    obspec.Put, obspec.PutAsync, obspec.Get, obspec.GetAsync, obspec.GetRange, obspec.GetRangeAsync, obspec.GetRanges,
    obspec.GetRangesAsync, obspec.Head, obspec.HeadAsync, obspec.List, obspec.ListAsync, obspec.ListWithDelimiter,
    obspec.ListWithDelimiterAsync, obspec.Delete, obspec.DeleteAsync, obspec.Copy, obspec.CopyAsync, obspec.Rename,
    obspec.RenameAsync, Protocol,
):  # fmt: skip
    """All of obspec's protocols."""


def accepted(store: Everything) -> Everything:
    """Take a store as mypy sees it."""
    return store


STORE = S3Store("bucket", backend="memory")
STORES = [accepted(STORE), accepted(PrefixStore(STORE, "below"))]
"""A store for which mypy finds a fault in these lines is none of obspec's."""
OPERATIONS = [name for name in dir(Everything) if not name.startswith("_")]


@pytest.mark.parametrize("store", STORES, ids=repr)
def test_every_operation_is_there(store: Any) -> None:
    """Every operation of obspec can be called."""
    assert [name for name in OPERATIONS if not callable(getattr(store, name, None))] == []


def test_nothing_of_obspec_is_left_out() -> None:
    """A protocol that a later obspec adds is seen."""
    protocols = {name for name in obspec.__all__ if getattr(getattr(obspec, name), "_is_protocol", False)}
    results = {"GetResult", "GetResultAsync"}
    assert protocols - results == {base.__name__ for base in Everything.__bases__} - {"Protocol"}
