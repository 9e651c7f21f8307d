"""What each tool makes of an environment, from the table of facts; the tests of dialects run some of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from s3config.origin import Layer
from s3config.redaction import reveal
from s3config.seeing import as_seen_by
from s3config.tools import UnknownToolError, tools

if TYPE_CHECKING:
    from s3config.seeing import Seen

ID = "AKIAIOSFODNN7EXAMPLE"
KEYS = {"AWS_ACCESS_KEY_ID": ID, "AWS_SECRET_ACCESS_KEY": "secret"}
URL = {"AWS_ENDPOINT_URL": "http://url.test"}
PLAIN = {"AWS_ENDPOINT": "http://plain.test"}
HTTP = {"AWS_ALLOW_HTTP": "true"}
BOTH = {"AWS_REGION": "r-region", "AWS_DEFAULT_REGION": "r-default"}
CONFIG = "[default]\nregion = r-of-default\n[profile p]\nregion = r-of-p\nendpoint_url = https://profile.test\n"
CREDENTIALS = "[p]\naws_access_key_id = AKIAPROFILE0000000P1\naws_secret_access_key = secret\n"


def values(seen: Seen) -> dict[str, object]:
    """Return what counts, laid open, defaults included."""
    return {setting.key: reveal(setting.value) for setting in (*seen.defaults, *seen.taken)}


def reasons(seen: Seen) -> dict[str, str]:
    """Return why what is ignored is."""
    return {item.setting.spelling: item.why for item in seen.ignored}


@pytest.fixture
def aws_files() -> None:
    """Write the files of AWS."""
    folder = Path.home() / ".aws"
    folder.mkdir()
    (folder / "config").write_text(CONFIG)
    (folder / "credentials").write_text(CREDENTIALS)


REGIONS = {
    "obstore": "r-region", "boto3": "r-default", "s3fs": "r-default", "polars": "r-region", "deltalake": "r-region",
    "lance": "r-region", "pyarrow": "r-default", "duckdb": "r-region", "pyiceberg": "r-default", "aws-cli": "r-region",
    "gdal": "r-default", "rclone": "us-east-1", "s3a": None,
}  # fmt: skip
ENDPOINTS = {
    "obstore": "http://plain.test", "boto3": "http://url.test", "s3fs": "http://url.test",
    "polars": "http://plain.test", "deltalake": "http://url.test", "lance": "http://url.test", "pyarrow": None,
    "duckdb": None, "pyiceberg": None, "aws-cli": "http://url.test", "gdal": None, "rclone": "http://url.test",
    "s3a": None,
}  # fmt: skip
"""Of `AWS_ENDPOINT_URL` and then `AWS_ENDPOINT`."""
PROFILES = {
    "obstore": (None, "us-east-1", None),
    "boto3": ("P1", "r-of-p", "https://profile.test"),
    "polars": ("P1", "r-of-p", "https://profile.test"),
    "deltalake": ("P1", "us-east-1", None),
    "lance": ("P1", "r-of-p", "https://profile.test"),
    "pyarrow": ("P1", "r-of-p", None),
    "duckdb": (None, "us-east-1", None),
    "gdal": ("P1", "r-of-p", None),
    "rclone": ("P1", "us-east-1", "https://profile.test"),
}
"""Whose keys, which region and which endpoint a tool takes with AWS_PROFILE alone."""


class TestAllTools:
    """Each of the tools, from the table of facts."""

    def test_every_tool_is_here(self) -> None:
        """None is left out."""
        assert list(REGIONS) == list(ENDPOINTS) == list(tools())

    @pytest.mark.parametrize(("tool", "expected"), REGIONS.items())
    def test_both_regions(self, tool: str, expected: str | None) -> None:
        """One of them counts; where that is not known, it is said."""
        seen = as_seen_by(tool, {**KEYS, **BOTH})
        assert values(seen).get("region") == expected
        told = {item.setting.spelling for item in (*seen.ignored, *seen.unknown)}
        assert {name for name, value in BOTH.items() if value != expected} <= told

    @pytest.mark.parametrize(("tool", "expected"), ENDPOINTS.items())
    def test_two_endpoints(self, tool: str, expected: str | None) -> None:
        """One of them counts, or none."""
        assert values(as_seen_by(tool, {**KEYS, **HTTP, **URL, **PLAIN})).get("endpoint") == expected

    @pytest.mark.parametrize(("tool", "expected"), PROFILES.items())
    @pytest.mark.usefixtures("aws_files")
    def test_profile(self, tool: str, expected: tuple[str | None, str, str | None]) -> None:
        """A profile gives keys, a region and an endpoint, as the tool takes them."""
        found = values(as_seen_by(tool, {"AWS_PROFILE": "p", "HOME": str(Path.home())}))
        key_id = found.get("access_key_id")
        assert (str(key_id)[-2:] if key_id else None, found.get("region"), found.get("endpoint")) == expected

    @pytest.mark.parametrize("tool", list(tools()))
    def test_everything_is_told(self, tool: str) -> None:
        """Every variable counts, is ignored or is not known; none is left out, and none is told twice."""
        variables = {
            **KEYS, **URL, **PLAIN, **BOTH, "AWS_TOKEN": "t", "AWS_SESSION_TOKEN": "s", "AWS_PROFILE": "p",
            "AWS_REQUEST_PAYER": "true", "AWS_REQUESTER_PAYS": "true", "AWS_CA_BUNDLE": "/ca", "SSL_CERT_FILE": "/ca",
            "AWS_SKIP_SIGNATURE": "false", "AWS_SSE_KMS_KEY_ID": "k", "AWS_ROLE_ARN": "arn", "AWS_TIMEOUT": "30s",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1", "HTTPS_PROXY": "http://p", "NO_PROXY": "x",
            "HTTP_PROXY": "http://q", "AWS_DEFAULT_PROFILE": "q", "AWS_REGON": "typo", "AWS_S3_ENDPOINT": "h",
            "AWS_MAX_ATTEMPTS": "2", "AWS_NO_SIGN_REQUEST": "NO", "DUCKDB_S3_ENDPOINT": "h", "aws_region": "lower",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false", "AWS_SERVER_SIDE_ENCRYPTION": "", "AWS_TAGGING": "",
        }  # fmt: skip
        seen = as_seen_by(tool, variables)
        told = [
            setting.spelling
            for setting in (*seen.taken, *(item.setting for item in (*seen.ignored, *seen.unknown)))
            if setting.layer is Layer.ENVIRONMENT
        ]
        assert sorted(told) == sorted(variables)

    def test_unknown_tool(self) -> None:
        """The error names the nearest one."""
        with pytest.raises(UnknownToolError, match="did you mean lance"):
            as_seen_by("lancee", {})


@pytest.mark.parametrize(
    ("tool", "variables", "code", "fails"),
    [
        ("obstore", {**KEYS, **URL}, "TLS001", True),
        ("polars", {**KEYS, **URL}, None, False),
        ("boto3", {**KEYS, "AWS_ENDPOINT_URL": "host:9000"}, "EP004", True),
        ("gdal", {**KEYS, "AWS_S3_ENDPOINT": "http://host"}, "EP004", True),
        ("duckdb", {**KEYS, "DUCKDB_S3_ENDPOINT": "https://host"}, "EP004", True),
        ("obstore", {**KEYS, "AWS_ENDPOINT_URL": ""}, "KEY004", True),
        ("boto3", {**KEYS, "AWS_ENDPOINT_URL": ""}, None, False),
        ("boto3", {**KEYS, "AWS_DEFAULT_REGION": ""}, "KEY004", True),
        ("obstore", {**KEYS, **HTTP, **URL, "AWS_REGION": ""}, "KEY004", False),
        ("lance", {**KEYS, "AWS_REGION": "r", "AWS_SKIP_SIGNATURE": "maybe"}, "KEY005", True),
        ("obstore", {**KEYS, "AWS_TIMEOUT": "30"}, "KEY005", True),
        ("deltalake", {**KEYS, "AWS_REQUEST_PAYER": "requester"}, "KEY005", True),
        ("obstore", {**KEYS, "AWS_REQUEST_PAYER": "requester"}, None, False),
        ("gdal", {**KEYS, "AWS_REQUEST_PAYER": "true"}, "OPS003", False),
        ("obstore", {**KEYS, **HTTP, **URL, "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true"}, "AD001", False),
        ("boto3", {"AWS_ACCESS_KEY_ID": ID}, "CR020", True),
        ("boto3", {**KEYS, "AWS_PROFILE": "nobody"}, "CR007", True),
        ("pyarrow", {**KEYS, "AWS_PROFILE": "nobody"}, "CR007", False),
        ("pyarrow", {}, "CR002", False),
        ("obstore", {}, "CR002", False),
    ],
)  # fmt: skip
def test_refusals(tool: str, variables: dict[str, str], code: str | None, *, fails: bool) -> None:
    """What a tool refuses is an error, what it does otherwise than meant a warning."""
    seen = as_seen_by(tool, variables)
    assert [diagnostic.code for diagnostic in seen.diagnostics] == ([code] if code else [])
    assert seen.is_refused == fails


@pytest.mark.parametrize(
    ("tool", "variables", "name", "why"),
    [
        ("deltalake", {**URL, "AWS_PROFILE": "p"}, "AWS_PROFILE", "deltalake takes no profile beside AWS_ENDPOINT_URL"),
        ("obstore", {"AWS_PROFILE": "p"}, "AWS_PROFILE", "obstore takes nothing of a profile"),
        ("boto3", {"aws_region": "r"}, "aws_region", "boto3 reads variables in upper case alone"),
        ("boto3", {**KEYS, "AWS_REGON": "r"}, "AWS_REGON", "unknown key 'AWS_REGON'; did you mean AWS_REGION?"),
        ("rclone", {"AWS_REGION": "r"}, "AWS_REGION", "rclone does not read it"),
        ("obstore", {"AWS_SSE_KMS_KEY_ID": "k"}, "AWS_SSE_KMS_KEY_ID",
         "it counts only beside AWS_SERVER_SIDE_ENCRYPTION"),
        ("obstore", {**KEYS, "AWS_SKIP_SIGNATURE": "1"}, "AWS_ACCESS_KEY_ID", "AWS_SKIP_SIGNATURE is true"),
        ("lance", {"AWS_DEFAULT_REGION": "r"}, "AWS_DEFAULT_REGION",
         "Lance asks AWS for the region where there is no endpoint, unless AWS_REGION says it"),
        ("boto3", {**URL, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "True"}, "AWS_ENDPOINT_URL",
         "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true"),
        ("boto3", {**URL, "HTTPS_PROXY": "http://p"}, "HTTPS_PROXY", "the endpoint is http://"),
        ("obstore", {"AWS_CA_BUNDLE": "/ca"}, "AWS_CA_BUNDLE", "obstore does not read it; it reads SSL_CERT_FILE"),
        ("boto3", {"AWS_SESSION_TOKEN": "t"}, "AWS_SESSION_TOKEN", "there is no key pair with it"),
    ],
)  # fmt: skip
def test_reasons(tool: str, variables: dict[str, str], name: str, why: str) -> None:
    """The reason is the tool's, and names what it reads instead, or what counts before it."""
    assert reasons(as_seen_by(tool, variables))[name] == why


def test_a_profile_of_a_tool_that_can_be_forced() -> None:
    """Beside an endpoint, deltalake takes the profile if it is told to."""
    variables = {**URL, **HTTP, "AWS_PROFILE": "p", "AWS_FORCE_CREDENTIAL_LOAD": "true"}
    assert "profile" in values(as_seen_by("deltalake", variables))


def test_default_of_lance_beside_an_endpoint() -> None:
    """It is another one than everywhere else."""
    assert values(as_seen_by("lance", {**KEYS, **HTTP, **URL}))["region"] == "us-west-2"


def test_the_region_that_a_tool_asks_for() -> None:
    """It is none that could be named."""
    setting = as_seen_by("polars", KEYS).said("region")
    assert setting is not None
    assert setting.value is None
    assert setting.origin.place == "Polars asks AWS for that of the bucket, which is us-east-1 if it does not say"


@pytest.mark.usefixtures("aws_files")
def test_an_identity_that_must_be_fetched() -> None:
    """Nothing is fetched, and nobody says that there are no keys."""
    (Path.home() / ".aws/config").write_text("[profile sso]\nsso_session = s\n")
    seen = as_seen_by("boto3", {"AWS_PROFILE": "sso", "HOME": str(Path.home())})
    assert [(diagnostic.code, str(diagnostic.severity)) for diagnostic in seen.diagnostics] == [("CR016", "info")]
