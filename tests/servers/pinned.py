"""Environments of their own for packages that the tests need at one exact version."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".environments"

_UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
_AROUND = {name: value for name, value in os.environ.items() if name not in _UNWANTED}  # before a test empties it
_INSTALL_SECONDS = 300


class PinnedError(RuntimeError):
    """An environment could not be made."""


def environment(name: str, requirement: str, version: str) -> Path:
    """Answer the Python of an environment that holds a package at exactly this version.

    It is made when it is first asked for and kept for later runs; parallel runs wait for each other.

    Args:
        name: The distribution whose version counts, such as `ministack`.
        requirement: What pip installs, such as `ministack==1.5.33`.
        version: The version that must then be there.
    """
    FOLDER.mkdir(exist_ok=True)
    home = FOLDER / f"{name}-{version}-{sys.implementation.cache_tag}"
    python = home / "bin" / "python"
    with home.with_suffix(f"{home.suffix}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _installed(python, name) != version:
            shutil.rmtree(home, ignore_errors=True)
            _run([sys.executable, "-m", "venv", str(home)])
            _run([str(python), "-m", "pip", "install", "--quiet", "--no-input", requirement])
        found = _installed(python, name)
    if found != version:
        raise PinnedError(f"{requirement} gave {name} {found} instead of {version} in {home}")
    return python


def _installed(python: Path, name: str) -> str | None:
    """The version of a distribution in an environment, or None when there is none that works."""
    program = f"from importlib.metadata import version; print(version({name!r}))"
    try:
        done = subprocess.run([python, "-I", "-c", program], env=_AROUND, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command,
        env=_AROUND,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_INSTALL_SECONDS,
        check=False,
    )
    if done.returncode:
        raise PinnedError(f"{' '.join(command)} ended with status {done.returncode}:\n{done.stdout}")
