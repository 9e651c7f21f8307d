"""Ceph's radosgw on a cluster of one monitor and one store in memory: the one production server among ours."""

from __future__ import annotations

import json
import secrets
import shutil
import socket
import uuid
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from processes import ServerError, run, running
from servers import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")

_ATTEMPTS = 3
_CONFIGURATION = """\
[global]
fsid = {cluster}
mon host = [v2:127.0.0.1:{port}]
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
public addr = 127.0.0.1
run dir = {folder}
admin socket =
keyring = {folder}/keyring
mon data = {folder}/mon
osd data = {folder}/osd
rgw data = {folder}/rgw
crash dir = {folder}
log file =
log to stderr = true
err to stderr = true
mon cluster log file =
mon cluster log to file = false
paxos propose interval = 0.02
paxos min wait = 0.01
mon osd crush smoke test = false
mon pg warn on pool no redundancy = false
mon allow pool size one = true
osd objectstore = memstore
memstore device bytes = 4294967296
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
rgw rados pool pg num min = 1
rgw rados pool autoscale bias = 1
rgw dynamic resharding = false
"""


def missing() -> list[str]:
    """The programs of Ceph that are not installed here."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """Run a cluster; another attempt is made with other ports where a stranger took one in between."""
    with ExitStack() as stack:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with ExitStack() as starting:
                    server = _start(starting, folder / str(attempt))
                    stack.push(starting.pop_all())
                break
            except ServerError:
                if attempt == _ATTEMPTS:
                    raise
        assert server.refusal(secret_access_key="wrong") == (403, "SignatureDoesNotMatch")
        yield server


def _start(stack: ExitStack, folder: Path) -> Server:
    for part in ("mon", "osd", "rgw"):
        (folder / part).mkdir(parents=True)
    cluster, port = str(uuid.uuid4()), _free_port()
    configuration = folder / "ceph.conf"
    configuration.write_text(_CONFIGURATION.format(cluster=cluster, port=port, folder=folder))
    (folder / "keyring").touch()
    told = ["--conf", str(configuration)]

    run(["monmaptool", "--create", "--fsid", cluster, "--addv", "a", f"[v2:127.0.0.1:{port}]", "monmap"], folder)
    run(["ceph-mon", *told, "-i", "a", "--mkfs", "--monmap", "monmap"], folder)
    stack.enter_context(running(["ceph-mon", *told, "-f", "-i", "a"], folder / "mon-home", ready=_listens(port)))

    run(["ceph", *told, "osd", "new", osd := str(uuid.uuid4())], folder)
    run(["ceph-osd", *told, "-i", "0", "--mkfs", "--osd-uuid", osd], folder)

    def is_up(_: str) -> bool | None:  # a command that came earlier would try again after five seconds only
        return json.loads(run(["ceph", *told, "osd", "stat", "--format", "json"], folder))["num_up_osds"] == 1 or None

    stack.enter_context(running(["ceph-osd", *told, "-f", "-i", "0"], folder / "osd-home", ready=is_up))

    key_id, secret, port = secrets.token_hex(10), secrets.token_hex(20), _free_port()
    key = ["--access-key", key_id, "--secret-key", secret]
    run(["radosgw-admin", *told, "user", "create", "--uid", "tests", "--display-name", "tests", *key], folder)
    server = Server(f"http://127.0.0.1:{port}", key_id, secret, "us-east-1", "radosgw")

    def answers(_: str) -> bool | None:
        try:
            server.client().list_buckets()
        except (BotoCoreError, ClientError):
            return None
        return True

    frontend = f"beast endpoint=127.0.0.1:{port} tcp_nodelay=1"  # without it, each small request takes 44 ms
    gateway = ["radosgw", *told, "-f", "-n", "client.rgw", "--rgw-frontends", frontend]
    stack.enter_context(running(gateway, folder / "rgw-home", ready=answers, seconds=60))
    return server


def _listens(port: int) -> Callable[[str], bool | None]:
    def listens(_: str) -> bool | None:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0 or None

    return listens


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port
