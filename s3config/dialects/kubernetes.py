"""Kubernetes objects that give a container its environment: a ConfigMap, and a Secret for what is secret."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

from s3config.families import environment_words
from s3config.families.environment_words import is_secret
from s3config.files import unreadable
from s3config.mappings import Mappings, scalar
from s3config.notations import yaml
from s3config.tables import Entry, Table
from s3config.variables import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.nodes import Node

TITLE = "Kubernetes"
VERSION = "the API of Kubernetes 1.34, read and not run"
SOURCE = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/"
EXAMPLE = """
from pathlib import Path
from s3config import resolve, translate

config = resolve("s3://logs", store="prod", file="s3.toml").config
Path("s3.yaml").write_text(translate(config, "kubernetes").text, encoding="utf-8")  # kubectl apply -f s3.yaml
"""
TRAPS = (
    "A Secret is not encrypted: who may read it in the namespace, may use it.",
    "A container keeps the variables that it was started with; after a change it must be started again.",
    "What a container says under env goes before what it is given by envFrom.",
    *environment_words.TRAPS,
)
KEYS = environment_words.KEYS
GUESSED = environment_words.GUESSED
OTHERS = environment_words.OTHERS
_FIELDS = {"ConfigMap": ("data",), "Secret": ("stringData", "data")}
_CONTAINERS = ("containers", "initContainers")
_HEAD = """---
apiVersion: v1
kind: {kind}
metadata:
  name: {name}
{field}:
"""


def _write(variables: Mapping[str, str]) -> str:
    """Write the objects, and as a comment how a container takes them."""
    secret = {name: value for name, value in variables.items() if is_secret(name, value)}
    plain = {name: value for name, value in variables.items() if name not in secret}
    taken, text = "", ""
    for kind, field, reference, name, part in (
        ("ConfigMap", "data", "configMapRef", "s3-config", plain),
        ("Secret", "stringData", "secretRef", "s3-credentials", secret),
    ):
        if part:
            taken += f"#     - {reference}:\n#         name: {name}\n"
            text += _HEAD.format(kind=kind, name=name, field=field) + yaml.write(part, "  ")
    return f"# A container takes this with\n#\n#   envFrom:\n{taken}{text}"


FORMS = {"manifest": _write}
write = environment_words.write
read = environment_words.read


def parse(text: str, path: str) -> Table:
    """Read the ConfigMaps and Secrets, and what containers say under `env`, which goes before.

    Raises:
        UnreadableFileError: The text is no manifest, or one variable has different values.
    """
    file = Mappings(text, path)
    objects = [item for node in file.documents for item in (node, *file.items(file.child(node, "items")))]
    if not any(scalar(file.child(node, "kind")) for node in objects):
        raise unreadable(path, "there is no object of Kubernetes in this file", "write apiVersion and kind", 1, 1)
    own = yaml.once(entry for word in _CONTAINERS for node in file.below(word) for entry in _env(file, node))
    names = {entry.word for entry in own}
    given = yaml.once(entry for node in objects for entry in _data(file, node))
    return Table([*own, *(entry for entry in given if entry.word not in names)])


def _data(file: Mappings, node: Node) -> Iterator[Entry]:
    """Read a ConfigMap or a Secret; what is written as text outranks what is encoded, as the API server has it."""
    kind = scalar(file.child(node, "kind")) or ""
    seen: set[str] = set()
    for field in _FIELDS.get(kind, ()):
        for key, value in file.pairs(file.child(node, field)):
            if key.value.startswith(PREFIXES) and key.value not in seen:
                seen.add(key.value)
                entry = _entry(file, key, key.value, value)
                if entry is not None:
                    yield _decoded(entry) if (kind, field) == ("Secret", "data") else entry


def _env(file: Mappings, containers: Node) -> Iterator[Entry]:
    for container in file.items(containers):
        for item in file.items(file.child(container, "env")):
            pairs = {key.value: value for key, value in file.pairs(item)}
            name = scalar(pairs.get("name")) or ""
            if name.startswith(PREFIXES) and "value" in pairs:
                entry = _entry(file, pairs["name"], name, pairs["value"])
                if entry is not None:
                    yield entry


def _entry(file: Mappings, node: Node, name: str, value: Node) -> Entry | None:
    origin = file.origin(node)
    text = yaml.text_beside(file, name, value, origin)
    return None if text is None else Entry(name, text, origin)


def _decoded(entry: Entry) -> Entry:
    try:
        return entry._replace(value=b64decode("".join(entry.value.split()), validate=True).decode())
    except ValueError:
        message, (place, line, column) = f"{entry.word} is not base64 of text", entry.origin
        raise unreadable(place, message, "encode it, or write it under stringData", line, column) from None
