"""`s3config validate --from TOOL`, and `explain`: other tools' configurations are linted at their own places."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3config.cli import main

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
S3CFG = f"[default]\naccess_key = AKIAIOSFODNN7EXAMPLE\nsecret_key = {SECRET}\nhost_bas = minio:9000\n"
SPARK = "spark.hadoop.fs.s3a.access.key AKIAIOSFODNN7EXAMPLE\nspark.hadoop.fs.s3a.endpoint ftp://minio:9000\n"


@pytest.mark.parametrize(
    ("tool", "text", "code", "shown"),
    [
        ("s3cmd", S3CFG, 1, ["other:4:1", "KEY001", "did you mean host_base?"]),
        ("auto", S3CFG, 1, ["other:4:1", "KEY001"]),
        ("hadoop", SPARK, 1, ["other:2:1", "EP004"]),
        ("s3cmd", "[default", 2, ["other:1:1"]),
        ("s3cmdd", S3CFG, 2, ["did you mean s3cmd?"]),
        ("s3cmd", S3CFG.replace("host_bas = minio:9000\n", "bucket_location = eu-west-1\n"), 0, []),
    ],
)
def test_foreign_files(tool: str, text: str, code: int, shown: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Faults have place and remedy in the tool's own words; what cannot be read is one error."""
    Path("other").write_text(text, encoding="utf-8")
    assert main(["validate", "--from", tool, "other"]) == code
    printed = capsys.readouterr()
    assert all(part in printed.out + printed.err for part in shown), printed
    assert SECRET not in printed.out + printed.err


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    """What another tool is configured with is explained at its places."""
    Path("other").write_text(S3CFG, encoding="utf-8")
    assert main(["explain", "--from", "s3cmd", "other"]) == 0
    printed = capsys.readouterr().out
    assert "other:2:1 (access_key)" in printed
    assert SECRET not in printed
    assert main(["explain", "--from", "s3cmd"]) == 2


def test_an_input_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    """The environment is nobody's but ours."""
    assert main(["validate", "--from", "s3cmd"]) == 2
    assert "needs INPUT" in capsys.readouterr().err
