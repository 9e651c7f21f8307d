"""Kubernetes manifests: the `env` of containers, and the data of the ConfigMaps and Secrets beside them."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.files import UnreadableFileError
from s3config.kinds import Variable, misread, process, unknown
from s3config.mappings import Mappings, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.kinds import Scope
    from s3config.nodes import Node
    from s3config.origin import Origin

NAMES = ()
MARKS = ((".yaml", "apiVersion:"), (".yml", "apiVersion:"))
_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_SOURCES = {"configMapRef": "ConfigMap", "secretRef": "Secret"}
_FIELDS = {"ConfigMap": ("data",), "Secret": ("data", "stringData")}


class _Source(NamedTuple):
    """A ConfigMap or a Secret."""

    kind: str
    name: str | None
    namespace: str | None
    variables: tuple[Variable, ...]


class _Object(NamedTuple):
    """A mapping in a manifest, and the namespace that it is in."""

    node: Any
    namespace: str | None


def scopes(path: str, text: str) -> Iterator[Scope]:
    """Yield each container that is given a variable of AWS, then each ConfigMap and Secret that no container takes."""
    if "kind:" not in text or ("AWS_" not in text and "aws_" not in text):
        return
    try:
        file = Mappings(text, path)
    except UnreadableFileError:
        if "{{" in text:  # a template of Helm, which makes YAML and need not be any
            return
        raise
    manifest = _Manifest(file, path)
    yield from manifest.containers()
    yield from manifest.rest()


class _Manifest:
    """The objects of one file."""

    def __init__(self, file: Mappings, path: str) -> None:
        self._file = file
        self._syntaxes = {path: "yaml"}
        self._objects = list(self._walk())
        self._sources = [self._source(kind, found) for kind, found in self._of_kind(*_FIELDS)]
        self._taken: set[int] = set()

    def _walk(self) -> Iterator[_Object]:
        """Yield every mapping once, in the order of the file."""
        waiting: list[_Object] = [_Object(node, None) for node in reversed(self._file.documents)]
        seen: set[int] = set()
        while waiting:
            node, namespace = waiting.pop()
            if id(node) in seen or node.id == "scalar":
                continue
            seen.add(id(node))
            if node.id == "mapping":
                pairs = self._file.pairs(node)
                named = next((value for key, value in pairs if key.value == "metadata"), None)
                namespace = scalar(self._file.child(named, "namespace")) or namespace
                yield _Object(node, namespace)
                waiting.extend(_Object(value, namespace) for _, value in reversed(pairs))
            else:
                waiting.extend(_Object(item, namespace) for item in reversed(node.value))

    def _of_kind(self, *kinds: str) -> Iterator[tuple[str, _Object]]:
        for found in self._objects:
            kind = scalar(self._file.child(found.node, "kind"))
            if kind in kinds:
                yield kind, found

    def _source(self, kind: str, found: _Object) -> _Source:
        """Read a ConfigMap or a Secret; what is written as text outranks what is encoded, as the API server has it."""
        name = scalar(self._file.child(self._file.child(found.node, "metadata"), "name"))
        read: dict[str, Variable] = {}
        for field in _FIELDS[kind]:
            is_encoded = kind == "Secret" and field == "data"
            for key, value in self._file.pairs(self._file.child(found.node, field)):
                origin = self._file.origin(key)
                odd = self._misread(key.value, value, origin)
                text = scalar(value)
                if is_encoded and text is not None:
                    text = _decoded(text)
                plain = unknown(key.value, origin) if text is None else Variable(key.value, text, origin, is_encoded)
                read[key.value] = odd or plain
        return _Source(kind, name, found.namespace, tuple(read.values()))

    def containers(self) -> Iterator[Scope]:
        """Yield what each container is given."""
        seen: set[int] = set()
        for node, namespace in self._objects:
            lists = [value for key, value in self._file.pairs(node) if key.value in _CONTAINERS]
            for container in (item for value in lists for item in self._file.items(value)):
                scope = None if id(container) in seen else self._container(container, namespace)
                seen.add(id(container))
                if scope is not None:
                    yield scope

    def _container(self, container: Node, namespace: str | None) -> Scope | None:
        own = [self._variable(item) for item in self._file.items(self._file.child(container, "env"))]
        is_open = any(variable is not None and variable.is_frozen for variable in own)
        sources: list[list[Variable]] = [[variable for variable in own if variable is not None]]
        for item in reversed(self._file.items(self._file.child(container, "envFrom"))):
            prefix = scalar(self._file.child(item, "prefix")) or ""
            found = self._referred(item, namespace)
            if found is None:
                is_open = True
            else:
                sources.append([_prefixed(variable, prefix) for variable in found.variables])
        return process(sources, self._syntaxes, is_open=is_open)

    def _variable(self, item: Node) -> Variable | None:
        """Read an item of `env`; what it has instead of a value is said elsewhere."""
        node = next((value for key, value in self._file.pairs(item) if key.value == "name"), None)
        name = scalar(node)
        if name is None:
            return None
        origin = self._file.origin(node)
        if self._file.child(item, "valueFrom") is not None:
            return unknown(name, origin)
        value = self._file.child(item, "value")
        odd = None if value is None else self._misread(name, value, origin)
        return odd or Variable(name, scalar(value) or "", origin)

    def _misread(self, name: str, node: Node, origin: Origin) -> Variable | None:
        """Return a variable whose value is no text; what Helm is to fill in is a mapping in a mapping to YAML."""
        is_template = node.id == "mapping" and bool(node.value) and node.value[0][0].id == "mapping"
        return unknown(name, origin) if is_template else misread(self._file, name, node, origin)

    def _referred(self, item: Node, namespace: str | None) -> _Source | None:
        for word, kind in _SOURCES.items():
            reference = self._file.child(item, word)
            name = scalar(self._file.child(reference, "name"))
            for number, source in enumerate(self._sources):
                same = namespace is None or source.namespace is None or namespace == source.namespace
                if name is not None and (source.kind, source.name) == (kind, name) and same:
                    self._taken.add(number)
                    return source
        return None

    def rest(self) -> Iterator[Scope]:
        """Yield the data that no container of this file takes; what else its process is given is not known."""
        for number, source in enumerate(self._sources):
            scope = None if number in self._taken else process([source.variables], self._syntaxes, is_open=True)
            if scope is not None:
                yield scope


def _prefixed(variable: Variable, prefix: str) -> Variable:
    """Put the prefix of an `envFrom` before a name, which then is not the one that is written."""
    return variable._replace(name=prefix + variable.name, is_frozen=True) if prefix else variable


def _decoded(text: str) -> str | None:
    """Decode a value of a Secret; `None` if it is not base64, or no text."""
    try:
        return b64decode("".join(text.split()), validate=True).decode()
    except ValueError:
        return None
