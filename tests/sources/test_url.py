from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from s3config import InvalidConfigError, Layer, Resolution, Severity, resolve

ARN = "arn:aws:s3:us-west-2:123456789012:accesspoint/my-point"
EXPRESS = "my-bucket--use1-az4--x-s3"
R2 = "0123456789abcdef.r2.cloudflarestorage.com"


def errors_of(resolution: Resolution) -> list[str]:
    """Return the errors as text."""
    return [str(found) for found in resolution.diagnostics if found.severity is Severity.ERROR]


def warnings_of(resolution: Resolution) -> list[str]:
    """Return the warnings as text."""
    return [str(found) for found in resolution.diagnostics if found.severity is Severity.WARNING]


class Says(NamedTuple):
    """What a URL means; what is `None` is not in `values()`."""

    bucket: str | None
    region: str | None = None
    endpoint: str | None = None
    virtual: bool | None = None
    path: str = ""
    express: bool | None = None


NAMES = {"virtual": "virtual_hosted_style_request", "express": "s3_express"}
FORMS = {
    # bucket schemes
    "s3://my-bucket": Says("my-bucket"),
    "s3://my-bucket/": Says("my-bucket"),
    "s3://my-bucket/a/b": Says("my-bucket", path="a/b"),
    "s3a://my-bucket/a": Says("my-bucket", path="a"),
    "s3n://my-bucket/a": Says("my-bucket", path="a"),
    "S3://my-bucket/a": Says("my-bucket", path="a"),
    "s3://my.dotted.bucket/a": Says("my.dotted.bucket", path="a"),
    "s3://My_Bucket/a": Says("My_Bucket", path="a"),
    f"s3://{ARN}/a/b": Says(ARN, path="a/b"),
    "s3://": Says(None),
    "s3:///a/b": Says(None, path="a/b"),
    # standard AWS hosts
    "https://s3.us-west-2.amazonaws.com/my-bucket": Says("my-bucket", "us-west-2"),
    "https://s3.us-west-2.amazonaws.com/my-bucket/a/b": Says("my-bucket", "us-west-2", path="a/b"),
    "https://S3.US-WEST-2.AmazonAWS.com/My-Bucket/A": Says("My-Bucket", "us-west-2", path="A"),
    "https://s3.us-west-2.amazonaws.com:443/my-bucket": Says("my-bucket", "us-west-2"),
    "https://s3.us-west-2.amazonaws.com": Says(None, "us-west-2"),
    "https://s3.us-west-2.amazonaws.com/": Says(None, "us-west-2"),
    "https://my-bucket.s3.us-west-2.amazonaws.com": Says("my-bucket", "us-west-2", virtual=True),
    "https://my-bucket.s3.us-west-2.amazonaws.com/a%20b": Says("my-bucket", "us-west-2", virtual=True, path="a b"),
    "https://my-bucket.s3.amazonaws.com/a": Says("my-bucket", virtual=True, path="a"),
    "https://s3.amazonaws.com/my-bucket/a": Says("my-bucket", path="a"),
    "https://s3-us-west-2.amazonaws.com/my-bucket": Says("my-bucket", "us-west-2"),
    "https://my-bucket.s3-us-west-2.amazonaws.com": Says("my-bucket", "us-west-2", virtual=True),
    "https://my.dotted.bucket.s3.eu-west-1.amazonaws.com/a": Says("my.dotted.bucket", "eu-west-1", path="a"),
    "https://my.dotted.bucket.s3.amazonaws.com": Says("my.dotted.bucket"),
    "https://s3.us-gov-west-1.amazonaws.com/my-bucket": Says("my-bucket", "us-gov-west-1"),
    # other hosts of AWS
    "https://s3.dualstack.us-west-2.amazonaws.com/my-bucket": Says(
        "my-bucket", "us-west-2", "https://s3.dualstack.us-west-2.amazonaws.com"
    ),
    "https://my-bucket.s3.dualstack.us-west-2.amazonaws.com/a": Says(
        "my-bucket", "us-west-2", "https://s3.dualstack.us-west-2.amazonaws.com", virtual=True, path="a"
    ),
    "https://s3-fips.us-east-1.amazonaws.com/my-bucket": Says(
        "my-bucket", "us-east-1", "https://s3-fips.us-east-1.amazonaws.com"
    ),
    "https://my-bucket.s3-fips.dualstack.us-gov-west-1.amazonaws.com": Says(
        "my-bucket", "us-gov-west-1", "https://s3-fips.dualstack.us-gov-west-1.amazonaws.com", virtual=True
    ),
    "https://s3.cn-north-1.amazonaws.com.cn/my-bucket": Says(
        "my-bucket", "cn-north-1", "https://s3.cn-north-1.amazonaws.com.cn"
    ),
    "https://my-bucket.s3.cn-northwest-1.amazonaws.com.cn/a": Says(
        "my-bucket", "cn-northwest-1", "https://s3.cn-northwest-1.amazonaws.com.cn", virtual=True, path="a"
    ),
    "https://my.bucket.s3.cn-north-1.amazonaws.com.cn": Says(
        "my.bucket", "cn-north-1", "https://s3.cn-north-1.amazonaws.com.cn"
    ),
    "https://s3.dualstack.cn-north-1.amazonaws.com.cn/my-bucket": Says(
        "my-bucket", "cn-north-1", "https://s3.dualstack.cn-north-1.amazonaws.com.cn"
    ),
    f"https://{EXPRESS}.s3express-use1-az4.us-east-1.amazonaws.com/a": Says(
        EXPRESS, "us-east-1", virtual=True, path="a", express=True
    ),
    f"https://{EXPRESS}.s3express-fips-use1-az4.us-east-1.amazonaws.com": Says(
        EXPRESS, "us-east-1", "https://s3express-fips-use1-az4.us-east-1.amazonaws.com", virtual=True, express=True
    ),
    # other providers
    f"https://{R2}/my-bucket/a": Says("my-bucket", "auto", f"https://{R2}", path="a"),
    f"https://my-bucket.{R2}/a": Says("my-bucket", "auto", f"https://{R2}", virtual=True, path="a"),
    "https://0123456789abcdef.eu.r2.cloudflarestorage.com/my-bucket": Says(
        "my-bucket", "auto", "https://0123456789abcdef.eu.r2.cloudflarestorage.com"
    ),
    "https://0123456789abcdef.fedramp.r2.cloudflarestorage.com/my-bucket": Says(
        "my-bucket", "auto", "https://0123456789abcdef.fedramp.r2.cloudflarestorage.com"
    ),
    "https://storage.googleapis.com/my-bucket/a": Says("my-bucket", "auto", "https://storage.googleapis.com", path="a"),
    "https://my-bucket.storage.googleapis.com": Says(
        "my-bucket", "auto", "https://storage.googleapis.com", virtual=True
    ),
    "https://t3.storage.dev/my-bucket": Says("my-bucket", "auto", "https://t3.storage.dev"),
    "https://s3.us-west-004.backblazeb2.com/my-bucket": Says(
        "my-bucket", "us-west-004", "https://s3.us-west-004.backblazeb2.com"
    ),
    "https://my-bucket.nyc3.digitaloceanspaces.com/a": Says(
        "my-bucket", "nyc3", "https://nyc3.digitaloceanspaces.com", virtual=True, path="a"
    ),
    "https://s3.eu-central-1.wasabisys.com/my-bucket": Says(
        "my-bucket", "eu-central-1", "https://s3.eu-central-1.wasabisys.com"
    ),
    "https://my-bucket.s3.fr-par.scw.cloud": Says("my-bucket", "fr-par", "https://s3.fr-par.scw.cloud", virtual=True),
    "https://s3.gra.io.cloud.ovh.net/my-bucket": Says("my-bucket", "gra", "https://s3.gra.io.cloud.ovh.net"),
    "https://fsn1.your-objectstorage.com/my-bucket": Says("my-bucket", "fsn1", "https://fsn1.your-objectstorage.com"),
    "https://us-sea-1.linodeobjects.com/my-bucket": Says("my-bucket", "us-sea-1", "https://us-sea-1.linodeobjects.com"),
    "https://my-bucket.oss-cn-beijing.aliyuncs.com": Says(
        "my-bucket", "cn-beijing", "https://oss-cn-beijing.aliyuncs.com", virtual=True
    ),
    "https://my-bucket.cwobject.com": Says("my-bucket", None, "https://cwobject.com", virtual=True),
    "https://project.storage.supabase.co/storage/v1/s3/my-bucket/a": Says(
        "my-bucket", None, "https://project.storage.supabase.co/storage/v1/s3", path="a"
    ),
    # query
    "s3://my-bucket/a?region=eu-west-1": Says("my-bucket", "eu-west-1", path="a"),
    "s3://my-bucket?endpoint=http://localhost:9000": Says("my-bucket", None, "http://localhost:9000"),
    "s3://my-bucket?endpoint=https%3A%2F%2Fs3.example.com%2F&AWS_REGION=x": Says(
        "my-bucket", "x", "https://s3.example.com"
    ),
    "s3://my-bucket?endpoint_url=https://s3.example.com&virtual_hosted_style_request=true": Says(
        "my-bucket", None, "https://s3.example.com", virtual=True
    ),
    "https://s3.amazonaws.com/my-bucket?region=eu-west-1": Says("my-bucket", "eu-west-1"),
}


@pytest.mark.parametrize(("url", "says"), FORMS.items())
def test_form(url: str, says: Says) -> None:
    """Each form gives bucket, region, service root, style and path, at the URL's rank, without a complaint."""
    resolution = resolve(url, env={})
    expected = {NAMES.get(name, name): value for name, value in says._asdict().items() if value is not None}
    path = expected.pop("path")

    assert expected == resolution.values()
    assert path == getattr(resolution.url, "path", None)
    assert {Layer.URL} >= {resolution[key].layer for key in expected}
    assert [*errors_of(resolution), *(text for text in warnings_of(resolution) if "capital" not in text)] == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        # not a URL of a bucket
        ("my-bucket/key", "s3://my-bucket/key"),
        ("", "s3://"),
        ("gs://my-bucket", "s3://"),
        ("file:///my-bucket", "s3://"),
        ("https://", "http"),
        # ports and users
        ("s3://my-bucket:9000/a", "port"),
        ("s3://user:hush@my-bucket/a", "credentials"),
        ("s3://user@my-bucket/a", "credentials"),
        ("https://user:hush@s3.us-west-2.amazonaws.com/my-bucket", "credentials"),
        ("https://s3.us-west-2.amazonaws.com/my-bucket#fragment", "fragment"),
        # hosts that are no S3 service root
        ("http://my-bucket.s3-website-us-east-1.amazonaws.com/", "website"),
        ("http://my-bucket.s3-website.eu-central-1.amazonaws.com", "website"),
        ("https://my-bucket.s3-accelerate.amazonaws.com/a", "Acceleration"),
        ("https://my-bucket.s3-accelerate.dualstack.amazonaws.com", "Acceleration"),
        ("https://point-123456789012.s3-accesspoint.us-west-2.amazonaws.com", "access point"),
        ("https://point.accesspoint.s3-global.amazonaws.com/a", "multi-Region access point"),
        ("https://vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com/my-bucket", "VPC endpoint"),
        ("https://bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com/my-bucket", "VPC endpoint"),
        ("https://123456789012.s3-control.us-west-2.amazonaws.com/v20180820", "control"),
        # hosts that nobody knows
        ("https://s3.example.com/my-bucket/a", "s3://my-bucket?endpoint=https://s3.example.com"),
        ("https://minio.example.com:9000/my-bucket", "s3://my-bucket?endpoint=https://minio.example.com:9000"),
        ("http://localhost:9000/my-bucket", "s3://my-bucket?endpoint=http://localhost:9000"),
        ("https://s3.us-west-2.amazonaws.com:8443/my-bucket", "endpoint="),
        ("https://s3.us-west-2.amazonaws.com.evil.example/my-bucket", "endpoint="),
        ("https://evil-s3.us-west-2.amazonaws.com/", ""),
        ("https://project.storage.supabase.co/my-bucket", "/storage/v1/s3"),
        # query
        ("s3://my-bucket?regoin=eu-west-1", "region"),
        ("s3://my-bucket?bucket=other", "bucket"),
        ("s3://my-bucket?endpoint=localhost:9000", "endpoint"),
        ("s3://my-bucket?allow_http=maybe", "allow_http"),
    ],
)
def test_refused_url(url: str, words: str) -> None:
    """What is no bucket's URL is refused with a remedy, and does not crash."""
    resolution = resolve(url, env={})
    found = [error for error in resolution.diagnostics if error.severity is Severity.ERROR]

    assert found
    assert words in str(found[0])
    assert found[0].remedy
    assert "hush" not in str(found)
    with pytest.raises(InvalidConfigError):
        _ = resolution.config


@pytest.mark.parametrize(
    "name",
    [
        "access_key_id",
        "AWS_ACCESS_KEY_ID",
        "secret_access_key",
        "aws_secret_access_key",
        "token",
        "session_token",
        "sse_customer_key_base64",
        "default_headers",
        "X-Amz-Signature",
        "x-amz-credential",
        "X-Amz-Security-Token",
        "metadata_endpoint",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "imdsv1_fallback",
        "sts_endpoint",
        "endpoint_url_sts",
        "proxy_url",
        "proxy_excludes",
        "proxy_ca_certificate",
        "root_certificate",
        "ca_bundle",
        "allow_invalid_certificates",
        "container_credentials_full_uri",
        "web_identity_token_file",
        "role_arn",
        "profile",
    ],
)
@pytest.mark.parametrize("base", ["s3://my-bucket", "https://my-bucket.s3.us-west-2.amazonaws.com/a"])
def test_what_may_not_stand_in_a_query(base: str, name: str) -> None:
    """Credentials, and whatever could lead them elsewhere, are errors in a URL; their values are not shown."""
    resolution = resolve(f"{base}?{name}=hush-hush", env={})
    errors = errors_of(resolution)

    assert errors
    assert name in errors[0]
    assert "hush" not in repr((resolution, resolution.diagnostics))


@pytest.mark.parametrize("url", [3, b"s3://my-bucket", ["s3://my-bucket"], object()])
def test_url_of_a_wrong_type_is_an_error(url: Any) -> None:
    """Whatever is passed, nothing crashes."""
    assert len(errors_of(resolve(url, env={}))) == 1


@pytest.mark.parametrize(
    ("url", "endpoint", "says"),
    [
        ("https://s3.example.com/my-bucket/a", "https://s3.example.com", Says("my-bucket", path="a")),
        ("https://s3.example.com/my-bucket", "https://S3.example.com/", Says("my-bucket")),
        ("https://my-bucket.s3.example.com/a", "https://s3.example.com", Says("my-bucket", virtual=True, path="a")),
        ("https://my.bucket.s3.example.com/a", "https://s3.example.com", Says("my.bucket", path="a")),
        ("http://localhost:9000/my-bucket/a", "http://localhost:9000", Says("my-bucket", path="a")),
        (
            "https://s3.example.com:8443/root/my-bucket/a",
            "https://s3.example.com:8443/root",
            Says("my-bucket", path="a"),
        ),
        ("https://s3.example.com/", "https://s3.example.com", Says(None)),
    ],
)
@pytest.mark.parametrize("where", ["argument", "environment"])
def test_own_endpoint_is_known(url: str, endpoint: str, says: Says, where: str) -> None:
    """The host of an endpoint that the caller wrote is no unknown host."""
    if where == "argument":
        resolution = resolve(url, env={}, endpoint=endpoint)
    else:
        resolution = resolve(url, env={"AWS_ENDPOINT_URL_S3": endpoint})
    bucket = resolution.values().get("bucket")

    assert errors_of(resolution) == []
    assert (says.bucket, endpoint.lower().rstrip("/")) == (bucket, resolution.effective("endpoint"))
    assert says.path == getattr(resolution.url, "path", None)


@pytest.mark.parametrize(
    "url",
    [
        "https://s3.example.com:9000/my-bucket",
        "http://s3.example.com/my-bucket",
        "https://other.example.com/my-bucket",
        "https://s3.example.com.evil.example/my-bucket",
        "https://evils3.example.com/my-bucket",
    ],
)
def test_host_that_only_looks_like_the_own_endpoint_is_refused(url: str) -> None:
    """Scheme, host and port must be those of the endpoint."""
    assert errors_of(resolve(url, env={}, endpoint="https://s3.example.com"))


def test_aws_url_beats_a_lower_endpoint() -> None:
    """A standard AWS host means AWS; it stands in the history over the endpoint that lost."""
    url = "https://my-bucket.s3.us-west-2.amazonaws.com"
    resolution = resolve(url, env={"AWS_ENDPOINT_URL": "http://localhost:9000"})

    assert "endpoint" not in resolution.values()
    assert resolution.config.endpoint is None
    assert [setting.layer for setting in resolution.history("endpoint")] == [Layer.URL, Layer.ENVIRONMENT]


def test_bucket_scheme_leaves_the_endpoint_alone() -> None:
    """`s3://` says nothing about where."""
    resolution = resolve("s3://my-bucket", env={"AWS_ENDPOINT_URL": "https://s3.example.com"})

    assert resolution.config.endpoint == "https://s3.example.com"


@pytest.mark.parametrize("url", ["https://my-bucket.s3.us-west-2.amazonaws.com", f"https://my-bucket.{R2}"])
def test_style_of_the_url_falls_with_a_higher_endpoint(url: str) -> None:
    """Another endpoint need not know the host form."""
    resolution = resolve(url, env={}, endpoint="https://s3.example.com")

    assert resolution.config.endpoint == "https://s3.example.com"
    assert resolution.config.virtual_hosted_style_request is False
    assert "virtual_hosted_style_request" not in resolution.values()


def test_style_falls_to_that_of_the_environment() -> None:
    """With the URL's style gone, the next one counts."""
    env = {"AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true"}
    resolution = resolve("https://my-bucket.s3.us-west-2.amazonaws.com", env=env, endpoint="https://s3.example.com")

    assert Layer.ENVIRONMENT is resolution["virtual_hosted_style_request"].layer


def test_style_of_the_url_stays_with_a_lower_endpoint() -> None:
    """An endpoint below the URL lost, and changes nothing."""
    url = "https://my-bucket.s3.us-west-2.amazonaws.com"

    assert resolve(url, env={"AWS_ENDPOINT_URL": "https://s3.example.com"}).config.virtual_hosted_style_request is True


@pytest.mark.parametrize(
    ("url", "region"),
    [
        ("https://my-bucket.s3.us-west-2.amazonaws.com", "us-west-2"),
        ("s3://my-bucket?region=us-west-2", "us-west-2"),
        (f"https://{R2}/my-bucket", "auto"),
    ],
)
def test_region_argument_wins_over_the_urls_with_a_warning(url: str, region: str) -> None:
    """The argument counts, and the warning names both places."""
    resolution = resolve(url, env={}, region="eu-west-1")

    assert resolution.config.region == "eu-west-1"
    assert len(warnings_of(resolution)) == 1
    assert [region] == [setting.value for setting in resolution.history("region")[1:]]


def test_same_region_as_the_urls_is_fine() -> None:
    """No contradiction, no warning."""
    assert resolve("https://my-bucket.s3.eu-west-1.amazonaws.com", env={}, region="eu-west-1").diagnostics == ()


def test_url_outranks_the_environment() -> None:
    """What was asked for by name outranks what is around."""
    env = {"AWS_REGION": "eu-west-1", "AWS_BUCKET": "other"}
    values = resolve("https://s3.us-west-2.amazonaws.com/my-bucket", env=env).values()

    assert values == {"bucket": "my-bucket", "region": "us-west-2"}


def test_url_without_a_region_leaves_that_of_the_environment() -> None:
    """`s3.amazonaws.com` names no region."""
    resolution = resolve("https://my-bucket.s3.amazonaws.com", env={"AWS_REGION": "eu-west-1"})

    assert resolution.config.region == "eu-west-1"


def test_url_without_a_bucket_leaves_that_of_the_environment() -> None:
    """No bucket in a URL is none, never an empty one."""
    assert resolve("s3://", env={"AWS_BUCKET": "my-bucket"}).config.bucket == "my-bucket"


def test_bucket_argument_wins_over_the_urls_with_a_warning() -> None:
    """Two buckets in one call cannot both be meant."""
    resolution = resolve("s3://my-bucket", bucket="other", env={})

    assert resolution.config.bucket == "other"
    assert len(warnings_of(resolution)) == 1


def test_same_bucket_twice_is_fine() -> None:
    """No contradiction, no warning."""
    assert resolve("s3://my-bucket", bucket="my-bucket", env={}).diagnostics == ()


def test_region_of_query_and_host_that_differ_are_told() -> None:
    """Two regions in one URL are not passed over in silence."""
    resolution = resolve("https://s3.us-west-2.amazonaws.com/my-bucket?region=eu-west-1", env={})

    assert [found.severity for found in resolution.diagnostics] == [Severity.WARNING]


def test_plain_http_at_aws_needs_allow_http() -> None:
    """`http://` needs `allow_http` wherever it stands; with it, the URL's scheme is kept."""
    url = "http://s3.us-west-2.amazonaws.com/my-bucket"

    assert len(errors_of(resolve(url, env={}))) == 1
    assert resolve(url, env={}, allow_http=True).config.endpoint == "http://s3.us-west-2.amazonaws.com"


def test_path_is_no_prefix() -> None:
    """The rest of the path is kept beside the configuration, not in it."""
    resolution = resolve("s3://my-bucket/some/prefix", env={})

    assert resolution.values() == {"bucket": "my-bucket"}
    assert getattr(resolution.url, "path", None) == "some/prefix"


def test_dual_stack_flag_chooses_the_host_of_a_standard_url() -> None:
    """A standard host means AWS, whose host follows from region and flags."""
    resolution = resolve("https://s3.us-west-2.amazonaws.com/my-bucket", env={}, use_dualstack_endpoint=True)

    assert resolution.config.endpoint == "https://s3.dualstack.us-west-2.amazonaws.com"


def test_no_url_no_parts() -> None:
    """`Resolution.url` is `None` without a URL."""
    assert resolve(env={}).url is None
