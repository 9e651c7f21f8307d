"""deltalake (delta-rs): `storage_options` of `DeltaTable`, `write_deltalake` and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.families.aws_variables import IDENTITY
from s3config.families.object_store import words, write_endpoint
from s3config.notations import literal
from s3config.vocabulary import by, no, word
from s3config.words import DURATION, PATH

if TYPE_CHECKING:
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "deltalake"
VERSION = "1.6.6 (object_store 0.13.2)"
SOURCE = "https://delta-io.github.io/delta-rs/integrations/object-storage/s3/"
EXAMPLE = """
from deltalake import DeltaTable
from s3config import resolve

table = DeltaTable("s3://logs/events", storage_options=resolve("s3://logs").to("deltalake"))
"""
TRAPS = (
    "Words that it does not know are ignored without a word: a typo in aws_skip_signature is invisible.",
    "All values must be text: true is a TypeError, 'true' is taken; a time is '60s', and '60' is refused.",
    (
        "Any endpoint switches AWS_PROFILE, SSO and AssumeRole off, unless aws_force_credential_load is set; without "
        "one, a web identity or a container's credentials in storage_options are ignored, and taken from the "
        "environment only."
    ),
    "AWS_IAM_ROLE_ARN is a role to assume with keys; aws_role_arn is one to assume with a web identity's token.",
    "aws_conditional_put=disabled makes every commit fail; aws_sts_endpoint, which its pages name, does nothing.",
    "AWS_S3_LOCKING_PROVIDER=dynamodb locks nothing any more: commits rely on conditional writes.",
)
KEYS: dict[str, Support] = {
    **words("aws_", "aws_endpoint_url"),
    "disable_bulk_delete": no("its object_store has no such option yet"),
    "disable_system_certificates": no("its object_store has no such option yet"),
    "read_timeout": no("its object_store has no such option yet"),
    "root_certificate": word("certificate_path", codec=PATH),
    "max_retries": word("max_retries"),
    "retry_timeout": word("retry_timeout", codec=DURATION),
    "init_backoff": word("backoff_config.init_backoff", codec=DURATION, also=("init_backoff", "backoff.init_backoff")),
    "max_backoff": word("backoff_config.max_backoff", codec=DURATION, also=("max_backoff", "backoff.max_backoff")),
    "backoff_base": word("backoff_config.base", also=("base", "backoff.base")),
    "profile": IDENTITY["profile"],
    "container_authorization_token": by(f"{IDENTITY['container_authorization_token'].how}, without an endpoint"),
    "ec2_metadata_disabled": by(f"{IDENTITY['ec2_metadata_disabled'].how}, without an endpoint"),
}
GUESSED = {"region": "without it, deltalake takes AWS_REGION, or us-east-1"}
OTHERS = (
    r"(?i)aws_iam_role_(arn|session_name)|aws_s3_(assume_role_arn|role_session_name|locking_provider"
    r"|allow_unsafe_rename|pool_idle_timeout_seconds|get_internal_server_error_retries)|aws_force_credential_load"
    r"|aws_sts_pool_idle_timeout_seconds|aws_ec2_metadata_timeout|aws_.*_dynamodb|delta_dynamo_.*|dynamo_.*"
    r"|max_concurrency|multi_threaded|worker_threads|thread_name|enable_io|enable_time|allow_unsafe_rename"
    r"|oncelock_.*|mount_.*"
)
OURS = True
FORMS = {"python": literal.write_python, "json": literal.write_json}
parse = literal.read
_IN_THE_ENVIRONMENT_ONLY = {
    "container_authorization_token": "beside an endpoint it takes the token from a file only",
    "ec2_metadata_disabled": "beside an endpoint it asks the metadata service where it finds nothing else",
}


def write(writing: Writing) -> None:
    """Write the endpoint, without which the AWS SDK looks for the identity, and in the environment only."""
    write_endpoint(writing, "aws_endpoint_url")
    if writing.config.endpoint is None:
        _write_identity(writing)
        return
    for key, why in _IN_THE_ENVIRONMENT_ONLY.items():
        if writing.said.get(key) not in (None, False):
            writing.drop(key, why)
    if "container_credentials_full_uri" in writing.said and "container_authorization_token_file" not in writing.said:
        del writing.values["aws_container_credentials_full_uri"]
        writing.drop("container_credentials_full_uri", "beside an endpoint it takes it only with a file with the token")
    if "AWS_PROFILE" in writing.environment:
        writing.put("true", "aws_force_credential_load")
        writing.warn("aws_force_credential_load is written, too: beside an endpoint it would not look at AWS_PROFILE")


def _write_identity(writing: Writing) -> None:
    found = [key for key in IDENTITY if key in writing.said and key not in writing.dropped]
    for key in found:
        place = IDENTITY[key].word
        if place is not None:
            writing.environment[place.path[0]] = str(place.codec.write(writing.said[key]))
    if found:
        writing.warn("without an endpoint, deltalake looks for the identity in the environment, and renews it")
