"""One configuration, every tool: each reads what each other wrote, at a server that verifies who asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import nasty_servers
import pytest
from tool_bodies import BODIES, difference
from tool_runs import TOOLS, Task, ToolError, arguments, available, run_all

from s3config import resolve, translate
from s3config.translation import dialect, tools

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Server

    from s3config.config import StoreConfig

pytestmark = pytest.mark.dialects

_AT_ONCE = 2

_PARTIAL = "rclone answers 200 instead of 206 where a range is the whole object, which object_store refuses"
RED = {
    ("rclone", "read", "polars"): _PARTIAL,
    ("rclone", "read", "deltalake"): _PARTIAL,
    ("rclone", "write", "gdal"): "rclone's errors have no <Message>, so GDAL does not see that a key is free",
}
"""What cannot work at a server: who does what there, and why. It must fail, too."""
_VARIABLES = "it is a notation of variables, which boto3 and its like read; they are run with their own arguments"
NOT_RUN = {
    "hadoop": "it needs Java and hadoop-aws, which no Python package holds",
    "trino": "it is a server that needs Java",
    "mc": "no Python package holds it",
    "aws_config": "it is a notation, which boto3 and its like read; they are run with their own arguments",
    **dict.fromkeys(("env", "dotenv", "docker_compose", "kubernetes"), _VARIABLES),
}
"""Dialects that are not in the matrix."""


class Cell(NamedTuple):
    """Who reads what who wrote."""

    writer: str
    reader: str
    format: str


@pytest.fixture(scope="module", params=nasty_servers.SERVERS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server that verifies signatures."""
    available()
    with nasty_servers.SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as running:
        yield running


def one_config(server: Server, bucket: str, **other: str) -> StoreConfig:
    """Resolve the configuration that all tools are told."""
    return resolve(
        bucket=bucket,
        config={**server.settings(), **other},
        env=False,
        allow_http=True,
        virtual_hosted_style_request=False,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    ).config


def test_every_tool_reads_what_every_tool_wrote(server: Server) -> None:
    """All cells are right, but for those that cannot be, which are named with their reason."""
    bucket = server.make_bucket()
    config = one_config(server, bucket)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        wrote = dict(zip(TOOLS, pool.map(lambda tool: _write(tool, config, bucket), TOOLS), strict=True))
        cells = {
            cell: said for found in pool.map(lambda tool: _read(tool, config, bucket), TOOLS) for cell, said in found
        }
    said = {cell: wrote[cell.writer].get(cell.format) or wrong for cell, wrong in cells.items()}
    print(table(server.name, said))  # noqa: T201 (what the test is for)
    red = {cell for cell in said if reason(server.name, cell)}
    assert {cell: wrong for cell, wrong in said.items() if wrong and cell not in red} == {}
    assert [cell for cell in red if not said[cell]] == []


def test_a_wrong_secret_is_refused_to_every_tool(server: Server) -> None:
    """No cell is right because nobody asked who is there."""
    bucket = server.make_bucket()
    config = one_config(server, bucket, secret_access_key=nasty_servers.nasty_secret())
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        wrote = dict(zip(TOOLS, pool.map(lambda tool: _write(tool, config, bucket), TOOLS), strict=True))
    assert [(tool, ending) for tool, said in wrote.items() for ending, wrong in said.items() if not wrong] == []
    assert "Contents" not in server.client().list_objects_v2(Bucket=bucket)


def test_every_dialect_is_run_or_named() -> None:
    """No dialect is forgotten."""
    assert sorted([*TOOLS, *NOT_RUN]) == sorted(tools())


@pytest.mark.parametrize("tool", TOOLS)
def test_a_dialect_names_the_version_that_is_run(tool: str) -> None:
    """What a page says that it was run with is what runs here."""
    assert TOOLS[tool].version in dialect(tool).VERSION


def reason(server: str, cell: Cell) -> str:
    """Say why a cell cannot be right there; empty if it can."""
    return RED.get((server, "write", cell.writer), "") or RED.get((server, "read", cell.reader), "")


def table(server: str, said: dict[Cell, str]) -> str:
    """Show the cells: a letter for each format that was read, in brackets if it cannot be; `-` for none in common."""

    def shown(writer: str, reader: str) -> str:
        letters = ""
        for cell, wrong in said.items():
            if (cell.writer, cell.reader) == (writer, reader):
                letter = cell.format[0].upper()
                letters += letter if not wrong else f"({letter.lower()})" if reason(server, cell) else f"!{letter}!"
        return letters or "-"

    width = max(map(len, TOOLS)) + 1
    lines = [f"{server}: rows write, columns read; P(arquet), T(IFF), D(elta), L(ance)"]
    lines += ["".join(name.ljust(width) for name in ("", *TOOLS))]
    lines += [
        "".join(cell.ljust(width) for cell in (writer, *(shown(writer, reader) for reader in TOOLS)))
        for writer in TOOLS
    ]
    lines += [f"- : no format in common ({', '.join(sorted(_strangers()))})"]
    lines += [f"({' '.join(key[1:])}): {why}" for key, why in RED.items() if key[0] == server]
    lines += [
        f"!{cell.writer} {cell.reader} {cell.format}!: {wrong}"
        for cell, wrong in said.items()
        if wrong and not reason(server, cell)
    ]
    return "\n".join([*lines, *(f"not run: {name}: {why}" for name, why in NOT_RUN.items())])


def _strangers() -> Iterator[str]:
    for one in TOOLS:
        for other in TOOLS:
            if one < other and not set(TOOLS[one].formats) & set(TOOLS[other].formats):
                yield f"{one} and {other}"


def _write(tool: str, config: StoreConfig, bucket: str) -> dict[str, str]:
    """Write a file of each format; say by format what went wrong."""
    endings = TOOLS[tool].formats
    tasks = [Task("write", _url(bucket, tool, ending), BODIES[ending]()) for ending in endings]
    outcomes = run_all(tool, tasks, *arguments(translate(config, tool)))
    return {
        ending: f"write: {outcome}" if isinstance(outcome, ToolError) else ""
        for ending, outcome in zip(endings, outcomes, strict=True)
    }


def _read(tool: str, config: StoreConfig, bucket: str) -> list[tuple[Cell, str]]:
    """Read what each tool wrote; say of each cell what went wrong."""
    known = set(TOOLS[tool].formats)
    cells = [Cell(writer, tool, ending) for writer in TOOLS for ending in TOOLS[writer].formats if ending in known]
    tasks = [Task("read", _url(bucket, cell.writer, cell.format)) for cell in cells]
    outcomes = run_all(tool, tasks, *arguments(translate(config, tool)))
    return [(cell, _wrong(cell, outcome)) for cell, outcome in zip(cells, outcomes, strict=True)]


def _wrong(cell: Cell, outcome: bytes | ToolError) -> str:
    return f"read: {outcome}" if isinstance(outcome, ToolError) else difference(cell.format, outcome)


def _url(bucket: str, writer: str, ending: str) -> str:
    return f"s3://{bucket}/by-{writer}/data.{ending}"
