"""What a probe finds on real servers is what is known of them, and the settings that it proposes work there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from s3config import AlreadyExistsError, NotSupportedError, S3Store, probing, resolve
from s3config.cli import main
from s3config.probing.advice import advise
from s3config.probing.outcomes import Finding, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from servers import Server

YES, NO, REFUSED, IGNORED = Verdict.YES, Verdict.NO, Verdict.REFUSED, Verdict.IGNORED

ALIKE = {
    "path_style": YES,
    "signed_payload": YES,
    "unsigned_payload": YES,
    "copy": YES,
    "multipart": YES,
    "multipart_abort": YES,
    "range_beyond": YES,
    "get_if_none_match": YES,
    "sdk_default_checksums": YES,
    "bulk_delete": YES,
    "bulk_delete_md5": YES,
    "list_start_after": YES,
    "list_start_after_missing": YES,
    "list_pages": YES,
    "list_encoding": YES,
    "names_space": YES,
    "names_plus": YES,
    "names_percent": YES,
    "names_unicode": YES,
    "presigned_get": YES,
    "presigned_put": YES,
    "copy_if_not_exists_header": IGNORED,
    "copy_if_not_exists_cloudflare": IGNORED,
}
"""What all three servers do alike."""
CHECKSUMS = ("crc32", "crc32c", "crc64nvme", "sha1", "sha256")
KNOWN: Mapping[str, Mapping[str, Verdict]] = {
    "ministack": {  # an emulator that checks nearly everything
        "virtual_hosted_style": YES,  # by the Host field
        "payload_verified": IGNORED,  # a tampered body is accepted
        "conditional_put_create": YES,
        "conditional_put_atomic": YES,
        "conditional_put_update": YES,
        "conditional_delete": YES,
        "copy_if_not_exists_multipart": YES,
        "multipart_smallest_part": IGNORED,  # EntityTooSmall is not enforced
        "multipart_part_numbers": YES,
        "multipart_copy": YES,
        "range": YES,
        "range_suffix": YES,
        "range_whole": YES,
        "get_if_match": YES,
        "get_if_modified_since": YES,
        **{f"checksum_{name}": YES for name in CHECKSUMS},
        **{f"checksum_{name}_returned": YES for name in CHECKSUMS},
        "checksum_trailer": YES,
        "sdk_range_checksum": YES,
        "tagging": YES,
        "tagging_spaces": YES,
        "sse_s3": YES,
        "sse_kms": REFUSED,  # it wants the id of a key, where Amazon takes its own
        "sse_c": YES,
    },
    "rclone": {  # the weak one: it ignores nearly everything
        "virtual_hosted_style": REFUSED,
        "payload_verified": IGNORED,
        "conditional_put_create": IGNORED,
        "conditional_put_atomic": IGNORED,
        "conditional_put_update": IGNORED,
        "conditional_delete": IGNORED,
        "copy_if_not_exists_multipart": NO,  # it stores an empty part in the place of the copied one
        "multipart_smallest_part": IGNORED,
        "multipart_part_numbers": YES,
        "multipart_copy": NO,
        "range": NO,  # status 200 with Content-Range
        "range_suffix": NO,
        "range_whole": NO,
        "get_if_match": IGNORED,
        "get_if_modified_since": IGNORED,
        **{f"checksum_{name}": IGNORED for name in CHECKSUMS},
        **{f"checksum_{name}_returned": YES for name in CHECKSUMS},  # it echoes what it is told
        "checksum_trailer": REFUSED,  # 411
        "sdk_range_checksum": NO,  # it sends the checksum of the whole object with status 200
        "tagging": IGNORED,
        "tagging_spaces": IGNORED,
        "sse_s3": IGNORED,  # it echoes what it is told
        "sse_kms": IGNORED,
        "sse_c": IGNORED,
    },
    "radosgw": {  # Ceph 16.2, without TLS, a host name or a key service
        "virtual_hosted_style": REFUSED,  # rgw_dns_name is not set
        "payload_verified": YES,
        "conditional_put_create": YES,
        "conditional_put_atomic": YES,
        "conditional_put_update": REFUSED,  # it takes only ETags without quotes, which nobody sends
        "conditional_delete": IGNORED,
        "copy_if_not_exists_multipart": IGNORED,  # the end of an upload is never conditional
        "multipart_smallest_part": YES,
        "multipart_part_numbers": IGNORED,
        "multipart_copy": YES,
        "range": YES,
        "range_suffix": YES,
        "range_whole": YES,
        "get_if_match": YES,
        "get_if_modified_since": YES,
        **{f"checksum_{name}": IGNORED for name in CHECKSUMS},
        **{f"checksum_{name}_returned": IGNORED for name in CHECKSUMS},
        "checksum_trailer": REFUSED,
        "sdk_range_checksum": YES,
        "tagging": YES,
        "tagging_spaces": YES,
        "sse_s3": REFUSED,  # over http all encryption is refused
        "sse_kms": REFUSED,
        "sse_c": REFUSED,
    },
}
"""What was known beforehand is from boto3 and requests signed by hand; other rows are what the probe found at first."""
SETTINGS = {
    "ministack": {"conditional_put": "etag", "copy_if_not_exists": "multipart"},
    "rclone": {
        "conditional_put": "disabled",
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    },
    "radosgw": {"conditional_put": "etag", "request_checksum_calculation": "when_required"},
}


def dotenv(server: Server, bucket: str, path: Path, more: str = "") -> Path:
    """Write a user's file, with a comment, quotes and an `export`."""
    path.write_text(
        f"# my store\n"
        f"export AWS_ENDPOINT_URL={server.endpoint}  # here\n"
        f"AWS_BUCKET='{bucket}'\n"
        f'AWS_ACCESS_KEY_ID="{server.access_key_id}"\n'
        f"AWS_SECRET_ACCESS_KEY={server.secret_access_key}\n"
        f"AWS_REGION={server.region}\n\n"
        f"{more}OTHER=untouched",
        encoding="utf-8",
    )
    return path


def probed(server: Server, bucket: str, **more: Any) -> list[Finding]:
    """Probe a server by its name rather than its address, which can have no bucket in front."""
    settings: Any = {**server.settings(), "endpoint": server.endpoint.replace("127.0.0.1", "localhost"), **more}
    trial = probing.trial_of(resolve(bucket=bucket, env=False, **settings).config)
    with trial:
        found = list(probing.findings(trial))
    assert trial.left == []
    return found


def test_the_table_of_each_server_is_found(any_server: Server) -> None:
    """Every capability has the verdict that is known, nothing is left, and no other bucket was made."""
    bucket = any_server.make_bucket()
    client = any_server.client()
    client.put_object(Bucket=bucket, Key="first", Body=b"a neighbour")
    client.put_object(Bucket=bucket, Key="s3config-probe", Body=b"another")
    buckets = {item["Name"] for item in client.list_buckets()["Buckets"]}

    found = probed(any_server, bucket)

    assert {**ALIKE, **KNOWN[any_server.name]} == {finding.name: finding.verdict for finding in found}
    assert [item["Key"] for item in client.list_objects_v2(Bucket=bucket)["Contents"]] == ["first", "s3config-probe"]
    assert client.get_object(Bucket=bucket, Key="first")["Body"].read() == b"a neighbour"
    assert buckets == {item["Name"] for item in client.list_buckets()["Buckets"]}
    config = resolve(bucket=bucket, env=False, **any_server.settings()).config  # type: ignore[arg-type]
    assert SETTINGS[any_server.name] == {one.key: one.value for one in advise(found, config, None)}


@pytest.mark.radosgw
def test_what_is_known_of_ceph_is_compared(radosgw: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The server is recognised by its answers, and what it does otherwise than its record says is named."""
    main(["probe", "--write", "--format", "json", str(dotenv(radosgw, radosgw.make_bucket(), tmp_path / ".env"))])
    document = json.loads(capsys.readouterr().out)
    assert document["provider"] == "ceph-rgw"
    assert [(item["fact"], item["said"], item["capability"], item["verdict"]) for item in document["differences"]] == [
        ("conditional_put", "etag", "conditional_put_update", "refused")
    ]


@pytest.mark.parametrize("backend", ["obstore", "boto3"])
def test_the_settings_make_a_store_that_creates_once(any_server: Server, backend: str, tmp_path: Path) -> None:
    """With the patch applied, a second creation is refused: by the store, or before it is asked."""
    bucket = any_server.make_bucket()
    file = dotenv(any_server, bucket, tmp_path / ".env")
    before = file.read_bytes()

    assert main(["probe", "--write", "--apply", str(file)]) == 0

    after = file.read_bytes()
    added = [line for line in after.split(b"\n") if line not in before.split(b"\n")]
    wanted = {
        key: value for key, value in SETTINGS[any_server.name].items() if (key, value) != ("conditional_put", "etag")
    }
    assert sorted(f"export AWS_{key.upper()}={value}".encode() for key, value in wanted.items()) == sorted(added)
    assert before == b"\n".join(line for line in after.split(b"\n") if line not in added)

    store = S3Store.from_resolution(resolve(dotenv=file, env=False), backend=backend)
    if any_server.name == "rclone":
        with pytest.raises(NotSupportedError):
            store.put("created", b"first", mode="create")
        return
    store.put("created", b"first", mode="create")
    with pytest.raises(AlreadyExistsError):
        store.put("created", b"second", mode="create")
    assert bytes(store.get("created").bytes()) == b"first"


def test_copies_that_do_not_overwrite_work_with_the_settings(ministack: Server, tmp_path: Path) -> None:
    """The way to copy that was found is one that the backends can go."""
    file = dotenv(ministack, ministack.make_bucket(), tmp_path / ".env")
    assert main(["probe", "--write", "--apply", str(file)]) == 0
    for backend in ("obstore", "boto3"):
        store = S3Store.from_resolution(resolve(dotenv=file, env=False), backend=backend)
        store.put("source", b"source")
        store.copy("source", f"copy-{backend}", overwrite=False)
        with pytest.raises(AlreadyExistsError):
            store.copy("source", f"copy-{backend}", overwrite=False)


def test_a_second_probe_finds_nothing_to_change(
    rclone: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was applied is what is proposed; before that, the exit code says that something is."""
    file = dotenv(rclone, rclone.make_bucket(), tmp_path / ".env")
    assert main(["probe", "--write", str(file)]) == 1
    assert "AWS_CONDITIONAL_PUT=disabled" in capsys.readouterr().out
    assert main(["probe", "--write", "--apply", str(file)]) == 0
    applied = file.read_bytes()
    capsys.readouterr()
    assert main(["probe", "--write", "--format", "json", str(file)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["patch"], [one["change"] for one in document["settings"]]) == (None, [False, False, False])
    assert applied == file.read_bytes()


def test_what_is_wrong_is_rewritten_in_place(rclone: Server, tmp_path: Path) -> None:
    """A value is replaced where it stands, and a way to copy that does not work is taken out."""
    more = "AWS_CONDITIONAL_PUT='etag' # why not\nAWS_COPY_IF_NOT_EXISTS=multipart\n"
    file = dotenv(rclone, rclone.make_bucket(), tmp_path / ".env", more)
    assert main(["probe", "--write", "--apply", str(file)]) == 0
    text = file.read_text("utf-8")
    assert "AWS_CONDITIONAL_PUT='disabled' # why not\nOTHER=untouched" in text
    assert "AWS_COPY_IF_NOT_EXISTS" not in text


def test_a_store_of_a_config_file_is_patched_in_its_table(rclone: Server, tmp_path: Path) -> None:
    """The settings go where only that store has them."""
    file = tmp_path / "s3config.toml"
    lines = (
        'region = "us-east-1" # of all',
        "[stores.other]",
        'bucket = "other"',
        "[stores.weak]",
        f'bucket = "{rclone.make_bucket()}"',
        f'endpoint = "{rclone.endpoint}"',
        f'access_key_id = "{rclone.access_key_id}"',
        f'secret_access_key = "{rclone.secret_access_key}"',
        "[stores.weak.client_options]",
        'timeout = "20s"',
    )
    file.write_text("\n".join(lines), encoding="utf-8")
    assert main(["probe", "--write", "--apply", f"{file}#weak"]) == 0
    after = file.read_text("utf-8").split("\n")
    assert list(lines[:6]) == after[:6]
    added = (
        'conditional_put = "disabled"',
        'request_checksum_calculation = "when_required"',
        'response_checksum_validation = "when_required"',
    )
    assert list(added) == after[6:9]
    assert list(lines[6:]) == after[9:]
    assert resolve(file=file, store="other", env=False).effective("conditional_put") is None
