"""`s3config check`: each fault is found by the right step, with its cause and the setting to change."""

from __future__ import annotations

import json
import re
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fault_table import FAULTS, Fault
from fault_world import AWS, HOST, OFFLINE, World, prepared

from s3config.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

    import trustme
    from servers import Server

SECONDS = 2.0
_RESOLVE = socket.getaddrinfo
_diagnosed: list[tuple[str, str, str, str]] = []


@pytest.fixture(scope="module")
def servers(
    ministack: Server, rclone: Server, certificate_authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> World:
    """The servers, each with a bucket that holds an object."""
    world = World(ministack, rclone, certificate_authority, tmp_path_factory.mktemp("faults"))
    world.bucket, world.rclone_bucket = ministack.make_bucket(), rclone.make_bucket()
    for server, bucket in ((ministack, world.bucket), (rclone, world.rclone_bucket)):
        server.client().put_object(Bucket=bucket, Key="a", Body=b"hello")
    return world


@pytest.fixture
def world(servers: World) -> Iterator[World]:
    """The same, with servers for one test."""
    world = prepared(servers)
    with world.stack:
        yield world


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be the name server: no test of a name that does not exist is to depend on the machine's."""

    def look_up(host: str, *arguments: Any, **options: Any) -> Any:
        if host == HOST or (host == AWS and not Path(OFFLINE).exists()) or host.endswith(f"any.{HOST}"):
            host = "127.0.0.1"
        if host != "localhost" and not host.replace(".", "").isdigit():
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return _RESOLVE(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.fixture(scope="module", autouse=True)
def _table() -> Iterator[None]:
    """Print what was injected and what was said of it."""
    yield
    wrong = [row for row in _diagnosed if row[1:3] != _expected(row[0])]
    rows = [
        f"{'fault':<58} {'step':<12} {'cause':<28} backend",
        *("{:<58} {:<12} {:<28} {}".format(*r) for r in _diagnosed),
    ]
    names = {row[0] for row in _diagnosed}
    rows.append(f"{len(_diagnosed)} diagnoses of {len(names)} faults, {len(wrong)} of them wrong")
    sys.stdout.write("\n" + "\n".join(rows) + "\n")


def _expected(name: str) -> tuple[str, str]:
    return next((fault.step, fault.cause) for fault in FAULTS if fault.name == name)


@pytest.mark.parametrize("backend", ["obstore", "boto3"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault(
    fault: Fault, backend: str, world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The step that finds it is the only one that complains, and it names the cause and the setting."""
    environment = fault.make(world)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    before = time.monotonic()
    code = main(["check", "--format", "json", "--backend", backend, "--timeout", f"{SECONDS}s", *fault.arguments])
    took = time.monotonic() - before
    printed = capsys.readouterr()
    steps = json.loads(printed.out)["steps"]
    said = [step for step in steps if step["cause"] is not None]
    _diagnosed.append(
        (fault.name, said[0]["name"], said[0]["cause"]["name"], backend) if said else (fault.name, "-", "-", backend)
    )
    assert [(step["name"], step["status"], step["cause"]["name"]) for step in said] == [
        (fault.step, fault.status, fault.cause)
    ], steps
    assert code == (1 if fault.status == "failed" else 0)
    _check_settings(fault, said[0]["cause"]["settings"], environment)
    _check_skipped(steps, fault)
    assert took < SECONDS * 3
    for secret in _secrets(environment):
        assert secret not in printed.out + printed.err


def _check_settings(fault: Fault, settings: list[dict[str, Any]], environment: dict[str, str]) -> None:
    """The first setting is the one to change; one that is set is named with its place."""
    if fault.key is None:
        assert settings == []
        return
    first = settings[0]
    assert first["key"] == fault.key
    assert first["to"] is None if fault.to is None else re.fullmatch(fault.to, first["to"])
    if first["spelling"] in environment:
        assert first["origin"]["place"] == f"environment variable {first['spelling']}"


def _check_skipped(steps: list[dict[str, Any]], fault: Fault) -> None:
    """What needs the failed step is not tried, and says why."""
    failed = [step["name"] for step in steps if step["status"] == "failed"]
    after = steps[[step["name"] for step in steps].index(fault.step) + 1 :]
    skipped = [step for step in after if step["found"] == f"needs {fault.step}, which failed"]
    assert all(step["status"] == "skipped" for step in skipped)
    if fault.step in ("resolve", "dns", "tcp", "proxy", "tls", "http"):
        assert failed == [fault.step]
        assert skipped == after


def _secrets(environment: dict[str, str]) -> list[str]:
    names = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID")
    found = [environment[name] for name in names if len(environment.get(name, "")) > 8]
    return [*found, *(["wrong-pass-word"] if "AWS_PROXY_URL" in environment else [])]


def test_there_are_enough() -> None:
    """The table has more faults than issue 6 asks for, each of another name."""
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 25
