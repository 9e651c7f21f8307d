"""Environments in which tools are run, and in which it is told beforehand what they will do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ID, PROFILE_ID, DEFAULT_ID = "AKIAENVIRONMENT0ENV1", "AKIAPROFILE0000000P1", "AKIADEFAULT000000DEF"
KEYS = {"AWS_ACCESS_KEY_ID": ID, "AWS_SECRET_ACCESS_KEY": "secret-of-the-environment"}
HTTP = {"AWS_ALLOW_HTTP": "true"}
URL = {"AWS_ENDPOINT_URL": "http://url.test"}
S3 = {"AWS_ENDPOINT_URL_S3": "http://s3.test"}
PLAIN = {"AWS_ENDPOINT": "http://plain.test"}
REGION, DEFAULT_REGION = {"AWS_REGION": "r-region"}, {"AWS_DEFAULT_REGION": "r-default"}
BOTH = {**REGION, **DEFAULT_REGION}
PROFILE = {"AWS_PROFILE": "p"}
CREDENTIALS = f"""\
[default]
aws_access_key_id = {DEFAULT_ID}
aws_secret_access_key = secret-of-default
[p]
aws_access_key_id = {PROFILE_ID}
aws_secret_access_key = secret-of-p
"""
ATTEMPTS = "attempts"
WITH_TOKEN = {"credentials": f"{CREDENTIALS}aws_session_token = token-of-p\n"}
FILES = {"credentials": CREDENTIALS, "config": "[default]\nregion = r-of-default\n[profile p]\nregion = r-of-p\n"}
WITH_ENDPOINT = {**FILES, "config": "[profile p]\nregion = r-of-p\nendpoint_url = http://profile.test\n"}
WITH_SERVICES = {
    **FILES,
    "config": "[profile p]\nregion = r-of-p\nservices = s\nendpoint_url = http://profile.test\n"
    "[services s]\ns3 =\n  endpoint_url = http://services.test\n",
}
HALF_IN_FILE = {"credentials": f"[p]\naws_access_key_id = {PROFILE_ID}\n"}
MOVED = {"AWS_SHARED_CREDENTIALS_FILE": "{home}/keys", "AWS_CONFIG_FILE": "{home}/settings"}
WEB = {
    "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token",
    "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/r",
    "AWS_ENDPOINT_URL_STS": "https://sts.test",
}
TOKEN_FILE = {"token": "token-of-the-web"}
UNSEEN = {
    "AWS_ENDPOINT_URL_STS", "AWS_METADATA_ENDPOINT", "AWS_ROLE_ARN", "AWS_UNSIGNED_PAYLOAD",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
}  # fmt: skip
"""Variables of which it is not known whether pyarrow reads them, and in whose presence it does nothing that tells."""
NOWHERE = "http://127.0.0.1:1"
CA = ("SSL_CERT_FILE", "AWS_CA_BUNDLE")
NOT_PYARROW = ("boto3", "obstore", "polars", "s3fs")
"""It is told the recorder's address, at which it never puts the bucket into the host."""
WITHOUT_CRT = ("obstore", "polars", "pyarrow", "s3fs")
"""With awscrt, boto3 signs nothing for an empty region; without it, it does."""


@dataclass(frozen=True)
class Case:
    """An environment."""

    variables: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    """In `~/.aws`; `keys`, `settings` and `token` stand beside it."""
    dotenv: str = ""
    """A `.env` file that the process loads."""
    without: tuple[str, ...] = ()
    """Of the variables that lead requests to us."""
    tools: tuple[str, ...] = ()
    """Those that run it; all if it is empty. Some tools take long to fail."""


CASES = {
    "keys alone": Case(KEYS),
    "both regions": Case({**KEYS, **BOTH}),
    "AWS_REGION": Case({**KEYS, **REGION}),
    "AWS_DEFAULT_REGION": Case({**KEYS, **DEFAULT_REGION}),
    "region in lower case": Case({**KEYS, "aws_region": "r-lower"}),
    "AWS_ENDPOINT_URL": Case({**KEYS, **HTTP, **URL}),
    "http not allowed": Case({**KEYS, **URL}),
    "http forbidden": Case({**KEYS, **URL, "AWS_ALLOW_HTTP": "false"}),
    "endpoint for S3 first": Case({**KEYS, **HTTP, **S3, **URL}),
    "endpoint for S3 last": Case({**KEYS, **HTTP, **URL, **S3}),
    "AWS_ENDPOINT last": Case({**KEYS, **HTTP, **URL, **PLAIN}),
    "AWS_ENDPOINT first": Case({**KEYS, **HTTP, **PLAIN, **URL}),
    "AWS_ENDPOINT alone": Case({**KEYS, **HTTP, **PLAIN}),
    "AWS_S3_ENDPOINT": Case({**KEYS, "AWS_S3_ENDPOINT": "gdal.test"}),
    "endpoints ignored": Case({**KEYS, **HTTP, **URL, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}),
    "endpoints ignored by 1": Case({**KEYS, **HTTP, **URL, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "1"}),
    "endpoint without scheme": Case({**KEYS, "AWS_ENDPOINT_URL": "host.test:80"}),
    "endpoint with region": Case({**KEYS, **HTTP, **URL, **BOTH}),
    "endpoint that is empty": Case({**KEYS, **HTTP, "AWS_ENDPOINT_URL": ""}),
    "empty endpoint, then another": Case({**KEYS, **HTTP, "AWS_ENDPOINT_URL": "", **PLAIN}),
    "endpoint, then an empty one": Case({**KEYS, **HTTP, **PLAIN, "AWS_ENDPOINT_URL": ""}),
    "token": Case({**KEYS, "AWS_SESSION_TOKEN": "session"}),
    "AWS_TOKEN": Case({**KEYS, "AWS_TOKEN": "token"}),
    "AWS_TOKEN last": Case({**KEYS, "AWS_SESSION_TOKEN": "session", "AWS_TOKEN": "token"}),
    "AWS_TOKEN first": Case({**KEYS, "AWS_TOKEN": "token", "AWS_SESSION_TOKEN": "session"}),
    "AWS_SECURITY_TOKEN": Case({**KEYS, "AWS_SECURITY_TOKEN": "security"}),
    "two tokens": Case({**KEYS, "AWS_SESSION_TOKEN": "session", "AWS_SECURITY_TOKEN": "security"}),
    "token that is empty": Case({**KEYS, "AWS_SESSION_TOKEN": ""}),
    "AWS_REQUEST_PAYER": Case({**KEYS, "AWS_REQUEST_PAYER": "true"}),
    "AWS_REQUEST_PAYER=requester": Case({**KEYS, "AWS_REQUEST_PAYER": "requester"}),
    "AWS_REQUEST_PAYER=false": Case({**KEYS, "AWS_REQUEST_PAYER": "false"}),
    "AWS_REQUEST_PAYER that is empty": Case({**KEYS, "AWS_REQUEST_PAYER": ""}),
    "AWS_REQUESTER_PAYS": Case({**KEYS, "AWS_REQUESTER_PAYS": "true"}),
    "AWS_SKIP_SIGNATURE": Case({**KEYS, "AWS_SKIP_SIGNATURE": "TRUE"}),
    "AWS_SKIP_SIGNATURE=off": Case({**KEYS, "AWS_SKIP_SIGNATURE": "off"}),
    "AWS_SKIP_SIGNATURE that is empty": Case({**KEYS, "AWS_SKIP_SIGNATURE": ""}),
    "AWS_SKIP_SIGNATURE that is none": Case({**KEYS, "AWS_SKIP_SIGNATURE": "maybe"}),
    "AWS_SKIP_SIGNATURE without keys": Case({"AWS_SKIP_SIGNATURE": "true"}),
    "AWS_NO_SIGN_REQUEST": Case({**KEYS, "AWS_NO_SIGN_REQUEST": "YES"}),
    "virtual-hosted": Case({**KEYS, "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true"}, tools=NOT_PYARROW),
    "virtual-hosted at an endpoint": Case(
        {**KEYS, **HTTP, **URL, "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true"},
        tools=NOT_PYARROW,
    ),
    "encryption": Case({**KEYS, "AWS_SERVER_SIDE_ENCRYPTION": "aws:kms", "AWS_SSE_KMS_KEY_ID": "kms-key"}),
    "key of encryption alone": Case({**KEYS, "AWS_SSE_KMS_KEY_ID": "kms-key"}),
    "checksum": Case({**KEYS, "AWS_CHECKSUM_ALGORITHM": "SHA256"}),
    "no checksum": Case({**KEYS, "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required"}),
    "unsigned payload": Case({**KEYS, "AWS_UNSIGNED_PAYLOAD": "true"}),
    "user agent": Case({**KEYS, "AWS_USER_AGENT": "mine/1"}),
    "empty AWS_REGION at an endpoint": Case({**KEYS, **HTTP, **URL, "AWS_REGION": ""}),
    "empty regions at an endpoint": Case(
        {**KEYS, **HTTP, **URL, "AWS_REGION": "", "AWS_DEFAULT_REGION": ""}, tools=WITHOUT_CRT
    ),
    "empty AWS_DEFAULT_REGION": Case({**KEYS, **HTTP, **URL, **REGION, "AWS_DEFAULT_REGION": ""}, tools=WITHOUT_CRT),
    "empty AWS_DEFAULT_REGION without endpoint": Case(
        {**KEYS, "AWS_DEFAULT_REGION": ""}, tools=("boto3", "s3fs", "pyarrow")
    ),
    "empty keys": Case(
        {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, tools=("boto3", "obstore", "pyarrow", "s3fs")
    ),
    "nothing": Case({}),
    "id alone": Case({"AWS_ACCESS_KEY_ID": ID}),
    "secret alone": Case({"AWS_SECRET_ACCESS_KEY": "secret"}),
    "id beside a profile": Case({**PROFILE, "AWS_ACCESS_KEY_ID": ID}, FILES),
    "secret beside a profile": Case({**PROFILE, "AWS_SECRET_ACCESS_KEY": "secret"}, FILES),
    "half a key pair in a profile": Case(PROFILE, HALF_IN_FILE),
    "profile": Case(PROFILE, FILES),
    "profile and keys": Case({**PROFILE, **KEYS}, FILES),
    "profile and AWS_REGION": Case({**PROFILE, **REGION}, FILES),
    "profile and AWS_DEFAULT_REGION": Case({**PROFILE, **DEFAULT_REGION}, FILES),
    "profile and an empty AWS_REGION": Case({**PROFILE, **HTTP, **URL, "AWS_REGION": ""}, FILES),
    "profile with an endpoint": Case({**PROFILE, **HTTP}, WITH_ENDPOINT),
    "profile with an endpoint, and another": Case({**PROFILE, **HTTP, **URL}, WITH_ENDPOINT),
    "profile with an endpoint, and one for S3": Case({**PROFILE, **HTTP, **S3}, WITH_ENDPOINT),
    "profile with an endpoint that is ignored": Case(
        {**PROFILE, **HTTP, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE"}, WITH_ENDPOINT
    ),
    "profile with services": Case({**PROFILE, **HTTP}, WITH_SERVICES),
    "profile with services, and an endpoint": Case({**PROFILE, **HTTP, **URL}, WITH_SERVICES),
    "profile with a token": Case(PROFILE, WITH_TOKEN),
    "profile with a token, and keys": Case({**PROFILE, **KEYS}, WITH_TOKEN),
    "profile, and a token": Case({**PROFILE, "AWS_SESSION_TOKEN": "session"}, FILES),
    "profile that is missing": Case({"AWS_PROFILE": "nobody"}, FILES),
    "profile that is missing, and keys": Case({"AWS_PROFILE": "nobody", **KEYS}, FILES),
    "profile that is empty": Case({"AWS_PROFILE": ""}, FILES),
    "AWS_DEFAULT_PROFILE": Case({"AWS_DEFAULT_PROFILE": "p"}, FILES),
    "two profiles": Case({"AWS_DEFAULT_PROFILE": "p", "AWS_PROFILE": "default"}, FILES),
    "default profile": Case({}, FILES),
    "default profile and keys": Case(KEYS, FILES),
    "files elsewhere": Case({**PROFILE, **MOVED}, {"keys": CREDENTIALS, "settings": FILES["config"]}),
    "dual stack": Case({**KEYS, **REGION, "AWS_USE_DUALSTACK_ENDPOINT": "true"}, tools=NOT_PYARROW),
    ".env file": Case({**KEYS, **REGION}, dotenv="AWS_REGION=r-file\nAWS_DEFAULT_REGION=r-file-default\n"),
    ".env file with all": Case(
        {}, dotenv=f"AWS_ACCESS_KEY_ID={ID}\nAWS_SECRET_ACCESS_KEY='s'\nAWS_REQUEST_PAYER=true\n"
    ),
    "no AWS_CA_BUNDLE": Case({**KEYS}, without=("AWS_CA_BUNDLE",), tools=NOT_PYARROW),
    "no SSL_CERT_FILE": Case({**KEYS}, without=("SSL_CERT_FILE",), tools=("boto3", "obstore", "s3fs")),
    "web identity": Case({**BOTH, **WEB}, TOKEN_FILE, tools=NOT_PYARROW),
    "web identity beside a profile": Case({**BOTH, **PROFILE, **WEB}, {**FILES, **TOKEN_FILE}),
    "web identity beside keys": Case({**BOTH, **KEYS, **WEB}, TOKEN_FILE),
    "role without token": Case({**KEYS, "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/r"}),
    "AWS_PROXY_URL": Case({**KEYS, "AWS_PROXY_URL": NOWHERE}),
    "AWS_TIMEOUT without unit": Case({**KEYS, "AWS_TIMEOUT": "30"}),
    ATTEMPTS: Case({**KEYS, "AWS_MAX_ATTEMPTS": "2"}, tools=("boto3",)),
    "no proxy": Case({**KEYS}, without=("HTTPS_PROXY",), tools=("pyarrow",)),
}
TOOLS = ("boto3", "obstore", "polars", "pyarrow", "s3fs")
BARE = {"s3fs": {"AWS_REQUEST_CHECKSUM_CALCULATION": "when_required"}}
"""What a tool is told besides: aiobotocore's signed chunks are none that the recorder takes apart."""
RUNS = [(tool, name) for tool in TOOLS for name, case in CASES.items() if tool in (case.tools or TOOLS)]
