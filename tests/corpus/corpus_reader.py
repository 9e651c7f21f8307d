"""The corpora of configurations, broken and correct: Markdown files, read into cases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rule_examples import Block, lint, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config import Diagnostic

_FOLDER = Path(__file__).parent
_FENCE = re.compile(r"```(\w+)(.*)")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_FAULT = re.compile(
    r'- (?P<code>[A-Z]{2,4}[0-9]{3}) (?:at "(?P<place>[^"]+)"|"(?P<text>.+?)"(?: to "(?P<end>.+?)")?'
    r'(?: \[(?P<number>[0-9]+)\])?(?: in "(?P<file>[^"]+)")?)'
)


class Place(NamedTuple):
    """Where a fault is: from the first marked character to behind the last one; what is in no file has no numbers."""

    name: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


class Fault(NamedTuple):
    """A fault that was planted.

    It is written `- CODE "text"`, where the text is what is marked; `- CODE "text" to "text"` if that goes over several
    lines; `[2]` behind it means its second occurrence, `in "name"` another file than the first. What is in no file is
    written `- CODE at "place"`.
    """

    code: str
    text: str
    end: str
    number: int
    file: str
    place: str

    def where(self, folder: Path, blocks: tuple[Block, ...]) -> Place:
        """Return where it is, the case's files being in a folder."""
        if self.place:
            return Place(self.place)
        block = next(block for block in blocks if block.name == (self.file or blocks[0].name))
        text = block.text.removeprefix("\ufeff")
        start = -1
        for _ in range(self.number):
            start = text.index(self.text, start + 1)
        end = text.index(self.end, start + len(self.text)) + len(self.end) if self.end else start + len(self.text)
        return Place(str(folder / block.name), *_line_and_column(text, start), *_line_and_column(text, end))


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    before = text[:index]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


class Case(NamedTuple):
    """A configuration with the faults that were planted in it, and the thread or page that it comes from."""

    title: str
    reference: str
    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...]

    def lint(self, folder: Path) -> list[Diagnostic]:
        """Return what the linter says of it; its files are written to a folder, which must be the home as well."""
        beside = self.blocks[1:]
        if beside and self.blocks[0].language == "environment":
            write(beside, folder)
        return lint(self.blocks, folder)


def found_at(diagnostic: Diagnostic) -> Place:
    """Return where a diagnostic says that the fault is."""
    origin = diagnostic.origins[0]
    if origin.line is None:
        return Place(origin.place)
    end = diagnostic.excerpt
    return Place(
        origin.place, origin.line, origin.column, end.end_line if end else None, end.end_column if end else None
    )


def corpus(pattern: str) -> list[Case]:
    """Return the cases of the files whose names fit a pattern."""
    return [case for path in sorted(_FOLDER.glob(pattern)) for case in _cases(path.read_text(encoding="utf-8"))]


def _cases(page: str) -> Iterator[Case]:
    title = ""
    blocks: list[Block] = []
    faults: list[Fault] = []
    lines = iter(page.splitlines(keepends=True))
    for line in lines:
        if line.startswith("## "):
            if title:
                yield _case(title, blocks, faults)
            title, blocks, faults = line[3:].strip(), [], []
        elif fence := _FENCE.match(line):
            blocks.append(_block(fence[1], fence[2], lines))
        elif line.startswith("- "):
            faults.append(_fault(line.strip()))
    yield _case(title, blocks, faults)


def _case(title: str, blocks: list[Block], faults: list[Fault]) -> Case:
    match = re.fullmatch(r"(.+) \(([^()]+)\)", title)
    name, reference = (match[1], match[2]) if match else (title, "")
    return Case(name, reference, tuple(blocks), tuple(faults))


def _block(language: str, rest: str, lines: Iterator[str]) -> Block:
    """Read a fenced block; `crlf` and `bom` behind its language say how the file is written."""
    text = "".join(iter(lambda: next(lines), "```\n"))
    words = _ATTRIBUTE.sub("", rest).split()
    if "crlf" in words:
        text = text.replace("\n", "\r\n")
    if "bom" in words:
        text = f"\ufeff{text}"
    return Block(language, dict(_ATTRIBUTE.findall(rest)), text)


def _fault(line: str) -> Fault:
    match = _FAULT.fullmatch(line)
    if match is None:
        raise ValueError(f"not a fault: {line}")
    part = {name: text or "" for name, text in match.groupdict().items()}
    return Fault(part["code"], part["text"], part["end"], int(part["number"] or 1), part["file"], part["place"])
