"""What is known of the tools is sound, and no fact of it is idle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import s3config
from s3config.spellings import KEYS, find
from s3config.tools import Tool, UnknownToolError, chosen, tools

PACKAGE = Path(s3config.__file__).parent
TOOLS = list(tools().values())
IDS = list(tools())
ABOUT_THE_RECORD = {"id", "name", "version", "source"}
VARIABLES = ("endpoint_variables", "region_variables", "variables", "ca_variables")
CHOICES = {"virtual_endpoint": {"with-bucket", "root"}, "duration": {"text", "seconds"}}


def test_the_tools() -> None:
    """These are the targets."""
    assert IDS == [
        "obstore", "boto3", "s3fs", "polars", "deltalake", "lance", "pyarrow", "duckdb", "pyiceberg", "aws-cli", "gdal",
        "rclone", "s3a",
    ]  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS, ids=IDS)
def test_record_says_where_it_is_from(tool: Tool) -> None:
    """The version has a number in it, and the source is the project's own page."""
    assert re.match(r"[0-9]+(\.[0-9]+)+", tool.version)
    assert re.fullmatch(r"https://[a-z0-9.-]+(/[A-Za-z0-9_./-]+)?", tool.source)


@pytest.mark.parametrize("tool", TOOLS, ids=IDS)
def test_words_mean_keys(tool: Tool) -> None:
    """Every word means a key, and none is one of our own spellings."""
    assert set(tool.words.values()) <= set(KEYS)
    assert [word for word in tool.words if find(word) is not None] == []


@pytest.mark.parametrize("tool", TOOLS, ids=IDS)
def test_variables_look_like_variables(tool: Tool) -> None:
    """They are in upper case, and each stands there once."""
    for field in VARIABLES:
        names = getattr(tool, field) or ()
        assert [name for name in names if not re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+", name)] == []
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("tool", TOOLS, ids=IDS)
def test_variables_agree(tool: Tool) -> None:
    """What a key is read from is among all that the tool reads, and those are our spellings."""
    if tool.variables is None:
        return
    own = {
        name for name in (*(tool.endpoint_variables or ()), *(tool.region_variables or ())) if find(name) is not None
    }
    assert own <= set(tool.variables)
    assert [name for name in tool.variables if find(name) is None] == []


@pytest.mark.parametrize("tool", TOOLS, ids=IDS)
def test_facts_are_of_their_types(tool: Tool) -> None:
    """A fact is what its field is declared to be, and one of the words that the rules know."""
    for field, declared in Tool.__annotations__.items():
        value = getattr(tool, field)
        kind = re.search(r"'(\w+)", str(declared))
        if value is not None and field != "words" and kind is not None:
            assert type(value).__name__ == kind[1], field
    for field, words in CHOICES.items():
        assert getattr(tool, field) in {None, *words}, field


@pytest.mark.parametrize("field", [field for field in Tool._fields if field not in ABOUT_THE_RECORD])
def test_field_is_used(field: str) -> None:
    """Some module makes use of it, and the file explains it."""
    modules = [path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path.name != "tools.py"]
    own = (PACKAGE / "tools.py").read_text("utf-8")
    assert any(f"tool.{field}" in text for text in modules) or f"self.{field}" in own
    assert f"\n# {field} " in (PACKAGE / "tools.toml").read_text("utf-8")


@pytest.mark.parametrize("field", [field for field in Tool._fields if Tool._field_defaults.get(field, "") is None])
def test_field_is_known_of_a_tool(field: str) -> None:
    """Of some tool the fact is known."""
    assert any(getattr(tool, field) is not None for tool in TOOLS)


def test_tools_are_chosen_once_in_the_order_of_their_names() -> None:
    """Case and blanks around a name do not matter."""
    assert [tool.id for tool in chosen(["polars", " Boto3 ", "boto3"])] == ["polars", "boto3"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("boto", "did you mean boto3?"),
        ("Pollars", "did you mean polars?"),
        ("zzz", f"the targets are: {', '.join(IDS)}"),
    ],
)
def test_unknown_tool(name: str, hint: str) -> None:
    """The error names the nearest tool, or all of them."""
    with pytest.raises(UnknownToolError) as caught:
        chosen([name])
    assert str(caught.value) == f"there is no target {name!r}; {hint}"


@pytest.mark.parametrize(
    ("id_", "variable", "expected"),
    [("boto3", "AWS_REGION", False), ("obstore", "AWS_REGION", True), ("pyarrow", "AWS_REGION", None)],
)
def test_reads(id_: str, variable: str, *, expected: bool | None) -> None:
    """Of a tool whose variables are not known, nothing is claimed."""
    assert tools()[id_].reads(variable) is expected
