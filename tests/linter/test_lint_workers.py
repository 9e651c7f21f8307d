"""Many files are linted by several processes, and the answer is that of one."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from s3config import workers
from s3config.cli import main
from s3config.validation import of_file
from s3config.workers import Linted, lint_files

COUNT = 130


def written() -> list[Path]:
    """Write many files, every tenth with a fault, and return their paths."""
    paths = [Path(f"{number}.env") for number in range(COUNT)]
    for number, path in enumerate(paths):
        path.write_text("AWS_REGION=us_east_1\n" if number % 10 == 0 else "AWS_REGION=eu-west-1\n")
    return paths


@pytest.mark.parametrize("cores", [1, 2, 3])
@pytest.mark.parametrize("at_once", [65, 2000])
def test_files_come_in_order(cores: int, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many processes there are, and however often they begin anew, nothing is lost or out of place."""
    monkeypatch.setattr(workers, "_cores", lambda: cores)
    monkeypatch.setattr(workers, "_AT_ONCE", at_once)
    paths = written()
    expected = [Linted(str(path), of_file(path)) for path in paths]
    assert sum(bool(linted.diagnostics) for linted in expected) == COUNT // 10
    assert expected == list(lint_files(iter(paths)))


def test_a_helper_that_is_killed_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process leaves undone is done by the one that waits for it."""
    parent = os.getpid()
    lint = workers._lint

    def dying(path: Path, targets: tuple[str, ...]) -> Linted:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return lint(path, targets)

    monkeypatch.setattr(workers, "_cores", lambda: 2)
    monkeypatch.setattr(workers, "_lint", dying)
    paths = written()
    assert list(lint_files(paths)) == [Linted(str(path), of_file(path)) for path in paths]


def test_the_command_counts_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    """A directory of many files is one run with one summary."""
    written()
    assert main(["validate", "."]) == 1
    shown = capsys.readouterr()
    assert shown.err.startswith(f"{COUNT // 10} errors in {COUNT} inputs")
    assert shown.out.count("RG003") == COUNT // 10
