"""The dialect `kubernetes`: a ConfigMap and a Secret that PyYAML reads, with secrets in the one and nothing else."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from nasty_values import LINES, NASTY, PEM, made

from s3config import resolve, translate
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.origin import Origin

if TYPE_CHECKING:
    from s3config.config import StoreConfig


def _objects(text: str) -> dict[str, Any]:
    return {item["kind"]: item for item in yaml.safe_load_all(text)}


@pytest.mark.parametrize("config", [*NASTY, *LINES])
def test_kubernetes_takes_it(config: StoreConfig) -> None:
    """PyYAML finds text, each variable in one of the objects; and all of it comes back."""
    translation = translate(config, "kubernetes")
    objects = _objects(translation.text)
    secret = objects.get("Secret", {}).get("stringData", {})
    assert {**objects["ConfigMap"]["data"], **secret} == translation.values
    assert not objects["ConfigMap"]["data"].keys() & secret.keys()
    assert resolve(env=False, sources=[from_dialect(translation.text, "kubernetes")]).config == config


def test_secrets_are_apart() -> None:
    """Credentials, keys, headers, and a proxy with a password are in the Secret; the rest is in the ConfigMap."""
    config = made(
        access_key_id="AKIAIOSFODNN7EXAMPLE", secret_access_key="hush", session_token="hush",
        default_headers={"x-a": "hush"}, proxy_url="http://u:hush@p:1", server_side_encryption="sse-c",
        sse_customer_key_base64="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", root_certificate=PEM,
    )  # fmt: skip
    objects = _objects(translate(config, "kubernetes").text)
    assert set(objects["Secret"]["stringData"]) == {
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SSE_CUSTOMER_KEY_BASE64",
        "AWS_DEFAULT_HEADERS", "AWS_PROXY_URL",
    }  # fmt: skip
    assert "hush" not in str(objects["ConfigMap"])


@pytest.mark.parametrize(
    ("settings", "kinds"),
    [
        ({"region": "eu-west-1"}, {"ConfigMap": "configMapRef"}),
        (
            {"access_key_id": "AKIAX", "secret_access_key": "hush"},
            {"ConfigMap": "configMapRef", "Secret": "secretRef"},
        ),
    ],
)
def test_snippet(settings: dict[str, Any], kinds: dict[str, str]) -> None:
    """The comment is what a container takes the objects with, each by the name that it has."""
    text = translate(made(**settings), "kubernetes").text
    comment = "\n".join(line.removeprefix("#   ") for line in text.splitlines() if line.startswith("#   "))
    objects = _objects(text)
    assert set(objects) == set(kinds)
    assert yaml.safe_load(comment) == {
        "envFrom": [{word: {"name": objects[kind]["metadata"]["name"]}} for kind, word in kinds.items()]
    }


def test_places() -> None:
    """Lists of objects, what is encoded, and what a container says itself are read, each with its place."""
    text = f"""
apiVersion: v1
kind: List
items:
  - kind: ConfigMap
    data:
      AWS_REGION: eu-west-1
      AWS_BUCKET: logs
  - kind: Secret
    data:
      AWS_ACCESS_KEY_ID: {b64encode(b"AKIAIOSFODNN7EXAMPLE").decode()}
      AWS_SECRET_ACCESS_KEY: not-looked-at
    stringData:
      AWS_SECRET_ACCESS_KEY: hush
---
kind: Deployment
spec:
  template:
    spec:
      containers:
        - env:
            - name: AWS_REGION
              value: eu-west-2
            - name: AWS_TOKEN
              valueFrom: {{secretKeyRef: {{name: s, key: t}}}}
"""
    resolution = resolve(env=False, sources=[from_dialect(text, "kubernetes")])
    assert resolution.values(reveal=True) == {
        "access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "hush", "bucket": "logs", "region": "eu-west-2",
    }  # fmt: skip
    assert resolution["bucket"].origin == Origin("text", 8, 7)
    assert resolution["access_key_id"].origin == Origin("text", 11, 7)
    assert resolution["secret_access_key"].origin == Origin("text", 14, 7)
    assert resolution["region"].origin == Origin("text", 22, 21)


_MAP = "kind: ConfigMap\ndata:\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind: [hush\n", r"text:2:1: .*this is not YAML"),
        ("a: hush\n", r"text:1:1: .*there is no object of Kubernetes in this file"),
        (f"{_MAP}  AWS_REGION: [hush]\n", r"text:3:3: .*AWS_REGION is no text"),
        ("kind: Secret\ndata:\n  AWS_TOKEN: hush!\n", r"text:3:3: .*AWS_TOKEN is not base64 of text"),
        (
            f"{_MAP}  AWS_REGION: hush\n---\n{_MAP}  AWS_REGION: other\n",
            r"text:7:3: .*AWS_REGION has one value here and another at line 3",
        ),
    ],
)
def test_half_a_file(text: str, message: str) -> None:
    """What is no one configuration is one clear error with its place."""
    with pytest.raises(ConfigError, match=message) as caught:
        from_dialect(text, "kubernetes")
    assert "hush" not in str(caught.value)


def test_masks() -> None:
    """What is shown holds no secret, and a mask is where its secret would be."""
    config = made(access_key_id="AKIAIOSFODNN7EXAMPLE", secret_access_key="hush", proxy_url="http://u:hush@p:1")
    text = translate(masked(config), "kubernetes").text
    assert "hush" not in text
    assert set(_objects(text)["Secret"]["stringData"]) == {
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_PROXY_URL",
    }
