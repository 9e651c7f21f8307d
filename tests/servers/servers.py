"""What a test is told of a running S3 server, and what it may do there behind the back of the code under test."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unittest.mock import patch

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

_NOTHING_AROUND = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


@dataclass(frozen=True)
class Server:
    """An S3 server on loopback and the key that it knows."""

    endpoint: str
    access_key_id: str
    secret_access_key: str = field(repr=False)
    region: str
    name: str

    def settings(self) -> dict[str, str]:
        """The arguments of `S3Store` that lead to this server; a bucket is still to be said."""
        return {
            "endpoint": self.endpoint,
            "access_key_id": self.access_key_id,
            "secret_access_key": self.secret_access_key,
            "region": self.region,
        }

    def client(
        self,
        service: str = "s3",
        *,
        access_key_id: str | None = None,
        secret_access_key: str | None = None,
        session_token: str | None = None,
    ) -> Any:
        """A boto3 client that knows of nothing but this server; other credentials than its own may be given."""
        with patch.dict(os.environ, _NOTHING_AROUND, clear=True):
            make: Any = _session().client
            return make(
                service,
                endpoint_url=self.endpoint,
                region_name=self.region,
                aws_access_key_id=access_key_id or self.access_key_id,
                aws_secret_access_key=secret_access_key or self.secret_access_key,
                aws_session_token=session_token,
                config=Config(
                    proxies={},
                    s3={"addressing_style": "path"},
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                    retries={"total_max_attempts": 2},
                    parameter_validation=service != "sts",  # which hands out shorter sessions here than botocore allows
                ),
            )

    def make_bucket(self) -> str:
        """Make a bucket that no other test has, and answer its name."""
        bucket = f"{self.name}-{secrets.token_hex(6)}"
        self.client().create_bucket(Bucket=bucket)
        return bucket

    def uploads(self, bucket: str) -> list[str]:
        """The keys of the multipart uploads that were begun in a bucket and neither completed nor aborted."""
        pages = self.client().get_paginator("list_multipart_uploads").paginate(Bucket=bucket)
        return [upload["Key"] for page in pages for upload in page.get("Uploads", ())]

    def refusal(self, **credentials: str) -> tuple[int, str]:
        """The status and code with which the server refuses credentials; an error if it accepts them."""
        try:
            self.client(**credentials).list_buckets()
        except ClientError as error:
            return error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"]
        raise AssertionError(f"{self.name} accepted credentials that it does not know")


@cache
def _session() -> boto3.Session:
    return boto3.Session()
