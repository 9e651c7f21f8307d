"""The how-to pages: what they tell to write and to run is what they say it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from page_sessions import DOCS, PAGES, Session

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.parent != DOCS and page.stem != "index"], ids=lambda page: page.stem
)
def test_its_commands_print_what_it_says(page: Path) -> None:
    """Repair a difference that is right with: python tests/docs/page_sessions.py PAGE."""
    session = Session()
    assert session.follow(page) == page.read_text(encoding="utf-8")
    assert session.ran > 0
