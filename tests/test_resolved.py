"""What a resolution is to its user: a mapping of keys to settings, which hides what is secret wherever it stands."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from s3config import Layer, Origin, Setting, StoreConfig, resolve

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
