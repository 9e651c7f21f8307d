"""What a store can do beyond the least, as data that decides which tests run."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    F = TypeVar("F", bound=Callable[..., object])


class Capability(StrEnum):
    """What a server, or a backend, may lack."""

    CONDITIONAL_PUT = "conditional_put"
    """`put` with mode `create` fails if there is an object."""
    CONDITIONAL_UPDATE = "conditional_update"
    """`put` with a version as mode replaces that version and no other."""
    COPY_IF_NOT_EXISTS = "copy_if_not_exists"
    """`copy` and `rename` with `overwrite=False` keep what is there."""
    CONDITIONAL_GET = "conditional_get"
    """`get` obeys `if_match` and its like."""
    E_TAG_LISTS = "e_tag_lists"
    """`if_match` and `if_none_match` may have several ETags, or `*`."""
    RANGES = "ranges"
    """Parts of an object can be fetched."""
    STANDARD_HEADERS = "standard_headers"
    """`Content-Type` and its like are stored."""
    METADATA = "metadata"
    """Attributes of other names are stored, of small objects."""
    MULTIPART_ATTRIBUTES = "multipart_attributes"
    """Attributes of all names are stored with what is uploaded in parts."""
    TAGS = "tags"
    """Tags are stored; to be told whether they are, a subclass overrides `stored_tags`."""
    TAGS_WITH_SPACES = "tags_with_spaces"
    """Tags may have spaces in them."""
    MULTIPART_TAGS = "multipart_tags"
    """Tags are stored with what is uploaded in parts."""
    TAGS_REPLACED = "tags_replaced"
    """An object that is replaced loses its tags."""
    SIGN = "sign"
    """URLs can be signed."""
    ORDERED_LISTING = "ordered_listing"
    """Listings are in the order of UTF-8's bytes."""
    OBJECTS_BELOW_OBJECTS = "objects_below_objects"
    """`a` and `a/b` have nothing to do with each other, and can both be objects."""
    CONTROL_CHARACTERS = "control_characters"
    """Paths may have control characters in them."""
    LONG_NAMES = "long_names"
    """A name between slashes may have as many bytes as a path: 1024."""


EVERYTHING = frozenset(Capability)
GUARDS = frozenset(
    {
        Capability.CONDITIONAL_PUT,
        Capability.CONDITIONAL_UPDATE,
        Capability.COPY_IF_NOT_EXISTS,
        Capability.CONDITIONAL_GET,
        Capability.RANGES,
    }
)
"""What callers rely on; a store that lacks one has to refuse it, for a success would be wrong."""


def everything_but(*lacking: Capability) -> frozenset[Capability]:
    """Return all capabilities but these."""
    return EVERYTHING - frozenset(lacking)


def needs(*capabilities: Capability) -> Callable[[F], F]:
    """Skip a test of the suite where a store lacks one of these."""

    def marked(test: F) -> F:
        test.__dict__["needs"] = capabilities
        return test

    return marked


def needed(test: object) -> tuple[Capability, ...]:
    """Return what a test of the suite needs."""
    found: tuple[Capability, ...] = getattr(test, "needs", ())
    return found
