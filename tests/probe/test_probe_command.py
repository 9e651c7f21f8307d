"""The command: what it refuses, what it says, and what it keeps to itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from faulting import Faults
from recording import Recorder

from s3config import probing, resolve
from s3config.cli import main
from s3config.probing.advice import WAYS_TO_COPY, advise
from s3config.probing.comparison import differences
from s3config.probing.outcomes import Finding, Verdict
from s3config.providers import providers

if TYPE_CHECKING:
    from pathlib import Path

    from http_messages import Request
    from servers import Server

    from s3config.providers import Provider

COMPARED = ("addressing", "conditional_put", "copy_if_not_exists", "checksums", "bulk_delete", "payload")
YES, NO, REFUSED, IGNORED, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.REFUSED, Verdict.IGNORED, Verdict.UNKNOWN


def written(path: Path, settings: dict[str, str]) -> str:
    """Write a `.env` file, and return its path."""
    path.write_text("".join(f"AWS_{key.upper()}={value}\n" for key, value in settings.items()), encoding="utf-8")
    return str(path)


def test_without_write_nothing_is_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A command that writes to a bucket asks first, and says what it would do."""
    with Recorder() as recorder:
        settings = {"bucket": "bkt", "endpoint": recorder.endpoint, "access_key_id": "a", "secret_access_key": "s"}
        assert main(["probe", written(tmp_path / ".env", settings)]) == 2
        assert recorder.requests == []
    assert "add --write" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"endpoint": "http://127.0.0.1:9"}, "bucket"),
        ({"bucket": "bkt", "endpoint": "http://127.0.0.1:9", "skip_signature": "true"}, "does not answer"),
        (
            {"bucket": "b--use1-az4--x-s3", "region": "us-east-1", "s3_express": "true", "skip_signature": "true"},
            "Express",
        ),
    ],
)
def test_what_cannot_be_probed_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: dict[str, str], said: str
) -> None:
    """There is one message, and exit code 2."""
    assert main(["probe", "--write", written(tmp_path / ".env", settings)]) == 2
    message = capsys.readouterr().err
    assert said in message
    assert "Traceback" not in message


def test_no_secret_is_told(ministack: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the report, nor the patch beside the lines that hold secrets, nor a refusal shows one."""
    header = "very-secret-value-of-a-header"
    settings = {
        **ministack.settings(),
        "bucket": ministack.make_bucket(),
        "default_headers": f"x-own: {header}",
    }
    file = tmp_path / ".env"
    for form in ("text", "json"):
        main(["probe", "--write", "--format", form, written(file, settings)])
    wrong = "wrong-secret-0123456789-0123456789-012345"
    assert main(["probe", "--write", written(file, {**settings, "secret_access_key": wrong})]) == 2
    said = capsys.readouterr()
    assert "SignatureDoesNotMatch" in said.err
    for secret in (ministack.secret_access_key, ministack.access_key_id, header, wrong):
        assert secret not in said.out + said.err


def test_a_bucket_can_be_named_beside_the_environment(
    ministack: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The environment is what is probed if nothing is named; there is no file to patch."""
    for key, value in ministack.settings().items():
        monkeypatch.setenv(f"AWS_{key.upper()}", value)
    bucket = ministack.make_bucket()
    assert main(["probe", "--write", "--bucket", bucket, "--format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (bucket, None) == (document["bucket"], document["patch"])
    assert "no file" in document["unpatched"]
    assert {"conditional_put", "copy_if_not_exists"} == {one["key"] for one in document["settings"]}


def all_yes(**others: Verdict) -> list[Finding]:
    """Return what is found at a store that can everything, with exceptions."""
    return [Finding(one.name, others.get(one.name, YES), "200") for one in probing.capabilities()]


@pytest.mark.parametrize(
    ("found", "said", "expected"),
    [
        ({}, {}, {"copy_if_not_exists": ("multipart", True), "conditional_put": ("etag", False)}),
        ({"conditional_put_create": IGNORED}, {}, {"conditional_put": ("disabled", True)}),
        ({"conditional_put_create": REFUSED}, {}, {"conditional_put": ("disabled", True)}),
        ({"conditional_put_create": NO}, {}, {"conditional_put": ("disabled", True)}),
        ({"conditional_put_atomic": NO}, {}, {"conditional_put": ("disabled", True)}),
        ({"conditional_put_create": UNKNOWN}, {}, {"conditional_put": None}),
        ({"conditional_put_create": IGNORED}, {"conditional_put": "dynamo:locks"}, {"conditional_put": None}),
        ({}, {"conditional_put": "disabled"}, {"conditional_put": ("etag", True)}),
        (
            {"copy_if_not_exists_multipart": IGNORED},
            {},
            {"copy_if_not_exists": ("header:if-none-match:*", True)},
        ),
        (
            {"copy_if_not_exists_multipart": IGNORED, "copy_if_not_exists_header": IGNORED},
            {},
            {"copy_if_not_exists": ("header:cf-copy-destination-if-none-match:*", True)},
        ),
        (
            {"copy_if_not_exists_multipart": IGNORED, "copy_if_not_exists_header": IGNORED,
             "copy_if_not_exists_cloudflare": IGNORED},
            {"copy_if_not_exists": "multipart"},
            {"copy_if_not_exists": (None, True)},
        ),
        ({"copy_if_not_exists_multipart": UNKNOWN, "copy_if_not_exists_header": UNKNOWN,
          "copy_if_not_exists_cloudflare": UNKNOWN}, {}, {"copy_if_not_exists": None}),
        (
            {},
            {"copy_if_not_exists": "header:if-none-match:*"},
            {"copy_if_not_exists": ("header:if-none-match:*", False)},
        ),
        ({"bulk_delete": REFUSED}, {}, {"disable_bulk_delete": ("true", True)}),
        ({"bulk_delete_md5": IGNORED}, {}, {"disable_bulk_delete": ("true", True)}),
        ({"bulk_delete": UNKNOWN}, {}, {"disable_bulk_delete": None}),
        ({"bulk_delete": NO}, {"disable_bulk_delete": True}, {"disable_bulk_delete": ("true", False)}),
        ({"checksum_trailer": REFUSED}, {}, {"request_checksum_calculation": ("when_required", True)}),
        ({"sdk_default_checksums": NO}, {}, {"request_checksum_calculation": ("when_required", True)}),
        ({"sdk_range_checksum": NO}, {}, {"response_checksum_validation": ("when_required", True)}),
        ({"tagging": REFUSED}, {}, {"disable_tagging": ("true", True)}),
        ({"tagging": IGNORED}, {}, {"disable_tagging": None}),
        ({"path_style": REFUSED}, {}, {"virtual_hosted_style_request": ("true", True)}),
        ({"virtual_hosted_style": REFUSED}, {}, {"virtual_hosted_style_request": None}),
        (
            {"virtual_hosted_style": REFUSED},
            {"virtual_hosted_style_request": True},
            {"virtual_hosted_style_request": ("false", True)},
        ),
        ({"signed_payload": REFUSED}, {}, {"unsigned_payload": ("true", True)}),
        ({"unsigned_payload": REFUSED}, {"unsigned_payload": True}, {"unsigned_payload": ("false", True)}),
        ({"checksum_sha256": REFUSED}, {"checksum_algorithm": "SHA256"}, {"checksum_algorithm": (None, True)}),
        ({"sse_s3": REFUSED}, {"server_side_encryption": "AES256"}, {"server_side_encryption": (None, True)}),
    ],
)  # fmt: skip
def test_settings_follow_from_what_was_found(
    found: dict[str, Verdict], said: dict[str, object], expected: dict[str, tuple[str | None, bool] | None]
) -> None:
    """Each setting has its reason; what is unknown, or right by default, asks for none."""
    config = resolve(bucket="bkt", region="us-east-1", env=False, config=said).config
    made = {one.key: one for one in advise(all_yes(**found), config, None)}
    for key, wanted in expected.items():
        assert wanted == (None if key not in made else (made[key].value, made[key].is_change))
    assert all(one.reason for one in made.values())
    if not found and not said:
        assert set(expected) == set(made)


@pytest.mark.parametrize(
    ("provider", "found", "facts"),
    [
        ("aws", {}, []),
        ("aws", {"conditional_put_update": IGNORED}, ["conditional_put"]),
        ("aws", {"conditional_put_update": UNKNOWN}, []),
        ("minio", {"checksum_trailer": REFUSED, "bulk_delete": REFUSED}, ["checksums", "bulk_delete"]),
        ("google", {"virtual_hosted_style": NO}, ["conditional_put", "copy_if_not_exists", "checksums", "bulk_delete"]),
    ],
)
def test_what_is_otherwise_than_known_is_named(provider: str, found: dict[str, Verdict], facts: list[str]) -> None:
    """The provider's record is held against what was found."""
    record = next(one for one in providers() if one.id == provider)
    named = [item.fact for item in differences(record, all_yes(**found))]
    assert facts == [fact for fact in dict.fromkeys(named) if fact != "addressing"]


def test_apply_wants_a_file(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be patched, nothing is tried first."""
    with Recorder() as recorder:
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.endpoint)
        monkeypatch.setenv("AWS_BUCKET", "bkt")
        assert main(["probe", "--write", "--apply"]) == 2
        assert recorder.requests == []
    assert "no file" in capsys.readouterr().err


def test_a_file_that_changed_meanwhile_is_left_alone(
    rclone: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What an editor saved during the probe is not overwritten."""
    file = tmp_path / ".env"
    with Faults(rclone.endpoint) as faults:

        def edit(request: Request) -> bool:
            if "presigned" in request.path:
                file.write_text("# edited\n", encoding="utf-8")
            return False

        faults.status(500, edit)
        written(file, {**rclone.settings(), "endpoint": faults.endpoint, "bucket": rclone.make_bucket()})
        assert main(["probe", "--write", "--apply", str(file)]) == 2
    assert file.read_text("utf-8") == "# edited\n"
    said = capsys.readouterr()
    assert "changed meanwhile" in said.err
    assert "conditional_put=disabled" in said.out


@pytest.mark.parametrize("record", providers(), ids=lambda record: str(record.id))
def test_every_record_can_be_compared(record: Provider) -> None:
    """What a store does that can everything is otherwise than a record says just where that says no."""
    capable = {"both", "path", "etag", "accepted", "yes", "any", *WAYS_TO_COPY}
    denied = {fact for fact in COMPARED if fact in record.facts and str(record.fact(fact)) not in capable}
    denied = {fact for fact in denied if not isinstance(record.fact(fact), int)}
    assert denied == {item.fact for item in differences(record, all_yes())}
