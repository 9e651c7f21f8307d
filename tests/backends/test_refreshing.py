"""Credentials are fetched once, again before they end, and never used when they have ended."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from botocore.utils import parse_timestamp

from s3config import UnauthenticatedError
from s3config.fetching import Refreshing

START = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = 3600
SECRET = "Zx9Kq2Lm7Rt4Vw8Yb3Nc"


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass
class Service:
    """Hands out credentials that are good for some seconds, and counts how often it was asked."""

    clock: Clock
    lifetime: float | None = HOUR
    failure: Exception | None = None
    asked: int = 0
    more: dict[str, Any] = field(default_factory=dict)

    def __call__(self) -> dict[str, Any]:
        """Answer, or fail as ordered."""
        self.asked += 1
        if self.failure is not None:
            raise self.failure
        ends = None if self.lifetime is None else self.clock.now + timedelta(seconds=self.lifetime)
        made = {"access_key_id": f"id-{self.asked}", "secret_access_key": SECRET, "token": "token", "expires_at": ends}
        return {**made, **self.more}


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still."""
    return Clock()


@pytest.fixture
def service(clock: Clock) -> Service:
    """Return a service whose credentials last an hour."""
    return Service(clock)


@pytest.fixture
def refreshing(service: Service, clock: Clock) -> Refreshing:
    """Return what is tested."""
    return Refreshing(service, clock)


def test_nothing_is_fetched_before_it_is_wanted(refreshing: Refreshing, service: Service) -> None:
    """Making it, showing it and asking for its secrets fetches nothing."""
    assert (refreshing.secrets(), refreshing.failure()) == ((), None)
    assert repr(refreshing) == "<refreshing credentials>"
    assert service.asked == 0


def test_what_is_fetched_is_handed_out(refreshing: Refreshing) -> None:
    """The four values come as the service said them."""
    assert {
        "access_key_id": "id-1",
        "secret_access_key": SECRET,
        "token": "token",
        "expires_at": START + timedelta(hours=1),
    } == dict(refreshing())


# Seconds that credentials live, the moments at which they are wanted, and how often they are then fetched in all.
@pytest.mark.parametrize(
    ("lifetime", "moments", "asked"),
    [
        (HOUR, (0, 1, 1800, HOUR - 300), 1),
        (HOUR, (0, HOUR - 299), 2),
        (HOUR, (0, HOUR), 2),
        (HOUR, (0, 10 * HOUR), 2),
        (200, (0, 1, 9), 1),
        (200, (0, 10), 2),
        (200, (0, 10, 19), 2),
        (200, (0, 10, 20), 3),
        (5, (0, 4), 1),
        (5, (0, 5), 2),
        (-1, (0, 0), 2),
        (None, (0, 1000 * HOUR), 1),
    ],
)
def test_when_it_is_fetched_again(clock: Clock, lifetime: float | None, moments: tuple[float, ...], asked: int) -> None:
    """It happens within the last five minutes, every ten seconds at most, and whenever the time is over."""
    service = Service(clock, lifetime)
    refreshing = Refreshing(service, clock)
    for moment in moments:
        clock.now = START + timedelta(seconds=moment)
        refreshing()
    assert asked == service.asked


def test_the_newest_are_handed_out(refreshing: Refreshing, clock: Clock) -> None:
    """After a refresh the old ones are gone."""
    first = refreshing()["access_key_id"]
    clock.advance(HOUR)
    assert (first, refreshing()["access_key_id"]) == ("id-1", "id-2")


def test_a_failure_keeps_what_is_valid(refreshing: Refreshing, service: Service, clock: Clock) -> None:
    """A service that is down for a while is not noticed."""
    held = refreshing()
    service.failure = OSError("down")
    clock.advance(HOUR - 1)
    assert held == refreshing()
    assert service.asked == 2


def test_a_failing_service_is_not_pressed(refreshing: Refreshing, service: Service, clock: Clock) -> None:
    """While the old ones are valid, a failure is repeated every ten seconds at most."""
    refreshing()
    service.failure = OSError("down")
    clock.advance(HOUR - 100)
    for _ in range(5):
        refreshing()
    assert service.asked == 2
    clock.advance(10)
    refreshing()
    assert service.asked == 3


def test_nothing_that_has_ended_is_used(refreshing: Refreshing, service: Service, clock: Clock) -> None:
    """A failure after the end is an error."""
    refreshing()
    service.failure = OSError("down")
    clock.advance(HOUR)
    with pytest.raises(UnauthenticatedError, match="OSError"):
        refreshing()


def test_a_failure_is_not_kept(refreshing: Refreshing, service: Service) -> None:
    """A service that comes back is asked at the next call, and its failure is forgotten."""
    service.failure = OSError("down")
    with pytest.raises(UnauthenticatedError):
        refreshing()
    assert isinstance(refreshing.failure(), UnauthenticatedError)
    service.failure = None
    assert refreshing()["access_key_id"] == "id-2"
    assert refreshing.failure() is None


def test_a_failure_that_was_survived_is_no_failure(refreshing: Refreshing, service: Service, clock: Clock) -> None:
    """As long as valid credentials are handed out, an error of the store is not explained by a failed refresh."""
    refreshing()
    service.failure = OSError("down")
    clock.advance(HOUR - 1)
    refreshing()
    assert refreshing.failure() is None


def test_our_own_failure_stays_as_it_is(refreshing: Refreshing, service: Service) -> None:
    """What our own services say is for people, with its status and keys."""
    service.failure = UnauthenticatedError("the service says no", status=401, keys=("profile",))
    with pytest.raises(UnauthenticatedError, match="the service says no") as caught:
        refreshing()
    assert (caught.value.status, caught.value.keys) == (401, ("profile",))


@pytest.mark.parametrize(
    "failure",
    [
        RuntimeError(f"refused {SECRET}"),
        KeyError(SECRET),
        ValueError({"secret_access_key": SECRET}),
        OSError(5, SECRET, SECRET),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_a_callers_failure_is_only_named(refreshing: Refreshing, service: Service, failure: Exception) -> None:
    """A provider may say secrets; the type is enough."""
    service.failure = failure
    with pytest.raises(UnauthenticatedError, match=type(failure).__name__) as caught:
        refreshing()
    assert SECRET not in f"{caught.value} {caught.value!r} {caught.value.args} {vars(caught.value)}"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


# What a provider may return, and the type that the message names.
@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ({"access_key_id": "id"}, "KeyError"),
        (None, "AttributeError|TypeError"),
        ("id:secret", "AttributeError|TypeError"),
        ({"access_key_id": "id", "secret_access_key": "s", "expires_at": "tomorrow"}, "AttributeError|TypeError"),
    ],
    ids=["half", "nothing", "text", "time as text"],
)
def test_an_answer_that_is_no_mapping_of_credentials(clock: Clock, answer: object, named: str) -> None:
    """It is refused like a failure."""
    with pytest.raises(UnauthenticatedError, match=named):
        Refreshing(lambda: answer, clock)()


def test_an_asynchronous_provider_is_refused(clock: Clock) -> None:
    """Its coroutine is closed, so that nobody warns of one that was never awaited."""

    async def provider() -> dict[str, str]:
        return {}

    with pytest.raises(UnauthenticatedError, match="TypeError"):
        Refreshing(provider, clock)()


@pytest.mark.parametrize(
    "ends",
    [
        datetime(2026, 1, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1, 1),  # noqa: DTZ001 (providers of obstore's form may leave it out)
        datetime(2026, 1, 1, 3, tzinfo=timezone(timedelta(hours=2))),
        parse_timestamp("2026-01-01T01:00:00Z"),
        datetime(2026, 1, 1, 1, tzinfo=ZoneInfo("UTC")),
    ],
    ids=["UTC", "naive", "offset", "botocore, which uses dateutil", "zoneinfo"],
)
def test_the_end_is_in_utc(clock: Clock, ends: datetime) -> None:
    """Obstore takes no other time zone than Python's own UTC."""
    made = {"access_key_id": "id", "secret_access_key": "s", "token": None, "expires_at": ends}
    found = Refreshing(lambda: made, clock)()["expires_at"]
    assert (START + timedelta(hours=1), UTC) == (found, found.tzinfo)


@pytest.mark.parametrize("missing", ["token", "expires_at"])
def test_what_may_be_left_out(clock: Clock, missing: str) -> None:
    """A pair without token or end is complete."""
    made = {"access_key_id": "id", "secret_access_key": "s", "token": None, "expires_at": None}
    made.pop(missing)
    assert Refreshing(lambda: made, clock)()[missing] is None


def test_one_fetch_for_many_threads(clock: Clock) -> None:
    """Threads that come while the service is asked wait for its one answer."""
    asked: list[int] = []
    everybody, another = threading.Barrier(8), threading.Barrier(2)

    def fetch() -> dict[str, Any]:
        asked.append(1)
        with suppress(threading.BrokenBarrierError):  # which a second thread would have to pass with this one
            another.wait(0.1)
        return {"access_key_id": f"id-{len(asked)}", "secret_access_key": "s"}

    refreshing = Refreshing(fetch, clock)

    def want() -> Any:
        everybody.wait(5)
        return refreshing()["access_key_id"]

    with ThreadPoolExecutor(8) as pool:
        found = {one.result(5) for one in [pool.submit(want) for _ in range(8)]}
    assert ({"id-1"}, 1) == (found, len(asked))


def test_its_secrets_are_those_it_holds(refreshing: Refreshing) -> None:
    """They are hidden in what others say."""
    refreshing()
    assert refreshing.secrets() == (SECRET, "token")


def test_secrets_of_before_a_refresh_stay_secret(refreshing: Refreshing, service: Service, clock: Clock) -> None:
    """A request that is under way was signed with the old ones, and its answer may repeat them."""
    service.more = {"token": "the first token"}
    refreshing()
    service.more = {"token": "the second token"}
    clock.advance(HOUR)
    refreshing()
    assert {"the first token", "the second token", SECRET} <= set(refreshing.secrets())
