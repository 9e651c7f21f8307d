"""What a store costs above the library that it uses, against a real server: `python tests/benchmarks/operations.py`.

Each row times the raw library and our store on it in turn, in one process and in an order that alternates; MiniStack is
a process of its own, so that CPU time is the client's. The figures are medians of rounds, and of the differences and
ratios of rounds. Sequential operations are followed by the same from 16 threads.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3
import obstore
from botocore.config import Config
from obstore.store import MemoryStore
from obstore.store import S3Store as ObstoreS3Store

from s3config import S3Store

sys.path.insert(0, str(Path(__file__).parents[1] / "servers"))
from ministack_server import serve

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL = os.urandom(1024)
LARGE = os.urandom(64 * 1024 * 1024)
LISTED = 5000
THREADS = 16


class Sides(NamedTuple):
    """An operation of a raw library, and ours."""

    name: str
    raw: Callable[[], object]
    ours: Callable[[], object]
    times: int


class Round(NamedTuple):
    """One measurement of an operation, in seconds."""

    wall: float
    cpu: float


def sequential(operation: Callable[[], object], times: int) -> Round:
    """Time an operation, one after the other."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        operation()
    return Round((time.perf_counter() - wall) / times, (time.process_time() - cpu) / times)


def parallel(operation: Callable[[], object], times: int) -> Round:
    """Time an operation from 16 threads."""
    with ThreadPoolExecutor(THREADS) as pool:
        wall, cpu = time.perf_counter(), time.process_time()
        list(pool.map(lambda _: operation(), range(times)))
        return Round((time.perf_counter() - wall) / times, (time.process_time() - cpu) / times)


def compare(sides: Sides, measure: Callable[[Callable[[], object], int], Round], rounds: int) -> tuple[str, Round]:
    """Measure both sides in turn, and return a row of the table and our medians."""
    found: list[tuple[Round, Round]] = []
    for number in range(rounds + 1):
        pair = [sides.raw, sides.ours]
        measured = [measure(operation, sides.times) for operation in (pair if number % 2 else pair[::-1])]
        if number:  # the first round opens connections
            found.append((measured[0], measured[1]) if number % 2 else (measured[1], measured[0]))
    raw = Round(median(r.wall for r, _ in found), median(r.cpu for r, _ in found))
    ours = Round(median(o.wall for _, o in found), median(o.cpu for _, o in found))
    extra = median(o.cpu - r.cpu for r, o in found) * 1e6
    row = (
        f"{sides.name:28} {raw.wall * 1e3:9.3f} {ours.wall * 1e3:9.3f} {median(o.wall / r.wall for r, o in found):6.2f}"
        f" {raw.cpu * 1e3:9.3f} {ours.cpu * 1e3:9.3f} {median(o.cpu / r.cpu for r, o in found):6.2f} {extra:+9.1f}"
    )
    return row, ours


def on_obstore(raw: Any, ours: S3Store) -> list[Sides]:
    """Return the operations on obstore."""
    return [
        Sides("put 1 KiB", lambda: obstore.put(raw, "small", SMALL), lambda: ours.put("small", SMALL), 200),
        Sides("get 1 KiB", lambda: obstore.get(raw, "small").bytes(), lambda: ours.get("small").bytes(), 200),
        Sides("head", lambda: obstore.head(raw, "small"), lambda: ours.head("small"), 200),
        Sides("list 5,000", lambda: obstore.list(raw, "listed").collect(), lambda: ours.list("listed").collect(), 1),
        Sides("put 64 MiB", lambda: obstore.put(raw, "large", LARGE), lambda: ours.put("large", LARGE), 1),
        Sides("get 64 MiB, buffer()", lambda: obstore.get(raw, "large").bytes(), lambda: ours.get("large").buffer(), 1),
        Sides("get 64 MiB, bytes()", lambda: obstore.get(raw, "large").bytes(), lambda: ours.get("large").bytes(), 1),
    ]


def on_boto3(raw: Any, bucket: str, ours: S3Store) -> list[Sides]:
    """Return the operations on boto3."""

    def get(key: str) -> bytes:
        body: bytes = raw.get_object(Bucket=bucket, Key=key)["Body"].read()
        return body

    def put_large() -> None:
        from io import BytesIO

        raw.upload_fileobj(BytesIO(LARGE), bucket, "large")

    def listed() -> list[Any]:
        pages = raw.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="listed/")
        return [item for page in pages for item in page.get("Contents", ())]

    put = raw.put_object
    return [
        Sides("put 1 KiB", lambda: put(Bucket=bucket, Key="small", Body=SMALL), lambda: ours.put("small", SMALL), 100),
        Sides("get 1 KiB", lambda: get("small"), lambda: ours.get("small").bytes(), 100),
        Sides("head", lambda: raw.head_object(Bucket=bucket, Key="small"), lambda: ours.head("small"), 100),
        Sides("list 5,000", listed, lambda: ours.list("listed").collect(), 1),
        Sides("put 64 MiB", put_large, lambda: ours.put("large", LARGE), 1),
        Sides("get 64 MiB", lambda: get("large"), lambda: ours.get("large").bytes(), 1),
    ]


def without_server(store: S3Store) -> None:
    """Print what our code alone costs: on obstore's store in memory, no server and no network is in the figure."""
    from timeit import repeat

    memory: Any = MemoryStore()
    connection = store._connected()
    backend: Any = connection.operations
    backend._store = memory
    rows = {
        "put 1 KiB": (lambda: obstore.put(memory, "small", SMALL), lambda: store.put("small", SMALL)),
        "get 1 KiB, bytes()": (lambda: obstore.get(memory, "small").bytes(), lambda: store.get("small").bytes()),
        "get 1 KiB, buffer()": (lambda: obstore.get(memory, "small").bytes(), lambda: store.get("small").buffer()),
        "head": (lambda: obstore.head(memory, "small"), lambda: store.head("small")),
    }
    print("\nour obstore backend without a server, best of 7 times 20,000: microseconds")  # noqa: T201
    for name, sides in rows.items():
        raw, ours = (min(repeat(side, number=20_000, repeat=7)) / 20_000 * 1e6 for side in sides)
        print(f"{name:28} {raw:9.2f} {ours:9.2f} {ours - raw:+9.2f}")  # noqa: T201


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9, help="how often each row is measured")
    rounds = parser.parse_args().rounds
    with TemporaryDirectory() as folder, serve(Path(folder)) as server:
        bucket = server.make_bucket()
        keys: Any = {"access_key_id": server.access_key_id, "secret_access_key": server.secret_access_key}
        where: Any = {"region": server.region, "endpoint": server.endpoint}
        both: Any = {**keys, **where}
        raw_obstore = ObstoreS3Store(bucket, config=both, client_options={"allow_http": True})
        raw_boto3 = boto3.client(
            "s3", region_name=server.region, endpoint_url=server.endpoint, aws_access_key_id=server.access_key_id,
            aws_secret_access_key=server.secret_access_key,
            config=Config(
                s3={"addressing_style": "path"}, request_checksum_calculation="when_required",
                response_checksum_validation="when_required", max_pool_connections=50,
            ),
        )  # fmt: skip
        default = S3Store(bucket, **keys, **where)
        ours = {name: S3Store(bucket, backend=name, **keys, **where) for name in ("obstore", "boto3")}
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda n: default.put(f"listed/{n:05}", b""), range(LISTED)))
        tables = [
            ("our obstore backend, against obstore", on_obstore(raw_obstore, ours["obstore"])),
            ("our boto3 backend, against boto3", on_boto3(raw_boto3, bucket, ours["boto3"])),
        ]
        against_boto3 = on_boto3(raw_boto3, bucket, default)[:3]
        tables.append((f"our default backend ({default.backend}), against boto3", against_boto3))
        for title, sides in tables:
            print(f"\n{title}: raw and ours, milliseconds an operation")  # noqa: T201
            print(f"{'':28} {'wall':>9} {'wall':>9} {'ratio':>6} {'cpu':>9} {'cpu':>9} {'ratio':>6} {'+cpu us':>9}")  # noqa: T201
            for side in sides:
                print(compare(side, sequential, rounds)[0], flush=True)  # noqa: T201
                if "64" not in side.name and "list" not in side.name:
                    print(compare(side._replace(name=f"{side.name}, 16-way"), parallel, rounds)[0], flush=True)  # noqa: T201
        without_server(S3Store(bucket, backend="obstore", client_options={"user_agent": "benchmark"}, **both))
        print("\nbuilding a store, microseconds")  # noqa: T201
        config = both
        build = Sides(
            "obstore's constructor, ours again",
            lambda: ObstoreS3Store(bucket, config=config, client_options={"allow_http": True}),
            lambda: S3Store(bucket, **config).native,
            20,
        )
        pairs = [(sequential(build.raw, 20).wall, sequential(build.ours, 20).wall) for _ in range(rounds)]
        raw_us, our_us = (median(side) * 1e6 for side in zip(*pairs, strict=True))
        print(f"{build.name}: {raw_us:.0f} {our_us:.0f}, {median(r / o for r, o in pairs):.1f} times faster")  # noqa: T201


if __name__ == "__main__":
    main()
