"""What a rule looks at: one resolved configuration, and where it was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import copy
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from s3config.config.addresses import StandardEndpoint, address_of
from s3config.config.refusal import Refusal
from s3config.origin import Layer, Origin, is_void
from s3config.providers import match_host
from s3config.redaction import reveal
from s3config.spellings import find

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from s3config.config.addresses import Address
    from s3config.origin import Setting
    from s3config.providers import HostMatch
    from s3config.resolution import Resolution
    from s3config.syntaxes import Assignment
    from s3config.tools import Tool


Find = Callable[[Origin], "tuple[str, str, Assignment] | None"]


def _nowhere(_origin: Origin) -> None:
    return None


class Subject:
    """A configuration under the eyes of the linter.

    Attributes:
        resolution: The configuration, without the values that are placeholders.
        tool: The tool that is to read it; `None` if that is not known.
        path: The file that is looked at; `None` for the environment, a URL or an object.
        find: Returns, for the place of a setting, the text of its file, the name of the syntax, and the assignment
            there; `None` if it stands in no file.
        syntaxes: The names of the syntaxes of these files, by their places.
        is_open: Whether settings may come from where the linter cannot look.
        is_foreign: Whether other tools than s3config read it, too.
        allows_http: Whether whoever reads it takes `http://` without being told that it may.
        placeholders: The settings whose values only stand for one, by key.
        variables: The names of all variables of the process, if it is the environment that is looked at.
    """

    def __init__(
        self,
        resolution: Resolution,
        *,
        path: Path | None = None,
        find: Find | None = None,
        syntaxes: Mapping[str, str] = MappingProxyType({}),
        is_open: bool = False,
        is_foreign: bool = False,
        allows_http: bool = False,
        placeholders: Mapping[str, list[Setting]] | None = None,
        variables: Collection[str] = (),
    ) -> None:
        """Keep what is known."""
        self.resolution = resolution
        self.tool: Tool | None = None
        self.path = path
        self.find = find or _nowhere
        self.syntaxes = syntaxes
        self.is_open = is_open
        self.is_foreign = is_foreign
        self.allows_http = allows_http
        self.placeholders = placeholders or {}
        self.variables = variables
        self._winners = resolution.winners

    def for_tool(self, tool: Tool) -> Subject:
        """Return the same configuration as another tool would read it."""
        other = copy(self)
        other.tool = tool
        return other

    def said(self, key: str) -> Setting | None:
        """Return the setting that somebody wrote and that decides a key; a placeholder is none."""
        return self._winners.get(key)

    def says(self, *keys: str) -> bool:
        """Tell whether somebody wrote one of the keys, with a value or with a placeholder."""
        return any(key in self._winners or key in self.placeholders for key in keys)

    def lacks(self, *keys: str) -> bool:
        """Tell whether none of the keys is written, well or badly, and none can come from elsewhere."""
        return not self.is_open and not self.says(*keys) and self.meant.isdisjoint(keys)

    @cached_property
    def meant(self) -> frozenset[str]:
        """The keys that were likely meant where the resolution found none: a slip, or another tool's word."""
        remedies = [d.remedy for d in self.resolution.diagnostics if d.code in ("KEY001", "KEY002", "KEY009")]
        words = (remedy.removeprefix("did you mean ").removeprefix("write ").rstrip("?") for remedy in remedies)
        return frozenset(spelling.key for word in words if (spelling := find(word)) is not None)

    @cached_property
    def complaints(self) -> Counter[tuple[str, str]]:
        """How often the resolution has each complaint, by its code and remedy."""
        return Counter((diagnostic.code, diagnostic.remedy) for diagnostic in self.resolution.diagnostics)

    def can_add(self, key: str, origin: Origin) -> bool:
        """Tell whether a fix may write a key beside a place: it would be read there, and nobody wrote it yet."""
        found, setting = self.find(origin), self.at(origin)
        if found is None or found[1] == "ini" or setting is None or self.says(key) or key in self.meant:
            return False
        return not self.is_foreign or setting.spelling.startswith("AWS_")

    def text(self, key: str) -> str | None:
        """Return what somebody wrote for a key, secrets not hidden, white space taken off; `None` if it is no text."""
        setting = self.said(key)
        value = None if setting is None else reveal(setting.value)
        return value.strip() if isinstance(value, str) else None

    def value(self, key: str) -> Any:  # noqa: ANN401 (any key's value)
        """Return the value that a store would use, defaults included; `None` if something is wrong with it."""
        return self.resolution.effective(key)

    def written(self, key: str) -> tuple[Setting, ...]:
        """Return all settings of a key that say something, the one that decides first."""
        return tuple(s for s in self.resolution.history(key) if s.layer is not Layer.DEFAULT and not is_void(s.value))

    @cached_property
    def address(self) -> Address | None:
        """The endpoint with its parts; `None` if there is none, or none that can be read."""
        text = self.text("endpoint")
        try:
            return None if text is None else address_of(text)
        except Refusal:
            return None

    @cached_property
    def host(self) -> HostMatch | None:
        """The provider whose host the endpoint names; `None` if there is no endpoint or nobody knows it."""
        return None if self.address is None else match_host(self.address.host)

    @property
    def is_aws(self) -> bool:
        """Whether requests go to AWS: there is no endpoint, or one of AWS's own."""
        if self.host is not None:
            return self.host.provider.id == "aws"
        setting = self.said("endpoint")
        return self.lacks("endpoint") if setting is None else setting.value is StandardEndpoint.AWS

    def at(self, origin: Origin) -> Setting | None:
        """Return the setting that was written at a place."""
        return self._by_origin.get(origin)

    @cached_property
    def _unknown(self) -> tuple[Setting, ...]:
        return tuple(setting for group in self.placeholders.values() for setting in group)

    def is_unknown(self, origin: Origin) -> bool:
        """Tell whether the value at a place only stands for one."""
        return origin in self._unknown_origins

    @cached_property
    def _unknown_origins(self) -> frozenset[Origin]:
        return frozenset(setting.origin for setting in self._unknown)

    @cached_property
    def _by_origin(self) -> dict[Origin, Setting]:
        return {setting.origin: setting for setting in (*self.resolution.written(), *self._unknown)}

    def settings(self, keys: Collection[str]) -> list[Setting]:
        """Return the settings that decide some keys, of those that somebody wrote."""
        return [setting for key in keys if (setting := self.said(key)) is not None]
