"""Signed URLs, which are used as anybody would."""

# ruff: noqa: S101 (pytest asserts)
# ruff: noqa: S310 (URLs of the store under test)

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from s3config.errors import InvalidPathError, InvalidRequestError
from s3config.testing.capabilities import Capability, needs

if TYPE_CHECKING:
    from s3config.testing.calls import Calls

_MINUTE = timedelta(minutes=1)


def _fetch(url: str, method: str = "GET", data: bytes | None = None) -> bytes:
    headers = {} if data is None else {"Content-Type": "application/octet-stream"}
    with urlopen(Request(url, data=data, method=method, headers=headers)) as answer:
        found: bytes = answer.read()
        return found


class Signing:
    """`sign`."""

    @needs(Capability.SIGN)
    @pytest.mark.parametrize("path", ["a", "a/b c+d%20&e=f?g#h'\"é~"])
    def test_signed_get(self, calls: Calls, path: str) -> None:
        """A URL fetches an object, also one with an unusual path."""
        calls.put(path, b"1")
        assert _fetch(calls.sign("GET", path, _MINUTE)) == b"1"

    @needs(Capability.SIGN)
    def test_signed_put(self, calls: Calls) -> None:
        """A URL writes an object."""
        _fetch(calls.sign("PUT", "a", _MINUTE), "PUT", b"1")
        assert calls.content("a") == b"1"

    @needs(Capability.SIGN)
    def test_signed_head(self, calls: Calls) -> None:
        """A URL asks for an object without its content."""
        calls.put("a", b"1")
        assert _fetch(calls.sign("HEAD", "a", _MINUTE), "HEAD") == b""

    @needs(Capability.SIGN)
    def test_signed_delete(self, calls: Calls) -> None:
        """A URL deletes an object."""
        calls.put_all("a", "b")
        _fetch(calls.sign("DELETE", "a", _MINUTE), "DELETE")
        assert calls.paths() == ["b"]

    @needs(Capability.SIGN)
    def test_several_urls(self, calls: Calls) -> None:
        """Several paths have as many URLs, in their order; one in a list has a list; none has none."""
        for path in ("a", "b"):
            calls.put(path, path.encode())
        assert [_fetch(url) for url in calls.sign("GET", ["b", "a"], _MINUTE)] == [b"b", b"a"]
        assert [_fetch(url) for url in calls.sign("GET", ["a"], _MINUTE)] == [b"a"]
        assert calls.sign("GET", [], _MINUTE) == []

    @needs(Capability.SIGN)
    def test_only_what_was_signed(self, calls: Calls) -> None:
        """A URL is good for one method and one object."""
        calls.put_all("a", "b")
        url = calls.sign("GET", "a", _MINUTE)
        with pytest.raises(HTTPError):
            _fetch(url, "DELETE")
        with pytest.raises(HTTPError):
            _fetch(url.replace("/a?", "/b?"))
        assert calls.paths() == ["a", "b"]

    @needs(Capability.SIGN)
    @pytest.mark.parametrize(
        ("method", "path", "expires_in", "error"),
        [
            ("POST", "a", _MINUTE, InvalidRequestError),
            ("get", "a", _MINUTE, InvalidRequestError),
            ("GET", "a", timedelta(0), InvalidRequestError),
            ("GET", "a", timedelta(seconds=-5), InvalidRequestError),
            ("GET", "a", timedelta(days=7, seconds=1), InvalidRequestError),
            ("GET", "../a", _MINUTE, InvalidPathError),
            ("GET", ["a", ""], _MINUTE, InvalidPathError),
        ],
    )
    def test_nothing_to_sign(
        self, calls: Calls, method: str, path: str | list[str], expires_in: timedelta, error: type[Exception]
    ) -> None:
        """What no URL can be signed for is refused."""
        with pytest.raises(error):
            calls.sign(method, path, expires_in)
