"""The variables in which the AWS SDKs look for an identity, for tools that leave that to an SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.vocabulary import variable
from s3config.words import FLAG, NOT_FLAG

if TYPE_CHECKING:
    from s3config.vocabulary import Support

WEB_IDENTITY: dict[str, Support] = {
    "web_identity_token_file": variable("AWS_WEB_IDENTITY_TOKEN_FILE"),
    "role_arn": variable("AWS_ROLE_ARN"),
    "role_session_name": variable("AWS_ROLE_SESSION_NAME"),
    "sts_endpoint": variable("AWS_ENDPOINT_URL_STS"),
}
SERVICES: dict[str, Support] = {
    "container_credentials_relative_uri": variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
    "container_credentials_full_uri": variable("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
    "container_authorization_token_file": variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
    "container_authorization_token": variable("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
    "ec2_metadata_disabled": variable("AWS_EC2_METADATA_DISABLED", FLAG),
    "metadata_endpoint": variable("AWS_EC2_METADATA_SERVICE_ENDPOINT"),
    "imdsv1_fallback": variable("AWS_EC2_METADATA_V1_DISABLED", NOT_FLAG),
}
"""The services of a container and of a machine that hand out credentials."""
PROFILE: dict[str, Support] = {"profile": variable("AWS_PROFILE")}
CHECKSUMS: dict[str, Support] = {
    "request_checksum_calculation": variable("AWS_REQUEST_CHECKSUM_CALCULATION"),
    "response_checksum_validation": variable("AWS_RESPONSE_CHECKSUM_VALIDATION"),
}
IDENTITY: dict[str, Support] = {**WEB_IDENTITY, **SERVICES, **PROFILE}
