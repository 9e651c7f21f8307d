"""Which of the variables around a process a tool reads, and which of two counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s3config.diagnostics import Diagnostic, Severity
from s3config.merging import spelling_rank
from s3config.origin import Layer, Origin, Setting, is_void
from s3config.seeing.refusing import is_strict
from s3config.seeing.surroundings import PROXIES, key_of, own_variables
from s3config.variables import read_variable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s3config.seeing.surroundings import Surroundings
    from s3config.tools import Tool

SERVICE = "endpoint_url_s3"
"""How the endpoint of a `[services]` section is spelt, which outranks the profile's own."""
_ALIASES = {"AWS_ENDPOINT": "AWS_ENDPOINT_URL", "AWS_TOKEN": "AWS_SESSION_TOKEN", "AWS_BUCKET": "AWS_BUCKET_NAME"}
"""Names of one setting in object_store."""


class Ignored(NamedTuple):
    """Something that somebody wrote and that has no effect, or an unknown one."""

    setting: Setting
    """Its value is sealed; the key is empty if the name means none."""
    why: str


class Look:
    """One look at an environment; each step takes what is its own, so that nothing is left out or told twice."""

    def __init__(self, tool: Tool, around: Surroundings) -> None:
        """Part the variables by whether the tool reads them."""
        self.tool = tool
        self.places = around.places
        self.found: dict[str, list[Setting]] = {}
        """What the tool reads and no step has decided yet, by key."""
        self.taken: dict[str, Setting] = {}
        self.defaults: list[Setting] = []
        self.ignored: list[Ignored] = []
        self.unknown: list[Ignored] = []
        self.diagnostics: list[Diagnostic] = []
        self.identity = ""
        """Whose keys are used: those of the `environment`, of the `profile`, or of a `web` identity."""
        self._order = {setting.spelling: number for number, setting in enumerate(around.settings)}
        for setting in around.settings:
            self._sort(setting)
        for setting in around.shadowed:
            self.ignore(setting, "the environment has it already, and a .env file replaces nothing")

    def _sort(self, setting: Setting) -> None:
        if not setting.key:
            self._strange(setting)
            return
        is_read = self._reads(setting.spelling, setting.key)
        if is_read:
            self.found.setdefault(setting.key, []).append(setting)
        elif is_read is None:
            self.wonder(setting, f"not known whether {self.tool.name} reads it")
        else:
            self.ignore(setting, self._unread(setting))

    def _strange(self, setting: Setting) -> None:
        """Tell of a name that is no key if it was likely meant as one; other programs have names of their own."""
        found = read_variable(setting.spelling, "", setting.origin, setting.layer)
        if isinstance(found, Diagnostic):
            self.ignore(setting, "; ".join(filter(None, (found.message, found.remedy))))

    def _reads(self, name: str, key: str) -> bool | None:  # noqa: PLR0911 (one answer a fact)
        tool, word = self.tool, name.upper()
        if not word.startswith("AWS_") and key.startswith("proxy_"):
            return tool.proxy_variables
        if name != word and not tool.any_case:
            return tool.any_case
        if word in (tool.idle_variables or ()):
            return False
        if word in own_variables(tool) or word in (tool.found_variables or ()):
            return True
        if key == "ignore_configured_endpoint_urls" and tool.ignores is not None:
            return True
        listed = self.listed(key)
        if listed is not None:
            return word in listed
        return None if word == "AWS_DEFAULT_PROFILE" and tool.profile_keys else tool.reads(word)

    def listed(self, key: str) -> tuple[str, ...] | None:
        """Return the variables of a key, strongest first, if they are known to be all."""
        tool = self.tool
        known = {
            "endpoint": tool.endpoint_variables,
            "region": tool.region_variables,
            "session_token": tool.token_variables,
            "root_certificate": tool.ca_variables,
        }
        if key == "profile" and tool.profile_variables is not None:
            return (*tool.profile_variables, *(tool.profile_region_variables or ()))
        return known.get(key)

    def _unread(self, setting: Setting) -> str:
        tool, name = self.tool, setting.spelling
        if name.startswith("aws_"):
            return f"{tool.name} reads variables in upper case alone"
        if setting.key == "profile" and tool.profile_keys is False:
            return f"{tool.name} takes nothing of a profile"
        everything = (*(tool.variables or ()), *(tool.found_variables or ()), *own_variables(tool))
        names = self.listed(setting.key) or [other for other in everything if key_of(other) == setting.key]
        instead = ", ".join(other for other in names if self._reads(other, setting.key))
        return f"{tool.name} does not read it" + (f"; it reads {instead}" if instead else "")

    def strongest(self, key: str, settings: Iterable[Setting]) -> Setting | None:
        """Return the setting that counts; of the others it is told why they do not."""
        winner: Setting | None = None
        for setting in sorted(settings, key=self._rank):
            if winner is not None:
                self.ignore(setting, f"{winner.spelling} counts before it")
            elif self._says(key, setting):
                winner = setting
        return winner

    def _rank(self, setting: Setting) -> tuple[int, int, int]:
        """Order by strength: what loses against the profile behind it, names of one setting by their place."""
        tool = self.tool
        if setting.layer is Layer.AMBIENT_PROFILE:
            return (1, 0 if setting.spelling == SERVICE else 1, 0)
        word = setting.spelling.upper()
        group = 2 if word in (tool.profile_above or ()) else 0
        if tool.same_variables is not None:
            word = _ALIASES.get(word, word)
        listed = self.listed(setting.key) or ()
        weakness = listed.index(word) if word in listed else spelling_rank(word) + (setting.spelling in PROXIES)
        place = self._order[setting.spelling]
        return (group, weakness, -place if tool.same_variables == "last" else place)

    def _says(self, key: str, setting: Setting) -> bool:
        """Tell whether a setting says something; of an empty one it depends on the tool."""
        tool = self.tool
        if not is_void(setting.value):
            return True
        fails = (key == "endpoint" and tool.empty_endpoint_fails) or is_strict(tool, key)
        if fails or key in (tool.empty_taken or ()) or (key == "region" and tool.empty_region is not None):
            return True
        if key in (tool.empty_skipped or ()):
            self.ignore(setting, "it is empty")
        else:
            self.wonder(setting, f"not known what {tool.name} makes of an empty one")
        return False

    def endpoint_beside(self) -> Setting | None:
        """Return the endpoint beside which the tool takes no profile."""
        tool = self.tool
        if self.places.get(tool.profile_forced_by or "", "").strip().lower() in ("1", "true"):
            return None
        names = tool.profile_unless or ()
        return next((s for s in self.found.get("endpoint", ()) if s.spelling.upper() in names), None)

    def ignore(self, setting: Setting, why: str) -> None:
        """Note that a setting has no effect."""
        self.ignored.append(Ignored(setting, why))

    def wonder(self, setting: Setting, why: str) -> None:
        """Note that nobody knows what becomes of a setting."""
        self.unknown.append(Ignored(setting, why))

    def wonder_at(self, key: str, why: str) -> None:
        """Note that nobody knows what the tool does about a key."""
        self.wonder(Setting(key, None, key, Origin(f"default of {self.tool.name}"), Layer.DEFAULT), why)

    def hold(self, key: str, value: object, how: str = "") -> None:
        """Note what holds where nobody says anything."""
        origin = Origin(how or f"default of {self.tool.name}")
        self.defaults.append(Setting(key, value, key, origin, Layer.DEFAULT))

    def complain(self, code: str, severity: Severity, origin: Origin, message: str, remedy: str) -> None:
        """Note what will go wrong, or what is worth knowing."""
        self.diagnostics.append(Diagnostic(code, severity, (origin,), message, remedy))
