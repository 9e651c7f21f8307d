"""What a resolution is to its user: a mapping of keys to settings, which hides what is secret wherever it stands."""

from __future__ import annotations

import pickle
import threading
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from s3config import Layer, Origin, Setting, Severity, StoreConfig, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.sources import Request

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


def test_keys_are_asked_for_in_any_spelling() -> None:
    """`resolution[...]` and `in` take every spelling, and iteration yields the keys that were written."""
    resolution = resolve(bucket="bucket", AWS_REGION="eu-west-1", env=False)
    assert resolution["aws_region"] == resolution["region"]
    assert list(resolution) == ["bucket", "region"]
    assert ("REGION" in resolution, "endpoint" in resolution, "nonsense" in resolution) == (True, False, False)


def test_an_unknown_key_is_refused_with_the_nearest() -> None:
    """A typo is a KeyError that helps."""
    with pytest.raises(KeyError, match="did you mean region"):
        resolve(env=False)["regoin"]


def test_a_key_that_nobody_wrote_has_its_default() -> None:
    """The default is a setting like any other, of the lowest layer."""
    assert resolve(env=False)["region"] == Setting("region", "us-east-1", "region", Origin("default"), Layer.DEFAULT)


@pytest.mark.parametrize(
    ("field", "codes"),
    [
        ("endpoint", {"SEC007"}),
        ("region", {"SEC007"}),
        ("user_agent", {"SEC007"}),
        ("role_arn", {"CR012"}),  # it is not used beside the pair
        ("profile", {"CR007"}),  # it does not exist
    ],
)
def test_a_secret_in_a_wrong_field_is_hidden_and_refused(field: str, codes: set[str]) -> None:
    """What is the value of a secret key is a secret wherever else it was pasted."""
    keys: dict[str, Any] = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": SECRET}
    resolution = resolve(bucket="bucket", **keys, env={f"AWS_{field.upper()}": f"x{SECRET}"})
    assert {diagnostic.code for diagnostic in resolution.diagnostics} == codes
    assert SECRET not in repr(resolution) + str(resolution.diagnostics) + repr(resolution.history(field))


def test_an_id_may_equal_its_secret() -> None:
    """Local servers come with one word for both, which may stand in other values, too."""
    keys: dict[str, Any] = {"access_key_id": "minioadmin", "secret_access_key": "minioadmin"}
    resolution = resolve(bucket="minioadmin-backups", **keys, env=False)
    assert resolution.values(reveal=True)["bucket"] == "minioadmin-backups"


def test_a_third_party_source_is_read() -> None:
    """An object with `read` adds settings of the layer that it names, and sees what was read before."""

    class Vault:
        def read(self, request: Request) -> Iterator[Setting]:
            """Yield a region that follows from the bucket."""
            bucket = request.said("bucket")
            assert bucket is not None
            yield Setting("region", f"{bucket.value}-1", "region", Origin("vault secret/s3"), Layer.DOTENV)

    resolution = resolve(bucket="bucket", env={}, sources=[Vault()])
    assert resolution.values() == {"bucket": "bucket", "region": "bucket-1"}
    assert str(resolution["region"].origin) == "vault secret/s3"


def test_a_configuration_is_frozen() -> None:
    """Nothing can be changed behind the resolution's back."""
    config = resolve(bucket="bucket", env=False).config
    assert isinstance(config, StoreConfig)
    with pytest.raises(ValueError, match="frozen"):
        config.region = "other"


def test_resolving_is_safe_in_threads() -> None:
    """Resolutions in several threads do not mix."""
    found: dict[int, str] = {}

    def work(number: int) -> None:
        for _ in range(50):
            found[number] = resolve(bucket=f"bucket-{number}", env={"AWS_REGION": f"r-{number}"}).config.region

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: f"r-{number}" for number in range(8)}


def test_without_secrets_leaves_the_rest() -> None:
    """What is not secret stays, with its origin."""
    keys: dict[str, Any] = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": SECRET}
    resolution = resolve(bucket="bucket", region="r", **keys, env=False).without_secrets()
    assert resolution.values(reveal=True) == {"bucket": "bucket", "region": "r"}
    assert str(resolution["region"].origin) == "argument region"


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("https://bkt.fra1.cdn.digitaloceanspaces.com/b", "a CDN endpoint"),
        ("https://pub-0123.r2.dev/file", "a public development URL"),
    ],
)
def test_hosts_that_speak_no_s3_are_refused(url: str, what: str) -> None:
    """A provider's other hosts are not taken for its service."""
    (found,) = resolve(url, env=False).diagnostics
    assert (found.code, what in found.message) == ("URL002", True)


def test_a_typo_in_a_profile_is_named() -> None:
    """A name that is nearly a key is complained of at its line; other programs' keys are not."""
    folder = Path.home() / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(
        "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_acces_key = x\n"
    )
    (folder / "config").write_text("[default]\noutput = json\n")
    found = {d.code: d for d in resolve(profile="default", env={}).diagnostics}
    assert found["KEY001"].remedy == "did you mean aws_secret_access_key?"
    assert (found["KEY001"].origins[0].line, found["KEY001"].origins[0].column) == (3, 1)


def test_yaml_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing optional library is a diagnostic that names the extra, not a traceback."""
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    Path("s3.yaml").write_text("region: r\n")
    (found,) = resolve(file="s3.yaml", env=False).diagnostics
    assert (found.code, found.remedy) == ("FILE001", 'pip install "s3config[yaml]"')


@pytest.mark.parametrize(
    ("said", "endpoint"),
    [
        ({"bucket": "storage", "endpoint": "https://storage.googleapis.com"}, "https://storage.googleapis.com"),
        ({"bucket": "nyc3", "endpoint": "https://nyc3.digitaloceanspaces.com"}, "https://nyc3.digitaloceanspaces.com"),
        ({"bucket": "127", "endpoint": "http://127.0.0.1:9000"}, "http://127.0.0.1:9000"),
        ({"bucket": "abc", "endpoint": "https://abc."}, "https://abc."),
        ({"bucket": "abc", "endpoint": "https://abc.example.com"}, "https://example.com"),
    ],
)
def test_a_bucket_is_taken_off_a_host_that_holds_it_only(said: dict[str, Any], endpoint: str) -> None:
    """A provider's own host and an address stay, whatever the bucket's name."""
    resolution = resolve(**said, virtual_hosted_style_request=True, env=False)
    assert resolution.config.endpoint == endpoint


@pytest.mark.parametrize(
    ("url", "bucket", "endpoint"),
    [
        ("https://bkt.acc.eu.r2.cloudflarestorage.com/k", "bkt", "https://acc.eu.r2.cloudflarestorage.com"),
        ("https://bkt.s3.oss-cn-hangzhou.aliyuncs.com/k", "bkt", "https://s3.oss-cn-hangzhou.aliyuncs.com"),
    ],
)
def test_the_longest_root_leaves_least_to_the_bucket(url: str, bucket: str, endpoint: str) -> None:
    """Of two readings of a host, the one with the shorter bucket is right."""
    assert {"bucket": bucket, "endpoint": endpoint}.items() <= resolve(url, env=False).values().items()


def test_the_style_of_a_url_stays_with_its_endpoint() -> None:
    """An argument that sets the URL's own endpoint changes nothing."""
    url, endpoint = "https://bucket.minio.example.com/k", "https://minio.example.com"
    by_argument = resolve(url, endpoint=endpoint, env=False)
    by_variable = resolve(url, env={"AWS_ENDPOINT_URL": endpoint})
    assert by_argument.config.virtual_hosted_style_request
    assert by_argument.config == by_variable.config


def test_an_enumeration_of_strings_is_its_value() -> None:
    """A member of an enumeration is read as its text, and hidden like text."""

    class Place(str, Enum):  # noqa: UP042 (as users write them, whose `str` is not their value)
        REGION = "eu-west-1"
        PROXY = "http://user:passw0rd@proxy"

    resolution = resolve(region=Place.REGION, proxy_url=Place.PROXY, env=False)
    assert resolution.values()["region"] == "eu-west-1"
    assert "passw0rd" not in repr(resolution["proxy_url"])


def test_without_secrets_stays_as_wrong_as_it_was() -> None:
    """What was wrong before is wrong after, and anonymous requests stay anonymous."""
    broken = resolve(bucket="bucket", regoin="r", env=False).without_secrets()
    anonymous = resolve(bucket="bucket", skip_signature=True, user_agent="me@x", env=False).without_secrets()
    assert {d.code for d in broken.diagnostics} == {"KEY001"}
    assert (anonymous.config.skip_signature, anonymous.config.client_options.user_agent) == (True, "me@x")


def test_without_secrets_says_nothing_secret_either() -> None:
    """A complaint about a field that a secret was pasted into is handed on without it."""
    keys: dict[str, Any] = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": SECRET}
    handed_on = resolve(bucket="bucket", profile=SECRET, **keys, env={}).without_secrets()
    assert "CR007" in {d.code for d in handed_on.diagnostics}
    assert SECRET not in str(handed_on.diagnostics)
    assert SECRET.encode() not in pickle.dumps(handed_on)


def test_a_third_party_cannot_leak_or_lose() -> None:
    """A raw secret of another's source is wrapped, and a key that is none is refused."""

    class Careless:
        def read(self, request: Request) -> Iterator[Setting]:  # noqa: ARG002
            """Yield a raw secret and a typo."""
            yield Setting("secret_access_key", SECRET, "secret", Origin("vault"), Layer.ENVIRONMENT)
            yield Setting("regoin", "r", "regoin", Origin("vault"), Layer.ENVIRONMENT)

    resolution = resolve(env={}, sources=[Careless()])
    assert SECRET not in repr(resolution) + repr(resolution.history("secret_access_key"))
    assert {d.code for d in resolution.diagnostics} == {"KEY001", "CR020"}


@pytest.mark.parametrize(
    "said",
    [
        {"env": {1: "x"}},
        {"env": {"HOME": 5}, "profile": "p"},
        {"env": {"AWS_CONFIG_FILE": "~nosuchuser/c"}, "profile": "p"},
        {"url": "https://s3express-control.us-west-2.amazonaws.com/x"},
        {"sts_endpoint": "http://sts.example.com", "env": False},
        {"url": "s3://bucket?region=a&region=b", "env": False},
    ],
    ids=str,
)
def test_odd_input_is_an_error_and_no_crash(said: dict[str, Any]) -> None:
    """Whatever is passed, `resolve` answers with diagnostics."""
    assert Severity.ERROR in {d.severity for d in resolve(**said).diagnostics}


@pytest.mark.parametrize(
    ("top", "store", "identity"),
    [
        ("web_identity_token_file = '/t'", "role_arn = 'r'", {"web_identity_token_file": "/t", "role_arn": "r"}),
        ("access_key_id = 'a'\nsecret_access_key = 'b'\nsession_token = 't'",
         "access_key_id = 'c'\nsecret_access_key = 'd'",
         {"access_key_id": "c", "secret_access_key": "d"}),
    ],
)  # fmt: skip
def test_a_file_is_one_place(top: str, store: str, identity: dict[str, str]) -> None:
    """A store adds to the top of its file; pairs are not mixed."""
    Path("s3.toml").write_text(f"{top}\n[stores.x]\nbucket = 'bucket'\n{store}\n")
    values = resolve(file="s3.toml", store="x", env=False).values(reveal=True)
    assert values == {"bucket": "bucket", **identity}
