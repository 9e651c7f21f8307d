"""What an S3 request needs to know: bucket, place, identity, encryption, conditions."""

from datetime import datetime
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationInfo, model_validator

from s3config.config.addresses import ABSOLUTE_PATH, BUCKET_NAME, ENDPOINT, SERVICE_URL
from s3config.config.choices import (
    CHECKSUM_ALGORITHM,
    CHECKSUM_MODE,
    CONDITIONAL_PUT,
    COPY_IF_NOT_EXISTS,
    CREDENTIAL_PROVIDER,
    ENCRYPTION,
    REQUEST_PAYER,
    SSE_CUSTOMER_KEY,
)
from s3config.config.client import ClientOptions
from s3config.config.key import key
from s3config.config.numbers import FLAG, inverted
from s3config.config.pairs import problems
from s3config.config.refusal import Refusal
from s3config.config.retry import RetryOptions
from s3config.config.texts import ACCESS_KEY_ID, AUTHORIZATION, SECRET, TEXT
from s3config.config.times import MOMENT
from s3config.diagnostics import Severity

_OBJECT_STORE = "object_store, AmazonS3ConfigKey"
_AWS_SDKS = "AWS SDKs and Tools Reference Guide"
PAIRS_LATER: Final = object()
"""Validation context of a caller that runs the checks of pairs itself, to have all their problems at once."""
_S3_GUIDE = "Amazon S3 User Guide"


class StoreConfig(BaseModel):
    """One validated configuration: S3 keys at the top, client options and retries below."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    access_key_id: str | None = key(
        ACCESS_KEY_ID,
        doc="Id of the access key that signs requests. Half of the pair; shown by its last four characters only.",
        examples=("AKIAIOSFODNN7EXAMPLE",),
        source=_OBJECT_STORE,
    )
    secret_access_key: SecretStr | None = key(
        SECRET,
        doc="Secret of the access key that signs requests. Half of the pair.",
        examples=("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",),
        secret=True,
        source=_OBJECT_STORE,
    )
    session_token: SecretStr | None = key(
        SECRET,
        doc="Token of temporary credentials. It goes only with the pair that was found beside it.",
        examples=("IQoJb3JpZ2luX2VjEXAMPLETOKEN",),
        spellings=("session_token", "token", "security_token"),
        secret=True,
        source=_OBJECT_STORE,
    )
    credential_expiration: datetime | None = key(
        MOMENT,
        doc="When the temporary credentials end, in ISO 8601; without an offset it is UTC.",
        examples=("2026-01-31T12:00:00Z",),
        source="AWS CLI, `aws configure export-credentials`",
    )
    credential_provider: Any | None = key(
        CREDENTIAL_PROVIDER,
        doc="An object that hands out credentials when a request needs them: a callable that returns a mapping with "
        "access_key_id, secret_access_key, token and expires_at. Never called while resolving.",
        argument_only=True,
        source="obstore, S3CredentialProvider",
    )
    bucket: str | None = key(
        BUCKET_NAME,
        doc="Name of the bucket, or the ARN of an access point.",
        examples=("my-bucket",),
        spellings=("bucket", "bucket_name"),
        source=_OBJECT_STORE,
    )
    region: str = key(
        TEXT,
        "us-east-1",
        doc="Region in the signature and, at AWS, in the host. Default us-east-1, or what the provider always has.",
        examples=("eu-central-1", "auto"),
        source=_OBJECT_STORE,
    )
    default_region: str | None = key(
        TEXT,
        doc="Region for a place that says none: of the environment, a file or a profile if it stands there, below "
        "everything if it is an argument.",
        examples=("us-west-2",),
        source=_OBJECT_STORE,
    )
    endpoint: str | None = key(
        ENDPOINT,
        doc="Root of the S3 service, without the bucket. Default: AWS, in the region.",
        examples=("https://s3.example.com", "http://localhost:9000"),
        spellings=("endpoint_url_s3", "endpoint_url", "endpoint"),
        source=f"{_OBJECT_STORE}; {_AWS_SDKS}, Service-specific endpoints",
    )
    ignore_configured_endpoint_urls: bool = key(
        FLAG,
        False,
        doc="Whether endpoints in the environment, in a `.env` file and in profiles are left aside. Default false.",
        examples=(True,),
        source=f"{_AWS_SDKS}, Service-specific endpoints",
    )
    use_fips_endpoint: bool = key(
        FLAG,
        False,
        doc="Whether requests to AWS go to its FIPS hosts. No effect with another endpoint. Default false.",
        examples=(True,),
        source=f"{_AWS_SDKS}, Dual-stack and FIPS endpoints",
    )
    use_dualstack_endpoint: bool = key(
        FLAG,
        False,
        doc="Whether requests to AWS go to its IPv6 (dual-stack) hosts. No effect with an endpoint. Default false.",
        examples=(True,),
        source=f"{_AWS_SDKS}, Dual-stack and FIPS endpoints",
    )
    virtual_hosted_style_request: bool = key(
        FLAG,
        False,
        doc="Whether the bucket stands in the host's name (true) or in the path (false). Default false, except for S3 "
        "Express and for providers that know only the host form.",
        examples=(True,),
        source=_OBJECT_STORE,
    )
    s3_express: bool = key(
        FLAG,
        False,
        doc="Whether the bucket is an S3 Express One Zone bucket, whose name ends in --<zone>--x-s3. Default false.",
        examples=(True,),
        source=_OBJECT_STORE,
    )
    skip_signature: bool = key(
        FLAG,
        False,
        doc="Whether requests are anonymous: no credentials are looked for and nothing is signed. Default false.",
        examples=(True,),
        source=_OBJECT_STORE,
    )
    request_payer: bool = key(
        REQUEST_PAYER,
        False,
        doc="Whether the caller agrees to pay for requests to a requester-pays bucket. Default false.",
        examples=(True, "requester"),
        spellings=("request_payer", "requester_pays"),
        source=f"{_OBJECT_STORE}; {_S3_GUIDE}, Using Requester Pays buckets",
    )
    unsigned_payload: bool = key(
        FLAG,
        False,
        doc="Whether the body is left out of the signature. Default false.",
        examples=(True,),
        source=_OBJECT_STORE,
    )
    checksum_algorithm: Literal["SHA256", "CRC64NVME"] | None = key(
        CHECKSUM_ALGORITHM,
        doc="Checksum that is sent with every upload. Default: none.",
        examples=("SHA256", "CRC64NVME"),
        source=_OBJECT_STORE,
    )
    request_checksum_calculation: Literal["when_supported", "when_required"] | None = key(
        CHECKSUM_MODE,
        doc="When AWS SDK based tools add a checksum to an upload. Their default, when_supported, fails at many "
        "S3-compatible stores.",
        examples=("when_required",),
        source=f"{_AWS_SDKS}, Data Integrity Protections for Amazon S3",
    )
    response_checksum_validation: Literal["when_supported", "when_required"] | None = key(
        CHECKSUM_MODE,
        doc="When AWS SDK based tools check the checksum of a download. Their default, when_supported, fails at some "
        "S3-compatible stores.",
        examples=("when_required",),
        source=f"{_AWS_SDKS}, Data Integrity Protections for Amazon S3",
    )
    conditional_put: str | None = key(
        CONDITIONAL_PUT,
        doc="How `put` creates or updates only under a condition: etag (HTTP preconditions), disabled, or "
        "dynamo:<table>[:<milliseconds>] (a lock in DynamoDB). Default: etag.",
        examples=("etag", "dynamo:locks:20000"),
        source=_OBJECT_STORE,
    )
    copy_if_not_exists: str | None = key(
        COPY_IF_NOT_EXISTS,
        doc="How `copy` refuses to overwrite: multipart, header:<name>:<value>, "
        "header-with-status:<name>:<value>:<status>, or dynamo:<table>[:<milliseconds>]. Default: it cannot.",
        examples=("multipart", "header:cf-copy-destination-if-none-match:*"),
        source=_OBJECT_STORE,
    )
    disable_tagging: bool = key(
        FLAG,
        False,
        doc="Whether tags are left out of uploads, for stores that do not know them. Default false.",
        examples=(True,),
        source=_OBJECT_STORE,
    )
    disable_bulk_delete: bool = key(
        FLAG,
        False,
        doc="Whether objects are deleted one by one, for stores without DeleteObjects. Default false.",
        examples=(True,),
        source=_OBJECT_STORE,
    )
    server_side_encryption: Literal["AES256", "aws:kms", "aws:kms:dsse", "sse-c"] | None = key(
        ENCRYPTION,
        doc="How the store encrypts objects: AES256 (SSE-S3), aws:kms, aws:kms:dsse or sse-c. Default: the bucket's.",
        examples=("AES256", "aws:kms"),
        source=_OBJECT_STORE,
    )
    sse_kms_key_id: str | None = key(
        TEXT,
        doc="KMS key for server_side_encryption aws:kms or aws:kms:dsse. Default: AWS's own key for S3.",
        examples=("arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",),
        source=_OBJECT_STORE,
    )
    sse_bucket_key_enabled: bool | None = key(
        FLAG,
        doc="Whether KMS encryption uses the bucket's key, which costs less. Default: as the bucket says.",
        examples=(True,),
        source=_OBJECT_STORE,
    )
    sse_customer_key_base64: SecretStr | None = key(
        SSE_CUSTOMER_KEY,
        doc="The caller's own encryption key for server_side_encryption sse-c: base64 of 32 bytes.",
        examples=("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",),
        secret=True,
        source=_OBJECT_STORE,
    )
    web_identity_token_file: str | None = key(
        TEXT,
        doc="File with the token that role_arn is assumed with (EKS, GitHub and other OIDC).",
        examples=("/var/run/secrets/eks.amazonaws.com/serviceaccount/token",),
        path=True,
        source=_OBJECT_STORE,
    )
    role_arn: str | None = key(
        TEXT,
        doc="Role to assume with the web identity token. No identity by itself.",
        examples=("arn:aws:iam::111122223333:role/reader",),
        source=_OBJECT_STORE,
    )
    role_session_name: str | None = key(
        TEXT,
        doc="Name of the session when role_arn is assumed. Default: the backend's.",
        examples=("nightly-job",),
        source=_OBJECT_STORE,
    )
    sts_endpoint: str | None = key(
        ENDPOINT,
        doc="Root of the STS service, which hands out credentials for web identities. Default: AWS, in the region.",
        examples=("https://sts.eu-central-1.amazonaws.com",),
        spellings=("sts_endpoint", "endpoint_url_sts"),
        source=_OBJECT_STORE,
    )
    container_credentials_relative_uri: str | None = key(
        ABSOLUTE_PATH,
        doc="Path on the ECS credential service, http://169.254.170.2.",
        examples=("/v2/credentials/2f7b1e9c",),
        source=_OBJECT_STORE,
    )
    container_credentials_full_uri: str | None = key(
        SERVICE_URL,
        doc="URL of the container's credential service (EKS Pod Identity).",
        examples=("http://169.254.170.23/v1/credentials",),
        source=_OBJECT_STORE,
    )
    container_authorization_token_file: str | None = key(
        TEXT,
        doc="File with the token for the container's credential service.",
        examples=("/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token",),
        path=True,
        source=_OBJECT_STORE,
    )
    container_authorization_token: SecretStr | None = key(
        AUTHORIZATION,
        doc="The token itself for the container's credential service.",
        examples=("Basic abcd",),
        secret=True,
        source=f"{_AWS_SDKS}, Container credential provider",
    )
    ec2_metadata_disabled: bool = key(
        FLAG,
        False,
        doc="Whether the instance metadata service is never asked for credentials. Default false.",
        examples=(True,),
        source=f"{_AWS_SDKS}, IMDS credential provider",
    )
    metadata_endpoint: str | None = key(
        ENDPOINT,
        doc="Root of the instance metadata service. http:// needs no allow_http. Default http://169.254.169.254.",
        examples=("http://169.254.169.254",),
        spellings=("metadata_endpoint", "ec2_metadata_service_endpoint"),
        source=f"{_OBJECT_STORE}; {_AWS_SDKS}, IMDS credential provider",
    )
    imdsv1_fallback: bool = key(
        FLAG,
        False,
        doc="Whether version 1 of the instance metadata service is asked where version 2 is missing. Default false.",
        examples=(True,),
        spellings=("imdsv1_fallback", "ec2_metadata_v1_disabled"),
        convert={"ec2_metadata_v1_disabled": inverted},
        source=f"{_OBJECT_STORE}; {_AWS_SDKS}, IMDS credential provider",
    )
    profile: str | None = key(
        TEXT,
        doc="Profile in ~/.aws/config and ~/.aws/credentials.",
        examples=("production",),
        source=f"{_AWS_SDKS}, Shared config and credentials files",
    )
    client_options: ClientOptions = ClientOptions.model_construct()
    """Options of the HTTP client."""
    retry_config: RetryOptions = RetryOptions.model_construct()
    """How failed requests are tried again."""

    @model_validator(mode="after")
    def _check_pairs(self, info: ValidationInfo) -> Self:
        """Refuse what is wrong between keys, unless the caller collects it all (`PAIRS_LATER`)."""
        if info.context is not PAIRS_LATER:
            for problem in problems(self):
                if problem.severity is Severity.ERROR:
                    names = {key: key for key in problem.keys}
                    raise Refusal(problem.message.format_map(names), problem.remedy, code=problem.code)
        return self
