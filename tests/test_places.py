"""Where requests go: region, endpoint, addressing style, and what each of them implies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from s3config import Layer, Resolution, Severity, resolve

R2 = "https://0123456789abcdef.r2.cloudflarestorage.com"
ENV_ENDPOINT = {"AWS_ENDPOINT_URL_S3": "https://env.example.com"}


def by(severity: Severity, resolution: Resolution) -> list[str]:
    """Return the diagnostics that are this bad, as text."""
    return [str(found) for found in resolution.diagnostics if found.severity is severity]


# region


@pytest.mark.parametrize(
    ("arguments", "region", "values"),
    [
        ({}, "us-east-1", {}),
        ({"region": "a"}, "a", {"region": "a"}),
        ({"default_region": "a"}, "a", {"default_region": "a"}),
        ({"region": "a", "default_region": "b"}, "a", {"region": "a", "default_region": "b"}),
        ({"env": {"AWS_DEFAULT_REGION": "a"}}, "a", {"default_region": "a"}),
        ({"env": {"AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"}}, "a", {"region": "a", "default_region": "b"}),
        ({"default_region": "a", "env": {"AWS_REGION": "b"}}, "b", {"default_region": "a", "region": "b"}),
        ({"region": "a", "env": {"AWS_DEFAULT_REGION": "b"}}, "a", {"region": "a", "default_region": "b"}),
        ({"url": "s3://my-bucket?default_region=a", "env": {"AWS_REGION": "b"}}, "a", None),
        ({"url": "https://s3.eu-west-1.amazonaws.com/my-bucket", "default_region": "a"}, "eu-west-1", None),
        ({"file": "a.toml"}, "of-the-file", {"region": "of-the-file"}),
        ({"file": "a.toml", "default_region": "b"}, "of-the-file", None),
        ({"file": "a.toml", "env": {"AWS_DEFAULT_REGION": "b"}}, "b", None),
        ({"file": "a.toml", "env": {"AWS_DEFAULT_REGION": ""}}, "of-the-file", None),
        ({"file": "d.toml", "env": {"AWS_REGION": "b"}}, "b", None),
        ({"file": "d.toml", "default_region": "b"}, "of-the-file", None),
        ({"endpoint": R2}, "auto", {"endpoint": R2}),
        ({"endpoint": R2, "default_region": "a"}, "a", None),
        ({"endpoint": R2, "env": {"AWS_REGION": "a"}}, "a", None),
        ({"endpoint": "https://s3.eu-west-1.amazonaws.com"}, "eu-west-1", None),
        ({"endpoint": "https://nyc3.digitaloceanspaces.com"}, "nyc3", None),
    ],
    ids=str,
)
def test_region(arguments: dict[str, Any], region: str, values: dict[str, str] | None) -> None:
    """`default_region=` is below everything that somebody wrote; elsewhere it is its own layer's region."""
    Path("a.toml").write_text('region = "of-the-file"')
    Path("d.toml").write_text('default_region = "of-the-file"')
    resolution = resolve(**{"env": {}, **arguments})

    assert region == resolution.effective("region")
    assert values in (None, resolution.values())
    assert by(Severity.ERROR, resolution) == []


def test_default_region_of_the_environment_beats_that_of_an_argument() -> None:
    """The environment's stands for its region, which is above a fallback; both were written, and both are told."""
    resolution = resolve(default_region="a", env={"AWS_DEFAULT_REGION": "b"})

    assert resolution.effective("region") == "b"
    assert {"a", "b"} == {setting.value for setting in resolution.history("default_region")}


def test_implied_region_says_who_implies_it() -> None:
    """What the provider always has is told from `providers.toml`, at the rank of a default."""
    setting = resolve(endpoint=R2, env={})["region"]

    assert (setting.value, setting.layer) == ("auto", Layer.DEFAULT)
    assert "providers.toml" in str(setting.origin)


# endpoint


@pytest.mark.parametrize(
    ("written", "root"),
    [
        ("https://s3.example.com", "https://s3.example.com"),
        ("https://s3.example.com/", "https://s3.example.com"),
        ("https://s3.example.com//", "https://s3.example.com"),
        ("HTTPS://S3.Example.COM", "https://s3.example.com"),
        ("https://s3.example.com:8443/", "https://s3.example.com:8443"),
        ("https://s3.example.com/Some/Path/", "https://s3.example.com/Some/Path"),
        ("https://[2001:DB8::1]:9000", "https://[2001:db8::1]:9000"),
        ("https://192.0.2.1", "https://192.0.2.1"),
    ],
)
def test_endpoint_is_a_service_root(written: str, root: str) -> None:
    """Lower-case scheme and host, port and path kept, no slash at the end."""
    assert {"endpoint": root} == resolve(endpoint=written, env={}).values()


@pytest.mark.parametrize(
    "endpoint",
    [
        "minio:9000",
        "localhost",
        "//s3.example.com",
        "s3://my-bucket",
        "ftp://s3.example.com",
        "https://",
        "https://user:hush@s3.example.com",
        "https://s3.example.com?region=a",
        "https://s3.example.com#a",
        "https://s3.example.com:port",
        "https://s3.example.com:99999",
        "https://s3 .example.com",
    ],
)
def test_wrong_endpoint(endpoint: str) -> None:
    """No scheme, a user, a query or a fragment: refused with a remedy."""
    resolution = resolve(endpoint=endpoint, env={})
    errors = [found for found in resolution.diagnostics if found.severity is Severity.ERROR]

    assert len(errors) == 1
    assert "argument endpoint" in str(errors[0])
    assert errors[0].remedy
    assert "hush" not in str(errors[0])


@pytest.mark.parametrize("word", ["endpoint", "endpoint_url", "AWS_ENDPOINT", "aws_endpoint_url_s3"])
@pytest.mark.parametrize("variable", ["AWS_ENDPOINT", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"])
def test_endpoint_of_any_spelling_in_a_higher_layer_wins(word: str, variable: str) -> None:
    """The strength of a spelling counts within a layer only."""
    resolution = resolve(env={variable: "https://env.example.com"}, config={word: "https://s3.example.com"})

    assert resolution.effective("endpoint") == "https://s3.example.com"
    assert resolution.diagnostics == ()


@pytest.mark.parametrize(
    ("arguments", "layer"),
    [
        ({"profile": "work"}, Layer.PROFILE),
        ({"file": "s3.toml", "store": "mine"}, Layer.STORE),
        ({"url": "s3://my-bucket?endpoint=https://url.example.com"}, Layer.URL),
        ({"url": f"{R2}/my-bucket"}, Layer.URL),
        ({"file": "top.toml"}, Layer.ENVIRONMENT),
    ],
    ids=str,
)
def test_endpoint_by_layer(arguments: dict[str, Any], layer: Layer) -> None:
    """The weakest spelling by name beats the strongest in the environment, which beats a file's top."""
    folder = Path.home() / ".aws"
    folder.mkdir()
    (folder / "config").write_text("[profile work]\nendpoint_url = https://profile.example.com\n")
    Path("s3.toml").write_text('[stores.mine]\nendpoint = "https://store.example.com"\n')
    Path("top.toml").write_text('endpoint_url_s3 = "https://top.example.com"\n')

    assert layer is resolve(**arguments, env=ENV_ENDPOINT)["endpoint"].layer


@pytest.mark.parametrize(
    ("endpoint", "virtual", "root", "severity"),
    [
        ("https://my-bucket.s3.example.com", True, "https://s3.example.com", Severity.INFO),
        ("https://My-Bucket.S3.example.com:8443/", True, "https://s3.example.com:8443", Severity.INFO),
        ("https://my-bucket.nyc3.digitaloceanspaces.com", True, "https://nyc3.digitaloceanspaces.com", Severity.INFO),
        ("https://my-bucket.s3.example.com", False, "https://my-bucket.s3.example.com", Severity.WARNING),
        ("https://my-bucket.s3.example.com", None, "https://my-bucket.s3.example.com", Severity.WARNING),
        ("https://s3.example.com/my-bucket", None, "https://s3.example.com/my-bucket", Severity.WARNING),
        ("https://my-bucket.nyc3.digitaloceanspaces.com", None, None, Severity.ERROR),
        ("https://my-bucket.s3.eu-west-1.amazonaws.com", None, None, Severity.ERROR),
        (f"{R2}/my-bucket", None, None, Severity.ERROR),
        ("https://my-bucket-2.s3.example.com", None, "https://my-bucket-2.s3.example.com", None),
        ("https://s3.my-bucket.example.com", True, "https://s3.my-bucket.example.com", None),
    ],
)
def test_endpoint_never_holds_the_bucket(
    endpoint: str,
    virtual: bool | None,  # noqa: FBT001
    root: str | None,
    severity: Severity | None,
) -> None:
    """It is taken off where the style says that it stands there; else it is told, and refused at a known host."""
    resolution = resolve(bucket="my-bucket", endpoint=endpoint, virtual_hosted_style_request=virtual, env={})

    assert root == resolution.effective("endpoint")
    assert [severity] * (severity is not None) == [found.severity for found in resolution.diagnostics]


@pytest.mark.parametrize(
    ("arguments", "endpoint"),
    [
        ({"env": ENV_ENDPOINT}, None),
        ({"env": {"AWS_ENDPOINT_URL": "https://env.example.com"}}, None),
        ({"dotenv": ".env"}, None),
        ({"profile": "work"}, None),
        ({"env": {"AWS_PROFILE": "work"}}, None),
        ({"endpoint": "https://s3.example.com", "env": ENV_ENDPOINT}, "https://s3.example.com"),
        ({"url": "s3://my-bucket?endpoint=https://s3.example.com", "env": ENV_ENDPOINT}, "https://s3.example.com"),
        ({"file": "s3.toml", "env": ENV_ENDPOINT}, "https://file.example.com"),
        ({"file": "s3.toml", "store": "mine", "profile": "work"}, "https://store.example.com"),
    ],
    ids=str,
)
@pytest.mark.parametrize("flag", ["true", "false"])
def test_configured_endpoints_can_be_ignored(arguments: dict[str, Any], endpoint: str | None, flag: str) -> None:
    """The flag leaves aside what is configured around, not what the call or its file says; it is obeyed, and told."""
    folder = Path.home() / ".aws"
    folder.mkdir()
    (folder / "config").write_text("[profile work]\nendpoint_url = https://profile.example.com\n")
    Path(".env").write_text("AWS_ENDPOINT_URL=https://dotenv.example.com\n")
    Path("s3.toml").write_text(
        'bucket = "my-bucket"\nendpoint = "https://file.example.com"\n'
        '[stores.mine]\nendpoint = "https://store.example.com"\n'
    )
    env = {**arguments.get("env", {}), "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": flag}
    resolution = resolve(**{**arguments, "env": env})

    if flag == "true":
        assert endpoint == resolution.effective("endpoint")
        assert [found for found in resolution.diagnostics if "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" in str(found)]
    else:
        assert resolution.effective("endpoint") is not None
        assert [found for found in resolution.diagnostics if "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" in str(found)] == []


def test_sts_endpoint_is_ignored_too() -> None:
    """The flag is about all services' endpoints."""
    env = {"AWS_ENDPOINT_URL_STS": "https://sts.example.com", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}

    assert resolve(env=env).effective("sts_endpoint") is None


# the hosts of AWS


@pytest.mark.parametrize(
    ("arguments", "endpoint"),
    [
        ({}, None),
        ({"region": "eu-west-1"}, None),
        ({"use_fips_endpoint": False, "use_dualstack_endpoint": False}, None),
        ({"use_fips_endpoint": True}, "https://s3-fips.us-east-1.amazonaws.com"),
        ({"use_fips_endpoint": True, "region": "us-gov-west-1"}, "https://s3-fips.us-gov-west-1.amazonaws.com"),
        ({"use_dualstack_endpoint": True, "region": "eu-west-1"}, "https://s3.dualstack.eu-west-1.amazonaws.com"),
        (
            {"use_fips_endpoint": True, "use_dualstack_endpoint": True, "region": "us-west-2"},
            "https://s3-fips.dualstack.us-west-2.amazonaws.com",
        ),
        ({"region": "cn-north-1"}, "https://s3.cn-north-1.amazonaws.com.cn"),
        (
            {"region": "cn-north-1", "use_dualstack_endpoint": True},
            "https://s3.dualstack.cn-north-1.amazonaws.com.cn",
        ),
        ({"default_region": "cn-north-1"}, "https://s3.cn-north-1.amazonaws.com.cn"),
        (
            {"url": "https://my-bucket.s3.us-west-2.amazonaws.com", "use_fips_endpoint": True},
            "https://s3-fips.us-west-2.amazonaws.com",
        ),
        (
            {"env": {"AWS_USE_FIPS_ENDPOINT": "true", "AWS_REGION": "us-east-2"}},
            "https://s3-fips.us-east-2.amazonaws.com",
        ),
        (
            {"env": {"AWS_USE_DUALSTACK_ENDPOINT": "true", "AWS_DEFAULT_REGION": "us-east-2"}},
            "https://s3.dualstack.us-east-2.amazonaws.com",
        ),
    ],
    ids=str,
)
def test_host_at_aws(arguments: dict[str, Any], endpoint: str | None) -> None:
    """FIPS, dual-stack and China choose the host of AWS; what follows from the region alone is left to the client."""
    resolution = resolve(**{"env": {}, **arguments})

    assert endpoint == resolution.effective("endpoint")
    assert "endpoint" not in resolution.values()
    assert resolution.diagnostics == ()


@pytest.mark.parametrize("flag", ["use_fips_endpoint", "use_dualstack_endpoint"])
def test_flag_beside_an_endpoint_of_ones_own_is_told(flag: str) -> None:
    """The endpoint stays as it is; that the flag does nothing is not passed over in silence."""
    resolution = resolve(endpoint="https://s3.example.com", env={}, config={flag: True})

    assert resolution.effective("endpoint") == "https://s3.example.com"
    assert [flag in found for found in by(Severity.WARNING, resolution)] == [True]


# style


@pytest.mark.parametrize(
    ("arguments", "virtual", "said"),
    [
        ({}, False, False),
        ({"endpoint": "https://s3.example.com"}, False, False),
        ({"virtual_hosted_style_request": True}, True, True),
        ({"virtual_hosted_style_request": False}, False, True),
        ({"endpoint": "https://oss-cn-beijing.aliyuncs.com"}, True, False),
        ({"endpoint": "https://cwobject.com"}, True, False),
        ({"endpoint": "https://oss-cn-beijing.aliyuncs.com", "virtual_hosted_style_request": False}, False, True),
        ({"endpoint": R2}, False, False),
        ({"bucket": "my-bucket--use1-az4--x-s3", "s3_express": True}, True, False),
        (
            {"bucket": "my-bucket--use1-az4--x-s3", "s3_express": True, "virtual_hosted_style_request": False},
            False,
            True,
        ),
        ({"url": "https://my-bucket.s3.amazonaws.com"}, True, True),
        ({"url": "https://s3.amazonaws.com/my-bucket"}, False, False),
        ({"url": "https://my.bucket.s3.amazonaws.com"}, False, False),
        ({"env": {"AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true"}}, True, True),
    ],
    ids=str,
)
def test_style(arguments: dict[str, Any], virtual: bool, said: bool) -> None:  # noqa: FBT001
    """Unset is path, except for S3 Express and for providers that know only the host form."""
    resolution = resolve(**{"env": {}, **arguments})

    assert virtual is resolution.effective("virtual_hosted_style_request")
    assert said == ("virtual_hosted_style_request" in resolution.values())


# plain http


@pytest.mark.parametrize(
    ("endpoint", "loopback"),
    [
        ("http://localhost:9000", True),
        ("http://LOCALHOST", True),
        ("http://127.0.0.1:9000", True),
        ("http://127.1.2.3", True),
        ("http://[::1]:9000", True),
        ("http://s3.localhost:4566", True),
        ("http://minio:9000", False),
        ("http://192.168.0.1", False),
        ("http://0.0.0.0:9000", False),
        ("http://localhost.example.com", False),
        ("http://127.0.0.1.example.com", False),
        ("http://[2001:db8::1]", False),
    ],
)
def test_loopback_implies_allow_http(endpoint: str, loopback: bool) -> None:  # noqa: FBT001
    """On this machine nobody listens; anywhere else `http://` must be allowed."""
    implied = resolve(endpoint=endpoint, env={})

    assert loopback == (not by(Severity.ERROR, implied))
    assert loopback == (implied.effective("allow_http") is True)
    assert resolve(endpoint=endpoint, allow_http=True, env={}).diagnostics == ()


@pytest.mark.parametrize("endpoint", ["http://localhost:9000", "http://minio:9000"])
def test_what_forbids_http_is_obeyed(endpoint: str) -> None:
    """`allow_http=false` is said on purpose."""
    errors = by(Severity.ERROR, resolve(endpoint=endpoint, allow_http=False, env={}))

    assert len(errors) == 1
    assert "allow_http" in errors[0]


def test_implied_allow_http_is_no_value() -> None:
    """What is implied is not what was said."""
    assert resolve(endpoint="http://localhost:9000", env={}).values() == {"endpoint": "http://localhost:9000"}


@pytest.mark.parametrize("allow", [None, False, True])
def test_metadata_endpoint_is_free_of_allow_http(allow: bool | None) -> None:  # noqa: FBT001
    """The instance metadata service speaks nothing else."""
    resolution = resolve(metadata_endpoint="http://169.254.169.254", allow_http=allow, env={})

    assert resolution.diagnostics == ()


def test_https_needs_nothing() -> None:
    """`allow_http` stays off."""
    assert resolve(endpoint="https://s3.example.com", env={}).effective("allow_http") is False
