"""What git is asked about files with secrets, and what it must not do then."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from s3config import validate
from s3config.repository import Standing, standing

SECRET = "pR7vX2mK9sLq4TzB8wYc"


def git(*arguments: str, folder: str = ".") -> None:
    """Run git."""
    subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True)  # noqa: S607 (whichever git there is)


def codes(path: Path) -> set[str]:
    """Return the codes of what is wrong in a file, as far as git has to do with it."""
    return {diagnostic.code for diagnostic in validate(path, select=["SEC004", "SEC005"])}


def write(text: str, name: str = ".env") -> Path:
    """Write a file."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def pair(secret: str, rest: str = "") -> str:
    """Return the lines of a key pair."""
    return f"AWS_ACCESS_KEY_ID=backup\nAWS_SECRET_ACCESS_KEY={secret}\n{rest}"


@pytest.mark.parametrize("name", [".env", "sub/dir/.env", "with space/ü.env", "a[b]*/.env"])
def test_standing(name: str) -> None:
    """A file is untracked, then ignored, then tracked."""
    git("init", "--quiet")
    path = write(pair(SECRET), name)
    assert standing(path) is Standing.UNTRACKED
    write("*.env\n", ".gitignore")
    assert standing(path) is Standing.IGNORED
    git("add", "--force", name)
    assert standing(path) is Standing.TRACKED
    assert standing(path.absolute()) is Standing.TRACKED


def test_outside_of_a_repository() -> None:
    """Without a work tree nothing is said."""
    assert standing(write(pair(SECRET))) is None
    assert codes(Path(".env")) == set()


@pytest.mark.parametrize(
    ("text", "is_secret"),
    [
        (pair(SECRET), True),
        (pair(SECRET, "AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud\nAWS_REGION=fr-par\n"), True),
        (pair("AKIDEXAMPLEKEYEXAMPLEKEY"), False),
        (pair("minioadmin"), False),
        (pair("${SECRET}"), False),
        (pair("<your-secret-access-key>"), False),
        (pair(SECRET, "AWS_ENDPOINT_URL=http://localhost:9000\n"), False),
        (pair(SECRET, "AWS_ENDPOINT_URL=http://minio:9000\nAWS_ALLOW_HTTP=true\n"), False),
        ("AWS_REGION=eu-central-1\n", False),
    ],
)
def test_secrets_that_matter(text: str, *, is_secret: bool) -> None:
    """Placeholders, and what opens only a store for trials, may be in a repository."""
    git("init", "--quiet")
    path = write(text)
    assert codes(path) == {"SEC005"} & ({"SEC005"} if is_secret else set())
    git("add", "--all")
    assert codes(path) == ({"SEC004"} if is_secret else set())


def test_other_files_need_not_be_ignored() -> None:
    """A file that is no `.env` file is a fault only once it is tracked."""
    git("init", "--quiet")
    path = write(f'access_key_id = "backup"\nsecret_access_key = "{SECRET}"\n', "s3config.toml")
    assert codes(path) == set()
    git("add", "--all")
    assert codes(path) == {"SEC004"}


def test_example_files_are_left_alone() -> None:
    """An example is there to be tracked."""
    git("init", "--quiet")
    path = write(pair(SECRET), ".env.example")
    git("add", "--all")
    assert codes(path) == set()


def test_runs_no_program_of_the_repository() -> None:
    """Settings of a repository that name programs have no effect."""
    git("init", "--quiet")
    program = write("#!/bin/sh\ntouch was-run\n", "program").absolute()
    program.chmod(0o755)
    git("config", "core.fsmonitor", str(program))
    assert codes(write(pair(SECRET))) == {"SEC005"}
    assert not list(Path().rglob("was-run"))
    git("ls-files", "--others")
    assert list(Path().rglob("was-run")), "the program would not have run anyway"


def test_asks_the_repository_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hook says of its own repository does not count."""
    git("init", "--quiet", "other")
    git("init", "--quiet", "own")
    monkeypatch.setenv("GIT_DIR", str(Path("other/.git").absolute()))
    monkeypatch.setenv("GIT_INDEX_FILE", str(Path("other/.git/index").absolute()))
    assert standing(write(pair(SECRET), "own/.env")) is Standing.UNTRACKED


def test_without_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is not installed nothing is said."""
    git("init", "--quiet")
    path = write(pair(SECRET))
    monkeypatch.setenv("PATH", "")
    assert standing(path) is None
    assert codes(path) == set()


@pytest.mark.parametrize("name", [".env", "deploy/.env", "a[b]*/.env", "#x/.env", "ü ü/.env"])
def test_fix_ignores_the_file_and_no_other(name: str) -> None:
    """The line that is proposed makes git ignore the file."""
    git("init", "--quiet")
    path = write(pair(SECRET), name)
    other = write(pair(SECRET), "other/.env")
    (found,) = validate(path, select=["SEC005"])
    assert found.fix is not None
    assert [edit.place for edit in found.fix.edits] == [".gitignore"]
    write("".join(edit.text for edit in found.fix.edits), ".gitignore")
    assert standing(path) is Standing.IGNORED
    assert standing(other) is Standing.UNTRACKED
