"""Conditions under which `get` fetches."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from s3config.errors import NotModifiedError, PreconditionError
from s3config.testing.capabilities import Capability, needs
from s3config.testing.trials import OTHER

if TYPE_CHECKING:
    from s3config.errors import StoreError
    from s3config.testing.calls import Calls

_BY_E_TAG = [
    ("if_match", "{own}", None),
    ("if_match", "{other}", PreconditionError),
    ("if_none_match", "{own}", NotModifiedError),
    ("if_none_match", "{other}", None),
]
_BY_SEVERAL = [
    ("if_match", "{other}, {own}", None),
    ("if_match", "{other}, {other}", PreconditionError),
    ("if_match", "*", None),
    ("if_none_match", "{other}, {own}", NotModifiedError),
    ("if_none_match", "{other}, {other}", None),
    ("if_none_match", "*", NotModifiedError),
]
_BY_DATE = [
    ("if_modified_since", -3600, None),
    ("if_modified_since", 0, NotModifiedError),
    ("if_modified_since", 3600, NotModifiedError),
    ("if_unmodified_since", -3600, PreconditionError),
    ("if_unmodified_since", 0, None),
    ("if_unmodified_since", 3600, None),
]
_ZONES = {"utc": UTC, "other": timezone(timedelta(hours=5, minutes=30)), "none": None}


class Conditions:
    """The conditions of `get`."""

    @needs(Capability.CONDITIONAL_GET)
    @pytest.mark.parametrize("head", [False, True], ids=["content", "head"])
    @pytest.mark.parametrize(("option", "pattern", "refusal"), _BY_E_TAG)
    def test_get_by_e_tag(
        self,
        calls: Calls,
        option: str,
        pattern: str,
        refusal: type[StoreError] | None,
        head: bool,  # noqa: FBT001
    ) -> None:
        """The ETag decides."""
        _get_by_e_tag(calls, option, pattern, refusal, head=head)

    @needs(Capability.E_TAG_LISTS)
    @pytest.mark.parametrize(("option", "pattern", "refusal"), _BY_SEVERAL)
    def test_get_by_several_e_tags(
        self, calls: Calls, option: str, pattern: str, refusal: type[StoreError] | None
    ) -> None:
        """One of several ETags decides, and `*` is any."""
        _get_by_e_tag(calls, option, pattern, refusal, head=False)

    @needs(Capability.CONDITIONAL_GET)
    @pytest.mark.parametrize("zone", _ZONES)
    @pytest.mark.parametrize(("option", "seconds", "refusal"), _BY_DATE)
    def test_get_by_date(
        self, calls: Calls, option: str, seconds: int, refusal: type[StoreError] | None, zone: str
    ) -> None:
        """The second of the last change decides, in any time zone; without one it is UTC."""
        calls.put("a", b"1")
        moment = calls.head("a")["last_modified"].replace(microsecond=0) + timedelta(seconds=seconds)
        moment = moment.replace(tzinfo=None) if zone == "none" else moment.astimezone(_ZONES[zone])
        if refusal is None:
            assert calls.content("a", **{option: moment}) == b"1"
        else:
            with pytest.raises(refusal):
                calls.get("a", options={option: moment})

    @needs(Capability.CONDITIONAL_GET, Capability.RANGES)
    def test_get_by_e_tag_and_range(self, calls: Calls) -> None:
        """A condition holds for a part as for the whole."""
        own = calls.put("a", b"12345")["e_tag"]
        assert calls.content("a", range=(1, 3), if_match=own) == b"23"
        with pytest.raises(PreconditionError):
            calls.content("a", range=(1, 3), if_match=OTHER)


def _get_by_e_tag(calls: Calls, option: str, pattern: str, refusal: type[StoreError] | None, *, head: bool) -> None:
    own = calls.put("a", b"1")["e_tag"]
    options = {option: pattern.format(own=own, other=OTHER), "head": head}
    if refusal is None:
        assert calls.get("a", options=options).meta["e_tag"] == own
    else:
        with pytest.raises(refusal):
            calls.get("a", options=options)
