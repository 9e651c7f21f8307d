"""What the site has beside its pages: the JSON Schema, and Python for the page "What wins?" where it was fetched."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

SCHEMA = "schemas/s3config.schema.json"
PYTHON = "S3CONFIG_SITE_PYTHON"
"""The variable that names the directory which `live.py` filled."""
_RESOLVER = '<div id="resolver" hidden>'


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add what lies outside of the pages' directory."""
    root = Path(config.config_file_path).parent
    files.append(File.generated(config, SCHEMA, abs_src_path=str(root / SCHEMA)))
    folder = os.environ.get(PYTHON)
    for path in [*sorted(Path(folder).iterdir()), root / "docs/_site/what_wins.py"] if folder else ():
        files.append(File.generated(config, f"python/{path.name}", abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Lead to the schema where the site has it, beside `docs` in the repository; say that there is Python."""
    if os.environ.get(PYTHON):
        markdown = markdown.replace(_RESOLVER, _RESOLVER.replace(" hidden", " data-python hidden"))
    return markdown.replace(f"](../{SCHEMA})", f"]({SCHEMA})")
