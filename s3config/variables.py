"""Environment variables, wherever they are written: which are keys, and what is to be said of the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Setting
from s3config.spellings import SPELLINGS, find
from s3config.tables import unknown_key

if TYPE_CHECKING:
    from s3config.origin import Layer, Origin

PREFIXES = ("AWS_", "aws_")
"""How a variable begins that may be a key, or was meant as one."""

_KNOWN_TO_AWS = (
    r"AWS_(?:"
    r"ACCOUNT_ID|ACCOUNT_ID_ENDPOINT_MODE|AUTH_SCHEME_PREFERENCE|BEARER_TOKEN_.+|CBOR_DISABLE|CLI_.+"
    r"|CONFIG_FILE|CSM_.+|CRT_.+|DATA_PATH|DEFAULTS_MODE|DEFAULT_OUTPUT|DEFAULT_PROFILE|DISABLE_HOST_PREFIX_INJECTION"
    r"|DISABLE_REQUEST_COMPRESSION|DISABLE_S3_EXPRESS_CREATE_SESSION_TOKEN|DUALSTACK_ENDPOINT"
    r"|EC2_METADATA_SERVICE_ENDPOINT_MODE|EC2_INSTANCE_PROFILE_NAME|ENABLE_ENDPOINT_DISCOVERY"
    r"|ENDPOINT_URL_(?!S3$|STS$).+|EXECUTION_ENV|LAMBDA_.+|LOGIN_.+|LOG_LEVEL|METADATA_SERVICE_.+"
    r"|NODEJS_.+|OUTPUT|PAGER|REQUEST_MIN_COMPRESSION_SIZE_BYTES|RETRY_MODE|ROLE_DURATION_SECONDS"
    r"|S3_DISABLE_EXPRESS_SESSION_AUTH|S3_DISABLE_MULTIREGION_ACCESS_POINTS|S3_US_EAST_1_REGIONAL_ENDPOINT"
    r"|S3_USE_ARN_REGION|SDK_.+|SHARED_CREDENTIALS_FILE|SIGV4A_SIGNING_REGION_SET|SSO_.+|STS_REGIONAL_ENDPOINTS"
    r"|USER_AGENT_.+|VAULT.*|XRAY_.+|_X_AMZN_TRACE_ID"
    r")"
)
"""Source: AWS SDKs and Tools Reference Guide, environment variables; AWS CLI, AWS Lambda, aws-vault."""


def read_variable(name: str, value: str, origin: Origin, layer: Layer) -> Setting | Diagnostic | None:
    """Return what a variable that begins with one of the prefixes means, or what is to be said of it.

    Only upper case is read, as everywhere in the field. A variable that is no key is never an error: nothing is said if
    AWS knows it, a warning if it is nearly a key, else an info.
    """
    spelling = SPELLINGS.get(name)
    if spelling is not None and name.startswith("AWS_"):
        return Setting(spelling.key, spelling.seal(value), name, origin, layer)
    if not name.isupper():
        message = f"{name} is not read: it is not in upper case"
        known = find(name) is not None
        return Diagnostic("KEY009", Severity.INFO, (origin,), message, f"write {name.upper()}") if known else None
    if re.fullmatch(_KNOWN_TO_AWS, name):
        return None
    complaint = unknown_key(name, origin, Severity.WARNING)
    if complaint.remedy.startswith("did you mean"):
        return complaint
    return Diagnostic("KEY008", Severity.INFO, (origin,), f"{name} is not read: no key has this name", "")
