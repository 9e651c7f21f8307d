"""What the linter finds in realistic configurations: every planted fault at its place, and nothing in correct ones."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from corpus_reader import Case, corpus, found_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BROKEN = corpus("broken_*.md")
CORRECT = corpus("correct_*.md")


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    """Count over all cases, and print the numbers at the end."""
    numbers: Counter[str] = Counter()
    yield numbers
    broken = "{broken} configurations, {planted} planted faults, {found} found, {others} others reported"
    correct = "{correct} configurations, {error} errors, {warning} warnings"
    numbers.update(dict.fromkeys(("broken", "planted", "found", "others", "correct", "error", "warning"), 0))
    print(f"\nbroken: {broken.format_map(numbers)}\ncorrect: {correct.format_map(numbers)}")  # noqa: T201 (the numbers are what it is for)


def _name(case: Case) -> str:
    return case.title


@pytest.mark.parametrize("case", BROKEN, ids=_name)
def test_broken(case: Case, tmp_path: Path, tally: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fault that was planted is found at its place, and no other error or warning is reported."""
    monkeypatch.setenv("HOME", str(tmp_path))
    found = case.lint(tmp_path)
    planted = Counter((fault.code, fault.where(tmp_path, case.blocks)) for fault in case.faults)
    places = Counter((diagnostic.code, found_at(diagnostic)) for diagnostic in found)
    others = Counter((d.code, found_at(d)) for d in found if d.severity.is_problem) - planted
    tally.update(broken=1, planted=planted.total(), found=(planted & places).total(), others=others.total())
    assert list((planted - places).elements()) == [], "\n".join(map(str, found))
    assert list(others.elements()) == [], "\n".join(map(str, found))


@pytest.mark.parametrize("case", CORRECT, ids=_name)
def test_correct(case: Case, tmp_path: Path, tally: Counter[str]) -> None:
    """A correct configuration is called neither wrong nor doubtful."""
    problems = [diagnostic for diagnostic in case.lint(tmp_path) if diagnostic.severity.is_problem]
    tally.update(["correct", *(str(diagnostic.severity) for diagnostic in problems)])
    assert list(map(str, problems)) == []


def test_corpora_are_large_enough() -> None:
    """There are at least 150 broken configurations and 100 correct ones."""
    assert len(BROKEN) >= 150
    assert len(CORRECT) >= 100


@pytest.mark.parametrize("cases", [BROKEN, CORRECT], ids=["broken", "correct"])
def test_no_case_stands_twice(cases: list[Case]) -> None:
    """Titles tell the cases apart, and no configuration is copied."""
    assert [title for title, count in Counter(case.title for case in cases).items() if count > 1] == []
    assert [blocks[0] for blocks, count in Counter(repr(case.blocks) for case in cases).items() if count > 1] == []


@pytest.mark.parametrize("case", BROKEN, ids=_name)
def test_broken_case_has_a_fault_and_a_source(case: Case) -> None:
    """Each broken configuration says what is wrong with it, and who suffered from it."""
    assert case.faults
    assert case.reference
