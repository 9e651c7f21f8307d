"""Compose files: what each service is given by `environment` and `env_file`."""

from __future__ import annotations

from collections import ChainMap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.assignments import interpolated, read_lines, unreadable_line
from s3config.diagnostics import Severity
from s3config.files import UnreadableFileError, read_text, unreadable
from s3config.kinds import Variable, misread, process, unknown
from s3config.mappings import Mappings, scalar
from s3config.notations.interpolation import substituted
from s3config.origin import Origin
from s3config.placeholders import UNRESOLVED
from s3config.variables import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.diagnostics import Diagnostic
    from s3config.kinds import Scope
    from s3config.nodes import Node

NAMES = ("docker-compose*.yml", "docker-compose*.yaml", "compose*.yml", "compose*.yaml")
MARKS = ()
_RESET = "!reset"
"""The tag that takes out what another file says. Source: Compose specification, Merge."""


class _EnvFile(NamedTuple):
    path: str
    origin: Origin
    is_required: bool


def scopes(path: str, text: str) -> Iterator[Scope]:
    """Yield each service that is given a variable of AWS."""
    if "AWS_" not in text and "aws_" not in text and "env_file" not in text:
        return
    file = Mappings(text, path)
    lists = [file.child(document, "services") for document in file.documents]
    found = [_Service(file, path, services, node).scope() for services in lists for _, node in file.pairs(services)]
    yield from filter(None, found)


class _Service:
    """A service, with those that it extends."""

    def __init__(self, file: Mappings, path: str, services: Node, service: Node) -> None:
        self._file = file
        self._path = path
        self._is_open = False
        self._complaints: list[Diagnostic] = []
        self._chain = self._extended(services, service)

    def scope(self) -> Scope | None:
        """Return what its processes are given."""
        environments = [self._environment(self._file.child(node, "environment")) for node in self._chain]
        files = [file for node in reversed(self._chain) for file in self._env_files(node)]
        read = [self._read(file) for file in files]
        syntaxes = {self._path: "yaml", **{file.path: "dotenv" for file in files}}
        found = process([*environments, *reversed(read)], syntaxes, is_open=self._is_open)
        return found and found._replace(complaints=(*self._complaints, *found.complaints))

    def _extended(self, services: Node, service: Node) -> list[Any]:
        """Return the service, the one it extends, and so on."""
        chain = [service]
        while True:
            extends = self._file.child(chain[-1], "extends")
            if extends is None:
                return chain
            name = scalar(extends) or scalar(self._file.child(extends, "service"))
            base = None if self._file.child(extends, "file") is not None else self._file.child(services, name or "")
            if base is None or base in chain:
                self._is_open = True
                return chain
            chain.append(base)

    def _environment(self, node: Node) -> list[Variable]:
        """Read a mapping, or a list of `NAME=value`; a name without a value is taken from outside."""
        found: list[Variable] = []
        for key, value in self._file.pairs(node):
            if not key.value.startswith(PREFIXES):
                self._is_open |= scalar(value) is None
            elif value.tag != _RESET:
                origin = self._file.origin(key)
                odd = misread(self._file, key.value, value, origin)
                found.append(odd or self._variable(key.value, scalar(value), origin))
        for item in self._file.items(node):
            name, equals, value = (scalar(item) or "").partition("=")
            if not name.startswith(PREFIXES):
                self._is_open |= not equals
            else:
                found.append(self._variable(name, value if equals else None, self._file.inside(item)))
        return found

    def _variable(self, name: str, written: str | None, origin: Origin) -> Variable:
        if written is None:
            self._is_open = True
            return unknown(name, origin)
        value = substituted(written)
        return Variable(name, value, origin, is_frozen=value != written)

    def _env_files(self, service: Node) -> Iterator[_EnvFile]:
        for key, node in self._file.pairs(service):
            if key.value == "env_file":
                items = self._file.items(node)
                for item in items or [node]:
                    yield from self._env_file(item, self._file.inside(item) if items else self._file.origin(key))

    def _env_file(self, item: Node, origin: Origin) -> Iterator[_EnvFile]:
        name = scalar(item) or scalar(self._file.child(item, "path"))
        if name is None:
            return
        name = substituted(name)
        if "$" in name:
            self._is_open = True
            return
        is_required = (scalar(self._file.child(item, "required")) or "true").lower() != "false"
        yield _EnvFile(str(Path(self._path).parent / name), origin, is_required)

    def _read(self, file: _EnvFile) -> list[Variable]:
        """Read an env file; one that is not there may well be where the service runs, for few are committed."""
        path = Path(file.path)
        try:
            text = read_text(path) if path.is_file() else None
        except UnreadableFileError as error:
            diagnostic = error.diagnostic
            self._complaints.append(diagnostic._replace(origins=(*diagnostic.origins, file.origin)))
            return []
        except OSError:  # no file can have such a name
            text = None
        if text is None:
            self._is_open = True
            if file.is_required:
                place = file.origin.line, file.origin.column
                missing = unreadable(self._path, f"there is no file {path.name} here", "check the path", *place)
                self._complaints.append(missing.diagnostic._replace(severity=Severity.INFO))
            return []
        return list(self._lines(text, file.path))

    def _lines(self, text: str, path: str) -> Iterator[Variable]:
        above: dict[str, str | None] = {}
        known: ChainMap[str, str | None] = ChainMap(above, UNRESOLVED)  # type: ignore[arg-type] # the second is read only
        for line in read_lines(text):
            if line.name is None:
                self._complaints.append(unreadable_line(line, path))
                continue
            value = above[line.name] = None if line.value is None else interpolated(line.value, known)
            origin = Origin(path, line.line, line.column)
            if value is None:
                self._is_open = True
                yield unknown(line.name, origin)
            else:
                yield Variable(line.name, value, origin, is_frozen=value != line.value)
