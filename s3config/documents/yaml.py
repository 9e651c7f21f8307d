"""YAML with the place of every key, read with PyYAML's nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3config.files import unreadable
from s3config.origin import Origin
from s3config.tables import Entry, Table

if TYPE_CHECKING:
    import yaml

SUFFIXES = (".yaml", ".yml")


def entries(text: str, path: str) -> Table:
    """Read a mapping with the mappings in it.

    Raises:
        UnreadableFileError: The text is not YAML, or not a mapping, or PyYAML is not installed.
    """
    try:
        import yaml  # the extra `yaml`
    except ImportError:
        raise unreadable(path, "YAML needs PyYAML, which is not installed", 'pip install "s3config[yaml]"') from None
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            return Table()
        if not isinstance(node, yaml.MappingNode):
            raise unreadable(path, "this is no YAML mapping", "write key: value", 1, 1)
        return _mapping(loader, node, path)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "a character that YAML does not allow"
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise unreadable(path, f"this is not YAML: {problem}", "mend it", line, column) from None


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode, path: str) -> Table:
    import yaml

    loader.flatten_mapping(node)
    found = []
    for key, item in node.value:
        word: Any = loader.construct_object(key, deep=True)
        value: Any = (
            _mapping(loader, item, path)
            if isinstance(item, yaml.MappingNode)
            else loader.construct_object(item, deep=True)
        )
        found.append(Entry(word, value, Origin(path, key.start_mark.line + 1, key.start_mark.column + 1)))
    return Table(found)
