"""The dialect `pyarrow`: each key's argument, the URI, and pyarrow that takes them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from container_identity import KEY_ID, signers
from nasty_values import NASTY, PEM, SECRETS, made, with_secret
from tool_runs import python_of

from s3config import resolve, translate
from s3config.errors import ConfigError, MissingDependencyError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.origin import Origin

if TYPE_CHECKING:
    from pathlib import Path

    from recording import Recorder

    from s3config.config import StoreConfig

_REGION = {"region": "us-east-1"}
_PAIR = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "secret"}
_PAIR_WRITTEN = {"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "secret"}
_ENDPOINT = {"endpoint": "https://s3.example.com"}
_ENDPOINT_WRITTEN = {"endpoint_override": "https://s3.example.com"}
CASES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (_PAIR, _PAIR_WRITTEN),
    ({**_PAIR, "session_token": "t"}, {**_PAIR_WRITTEN, "session_token": "t"}),
    ({"region": "eu-west-1"}, {"region": "eu-west-1"}),
    (_ENDPOINT, _ENDPOINT_WRITTEN),
    ({"endpoint": "http://localhost:9000/base"}, {"endpoint_override": "http://localhost:9000/base"}),
    (
        {**_ENDPOINT, "virtual_hosted_style_request": True},
        {**_ENDPOINT_WRITTEN, "force_virtual_addressing": True},
    ),
    (
        {**_ENDPOINT, "virtual_hosted_style_request": False},
        {**_ENDPOINT_WRITTEN, "force_virtual_addressing": False},
    ),
    ({"skip_signature": True}, {"anonymous": True}),
    ({"root_certificate": "/etc/my ca.pem"}, {"tls_ca_file_path": "/etc/my ca.pem"}),
    ({"connect_timeout": "1s 500ms", "read_timeout": "5s"}, {"connect_timeout": 1.5, "request_timeout": 5}),
    ({"proxy_url": "http://u:pa%24@p:3128"}, {"proxy_options": "http://u:pa%24@p:3128"}),
    (
        {"proxy_url": "https://u:pa%24@proxy.example.com"},
        {"proxy_options": {
            "scheme": "https", "host": "proxy.example.com", "port": 443, "username": "u", "password": "pa$",
        }},
    ),
    ({"proxy_url": "http://[::1]:3128"}, {"proxy_options": {"scheme": "http", "host": "[::1]", "port": 3128}}),
]  # fmt: skip


def _back(source: Any) -> StoreConfig:
    return resolve(bucket="logs", env=False, sources=[from_dialect(source, "pyarrow")]).config


@pytest.mark.parametrize(("settings", "written"), CASES, ids="+".join)
def test_words(settings: dict[str, Any], written: dict[str, Any]) -> None:
    """Each key has its argument in pyarrow's types, and it comes back."""
    config = made(**settings)
    translation = translate(config, "pyarrow")
    assert translation.values == {**_REGION, **written}
    assert translation.dropped == {}
    assert _back(translation.values) == config
    assert _back(translation.text) == config


@pytest.mark.parametrize(
    ("settings", "environment"),
    [
        ({"request_checksum_calculation": "when_required"}, {"AWS_REQUEST_CHECKSUM_CALCULATION": "when_required"}),
        ({"response_checksum_validation": "when_required"}, {"AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required"}),
        ({"container_credentials_relative_uri": "/v2/x"}, {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"}),
        ({"ec2_metadata_disabled": True}, {"AWS_EC2_METADATA_DISABLED": "true"}),
        ({"imdsv1_fallback": False}, {"AWS_EC2_METADATA_V1_DISABLED": "true"}),
        ({"checksum_algorithm": "CRC64NVME", "unsigned_payload": True, "disable_tagging": True}, {}),
    ],
)
def test_variables(settings: dict[str, Any], environment: dict[str, str]) -> None:
    """What its AWS SDK reads from the environment is told there; what it does anyway is not told."""
    translation = translate(made(**settings), "pyarrow")
    assert translation.environment == environment
    assert translation.values == _REGION
    assert translation.dropped == {}


@pytest.mark.parametrize(
    "settings",
    [
        {"request_payer": True},
        {"server_side_encryption": "AES256"},
        {"allow_invalid_certificates": True},
        {"root_certificate": PEM},
        {"web_identity_token_file": "/run/t", "role_arn": "arn:aws:iam::1:role/r"},
    ],
    ids="+".join,
)
def test_what_keeps_requests_safe(settings: dict[str, Any]) -> None:
    """What it cannot be told and keeps requests safe is an error, unless it is let go."""
    with pytest.raises(ConfigError, match="pyarrow cannot be told all that keeps requests safe"):
        translate(made(**settings), "pyarrow")
    translation = translate(made(**settings), "pyarrow", strict=False)
    assert set(translation.dropped) == set(settings)
    assert translation.values == _REGION


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"timeout": "5s"}, "timeout"),
        ({"connect_timeout": 0}, "connect_timeout"),
        ({"checksum_algorithm": "SHA256"}, "checksum_algorithm"),
        ({"virtual_hosted_style_request": False}, "virtual_hosted_style_request"),
        ({"proxy_url": "socks5://proxy.example.com:1080"}, "proxy_url"),
        ({"sts_endpoint": "https://sts.example.com"}, "sts_endpoint"),
    ],
)
def test_what_it_cannot_be_told(settings: dict[str, Any], key: str) -> None:
    """What has no argument, or a value that it cannot hold, is named with the reason."""
    translation = translate(made(**settings), "pyarrow")
    assert list(translation.dropped) == [key]
    assert translation.values == _REGION


def test_checksums_that_stores_refuse() -> None:
    """Beside an endpoint it is said how its checksums are switched off, until that is done."""
    said = "pyarrow sends checksums that many stores refuse, unless request_checksum_calculation=when_required"
    assert said in translate(made(**_ENDPOINT), "pyarrow").warnings
    assert said not in translate(made(**_ENDPOINT, request_checksum_calculation="when_required"), "pyarrow").warnings


@pytest.mark.parametrize(
    ("strategy", "retries"),
    [
        ("AwsStandardS3RetryStrategy(max_attempts=4)", 3),
        ("AwsStandardS3RetryStrategy(1)", 0),
        ("pyarrow.fs.AwsStandardS3RetryStrategy()", 2),
        ("fs.AwsDefaultS3RetryStrategy(max_attempts=4)", 4),
        ("AwsDefaultS3RetryStrategy()", 3),
    ],
)
def test_retries_in_text(strategy: str, retries: int) -> None:
    """A strategy in code says by its class what it counts; as text in JSON, too."""
    assert _back(f"S3FileSystem(region='x', retry_strategy={strategy})").retry_config.max_retries == retries
    assert _back(f"options = {{'retry_strategy': {strategy}}}").retry_config.max_retries == retries
    assert _back(f'{{"retry_strategy": "{strategy}"}}').retry_config.max_retries == retries


def test_a_strategy_that_is_none() -> None:
    """What is no strategy of pyarrow is complained of, and its code is not shown."""
    source = from_dialect("S3FileSystem(retry_strategy=Mine('hush'))", "pyarrow")
    found = resolve(bucket="logs", env=False, sources=[source]).diagnostics
    assert [d.remedy for d in found] == ["write a number such as 10"]
    assert "hush" not in str(found)


def test_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a number of retries needs the library, and where it is missing that is one clear error."""
    monkeypatch.setitem(sys.modules, "pyarrow.fs", None)
    assert translate(made(**_PAIR), "pyarrow").values == {**_REGION, **_PAIR_WRITTEN}
    with pytest.raises(MissingDependencyError, match=r"max_retries is told pyarrow .*; pip install pyarrow"):
        translate(made(max_retries=3), "pyarrow")


@pytest.mark.parametrize(
    ("values", "endpoint", "allow_http"),
    [
        ({"endpoint_override": "localhost:9000", "scheme": "http"}, "http://localhost:9000", True),
        ({"endpoint_override": "s3.example.com"}, "https://s3.example.com", False),
        ({"endpoint_override": "http://s3.example.com", "scheme": "https"}, "http://s3.example.com", True),
        ({"endpoint_override": "", "scheme": "http"}, None, False),
    ],
)
def test_endpoints(values: dict[str, str], endpoint: str | None, *, allow_http: bool) -> None:
    """A host gets its scheme from beside it, and a URL has its own."""
    config = _back(values)
    assert config.endpoint == endpoint
    assert config.client_options.allow_http is allow_http


def test_other_words() -> None:
    """Arguments that mean no key are passed over, and a typo is not."""
    values = {"region": "x", "background_writes": False, "role_arn": "arn:aws:iam::1:role/r", "anonimous": True}
    found = resolve(bucket="logs", env=False, sources=[from_dialect(values, "pyarrow")])
    assert [d.remedy for d in found.diagnostics] == ["did you mean anonymous?"]
    assert found.config.role_arn is None


def test_a_uri() -> None:
    """A URI is percent-encoded, and holds the bucket when it is read."""
    config = made(
        access_key_id="AKIAIOSFODNN7EXAMPLE", secret_access_key="a/b+c=d:e@f%g", endpoint="http://localhost:9000"
    )
    uri = translate(config, "pyarrow").form("uri")
    assert uri == (
        "s3://AKIAIOSFODNN7EXAMPLE:a%2Fb%2Bc%3Dd%3Ae%40f%25g@?region=us-east-1"
        "&endpoint_override=http%3A%2F%2Flocalhost%3A9000"
    )
    source = from_dialect(uri.replace("@?", "@logs/2026?"), "pyarrow")
    resolution = resolve(env=False, sources=[source])
    assert resolution.config == config
    assert resolution["bucket"].origin == Origin("text", 1, 53)
    assert resolution["secret_access_key"].origin == Origin("text", 1, 27)
    assert resolution["endpoint"].origin == Origin("text", 1, 80)


def test_what_only_a_uri_says() -> None:
    """A URI can switch the check of certificates off."""
    config = _back("s3://logs/?region=eu-west-1&tls_verify_certificates=false&allow_bucket_creation=true")
    assert config.client_options.allow_invalid_certificates
    assert config.region == "eu-west-1"


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({**_PAIR, "session_token": "hush"}, "session_token"),
        ({"skip_signature": True}, "anonymous"),
        ({"proxy_url": "http://u:hush@p:1"}, "proxy_options"),
    ],
)
def test_what_no_uri_holds(settings: dict[str, Any], word: str) -> None:
    """A word that has no place in a URI is named, and its value is not."""
    with pytest.raises(ConfigError, match=f"a URI of pyarrow has no place for {word}") as caught:
        translate(made(**settings), "pyarrow").form("uri")
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("s3://AKIA:hu/sh@logs?region=x", "1:1"),
        ("\n  s3://AKIA:hu?sh@logs#x", "2:3"),
        ("s3://AKIA:hu sh@logs", "1:1"),
        ("s3://AKIA:hush%2@logs", "1:15"),
        ("S3FileSystem(secret_key='hush'", "1:13"),
    ],
)
def test_half_a_text(text: str, place: str) -> None:
    """Text that is broken is one clear error with its place."""
    with pytest.raises(ConfigError, match=f"text:{place}: ") as caught:
        from_dialect(text, "pyarrow")
    assert "hu" not in str(caught.value)


@pytest.mark.parametrize("config", NASTY, ids=str)
def test_texts(config: StoreConfig) -> None:
    """Code holds any value, and it comes back from its place."""
    translation = translate(config, "pyarrow", strict=False)
    resolution = resolve(bucket="logs", env=False, sources=[from_dialect(translation.text, "pyarrow")])
    assert translate(resolution.config, "pyarrow", strict=False).values == translation.values
    assert resolution["region"].origin.line is not None


def test_masks() -> None:
    """What is shown holds masks in both forms."""
    translation = translate(masked(made(**_PAIR)), "pyarrow")
    assert "secret_key='**********'" in translation.form("python")
    assert ":**********@?" in translation.form("uri")


@pytest.fixture
def library() -> Any:
    """Return `pyarrow.fs`."""
    python_of("pyarrow")
    from pyarrow import fs

    return fs


def _told(files: Any) -> dict[str, Any]:
    """Return the arguments that a file system says that it was made with."""
    arguments: dict[str, Any] = files.__reduce__()[1][0]
    return arguments


@pytest.mark.dialects
@pytest.mark.parametrize(("settings", "written"), CASES, ids="+".join)
def test_it_takes_the_words(library: Any, settings: dict[str, Any], written: dict[str, Any]) -> None:
    """It takes what is written, in a mapping of ours, and says so itself."""
    told = _told(library.S3FileSystem(**translate(made(**settings), "pyarrow").values))
    if "proxy_options" in written:
        proxy = told["proxy_options"]
        assert proxy["port"] in {443, 3128}
        assert proxy["password"] == ("pa$" if proxy["username"] else "")
    else:
        assert {name: told[name] for name in written} == written


@pytest.mark.dialects
@pytest.mark.parametrize("secret", SECRETS)
def test_it_reads_the_texts(library: Any, secret: str) -> None:
    """It reads a secret in the URI, and Python reads it in the code, as it was."""
    config = with_secret(secret)
    scope: dict[str, Any] = {}
    exec(translate(config, "pyarrow").text, scope)  # noqa: S102 (our own code)
    assert _told(scope["files"])["secret_key"] == secret
    plain = config.model_copy(update={"session_token": None})
    files, path = library.FileSystem.from_uri(translate(plain, "pyarrow").form("uri").strip().replace("@?", "@logs/a?"))
    assert (_told(files)["secret_key"], _told(files)["region"], path) == (secret, "us-east-1", "logs/a")


@pytest.mark.dialects
def test_retries(library: Any) -> None:
    """Retries become attempts of a strategy of the library, in values and in code, and come back."""
    config = made(max_retries=3)
    translation = translate(config, "pyarrow")
    strategy = translation.values["retry_strategy"]
    assert (type(strategy), strategy.max_attempts) == (library.AwsStandardS3RetryStrategy, 4)
    library.S3FileSystem(**translation.values)
    exec(translation.text, {})  # noqa: S102 (our own code)
    assert _back(translation.values) == _back(translation.text) == config
    default = {"retry_strategy": library.AwsDefaultS3RetryStrategy(max_attempts=3)}
    assert _back(default).retry_config.max_retries == 3


@pytest.mark.dialects
def test_a_container(recorder: Recorder, tmp_path: Path) -> None:
    """It takes a container's credentials from the environment."""
    assert signers("pyarrow", recorder, tmp_path) == {KEY_ID}
