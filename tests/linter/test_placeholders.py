"""A value that only stands for one is told from a real one."""

# ruff: noqa: E501 (tables of values)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from s3config.placeholders import is_example, is_placeholder, may_be_placeholders


@pytest.mark.parametrize(
    "value",
    [
        "${BUCKET}", "${BUCKET:-logs}", "https://${HOST}", "$(cat key)", "{{ .Values.bucket }}", "${{ secrets.KEY }}", "$BUCKET",
        "%BUCKET%", "@BUCKET@", "__BUCKET__", "<your-key>", "<bucket>", "https://<account>.r2.cloudflarestorage.com", "your-key",
        "YOUR_ACCESS_KEY", "your bucket", "https://your-endpoint.example", "changeme", "change-me", "CHANGE_THIS", "replace-me",
        "xxx", "XXXXXXXX", "AKIAXXXXXXXXXXXXXXXX", "...", "sk-...", "…", "todo", "TBD", "***", "placeholder", "fill-in", "fill me",
        "insert your key", "dummy", "example", SecretStr("<secret>"), "your.bucket",
    ],
)  # fmt: skip
def test_placeholder(value: object) -> None:
    """People write them in many ways."""
    assert is_placeholder(value)
    assert may_be_placeholders(["eu-west-1", value])


@pytest.mark.parametrize(
    "value",
    [
        "logs", "my-bucket", "eu-west-1", "auto", "https://fsn1.your-objectstorage.com", "AKIAIOSFODNN7EXAMPLE", "", None, 3, True,
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "etag", "dynamo:locks", "30s", "examples", "secrets", "minioadmin", "**********",
        "https://user@host", "100%", "a_b__c", "youtube-backups", "header:a:b",
    ],
)  # fmt: skip
def test_real_value(value: object) -> None:
    """What is like one is none."""
    assert not is_placeholder(value)


_PIECES = st.sampled_from([
    "${", "}", "$", "(", ")", "{{", "}}", "%", "@", "__", "<", ">", "your", "You", "-", "_", " ", "change", "me", "this", "replace", "with",
    "xxx", "*", ".", "…", "todo", "none", "secret", "fill", "in", "insert", "key", "placeholder", "A", "a", "1", "\n", "/",
])  # fmt: skip


@given(st.lists(_PIECES, max_size=5).map("".join))
def test_the_quick_look_misses_none(value: str) -> None:
    """What is a placeholder may be one, whatever stands beside it."""
    assert not is_placeholder(value) or may_be_placeholders(["logs", value, 3])


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        (".env.example", True), ("example.env", False), (".env.sample", True), ("s3config.example.toml", True), ("config.toml.dist", True),
        (".env.template", True), (".env", False), (".env.production", False), ("rclone.conf.tmpl", True), ("s3config-example.toml", True),
        ("examples.env", False),
    ],
)  # fmt: skip
def test_example_file(name: str, *, is_one: bool) -> None:
    """A file's name says that it only shows how one is to be written."""
    assert is_example(name) == is_one
