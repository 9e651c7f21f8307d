"""What holds for every resolution: it can be read back, no order matters, the higher layer wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from s3config import Layer, Origin, Resolution, Setting, Severity, resolve
from s3config.identity import GROUP
from s3config.spellings import KEYS, SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from s3config.sources import Request

KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SSE_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

IDENTITIES: tuple[dict[str, Any], ...] = (
    {},
    {"skip_signature": True},
    {"access_key_id": KEY_ID, "secret_access_key": SECRET},
    {"access_key_id": KEY_ID, "secret_access_key": SECRET, "session_token": "token+/="},
    {"access_key_id": KEY_ID, "secret_access_key": SECRET, "session_token": "t", "credential_expiration": "2030-01-01"},
    {"web_identity_token_file": "/token", "role_arn": "arn:aws:iam::1:role/r", "role_session_name": "s"},
    {"container_credentials_relative_uri": "/v2/credentials/x"},
    {"container_credentials_full_uri": "http://169.254.170.23/v1", "container_authorization_token_file": "/token"},
)
ENCRYPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"server_side_encryption": "AES256"},
    {"server_side_encryption": "aws:kms", "sse_kms_key_id": "k", "sse_bucket_key_enabled": "yes"},
    {"server_side_encryption": "aws:kms:dsse"},
    {"server_side_encryption": "sse-c", "sse_customer_key_base64": SSE_KEY},
)
PLACES: tuple[dict[str, Any], ...] = (
    {},
    {"endpoint": "https://S3.Example.com:8443/root/"},
    {"endpoint": "http://minio:9000", "allow_http": "on"},
    {"endpoint": "http://127.0.0.1:9000"},
    {"endpoint": "https://account.r2.cloudflarestorage.com"},
    {"endpoint": "https://oss-cn-beijing.aliyuncs.com"},
    {"endpoint": "https://my-bucket.nyc3.digitaloceanspaces.com", "virtual_hosted_style_request": True},
    {"virtual_hosted_style_request": False},
    {"use_fips_endpoint": True, "region": "us-gov-west-1"},
    {"use_dualstack_endpoint": True},
    {"region": "cn-north-1"},
    {"region": "eu-west-1", "default_region": "eu-west-2"},
    {"default_region": "eu-west-3"},
)
PROTOCOLS: tuple[dict[str, Any], ...] = ({}, {"http1_only": True}, {"http2_only": "1", "http2_max_frame_size": "16384"})
GROUPED = {
    *(key for group in (*IDENTITIES, *ENCRYPTIONS, *PLACES, *PROTOCOLS) for key in group),
    *(key for key, place in KEYS.items() if place.about.argument_only),
}
"""Keys that are drawn with what they need beside them, or that no mapping of plain values can hold."""
FREE = [key for key in KEYS if key not in {*GROUPED, *GROUP, "bucket", "s3_express", "profile", "init_backoff"}]
"""Keys that are valid with any other."""


def values_of(key: str) -> list[Any]:
    """Return values that a key can have, in several ways of writing; flags in both senses."""
    examples = list(KEYS[key].about.examples)
    flags = [False, True, "off", "YES", 0, 1] if True in examples or False in examples else []
    return [*examples, *flags]


OTHERS = st.fixed_dictionaries({}, optional={key: st.sampled_from(values_of(key)) for key in FREE})


@st.composite
def mappings(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a mapping of canonical keys that is valid as a whole."""
    parts = [draw(st.sampled_from(parts)) for parts in (IDENTITIES, ENCRYPTIONS, PLACES, PROTOCOLS)]
    said = {key: value for part in (*parts, draw(OTHERS)) for key, value in part.items()}
    return {"bucket": "my-bucket", **said}


@st.composite
def spelled(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid mapping whose keys are in any spelling that reads values as the key does."""
    words: dict[str, list[str]] = {}
    for word, found in SPELLINGS.items():
        if found.convert is None:
            words.setdefault(found.key, []).append(word)
    return {draw(st.sampled_from(words[key])): value for key, value in draw(mappings()).items()}


def environment(mapping: Mapping[str, Any]) -> dict[str, str]:
    """Write a mapping of canonical keys as environment variables."""
    return {f"AWS_{key.upper()}": _text(value) for key, value in mapping.items()}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {item}" for name, item in value.items())
    duration = isinstance(value, int) and not isinstance(value, bool) and value == 30
    return f"{value}s" if duration else str(value)


def outcome(resolution: Resolution) -> tuple[object, ...]:
    """Return everything that a user can learn from a resolution."""
    histories = {key: resolution.history(key) for key in KEYS}
    try:
        return resolution.values(reveal=True), sorted(resolution.diagnostics), histories
    except ValueError:
        return None, sorted(resolution.diagnostics), histories


@given(spelled())
def test_values_can_be_read_back(mapping: dict[str, Any]) -> None:
    """`resolve(config=r.values(reveal=True))` says the same and means the same."""
    first = resolve(config=mapping, env=False)
    again = resolve(config=first.values(reveal=True), env=False)

    assert first.values(reveal=True) == again.values(reveal=True)
    assert first.config == again.config


@given(mappings())
def test_values_of_the_environment_can_be_read_back(mapping: dict[str, Any]) -> None:
    """What the environment said can be passed on as a mapping, without the environment."""
    first = resolve(env=environment(mapping))
    again = resolve(config=first.values(reveal=True), env=False)

    assert first.values(reveal=True) == again.values(reveal=True)
    assert first.config == again.config


@given(mappings(), mappings())
def test_values_of_two_layers_can_be_read_back(above: dict[str, Any], below: dict[str, Any]) -> None:
    """Whatever is decided between two layers, `values()` tells all of it."""
    first = resolve(config=above, env=environment(below))
    assume(all(found.severity is not Severity.ERROR for found in first.diagnostics))  # they contradict each other
    again = resolve(config=first.values(reveal=True), env=False)

    assert first.values(reveal=True) == again.values(reveal=True)
    assert first.config == again.config


@given(mappings())
def test_a_configuration_can_be_read_back(mapping: dict[str, Any]) -> None:
    """`resolve(config=r.config)` says at least the same, means the same, and complains of nothing new."""
    first = resolve(config=mapping, env=False)
    again = resolve(config=first.config, env=False)

    assert first.config == again.config
    assert first.values(reveal=True) == {key: again.values(reveal=True)[key] for key in first.values()}
    assert {found.code for found in again.diagnostics} <= {found.code for found in first.diagnostics}


@pytest.mark.parametrize(
    "place",
    [place for place in PLACES if "default_region" not in place],
    ids=lambda place: " ".join(map(str, place.values())),
)
def test_a_configuration_says_what_was_said(place: dict[str, Any]) -> None:
    """`resolve(config=r.config)` has the same values: what was implied stays implied."""
    first = resolve(config=place, bucket="my-bucket", env=False)

    assert first.values() == resolve(config=first.config, env=False).values()


@pytest.mark.parametrize(
    "url",
    [
        "s3://my-bucket/path?region=eu-west-1",
        "https://my-bucket.s3.eu-west-1.amazonaws.com",
        "https://s3.dualstack.eu-west-1.amazonaws.com/my-bucket",
        "https://account.r2.cloudflarestorage.com/my-bucket",
        "https://my.dotted.bucket.s3.eu-west-1.amazonaws.com",
        "https://my-bucket--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com",
    ],
)
def test_values_of_a_url_can_be_read_back(url: str) -> None:
    """A URL's meaning is all in `values()`."""
    first = resolve(url, env={})
    again = resolve(config=first.values(), env=False)

    assert first.values() == again.values()
    assert first.config == again.config


@pytest.mark.parametrize(
    "arguments",
    [
        {"env": {"AWS_PROFILE": "known"}},
        {"profile": "known"},
        {"env": {"AWS_PROFILE": "missing", "AWS_SKIP_SIGNATURE": "true"}},
        {"env": {"AWS_DEFAULT_REGION": "eu-west-1"}, "default_region": "eu-west-2"},
        {"env": {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "https://s3.example.com"}},
    ],
    ids=str,
)
def test_values_of_what_is_around_can_be_read_back(arguments: dict[str, Any], tmp_path: Path) -> None:
    """The same holds where a profile or a fallback had a part in it."""
    folder = tmp_path / "home" / ".aws"
    folder.mkdir()
    (folder / "config").write_text("[profile known]\nregion = eu-west-3\nendpoint_url = https://s3.example.com\n")
    first = resolve(bucket="my-bucket", **arguments)
    again = resolve(config=first.values(reveal=True), env=False)

    assert first.config == again.config


@given(st.data())
def test_the_order_of_keywords_and_mappings_never_matters(data: st.DataObject) -> None:
    """The same arguments give the same answer in any order."""
    said = data.draw(spelled())
    keywords = {word: value for word, value in said.items() if word not in ("bucket", "profile")}
    other = dict(data.draw(st.permutations(list(said.items()))))

    assert outcome(resolve(config=said, env=False)) == outcome(resolve(config=other, env=False))

    shuffled = {word: value for word, value in other.items() if word in keywords}
    assert outcome(resolve(env=False, **keywords)) == outcome(resolve(env=False, **shuffled))


NAMES = st.sampled_from([f"AWS_{name.upper()}" for key in KEYS.values() for name in key.names])
TEXTS = st.sampled_from(
    ("", " ", "true", "false", "x", "eu-west-1", "https://a.example.com", "http://b:1/", "3", "a b")
)


@given(st.dictionaries(NAMES, TEXTS, max_size=12).flatmap(lambda env: st.tuples(
    st.just(env), st.permutations(list(env.items())))
))  # fmt: skip
def test_the_order_of_the_environment_never_matters(orders: tuple[dict[str, str], list[tuple[str, str]]]) -> None:
    """The same variables give the same answer in any order, also where they contradict each other or are wrong."""
    assert outcome(resolve(env=orders[0])) == outcome(resolve(env=dict(orders[1])))


class Written:
    """A source of a third party that yields what it was given."""

    def __init__(self, *settings: Setting) -> None:
        """Keep the settings."""
        self.settings = settings

    def read(self, request: Request) -> Iterator[Setting]:  # noqa: ARG002
        """Yield the settings."""
        yield from self.settings


@given(st.permutations(range(4)))
def test_the_order_of_sources_never_matters(order: list[int]) -> None:
    """Third parties' sources of one layer can be passed in any order."""
    sources = [
        Written(Setting("region", f"region-{number}", "region", Origin(f"source {number}"), Layer.ENVIRONMENT))
        for number in range(4)
    ]
    assert outcome(resolve(env={}, sources=sources)) == outcome(resolve(env={}, sources=[sources[n] for n in order]))


PLAIN = [key for key in KEYS if key not in GROUP]
"""Keys that are decided one by one."""
NEEDED = {
    "sse_kms_key_id": {"server_side_encryption": "aws:kms"},
    "sse_bucket_key_enabled": {"server_side_encryption": "aws:kms"},
    "sse_customer_key_base64": {"server_side_encryption": "sse-c"},
}
"""What must stand beside a key so that it is valid."""
LAYERS = [layer for layer in Layer if layer not in (Layer.DEFAULT, Layer.FALLBACK)]


def written(key: str, value: Any, layer: Layer) -> Setting:
    """Write a key in a layer."""
    return Setting(key, SPELLINGS[key].seal(value), key, Origin(f"the {layer}"), layer)


@pytest.mark.parametrize("key", [key for key in PLAIN if key != "profile"])
def test_a_higher_layer_always_beats_a_lower_one(key: str) -> None:
    """For every two layers the higher one's setting wins, and the lower one's stays in the history."""
    value = KEYS[key].about.examples[0]
    for upper in LAYERS:
        for lower in (layer for layer in LAYERS if layer < upper):
            high, low = written(key, value, upper), written(key, value, lower)
            resolution = resolve(env={}, sources=[Written(low), Written(high)])

            assert (high, low) == resolution.history(key)


@pytest.mark.parametrize("key", [key for key in PLAIN if key != "profile"])
def test_only_winners_must_be_valid(key: str) -> None:
    """A value that lost may be nonsense; the same nonsense is an error where it wins."""
    good = written(key, KEYS[key].about.examples[0], Layer.STORE)
    bad = written(key, object(), Layer.FILE)
    beside = [written(other, value, Layer.STORE) for other, value in NEEDED.get(key, {}).items()]

    lost = resolve(env={}, sources=[Written(good, bad, *beside)])
    won = resolve(env={}, sources=[Written(good, bad._replace(layer=Layer.ARGUMENT), *beside)])

    assert [found for found in lost.diagnostics if found.severity is Severity.ERROR] == []
    assert any(found.severity is Severity.ERROR and key in found.message for found in won.diagnostics)


def test_credentials_that_lost_may_be_invalid() -> None:
    """The whole group of a place that does not decide is left unread."""
    env = {"AWS_ACCESS_KEY_ID": "a b", "AWS_SECRET_ACCESS_KEY": "c d", "AWS_SESSION_TOKEN": "e f"}
    resolution = resolve(bucket="my-bucket", access_key_id=KEY_ID, secret_access_key=SECRET, env=env)

    assert resolution.config.access_key_id == KEY_ID
    assert resolution.diagnostics == ()


def test_an_empty_value_lets_the_next_one_win() -> None:
    """Empty is not set, in whatever layer."""
    resolution = resolve(region="", env={"AWS_REGION": " ", "AWS_DEFAULT_REGION": "eu-west-1"})

    assert resolution.effective("region") == "eu-west-1"
    assert {Severity.INFO} == {found.severity for found in resolution.diagnostics}
