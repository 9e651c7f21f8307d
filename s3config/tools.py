"""What is known of the tools that read S3 configuration: the targets of the linter."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.origin import Layer
from s3config.spellings import find
from s3config.suggestion import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s3config.origin import Setting
    from s3config.subject import Subject

_DATA = Path(__file__).with_name("tools.toml")


class Tool(NamedTuple):
    """One record of `tools.toml`, where the fields are explained; what is not known is `None`, and no rule guesses."""

    id: str
    name: str
    version: str
    source: str
    family: str
    endpoint_variables: tuple[str, ...] | None = None
    region_variables: tuple[str, ...] | None = None
    variables: tuple[str, ...] | None = None
    profile_keys: bool | None = None
    profile_region: bool | None = None
    profile_endpoint: bool | None = None
    profile_beside_endpoint: bool | None = None
    empty_endpoint_fails: bool | None = None
    needs_allow_http: bool | None = None
    mixes_tokens: bool | None = None
    environment_wins: bool | None = None
    options_replace_variables: bool | None = None
    virtual_endpoint: str | None = None
    checksums: bool | None = None
    refreshes: bool | None = None
    creates_conditionally: bool | None = None
    unsafe_bulk_delete: bool | None = None
    metadata_disabled: bool | None = None
    infers_express: bool | None = None
    china: bool | None = None
    ca_variables: tuple[str, ...] | None = None
    ca_option: bool | None = None
    proxy_variables: bool | None = None
    web_identity: bool | None = None
    request_payer: str | None = None
    duration: str | None = None
    options_text: bool | None = None
    found_variables: tuple[str, ...] | None = None
    idle_variables: tuple[str, ...] | None = None
    own_variables: tuple[str, ...] | None = None
    token_variables: tuple[str, ...] | None = None
    same_variables: str | None = None
    any_case: bool | None = None
    profile_variables: tuple[str, ...] | None = None
    profile_region_variables: tuple[str, ...] | None = None
    default_profile: bool | None = None
    bare_profile_region: bool | None = None
    profile_services: bool | None = None
    profile_above: tuple[str, ...] | None = None
    profile_unless: tuple[str, ...] | None = None
    profile_forced_by: str | None = None
    profile_with_keys: bool | None = None
    profile_needs: str | None = None
    moved_files: bool | None = None
    missing_profile_fails: bool | None = None
    web_identity_above: bool | None = None
    half_pair: str | None = None
    without_keys: str | None = None
    empty_taken: tuple[str, ...] | None = None
    empty_skipped: tuple[str, ...] | None = None
    empty_region: str | None = None
    ignores: str | None = None
    strict_values: bool | None = None
    requester_fails: bool | None = None
    endpoint_form: str | None = None
    default_region: str | None = None
    endpoint_region: str | None = None
    asks_region: str | None = None
    default_style: str | None = None
    endpoint_style: str | None = None
    words: Mapping[str, str] = MappingProxyType({})

    def reads(self, variable: str) -> bool | None:
        """Tell whether the tool reads an environment variable; `None` if that is not known."""
        return None if self.variables is None else variable in self.variables

    def takes(self, setting: Setting) -> bool:
        """Tell whether a setting may reach the tool: no variable that it does not read, and no other tool's word."""
        if is_variable(setting):
            return self.reads(setting.spelling) is not False
        return setting.spelling in self.words or find(setting.spelling) is not None

    def word(self, key: str) -> str:
        """Return what the tool calls a key, for a remedy; where that is not known, it says so."""
        own = key if self.family == "object_store" else "its own word says"
        return next((word for word, meant in self.words.items() if meant == key), own)


def is_variable(setting: Setting) -> bool:
    """Tell whether a setting is an environment variable, which a tool reads by itself, and no option of a call."""
    return setting.layer in (Layer.ENVIRONMENT, Layer.DOTENV) and setting.spelling.startswith("AWS_")


def stands_beside(subject: Subject, setting: Setting, names: Iterable[str]) -> bool:
    """Tell whether beside a setting, in its file or in the environment, stands one of some names that are no keys."""
    strange = [name for name in names if find(name) is None]
    if any(name in subject.variables for name in strange):
        return True
    found = subject.find(setting.origin) if strange else None
    return found is not None and re.search(rf"(?m)^[^#\n]*\b(?:{'|'.join(strange)})\b", found[0]) is not None


class UnknownToolError(ValueError):
    """A target that is no tool."""


@cache
def tools() -> dict[str, Tool]:
    """Return all tools by id, in the order of the file."""
    import tomllib  # wanted only with a target

    def frozen(value: Any) -> Any:  # noqa: ANN401 (any TOML value)
        return tuple(value) if isinstance(value, list) else value

    records = tomllib.loads(_DATA.read_text("utf-8"))
    return {
        id_: Tool(id_, **{name: frozen(value) for name, value in record.items()}) for id_, record in records.items()
    }


def chosen(names: Iterable[str]) -> tuple[Tool, ...]:
    """Return the tools of some names.

    Raises:
        UnknownToolError: There is no tool of a name; the text says which there are.
    """
    found = []
    for name in names:
        tool = tools().get(name.strip().lower())
        if tool is None:
            close = nearest(name, tools())
            hint = f"did you mean {close}?" if close else f"the targets are: {', '.join(tools())}"
            raise UnknownToolError(f"there is no target {name!r}; {hint}")
        found.append(tool)
    return tuple({tool.id: tool for tool in found}.values())
