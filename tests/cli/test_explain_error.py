"""`s3config explain-error`: what an error of an S3 client means."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from error_texts import SEEN, SHARED, Seen

from s3config.cli import main
from s3config.rules import rules
from s3config.symptoms import Symptom, nearest_code, recognise_text, signs, symptoms

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
ANSWER = (
    "<?xml version='1.0'?><Error><Code>{code}</Code><Message>m</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>"
)
TRACEBACK = """\
Traceback (most recent call last):
  File "/srv/app/load.py", line 12, in load
    return store.get(path).bytes()
           ^^^^^^^^^^^^^^^
{text}

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/srv/app/main.py", line 3, in <module>
    load("a")
RuntimeError: the data could not be loaded
"""
CODES = sorted((code, symptom.name) for symptom in symptoms() for code in symptom.codes)


def explained(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0, form: str = "json") -> Any:
    """Run the command and return what it prints."""
    assert main(["explain-error", "--format", form, *arguments]) == code
    printed = capsys.readouterr().out
    return json.loads(printed) if form == "json" else printed


def piped(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Let the standard input be this."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "utf-8"))


def name_of(found: Symptom | None) -> str | None:
    """Return a symptom's name."""
    return None if found is None else found.name


class TestTexts:
    """What is recognised."""

    @pytest.mark.parametrize("seen", SEEN, ids=lambda seen: seen.text[:60])
    def test_a_text(self, seen: Seen) -> None:
        """A text that users see is recognised."""
        assert name_of(recognise_text(seen.text)) == seen.symptom

    @pytest.mark.parametrize("seen", SEEN, ids=lambda seen: seen.text[:60])
    def test_a_traceback(self, seen: Seen) -> None:
        """So it is among the lines of a traceback, whose ends of lines may be those of Windows."""
        text = TRACEBACK.format(text=seen.text)
        found = [name_of(recognise_text(text)), name_of(recognise_text(text.replace("\n", "\r\n")))]
        assert found == [seen.symptom] * 2

    @pytest.mark.parametrize("seen", SHARED, ids=lambda seen: seen.text[:60])
    def test_a_shared_text(self, seen: Seen) -> None:
        """What other programs say, too, is recognised beside a word of S3 only."""
        assert recognise_text(seen.text) is None
        assert name_of(recognise_text(f"{seen.text}\nwhile s3://logs/a was read")) == seen.symptom

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("AWS Error NO_SUCH_BUCKET during HeadBucket operation: m", "no-bucket"),
            ("AWS Error SIGNATURE_DOES_NOT_MATCH during GetObject operation: m", "wrong-secret"),
            ("AWS Error RESOURCE_NOT_FOUND during HeadObject operation: No response body.", "not-found"),
            ("AWS Error UNKNOWN (HTTP status 301) during HeadObject operation: m", "wrong-region"),
            ("ACCESS_DENIED", None),
        ],
    )
    def test_a_code_in_capitals(self, text: str, name: str | None) -> None:
        """So the AWS SDK for C++ writes codes."""
        assert name_of(recognise_text(text)) == name

    @pytest.mark.parametrize("client", ["connect to", "resolve"])
    @pytest.mark.parametrize(
        ("host", "wrong"),
        [
            ("acme.s3.us-west-2b.amazonaws.com", True),
            ("acme.s3.us_west_2.amazonaws.com", True),
            ("acme.s3-us-west-2b.amazonaws.com", True),
            ("acme.s3.dualstack.us-west-2b.amazonaws.com", True),
            ("s3.us-west-9.amazonaws.com", True),
            ("s3.fr-par.amazonaws.com", True),
            ("s3.None.amazonaws.com", True),
            ("acme.s3.us-west-2.amazonaws.com", False),
            ("acme.s3.EU-WEST-1.amazonaws.com", False),
            ("acme.s3.amazonaws.com", False),
            ("acme.s3-us-west-2.amazonaws.com", False),
            ("acme.s3.dualstack.us-west-2.amazonaws.com", False),
            ("acme.s3-fips.us-gov-west-1.amazonaws.com", False),
            ("acme.s3-accelerate.dualstack.amazonaws.com", False),
            ("acme.s3-external-1.amazonaws.com", False),
            ("acme.bucket.vpce-1a2b.s3.us-east-1.vpce.amazonaws.com", False),
            ("my.s3.data.s3.eu-west-1.amazonaws.com", False),
            ("s3.cn-north-1.amazonaws.com.cn", False),
            ("s3.us-west-2b.minio.example", False),
        ],
    )
    def test_a_region_of_a_host(self, host: str, wrong: bool, client: str) -> None:  # noqa: FBT001 (a parameter)
        """A host that cannot be, for AWS has no such region, is the region's fault; another is not reached."""
        text = {
            "connect to": f'Could not connect to the endpoint URL: "https://{host}/"',
            "resolve": f"Could not resolve host: {host}; getaddrinfo ENOTFOUND //{host}",
        }[client]
        other = {"connect to": "refused-connection", "resolve": "unknown-host"}[client]
        found = recognise_text(text)
        assert name_of(found) == ("no-such-region" if wrong else other)
        assert found is not None
        assert (found.rules[0] == "RG003") is wrong

    @pytest.mark.parametrize(
        "text",
        [
            "HTTP 401 Unauthorized",
            "403 Forbidden page",
            "unable to access 'https://git.example/': SSL certificate problem: unable to get local issuer certificate",
            "timeout",
            "bash: s5: command not found",
            "ERROR 1045 (28000): Access denied for user 'root'@'localhost'",
            "connection refused",
            "remote: HTTP 403 from bitbucket.org: no credentials",
            "TypeError: f() got an unexpected keyword argument 'key'",
            "jwt: the token has expired",
            "HTTP 503",
        ],
    )
    def test_another_program(self, text: str) -> None:
        """What does not speak of S3 is left to others."""
        assert recognise_text(text) is None

    @pytest.mark.parametrize(
        "form",
        [
            "botocore.exceptions.ClientError: An error occurred ({code}) when calling the GetObject operation: m",
            "obstore.exceptions.PermissionDeniedError: The operation lacked the necessary privileges to complete for "
            "path a: Error performing GET https://h/b/a in 1.2ms, after 2 retries, max_retries: 2, retry_timeout: 180s"
            " - Server returned non-2xx status code: 400 Bad Request: " + ANSWER,
            'api error {code}: m, "https response error StatusCode: 403, RequestID: 4442587FB7D0A2F9"',
            "AmazonS3Exception: m (Service: Amazon S3; Status Code: 400; Error Code: {code}; Request ID: 4442587FB7D0)",
        ],
        ids=["boto3", "obstore", "Go", "Java"],
    )
    @pytest.mark.parametrize(("code", "name"), CODES, ids=lambda value: value)
    def test_a_code(self, form: str, code: str, name: str) -> None:
        """A code is recognised in whatever words a client puts it."""
        assert name_of(recognise_text(form.replace("{code}", code))) == name

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("An error occurred (301) when calling the HeadBucket operation: Moved", "wrong-region"),
            ("Server returned non-2xx status code: 429 Too Many Requests", "too-fast"),
            ("GET https://h/bucket: HTTP/1.1 401", "unauthenticated"),
            ("minio: HTTP 501", "not-implemented"),
            ("s3: took 403 seconds for 1403 files", None),
            ("s3: 10.0.0.1 (403.5 ms)", None),
        ],
    )
    def test_a_status(self, text: str, name: str | None) -> None:
        """Without a code the HTTP status says something, if it is one."""
        assert name_of(recognise_text(text)) == name

    @pytest.mark.parametrize("text", ["it is broken", "InvalidTokenizer", "MyAccessDeniedHandler", "👻", "\x00" * 9])
    def test_another_text(self, text: str) -> None:
        """What is not known is not guessed."""
        assert recognise_text(text) is None

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("SignatureDoesntMatch", "SignatureDoesNotMatch"),
            ("An error occurred (InvalidAccessKey) when calling", "InvalidAccessKeyId"),
            ("AccessDeniedException: m", "AccessDenied"),
            ("InvalidBucketState", None),
            ("InvalidRequest", None),
            ("InvalidPart", None),
            ("ConnectTimeout", None),
            ("NotImplementedError", None),
            ("it is broken", None),
        ],
    )
    def test_the_nearest_code(self, text: str, code: str | None) -> None:
        """A code that is misspelt, or that a store spells otherwise, leads to ours; what is unlike leads nowhere."""
        assert nearest_code(text) == code

    def test_every_rule_exists(self) -> None:
        """The rules that find a cause are rules."""
        assert {code for symptom in symptoms() for code in symptom.rules} - set(rules()) == set()

    @pytest.mark.parametrize("symptom", [s for s in symptoms() if s.pattern], ids=lambda symptom: symptom.name)
    @pytest.mark.flaky(reruns=2)
    def test_a_pattern_is_quick(self, symptom: Symptom) -> None:
        """A text made of the words of a pattern, again and again, is searched in a moment."""
        pattern = symptom.pattern or ""
        words = re.findall(r"[A-Za-z0-9 :'/.-]{4,}", pattern)
        begun = process_time()
        for word in (*words, " ".join(words)):
            re.search(pattern, word * (200_000 // len(word)))
        assert process_time() - begun < 1

    @pytest.mark.parametrize("sign", signs(), ids=lambda sign: sign.pattern[:40])
    @pytest.mark.flaky(reruns=2)
    def test_a_sign_is_quick(self, sign: re.Pattern[str]) -> None:
        """A text that is all but a sign, again and again, is searched in a moment."""
        begun = process_time()
        for word in ("as3s", "laws", "bitbucke", "could not connect to the endpoint ", "access_", "Get", "object"):
            assert sign.search(word * (200_000 // len(word))) is None
        assert process_time() - begun < 2


class TestCommand:
    """What is printed."""

    def test_a_setting_is_named(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """Each likely setting stands with its value, hidden if it is secret, and with its place."""
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        Path(".env").write_text(f"AWS_SECRET_ACCESS_KEY={SECRET}\nAWS_REGION=us-east-1\n")
        found = explained(capsys, "SignatureDoesNotMatch", "--dotenv", ".env")
        assert (found["symptom"], found["not_set"]) == ("wrong-secret", ["endpoint"])
        assert [(s["key"], s["value"], s["origin"]["place"], s["origin"]["line"]) for s in found["settings"]] == [
            ("secret_access_key", "**********", ".env", 1),
            ("access_key_id", "****MPLE", "environment variable AWS_ACCESS_KEY_ID", None),
            ("region", "us-east-1", ".env", 2),
        ]

    def test_a_fault_is_named(self, capsys: pytest.CaptureFixture[str]) -> None:
        """What the linter finds, and what has to do with the error, is said, and nothing else."""
        Path("s3config.toml").write_text('endpoint = "minio:9000"\nregion = "us_east_1"\n')
        found = explained(capsys, "ValueError: Invalid endpoint: minio:9000", "--file", "s3config.toml")
        assert [(fault["code"], fault["origins"][0]["line"]) for fault in found["diagnostics"]] == [("EP004", 1)]

    def test_text(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """People read cause, remedy, faults, settings, what is missing, and rules."""
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://minio.example:9000")
        printed = explained(capsys, "builder error", form="text")
        lines = printed.splitlines()
        assert lines.pop(4).startswith("  environment variable AWS_ENDPOINT_URL: error TLS001: ")
        assert lines[:10] == [
            "plain-http: the endpoint is http://, which this client must be allowed to use, or it is no URL",
            "  set allow_http=true, or write https://",
            "",
            "what is wrong with the configuration:",
            "",
            "settings that are the likely cause:",
            "  endpoint  http://minio.example:9000  environment variable AWS_ENDPOINT_URL",
            "",
            "not set: allow_http",
            "",
        ]
        assert [line.split()[0] for line in lines[11:]] == ["TLS001", "EP004"]

    @pytest.mark.parametrize("dash", [["-"], []], ids=["dash", "nothing"])
    def test_the_standard_input(
        self, dash: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Without a text it is read, whatever bytes there are."""
        piped(monkeypatch, b"\xff\xfe\x00 RequestTimeTooSkewed \n")
        assert explained(capsys, *dash)["symptom"] == "clock-skew"

    def test_a_store_of_a_file(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The store that was used is looked at, without the environment if it was not used."""
        Path("s3.toml").write_text('[stores.a]\nbucket = "logs"\n[stores.b]\nbucket = "other"\n')
        found = explained(capsys, "NoSuchBucket", "--file", "s3.toml", "--store", "b", "--no-env")
        assert [(setting["value"], setting["origin"]["line"]) for setting in found["settings"]] == [("other", 4)]

    def test_the_environment_left_aside(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """It has no part in it then."""
        monkeypatch.setenv("AWS_REGION", "eu-west-1")
        assert explained(capsys, "PermanentRedirect", "--no-env")["settings"] == []

    def test_a_profile(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The profile that was used is looked at."""
        folder = Path.home() / ".aws"
        folder.mkdir()
        (folder / "config").write_text("[profile work]\nregion = eu-west-1\n")
        (setting,) = explained(capsys, "PermanentRedirect", "--profile", "work")["settings"]
        assert (setting["key"], setting["value"]) == ("region", "eu-west-1")

    def test_an_unknown_text(self, capsys: pytest.CaptureFixture[str]) -> None:
        """It says so, with the nearest code."""
        assert explained(capsys, "SignatureDoesntMatch", code=1) == {
            "symptom": None,
            "nearest": "SignatureDoesNotMatch",
        }
        printed = explained(capsys, "SignatureDoesntMatch", code=1, form="text")
        assert printed == (
            "nothing is known of this error; the nearest error code that is known is SignatureDoesNotMatch\n"
        )
        assert explained(capsys, "it is broken", code=1, form="text") == "nothing is known of this error\n"

    @pytest.mark.parametrize(
        "arguments",
        [[" \n"], ["NoSuchBucket", "--file", "missing.toml"], ["NoSuchBucket", "--target", "nothing"]],
        ids=["empty", "missing file", "unknown tool"],
    )
    def test_unusable(self, arguments: list[str]) -> None:
        """Without a text, and with what cannot be read, there is exit code 2."""
        assert main(["explain-error", *arguments]) == 2

    @pytest.mark.parametrize("pump", ["a", "https://", "InvalidAccessKeyId\n", "the region '", "status: ", "(4", "Aa"])
    @pytest.mark.flaky(reruns=2)
    def test_a_very_long_text(
        self, pump: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Ten megabytes take less than two seconds, and the end is looked at."""
        piped(monkeypatch, pump.encode() * (10_000_000 // len(pump)) + b"\nNo profile found\n")
        begun = process_time()
        found = explained(capsys)
        assert process_time() - begun < 2
        assert found["symptom"] in {"profile-missing", "bad-endpoint"}


class TestSecrecy:
    """No part of the text is repeated, nor a secret of the configuration."""

    @pytest.mark.parametrize("form", ["text", "json"])
    @pytest.mark.parametrize(
        "text",
        [
            *(seen.text for seen in SEEN if len(seen.text) > 40),
            f"SignatureDoesNotMatch {SECRET}",
            f"SignatureDoesntMatch {SECRET}",
            f"Invalid endpoint: https://user:{SECRET}@minio:9000",
            f"{SECRET}",
            f"The key '{SECRET}' is not valid",
        ],
        ids=lambda text: text[:40],
    )
    def test_the_text_is_not_repeated(
        self, text: str, form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What the error holds besides the words that we know stays where it is."""
        marked = f"{text} xqzv{SECRET}"
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", f"{SECRET[:20]}\n{SECRET}")
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"https://user:{SECRET}@minio:9000")
        main(["explain-error", "--format", form, marked])
        printed = "".join(capsys.readouterr())
        assert "xqzv" not in printed
        assert not any(SECRET[start : start + 8] in printed for start in range(len(SECRET) - 7))
