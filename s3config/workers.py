"""Lints many files at once, on all cores where the system can fork."""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from s3config.linting import preload
from s3config.tools import chosen
from s3config.validation import of_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from s3config.diagnostics import Diagnostic

_FEW = 60
"""Up to so many files it takes longer to start processes than to read the files."""
_AT_ONCE = 2000
"""How many files the processes share before all wait for the last; it bounds the memory."""


class Linted(NamedTuple):
    """What is wrong in a file."""

    path: str
    diagnostics: list[Diagnostic]


class _Helper(NamedTuple):
    pid: int
    results: BinaryIO


def lint_files(paths: Iterable[Path], targets: tuple[str, ...] = ()) -> Iterator[Linted]:
    """Yield what is wrong in files, in their order; the paths are taken as they are wanted.

    Args:
        paths: The files.
        targets: The ids of the tools that are to read the configuration.
    """
    waiting = iter(paths)
    batch = list(islice(waiting, _FEW + 1))
    cores = _cores()
    if len(batch) <= _FEW or cores == 1:
        yield from (_lint(path, targets) for path in chain(batch, waiting))
        return
    preload(with_targets=bool(targets))  # once, here, and not by each process
    while batch:
        batch.extend(islice(waiting, _AT_ONCE - len(batch)))
        yield from _together(batch, targets, cores)
        batch = list(islice(waiting, _AT_ONCE))


def _together(batch: list[Path], targets: tuple[str, ...], cores: int) -> Iterator[Linted]:
    """Lint files in this process and in others, each of which takes every n-th."""
    shares = [batch[number::cores] for number in range(cores)]
    helpers = [_help(share, targets) for share in shares[1:]]
    linted = [[_lint(path, targets) for path in shares[0]]]
    linted.extend(_results(helper, share, targets) for helper, share in zip(helpers, shares[1:], strict=True))
    return (linted[number % cores][number // cores] for number in range(len(batch)))


def _help(share: list[Path], targets: tuple[str, ...]) -> _Helper:
    """Fork a process, which is safe for there are no threads, and takes a tenth of the time of a fresh one."""
    results, sent = os.pipe()
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException):  # the parent does what is left undone
            os.close(results)
            with os.fdopen(sent, "wb") as pipe:
                pickle.dump([_lint(path, targets) for path in share], pipe)
        os._exit(0)
    os.close(sent)
    return _Helper(pid, os.fdopen(results, "rb"))


def _results(helper: _Helper, share: list[Path], targets: tuple[str, ...]) -> list[Linted]:
    """Wait for a process; what one that was killed leaves undone is done here."""
    with helper.results:
        try:
            linted: list[Linted] = pickle.load(helper.results)  # noqa: S301 (from our own process)
        except (EOFError, pickle.UnpicklingError):
            linted = [_lint(path, targets) for path in share]
    os.waitpid(helper.pid, 0)
    return linted


def _lint(path: Path, targets: tuple[str, ...]) -> Linted:
    return Linted(str(path), of_file(path, chosen(targets)))


def _cores() -> int:
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
