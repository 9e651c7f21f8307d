"""Every rule's page is whole, and its examples are true: the bad one is found, the good one is not, the fix mends."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from rule_examples import codes, examples, files_in, lint, mend, sections, write

import s3config
from s3config.rules import Rule, rules

RULES = list(rules().values())
IDS = [f"{rule.code}-{rule.name}" for rule in RULES]
CASES = [(rule, n) for rule in RULES for n in range(len(examples(rule.page, "Example")))]
CASE_IDS = [f"{rule.code}-{n}" for rule, n in CASES]


def test_there_are_enough_rules() -> None:
    """The linter knows at least 45 faults."""
    assert len(RULES) >= 45


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_page_is_whole(rule: Rule) -> None:
    """A page says what the rule does, why that is bad, and what to write instead."""
    found = sections(rule.page)
    first = found[""].strip()
    assert first.endswith(".")
    assert "\n" not in first
    assert {"What it does", "Why is this bad", "Example", "Use instead", "References"} <= set(found)
    assert all(text.strip() for text in found.values())
    assert ("Fix" in found) == (rule.about.fix is not None)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_declaration_is_sound(rule: Rule) -> None:
    """The code has a family and a number, and what a rule requires exists."""
    assert re.fullmatch(r"[A-Z]{2,4}[0-9]{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", rule.about.since)
    assert rule.about.fix in (None, "safe", "unsafe")
    assert set(rule.about.requires) <= set(rules())
    assert set(rule.about.cured_by) <= set(s3config.spellings.KEYS)


@pytest.mark.parametrize(("rule", "number"), CASES, ids=CASE_IDS)
def test_bad_example_triggers_exactly_this_rule(rule: Rule, number: int, tmp_path: Path) -> None:
    """What the page calls bad is found, and nothing else is."""
    assert codes(lint(examples(rule.page, "Example")[number], tmp_path)) == {rule.code}


@pytest.mark.parametrize(
    ("rule", "number"),
    [(rule, n) for rule in RULES for n in range(len(examples(rule.page, "Use instead")))],
)
def test_good_example_triggers_nothing(rule: Rule, number: int, tmp_path: Path) -> None:
    """What the page proposes is right."""
    assert lint(examples(rule.page, "Use instead")[number], tmp_path) == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.about.fix], ids=lambda rule: rule.code)
def test_fix_mends_the_bad_example(rule: Rule, tmp_path: Path) -> None:
    """The fix of a rule that has one mends every example that it offers one for, and at least one."""
    mended = 0
    for number, example in enumerate(examples(rule.page, "Example")):
        if not list(files_in(example)):
            continue
        folder = tmp_path / str(number)
        path = write(example, folder)
        target = example[0].attributes.get("target", "")
        if mend(path, target, unsafe=rule.about.fix == "unsafe"):
            mended += 1
            left = s3config.validate(path, target=list(filter(None, target.split(","))))
            assert rule.code not in codes(left)
    assert mended > 0


def test_every_code_has_a_page() -> None:
    """Whatever code the package can report, there is a rule of it."""
    package = Path(s3config.__file__).parent
    used = {
        node.value
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"(?!AES|SHA)[A-Z]{2,4}[0-9]{3}", node.value)
    }
    assert sorted(used - set(rules())) == []
