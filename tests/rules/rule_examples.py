"""The examples in the pages of the rules: parsed, written to files, and linted."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from s3config import Resolution, resolve, validate
from s3config.fixing import Mender, fix_files
from s3config.tools import chosen
from s3config.validation import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from s3config import Diagnostic

_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_NAMES = {
    "dotenv": ".env",
    "toml": "s3config.toml",
    "yaml": "s3config.yaml",
    "json": "s3config.json",
    "ini": ".aws/config",
}
_LANGUAGES = (*_NAMES, "python", "environment")
"""What is executed; other blocks are for people, and `pycon` for doctest."""


class Block(NamedTuple):
    """A fenced block of a page.

    Its first line says the language, and as attributes `title="..."` the file's name, `target="..."` the tool reading
    it, `git="init"` or `git="add"` whether it stands in a repository or is tracked there, and `beside` that it belongs
    to the example above. `environment` blocks are variables of the process, `python` blocks evaluate to a resolution.
    """

    language: str
    attributes: dict[str, str]
    text: str

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.attributes.get("title") or _NAMES[self.language]


Example = tuple[Block, ...]


def sections(page: str) -> dict[str, str]:
    """Return the sections of a page by heading; what stands before the first is under the empty one."""
    parts = _SECTION.split(page)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def examples(page: str, heading: str) -> list[Example]:
    """Return the examples in a section."""
    found: list[list[Block]] = []
    for language, rest, text in _FENCE.findall(sections(page).get(heading, "")):
        if language not in _LANGUAGES:
            continue
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        block = Block(language, attributes, text)
        if "beside" in rest.split() and found:
            found[-1].append(block)
        else:
            found.append([block])
    return [tuple(blocks) for blocks in found]


def lint(example: Example, folder: Path) -> list[Diagnostic]:
    """Return what is wrong with an example."""
    first = example[0]
    target = tuple(filter(None, first.attributes.get("target", "").split(",")))
    if first.language == "python":
        resolution = eval(first.text, {"resolve": resolve})  # noqa: S307 (our own pages)
        assert isinstance(resolution, Resolution)
        return validate(resolution, target=target)
    if first.language == "environment":
        variables = dict(line.split("=", 1) for line in first.text.splitlines())
        if len(example) > 1:  # what stands in the home directory
            write(example[1:], folder)
            variables["HOME"] = str(folder)
        return validate(resolve(env=variables), target=target)
    return validate(write(example, folder), target=target)


def write(example: Example, folder: Path) -> Path:
    """Write the files of an example, and return the first one's path."""
    paths = [folder / block.name for block in example]
    for path, block in zip(paths, example, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8", newline="")
    if "git" in example[0].attributes:
        _git(folder, "init", "--quiet")
        if example[0].attributes["git"] == "add":
            _git(folder, "add", "--all")
    return paths[0]


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S607 (whichever git there is)


def mend(path: Path, target: str, *, unsafe: bool) -> int:
    """Mend a file, and return how many faults are gone."""
    tools = chosen(filter(None, target.split(",")))
    found = {str(path): validate(path, target=[tool.id for tool in tools])}
    return fix_files(found, Mender(tools, Selection(), unsafe=unsafe))[0]


def codes(diagnostics: list[Diagnostic]) -> set[str]:
    """Return the codes."""
    return {diagnostic.code for diagnostic in diagnostics}


def files_in(example: Example) -> Iterator[Block]:
    """Yield the blocks that are files."""
    return (block for block in example if block.language not in ("python", "environment"))
