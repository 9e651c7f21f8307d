"""rclone: a remote of a configuration file."""

from __future__ import annotations

import re
import subprocess
import sysconfig
from pathlib import Path


def write(text: str, url: str, body: bytes) -> None:
    """Copy a file there."""
    local = Path("file")
    local.write_bytes(body)
    _rclone(text, str(local), _place(text, url))


def read(text: str, url: str) -> bytes:
    """Copy a file from there."""
    local = Path("file")
    _rclone(text, _place(text, url), str(local))
    return local.read_bytes()


def _place(text: str, url: str) -> str:
    (remote,) = re.findall(r"^\[(.+)\]$", text, re.MULTILINE)
    return url.replace("s3://", f"{remote}:")


def _rclone(text: str, source: str, target: str) -> None:
    configuration = Path.home() / "rclone.conf"
    configuration.touch(0o600)
    configuration.write_text(text)
    program = Path(sysconfig.get_path("scripts")) / "rclone"
    once = ["--retries", "1", "--low-level-retries", "1"]  # which multiply
    words: list[str | Path] = ["--config", configuration, *once, "--ignore-times", "copyto", source, target]
    done = subprocess.run([program, *words], capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
