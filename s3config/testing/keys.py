"""Unusual paths, in every operation."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest

from s3config.testing.capabilities import Capability, needs

if TYPE_CHECKING:
    from s3config.testing.calls import Calls

_UNUSUAL = {
    "space": "a b/ c /d",
    "plus": "a+b",
    "percent": "a%20b",
    "percent alone": "100%",
    "percent at the end": "a%2",
    "escaped slash": "a%2Fb",
    "unicode": "café/こんにちは",
    "emoji": "\U0001f600",
    "decomposed": "cafe\u0301",
    "quotes": 'it\'s "quoted" `here`',
    "ampersand": "a&b=c",
    "markup": "<a>&amp;</a>",
    "hash": "a#b",
    "question": "a?b=c",
    "leading dot": ".a/.b",
    "dots": "a../...b/c...",
    "punctuation": "!$'()*,;:@=~^|[]{}",
    "backslash": "a\\b",
    "reserved words": "con/nul",
}


class Keys:
    """Paths that servers and clients get wrong."""

    longest_path: ClassVar[int] = 1024

    @pytest.mark.parametrize("path", _UNUSUAL.values(), ids=_UNUSUAL)
    def test_path_that_is_unusual(self, calls: Calls, path: str) -> None:
        """An object has its path as it is, in every operation."""
        _round_trip(calls, path)

    def test_paths_that_are_unusual(self, calls: Calls) -> None:
        """Unusual paths do not collide, and are deleted with one call."""
        paths = list(_UNUSUAL.values())
        for path in paths:
            calls.put(path, path.encode())
        assert sorted(paths) == sorted(calls.paths())
        assert [path.encode() for path in paths] == [calls.content(path) for path in paths]
        calls.delete(paths)
        assert calls.paths() == []

    def test_path_of_the_greatest_length(self, calls: Calls) -> None:
        """A path may be long."""
        names = ["x" * 203, "é" * 102, "y" * 203, "z" * 203]
        path = "/".join([*names, "w" * (self.longest_path - 817)])
        assert self.longest_path == len(path.encode())
        calls.put(path, b"1")
        assert (b"1", [path]) == (calls.content(path), calls.paths())

    @needs(Capability.LONG_NAMES)
    def test_path_of_the_greatest_length_without_a_slash(self, calls: Calls) -> None:
        """It may be one name."""
        path = "x" * self.longest_path
        calls.put(path, b"1")
        assert (b"1", [path]) == (calls.content(path), calls.paths())

    @needs(Capability.CONTROL_CHARACTERS)
    @pytest.mark.parametrize("path", ["a\nb", "a\tb", "a\rb", "\x01", "a\x7f", "\x1b[0m"], ids=ascii)
    def test_path_with_control_characters(self, calls: Calls, path: str) -> None:
        """Control characters are characters."""
        _round_trip(calls, path)


def _round_trip(calls: Calls, path: str) -> None:
    """Do everything to a path."""
    calls.put(path, b"1")
    assert calls.content(path) == b"1"
    assert path == calls.get(path).meta["path"] == calls.head(path)["path"]
    assert [path] == calls.paths()
    calls.copy(path, f"copies/{path}")
    assert [f"copies/{path}"] == calls.paths("copies")
    parent, _, _ = f"copies/{path}".rpartition("/")
    assert [f"copies/{path}"] == [meta["path"] for meta in calls.list_with_delimiter(parent)["objects"]]
    calls.rename(f"copies/{path}", f"{path}-2")
    assert [path, f"{path}-2"] == sorted(calls.paths())
    calls.delete([path, f"{path}-2"])
    assert calls.paths() == []
    calls.put(path, b"1")
    calls.delete(path)
    assert calls.paths() == []
