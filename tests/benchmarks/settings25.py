"""Twenty-five variables, and the peers that read them: pydantic-settings, and a floor written by hand."""

from __future__ import annotations

import os
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict

VARIABLES = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "IQoJb3JpZ2luX2VjEXAMPLETOKEN",
    "AWS_BUCKET": "my-bucket",
    "AWS_REGION": "eu-west-1",
    "AWS_ENDPOINT_URL": "https://s3.example.com",
    "AWS_CHECKSUM_ALGORITHM": "SHA256",
    "AWS_CONDITIONAL_PUT": "etag",
    "AWS_COPY_IF_NOT_EXISTS": "multipart",
    "AWS_DISABLE_TAGGING": "true",
    "AWS_IMDSV1_FALLBACK": "false",
    "AWS_METADATA_ENDPOINT": "http://169.254.169.254",
    "AWS_REQUEST_PAYER": "true",
    "AWS_SERVER_SIDE_ENCRYPTION": "aws:kms",
    "AWS_SSE_KMS_KEY_ID": "1234abcd-12ab-34cd-56ef-1234567890ab",
    "AWS_SSE_BUCKET_KEY_ENABLED": "true",
    "AWS_UNSIGNED_PAYLOAD": "true",
    "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "false",
    "AWS_DISABLE_BULK_DELETE": "true",
    "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
    "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
    "AWS_ALLOW_HTTP": "true",
    "AWS_TIMEOUT": "30s",
    "AWS_CONNECT_TIMEOUT": "5s",
    "AWS_MAX_RETRIES": "3",
}
_FIELDS: dict[str, Any] = {
    name.removeprefix("AWS_").lower(): (
        (bool if value in ("true", "false") else int if value.isdigit() else str) | None,
        None,
    )
    for name, value in VARIABLES.items()
}


class _Prefixed(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="AWS_", extra="ignore")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


PydanticSettings = create_model("PydanticSettings", __base__=_Prefixed, **_FIELDS)
Floor = create_model("Floor", __base__=_Frozen, **_FIELDS)
_NAMES = {name: name.removeprefix("AWS_").lower() for name in VARIABLES}


def floor() -> BaseModel:
    """Scan the environment, look the names up, and validate once; no provenance, no checks of pairs."""
    found = {}
    for name in os.environ:
        if name.startswith("AWS_"):
            field = _NAMES.get(name)
            if field is not None:
                found[field] = os.environ[name]
    return Floor.model_validate(found)
