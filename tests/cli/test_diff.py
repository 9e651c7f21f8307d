"""`s3config diff`: two configurations, compared by what a store would use."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3config import InvalidConfigError, Resolution, resolve
from s3config.cli import main
from s3config.comparing import compare

GUIDE = Path(__file__).parents[2] / "docs/diff.md"
KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET, OTHER_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"
PROD = f"""\
region = "eu-central-1"

[stores.prod]
bucket = "shop"
access_key_id = "{KEY_ID}"
secret_access_key = "${{PROD_SECRET}}"
timeout = "60s"
"""
STAGING = f"""\
AWS_REGION=eu-west-1
AWS_BUCKET=shop
AWS_ACCESS_KEY_ID={KEY_ID}
AWS_SECRET_ACCESS_KEY={OTHER_SECRET}
AWS_TIMEOUT="1min"
"""
# Letter by letter, for Hypothesis would else try words of our own code, which may stand anywhere.
secrets = st.lists(st.sampled_from(string.ascii_letters + "/+="), min_size=16, max_size=40).map("".join)
PAIR = {"access_key_id": KEY_ID, "secret_access_key": SECRET}


@pytest.fixture(autouse=True)
def _files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the same shop as each tool is told of it."""
    monkeypatch.setenv("PROD_SECRET", SECRET)
    Path("prod.toml").write_text(PROD)
    Path(".env").write_text(STAGING)
    Path("rclone.conf").write_text(
        f"[shop]\ntype = s3\nprovider = AWS\nregion = eu-central-1\naccess_key_id = {KEY_ID}\n"
        f"secret_access_key = {SECRET}\n\n[archive]\ntype = s3\nprovider = AWS\nregion = eu-west-1\n"
    )
    options = {"key": KEY_ID, "secret": SECRET, "client_kwargs": {"region_name": "eu-central-1"}}
    Path("s3fs.json").write_text(json.dumps(options))
    Path("options").write_text(json.dumps({"s3": options}))
    variables = f"{{AWS_REGION: eu-central-1, AWS_ACCESS_KEY_ID: {KEY_ID}, AWS_SECRET_ACCESS_KEY: {SECRET}}}"
    Path("compose.yaml").write_text(f"services:\n  shop:\n    image: shop\n    environment: {variables}\n")
    Path("manifest.yaml").write_text(
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: shop}}\nstringData: {variables}\n"
    )
    for folder in (Path("../home/.aws"), Path("elsewhere/.aws")):
        folder.mkdir(parents=True)
        (folder / "config").write_text("[default]\nregion = eu-central-1\n[profile shop]\nregion = eu-central-1\n")
        (folder / "credentials").write_text(f"[shop]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n")


def shop(**others: Any) -> Resolution:
    """Resolve arguments, and nothing else."""
    return resolve(env=False, **others)


def diff(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Run the command, and return exit code, output and complaints."""
    code = main(["diff", *words])
    return code, *capsys.readouterr()


def as_json(*words: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return the report as JSON holds it."""
    found: dict[str, Any] = json.loads(diff(*words, "--format=json", capsys=capsys)[1])
    return found


def without_prints(text: str) -> str:
    """Return a report with the same words in the place of all fingerprints."""
    return re.sub("#[0-9a-f]{8}", "#FINGERPT", text)


def test_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Only keys that differ are listed, each value above its place; what is only written otherwise is equal."""
    code, out, err = diff("prod.toml#prod", ".env", capsys=capsys)
    assert code == 1
    assert without_prints(out).splitlines() == [
        "                   A: prod.toml#prod                      B: .env",
        "secret_access_key  ********** #FINGERPT                   ********** #FINGERPT",
        "                     prod.toml:6:1                          .env:4:1 (AWS_SECRET_ACCESS_KEY)",
        "region             eu-central-1                           eu-west-1",
        "                     prod.toml:1:1                          .env:1:1 (AWS_REGION)",
        "endpoint           https://s3.eu-central-1.amazonaws.com  https://s3.eu-west-1.amazonaws.com",
        "                     default                                default",
    ]
    assert err == "3 of 25 keys differ\n"


def test_all_keys(capsys: pytest.CaptureFixture[str]) -> None:
    """Equal keys are listed as well, and those that differ are marked."""
    _, out, _ = diff("prod.toml#prod", ".env", "--all", capsys=capsys)
    rows = [line for line in out.splitlines()[1:] if line[:3].strip()]
    assert [line.split()[1] for line in rows if line.startswith("! ")] == ["secret_access_key", "region", "endpoint"]
    assert [line.split() for line in rows if line.startswith(("  bucket", "  timeout", "  s3_express"))] == [
        ["bucket", "shop", "shop"],
        ["s3_express", "false", "false"],
        ["timeout", "1m", "1m"],
    ]
    assert len(rows) == 25


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs are told the same, and the diagnostics."""
    found = as_json("prod.toml#prod", ".env", capsys=capsys)
    assert (found["a"], found["b"], found["equal"]) == ("prod.toml#prod", ".env", False)
    assert [item["key"] for item in found["keys"]] == ["secret_access_key", "region", "endpoint"]
    assert found["keys"][1] == {
        "key": "region",
        "equal": False,
        "a": {
            "value": "eu-central-1",
            "fingerprint": None,
            "spelling": "region",
            "layer": "file",
            "origin": {"place": "prod.toml", "line": 1, "column": 1},
        },
        "b": {
            "value": "eu-west-1",
            "fingerprint": None,
            "spelling": "AWS_REGION",
            "layer": "dotenv",
            "origin": {"place": ".env", "line": 1, "column": 1},
        },
    }
    assert found["diagnostics"] == {"a": [], "b": []}


SAME = ["profile:shop", ".env", "prod.toml#prod", "../home/.aws/config#shop", "../home/.aws/credentials#shop", "env",
        "elsewhere/.aws/config#shop", "aws_config:elsewhere/.aws/config#shop", "rclone.conf#shop",
        "rclone:rclone.conf#shop", "s3fs:s3fs.json", "options", "compose.yaml",
        "manifest.yaml", "s3://shop?region=eu-central-1"]  # fmt: skip


@pytest.mark.parametrize("operand", SAME)
def test_each_operand_alone(operand: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every kind of operand has the region that is written there; the environment is read only if it is asked for."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
    expected = {"env": "us-west-2", ".env": "eu-west-1"}.get(operand, "eu-central-1")
    found = as_json(operand, "s3://shop?region=nowhere-1", capsys=capsys)
    values = {item["key"]: item["a"] for item in found["keys"]}
    assert values["region"]["value"] == expected
    assert found["diagnostics"]["a"] == []
    assert "access_key_id" in values or operand in ("env", "s3://shop?region=eu-central-1")


@pytest.mark.parametrize(("operand", "place"), [
    ("../home/.aws/credentials#shop", "../home/.aws/config:4:1"),
    ("elsewhere/.aws/config#shop", "elsewhere/.aws/config:4:1"),
    ("rclone.conf#archive", "rclone.conf:11:1"),
    ("env", "environment variable AWS_REGION"),
])  # fmt: skip
def test_places(operand: str, place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A value of a part of another tool's file is placed in that file."""
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    _, out, _ = diff(operand, "s3://shop?region=nowhere-1", capsys=capsys)
    assert f"  {place}  " in out


@pytest.mark.parametrize("operand", ["env", ".env", "prod.toml#prod", "rclone.conf#shop", "profile:shop"])
def test_itself(operand: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing differs from itself."""
    code, out, err = diff(operand, operand, capsys=capsys)
    assert (code, out) == (0, "")
    assert err.startswith("no difference in ")


@pytest.mark.parametrize(("a", "b"), [
    ("profile:shop", "rclone.conf#shop"),
    ("rclone:rclone.conf#shop", "elsewhere/.aws/config#shop"),
    ("../home/.aws/config", "s3://?region=eu-central-1"),
])  # fmt: skip
def test_the_same_in_other_words(a: str, b: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A profile and a remote that mean the same are equal."""
    assert diff(a, b, capsys=capsys)[:2] == (0, "")


UNUSABLE = [
    (".env", "no.toml", "B: no.toml: error FILE001: there is no such file; check the path"),
    (".env", "prod.toml#prd", "B: argument store: error FILE002: there is no store 'prd' in prod.toml; its stores"),
    ("profile:shp", ".env", "A: argument profile: error CR007: profile names the profile 'shp', which does not exist;"),
    ("../home/.aws/config#shp", ".env", "A: argument profile: error CR007: profile names the profile 'shp'"),
    ("s3://shop:9000/", ".env", "A: url: error URL004"),
    ("bad.env", ".env", "A: bad.env:1:1: error KEY005: AWS_TIMEOUT='30' has no unit; write 30s"),
    ("profile:", ".env", "s3config: profile: names no profile; write profile:NAME"),
    ("rclon:my.conf", ".env", "s3config: there is no file 'rclon:my.conf', and there is no tool 'rclon'; did you mean"),
    (
        "rclone.conf",
        ".env",
        "s3config: rclone.conf:1:1: error FILE001: there are several remotes of type s3: shop, archive",
    ),
    (
        "rclone.conf#shp",
        ".env",
        "s3config: rclone.conf:1:1: error FILE001: there is no remote of type s3 'shp'; did you mean shop?",
    ),
    (".env#shop", ".env", "s3config: .env: a .env file has no parts to choose from; leave out #shop"),
    ("s3fs:s3fs.json#shop", ".env", "s3config: s3fs.json: s3fs has no parts to choose from; leave out 'shop'"),
    ("nothing.txt", ".env", "s3config: nothing.txt: this is the configuration of no tool that is known; there are"),
    ("s3fs:nothing.txt", ".env", "s3config: nothing.txt:1:1: error FILE001: "),
    ("rclone:no.conf", ".env", "A: no.conf: error FILE001: there is no such file"),
]


@pytest.mark.parametrize(("a", "b", "message"), UNUSABLE, ids=[f"{a} {b}" for a, b, _ in UNUSABLE])
def test_unusable(a: str, b: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be read, or is invalid, has exit code 2 and is explained; nothing is compared."""
    Path("bad.env").write_text("AWS_TIMEOUT=30\n")
    Path("nothing.txt").write_text("nothing\n")
    code, out, err = diff(a, b, capsys=capsys)
    assert (code, out) == (2, "")
    assert err.startswith(message)
    assert len(err.splitlines()) == 1


def test_both_are_invalid(capsys: pytest.CaptureFixture[str]) -> None:
    """Everything that is wrong with both is said, in JSON, too."""
    Path("bad.env").write_text("AWS_TIMEOUT=30\nAWS_REGOIN=x\n")
    code, _, err = diff("bad.env", "s3://shop:9000/", capsys=capsys)
    assert code == 2
    assert [line.split(" ")[0] for line in err.splitlines()] == ["A:", "A:", "B:"]
    found = as_json("bad.env", "s3://shop:9000/", capsys=capsys)
    assert (found["equal"], found["keys"]) == (None, [])
    assert {name: len(list_) for name, list_ in found["diagnostics"].items()} == {"a": 2, "b": 1}


def test_a_warning_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that is not there is no silent difference."""
    monkeypatch.delenv("PROD_SECRET")
    Path("prod.toml").write_text('region = "x"\nendpoint = "${PROD_SECRET}"\n')
    code, _, err = diff("prod.toml", "s3://?region=x", capsys=capsys)
    assert code == 0
    assert err.startswith("A: prod.toml:2:1: warning FILE004: endpoint needs the environment variable PROD_SECRET")


EQUAL: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"region": "eu-west-1"}, {"endpoint": "https://S3.eu-west-1.amazonaws.com/", "default_region": "eu-west-1"}),
    ({"use_fips_endpoint": True}, {"endpoint": "https://s3-fips.us-east-1.amazonaws.com"}),
    ({"endpoint": "http://localhost:9000"}, {"endpoint": "http://localhost:9000", "allow_http": True}),
    ({"endpoint": "https://a.r2.cloudflarestorage.com"},
     {"endpoint": "https://a.r2.cloudflarestorage.com", "region": "auto"}),
    ({"timeout": "90s"}, {"timeout": 90}),
    ({"conditional_put": "etag"}, {}),
    ({"request_checksum_calculation": "when_required"}, {}),
    ({"metadata_endpoint": "http://169.254.169.254"}, {}),
    ({"default_headers": {"X-Team": "data"}}, {"default_headers": "x-team: data"}),
    ({"AWS_SECURITY_TOKEN": "token", **PAIR}, {"session_token": "token", **PAIR}),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), EQUAL, ids=[str(a) for a, _ in EQUAL])
def test_equal_in_effect(a: dict[str, Any], b: dict[str, Any]) -> None:
    """What a store would use is compared, not what was written."""
    assert [item for item in compare(shop(**a), shop(**b)) if not item.is_equal] == []


DIFFERENT: list[tuple[dict[str, Any], dict[str, Any], set[str]]] = [
    ({"region": "eu-west-1"}, {}, {"region", "endpoint"}),
    ({"endpoint": "https://s3.example.com"}, {"endpoint": "https://s3.example.org"}, {"endpoint"}),
    ({"skip_signature": True}, {"skip_signature": False}, {"skip_signature"}),
    (PAIR, {**PAIR, "secret_access_key": OTHER_SECRET}, {"secret_access_key"}),
    (PAIR, {}, {"access_key_id", "secret_access_key"}),
    ({"default_headers": {"a": "1", "b": "2"}}, {"default_headers": {"A": "1", "b": "3", "c": "4"}},
     {"default_headers.b", "default_headers.c"}),
    ({"proxy_url": "http://me:one@proxy"}, {"proxy_url": "http://me:two@proxy"}, {"proxy_url"}),
    ({"max_retries": 0}, {}, {"max_retries"}),
    ({"allow_http": True}, {}, {"allow_http"}),
    ({"credential_provider": dict}, {"credential_provider": list}, {"credential_provider"}),
    ({"bucket": "shop--use1-az4--x-s3", "s3_express": True}, {"bucket": "shop--use1-az4--x-s3"},
     {"endpoint", "virtual_hosted_style_request", "s3_express"}),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "keys"), DIFFERENT, ids=[",".join(sorted(keys)) for _, _, keys in DIFFERENT])
def test_different_in_effect(a: dict[str, Any], b: dict[str, Any], keys: set[str]) -> None:
    """Exactly the keys that differ do so, from both sides."""
    for left, right in ((a, b), (b, a)):
        assert {item.key for item in compare(shop(**left), shop(**right)) if not item.is_equal} == keys


def test_a_provider_is_itself() -> None:
    """The caller's own provider is equal to itself, although it is wrapped anew in each resolution."""
    a, b = shop(credential_provider=dict), shop(credential_provider=dict)
    assert all(item.is_equal for item in compare(a, b))


def test_an_invalid_configuration_is_an_error() -> None:
    """The function raises what is wrong."""
    with pytest.raises(InvalidConfigError, match="KEY005"):
        compare(shop(), shop(timeout="30"))


class TestFingerprints:
    """What stands for secrets."""

    def test_equal_secrets_look_equal(self) -> None:
        """Wherever they stand in one comparison; different ones look different."""
        a = shop(**PAIR, session_token=OTHER_SECRET)
        b = shop(**{**PAIR, "secret_access_key": OTHER_SECRET}, session_token=OTHER_SECRET)
        secrets, token = (
            next(item for item in compare(a, b) if item.key == key) for key in ("secret_access_key", "session_token")
        )
        assert token.a.fingerprint == token.b.fingerprint
        assert secrets.a.fingerprint != secrets.b.fingerprint

    def test_another_run_says_something_else(self) -> None:
        """The key is made for one comparison: a fingerprint that somebody saw is of no use."""
        a = shop(**PAIR)
        prints = {item.a.fingerprint for _ in range(20) for item in compare(a, a) if item.key == "secret_access_key"}
        assert len(prints) == 20

    @pytest.mark.parametrize(("said", "key", "shown"), [
        (PAIR, "access_key_id", "****MPLE"),
        ({"access_key_id": "minio", "secret_access_key": "minio123"}, "access_key_id", "****"),
        (PAIR, "secret_access_key", "**********"),
        ({"proxy_url": "http://me:pw@proxy:3128"}, "proxy_url", "http://**********@proxy:3128"),
        ({"user_agent": "x" * 65}, "user_agent", "x" * 65),
        ({"default_headers": {"Authorization": "Bearer abc"}}, "default_headers.authorization", "**********"),
    ])  # fmt: skip
    def test_what_is_not_seen_has_one(self, said: dict[str, Any], key: str, shown: str) -> None:
        """That is what is hidden, and what is too long to be compared by looking."""
        resolution = shop(**said)
        side = next(item.a for item in compare(resolution, resolution) if item.key == key)
        assert side.value == shown
        assert re.fullmatch("[0-9a-f]{8}", side.fingerprint or "")

    def test_what_is_seen_has_none(self) -> None:
        """A value that is shown as it is needs none."""
        resolution = shop(region="eu-west-1", timeout="1s", allow_http=True)
        assert {item.a.fingerprint for item in compare(resolution, resolution)} == {None}


@settings(max_examples=25)
@given(secret=secrets)
def test_no_secret_is_printed(secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the table nor JSON, nor the repr of a comparison, holds a piece of a secret."""
    Path("secret.env").write_text(
        f"AWS_ACCESS_KEY_ID=i{secret}\nAWS_SECRET_ACCESS_KEY=s{secret}\nAWS_SESSION_TOKEN=t{secret}\n"
        f"AWS_PROXY_URL=http://me:p{quote(secret, safe='')}@proxy.example\nAWS_DEFAULT_HEADERS='x-a: h{secret}'\n"
    )
    texts = [
        text
        for options in ([], ["--all"], ["--format=json"])
        for operand in (".env", "env", f"s3://me:{quote(secret, safe='')}@bucket", f"me:{secret}@host")
        for text in diff(*options, "--", "secret.env", operand, capsys=capsys)[1:]
    ]
    resolution = resolve(dotenv="secret.env", env=False)
    texts.append(repr(compare(resolution, resolution)))
    pieces = {word[start : start + 8] for word in (secret, quote(secret, safe="")) for start in range(len(word) - 7)}
    assert [text for text in texts if any(piece in text for piece in pieces)] == []


def test_the_guide(capsys: pytest.CaptureFixture[str]) -> None:
    """What its files give is what it prints, fingerprints aside."""
    page = GUIDE.read_text(encoding="utf-8")
    for title, text in re.findall(r'^```\w+ title="(.+?)"\n(.*?)^```$', page, re.MULTILINE | re.DOTALL):
        Path(title).write_text(text)
    ((command, expected),) = re.findall(r"^\$ s3config diff (.+?)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    _, out, err = diff(*command.split(), capsys=capsys)
    assert without_prints(out + err) == without_prints(expected)
