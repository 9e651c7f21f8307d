"""Removes what was written to try a store, also where a trial was cut short."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from s3config.errors import UnauthenticatedError
from s3config.probing.outcomes import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s3config.probing.reply import Reply
    from s3config.probing.trial import Trial

_NOT_FOUND = 404
_PATIENCE = 5
"""After so many requests without an answer, nothing more is tried."""
_ROUNDS = 3
"""How often the store is asked what is left, and to remove it."""


class Remover:
    """What was written below the prefix, and its end."""

    def __init__(self, trial: Trial) -> None:
        """Know of nothing yet."""
        self.left: list[str] = []
        """The keys that could not be removed; complete when `run` is over, or was cut short."""
        self._trial = trial
        self._names: dict[str, None] = {}
        self._uploads: dict[tuple[str, str], None] = {}
        self._has_versions = False
        self._silent = 0

    def note(self, name: str) -> None:
        """Remember that an object may come to be; said before the request is sent."""
        self._names[name] = None

    def learn(self, name: str | None, query: Mapping[str, str], reply: Reply) -> None:
        """Remember the upload that an answer begins, and that there are versions."""
        if name is not None and "uploads" in query and (upload := reply.text("UploadId")):
            self._uploads[name, upload] = None
        self._has_versions |= reply.headers.get("x-amz-version-id", "null") != "null"

    def run(self) -> None:
        """Remove everything, and check that nothing is left."""
        self.left = [self._trial.prefix + name for name in self._names]
        if not self._names:
            return
        self._abort(self._uploads)
        failed = [name for name in dict(self._names) if not self._gone("DELETE", name)]
        self._abort(self._found_uploads())
        self.left = [self._trial.prefix + name for name in failed]
        for _ in range(_ROUNDS):
            found = self._found()
            if found is None:
                return
            self.left = [self._trial.prefix + name for name in found]
            if not found:
                break
            for name in found:
                self._gone("DELETE", name)
        if self._has_versions:
            self._remove_versions()

    def _gone(self, method: str, name: str, query: Mapping[str, str] | None = None) -> bool:
        reply = self._tried(method, name, query)
        return reply is not None and (reply.ok or reply.status == _NOT_FOUND)

    def _tried(self, method: str, name: str | None, query: Mapping[str, str] | None) -> Reply | None:
        """Return the answer; `None` if there is none, or was none for long."""
        if self._silent >= _PATIENCE:
            return None
        try:
            reply = self._trial.ask(method, name, query=query)
        except (UnreachableError, UnauthenticatedError):
            self._silent += 1
            return None
        self._silent = 0
        return reply

    def _abort(self, uploads: Iterable[tuple[str, str]]) -> None:
        for name, upload in list(uploads):
            self._gone("DELETE", name, {"uploadId": upload})

    def _asked(self, query: Mapping[str, str]) -> Reply | None:
        reply = self._tried("GET", None, {**query, "prefix": self._trial.prefix, "encoding-type": "url"})
        return reply if reply is not None and reply.ok else None

    def _found(self) -> list[str] | None:
        """Return the names below the prefix; `None` if that cannot be known."""
        reply = self._asked({"list-type": "2"})
        return None if reply is None else list(self._names_in(reply))

    def _found_uploads(self) -> list[tuple[str, str]]:
        reply = self._asked({"uploads": ""})
        return [] if reply is None else list(zip(self._names_in(reply), reply.texts("UploadId"), strict=False))

    def _names_in(self, reply: Reply) -> Iterable[str]:
        is_encoded = reply.text("EncodingType") == "url"
        for text in reply.texts("Key"):
            key = unquote(text.replace("+", "%20")) if is_encoded else text
            if key.startswith(self._trial.prefix):
                yield key.removeprefix(self._trial.prefix)

    def _remove_versions(self) -> None:
        """Remove the versions that a deletion keeps, and the marks that it leaves."""
        for _ in range(_ROUNDS):
            reply = self._asked({"versions": ""})
            versions = [] if reply is None else list(zip(self._names_in(reply), reply.texts("VersionId"), strict=False))
            self.left = [f"{self._trial.prefix}{name} (version)" for name, _ in versions]
            if not versions:
                return
            for name, version in versions:
                self._gone("DELETE", name, {"versionId": version})
