"""Installed versions of the AWS SDK that do not fit together."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from s3config import resolve, validate

SKEWS: Any = import_module("s3config.rules.targets.ops011_sdk_version_skew")


def install(name: str, version: str, *requires: str) -> None:
    """Write what pip writes of a package, in a directory that comes before the real ones."""
    folder = Path("site") / f"{name}-{version}.dist-info"
    folder.mkdir(parents=True)
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        f"Version: {version}",
        *(f"Requires-Dist: {r}" for r in requires),
    ]
    (folder / "METADATA").write_text("\n".join(lines) + "\n")


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path("site").absolute()))
    SKEWS._skews.cache_clear()


@pytest.mark.parametrize(
    ("botocore", "target", "expected"),
    [
        ("1.43.117", "boto3", ["boto3 1.44.5 requires botocore<1.45.0,>=1.44.5, and botocore 1.43.117 is installed"]),
        ("1.44.7", "boto3", []),
        ("1.43.117", "s3fs", []),
        ("1.44.7", "s3fs",
         ["aiobotocore 3.10.0 requires botocore<1.43.118,>=1.43.100, and botocore 1.44.7 is installed"]),
        ("1.43.117", "obstore", []),
    ],
)  # fmt: skip
def test_versions(botocore: str, target: str, expected: list[str]) -> None:
    """What pip would call inconsistent is an info, for the tool that it concerns; extras do not count."""
    install("boto3", "1.44.5", "botocore (<1.45.0,>=1.44.5)", 's3transfer (>=9) ; extra == "crt"', "not a requirement!")
    install("s3transfer", "0.20.0", "botocore<2.0a0,>=1.37.4")
    install("botocore", botocore)
    install("aiobotocore", "3.10.0", "botocore<1.43.118,>=1.43.100")
    install("s3fs", "2026.9.0", "aiobotocore<4,>=2")
    resolution = resolve(env={"AWS_SKIP_SIGNATURE": "true"})
    found = validate(resolution, target=target, select=["OPS011"])
    assert [diagnostic.message for diagnostic in found] == expected


def test_says_nothing_of_a_file() -> None:
    """What is installed here says nothing of where a file is used."""
    install("boto3", "1.44.5", "botocore<1")
    Path(".env").write_text("AWS_REGION=eu-central-1\n")
    assert validate(".env", target="boto3", select=["OPS011"]) == []
