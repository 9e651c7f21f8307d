"""Call a function in a Python process that has done nothing yet, and end it, with its children, if it hangs."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 30
"""How long a call may take; each that can hang has a shorter limit of its own."""

_PROGRAM = """
import pickle, sys
sys.path[:0] = pickle.load(sys.stdin.buffer)
function, arguments = pickle.load(sys.stdin.buffer)
answer = pickle.dumps(function(*arguments))
sys.stdout.buffer.write(answer)
"""


def call(function: Callable[..., Any], *arguments: object) -> Any:
    """Return what a module's function returns in a fresh process, in which every warning is an error."""
    command = [sys.executable, "-W", "error", "-W", "ignore:This process:DeprecationWarning", "-c", _PROGRAM]
    sent = pickle.dumps(sys.path) + pickle.dumps((function, arguments))
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            answer, complaints = process.communicate(sent, timeout=SECONDS)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode != 0:
        raise AssertionError(f"the process ended with {process.returncode}:\n{complaints.decode()}")
    return pickle.loads(answer)  # noqa: S301 (our own)
