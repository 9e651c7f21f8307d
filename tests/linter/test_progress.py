"""A long run says on a terminal how far it is, and nowhere else."""

from __future__ import annotations

import io
from itertools import count

import pytest

from s3config.progress import shown_progress


class Terminal(io.StringIO):
    """A stream that people look at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize(
    ("stream", "step", "expected"),
    [
        (Terminal(), 0.01, ""),
        (Terminal(), 0.5, "\r2 files checked\r3 files checked\r4 files checked\r               \r"),
        (io.StringIO(), 0.5, ""),
    ],
    ids=["short", "long", "no terminal"],
)
def test_progress(stream: io.StringIO, step: float, expected: str) -> None:
    """Nothing is said in the first second, and the line is wiped at the end."""
    times = count(0.0, step)
    assert list("abcd") == list(shown_progress("abcd", stream, lambda: next(times)))
    assert expected == stream.getvalue()
