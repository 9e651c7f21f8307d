"""The dialect `docker_compose`: YAML that PyYAML reads, with values that Compose leaves as they are."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

import pytest
import yaml
from nasty_values import LINES, NASTY, made

from s3config import resolve, translate
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.origin import Origin

if TYPE_CHECKING:
    from s3config.config import StoreConfig


@pytest.mark.parametrize("config", [*NASTY, *LINES])
def test_compose_takes_it(config: StoreConfig) -> None:
    """PyYAML finds text, in which nothing is to be put in; Python's own templates have the same `$` and `$$`."""
    translation = translate(config, "docker_compose")
    read = yaml.safe_load(translation.text)["services"]["app"]["environment"]
    assert {name: Template(value).substitute({}) for name, value in read.items()} == translation.values
    assert resolve(env=False, sources=[from_dialect(translation.text, "docker_compose")]).config == config


def test_text() -> None:
    """The file is one service with its environment, on one line each."""
    assert translate(made(secret_access_key="a$b", access_key_id="AKIAX"), "docker_compose").text == (
        "services:\n"
        "  app:\n"
        "    environment:\n"
        '      AWS_ACCESS_KEY_ID: "AKIAX"\n'
        '      AWS_SECRET_ACCESS_KEY: "a$$b"\n'
        '      AWS_BUCKET: "logs"\n'
        '      AWS_REGION: "us-east-1"\n'
        '      AWS_DEFAULT_REGION: "us-east-1"\n'
    )


def test_places() -> None:
    """Mappings, lists, defaults and merged anchors are read, each with its place; what is passed through is not."""
    text = """
x-s3: &s3
  AWS_BUCKET: logs
services:
  worker:
    environment:
      <<: *s3
      AWS_REGION: ${REGION:-eu-west-1}
      AWS_SECRET_ACCESS_KEY:
      HOME: [none of ours]
  web:
    environment:
      - PATH=/bin
      - "AWS_USER_AGENT=a$$b"
      - AWS_ACCESS_KEY_ID
"""
    resolution = resolve(env=False, sources=[from_dialect(text, "docker_compose")])
    assert resolution.values() == {"bucket": "logs", "region": "eu-west-1", "user_agent": "a$b"}
    assert resolution["bucket"].origin == Origin("text", 3, 3)
    assert resolution["region"].origin == Origin("text", 8, 7)
    assert resolution["user_agent"].origin == Origin("text", 14, 10)
    assert resolution.diagnostics == ()


_HEAD = "services:\n  a:\n    environment:\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("services:\n  a: [hush\n", r"text:3:1: .*this is not YAML"),
        ("services: {}\n", r"text:1:1: .*there are no services in this file"),
        (f"{_HEAD}      AWS_REGION: [hush]\n", r"text:4:7: .*AWS_REGION is no text"),
        (f"{_HEAD}      AWS_REGION: &hush\n", r"text:4:7: .*AWS_REGION is read by YAML as an anchor"),
        (f"{_HEAD}      AWS_REGION: !hush x\n", r"text:4:7: .*AWS_REGION has a tag that only some program knows"),
        (
            f"{_HEAD}      AWS_TOKEN: hush\n  b:\n    environment: [AWS_TOKEN=other]\n",
            r"text:6:19: .*AWS_TOKEN has one value here and another at line 4",
        ),
    ],
)
def test_half_a_file(text: str, message: str) -> None:
    """What is no one configuration is one clear error with its place."""
    with pytest.raises(ConfigError, match=message) as caught:
        from_dialect(text, "docker_compose")
    assert "hush" not in str(caught.value)


def test_masks() -> None:
    """What is shown holds no secret."""
    config = made(access_key_id="AKIAIOSFODNN7EXAMPLE", secret_access_key="hush", proxy_url="http://u:hush@p:1")
    assert "hush" not in translate(masked(config), "docker_compose").text
