"""No secret of a file that is linted or fixed stands in any output, and a fix writes none anywhere new."""

# ruff: noqa: E501 (tables of texts)

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import s3config.formats
from s3config.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "hG7pQs/Zb2+Kc9TqWm4Lx8VyNd3Rf6JaEu5Yo1Hi"
FORMATS = ("text", "json", "jsonl", "github", "gitlab", "sarif", "junit")
ENCODED_URL = base64.b64encode(f"https://key:{SECRET}@minio.example".encode()).decode()
ENCODED = base64.b64encode(f"{SECRET}\n".encode()).decode()

CASES = {
    "secret with a blank": (".env", f'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY="{SECRET} "\n'),
    "quoted twice": (".env", f"AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY='\"{SECRET}\"'\n"),
    "typo in the key": (".env", f"AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCES_KEY={SECRET}\n"),
    "lower case": (".env", f"aws_secret_access_key={SECRET}\naws_access_key_id=AKIAIOSFODNN7EXAMPLE\n"),
    "swapped": (".env", f"AWS_ACCESS_KEY_ID={SECRET}\nAWS_SECRET_ACCESS_KEY=AKIAIOSFODNN7EXAMPLE\n"),
    "in the region": (".env", f"AWS_REGION={SECRET}\nAWS_SECRET_ACCESS_KEY={SECRET}\nAWS_ACCESS_KEY_ID=AKIAX\n"),
    "in the bucket": (".env", f"AWS_BUCKET={SECRET}\nAWS_SECRET_ACCESS_KEY={SECRET}\n"),
    "user of an endpoint": (".env", f"AWS_ENDPOINT_URL=https://key:{SECRET}@minio.example\nAWS_REGION=us_east_1\n"),
    "user without a scheme": (".env", f"AWS_ENDPOINT_URL=key:{SECRET}@minio.example\n"),
    "signed endpoint": (".env", f"AWS_ENDPOINT_URL=https://minio.example?X-Amz-Signature={SECRET}\n"),
    "lone token": (".env", f"AWS_SESSION_TOKEN={SECRET}\nAWS_REGION=us_east_1\n"),
    "comment behind": (".env", f"AWS_REGION=us_east_1 # old: {SECRET}\nAWS_TIMEOUT=30 # {SECRET}\n"),
    "open quote": (".env", f'AWS_REGION="us_east_1\nAWS_SECRET_ACCESS_KEY={SECRET}\n'),
    "no assignment": (".env", f"{SECRET}\nAWS_REGION=us_east_1\n"),
    "headers": (".env", f"AWS_DEFAULT_HEADERS=X-Key {SECRET}\n"),
    "customer key": (".env", f"AWS_SSE_CUSTOMER_KEY_BASE64={SECRET}\nAWS_SERVER_SIDE_ENCRYPTION=AES256\n"),
    "one line of JSON": ("s3config.json", f'{{"secret_access_key": "{SECRET}", "region": "us_east_1", "pasword": "{SECRET}"}}'),
    "broken JSON": ("s3config.json", f'{{"secret_access_key": "{SECRET}", "region": }}'),
    "inline table": ("s3config.toml", f'stores.a = {{ secret_access_key = "{SECRET}", region = "us_east_1", x = "{SECRET}" }}\n'),
    "broken TOML": ("s3config.toml", f'secret_access_key = "{SECRET}\nregion = "us_east_1"\n'),
    "list in TOML": ("s3config.toml", f'secret_access_key = ["{SECRET}"]\nregion = "us_east_1"\n'),
    "block in YAML": ("s3config.yaml", f"secret_access_key: |\n  {SECRET}\naccess_key_id: AKIAIOSFODNN7EXAMPLE\nregion: us_east_1\n"),
    "flow in YAML": ("s3config.yaml", f"{{secret_access_key: '{SECRET}', region: us_east_1, secret_acess_key: {SECRET}}}\n"),
    "broken YAML": ("s3config.yaml", f"secret_access_key: '{SECRET}\nregion: us_east_1\n"),
    "store and .env": ("s3config.toml", '[stores.a]\nbucket = "logs"\ndotenv = ".env"\nregion = "us_east_1"\n'),
    "profile": (".aws/credentials", f"[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = '{SECRET}'\naws_secret_acces_key = {SECRET}\n"),
    "rclone": ("rclone.conf", f'[r]\ntype = s3\naccess_key_id = AKIAIOSFODNN7EXAMPLE\nsecret_access_key = "{SECRET}"\nregion = us_east_1\nsecret_acces_key = {SECRET}\n'),
    "compose list": ("compose.yaml", f'services:\n  a:\n    environment:\n      - AWS_SECRET_ACCESS_KEY="{SECRET}"\n      - AWS_REGION=us_east_1\n      - AWS_SECRET_ACESS_KEY={SECRET}\n'),
    "compose mapping": ("compose.yaml", f"services:\n  a:\n    env_file: .env\n    environment: {{AWS_SECRET_ACCESS_KEY: '{SECRET} ', AWS_REGION: us_east_1}}\n"),
    "Kubernetes": ("a.yaml", f"apiVersion: v1\nkind: Secret\ndata:\n  AWS_SECRET_ACCESS_KEY: {ENCODED}\n  AWS_ACCESS_KEY_ID: QUtJQQo=\nstringData: {{AWS_SESSION_TOKEN: '{SECRET} '}}\n"),
    "workflow": (".github/workflows/a.yml", f"on: push\nenv: {{AWS_SECRET_ACCESS_KEY: '{SECRET} ', AWS_REGION: us_east_1}}\njobs: {{a: {{steps: [{{run: x}}]}}}}\n"),
    "escaped user of an endpoint": ("s3config.json", f'{{"endpoint": "https://key:{SECRET}\\u0040minio.example", "region": "us_east_1"}}'),
    "escaped in a list": ("compose.yaml", f'services:\n  a:\n    environment:\n      - "AWS_ENDPOINT_URL=https://key:{SECRET}\\x40minio.example"\n'),
    "encoded endpoint": ("a.yaml", f"apiVersion: v1\nkind: Secret\ndata:\n  AWS_ENDPOINT_URL: {ENCODED_URL}\n"),
    "between name and value": ("a.yaml", f"apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - env:\n    - {{name: AWS_REGION, x: '{SECRET}', value: us_east_1}}\n    - name: AWS_TIMEOUT # {SECRET}\n      value: '30'\n"),
    "a tag": ("s3config.yaml", f"secret_access_key: !{SECRET.replace('/', '-')}\nregion: us_east_1\n"),
    "a tag in a process": ("compose.yaml", f"services:\n  a:\n    environment:\n      AWS_ACCESS_KEY_ID: !{SECRET.replace('/', '-')}\n      AWS_REGION: us_east_1\n"),
    "lines of a block": ("s3config.yaml", f"session_token: |\n  {SECRET}=\n  {SECRET}: x\n  AWS_BUCKET={SECRET}\nregion: us_east_1\n"),
    "a value over lines": (".env", f"AWS_SESSION_TOKEN='{SECRET}=\nAWS_BUCKET={SECRET}\n{SECRET}: x \n'\nAWS_REGION=us_east_1\n"),
    "options": ("a.json", f'{{"storage_options": {{"secret": "{SECRET}", "aws_region": "us_east_1", "sceret": "{SECRET}"}}}}'),
}  # fmt: skip
DOTENV = f"AWS_SECRET_ACCESS_KEY='{SECRET} '\nAWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_REGION=eu-west-1\nAWS_SECRET_ACESS_KEY={SECRET}\n"


def write(case: str) -> Path:
    """Write a case's file, and the `.env` file that some of them name."""
    name, text = CASES[case]
    Path(".env").write_text(DOTENV)
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def pieces() -> Iterator[str]:
    """Yield what must not be seen: the secret, in its encoded form, too, and every long part of it."""
    yield ENCODED[:20]
    yield ENCODED_URL[20:40]
    yield from (SECRET[start : start + 12] for start in range(len(SECRET) - 12))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("form", FORMATS)
def test_no_format_shows_it(case: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the message nor the line of the file gives a piece of it away."""
    path = write(case)
    main(["validate", str(path), "--format", form, "--target", "boto3,obstore,polars"])
    shown = capsys.readouterr()
    assert [piece for piece in pieces() if piece in shown.out + shown.err] == []


@pytest.mark.parametrize("case", CASES)
def test_no_diff_shows_it(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The lines that a fix would change are masked."""
    path = write(case)
    main(["validate", str(path), "--diff", "--unsafe-fixes"])
    shown = capsys.readouterr()
    assert [piece for piece in pieces() if piece in shown.out + shown.err] == []


@pytest.mark.parametrize("case", CASES)
def test_no_fix_writes_it_anywhere_new(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """After all fixes, the secret stands no more often than before, in the same files, and in no output."""
    path = write(case)
    before = {file: file.read_text().count(SECRET) for file in (path, Path(".env"))}
    main(["validate", str(path), "--fix", "--unsafe-fixes"])
    shown = capsys.readouterr()
    assert [file for file, count in before.items() if file.read_text().count(SECRET) > count] == []
    assert [piece for piece in pieces() if piece in shown.out + shown.err] == []
    home = Path.cwd()
    assert {file for file in home.rglob("*") if file.is_file()} == {home / path, home / ".env"}


def test_all_formats_are_tried() -> None:
    """A new format is added to the list above."""
    package = Path(s3config.formats.__path__[0])
    names = {file.stem for file in package.glob("*.py")} - {"__init__"}
    assert set(FORMATS) == names
