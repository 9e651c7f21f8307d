"""What no test runs is checked all the same: code compiles, its names exist, and commands are such as there are."""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import re
import shlex
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from page_sessions import DOCS, NOT_RUN, PAGES
from site_pages import problems

import s3config.cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_ALL = [DOCS.parent / "README.md", *sorted(DOCS.rglob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(?:\$ |    )(?:[A-Z_]+=\S+ )*(?:python -m )?s3config (.+)$", re.MULTILINE)
_PARSERS: Mapping[str, Callable[[str], object]] = {
    "toml": tomllib.loads,
    "json": json.loads,
    "yaml": lambda text: list(yaml.safe_load_all(text)),
}


def _blocks(page: Path, *languages: str) -> list[str]:
    return [text for language, text in _BLOCK.findall(page.read_text(encoding="utf-8")) if language in languages]


@pytest.mark.parametrize("page", [page for page in _ALL if _blocks(page, "python")], ids=lambda page: page.stem)
def test_code_compiles_and_names_what_there_is(page: Path) -> None:
    """Signatures in the reference are no statements; everywhere else a block is a program."""
    for text in _blocks(page, "python"):
        if page.parent.name == "reference":
            text = f"def {text.strip().removeprefix('def ')}: ..."  # noqa: PLW2901 (a signature, made whole)
        for name, word in _imported(ast.parse(text)):
            module = importlib.import_module(name)
            assert hasattr(module, word), f"{name} has no {word}"


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("s3config"):
            yield from ((str(node.module), alias.name) for alias in node.names)


# The pages of rules show files that are wrong on purpose, and are tested with the rules.
_WITH_FILES = [page for page in _ALL if page.parent.name != "rules" and _blocks(page, *_PARSERS)]


@pytest.mark.parametrize("page", _WITH_FILES, ids=lambda page: page.stem)
def test_files_can_be_read(page: Path) -> None:
    """A block of TOML, JSON or YAML is that."""
    for language, parse in _PARSERS.items():
        for text in _blocks(page, language):
            parse(text)


def _commands(page: Path) -> list[str]:
    return _COMMAND.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", [page for page in _ALL if _commands(page)], ids=lambda page: page.stem)
def test_the_command_line_takes_the_commands(page: Path) -> None:
    """Every `s3config ...` has options that there are; whether it prints what is said, other tests tell."""
    for text in _commands(page):
        words = shlex.split(re.split(r" [|<>] ?| && | +# ", text)[0])
        if words[0].startswith("-"):
            continue
        command: Any = importlib.import_module(f"{s3config.cli.__name__}.{words[0].replace('-', '_')}")
        parser = argparse.ArgumentParser(exit_on_error=False, allow_abbrev=False)
        command.add_arguments(parser)
        _, unknown = parser.parse_known_args(words[1:])
        assert unknown == [], text


def test_what_is_not_run_is_there() -> None:
    """The list of commands that are only printed names none that is gone."""
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [command for command in NOT_RUN if f"$ {command}" not in text] == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<a href="b.html">b</a>', "a.html leads to b.html, which is not there"),
        ('<a href="#x">x</a>', "a.html leads to #x, which has no such place"),
        ('<script src="https://cdn.example.com/x.js"></script>', "a.html loads https://cdn.example.com/x.js"),
        ('<p id="x"></p><p id="x"></p>', "a.html has two elements with the id x"),
    ],
)
def test_the_checker_of_the_site_finds(body: str, said: str, tmp_path: Path) -> None:
    """Each kind of fault is told; what is right is not."""
    (tmp_path / "a.html").write_text(f'<p id="y"></p><a href="https://example.com">e</a><a href="a.html#y">y</a>{body}')
    assert list(problems(tmp_path)) == [said]
