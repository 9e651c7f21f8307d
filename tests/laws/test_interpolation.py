"""What stands for other values is read as python-dotenv reads it."""

from __future__ import annotations

from dotenv.variables import parse_variables
from hypothesis import given
from hypothesis import strategies as st

from s3config.assignments import interpolated

_PIECES = st.sampled_from(["$", "{", "}", ":", "-", ":-", "${", "A", "B", "${A}", "${A:-", "x", "\n"])
_KNOWN = {"A": "1", "B": None, "": "e", "A$": "2", "${A": "3"}


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_values_are_those_of_python_dotenv(value: str) -> None:
    """Names, defaults, and what is neither."""
    assert interpolated(value, _KNOWN) == "".join(part.resolve(_KNOWN) for part in parse_variables(value))
