"""What the page "What wins?" asks: the package's own answer to what a reader pasted, here and in the browser."""

from __future__ import annotations

import json
import os
from inspect import signature
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dotenv import dotenv_values

from s3config import resolve
from s3config.errors import S3ConfigError
from s3config.reports import json as report

PARTS = ("url", "arguments", "environment", "dotenv", "profiles")
"""What can be pasted, each as text; all but the URL and the profiles are lines of `NAME=value`."""

_RESERVED = set(signature(resolve).parameters) - {"bucket", "profile", "kwargs"}


def answer(pasted: dict[str, str]) -> dict[str, Any]:
    """Return the rows of the table, and what is to be said."""
    with TemporaryDirectory() as folder:
        before = Path.cwd()
        os.chdir(folder)
        try:
            return _answer(pasted, folder)
        except S3ConfigError as error:
            return {"rows": [], "said": [{"severity": "error", "text": str(error)}]}
        finally:
            os.chdir(before)


def _answer(pasted: dict[str, str], folder: str) -> dict[str, Any]:
    environment = _pairs(pasted.get("environment", ""))
    arguments = _pairs(pasted.get("arguments", ""))
    for name, part in ((".env", "dotenv"), (".aws/config", "profiles")):
        if pasted.get(part, "").strip():
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_text(pasted[part], encoding="utf-8")
    resolution = resolve(
        pasted.get("url", "").strip() or None,
        env={"HOME": folder, **environment},
        dotenv=".env" if Path(".env").exists() else None,
        config={name: value for name, value in arguments.items() if name in _RESERVED} or None,
        **{name: value for name, value in arguments.items() if name not in _RESERVED},
    )
    found = json.loads(report.explain(resolution))
    rows = [
        {
            "key": value["key"],
            "value": "" if value["value"] is None else str(value["value"]),
            "from": _place(value, folder),
            "over": [{"value": str(loser["value"]), "from": _place(loser, folder)} for loser in value["overrides"]],
        }
        for value in found["values"]
    ]
    said = [
        {"severity": str(one.severity), "text": str(one).replace(f"{folder}/", "~/")} for one in resolution.diagnostics
    ]
    return {"rows": rows, "said": said}


def _pairs(text: str) -> dict[str, str]:
    """Read lines of `NAME=value`, with or without `export`."""
    return {name: value or "" for name, value in dotenv_values(stream=StringIO(text), interpolate=False).items()}


def _place(value: dict[str, Any], folder: str) -> str:
    origin = value["origin"]
    line = f":{origin['line']}" if origin.get("line") else ""
    return f"{origin['place']}{line}".replace(f"{folder}/", "~/")
