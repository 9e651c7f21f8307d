"""The quick reader of `.env` files agrees with python-dotenv's parser wherever it does not hand over to it."""

from __future__ import annotations

import io

from dotenv.parser import parse_stream
from hypothesis import given
from hypothesis import strategies as st

from s3config.assignments import read_lines

_PIECES = st.sampled_from([
    "A", "AWS_REGION", "=", " = ", "\n", "\r\n", "\r", " ", "\t", '"', "'", "#", " # x", "\\", "\\n", "$", "${X}",
    "export ", "x", "1", "é", "\u2028", "\x85", "\x0b", "\xa0", "=v\n", '"v"', "'v'",
])  # fmt: skip


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_lines_are_those_of_python_dotenv(text: str) -> None:
    """Names and values are the same, in the same order."""
    expected = [(b.key, b.value) for b in parse_stream(io.StringIO(text)) if b.key is not None and not b.error]
    assert [(line.name, line.value) for line in read_lines(text) if line.name is not None] == expected


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_names_stand_where_the_lines_say(text: str) -> None:
    """At line and column, the name begins."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for line in read_lines(text):
        if line.name is not None:
            assert rows[line.line - 1][line.column - 1 :].startswith(line.name)
