"""The files that are made from the models are what the models make of them."""

from __future__ import annotations

import pytest
from generated import FILES, ROOT


@pytest.mark.parametrize("path", FILES)
def test_generated_file_is_current(path: str) -> None:
    """The committed file is the one that would be made now."""
    current = (ROOT / path).read_text(encoding="utf-8")
    assert FILES[path]() == current, "run: python tests/generated.py"
