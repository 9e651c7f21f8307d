"""The files that are made from the models are what the models make of them."""

from __future__ import annotations

from typing import get_type_hints

import pytest
from generated import FILES, ROOT

from s3config import ClientConfig, RetryConfig, S3Config
from s3config.spellings import KEYS


@pytest.mark.parametrize("path", FILES)
def test_generated_file_is_current(path: str) -> None:
    """The committed file is the one that would be made now."""
    current = (ROOT / path).read_text(encoding="utf-8")
    assert FILES[path]() == current, "run: python tests/generated.py"


@pytest.mark.parametrize("folder", ["docs/rules", "docs/dialects"])
def test_no_page_is_left_over(folder: str) -> None:
    """A rule or a dialect that is gone has no page."""
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).iterdir()}
    assert pages == {path for path in FILES if path.startswith(f"{folder}/")}


def test_typed_dicts_hold_every_spelling_at_run_time() -> None:
    """The types can be resolved by whoever reads them, and leave out the bare `bucket` only."""
    words = {
        form
        for key in KEYS.values()
        if not key.table
        for name in key.names
        for word in (name, f"aws_{name}")
        for form in (word, word.upper())
    }
    assert set(get_type_hints(S3Config)) == words - {"bucket"}
    assert set(get_type_hints(ClientConfig)) == {key.field for key in KEYS.values() if key.table == ("client_options",)}
    assert set(get_type_hints(RetryConfig)) == {"max_retries", "retry_timeout", "backoff"}
