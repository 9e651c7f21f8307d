"""A configuration while it is being decided: who wins each key, what else holds, and what is to be said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3config.config.addresses import StandardEndpoint
from s3config.diagnostics import Diagnostic, Severity
from s3config.merging import meaning
from s3config.origin import Layer, Origin, Setting, is_void
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s3config.merging import History

_NEVER_EMPTY = frozenset({"bucket", "access_key_id", "secret_access_key", "session_token"})


class Draft:
    """The state that the steps of a resolution hand on; each step decides its own keys and leaves the others alone."""

    __slots__ = ("amended", "diagnostics", "history", "implied", "winners")

    def __init__(self, history: History, diagnostics: Iterable[Diagnostic]) -> None:
        """Let the strongest setting of each key win that says something."""
        self.history = history
        self.diagnostics = list(diagnostics)
        self.winners: dict[str, Setting] = {}
        self.implied: dict[str, Setting] = {}
        """What follows from other keys and from the endpoint's provider, where nobody wrote the key."""
        self.amended: dict[str, Any] = {}
        """Values that hold instead of those that were written."""
        for key, group in history.items():
            if key not in KEYS:  # words between sources, such as the `.env` file that a store names
                continue
            for setting in group:
                if not is_void(setting.value):
                    self.winners[key] = setting
                    break
                if setting.value is not None:
                    self._say_void(setting)

    def _say_void(self, setting: Setting) -> None:
        required = setting.key in _NEVER_EMPTY
        if required and setting.layer is Layer.ARGUMENT:
            self.say("KEY004", Severity.ERROR, [setting.origin], f"{setting.spelling} is empty", "give its value")
        else:
            severity = Severity.WARNING if required and setting.key != "bucket" else Severity.INFO
            self.say(
                "KEY004", severity, [setting.origin], f"{setting.spelling} is empty, which is the same as not set", ""
            )

    def say(self, code: str, severity: Severity, origins: Iterable[Origin], message: str, remedy: str) -> None:
        """Add a diagnostic."""
        self.diagnostics.append(Diagnostic(code, severity, tuple(origins), message, remedy))

    def flag(self, key: str) -> bool:
        """Return what a boolean key means now; an invalid value, which validation will refuse, means no."""
        setting = self.winners.get(key) or self.implied.get(key)
        return setting is not None and meaning(setting) is True

    def imply(self, key: str, value: Any, place: str) -> None:  # noqa: ANN401
        """Let a value hold that follows from something else, unless somebody wrote the key; `AWS` names no host yet."""
        winner = self.winners.get(key)
        if winner is None or winner.value is StandardEndpoint.AWS:
            self.implied[key] = Setting(key, value, key, Origin(place), Layer.DEFAULT)

    def elect(self, key: str, without: Iterable[Setting]) -> None:
        """Let the strongest setting of a key win that is none of these; nobody, if there is no other."""
        others = [s for s in self.history.get(key, ()) if s not in without and not is_void(s.value)]
        if others:
            self.winners[key] = others[0]
        else:
            self.winners.pop(key, None)

    def is_said(self, key: str) -> bool:
        """Tell whether somebody wrote what decides a key, under the key's own name or as it has to be repeated."""
        winner = self.winners.get(key)
        if winner is None or winner.value is StandardEndpoint.AWS:
            return False
        return winner.key == key or winner[:4] != self.winners.get(winner.key, ())[:4]

    def has_session(self) -> bool:
        """Tell whether the caller gave a session."""
        return any(setting.layer is Layer.SESSION for group in self.history.values() for setting in group)
