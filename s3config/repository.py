"""Secrets in files, and the git repository around: whether git keeps a file, ignores it, or would take it in."""

from __future__ import annotations

import os
import re
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s3config.config.addresses import is_loopback
from s3config.redaction import reveal

if TYPE_CHECKING:
    from s3config.origin import Setting
    from s3config.subject import Subject

_SECRETS = ("secret_access_key", "session_token", "sse_customer_key_base64")
_SHORTEST = 16
"""Characters of a secret; what is shorter is a word that everybody knows, such as `minioadmin`."""
_REFERENCE = re.compile(r"(?i)[a-z+]+://|arn:|/[a-z]|[a-z]+(?:-[a-z]+)+\Z")
"""What only names a secret, or is made of words, such as `local-dev-secret`."""
_PATIENCE = 10.0
"""Seconds after which git is not waited for."""
_ELSEWHERE = frozenset({
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE",
    "GIT_PREFIX",
})  # fmt: skip
"""Variables that name another repository than that of the directory; a hook has them."""
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
_NO_PROGRAMS = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
"""The repository may be anybody's: no program runs that its settings name. Source: git documentation, git-config."""


class Standing(Enum):
    """What a file is to git."""

    TRACKED = "tracked"
    UNTRACKED = "untracked"
    """Neither tracked nor ignored."""
    IGNORED = "ignored"


class _Lists(NamedTuple):
    tracked: frozenset[str]
    untracked: frozenset[str]


def written_secrets(subject: Subject) -> dict[Path, tuple[Setting, ...]]:
    """Return the secrets that are written out in files and open something, by file."""
    found: dict[Path, list[Setting]] = {}
    for key in _SECRETS:
        for setting in subject.written(key) if subject.said(key) else ():
            if setting.origin.line is not None and _is_real(setting) and not subject.is_unknown(setting.origin):
                found.setdefault(Path(setting.origin.place), []).append(setting)
    return {} if found and _is_for_trials(subject) else {path: tuple(settings) for path, settings in found.items()}


def _is_real(setting: Setting) -> bool:
    text = reveal(setting.value)
    return (
        isinstance(text, str)
        and len(text) >= _SHORTEST
        and "EXAMPLE" not in text.upper()
        and _REFERENCE.match(text) is None
    )


def _is_for_trials(subject: Subject) -> bool:
    """Tell whether the store is on this machine, or beside in a network of containers."""
    address = subject.address
    return address is not None and (is_loopback(address.root) or "." not in address.host.strip("[]").replace(":", "."))


def standing(path: Path) -> Standing | None:
    """Tell what a file is to git; `None` if it is in no work tree, or if git is not there or does not answer."""
    where = _where(path)
    lists = None if where is None else _lists(where[0], _state(where[0]))
    if where is None or lists is None:
        return None
    if where[1] in lists.tracked:
        return Standing.TRACKED
    return Standing.UNTRACKED if where[1] in lists.untracked else Standing.IGNORED


def ignoring(path: Path) -> tuple[str, str] | None:
    """Return the path of the repository's `.gitignore`, and the line that makes git ignore a file and no other one."""
    where = _where(path)
    if where is None or where[1] != where[1].strip() or "\n" in where[1]:
        return None
    root, name = where
    shown = root if path.is_absolute() else Path(os.path.relpath(root))
    return str(shown / ".gitignore"), "/" + re.sub(r"([\\*?\[])", r"\\\1", name)


def _where(path: Path) -> tuple[Path, str] | None:
    """Return the root of the work tree, and the file's path in it as git writes it."""
    try:
        folder = path.parent.resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    for root in (folder, *folder.parents):
        if (root / ".git").exists():
            return root, (folder / path.name).relative_to(root).as_posix()
    return None


def _state(root: Path) -> tuple[int, ...]:
    """Return what changes when a file is added, or when what is to be ignored does."""
    return tuple(
        number for name in (".git/index", ".git/info/exclude", ".gitignore") for number in _changed(root / name)
    )


def _changed(path: Path) -> tuple[int, int]:
    try:
        about = path.stat()
    except OSError:
        return 0, 0
    return about.st_mtime_ns, about.st_size


@lru_cache(maxsize=16)
def _lists(root: Path, state: tuple[int, ...]) -> _Lists | None:  # noqa: ARG001 (it is a part of the key of the cache)
    tracked = _ask(root)
    untracked = None if tracked is None else _ask(root, "--others", "--exclude-standard")
    return None if tracked is None or untracked is None else _Lists(tracked, untracked)


def _ask(root: Path, *options: str) -> frozenset[str] | None:
    """List files of a work tree."""
    import subprocess  # wanted where a secret is written out

    variables = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    try:
        done = subprocess.run(  # noqa: S603 (git, with words of our own)
            ["git", *_NO_PROGRAMS, "ls-files", "-z", *options],  # noqa: S607 (whichever git the user has)
            cwd=root,
            env={**variables, **_QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return frozenset(map(os.fsdecode, done.stdout.split(b"\0"))) if done.returncode == 0 else None
