"""The doctor: a ladder of steps, from the settings to an object and back, each of which finds one kind of fault."""

from __future__ import annotations

import threading
import time
from enum import StrEnum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, NamedTuple, Protocol

from s3config.checking import steps

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from s3config.checking.trial import Trial
    from s3config.origin import Setting

_FIRST = "resolve"
"""The step that says what the configuration is, and repeats nothing that a server says."""
_GRACE = 0.05
"""Seconds that a step has for its words when its time is over."""


class Status(StrEnum):
    """How a step ended."""

    OK = "ok"
    WARNING = "warning"
    """It works, and something is to be known."""
    FAILED = "failed"
    SKIPPED = "skipped"
    """It was not wanted, or a step before it failed that it needs."""


class Change(NamedTuple):
    """A setting to look at."""

    key: str
    setting: Setting | None
    """What decides it now; `None` if nobody wrote it."""
    value: object
    """What holds, secrets hidden."""
    to: str | None
    """What it should be, where that is known."""


class Cause(NamedTuple):
    """Why a step failed, and what to do about it."""

    name: str
    text: str
    remedy: str
    changes: tuple[Change, ...]
    """The likeliest first."""
    codes: tuple[str, ...] = ()
    """The rules that find it beforehand, and did."""


class Finding(NamedTuple):
    """What a step found."""

    status: Status
    found: str
    cause: Cause | None = None
    blocks: bool = True
    """Whether the steps that need a failed one are in vain."""


class Result(NamedTuple):
    """A finding, whose it is, and how long it took."""

    name: str
    finding: Finding
    milliseconds: float


class Step(Protocol):
    """A module in `steps/`.

    Attributes:
        RANK: Its place on the ladder.
        NEEDS: The steps without which it is in vain.
    """

    RANK: int
    NEEDS: tuple[str, ...]

    def run(self, trial: Trial) -> Finding:
        """Try it.

        Raises:
            FailedStepError: It cannot be, and why.
        """
        ...


class FailedStepError(Exception):
    """Ends a step that found a fault."""

    def __init__(self, found: str, cause: Cause, *, blocks: bool = True) -> None:
        """Keep what was found; no secret is in it."""
        super().__init__(found)
        self.finding = Finding(Status.FAILED, found, cause, blocks)


def ok(found: str) -> Finding:
    """Return that it works."""
    return Finding(Status.OK, found)


def skipped(why: str) -> Finding:
    """Return that there is nothing to do."""
    return Finding(Status.SKIPPED, why)


@cache
def ladder() -> tuple[tuple[str, Step], ...]:
    """Return all steps by name, in their order."""
    modules = {module.name: import_module(f"{steps.__name__}.{module.name}") for module in iter_modules(steps.__path__)}
    named = ((name.replace("_", "-"), module) for name, module in modules.items())
    return tuple(sorted(named, key=lambda item: int(item[1].RANK)))


def climb(trial: Trial, begun: Callable[[str], None] = lambda _name: None) -> Generator[Result, None, None]:
    """Try one step after the other; what was written is removed, whatever happens.

    Args:
        trial: What is tried.
        begun: Is told the name of each step that begins.

    Yields:
        What each found, as soon as it is known.
    """
    blocked: dict[str, str] = {}
    try:
        for name, step in ladder():
            obstacle = next((blocked[need] for need in step.NEEDS if need in blocked), None)
            if obstacle is not None:
                blocked[name] = obstacle
                yield Result(name, skipped(f"needs {obstacle}, which failed"), 0.0)
                continue
            begun(name)
            result = _timed(name, step, trial)
            if result.finding.status is Status.FAILED and result.finding.blocks:
                blocked[name] = name
            yield result
    finally:
        trial.clean_up()


def _timed(name: str, step: Step, trial: Trial) -> Result:
    """Run a step in a thread, for neither a look-up of a name nor a backend can be stopped from outside."""
    found: list[Finding] = []
    begin = time.monotonic()
    trial.begin()
    ended = threading.Event()  # an interrupted `Thread.join` takes the thread for ended

    def work() -> None:
        found.append(_outcome(step, trial))
        ended.set()

    threading.Thread(target=work, daemon=True, name=f"check-{name}").start()
    ended.wait(trial.seconds + _GRACE)
    finding = found[0] if found else trial.too_slow(name)
    if name != _FIRST:
        finding = trial.concealed(finding)
    return Result(name, finding, (time.monotonic() - begin) * 1000)


def _outcome(step: Step, trial: Trial) -> Finding:
    try:
        return step.run(trial)
    except FailedStepError as failure:
        return failure.finding
    except Exception as error:  # noqa: BLE001 (a backend of others may raise anything)
        return trial.unexpected(error)
