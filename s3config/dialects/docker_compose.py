"""The environment of a service in a Compose file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.families import environment_words
from s3config.files import unreadable
from s3config.mappings import Mappings, scalar
from s3config.notations import yaml
from s3config.notations.interpolation import escaped, substituted
from s3config.tables import Entry
from s3config.variables import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.nodes import Node
    from s3config.tables import Table

TITLE = "Docker Compose"
VERSION = "the Compose specification, read and not run"
SOURCE = "https://docs.docker.com/reference/compose-file/services/#environment"
EXAMPLE = """
from pathlib import Path
from s3config import resolve, translate

config = resolve("s3://logs", store="prod", file="s3.toml").config
Path("compose.override.yaml").write_text(translate(config, "docker_compose").text, encoding="utf-8")
"""
TRAPS = (
    "Compose puts variables in the place of $NAME and ${NAME}: each dollar of a value is doubled.",
    "YAML takes true, 1e3 and no for something else than text: every value is in double quotes.",
    "The file holds the secrets in plain text; who may read it, may use them.",
    *environment_words.TRAPS,
)
KEYS = environment_words.KEYS
GUESSED = environment_words.GUESSED
OTHERS = environment_words.OTHERS


def _write(variables: Mapping[str, str]) -> str:
    values = {name: escaped(value) for name, value in variables.items()}
    return f"services:\n  app:\n    environment:\n{yaml.write(values, ' ' * 6)}"


FORMS = {"compose": _write}
write = environment_words.write
read = environment_words.read


def parse(text: str, path: str) -> Table:
    """Read what the services are given under `environment`, which must be one configuration.

    Raises:
        UnreadableFileError: The text is no Compose file, or two services are given different values.
    """
    file = Mappings(text, path)
    services = [file.child(document, "services") for document in file.documents]
    if not any(file.pairs(node) for node in services):
        raise unreadable(path, "there are no services in this file", "write services: with a service below it", 1, 1)
    return yaml.once(entry for node in services for _, service in file.pairs(node) for entry in _given(file, service))


def _given(file: Mappings, service: Node) -> Iterator[Entry]:
    """Read a mapping, or a list of `NAME=value`; what has no value is taken from outside."""
    environment = file.child(service, "environment")
    for key, node in file.pairs(environment):
        if key.value.startswith(PREFIXES):
            origin = file.origin(key)
            value = yaml.text_beside(file, key.value, node, origin)
            if value is not None:
                yield Entry(key.value, substituted(value), origin)
    for item in file.items(environment):
        name, equals, value = (scalar(item) or "").partition("=")
        if equals and name.startswith(PREFIXES):
            yield Entry(name, substituted(value), file.inside(item))
