"""Runs one tool in many environments, each in a fork of one process that has loaded the tool already.

Standard input says, in JSON, which tool, its arguments, and for each run its variables in their order, the URL to write
to and what; each answer is a line of JSON: nothing, or what the tool said when it failed.
"""

from __future__ import annotations

import base64
import json
import os
import select
import signal
import sys
from collections import deque
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

_LOADED = {"obstore": "obstore.store", "pyarrow": "pyarrow"}
"""What is loaded before the forks; pyarrow's S3 is not, for it starts threads, which no fork has."""
_SECONDS = 30


class _Fork(NamedTuple):
    pid: int
    reader: int


def main() -> None:
    """Do all runs, as many at a time as there are processors."""
    sys.path.insert(0, str(Path(__file__).with_name("tool_scripts")))
    said = json.load(sys.stdin)
    import_module(_LOADED.get(said["tool"], said["tool"]))
    forks: deque[_Fork] = deque()
    for run in said["runs"]:
        if len(forks) == (os.cpu_count() or 1):
            _answer(forks.popleft())
        forks.append(_fork(said["tool"], said["values"], run))
    for fork in forks:
        _answer(fork)


def _fork(tool: str, values: Any, run: Any) -> _Fork:
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        os.write(writer, (_outcome(tool, values, run) or "").encode()[:4000])
        os._exit(0)
    os.close(writer)
    return _Fork(child, reader)


def _answer(fork: _Fork) -> None:
    if select.select([fork.reader], [], [], _SECONDS)[0]:
        outcome = os.read(fork.reader, 4000).decode(errors="replace") or None
    else:
        os.kill(fork.pid, signal.SIGKILL)
        outcome = f"nothing happened within {_SECONDS} seconds"
    os.close(fork.reader)
    os.waitpid(fork.pid, 0)
    sys.stdout.write(json.dumps(outcome) + "\n")
    sys.stdout.flush()  # or each fork would write it once more


def _outcome(tool: str, values: Any, run: Any) -> str | None:
    os.environ.clear()
    os.environ.update(run["environment"])  # one after the other, so that they stand in this order
    try:
        import_module(f"run_{tool}").write(values, run["url"], base64.b64decode(run["body"]))
    except BaseException as error:  # noqa: BLE001 (pyo3's panics are no `Exception`)
        return f"{type(error).__name__}: {error}"
    return None


if __name__ == "__main__":
    main()
