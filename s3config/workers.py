"""Lints many files at once, on all cores."""

from __future__ import annotations

import multiprocessing
import os
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from s3config.tools import chosen
from s3config.validation import of_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from s3config.diagnostics import Diagnostic

Linted = tuple[str, list["Diagnostic"]]
"""A path, and what is wrong there."""
_FEW = 40
"""Up to so many files it takes longer to start processes than to read the files."""
_AT_ONCE = 25
"""How many files a process is handed at a time."""


def lint_files(paths: Iterable[Path], targets: tuple[str, ...] = ()) -> Iterator[Linted]:
    """Yield what is wrong in files, in their order; the paths are taken as they are wanted.

    Args:
        paths: The files.
        targets: The ids of the tools that are to read the configuration.
    """
    waiting = iter(paths)
    first = list(islice(waiting, _FEW + 1))
    cores = _cores()
    if len(first) <= _FEW or cores == 1:
        for path in chain(first, waiting):
            yield _lint(targets, path)
        return
    from s3config.rules import rules

    for rule in rules().values():  # loaded once, here, and not by each process
        _ = rule.check
    with _context().Pool(cores) as pool:
        work = pool.imap(partial(_lint, targets), chain(first, waiting), chunksize=_AT_ONCE)
        yield from work


def _lint(targets: tuple[str, ...], path: Path) -> Linted:
    return str(path), of_file(path, chosen(targets))


def _context() -> multiprocessing.context.BaseContext:
    """Return how processes are started: by forking where that is safe, which costs a tenth of starting afresh."""
    return multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
