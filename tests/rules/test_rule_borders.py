"""Where the rules about identity, secrets and transport begin to speak, and where they are silent."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from s3config import Severity, resolve, validate

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
PAIR = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET}
R2 = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com"
B2 = "https://s3.us-west-004.backblazeb2.com"
HEX = "0123456789abcdef" * 4
PROXY = {"AWS_PROXY_URL": "http://proxy.example.com:3128"}


class Row(NamedTuple):
    """Variables, and whether a rule says something about them."""

    code: str
    variables: Mapping[str, str]
    severity: Severity | None
    """`None` if the rule is silent."""


def _pair(key_id: str, secret: str, endpoint: str | None = None) -> dict[str, str]:
    place = {} if endpoint is None else {"AWS_ENDPOINT_URL": endpoint}
    return {"AWS_ACCESS_KEY_ID": key_id, "AWS_SECRET_ACCESS_KEY": secret, **place}


IN_A_FILE = (
    Row("CR004", _pair("ASIAIOSFODNN7EXAMPLE", SECRET), Severity.ERROR),
    Row("CR004", _pair("ASIAIOSFODNN7EXAMPLE", SECRET, "https://minio.example:9000"), None),
    Row("CR004", {**_pair("ASIAIOSFODNN7EXAMPLE", SECRET), "AWS_SESSION_TOKEN": "${TOKEN}"}, None),
    Row("CR004", _pair("ASIA-backup", SECRET), None),
    Row("CR006", {**PAIR, "AWS_PROFILE": "dev"}, Severity.WARNING),
    Row("CR006", {**PAIR, "AWS_PROFILE": "${PROFILE}"}, None),
    Row("CR009", {**PAIR, "AWS_CREDENTIAL_EXPIRATION": "2024-01-31"}, Severity.ERROR),
    Row("CR009", {**PAIR, "AWS_CREDENTIAL_EXPIRATION": "soon"}, None),
    Row("CR010", _pair(SECRET, KEY_ID), Severity.ERROR),
    Row("CR010", _pair(SECRET, KEY_ID, "https://minio.example:9000"), Severity.ERROR),
    Row("CR010", _pair("minioadmin", "minioadmin"), None),
    Row("CR010", _pair("minioadmin", "minioadmin", "https://minio.example:9000"), None),
    Row("CR010", _pair("minioadmin", "minioadmin", "https://s3.eu-central-1.amazonaws.com"), Severity.ERROR),
    Row("CR010", _pair(KEY_ID, SECRET, "https://s3.eu-central-1.amazonaws.com"), None),
    Row("CR010", _pair(HEX[:32], HEX, R2), None),
    Row("CR010", _pair(HEX, HEX[:32], R2), Severity.ERROR),
    Row("CR010", _pair(HEX[:31], HEX, R2), Severity.ERROR),
    Row("CR010", _pair(HEX[:32], HEX[:40], R2), Severity.ERROR),
    Row("CR010", _pair("${KEY_ID}", "${SECRET}", R2), None),
    Row("CR010", _pair("${KEY_ID}", HEX, R2), None),
    Row("CR010", _pair("0040123456789ab0000000001", "K004abcdefghijklmnopqrstuvwxyz0", B2), None),
    Row("CR010", _pair("0123456789ab", "0040123456789ab", B2), Severity.WARNING),
    Row("OPS001", {"AWS_S3_ALLOW_UNSAFE_RENAME": "TRUE"}, Severity.WARNING),
    Row("OPS001", {"AWS_S3_ALLOW_UNSAFE_RENAME": "false"}, None),
    Row("KEY008", {"AWS_S3_ALLOW_UNSAFE_RENAME": "false", "AWS_S3_LOCKING_PROVIDER": "dynamodb"}, None),
    Row("KEY002", {"AWS_STORAGE_BUCKET_NAME": "logs"}, Severity.INFO),
    Row("TLS003", {"AWS_ALLOW_INVALID_CERTIFICATES": "true"}, Severity.WARNING),
    Row("TLS003", {"AWS_ALLOW_INVALID_CERTIFICATES": "false"}, None),
    Row(
        "TLS003",
        {"AWS_ALLOW_INVALID_CERTIFICATES": "true", "AWS_ENDPOINT_URL": "https://127.0.0.1:9000"},
        Severity.INFO,
    ),
    Row("TLS005", PROXY, Severity.INFO),
    Row("TLS005", {**PROXY, **PAIR}, None),
    Row("TLS005", {**PROXY, "AWS_SKIP_SIGNATURE": "true"}, None),
    Row("TLS005", {**PROXY, "AWS_PROXY_EXCLUDES": "localhost, 169.254.0.0/16"}, None),
    Row("TLS005", {**PROXY, "AWS_PROXY_EXCLUDES": "*"}, None),
    Row("TLS005", {**PROXY, "AWS_PROXY_EXCLUDES": "${NO_PROXY}"}, None),
    Row("TLS005", {**PROXY, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/id"}, Severity.WARNING),
    Row("TLS005", {**PROXY, "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1"}, Severity.WARNING),
    Row("CR002", {"AWS_BUCKET": "logs"}, None),
)


@pytest.mark.parametrize("row", IN_A_FILE, ids=lambda row: f"{row.code} {row.severity} {' '.join(row.variables)}")
def test_a_file(row: Row) -> None:
    """A rule speaks of what is wrong in a `.env` file, and of nothing else."""
    path = Path("sample_of.env")
    path.write_text("".join(f"{name}={value}\n" for name, value in row.variables.items()))
    found = {diagnostic.severity for diagnostic in validate(path) if diagnostic.code == row.code}
    assert found == set(filter(None, [row.severity]))


IN_THE_ENVIRONMENT = (
    Row("CR002", {"AWS_BUCKET": "logs"}, Severity.INFO),
    Row("CR002", {}, None),
    Row("CR002", {"AWS_BUCKET": "logs", **PAIR}, None),
    Row("CR002", {"AWS_BUCKET": "logs", "AWS_ACCESS_KEY_ID": KEY_ID}, None),
    Row("CR002", {"AWS_BUCKET": "logs", "AWS_SESSION_TOKEN": "left-over"}, None),
    Row("CR002", {"AWS_BUCKET": "logs", "AWS_PROFILE": "missing"}, None),
    Row("CR002", {"AWS_BUCKET": "logs", "AWS_SKIP_SIGNATURE": "true"}, None),
    Row("CR002", {"AWS_BUCKET": "logs", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/id"}, None),
    Row("CR006", {**PAIR, "AWS_PROFILE": "plain"}, Severity.WARNING),
    Row("CR006", {**PAIR, "AWS_PROFILE": "garage"}, None),
    Row("CR006", {**PAIR, "AWS_PROFILE": "missing"}, None),
    Row("CR005", {**PAIR, "AWS_PROFILE": "garage"}, Severity.WARNING),
    Row("CR005", {**PAIR, "AWS_PROFILE": "garage", "AWS_REGION": "r1", "AWS_ENDPOINT_URL": "https://s3.example"}, None),
    Row("CR005", {"AWS_PROFILE": "garage"}, None),
    Row("SEC002", {"AWS_REGION": "'eu-central-1'"}, Severity.ERROR),
    Row("SEC002", {"AWS_REGION": "'eu-central-1"}, None),
    Row("SEC002", {"AWS_REGION": "'"}, None),
)


@pytest.mark.parametrize(
    "row", IN_THE_ENVIRONMENT, ids=lambda row: f"{row.code} {row.severity} {' '.join(row.variables)}"
)
def test_the_environment(row: Row) -> None:
    """A rule speaks of what is wrong in the environment, with the profile that it names."""
    home = Path("aws-home")
    (home / ".aws").mkdir(parents=True)
    (home / ".aws" / "config").write_text(
        "[profile plain]\noutput = json\n[profile garage]\nregion = garage\nendpoint_url = https://garage.example:3900\n"
    )
    resolution = resolve(env={"HOME": os.fspath(home), **row.variables})
    found = {diagnostic.severity for diagnostic in validate(resolution) if diagnostic.code == row.code}
    assert found == set(filter(None, [row.severity]))


@pytest.mark.parametrize(
    ("line", "is_cut"),
    [
        ("AWS_SECRET_ACCESS_KEY=abcdefgh #IJ7klmnop", True),
        ("AWS_SECRET_ACCESS_KEY=abcdefgh\t#IJ7klmnop  ", True),
        ("AWS_SECRET_ACCESS_KEY=abcdefgh # IJ7klmnop", False),
        ("AWS_SECRET_ACCESS_KEY=abcdefgh #of the backup job", False),
        ("AWS_SECRET_ACCESS_KEY=abcdefgh #prod", False),
        ("AWS_SECRET_ACCESS_KEY=abcdefgh #TODO", False),
        ("AWS_SECRET_ACCESS_KEY=abcdefgh##", False),
        ("AWS_SECRET_ACCESS_KEY=abcdefgh#IJ7klmnop", False),
        ('AWS_SECRET_ACCESS_KEY="abcdefgh" #IJ7klmnop', False),
        (f"AWS_SECRET_ACCESS_KEY={SECRET} #IJ7klmnop", False),
        ("AWS_REGION=eu-central-1 #IJ7klmnop", False),
        ("AWS_SECRET_ACCESS_KEY=abcdefgh\n#IJ7klmnop", False),
    ],
)
@pytest.mark.parametrize("break_", ["", "\n", "\r\n"])
def test_hash_behind_a_secret(line: str, break_: str, *, is_cut: bool) -> None:
    """A `#` is part of a secret only where nothing makes it a comment."""
    path = Path(".env")
    path.write_text(f"AWS_ACCESS_KEY_ID=backup{break_ or chr(10)}{line}{break_}", newline="")
    assert ("SEC003" in {diagnostic.code for diagnostic in validate(path)}) == is_cut


@pytest.mark.parametrize(
    ("inner", "conflicts"),
    [
        ("AWS_REGION=us-west-2", True),
        ("AWS_REGION=eu-central-1", False),
        ("AWS_DEFAULT_REGION=us-west-2", False),
        ("AWS_REGION=${REGION}", False),
        (f"AWS_SECRET_ACCESS_KEY={SECRET}", False),
    ],
)
def test_files_that_name_one_another(inner: str, *, conflicts: bool) -> None:
    """A store and its `.env` file contradict one another only with two values of one key."""
    Path(".env").write_text(f"{inner}\n")
    path = Path("s3config.toml")
    path.write_text('region = "eu-west-1"\n[stores.logs]\nbucket = "logs"\nregion = "eu-central-1"\ndotenv = ".env"\n')
    found = [diagnostic for diagnostic in validate(path) if diagnostic.code == "KEY011"]
    assert [[origin.place for origin in d.origins] for d in found] == [["s3config.toml", ".env"]] * conflicts


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"anon": True}, [("KEY002", "write skip_signature")]),
        ({"client_kwargs": {"region_name": "r", "endpoint_url": "https://s3.example"}},
         [("KEY002", "write region"), ("KEY002", "write endpoint")]),
        ({"fs.s3a.endpoint": "https://s3.example"}, [("KEY002", "write endpoint")]),
        ({"fs": {"s3a": {"endpoint": "https://s3.example"}}}, [("KEY002", "write endpoint")]),
        ({"client_kwargs": {"colour": 1}}, [("KEY001", "remove it; `s3config keys` lists all keys")]),
        ({"regoin": "r"}, [("KEY001", "did you mean region?")]),
    ],
)  # fmt: skip
def test_words_of_other_tools(options: dict[str, object], expected: list[tuple[str, str]]) -> None:
    """A key of another tool is told from a misspelt one, also in that tool's own tables."""
    found = resolve(config=options, env=False).diagnostics
    assert [(diagnostic.code, diagnostic.remedy) for diagnostic in found] == expected
