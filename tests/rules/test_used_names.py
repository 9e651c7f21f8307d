"""A name that is used elsewhere in its file is not changed without being asked: the fix is unsafe."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3config import validate

WORKFLOW = "on: push\nenv:\n  AWS_REGIN: x\njobs:\n  a:\n    runs-on: y\n    steps:\n      - run: echo {}\n"
TWICE = "bucket = 'b'\n[stores.a]\nendpont = 'https://a.example'\n[stores.b]\nendpont = 'https://b.example'\n"


@pytest.mark.parametrize(
    ("name", "text", "code", "is_safe"),
    [
        (".env", "AWS_REGIN=x\n", "KEY001", True),
        (".env", "AWS_REGIN=x\nA=${AWS_REGIN}\n", "KEY001", False),
        (".env", "A=$AWS_REGIN\nAWS_REGIN=x\n", "KEY001", False),
        (".env", "AWS_REGIN=x\nA=${AWS_REGIN:-y}\n", "KEY001", False),
        (".env", "AWS_REGIN=x\nMY_AWS_REGIN=x\nAWS_REGIN_X=x\n", "KEY001", True),
        (".github/workflows/a.yml", WORKFLOW.format("${{ env.AWS_REGIN }}"), "KEY001", False),
        (".github/workflows/a.yml", WORKFLOW.format("x"), "KEY001", True),
        ("s3config.toml", TWICE, "KEY001", True),
        (".env", "AWS_SESSION_TOKEN=\n", "KEY004", True),
        (".env", "AWS_SESSION_TOKEN=\nA=${AWS_SESSION_TOKEN}\n", "KEY004", False),
        (".env", "aws_region=us-east-1\n", "KEY009", True),
        (".env", "aws_region=us-east-1\nA=${aws_region}\n", "KEY009", False),
    ],
)
def test_safety(name: str, text: str, code: str, *, is_safe: bool) -> None:
    """It is used where it stands as a whole word and is not assigned."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)
    fixes = [diagnostic.fix for diagnostic in validate(name) if diagnostic.code == code]
    assert fixes
    assert {fix.is_safe for fix in fixes if fix is not None} == {is_safe}
