"""`s3config explain --as-seen-by`, run as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from s3config.cli import main
from s3config.seeing import as_seen_by
from s3config.tools import tools

if TYPE_CHECKING:
    from collections.abc import Mapping

ID, SECRET, TOKEN = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "token-that-is-secret/+="
KEYS = {"AWS_ACCESS_KEY_ID": ID, "AWS_SECRET_ACCESS_KEY": SECRET}
URL = {"AWS_ENDPOINT_URL": "http://url.test"}
PLAIN = {"AWS_ENDPOINT": "http://plain.test"}
HTTP = {"AWS_ALLOW_HTTP": "true"}


def set_all(monkeypatch: pytest.MonkeyPatch, variables: Mapping[str, str]) -> None:
    """Set variables of this process."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


class TestCommand:
    """What a user sees."""

    def test_text(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """What counts stands in a table; then what does not, and why."""
        set_all(monkeypatch, {**KEYS, **URL, "AWS_REGION": "r-region", "AWS_MAX_ATTEMPTS": "3"})
        assert main(["explain", "--as-seen-by", "boto3"]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "boto3 (1.44.5), where no option says otherwise:",
            "",
            "access_key_id                 ****MPLE         environment variable AWS_ACCESS_KEY_ID",
            "secret_access_key             **********       environment variable AWS_SECRET_ACCESS_KEY",
            "region                        us-east-1        default of boto3",
            "endpoint                      http://url.test  environment variable AWS_ENDPOINT_URL",
            "virtual_hosted_style_request  false            default of boto3",
            "max_retries                   2                environment variable AWS_MAX_ATTEMPTS",
            "",
            "ignored:",
            "AWS_REGION  boto3 does not read it; it reads AWS_DEFAULT_REGION",
        ]

    def test_refused(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """What the tool will refuse stands at the end, and the exit code is 1."""
        set_all(monkeypatch, {**KEYS, **URL})
        assert main(["explain", "--as-seen-by", "obstore"]) == 1
        assert capsys.readouterr().out.splitlines()[-1] == (
            "environment variable AWS_ENDPOINT_URL: error TLS001: obstore refuses http:// in AWS_ENDPOINT_URL unless "
            "AWS_ALLOW_HTTP is true; set AWS_ALLOW_HTTP=true, or use https://"
        )

    def test_json(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """The JSON form holds the same."""
        set_all(monkeypatch, {**KEYS, **HTTP, **URL, **PLAIN, "AWS_REQUESTER_PAYS": "true"})
        assert main(["explain", "--as-seen-by", "obstore", "--format", "json"]) == 0
        report = json.loads(capsys.readouterr().out)
        assert report["tool"] == "obstore"
        assert {row["key"]: row["value"] for row in report["values"]} == {
            "access_key_id": "****MPLE",
            "secret_access_key": "**********",
            "region": "us-east-1",
            "endpoint": "http://plain.test",
            "virtual_hosted_style_request": False,
            "allow_http": True,
        }
        assert [(row["key"], row["spelling"], row["why"]) for row in report["ignored"]] == [
            ("request_payer", "AWS_REQUESTER_PAYS", "obstore does not read it; it reads AWS_REQUEST_PAYER"),
            ("endpoint", "AWS_ENDPOINT_URL", "AWS_ENDPOINT counts before it"),
        ]
        assert (report["unknown"], report["diagnostics"]) == ([], [])

    def test_dotenv(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """A `.env` file adds what the environment has not; places point into it."""
        monkeypatch.setenv("AWS_REGION", "r-region")
        Path("shop.env").write_text(f"AWS_REGION=r-file\nAWS_ACCESS_KEY_ID={ID}\nAWS_SECRET_ACCESS_KEY='{SECRET}'\n")
        assert main(["explain", "shop.env", "--as-seen-by", "obstore"]) == 0
        lines = [line.split() for line in capsys.readouterr().out.splitlines()]
        assert ["region", "r-region", "environment", "variable", "AWS_REGION"] in lines
        assert ["access_key_id", "****MPLE", "shop.env:2:1", "(AWS_ACCESS_KEY_ID)"] in lines
        assert lines[-1][0] == "AWS_REGION"
        assert lines[-1][-1] == "(shop.env:1:1)"

    def test_without_the_environment(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """The file alone counts with --no-env."""
        monkeypatch.setenv("AWS_REGION", "r-region")
        Path("shop.env").write_text("AWS_REGION=r-file\n")
        assert main(["explain", "shop.env", "--no-env", "--as-seen-by", "duckdb"]) == 0
        assert "r-region" not in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--as-seen-by", "boto"], "there is no target 'boto'; did you mean boto3?"),
            (["--as-seen-by", "polers"], "there is no target 'polers'; did you mean polars?"),
            (["--as-seen-by", "boto3", "--format", "toml"], "--as-seen-by has no form toml; ask for text or json"),
            (
                ["--as-seen-by", "boto3", "s3://user:word@bucket"],
                "other tools read no s3://**********@bucket; beside --as-seen-by name a .env file alone",
            ),
            (
                ["--as-seen-by", "boto3", "--profile", "p", "--bucket", "b", "s3config.toml"],
                "other tools read no --profile, --bucket, s3config.toml; beside --as-seen-by name a .env file alone",
            ),
        ],
    )
    def test_unusable(self, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
        """One clear error, and exit code 2."""
        assert main(["explain", *arguments]) == 2
        streams = capsys.readouterr()
        assert (streams.out, streams.err) == ("", f"s3config: {message}\n")

    def test_a_file_that_is_missing(self, capsys: pytest.CaptureFixture[str]) -> None:
        """It is said, and the exit code is 2."""
        assert main(["explain", "missing.env", "--as-seen-by", "boto3"]) == 2
        assert "missing.env: error FILE001: there is no such file" in capsys.readouterr().out

    @pytest.mark.parametrize("form", ["text", "json"])
    @pytest.mark.parametrize("tool", list(tools()))
    def test_secrets_are_hidden(
        self, tool: str, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Whatever a tool makes of them, and wherever they are by mistake."""
        secrets = {
            **KEYS,
            "AWS_SESSION_TOKEN": TOKEN,
            "AWS_SSE_CUSTOMER_KEY_BASE64": "c3NlLWtleS10aGF0LWlzLXNlY3JldC10aGF0LWlzLXNlYw==",
            "AWS_SECRET_ACESS_KEY": "misspelt-secret-that-is-secret",
            "HTTPS_PROXY": "http://user:pass-of-the-proxy@proxy.test:1",
            "AWS_DEFAULT_HEADERS": "x-secret: header-that-is-secret",
            "AWS_REGION": SECRET,
        }
        set_all(monkeypatch, secrets)
        main(["explain", "--as-seen-by", tool, "--format", form])
        out = capsys.readouterr().out
        shown = repr(as_seen_by(tool, secrets)) + out
        parts = (SECRET, TOKEN, "c3NlLWtleS", "misspelt-secret", "pass-of-the-proxy", "header-that-is-secret", ID)
        assert [part for part in parts if part in shown] == []
