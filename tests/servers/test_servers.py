"""The servers verify what the tests that rely on them take for granted."""

from __future__ import annotations

from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, NoCredentialsError
from ministack_server import ROLE_ARN, web_identity_token
from processes import ServerError, running

if TYPE_CHECKING:
    from pathlib import Path

    from metadata import Metadata
    from servers import Server


def test_a_server_keeps_an_object(any_server: Server) -> None:
    """What is put is got."""
    s3, bucket = any_server.client(), any_server.make_bucket()
    s3.put_object(Bucket=bucket, Key="a", Body=b"x")
    assert s3.get_object(Bucket=bucket, Key="a")["Body"].read() == b"x"


def test_a_server_lists_its_unfinished_uploads(any_server: Server) -> None:
    """An upload is listed from its beginning to its abortion."""
    s3, bucket = any_server.client(), any_server.make_bucket()
    begun = s3.create_multipart_upload(Bucket=bucket, Key="a")
    assert any_server.uploads(bucket) == ["a"]
    s3.abort_multipart_upload(Bucket=bucket, Key="a", UploadId=begun["UploadId"])
    assert any_server.uploads(bucket) == []


def test_a_server_refuses_a_wrong_secret(any_server: Server) -> None:
    """The signature is verified."""
    assert any_server.refusal(secret_access_key="wrong") == (403, "SignatureDoesNotMatch")


def test_a_server_refuses_an_unknown_key(any_server: Server) -> None:
    """Only a key that the server knows may sign."""
    assert any_server.refusal(access_key_id="unknown") == (403, "InvalidAccessKeyId")


def test_ministack_refuses_a_made_up_token(ministack: Server) -> None:
    """A session token with a user's key is no session of STS."""
    status, code = ministack.refusal(session_token="made-up")
    assert (status, code) in {(400, "InvalidToken"), (403, "InvalidAccessKeyId")}


@pytest.mark.parametrize(
    ("service", "operation"), [("sts", "get_caller_identity"), ("dynamodb", "list_tables"), ("iam", "list_users")]
)
def test_ministack_has_other_services(ministack: Server, service: str, operation: str) -> None:
    """STS, DynamoDB and IAM answer the user."""
    answer = getattr(ministack.client(service), operation)()
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_ministack_knows_web_identities(ministack: Server) -> None:
    """A web identity's token is exchanged for credentials that S3 accepts."""
    made = ministack.client("sts").assume_role_with_web_identity(
        RoleArn=ROLE_ARN, RoleSessionName="tests", WebIdentityToken=web_identity_token()
    )["Credentials"]
    answer = ministack.client(
        access_key_id=made["AccessKeyId"],
        secret_access_key=made["SecretAccessKey"],
        session_token=made["SessionToken"],
    ).list_buckets()
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_ministack_refuses_a_strange_web_identity(ministack: Server) -> None:
    """The role trusts one issuer."""
    with pytest.raises(ClientError, match="AccessDenied"):
        ministack.client("sts").assume_role_with_web_identity(
            RoleArn=ROLE_ARN, RoleSessionName="tests", WebIdentityToken="header.payload.seal"
        )


def test_temporary_credentials_need_their_token(ministack: Server, metadata: Metadata) -> None:
    """S3 accepts what the metadata service hands out, and refuses it without its token or with another."""
    made = metadata.credentials()
    key = {"access_key_id": made["AccessKeyId"], "secret_access_key": made["SecretAccessKey"]}
    ministack.client(**key, session_token=made["Token"]).list_buckets()
    assert ministack.refusal(**key) == (403, "InvalidAccessKeyId")
    assert ministack.refusal(**key, session_token="made-up") == (400, "InvalidToken")


def test_temporary_credentials_expire(ministack: Server, metadata: Metadata) -> None:
    """S3 refuses credentials whose time is over."""
    metadata.lifetime = -1
    made = metadata.credentials()
    key = {"access_key_id": made["AccessKeyId"], "secret_access_key": made["SecretAccessKey"]}
    assert ministack.refusal(**key, session_token=made["Token"]) == (400, "ExpiredToken")


@pytest.mark.parametrize(("v1", "v2"), [(True, True), (True, False), (False, True)])
def test_a_machine_gets_credentials(
    ministack: Server, metadata: Metadata, monkeypatch: pytest.MonkeyPatch, *, v1: bool, v2: bool
) -> None:
    """Botocore asks for a token first, and without one asks as IMDS v1 does."""
    metadata.v1, metadata.v2 = v1, v2
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.endpoint)
    _ambient(ministack).list_buckets()
    assert metadata.count("PUT", "/latest/api/token") == 1
    asked = [headers for method, _, headers in metadata.requests if method == "GET"]
    assert all(("x-aws-ec2-metadata-token" in headers) == v2 for headers in asked)
    assert len(metadata.issued) == 1


def test_a_machine_without_tokens_and_v1_has_no_credentials(
    ministack: Server, metadata: Metadata, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both doors can be shut."""
    metadata.v1 = metadata.v2 = False
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.endpoint)
    with pytest.raises(NoCredentialsError):
        _ambient(ministack).list_buckets()
    assert metadata.issued == []


def test_an_answer_can_be_late(metadata: Metadata) -> None:
    """The delay is longer than a client waits, and no longer than the test."""
    metadata.delay = 30
    with pytest.raises(TimeoutError):
        _get(metadata.container_full_uri, timeout=0.1)


def test_a_container_gets_credentials(ministack: Server, metadata: Metadata, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agent of ECS asks for no authorization."""
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", metadata.container_full_uri)
    _ambient(ministack).list_buckets()
    assert [("GET", metadata.container_relative_uri)] == [request[:2] for request in metadata.requests]


def test_a_pod_gets_credentials(ministack: Server, metadata: Metadata, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agent of EKS wants what the token file holds."""
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", metadata.pod_full_uri)
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", str(metadata.token_file))
    _ambient(ministack).list_buckets()
    assert len(metadata.issued) == 1


def test_a_pod_with_another_token_gets_no_credentials(metadata: Metadata) -> None:
    """Another token is refused."""
    assert _get(metadata.pod_full_uri, {"Authorization": "made-up"}) == 401
    assert metadata.issued == []


def test_credentials_that_expire_soon_are_fetched_again(
    ministack: Server, metadata: Metadata, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Botocore renews what is good for less than a quarter of an hour before each request."""
    metadata.lifetime = 60
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", metadata.container_full_uri)
    s3 = _ambient(ministack)
    before = len(metadata.issued)
    s3.list_buckets()
    assert len(metadata.issued) > before


def test_a_program_that_ends_is_reported_with_its_output(tmp_path: Path) -> None:
    """The status and the last words are in the message."""
    with (
        pytest.raises(ServerError, match=r"(?s)status 3.*no luck"),
        running(["sh", "-c", "echo no luck; exit 3"], tmp_path, ready=lambda _: None),
    ):
        pass


def test_a_program_that_never_answers_is_given_up(tmp_path: Path) -> None:
    """The deadline ends the wait."""
    with (
        pytest.raises(ServerError, match=r"within 0\.1 s"),
        running(["sleep", "60"], tmp_path, ready=lambda _: None, seconds=0.1),
    ):
        pass


def _ambient(server: Server) -> Any:
    """A client of boto3 that finds its credentials around it."""
    return boto3.Session().client(
        "s3", endpoint_url=server.endpoint, region_name=server.region, config=Config(s3={"addressing_style": "path"})
    )


def _get(url: str, headers: dict[str, str] | None = None, timeout: float = 10) -> int:
    """The status of an answer."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=timeout)
    try:
        connection.request("GET", urlsplit(url).path, headers=headers or {})
        return connection.getresponse().status
    finally:
        connection.close()
