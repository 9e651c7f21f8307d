"""Run a command until standard input ends, so that it never outlives whoever started it, however that ended."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

PATIENCE = 5.0  # seconds between asking a command to end and making it


def main(command: list[str]) -> int:
    """Run a command, which inherits the sockets given to us, and answer its exit status."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, close_fds=False)

    def follow() -> None:
        while os.read(0, 1):  # not by a buffered file, whose lock this thread would hold when we end
            pass
        child.terminate()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()

    threading.Thread(target=follow, daemon=True).start()
    return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
