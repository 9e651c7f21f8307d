"""The merge is a monoid: associative, idempotent, with an identity; nothing that is written is lost."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from s3config import Layer, Origin, Resolution, Setting, resolve
from s3config.merging import merge
from s3config.spellings import KEYS, SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s3config.merging import History
    from s3config.sources import Request

ORIGINS = st.builds(
    Origin,
    st.sampled_from(("argument region", "environment variable AWS_REGION", ".env", "s3.toml")),
    st.none() | st.integers(1, 3),
    st.none() | st.integers(1, 3),
)
VALUES = st.text("ab1 ", max_size=3) | st.sampled_from((True, False, 1, 2, 1.5))


@st.composite
def settings(draw: st.DrawFn, keys: tuple[str, ...] = tuple(KEYS)) -> Setting:
    """Draw a setting of any key in any spelling, sealed as the sources do it; few values, so that many collide."""
    key = draw(st.sampled_from(keys))
    spelling = draw(st.sampled_from([word for word, found in SPELLINGS.items() if found.key == key]))
    value = SPELLINGS[spelling].seal(draw(VALUES))
    return Setting(key, value, spelling, draw(ORIGINS), draw(st.sampled_from(Layer)))


FEW = ("region", "endpoint", "session_token", "max_retries")
"""So few keys that settings of one key meet in every example."""
LISTS = st.lists(settings(FEW), max_size=6) | st.lists(settings(), max_size=6)


def written(history: History) -> list[Setting]:
    """Return all settings of a history."""
    return list(chain.from_iterable(history.values()))


def join(left: History, right: History) -> History:
    """Merge two histories: the operation of the monoid."""
    return merge([*written(left), *written(right)])


@given(LISTS, LISTS, LISTS)
def test_the_merge_is_associative(first: list[Setting], second: list[Setting], third: list[Setting]) -> None:
    """It does not matter which sources are put together first."""
    one, two, three = merge(first), merge(second), merge(third)

    assert join(one, join(two, three)) == join(join(one, two), three)


@given(LISTS)
def test_the_merge_is_idempotent(found: list[Setting]) -> None:
    """What is there twice counts once."""
    assert merge(found) == join(merge(found), merge(found))


@given(LISTS)
def test_no_settings_are_the_identity(found: list[Setting]) -> None:
    """A source that says nothing changes nothing."""
    assert merge(found) == join(merge([]), merge(found)) == join(merge(found), merge([]))


@given(LISTS, LISTS)
def test_the_merge_is_commutative(first: list[Setting], second: list[Setting]) -> None:
    """The order in which sources are read never matters."""
    assert join(merge(first), merge(second)) == join(merge(second), merge(first))


ONE = Setting("region", 1, "region", Origin("argument region"), Layer.ARGUMENT)
"""A number; as text it looks the same."""


@given(LISTS.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
@example(([ONE, ONE._replace(value="1")], [ONE._replace(value="1"), ONE]))
def test_the_order_of_settings_never_matters(orders: tuple[list[Setting], list[Setting]]) -> None:
    """Any permutation of the same settings gives the same history."""
    assert merge(orders[0]) == merge(orders[1])


@given(LISTS)
def test_the_merge_loses_and_invents_nothing(found: list[Setting]) -> None:
    """The history holds exactly the settings that went in."""
    merged = written(merge(found))

    assert all(setting in merged for setting in found)
    assert all(setting in found for setting in merged)


@given(LISTS)
def test_a_higher_layer_stands_first(found: list[Setting]) -> None:
    """In a key's history the layers never rise."""
    for group in merge(found).values():
        layers = [setting.layer for setting in group]

        assert sorted(layers, reverse=True) == layers


class Written:
    """A source of a third party that yields what it was given, each setting at a place of its own."""

    def __init__(self, found: Iterable[Setting]) -> None:
        """Number the places, as no place holds two values."""
        self.settings = [s._replace(origin=Origin(f"place {number}")) for number, s in enumerate(found)]

    def read(self, request: Request) -> Iterator[Setting]:  # noqa: ARG002
        """Yield the settings."""
        yield from self.settings


@given(LISTS)
def test_nothing_written_is_lost_from_the_history(found: list[Setting]) -> None:
    """Whatever is decided, every setting that somebody wrote stands in the history of its key, once."""
    source = Written(found)
    resolution = resolve(env={}, sources=[source])

    for setting in source.settings:
        places = [known.origin for known in resolution.history(setting.key)]

        assert places.count(setting.origin) == 1


@given(LISTS)
def test_the_history_begins_with_the_winner(found: list[Setting]) -> None:
    """`history(key)[0]` is what `resolution[key]` returns."""
    resolution = Resolution(Written(found).settings)

    assert [resolution[key] for key in KEYS] == [resolution.history(key)[0] for key in KEYS]


@given(LISTS)
def test_the_same_place_in_two_layers_is_told_twice(found: list[Setting]) -> None:
    """A source that says the same in two ranks is heard in both."""
    everywhere = [
        setting._replace(origin=Origin("both"), layer=layer)
        for setting in found[:1]
        for layer in (Layer.FILE, Layer.STORE)
    ]
    resolution = Resolution(everywhere)

    for setting in everywhere:
        assert setting.layer in [known.layer for known in resolution.history(setting.key)]
