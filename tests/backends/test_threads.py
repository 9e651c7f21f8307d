"""Stores in many threads and event loops: one client each, and no credentials but their own."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from s3config import PermissionDeniedError, PrefixStore, S3Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from recording import Recorder
    from servers import Server

BACKENDS = ("obstore", "boto3")
MANY = 16
CONTENT = b"0123456789"

backends = pytest.mark.parametrize("backend", BACKENDS)


@pytest.fixture(scope="module")
def settings(ministack: Server) -> dict[str, Any]:
    """Return what leads to a bucket with the object `a`."""
    bucket = ministack.make_bucket()
    ministack.client().put_object(Bucket=bucket, Key="a", Body=CONTENT)
    return {"bucket": bucket, **ministack.settings()}


@pytest.fixture(scope="module")
def other_user(ministack: Server) -> Iterator[dict[str, str]]:
    """Return the keys of a second user, who may read and write everything, too."""
    iam = ministack.client("iam")
    iam.create_user(UserName="second")
    policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
    iam.put_user_policy(UserName="second", PolicyName="all", PolicyDocument=policy)
    key = iam.create_access_key(UserName="second")["AccessKey"]
    yield {"access_key_id": key["AccessKeyId"], "secret_access_key": key["SecretAccessKey"]}
    iam.delete_access_key(UserName="second", AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName="second", PolicyName="all")
    iam.delete_user(UserName="second")


def at_once(task: Callable[[int], Any], threads: int = MANY) -> list[Any]:
    """Do something in many threads, all of which begin together."""
    together = threading.Barrier(threads)

    def work(number: int) -> Any:
        together.wait()
        return task(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, range(threads)))


class TestOneStore:
    """One store, used from everywhere."""

    @backends
    def test_first_use(self, settings: dict[str, Any], backend: str) -> None:
        """A store that many threads use for the first time has one client."""
        store = S3Store(**settings, backend=backend, client_options={"user_agent": "first-use"})
        assert len({id(client) for client in at_once(lambda _: store.native)}) == 1

    @backends
    def test_operations(self, settings: dict[str, Any], backend: str) -> None:
        """Each of many threads reads back what it wrote."""
        store = S3Store(**settings, backend=backend)

        def work(number: int) -> bytes:
            for turn in range(4):
                store.put(f"threads/{backend}/{number}", b"%d of %d" % (turn, number))
            return store.get(f"threads/{backend}/{number}").bytes()

        assert at_once(work) == [b"3 of %d" % number for number in range(MANY)]

    @backends
    def test_tasks(self, settings: dict[str, Any], backend: str) -> None:
        """Each of many tasks of an event loop reads back what it wrote."""
        store = PrefixStore(S3Store(**settings, backend=backend), f"tasks/{backend}")

        async def work(number: int) -> bytes:
            await store.put_async(str(number), b"%d" % number)
            return await (await store.get_async(str(number))).bytes_async()

        async def main() -> list[bytes]:
            return await asyncio.gather(*(work(number) for number in range(MANY)))

        assert asyncio.run(main()) == [b"%d" % number for number in range(MANY)]

    @backends
    def test_event_loops(self, settings: dict[str, Any], backend: str) -> None:
        """A store serves one event loop after the other, and calls without any between them."""
        store = S3Store(**settings, backend=backend)

        async def work() -> bytes:
            return await store.get_range_async("a", start=1, end=4)

        found = [asyncio.run(work()), store.get_range("a", start=1, end=4), asyncio.run(work()), asyncio.run(work())]
        assert found == [b"123"] * 4

    @backends
    def test_event_loops_in_threads(self, settings: dict[str, Any], backend: str) -> None:
        """A store serves many event loops at the same time."""
        store = S3Store(**settings, backend=backend)

        async def work() -> bytes:
            return await store.get_range_async("a", start=1, end=4)

        assert at_once(lambda _: asyncio.run(work()), threads=4) == [b"123"] * 4

    @backends
    def test_calls_within_an_event_loop(self, settings: dict[str, Any], backend: str) -> None:
        """A call that blocks works in an event loop, too."""
        store = S3Store(**settings, backend=backend)

        async def work() -> tuple[bytes, bytes]:
            return store.get_range("a", start=1, end=4), await store.get_range_async("a", start=1, end=4)

        assert asyncio.run(work()) == (b"123", b"123")

    @pytest.mark.parametrize("backend", [*BACKENDS, "memory"])
    def test_create(self, settings: dict[str, Any], backend: str) -> None:
        """Of many threads that create an object, one does."""
        store = S3Store(**settings, backend=backend)

        def work(number: int) -> bool:
            try:
                store.put(f"created/{backend}", b"%d" % number, mode="create")
            except FileExistsError:
                return False
            return True

        winners = [number for number, won in enumerate(at_once(work)) if won]
        assert [store.get(f"created/{backend}").bytes()] == [b"%d" % number for number in winners]


class TestClients:
    """Who shares a client."""

    @backends
    def test_equal_stores_share_one(self, settings: dict[str, Any], backend: str) -> None:
        """Two stores of the same configuration have one client, however it was spelt."""
        upper = {f"AWS_{name.upper()}": value for name, value in settings.items() if name != "bucket"}
        store, other = S3Store(**settings, backend=backend), S3Store(settings["bucket"], **upper, backend=backend)
        assert store.native is other.native

    @backends
    @pytest.mark.parametrize(
        "difference",
        [
            {"access_key_id": "AKIAANOTHER"},
            {"secret_access_key": "another"},
            {"session_token": "a-token"},
            {"skip_signature": True},
            {"region": "eu-west-1"},
            {"bucket": "another"},
            {"endpoint": "http://127.0.0.1:2"},
            {"client_options": {"timeout": "7s"}},
            {"client_options": {"default_headers": {"X-A": "1"}}},
            {"client_options": {"default_headers": {"X-A": "2"}}},
            {"retry_config": {"max_retries": 3}},
            {"server_side_encryption": "AES256"},
        ],
        ids=str,
    )
    @pytest.mark.filterwarnings("ignore::s3config.ConfigWarning")
    def test_others_do_not(self, settings: dict[str, Any], backend: str, difference: dict[str, Any]) -> None:
        """A store that differs in anything has a client of its own."""
        store = S3Store(**{**settings, "client_options": {"default_headers": {"X-A": "0"}}}, backend=backend)
        other = S3Store(
            **{**settings, "client_options": {"default_headers": {"X-A": "0"}}, **difference}, backend=backend
        )
        assert store.native is not other.native

    def test_backends_do_not(self, settings: dict[str, Any]) -> None:
        """The same configuration has a client in each backend."""
        clients = [S3Store(**settings, backend=backend).native for backend in BACKENDS]
        assert type(clients[0]) is not type(clients[1])

    @backends
    def test_first_use_of_equal_stores(self, settings: dict[str, Any], backend: str) -> None:
        """Equal stores that are built and used at the same time have one client."""
        options: Any = {"user_agent": "built-at-once"}
        found = at_once(lambda _: S3Store(**settings, backend=backend, client_options=options).native)
        assert len({id(client) for client in found}) == 1

    @backends
    def test_building_at_once(self, settings: dict[str, Any], backend: str) -> None:
        """Stores that threads build at the same time each have their own configuration."""
        found = at_once(lambda number: S3Store(f"bucket-{number}", **_without_bucket(settings), backend=backend))
        assert [store.config.bucket for store in found] == [f"bucket-{number}" for number in range(MANY)]


def _without_bucket(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name != "bucket"}


KEYS = {f"AKIDNUMBER{number}": f"secret-number-{number}" for number in range(4)}
"""The key ids and the secrets of as many stores."""


def stores(recorder: Recorder, backend: str) -> dict[str, S3Store]:
    """Make stores that differ in their keys only."""
    return {
        key_id: S3Store(
            "bucket",
            endpoint=recorder.endpoint,
            region="here",
            access_key_id=key_id,
            secret_access_key=secret,
            backend=backend,
        )
        for key_id, secret in KEYS.items()
    }


def signers(recorder: Recorder) -> Counter[tuple[str, str, bool]]:
    """Count who asked for whose object, and with whose secret."""
    found = recorder.requests
    return Counter(
        (request.path.rpartition("/")[2], request.key_id, request.verify(KEYS[request.key_id])) for request in found
    )


class TestCredentials:
    """Stores of different users in one process."""

    @backends
    def test_threads_do_not_mix_them(self, recorder: Recorder, backend: str) -> None:
        """Of stores that many threads use in turn, each signs with its own key."""
        made = stores(recorder, backend)

        def work(number: int) -> None:
            turns = list(made.items())
            for key_id, store in turns[number % 4 :] + turns[: number % 4]:
                store.head(key_id)

        at_once(work)
        assert signers(recorder) == {(key_id, key_id, True): MANY for key_id in KEYS}

    @backends
    def test_tasks_do_not_mix_them(self, recorder: Recorder, backend: str) -> None:
        """Of stores that many tasks use at the same time, each signs with its own key."""
        made = stores(recorder, backend)

        async def main() -> None:
            await asyncio.gather(*(store.head_async(key_id) for _ in range(MANY) for key_id, store in made.items()))

        asyncio.run(main())
        assert signers(recorder) == {(key_id, key_id, True): MANY for key_id in KEYS}

    @backends
    def test_fetched_ones_do_not_mix(self, recorder: Recorder, backend: str) -> None:
        """What one store fetches is not what another signs with."""
        asked: Counter[str] = Counter()

        def provider(key_id: str) -> Callable[[], dict[str, Any]]:
            def fetch() -> dict[str, Any]:
                asked[key_id] += 1
                return {"access_key_id": key_id, "secret_access_key": KEYS[key_id], "token": None, "expires_at": None}

            return fetch

        where: dict[str, Any] = {"endpoint": recorder.endpoint, "region": "here", "backend": backend}
        made = {key_id: S3Store("bucket", **where, credential_provider=provider(key_id)) for key_id in KEYS}
        at_once(lambda number: [store.head(key_id) for key_id, store in list(made.items())[number % 4 :]])
        assert asked == dict.fromkeys(KEYS, 1)
        assert {(path, key_id) for path, key_id, _ in signers(recorder)} == {(key_id, key_id) for key_id in KEYS}

    @backends
    def test_two_users(self, settings: dict[str, Any], other_user: dict[str, str], backend: str) -> None:
        """Both of two users are let in, at the same time."""
        made = [S3Store(**settings, backend=backend), S3Store(**{**settings, **other_user}, backend=backend)]
        assert made[0].native is not made[1].native
        assert at_once(lambda number: made[number % 2].get("a").bytes()) == [CONTENT] * MANY

    @backends
    def test_a_wrong_key_stays_wrong(self, settings: dict[str, Any], backend: str) -> None:
        """Beside a store that is let in, one with another secret never is."""
        right = S3Store(**settings, backend=backend)
        wrong = S3Store(**{**settings, "secret_access_key": "wrong"}, backend=backend)

        def work(number: int) -> bytes | None:
            try:
                return (wrong if number % 2 else right).get_range("a", start=0, end=1)
            except PermissionDeniedError:
                return None

        assert at_once(work) == [b"0", None] * (MANY // 2)
