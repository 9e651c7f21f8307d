"""`s3config check`: no false alarm, nothing left behind, no secret shown, and never longer than it may take."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from s3_answers import error

from s3config.checking import ladder
from s3config.checking.causes import KNOWN, OWN
from s3config.cli import main
from s3config.cli.check import add_arguments

if TYPE_CHECKING:
    from collections.abc import Callable

    from faulting import Faults
    from http_messages import Request
    from metadata import Metadata
    from recording import Recorder
    from servers import Server
    from tunnelling import Tunnel

KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEBYaDKexample"
HEADER, PASSWORD = "team-header-secret-1234", "proxy-pass-word-5678"
NAMES = [
    "resolve", "dns", "tcp", "proxy", "tls", "http", "clock", "bucket", "credentials", "list", "get", "put",
    "read-back", "delete",
]  # fmt: skip
PREFIX = ".s3config-check-"
both = pytest.mark.parametrize("backend", ["obstore", "boto3"])


def variables_of(server: Server, bucket: str) -> dict[str, str]:
    """The variables that lead to a server."""
    return {
        "AWS_BUCKET": bucket, "AWS_ENDPOINT_URL": server.endpoint, "AWS_ACCESS_KEY_ID": server.access_key_id,
        "AWS_SECRET_ACCESS_KEY": server.secret_access_key, "AWS_REGION": server.region,
    }  # fmt: skip


def told(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    """Let the environment be this."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def told_recorder(monkeypatch: pytest.MonkeyPatch, recorder: Recorder, **more: str) -> None:
    """Lead to a recorder."""
    told(
        monkeypatch,
        {
            "AWS_BUCKET": "bkt", "AWS_ENDPOINT_URL": recorder.endpoint, "AWS_ACCESS_KEY_ID": KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1", **more,
        },
    )  # fmt: skip


def checked(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    """Run the command and return its report."""
    assert main(["check", "--format", "json", *arguments]) == code
    return json.loads(capsys.readouterr().out)


def statuses(report: Any) -> dict[str, str]:
    """Return how each step ended."""
    return {step["name"]: step["status"] for step in report["steps"]}


def found(report: Any, name: str) -> str:
    """Return what a step found."""
    return str(next(step["found"] for step in report["steps"] if step["name"] == name))


class TestFine:
    """No false alarm."""

    @both
    @pytest.mark.parametrize("is_empty", [True, False])
    def test_a_server(
        self,
        any_server: Server,
        backend: str,
        is_empty: bool,  # noqa: FBT001 (pytest names it)
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """All is well on a real server, and nothing is left there."""
        bucket = any_server.make_bucket()
        if not is_empty:
            any_server.client().put_object(Bucket=bucket, Key="a/b", Body=b"hello")
        told(monkeypatch, variables_of(any_server, bucket))
        report = checked(capsys, "--backend", backend, "--write")
        assert report["works"] is True
        assert report["left_behind"] is None
        expected = dict.fromkeys(NAMES, "ok") | {"proxy": "skipped", "tls": "skipped"}
        assert statuses(report) == expected
        assert any_server.client().list_objects_v2(Bucket=bucket).get("KeyCount", 0) == (0 if is_empty else 1)

    @both
    def test_hosts_of_aws(
        self,
        ministack: Server,
        tunnel: Tunnel,
        backend: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """So it is under the names of AWS, through a proxy and TLS, where STS says who asks."""
        bucket = ministack.make_bucket()
        variables = variables_of(ministack, bucket)
        del variables["AWS_ENDPOINT_URL"]
        tunnel.default = ministack.endpoint
        told(monkeypatch, {**variables, "AWS_PROXY_URL": tunnel.url, "AWS_CA_BUNDLE": str(tunnel.ca_file)})
        report = checked(capsys, "--backend", backend, "--write")
        assert statuses(report) == dict.fromkeys(NAMES, "ok")
        assert found(report, "tls").endswith("certificate for s3.us-east-1.amazonaws.com")
        assert found(report, "credentials").endswith("STS says: arn:aws:iam::000000000000:user/tests")
        assert {"s3.us-east-1.amazonaws.com:443", "sts.us-east-1.amazonaws.com:443"} <= set(tunnel.hosts)

    @both
    def test_the_bucket_in_the_host(
        self,
        ministack: Server,
        tunnel: Tunnel,
        backend: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """So it is in the virtual-hosted style."""
        bucket = ministack.make_bucket()
        tunnel.default = ministack.endpoint
        more = {"AWS_PROXY_URL": tunnel.url, "AWS_CA_BUNDLE": str(tunnel.ca_file)}
        told(monkeypatch, {**variables_of(ministack, bucket), **more, "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true"})
        monkeypatch.delenv("AWS_ENDPOINT_URL")
        report = checked(capsys, "--backend", backend, "--write")
        assert set(statuses(report).values()) == {"ok"}
        assert f"{bucket}.s3.us-east-1.amazonaws.com:443" in tunnel.hosts

    def test_an_anonymous_request(
        self, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A public bucket needs no credentials, and none are looked for."""
        told_recorder(monkeypatch, recorder, AWS_SKIP_SIGNATURE="true")
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
        report = checked(capsys)
        assert found(report, "bucket") == "it exists, and is public"
        assert not any(request.is_signed for request in recorder.requests)

    def test_temporary_credentials(
        self, metadata: Metadata, ministack: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The metadata service is asked if that is allowed, and not otherwise."""
        variables = variables_of(ministack, ministack.make_bucket())
        del variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"]
        told(monkeypatch, {**variables, "AWS_EC2_METADATA_SERVICE_ENDPOINT": metadata.endpoint})
        report = checked(capsys, "--write", code=1)
        assert statuses(report)["credentials"] == "failed"
        assert metadata.requests == []
        report = checked(capsys, "--write", "--allow-metadata")
        assert set(statuses(report).values()) == {"ok", "skipped"}
        assert found(report, "credentials").startswith(f"****{metadata.issued[0][-4:]}, fetched")

    def test_a_container(
        self, metadata: Metadata, ministack: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Nor is that of a container, although the configuration names it."""
        variables = variables_of(ministack, ministack.make_bucket())
        del variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"]
        told(monkeypatch, {**variables, "AWS_CONTAINER_CREDENTIALS_FULL_URI": metadata.container_full_uri})
        checked(capsys, code=1)
        assert metadata.requests == []
        checked(capsys, "--allow-metadata")


class TestWriting:
    """Nothing is written unasked, and nothing stays."""

    @both
    def test_without_write(
        self, recorder: Recorder, backend: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Only HEAD and GET are sent, also where much is tried because much is refused."""
        told_recorder(monkeypatch, recorder)
        checked(capsys, "--backend", backend)
        refused = error(403, "AccessDenied")
        recorder.answer(None, 403, refused.headers, refused.body)
        checked(capsys, "--backend", backend, code=1)
        assert {request.method for request in recorder.requests} == {"HEAD", "GET"}

    @both
    def test_one_prefix(
        self, recorder: Recorder, backend: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What is written is one object under a prefix of random name, another one each time."""
        told_recorder(monkeypatch, recorder)
        for _ in range(2):
            main(["check", "--backend", backend, "--write"])
        capsys.readouterr()
        written = [request.path for request in recorder.requests if request.method == "PUT"]
        assert len(set(written)) == 2
        assert all(path.startswith(f"/bkt/{PREFIX}") and path.endswith("/object") for path in written)

    @both
    def test_a_read_that_fails(
        self,
        ministack: Server,
        faults: Callable[[str], Faults],
        backend: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """What was written is removed, too, where it cannot be read back."""
        bucket = ministack.make_bucket()
        proxy = faults(ministack.endpoint)
        proxy.status(500, _is_read_back, code="InternalError", times=99)
        told(monkeypatch, {**variables_of(ministack, bucket), "AWS_ENDPOINT_URL": proxy.endpoint})
        report = checked(capsys, "--backend", backend, "--write", code=1)
        assert statuses(report)["read-back"] == "failed"
        assert statuses(report)["delete"] == "ok"
        assert ministack.client().list_objects_v2(Bucket=bucket)["KeyCount"] == 0

    @both
    def test_an_answer_that_is_lost(
        self,
        ministack: Server,
        faults: Callable[[str], Faults],
        backend: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """An object of which nobody knows if it was written is removed, and named for the user to look."""
        bucket = ministack.make_bucket()
        proxy = faults(ministack.endpoint)
        proxy.lose_answer("PUT")
        told(monkeypatch, {**variables_of(ministack, bucket), "AWS_ENDPOINT_URL": proxy.endpoint})
        assert main(["check", "--backend", backend, "--write"]) == 1
        assert f"it is not sure that {PREFIX}" in capsys.readouterr().err
        assert proxy.counts["lose_answer"] == 1
        assert ministack.client().list_objects_v2(Bucket=bucket)["KeyCount"] == 0

    @both
    @pytest.mark.parametrize("when", ["put", "read-back"])
    def test_an_interruption(self, ministack: Server, faults: Callable[[str], Faults], backend: str, when: str) -> None:
        """So it is when the user interrupts, be it while the object is on its way or afterwards."""
        bucket = ministack.make_bucket()
        proxy = faults(ministack.endpoint)
        arrived = threading.Event()

        def which(request: Request) -> bool:
            is_meant = request.method == "PUT" if when == "put" else _is_read_back(request)
            if is_meant:
                arrived.set()
            return is_meant

        proxy.stall(which, seconds=1.0)
        variables = {**variables_of(ministack, bucket), "AWS_ENDPOINT_URL": proxy.endpoint}
        command = [sys.executable, "-m", "s3config", "check", "--backend", backend, "--write", "--timeout", "8s"]
        with subprocess.Popen(
            command, env={**os.environ, **variables}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert arrived.wait(30)
            process.send_signal(signal.SIGINT)
            interrupted = time.monotonic()
            output, errors = process.communicate(timeout=30)
        assert process.returncode == 130, errors
        assert errors == ""
        assert when != "put" or time.monotonic() - interrupted > 0.5  # what is on its way is awaited, and then removed
        assert "delete" not in output
        assert ministack.client().list_objects_v2(Bucket=bucket)["KeyCount"] == 0


def _is_read_back(request: Request) -> bool:
    return request.method == "GET" and PREFIX in request.path


class TestTime:
    """No step takes longer than it may."""

    @pytest.mark.flaky(reruns=2)
    @both
    def test_a_server_that_stalls(
        self,
        recorder: Recorder,
        faults: Callable[[str], Faults],
        backend: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Each request is left unanswered, at one step after the other."""
        proxy = faults(recorder.endpoint)
        told_recorder(monkeypatch, recorder, AWS_ENDPOINT_URL=proxy.endpoint)
        for stalls in (
            None,
            lambda request: "list-type" in request.query and "authorization" in request.headers,
            _is_read_back,
            "PUT",
        ):
            proxy.clear()
            proxy.stall(stalls, times=99)
            report = checked(capsys, "--backend", backend, "--write", "--timeout", "0.5s", code=1)
            assert proxy.counts["stall"] > 0
            assert max(step["milliseconds"] for step in report["steps"]) < 800

    @pytest.mark.parametrize("text", ["0s", "-1s", "5000s", "soon", "nan"])
    def test_a_time_that_is_none(self, text: str, capsys: pytest.CaptureFixture[str]) -> None:
        """A time-out that cannot be is refused."""
        assert main(["check", "s3://bkt", f"--timeout={text}"]) == 2
        assert "--timeout" in capsys.readouterr().err


class TestSecrets:
    """No secret is shown."""

    @pytest.mark.parametrize("arguments", [(b, f) for b in ("obstore", "boto3") for f in ("text", "json")])
    def test_a_server_that_repeats_everything(
        self,
        recorder: Recorder,
        tunnel: Tunnel,
        arguments: tuple[str, str],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Not even if the server says in every answer what it was told."""
        backend, form = arguments
        tunnel.default = recorder.endpoint
        body = f"<Error><Code>{SECRET}</Code><Message>{SECRET} {TOKEN} {HEADER} {PASSWORD}</Message></Error>"
        fields = {"Server": f"{SECRET} {HEADER}", "Location": f"http://{PASSWORD}@{HEADER}/?token={TOKEN}"}
        told_recorder(
            monkeypatch,
            recorder,
            AWS_ENDPOINT_URL="http://s3.example.test",
            AWS_ALLOW_HTTP="true",
            AWS_SESSION_TOKEN=TOKEN,
            AWS_DEFAULT_HEADERS=f"x-team: {HEADER}",
            AWS_PROXY_URL=tunnel.url.replace("//", f"//user:{PASSWORD}@"),
        )
        for status in (200, 301, 400, 403, 404, 500):
            recorder.clear()
            recorder.answer(None, status, fields, body)
            main(["check", "--backend", backend, "--format", form, "--write", "--timeout", "2s"])
            printed = capsys.readouterr()
            assert "list" in printed.out
            for secret in (SECRET, TOKEN, HEADER, PASSWORD, KEY_ID):
                assert secret not in printed.out + printed.err


class TestForm:
    """What is printed."""

    def test_json(
        self, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The report has the same words in the same order, whatever happens; programs read it."""
        told_recorder(monkeypatch, recorder)
        for arguments, code in (((), 0), (("--write",), 1), (("--bucket", "B?"), 1)):
            report = checked(capsys, *arguments, code=code)
            assert list(report) == ["works", "steps", "left_behind"]
            assert [step["name"] for step in report["steps"]] == NAMES
            for step in report["steps"]:
                assert list(step) == ["name", "status", "milliseconds", "found", "cause"]
                if step["cause"] is not None:
                    assert list(step["cause"]) == ["name", "text", "remedy", "settings", "rules"]
                    for setting in step["cause"]["settings"]:
                        assert list(setting) == ["key", "value", "spelling", "origin", "to"]

    def test_text(self, ministack: Server, capsys: pytest.CaptureFixture[str]) -> None:
        """A failure shows the cause, the remedy, and the setting with its place in a file."""
        bucket = ministack.make_bucket()
        lines = [f"{name}={value}" for name, value in variables_of(ministack, bucket).items()]
        Path("prod.env").write_text("\n".join(lines).replace("us-east-1", "eu-west-1"))
        assert main(["check", "--env-file", "prod.env"]) == 1
        printed = capsys.readouterr().out
        assert "cause: the bucket is in the region us-east-1 (wrong-region)" in printed
        assert "remedy: set region=us-east-1" in printed
        assert "region is eu-west-1: prod.env:5:1 (AWS_REGION); make it us-east-1" in printed
        assert printed.endswith("it does not work\n")

    def test_a_terminal(
        self, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A terminal is told what is being tried, and in colours; the line is wiped."""
        told_recorder(monkeypatch, recorder)
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        assert main(["check"]) == 0
        printed = capsys.readouterr()
        assert "\rlist …" in printed.err
        assert printed.err.endswith("\r\x1b[K")
        assert "\x1b[32mok" in printed.out
        monkeypatch.setenv("NO_COLOR", "1")
        assert main(["check"]) == 0
        assert "\x1b" not in capsys.readouterr().out

    def test_the_steps_are_found_by_listing(self) -> None:
        """Each module in `steps/` is one, and has a place of its own."""
        assert [name for name, _ in ladder()] == NAMES
        ranks = [step.RANK for _, step in ladder()]
        assert ranks == sorted(set(ranks))
        for name, step in ladder():
            assert all(NAMES.index(need) < NAMES.index(name) for need in step.NEEDS)


class TestInputs:
    """What is checked."""

    @pytest.mark.parametrize("form", ["dotenv", "toml", "store", "profile", "url", "rclone"])
    def test_an_input(self, form: str, recorder: Recorder, capsys: pytest.CaptureFixture[str]) -> None:
        """A file, a part of one, a profile, a URL, and another tool's file."""
        pair = f"aws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n"
        quoted = f'endpoint = "{recorder.endpoint}"\naccess_key_id = "{KEY_ID}"\nsecret_access_key = "{SECRET}"\n'
        home = Path.home() / ".aws"
        home.mkdir()
        (home / "credentials").write_text(f"[prod]\n{pair}endpoint_url = {recorder.endpoint}\n")
        Path(".env").write_text(
            f"AWS_BUCKET=bkt\nAWS_ENDPOINT_URL={recorder.endpoint}\nAWS_ACCESS_KEY_ID={KEY_ID}\nAWS_SECRET_ACCESS_KEY={SECRET}\n"
        )
        Path("s3config.toml").write_text(f'bucket = "bkt"\n{quoted}[stores.other]\nbucket = "other-bucket"\n')
        Path("rclone.conf").write_text(
            f"[mine]\ntype = s3\nprovider = Other\nendpoint = {recorder.endpoint}\naccess_key_id = {KEY_ID}\n"
            f"secret_access_key = {SECRET}\n"
        )
        inputs = {
            "dotenv": [".env"],
            "toml": ["s3config.toml"],
            "store": ["s3config.toml#other"],
            "profile": ["profile:prod", "--bucket", "bkt"],
            "url": [f"s3://bkt/a/b?endpoint={recorder.endpoint}", "--env-file", ".env"],
            "rclone": ["rclone:rclone.conf#mine"],
        }
        report = checked(capsys, *inputs[form], code=1 if form == "rclone" else 0)
        if form == "rclone":  # a remote names no bucket
            assert "no bucket is given" in found(report, "resolve")
            return
        bucket = "other-bucket" if form == "store" else "bkt"
        assert found(report, "resolve").startswith(f"bucket {bucket} at {recorder.endpoint}")
        assert all(request.path.startswith(f"/{bucket}") for request in recorder.requests)
        assert all(request.verify(SECRET) for request in recorder.requests if request.is_signed)

    @pytest.mark.parametrize(
        "arguments",
        [
            ["nowhere.toml"],
            ["nowhere.env"],
            ["nothing:nowhere"],
            ["s3://bkt", "--backend", "nonesuch"],
            ["s3://bkt", "--backend", "memory"],
            ["s3://bkt", "--env-file", "nowhere.env"],
        ],
        ids=" ".join,
    )
    def test_an_unusable_input(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        """What cannot be read or is unknown ends with code 2 and one line."""
        assert main(["check", *arguments]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.count("\n") == 1


class TestGuide:
    """`docs/check.md`."""

    TEXT = (Path(__file__).parents[2] / "docs/check.md").read_text("utf-8")

    def test_the_example(
        self, ministack: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The example prints what the page shows, names of the test's own servers and times aside."""
        bucket = ministack.make_bucket()
        variables = {**variables_of(ministack, bucket), "AWS_REGION": "eu-west-1"}
        Path("prod.env").write_text("\n".join(f"{name}={value}" for name, value in variables.items()))
        command, shown = self.TEXT.partition("```console\n$ s3config ")[2].partition("```")[0].split("\n", 1)
        monkeypatch.setenv("COLUMNS", "120")
        assert main([*command.split(), "--backend", "boto3"]) == 1
        printed = capsys.readouterr().out.replace(bucket, "logs").replace("backend boto3", "backend obstore")
        printed = printed.replace(ministack.endpoint.rpartition(":")[2], "9000")
        printed = printed.replace(ministack.access_key_id[-4:], "MPLE")
        assert [_timeless(line) for line in printed.splitlines()] == [_timeless(line) for line in shown.splitlines()]

    def test_the_causes(self) -> None:
        """Every cause that only a check can tell is on the page, and every cause on the page is one."""
        named = set(
            re.findall(r"`([a-z0-9-]+)`", self.TEXT.partition("## What is recognised")[2].partition("\n## ")[0])
        )
        assert named <= set(KNOWN)
        assert OWN - named <= {"invalid-config", "unknown"}

    def test_the_options(self) -> None:
        """Every option is on the page."""
        parser = ArgumentParser()
        add_arguments(parser)
        options = set(re.findall(r"^  (--[a-z-]+)", parser.format_help(), re.MULTILINE))
        assert options == set(re.findall(r"^\| `(--[a-z-]+)", self.TEXT, re.MULTILINE))


def _timeless(line: str) -> str:
    """Take the time and what follows the first sentence of a store's text out of a line."""
    line = re.sub(r"\d+ ms", "", line)
    return re.sub(r" +", " ", re.sub(r"(specified endpoint\.).*", r"\1", line)).strip()
