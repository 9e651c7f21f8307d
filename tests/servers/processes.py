"""Servers as processes: started, waited for until they answer, and always ended."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from socket import socket

T = TypeVar("T")

_LEASH = Path(__file__).with_name("leash.py")
_KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_AROUND = {name: os.environ[name] for name in _KEPT if name in os.environ}  # before a test empties it
_PATIENCE = 15.0


class ServerError(RuntimeError):
    """A server did not start; the message holds its output."""


@contextmanager
def running(
    command: Sequence[str | Path],
    folder: Path,
    *,
    ready: Callable[[str], T | None],
    environment: Mapping[str, str] | None = None,
    inherited: Sequence[socket] = (),
    seconds: float = 30,
) -> Iterator[T]:
    """Run a server in a folder of its own while the block runs.

    Args:
        command: The program and its arguments.
        folder: Its working directory and home; its output is kept there in `output.log`.
        ready: Is asked, with the output so far, until it answers something other than None, which is handed on.
        environment: Variables in addition to the few that every program needs.
        inherited: Listening sockets that the server takes over by their number; ours are closed.
        seconds: How long the server may take.
    """
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_LEASH), *map(str, command)],
            cwd=folder,
            env=_AROUND | {"HOME": str(folder)} | dict(environment or {}),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[listening.fileno() for listening in inherited],
            start_new_session=True,  # an interrupt at the keyboard is for pytest, which then ends the server
        )
    for listening in inherited:  # else a client would wait for a server that has ended
        listening.close()
    try:
        yield _wait(process, log, ready, seconds)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:  # pragma: no cover
            process.kill()
            process.wait()


def run(command: Sequence[str | Path], folder: Path, *, seconds: float = 60) -> str:
    """Run a command of a server to its end and answer its output."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=_AROUND | {"HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    if done.returncode:
        raise ServerError(f"{command[0]} ended with status {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def _wait(process: subprocess.Popen[bytes], log: Path, ready: Callable[[str], T | None], seconds: float) -> T:
    deadline = time.monotonic() + seconds
    while True:
        status = process.poll()
        output = log.read_text(errors="replace")
        if status is not None:
            raise ServerError(f"{process.args!r} ended with status {status}:\n{output[-4000:]}")
        if (answer := ready(output)) is not None:
            return answer
        if time.monotonic() > deadline:
            raise ServerError(f"{process.args!r} did not answer within {seconds} s:\n{output[-4000:]}")
        time.sleep(0.01)
