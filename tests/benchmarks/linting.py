"""Compare `s3config validate` with other linters, whole processes: `python tests/benchmarks/linting.py`.

Needs `pip install check-jsonschema yamllint dotenv-linter` (the extra `bench`); a peer that is missing is left out, and
said to be. Times are medians of rounds in which all commands take turns; memory is the largest of any process.
"""

# ruff: noqa: T201, E501 (it prints tables)

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import yaml

FILES = 1000
FAULTY = 50
ROUNDS = 7
GROWTH = (1000, 5000, 20000)
KEYS = {
    "access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "region": "eu-west-1",
    "bucket": "logs",
    "endpoint": "https://minio.example:9000",
    "allow_http": "false",
    "timeout": "30s",
    "connect_timeout": "5s",
    "max_retries": "3",
    "retry_timeout": "60s",
    "virtual_hosted_style_request": "false",
    "server_side_encryption": "AES256",
    "checksum_algorithm": "sha256",
    "conditional_put": "etag",
    "copy_if_not_exists": "multipart",
    "unsigned_payload": "false",
    "request_payer": "false",
    "disable_tagging": "true",
    "imdsv1_fallback": "false",
    "user_agent": "benchmark/1",
    "pool_idle_timeout": "30s",
    "http1_only": "true",
    "init_backoff": "100ms",
    "max_backoff": "15s",
    "disable_bulk_delete": "false",
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {key: {"type": "string", "minLength": 1} for key in KEYS} | {"region": {"pattern": "^[a-z0-9-]+$"}},
    "additionalProperties": False,
}
"""A small schema of the same keys, so that the peer has little to do."""


class Run(NamedTuple):
    """One run of a command."""

    seconds: float
    megabytes: float


def written(folder: Path, kind: str, count: int) -> list[str]:
    """Write files of 25 keys, every twentieth with a fault, and return their names."""
    names = []
    for number in range(count):
        keys = {**KEYS, "region": "us_east_1"} if number % (FILES // FAULTY) == 0 else KEYS
        path = folder / f"{kind}-{number}.{kind}"
        if kind == "env":
            path.write_text("".join(f"AWS_{key.upper()}={value}\n" for key, value in keys.items()))
        elif kind == "json":
            path.write_text(json.dumps(keys, indent=1))
        else:
            path.write_text(yaml.safe_dump(keys, sort_keys=False, default_style='"'))
        names.append(path.name)
    return names


def run(command: list[str], folder: Path) -> Run:
    """Run a command to its end, and return the time and the memory that it took with its children."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{command[:4]} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


def ours(*names: str) -> list[str]:
    """Return our command."""
    return [sys.executable, "-m", "s3config", "validate", *names]


def peer(tool: str, *arguments: str) -> list[str] | None:
    """Return another linter's command; `None` if it is not installed."""
    path = shutil.which(tool, path=str(Path(sys.executable).parent)) or shutil.which(tool)
    return None if path is None else [path, *arguments]


def compare(folder: Path, title: str, commands: dict[str, list[str] | None], bound: float) -> None:
    """Run commands in turns, ours first, and print their medians and how many times as long they take as ours."""
    there = {name: command for name, command in commands.items() if command is not None}
    times: dict[str, list[float]] = {name: [] for name in there}
    for command in there.values():
        run(command, folder)  # compiles and warms
    for _ in range(ROUNDS):
        for name, command in there.items():
            times[name].append(run(command, folder).seconds)
    own = statistics.median(times["s3config"])
    for name in commands:
        if name not in there:
            print(f"{title:22} {name:34} not installed")
            continue
        median = statistics.median(times[name])
        ratio = "" if name == "s3config" else f"{median / own:6.2f} times ours (bound {bound})"
        print(
            f"{title:22} {name:34} {median * 1000:7.0f} ms  [{min(times[name]) * 1000:.0f}-{max(times[name]) * 1000:.0f}] {ratio}"
        )
    print()


def growth(folder: Path) -> None:
    """Print time and memory for more and more files in one directory."""
    print("growth: one directory of .env files")
    print(f"{'files':>7} {'seconds':>8} {'ms a file':>10} {'largest process':>16}")
    for count in GROWTH:
        below = folder / f"growth-{count}"
        below.mkdir()
        written(below, "env", count)
        taken = run(ours("."), below)
        print(f"{count:>7} {taken.seconds:>8.2f} {taken.seconds / count * 1000:>10.3f} {taken.megabytes:>13.1f} MB")


def main() -> None:
    """Run everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {kind: written(folder, kind, FILES) for kind in ("env", "json", "yaml")}
        schema = folder / "schema.json"
        schema.write_text(json.dumps(SCHEMA))
        check = ("check-jsonschema", "--schemafile", str(schema))
        compare(
            folder,
            f"{FILES} .env files",
            {"s3config": ours(*files["env"]), "dotenv-linter (PyPI)": peer("dotenv-linter", *files["env"])},
            3,
        )
        compare(
            folder,
            f"{FILES} YAML files",
            {
                "s3config": ours(*files["yaml"]),
                "check-jsonschema": peer(*check, *files["yaml"]),
                "yamllint -d relaxed": peer("yamllint", "-d", "relaxed", *files["yaml"]),
            },
            3,
        )
        compare(
            folder,
            f"{FILES} JSON files",
            {"s3config": ours(*files["json"]), "check-jsonschema": peer(*check, *files["json"])},
            1,
        )
        for kind in ("json", "yaml"):
            compare(
                folder,
                f"one {kind.upper()} file",
                {"s3config": ours(files[kind][1]), "check-jsonschema": peer(*check, files[kind][1])},
                1.25,
            )
        growth(folder)


if __name__ == "__main__":
    main()
