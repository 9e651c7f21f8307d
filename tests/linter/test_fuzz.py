"""Whatever stands in a file, the linter says something about it, soon, and never fails itself."""

# ruff: noqa: E501 (tables of texts)

from __future__ import annotations

import os
import random
import re
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import pytest

from s3config.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 2.0
"""Of the processor, for others may use it at the same time."""
RANDOM_INPUTS = 250
"""How many random inputs each kind of file gets of each maker."""
TEXTS = {
    ".env": 'export AWS_REGION="eu-west-1" # c\nAWS_ENDPOINT_URL=https://s3.example.com\nAWS_TIMEOUT=\'30s\'\n',
    "s3config.toml": '[stores.a]\nbucket = "logs"\nregion = "x"\n[stores.b]\nbucket = "b"\nclient_options = { timeout = "1s" }\n',
    "pyproject.toml": '[tool.s3config]\nbucket = "logs"\n[tool.s3config.lint]\nignore = ["KEY"]\n[tool.x]\ny = [1, 2]\n',
    "s3config.yaml": "stores:\n  a: &a\n    bucket: logs\n  b:\n    <<: *a\n    region: 'x'\n",
    "s3config.json": '{"bucket": "logs", "client_options": {"timeout": "30s"}, "region": "x", "n": [1, {"a": null}]}',
    ".aws/config": "[default]\nregion = eu-west-1\ns3 =\n  addressing_style = path\n[profile x]\nsso_session = y\n",
    ".aws/credentials": "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x/y+z\n",
    "rclone.conf": "[r]\ntype = s3\nprovider = Minio\nendpoint = http://localhost:9000\nforce_path_style = true\n",
    "compose.yaml": "services:\n  a:\n    env_file: [.env]\n    environment:\n      - AWS_REGION=x\n      - AWS_BUCKET\n",
    "deploy.yaml": (
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    env:\n    - {name: AWS_REGION, value: x}\n"
        "---\napiVersion: v1\nkind: Secret\ndata: {AWS_SECRET_ACCESS_KEY: eA==}\n"
    ),
    ".github/workflows/w.yml": "on: push\nenv: {AWS_REGION: x}\njobs:\n  a:\n    steps:\n    - env: {AWS_BUCKET: '${{ x }}'}\n",
    "catalog.yaml": "sources:\n- args:\n    storage_options: {key: a, secret: b, client_kwargs: {endpoint_url: x}}\n",
    "catalog.json": '{"a": [{"storage_options": {"aws_region": "x", "anon": true}}]}',
}  # fmt: skip
PIECES = (
    "=", ":", " ", "\n", "\r", "\r\n", "\t", '"', "'", "#", "[", "]", "{", "}", "- ", "&a ", "*a", "<<", "!!python/x ", "|\n ",
    ">\n", "%", "@", "`", "\\", "$", "${A}", "\x00", "\x85", "\u2028", "\ufeff", "é", "\U0001f600", "AWS_", "storage_options",
    "apiVersion:", "kind:", "env:", "---\n", "...\n", "1e999", "-0", "2026-02-30", "null", "true", "[[", "''", '""', "0x", ".inf",
)  # fmt: skip


def run(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Lint a file, and expect an exit code, a message where the file is unreadable, and all of it soon."""
    start = process_time()
    code = main(["validate", path, "--target", "boto3,obstore"])
    seconds = process_time() - start
    shown = capsys.readouterr()
    assert code in (0, 1, 2)
    assert code != 2 or "FILE001" in shown.out + shown.err
    assert seconds < SECONDS


def mutated(text: str, rng: random.Random) -> str:
    """Put pieces in, take pieces out, and say things twice."""
    for _ in range(rng.randint(1, 6)):
        start, end = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
        end = min(end, start + 12)
        text = rng.choice([
            text[:start] + rng.choice(PIECES) + text[start:],
            text[:start] + text[end:],
            text[:end] + text[start:],
            text[:start] + rng.choice(PIECES) * rng.randint(1, 20) + text[end:],
        ])  # fmt: skip
    return text


MAKERS: dict[str, Callable[[str, random.Random], bytes]] = {
    "random bytes": lambda _text, rng: rng.randbytes(rng.randint(0, 300)),
    "random pieces": lambda _text, rng: "".join(rng.choices(PIECES, k=rng.randint(0, 60))).encode(),
    "truncated": lambda text, rng: text.encode()[: rng.randint(0, len(text))],
    "mutated": lambda text, rng: mutated(text, rng).encode(),
    "another encoding": lambda text, rng: mutated(text, rng).encode(rng.choice(["utf-16", "utf-32", "cp037", "utf-8-sig"]), "replace"),
    "one byte": lambda text, rng: bytes(b if rng.random() > 0.02 else rng.randrange(256) for b in text.encode()),
}  # fmt: skip


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.flaky(reruns=2)
def test_small_inputs(name: str, maker: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Files of every kind, damaged in every way."""
    rng = random.Random(f"{name} {maker}")  # noqa: S311 (no secret is made)
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(RANDOM_INPUTS):
        path.write_bytes(MAKERS[maker](TEXTS[name], rng))
        run(name, capsys)
    with capsys.disabled():
        print(f"\n{maker} as {name}: {RANDOM_INPUTS} inputs")  # noqa: T201 (the numbers are what it is for)


def large(name: str) -> Iterator[tuple[str, bytes]]:
    """Yield inputs that are large in some way, with what it is."""
    text = TEXTS[name]
    yield "a line of 10 MB", text.encode() + b"\n" + b"x" * 10_000_000
    yield "a line of 900 kB", text.encode() + b"\n#" + b"x" * 900_000
    yield "a value of 900 kB", re.sub(r"eu-west-1|logs|\bx\b", "x" * 900_000, text, count=1).encode()
    yield "many brackets", b"[" * 1_000_000
    yield "many braces", b'{"a":' * 500_000
    yield "many dashes", b"- " * 500_000
    yield "many anchors", b"a: &a [*a, *a]\n" * 20_000
    yield "deep mappings", "".join(f"{' ' * depth}a:\n" for depth in range(1500)).encode()
    yield "deep inline tables", b"a = " + b"{a = " * 20_000
    yield "deep lists in a table", b"a = " + b"[" * 20_000 + b"]" * 20_000
    yield "the same again", (text.replace("---\n", "") * (200_000 // len(text))).encode()
    yield "blank lines", b"\n" * 2_000_000
    yield "carriage returns", b"\r" * 1_000_000
    yield "nothing but NUL", b"\x00" * 1_000_000
    yield (
        "aliases of aliases",
        b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (n, n, n - 1, n - 1) if n else b"a0: &a0 [x]\n" for n in range(40)),
    )
    yield (
        "merges of merges",
        b"".join(
            b"a%d: &a%d {<<: [*a%d, *a%d]}\n" % (n, n, n - 1, n - 1) if n else b"a0: &a0 {x: y}\n" for n in range(40)
        ),
    )


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.flaky(reruns=2)
def test_large_inputs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Files that are long, wide or deep take no more time than others are granted."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    for what, data in large(name):
        path.write_bytes(data)
        try:
            run(name, capsys)
        except AssertionError as error:
            raise AssertionError(f"{what} as {name}: {error}") from error


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda path: path.symlink_to(path.name), 2, id="a link to itself"),
        pytest.param(lambda path: path.symlink_to("nowhere"), 2, id="a link to nothing"),
        pytest.param(os.mkfifo, 2, id="a pipe that nobody writes to"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), 2, id="a device without end"),
        pytest.param(lambda _path: None, 2, id="nothing"),
        pytest.param(lambda path: path.write_bytes(b""), 0, id="an empty file"),
        pytest.param(lambda path: path.write_bytes(b"\xef\xbb\xbf"), 0, id="a byte order mark alone"),
    ],
)
@pytest.mark.flaky(reruns=2)
def test_odd_files(make: Callable[[Path], object], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no file is refused with a message, and at once."""
    make(Path(".env"))
    start = process_time()
    assert main(["validate", ".env"]) == code
    assert process_time() - start < SECONDS
    assert (".env: error FILE001" in capsys.readouterr().out) == (code == 2)


def test_a_loop_of_directories(capsys: pytest.CaptureFixture[str]) -> None:
    """A directory that links to itself, and one that is deep, are looked through."""
    folder = Path("/".join(["a"] * 100))
    folder.mkdir(parents=True)
    Path("a/loop").symlink_to(Path("a").absolute(), target_is_directory=True)
    (folder / ".env").write_text("AWS_REGION=us_east_1\n")
    assert main(["validate", "."]) == 1
    assert capsys.readouterr().out.count("RG003") == 1
