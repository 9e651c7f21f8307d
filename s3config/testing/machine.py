"""A state machine that does the same to a store and to one in memory, and compares what they say."""

# ruff: noqa: S101 (the comparison)

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from s3config.errors import StoreError
from s3config.store import S3Store
from s3config.testing.calls import Calls
from s3config.testing.capabilities import EVERYTHING, Capability
from s3config.testing.trials import OTHER

if TYPE_CHECKING:
    from collections.abc import Callable

    from s3config.objects import ObjectMeta

_NAMES = ("a", "b", "a b", "a-", "a+%", "é", "\uff5e", "\U0001f600")
_DEEPEST = 3
_MOST_BYTES = 40
PATHS = st.lists(st.sampled_from(_NAMES), min_size=1, max_size=_DEEPEST).map("/".join)
CONTENTS = st.binary(max_size=_MOST_BYTES)
NUMBERS = st.integers(0, _MOST_BYTES + 2)
RANGES = st.one_of(
    st.tuples(NUMBERS, NUMBERS),
    st.builds(lambda number: {"offset": number}, NUMBERS),
    st.builds(lambda number: {"suffix": number}, NUMBERS),
)
CONDITIONS = st.tuples(st.sampled_from(["if_match", "if_none_match"]), st.sampled_from(["own", "other", "*"]))


class StoreMachine(RuleBasedStateMachine):
    """Puts, gets, listings, deletions, copies and renames, called and awaited; see the package for how to use it."""

    def __init__(self, store: Any, capabilities: frozenset[Capability] = EVERYTHING) -> None:  # noqa: ANN401
        """Begin with a store.

        Args:
            store: Whatever is like an empty store.
            capabilities: What it can do.
        """
        super().__init__()
        self.capabilities = capabilities
        self._runner = asyncio.Runner()
        self._model = Calls(S3Store("model", backend="memory"), None, _no_tags)
        self._calls = (Calls(store, None, _no_tags), Calls(store, self._runner, _no_tags))
        self._turn = 0

    @classmethod
    def on(
        cls,
        store: Callable[[], Any],
        capabilities: frozenset[Capability] = EVERYTHING,
    ) -> type[StoreMachine]:
        """Return a machine that begins each time with a new store, as Hypothesis wants it.

        Args:
            store: Makes an empty store.
            capabilities: What it can do.
        """

        class OnThese(cls):  # type: ignore[valid-type,misc] # whatever was subclassed
            def __init__(self) -> None:
                super().__init__(store(), capabilities)

        return OnThese

    def teardown(self) -> None:
        """End the event loop."""
        self._runner.close()

    def _has(self, capability: Capability) -> bool:
        return capability in self.capabilities

    def _same(self, do: Callable[[Calls], Any]) -> None:
        """Compare what a call gives, or its error's class; calls are called and awaited in turn."""
        self._turn += 1
        expected, actual = _outcome(do, self._model), _outcome(do, self._calls[self._turn % 2])
        assert expected == actual

    @initialize(paths=st.lists(PATHS, min_size=1, max_size=4))
    def begin(self, paths: list[str]) -> None:
        """Begin with some objects, so that there is something to find."""
        for path in self._possible(paths):
            self._same(lambda calls, path=path: _nothing(calls.put(path, path.encode())))  # type: ignore[misc]

    def _possible(self, paths: list[str]) -> list[str]:
        """Return paths that can be objects beside those that are there."""
        if self._has(Capability.OBJECTS_BELOW_OBJECTS):
            return paths
        return [path.replace("/", "_") for path in paths]

    def _known(self, data: st.DataObject) -> str:
        """Draw a path, that of an object more often than not."""
        present = self._model.paths()
        paths = st.one_of(st.sampled_from(present), PATHS) if present else PATHS
        return self._possible([data.draw(paths)])[0]

    @rule(data=st.data(), content=CONTENTS, kind=st.sampled_from([bytes, bytearray, memoryview, list, tuple]))
    def put(self, data: st.DataObject, content: bytes, kind: Callable[[Any], Any]) -> None:
        """Write an object."""
        path = self._known(data)
        pieces = [content[:5], content[5:]] if kind in (list, tuple) else content
        self._same(lambda calls: _nothing(calls.put(path, kind(pieces))))

    @precondition(lambda self: self._has(Capability.CONDITIONAL_PUT))
    @rule(data=st.data(), content=CONTENTS)
    def create(self, data: st.DataObject, content: bytes) -> None:
        """Write an object where none is."""
        path = self._known(data)
        self._same(lambda calls: _nothing(calls.put(path, content, mode="create")))

    @precondition(lambda self: self._has(Capability.CONDITIONAL_UPDATE))
    @rule(data=st.data(), content=CONTENTS, own=st.booleans())
    def update(self, data: st.DataObject, content: bytes, own: bool) -> None:  # noqa: FBT001
        """Replace a version, or one that was never there."""
        path = self._known(data)
        self._same(
            lambda calls: _nothing(calls.put(path, content, mode={"e_tag": _e_tag(calls, path) if own else OTHER}))
        )

    @rule(data=st.data())
    def get(self, data: st.DataObject) -> None:
        """Fetch an object."""
        path = self._known(data)
        self._same(lambda calls: calls.content(path))

    @precondition(lambda self: self._has(Capability.RANGES))
    @rule(data=st.data(), wanted=RANGES)
    def get_part(self, data: st.DataObject, wanted: Any) -> None:  # noqa: ANN401
        """Fetch a part of an object that has content; of the last bytes of none, servers say different things."""
        path = self._known(data)
        if self._model.paths() and path in self._model.paths() and not self._model.content(path):
            return
        self._same(lambda calls: _part(calls, path, wanted))

    @precondition(lambda self: self._has(Capability.RANGES))
    @rule(data=st.data(), wanted=st.lists(st.tuples(NUMBERS, st.integers(1, _MOST_BYTES)), max_size=4))
    def get_ranges(self, data: st.DataObject, wanted: list[tuple[int, int]]) -> None:
        """Fetch several parts."""
        path = self._known(data)
        starts, lengths = [start for start, _ in wanted], [length for _, length in wanted]
        self._same(lambda calls: calls.get_ranges(path, starts=starts, lengths=lengths))

    @precondition(lambda self: self._has(Capability.CONDITIONAL_GET))
    @rule(data=st.data(), condition=CONDITIONS)
    def get_if(self, data: st.DataObject, condition: tuple[str, str]) -> None:
        """Fetch an object under a condition."""
        path, (option, which) = self._known(data), condition
        self._same(
            lambda calls: calls.content(path, **{option: {"own": _e_tag(calls, path), "other": OTHER, "*": "*"}[which]})
        )

    @rule(data=st.data())
    def head(self, data: st.DataObject) -> None:
        """Ask what is known of an object."""
        path = self._known(data)
        self._same(lambda calls: _summary(calls.head(path)))

    @precondition(lambda self: self._has(Capability.ORDERED_LISTING))
    @rule(prefix=st.none() | PATHS, offset=st.none() | PATHS, size=st.integers(1, 5))
    def list_objects(self, prefix: str | None, offset: str | None, size: int) -> None:
        """List what is below a prefix and behind an offset, in chunks."""
        self._same(
            lambda calls: [
                [_summary(meta) for meta in chunk]
                for chunk in calls.each(calls.stream(prefix, offset=offset, chunk_size=size))
            ]
        )

    @rule(prefix=st.none() | PATHS)
    def list_with_delimiter(self, prefix: str | None) -> None:
        """List one level."""
        self._same(lambda calls: _level(calls, prefix))

    @rule(data=st.data(), several=st.booleans())
    def delete(self, data: st.DataObject, several: bool) -> None:  # noqa: FBT001
        """Delete an object, or two."""
        paths: Any = [self._known(data), self._known(data)] if several else self._known(data)
        self._same(lambda calls: calls.delete(paths))

    @rule(data=st.data(), operation=st.sampled_from(["copy", "rename"]), overwrite=st.booleans())
    def move(self, data: st.DataObject, operation: str, overwrite: bool) -> None:  # noqa: FBT001
        """Copy or rename an object; not onto itself, of which servers say different things."""
        from_, to = self._known(data), self._known(data)
        if from_ != to and (overwrite or self._has(Capability.COPY_IF_NOT_EXISTS)):
            self._same(lambda calls: getattr(calls, operation)(from_, to, overwrite=overwrite))

    @invariant()
    def same_objects(self) -> None:
        """Both hold the same objects, whatever was done."""
        self._same(lambda calls: sorted((meta["path"], meta["size"]) for meta in calls.list()))


def _outcome(do: Callable[[Calls], Any], calls: Calls) -> tuple[str, Any]:
    try:
        return "returned", do(calls)
    except StoreError as error:
        return "raised", type(error)


def _nothing(_: object) -> None:
    """Leave out what only one store can know, such as an ETag."""


def _no_tags(_: object, __: str) -> None:
    return None


def _e_tag(calls: Calls, path: str) -> str:
    """Return an object's own ETag, or another if there is no object."""
    try:
        found: str = calls.head(path)["e_tag"]
    except StoreError:
        return OTHER
    return found


def _part(calls: Calls, path: str, wanted: Any) -> tuple[tuple[int, int], int, bytes]:  # noqa: ANN401
    result = calls.get(path, options={"range": wanted})
    return result.range, result.meta["size"], calls.read(result)


def _summary(meta: ObjectMeta) -> tuple[str, int]:
    return meta["path"], meta["size"]


def _level(calls: Calls, prefix: str | None) -> tuple[list[str], list[tuple[str, int]]]:
    found = calls.list_with_delimiter(prefix)
    return sorted(found["common_prefixes"]), sorted(_summary(meta) for meta in found["objects"])
