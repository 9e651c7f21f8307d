"""How often each code was found, in every format."""

from __future__ import annotations

import json
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

import s3config.formats
from s3config.diagnostics import Diagnostic, Severity
from s3config.formats import Report, table

FOUND = {"EP004": 1, "RG003": 2}
REPORT = Report(
    tuple(Diagnostic(code, Severity.ERROR, (), "m", "") for code, count in FOUND.items() for _ in range(count)), files=1
)
NAMES = {"EP004": "endpoint-scheme", "RG003": "region-format"}
ORDER = ("RG003", "EP004")
FORMATS = sorted({module.name for module in iter_modules(s3config.formats.__path__)} - {"toml"})


@pytest.mark.parametrize("name", FORMATS)
def test_statistics(name: str) -> None:
    """The commonest code comes first: as JSON where the format is of that kind for any program, else as a table."""
    form: Any = import_module(f"s3config.formats.{name}")
    written = "".join(getattr(form, "statistics", table)(REPORT))
    records = [{"code": code, "name": NAMES[code], "count": FOUND[code]} for code in ORDER]
    if name == "json":
        assert records == json.loads(written)
    elif name == "jsonl":
        assert records == [json.loads(line) for line in written.splitlines()]
    else:
        assert [[str(FOUND[code]), code, NAMES[code]] for code in ORDER] == [x.split() for x in written.splitlines()]
