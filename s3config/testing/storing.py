"""What is stored with an object: attributes and tags."""

# ruff: noqa: S101 (pytest asserts)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from s3config.objects import STANDARD_ATTRIBUTES
from s3config.testing.capabilities import Capability, needs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s3config.testing.calls import Calls

_HEADERS = {
    "Cache-Control": "max-age=60, public",
    "Content-Disposition": 'attachment; filename="a b.txt"',
    "Content-Encoding": "identity",
    "Content-Language": "en, la",
    "Content-Type": "text/plain; charset=utf-8",
}
_TAGS = {"colour": "deep-blue", "a+b": "c&d=e", "empty": ""}


class Storing:
    """Attributes and tags."""

    def stored_tags(self, store: Any, path: str) -> Mapping[str, str] | None:  # noqa: ANN401, ARG002
        """Return the tags of an object, which no operation does; a subclass overrides this if it can know.

        Args:
            store: What the fixture returned.
            path: The object.

        Returns:
            The tags, or `None` if nobody knows.
        """
        return None

    @needs(Capability.STANDARD_HEADERS)
    @pytest.mark.parametrize("name", STANDARD_ATTRIBUTES)
    def test_headers(self, calls: Calls, name: str) -> None:
        """A header is stored, whatever the case of its name."""
        calls.put("a", b"1", attributes={name.lower(): _HEADERS[name]})
        assert _HEADERS[name] == calls.get("a").attributes[name]

    @needs(Capability.STANDARD_HEADERS)
    def test_all_headers(self, calls: Calls) -> None:
        """All headers are stored together."""
        calls.put("a", b"1", attributes=_HEADERS)
        assert calls.get("a").attributes == _HEADERS

    @needs(Capability.METADATA)
    def test_metadata(self, calls: Calls) -> None:
        """Attributes of other names are stored, under their names in lower case."""
        calls.put("a", b"1", attributes={"own": "some words", "Other-One": "2"})
        assert {"own": "some words", "other-one": "2"}.items() <= calls.get("a").attributes.items()

    @needs(Capability.METADATA)
    def test_a_new_object_has_new_attributes(self, calls: Calls) -> None:
        """The attributes of an object that is replaced do not stay."""
        calls.put("a", b"1", attributes={"own": "1"})
        calls.put("a", b"2", attributes={"other": "2"})
        found = calls.get("a").attributes
        assert (found.get("other"), found.get("own")) == ("2", None)

    @needs(Capability.MULTIPART_ATTRIBUTES)
    def test_attributes_of_an_upload_in_parts(self, calls: Calls) -> None:
        """Content that is sent in parts has attributes, too."""
        calls.put("a", b"1", attributes={**_HEADERS, "own": "1"}, use_multipart=True)
        assert {**_HEADERS, "own": "1"}.items() <= calls.get("a").attributes.items()

    @needs(Capability.STANDARD_HEADERS, Capability.METADATA)
    def test_attributes_of_a_part(self, calls: Calls) -> None:
        """A result without content, and one of a part, has the attributes as well."""
        calls.put("a", b"12345", attributes={"Content-Type": "text/plain", "own": "1"})
        wanted = {"Content-Type": "text/plain", "own": "1"}
        assert wanted == calls.get("a", options={"head": True}).attributes
        if Capability.RANGES in getattr(self, "capabilities", ()):
            assert wanted == calls.get("a", options={"range": (1, 2)}).attributes

    @needs(Capability.TAGS)
    def test_tags(self, calls: Calls) -> None:
        """Tags of any text are stored."""
        calls.put("a", b"1", tags=_TAGS)
        assert calls.content("a") == b"1"
        assert calls.tags("a") in (_TAGS, None)

    @needs(Capability.TAGS_WITH_SPACES)
    def test_tags_with_spaces(self, calls: Calls) -> None:
        """A space stays a space."""
        calls.put("a", b"1", tags={"a b": " c d"})
        assert calls.tags("a") in ({"a b": " c d"}, None)

    @needs(Capability.MULTIPART_TAGS)
    def test_tags_of_an_upload_in_parts(self, calls: Calls) -> None:
        """Content that is sent in parts has tags, too."""
        calls.put("a", b"1", tags=_TAGS, use_multipart=True)
        assert calls.content("a") == b"1"
        assert calls.tags("a") in (_TAGS, None)

    @needs(Capability.TAGS_REPLACED)
    def test_a_new_object_has_new_tags(self, calls: Calls) -> None:
        """The tags of an object that is replaced do not stay."""
        calls.put("a", b"1", tags={"own": "1"})
        calls.put("a", b"2")
        assert calls.tags("a") in ({}, None)
