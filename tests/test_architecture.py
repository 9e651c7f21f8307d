"""The rules of the house: who may import whom, and what importing the package may cost."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import s3config

PACKAGE = Path(s3config.__file__).parent
ORDER = (
    (
        "errors",
        "redaction",
        "suggestion",
        "origin",
        "diagnostics",
        "symptoms",
        "failures",
        "mending",
        "locks",
        "bare",
        "stopping",
    ),
    ("headers", "objects", "contents", "ranges", "conditions", "results", "operations", "threads"),
    ("config",),
    ("spellings",),
    ("providers", "typed", "tools"),
    ("proxies",),
    ("fetching",),
    ("words", "vocabulary"),
    (
        "lines",
        "urls",
        "files",
        "tables",
        "ini",
        "assignments",
        "variables",
        "nodes",
        "mappings",
        "documents",
        "syntaxes",
        "profiles",
    ),
    (
        "reading",
        "writing",
        "notations",
        "families",
    ),
    ("dialects",),
    ("translation", "masks", "foreign"),
    ("sources",),
    ("concealment", "merging", "gathering", "draft", "identity", "endpoints", "places", "modelling", "resolution"),
    (
        "placeholders",
        "subject",
        "repository",
        "rules",
        "kinds",
        "linting",
        "masking",
        "excerpts",
        "edits",
        "suppressions",
    ),
    ("inspection", "discovery", "validation", "lint_settings", "workers", "fixing", "differences"),
    ("operands", "comparing", "seeing"),
    ("clients",),
    ("probing",),
    ("backends",),
    ("commit",),
    ("explaining", "bucket", "store", "prefix", "schema"),
    ("colours", "progress", "formats", "reports", "integrations", "showing"),
    ("checking",),
    ("cli", "testing", "__main__"),
)
"""What stands left, here above, may be imported by what stands right; within a line in the order of the line."""
RANK = {name: (row, column) for row, names in enumerate(ORDER) for column, name in enumerate(names)}
LEAVES = (
    "sources", "documents", "syntaxes", "kinds", "rules", "fetching", "dialects", "backends", "formats", "reports",
    "integrations", "cli",
)  # fmt: skip
"""Packages of leaves, found by listing: no module outside names one of them, and they do not import each other."""
MODULES = sorted(
    path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE
)
NAMED_LEAVES = {("__init__.py", "s3config.reports.text")}
"""Leaves that are named on purpose: the public `explain`."""


def imports(path: Path) -> list[str]:
    """Return the modules of the package that a module imports when it runs, type checking aside."""
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    skipped = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in ast.walk(block)
    }
    found: list[str] = []
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            found.extend(name if is_module(name) else node.module for name in submodules)
        elif isinstance(node, ast.Import):
            found.extend(alias.name for alias in node.names)
    return [name for name in dict.fromkeys(found) if name.startswith("s3config.")]


def is_module(name: str) -> bool:
    """Tell whether a dotted name is a module of the package."""
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or path.is_dir()


def rank(dotted: str) -> tuple[int, int]:
    """Return where a module stands in the order."""
    return RANK[dotted.split(".")[1] if "." in dotted else dotted]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_go_one_way(path: Path) -> None:
    """A module imports only what stands before it, or is a part of its own package."""
    own = path.parts[0].removesuffix(".py")
    wrong = [name for name in imports(path) if name.split(".")[1] != own and rank(name) >= RANK[own]]
    assert wrong == []


def leaf_of(path: Path) -> str:
    """Return the leaf that a module is, or is a part of; a backend and its dialect have the same name."""
    return path.parts[1].removesuffix(".py") if len(path.parts) > 1 else ""


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_module_names_a_leaf(path: Path) -> None:
    """A leaf is found by listing its package, so that adding one touches one file; it may have parts of its own."""
    own = {f"s3config.{path.parts[0]}.{leaf_of(path)}", f"s3config.dialects.{leaf_of(path)}"}
    named = [
        name
        for name in imports(path)
        if name.split(".")[1] in LEAVES
        and name.count(".") > 1
        and ".".join(name.split(".")[:3]) not in own
        and (path.as_posix(), name) not in NAMED_LEAVES
    ]
    assert named == []


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_module_opens_with_one_sentence(path: Path) -> None:
    """The first line of a module says what it is for."""
    doc = ast.get_docstring(ast.parse((PACKAGE / path).read_text(encoding="utf-8")))
    assert doc is not None
    assert doc.splitlines()[0].endswith((".", "`."))


def test_every_module_is_in_the_order() -> None:
    """A new module is given its place."""
    assert {path.parts[0].removesuffix(".py") for path in MODULES} == set(RANK)


def loaded_by(statement: str) -> set[str]:
    """Return the modules that a fresh interpreter holds after a statement."""
    script = f"import sys; {statement}; print(' '.join(sys.modules))"
    output = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    return set(output.split())


def test_importing_the_package_imports_nothing_else() -> None:
    """Importing s3config loads no dependency, and none of its own modules."""
    loaded = loaded_by("import s3config")
    assert (
        loaded & {"boto3", "botocore", "obstore", "pydantic", "dotenv", "yaml", "typing", "re", "dataclasses"} == set()
    )


def test_resolving_needs_no_optional_library() -> None:
    """A resolution of the environment loads neither a backend's library nor python-dotenv or PyYAML."""
    loaded = loaded_by("import s3config; s3config.resolve(bucket='bucket', endpoint='https://s3.example.com').config")
    assert loaded & {"boto3", "botocore", "obstore", "dotenv", "yaml", "difflib", "json"} == set()


def test_public_names_are_real() -> None:
    """Every name in `__all__` can be imported, and `dir` lists it."""
    assert {name for name in s3config.__all__ if not hasattr(s3config, name)} == set()
    assert set(s3config.__all__) <= set(dir(s3config))


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that does not exist is refused as by any module."""
    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        _ = s3config.nope
