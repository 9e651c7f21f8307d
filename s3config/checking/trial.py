"""What the steps of a check share: the configuration, the way to the server, and what was learnt on it."""

from __future__ import annotations

import secrets
import threading
import time
import warnings
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.checking import Cause, FailedStepError, Finding, Status
from s3config.checking.causes import KNOWN, Known, change_of
from s3config.checking.wire import Route, route_of
from s3config.config.secrets import secrets_of
from s3config.diagnostics import Severity
from s3config.errors import ConfigWarning, S3ConfigError, StoreError
from s3config.failures import concealed
from s3config.origin import Layer, Origin, Setting
from s3config.providers import match_host
from s3config.resolution import Resolution
from s3config.store import S3Store
from s3config.symptoms import recognise, symptoms
from s3config.validation import of_resolution

if TYPE_CHECKING:
    from s3config.checking.wire import Answer
    from s3config.config import StoreConfig
    from s3config.diagnostics import Diagnostic
    from s3config.fetching import Refreshing

_SHARE = 0.9
"""The part of a step's time after which it gives up by itself, so that it can say at what."""
_NOT_FOUND, _FAILS = 404, 500
_WHEN_SILENT = {
    "resolve": "",
    "dns": "unknown-host",
    "tcp": "silent",
    "proxy": "proxy-silent",
    "tls": "silent",
    "http": "silent",
}
"""What it is likely when a step does not end."""
_PREFIX = ".s3config-check-"


class Wishes(NamedTuple):
    """What the user wants of a check."""

    backend: str | None = None
    write: bool = False
    seconds: float = 10.0
    """The longest time for a step."""
    allow_metadata: bool = False
    """Whether the metadata service of the machine, or of a container, may be asked for credentials."""
    key: str | None = None
    """An object that is there."""


class Trial:
    """A check that is under way."""

    def __init__(self, resolution: Resolution, wishes: Wishes) -> None:
        """Use no network yet."""
        self.resolution = resolution
        self.wishes = wishes
        self.seconds = wishes.seconds
        self.is_quiet = threading.Event()
        """Set while nothing is being written."""
        self.is_quiet.set()
        self.is_unsure = False
        """Whether nobody answered to what was written, so that it may come later."""
        self.answer: Answer | None = None
        """What the server said of the bucket, asked without a signature."""
        self.is_doubtful = False
        """Whether that may not have been an S3 service."""
        self.time_of_answer = 0.0
        self.bucket_region: str | None = None
        self.provider: Refreshing | None = None
        self.is_list_denied = False
        self.smallest: str | None = None
        """The smallest object that was listed."""
        self.prefix = f"{_PREFIX}{secrets.token_hex(8)}"
        self.content = secrets.token_bytes(1024)
        self.is_versioned = False
        self.is_over = False
        """Whether nothing may be written any more."""
        self.left_behind: str | None = None
        """What was written and is not known to be gone."""
        self._end = 0.0

    @property
    def config(self) -> StoreConfig:
        """The configuration, which the first step has found to be valid."""
        return self.resolution.config

    @property
    def route(self) -> Route:
        """The way to the server."""
        return route_of(self.config)

    @property
    def path(self) -> str:
        """The object that is written and read back."""
        return f"{self.prefix}/object"

    @property
    def known_key(self) -> str | None:
        """An object that the user says is there: as an option, or in the URL, whose path may be a prefix, too."""
        url = self.resolution.url
        return self.wishes.key or (url.path if url is not None else None) or None

    def begin(self) -> None:
        """Let the time of a step begin."""
        self._end = time.monotonic() + self.seconds * _SHARE

    def left(self, share: float = 1.0) -> float:
        """Return how many seconds are left to the step, or a part of them.

        Raises:
            TimeoutError: None are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left * share

    def store(self, **changed: object) -> S3Store:
        """Return a store of the chosen backend that tries everything once, and not for long; keys may be changed."""
        left, options = timedelta(seconds=max(self.left(), 0.001)), self.config.client_options
        wanted: dict[str, Any] = {"max_retries": 0, **changed}
        for key in ("timeout", "connect_timeout"):
            own = getattr(options, key)
            if own is None or own > left:
                wanted[key] = left
        if not self.wishes.allow_metadata:
            wanted["ec2_metadata_disabled"] = True
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConfigWarning)
            return S3Store.from_resolution(changed_by(self.resolution, wanted), backend=self.wishes.backend)

    def conceal(self, text: str) -> str:
        """Return what a server said, short, and without what is secret."""
        fetched = () if self.provider is None else self.provider.secrets()
        return concealed(text, (*secrets_of(self.config), *fetched))

    def concealed(self, finding: Finding) -> Finding:
        """Return a finding without what is secret, whatever part of an answer it repeats."""
        found = "\n".join(map(self.conceal, finding.found.splitlines()))
        cause = finding.cause
        if cause is not None:
            changes = tuple(c._replace(to=None if c.to is None else self.conceal(c.to)) for c in cause.changes)
            text, remedy = self.conceal(cause.text), self.conceal(cause.remedy)
            cause = cause._replace(text=text, remedy=remedy, changes=changes)
        return finding._replace(found=found, cause=cause)

    def failed(
        self, name: str, found: str, *, blocks: bool = True, to: dict[str, str] | None = None, **words: object
    ) -> FailedStepError:
        """Return the failure for a cause that is known.

        Args:
            name: Of the cause, or of a symptom.
            found: What was seen.
            blocks: Whether the steps after it are in vain.
            to: What settings should be.
            **words: What stands for the names in the text of the cause.
        """
        return FailedStepError(found, self.cause(KNOWN[name], to=to, **words), blocks=blocks)

    def cause(self, known: Known, *, to: dict[str, str] | None = None, **words: object) -> Cause:
        """Return a cause with the settings of this configuration."""
        to = to or {}
        keys = dict.fromkeys((*to, *known.keys))
        changes = tuple(change_of(self.resolution, key, to.get(key)) for key in keys)
        codes = {fault.code for fault in self.faults()}
        found = tuple(code for code in known.rules if code in codes)
        return Cause(known.name, known.text.format(**words), known.remedy.format(**words), changes, found)

    def faults(self) -> list[Diagnostic]:
        """Return what the rules say of the configuration."""
        return [fault for fault in of_resolution(self.resolution) if fault.severity is not Severity.INFO]

    def told(self, error: StoreError) -> Known:
        """Return what an error of a store means."""
        said, _, guess = str(error).partition("; likely ")
        known = next((s for s in symptoms() if guess.startswith(f"{s.cause}: ")), None)  # from more than is shown
        symptom = known or recognise(code=error.code, status=error.status, text=said)
        if symptom is not None:
            return KNOWN[symptom.name]
        status = error.status or 0
        return KNOWN["not-found" if status == _NOT_FOUND else "server-error" if status >= _FAILS else "unknown"]

    @property
    def bare_route(self) -> Route | None:
        """The way without the bucket that the endpoint seems to hold, and path-style requests name again."""
        route, bucket = self.route, self.config.bucket or ""
        if self.config.virtual_hosted_style_request:
            return None
        if route.path.endswith(f"/{bucket}"):
            return route._replace(path=route.path.removesuffix(f"/{bucket}"))
        host = route.host.removeprefix(f"{bucket}.".lower())
        return None if host == route.host else route._replace(host=host, root=host)

    @property
    def may_be_virtual(self) -> bool:
        """Whether a bucket can stand in front of the host, which is then no IP address."""
        try:
            ip_address(self.route.root.strip("[]"))
        except ValueError:
            return True
        return False

    @property
    def is_plain(self) -> bool:
        """Whether it is known without a backend where the bucket is."""
        return not self.config.s3_express and not (self.config.bucket or "").startswith("arn:")

    @property
    def is_seen(self) -> bool:
        """Whether requests can be made by hand: a proxy may speak what is not spoken here."""
        proxy = self.route.proxy
        return self.is_plain and (proxy is None or proxy.scheme == "http")

    @property
    def is_aws(self) -> bool:
        """Whether the store is Amazon's."""
        match = match_host(self.route.root)
        return self.config.endpoint is None or (match is not None and match.provider.id == "aws")

    def too_slow(self, name: str) -> Finding:
        """Return that a step did not end in time."""
        known = KNOWN.get(_WHEN_SILENT.get(name, "timed-out"))
        self.is_unsure = self.is_unsure or name == "put"
        self.begin()
        return Finding(Status.FAILED, f"it was not over within {self.seconds:g} s", known and self.cause(known))

    def unexpected(self, error: Exception) -> Finding:
        """Return that a step failed as nobody foresaw; the text may hold anything, and is not shown."""
        if isinstance(error, TimeoutError):
            return Finding(Status.FAILED, "its time was over", self.cause(KNOWN["timed-out"]))
        found = str(error) if isinstance(error, S3ConfigError) else type(error).__name__
        known = self.told(error) if isinstance(error, StoreError) else KNOWN["unknown"]
        return Finding(Status.FAILED, found, self.cause(known))

    def clean_up(self) -> None:
        """Remove what was written, once the step that writes has ended."""
        self.is_over = True
        if self.left_behind is None:
            return
        self.is_quiet.wait(self.seconds)
        self.begin()
        with suppress(StoreError, TimeoutError):
            self.store().delete(self.left_behind)
            if not self.is_unsure:
                self.left_behind = None


def changed_by(resolution: Resolution, values: dict[str, Any]) -> Resolution:
    """Return a resolution with other values of some keys."""
    kept = (setting for setting in resolution.written() if setting.key not in values)
    place = Origin("s3config check")
    return Resolution(
        (*kept, *(Setting(key, value, key, place, Layer.ARGUMENT) for key, value in values.items())),
        (),
        resolution.url,
    )
