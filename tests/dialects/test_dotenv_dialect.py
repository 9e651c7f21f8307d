"""The dialect `dotenv`: text that python-dotenv reads back to the letter."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from dotenv import dotenv_values
from nasty_values import LINES, NASTY, PEM, made

from s3config import resolve, translate
from s3config.dialects.dotenv import parse
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.origin import Origin

if TYPE_CHECKING:
    from pathlib import Path

    from s3config.config import StoreConfig


@pytest.mark.parametrize("config", [*NASTY, *LINES])
def test_python_dotenv_takes_it(config: StoreConfig, tmp_path: Path) -> None:
    """Its parser, with interpolation, finds just these values; and so does s3config, as a dialect and as a file."""
    translation = translate(config, "dotenv")
    assert dict(dotenv_values(stream=io.StringIO(translation.text))) == translation.values
    assert {entry.word: entry.value for entry in parse(translation.text, "text")} == translation.values
    assert resolve(env=False, sources=[from_dialect(translation.text, "dotenv")]).config == config
    path = tmp_path / "s3.env"
    path.write_bytes(translation.text.encode())
    back = resolve(env=False, dotenv=path).config
    assert back.model_copy(update={"default_region": None}) == config


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("plain/value+1=", "plain/value+1="),
        ("two words", "'two words'"),
        ('a "b" $HOME', "'a \"b\" $HOME'"),
        ("it's", '"it\'s"'),
        ("a\\b", '"a\\\\b"'),
        ("${HOME}", "'${:-$}{HOME}'"),
        ("a b\\", '"a b${:-\\\\}"'),
    ],
)
def test_quotes(value: str, line: str) -> None:
    """A value is written as plainly as may be."""
    assert f"AWS_USER_AGENT={line}\n" in translate(made(user_agent=value), "dotenv").text


def test_one_line_a_variable() -> None:
    """Line breaks are escaped, so that other readers count lines as people do."""
    text = translate(made(root_certificate=PEM), "dotenv").text
    assert [line.partition("=")[0] for line in text.splitlines()] == [
        "AWS_BUCKET",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_ROOT_CERTIFICATE",
    ]


def test_references() -> None:
    """References to variables above are followed; others stay, for the environment is not known."""
    text = "NAME=logs\nAWS_BUCKET=${NAME}-a\n\nexport AWS_USER_AGENT='${OTHER}' # x\nAWS_REGION=${OTHER:-eu-west-1}\n"
    resolution = resolve(env=False, sources=[from_dialect(text, "dotenv")])
    assert resolution.config.bucket == "logs-a"
    assert resolution.config.client_options.user_agent == "${OTHER}"
    assert resolution.config.region == "eu-west-1"
    assert resolution["user_agent"].origin == Origin("text", 4, 8)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("AWS_REGION=x\nAWS_SECRET_ACCESS_KEY='hush\n", r"text:2:1: .*the quote that opens here is never closed"),
        ("AWS_REGION=x\n\n  hush hush\n", r"text:3:3: .*this line is no assignment"),
    ],
)
def test_half_a_file(text: str, message: str) -> None:
    """A line that is none is one clear error with its place."""
    with pytest.raises(ConfigError, match=message) as caught:
        from_dialect(text, "dotenv")
    assert "hush" not in str(caught.value)


def test_masks() -> None:
    """What is shown holds no secret."""
    config = made(access_key_id="AKIAIOSFODNN7EXAMPLE", secret_access_key="hush", default_headers={"x-a": "hush"})
    assert "hush" not in translate(masked(config), "dotenv").text
