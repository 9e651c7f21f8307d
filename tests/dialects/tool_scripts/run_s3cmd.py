"""s3cmd: its configuration file."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path


def write(text: str, url: str, body: bytes) -> None:
    """Put a file."""
    local = Path("file")
    local.write_bytes(body)
    _s3cmd(text, "put", "--no-guess-mime-type", str(local), url)


def read(text: str, url: str) -> bytes:
    """Get a file."""
    local = Path("file")
    _s3cmd(text, "get", "--force", url, str(local))
    return local.read_bytes()


def _s3cmd(text: str, *words: str) -> None:
    configuration = Path.home() / ".s3cfg"
    configuration.touch(0o600)
    configuration.write_text(text)
    program = Path(sysconfig.get_path("scripts")) / "s3cmd"
    command: list[str | Path] = [
        sys.executable,
        "-W",
        "ignore",
        program,
        "--config",
        configuration,
        "--no-progress",
        *words,
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
