"""Does with one tool what standard input says, and writes down how that went: the beginning of each tool's process."""

from __future__ import annotations

import io
import os
import pickle
import sys
from importlib import import_module
from typing import Any


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, pid: str) -> Any:
        """Return the one object of this name."""
        return getattr(import_module("botocore"), pid)


def main() -> None:
    """Do each task; a tool's own chatter goes to standard error."""
    answers = os.dup(1)
    os.dup2(2, 1)
    said = _Unpickler(io.BytesIO(sys.stdin.buffer.read())).load()
    tool = import_module(f"run_{said['tool']}")
    outcomes = [_outcome(tool, said["values"], *task) for task in said["tasks"]]
    with open(answers, "wb") as stream:  # noqa: PTH123 (a number, no path)
        pickle.dump(outcomes, stream)


def _outcome(tool: Any, values: Any, action: str, url: str, body: bytes) -> tuple[bool, bytes | str]:
    try:
        if action == "write":
            tool.write(values, url, body)
            return True, b""
        return True, tool.read(values, url)
    except BaseException as error:  # noqa: BLE001 (pyo3's panics are no `Exception`)
        return False, f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
