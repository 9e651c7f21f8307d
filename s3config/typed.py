"""The types of what a caller writes: every spelling of every key. Made by `python tests/generated.py`."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypedDict

from pydantic import SecretStr

from s3config.config.credentials import CredentialProvider


class S3Config(TypedDict, total=False):
    """S3 keys in every spelling; the bare `bucket` is an argument of its own."""

    access_key_id: str
    """Id of the access key that signs requests. Half of the pair; shown by its last four characters only."""
    aws_access_key_id: str
    ACCESS_KEY_ID: str
    AWS_ACCESS_KEY_ID: str
    secret_access_key: SecretStr | str
    """Secret of the access key that signs requests. Half of the pair."""
    aws_secret_access_key: SecretStr | str
    SECRET_ACCESS_KEY: SecretStr | str
    AWS_SECRET_ACCESS_KEY: SecretStr | str
    session_token: SecretStr | str
    """Token of temporary credentials. It goes only with the pair that was found beside it."""
    aws_session_token: SecretStr | str
    SESSION_TOKEN: SecretStr | str
    AWS_SESSION_TOKEN: SecretStr | str
    token: SecretStr | str
    aws_token: SecretStr | str
    TOKEN: SecretStr | str
    AWS_TOKEN: SecretStr | str
    security_token: SecretStr | str
    aws_security_token: SecretStr | str
    SECURITY_TOKEN: SecretStr | str
    AWS_SECURITY_TOKEN: SecretStr | str
    credential_expiration: datetime | str
    """When the temporary credentials end, in ISO 8601; without an offset it is UTC."""
    aws_credential_expiration: datetime | str
    CREDENTIAL_EXPIRATION: datetime | str
    AWS_CREDENTIAL_EXPIRATION: datetime | str
    credential_provider: CredentialProvider
    """An object that hands out credentials when a request needs them: a callable that returns a mapping with access_key_id, secret_access_key, token and expires_at. Never called while resolving."""  # noqa: E501
    aws_credential_provider: CredentialProvider
    CREDENTIAL_PROVIDER: CredentialProvider
    AWS_CREDENTIAL_PROVIDER: CredentialProvider
    aws_bucket: str
    BUCKET: str
    AWS_BUCKET: str
    bucket_name: str
    aws_bucket_name: str
    BUCKET_NAME: str
    AWS_BUCKET_NAME: str
    region: str
    """Region in the signature and, at AWS, in the host. Default us-east-1, or what the provider always has."""
    aws_region: str
    REGION: str
    AWS_REGION: str
    default_region: str
    """Region for a place that says none: of the environment, a file or a profile if it stands there, below everything if it is an argument."""  # noqa: E501
    aws_default_region: str
    DEFAULT_REGION: str
    AWS_DEFAULT_REGION: str
    endpoint_url_s3: str
    aws_endpoint_url_s3: str
    ENDPOINT_URL_S3: str
    AWS_ENDPOINT_URL_S3: str
    endpoint_url: str
    aws_endpoint_url: str
    ENDPOINT_URL: str
    AWS_ENDPOINT_URL: str
    endpoint: str
    """Root of the S3 service, without the bucket. Default: AWS, in the region."""
    aws_endpoint: str
    ENDPOINT: str
    AWS_ENDPOINT: str
    ignore_configured_endpoint_urls: bool | str
    """Whether endpoints in the environment, in a `.env` file and in profiles are left aside. Default false."""
    aws_ignore_configured_endpoint_urls: bool | str
    IGNORE_CONFIGURED_ENDPOINT_URLS: bool | str
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: bool | str
    use_fips_endpoint: bool | str
    """Whether requests to AWS go to its FIPS hosts. No effect with another endpoint. Default false."""
    aws_use_fips_endpoint: bool | str
    USE_FIPS_ENDPOINT: bool | str
    AWS_USE_FIPS_ENDPOINT: bool | str
    use_dualstack_endpoint: bool | str
    """Whether requests to AWS go to its IPv6 (dual-stack) hosts. No effect with an endpoint. Default false."""
    aws_use_dualstack_endpoint: bool | str
    USE_DUALSTACK_ENDPOINT: bool | str
    AWS_USE_DUALSTACK_ENDPOINT: bool | str
    virtual_hosted_style_request: bool | str
    """Whether the bucket stands in the host's name (true) or in the path (false). Default false, except for S3 Express and for providers that know only the host form."""  # noqa: E501
    aws_virtual_hosted_style_request: bool | str
    VIRTUAL_HOSTED_STYLE_REQUEST: bool | str
    AWS_VIRTUAL_HOSTED_STYLE_REQUEST: bool | str
    s3_express: bool | str
    """Whether the bucket is an S3 Express One Zone bucket, whose name ends in --<zone>--x-s3. Default false."""
    aws_s3_express: bool | str
    S3_EXPRESS: bool | str
    AWS_S3_EXPRESS: bool | str
    skip_signature: bool | str
    """Whether requests are anonymous: no credentials are looked for and nothing is signed. Default false."""
    aws_skip_signature: bool | str
    SKIP_SIGNATURE: bool | str
    AWS_SKIP_SIGNATURE: bool | str
    request_payer: bool | str
    """Whether the caller agrees to pay for requests to a requester-pays bucket. Default false."""
    aws_request_payer: bool | str
    REQUEST_PAYER: bool | str
    AWS_REQUEST_PAYER: bool | str
    requester_pays: bool | str
    aws_requester_pays: bool | str
    REQUESTER_PAYS: bool | str
    AWS_REQUESTER_PAYS: bool | str
    unsigned_payload: bool | str
    """Whether the body is left out of the signature. Default false."""
    aws_unsigned_payload: bool | str
    UNSIGNED_PAYLOAD: bool | str
    AWS_UNSIGNED_PAYLOAD: bool | str
    checksum_algorithm: str
    """Checksum that is sent with every upload. Default: none."""
    aws_checksum_algorithm: str
    CHECKSUM_ALGORITHM: str
    AWS_CHECKSUM_ALGORITHM: str
    request_checksum_calculation: str
    """When AWS SDK based tools add a checksum to an upload. Their default, when_supported, fails at many S3-compatible stores."""  # noqa: E501
    aws_request_checksum_calculation: str
    REQUEST_CHECKSUM_CALCULATION: str
    AWS_REQUEST_CHECKSUM_CALCULATION: str
    response_checksum_validation: str
    """When AWS SDK based tools check the checksum of a download. Their default, when_supported, fails at some S3-compatible stores."""  # noqa: E501
    aws_response_checksum_validation: str
    RESPONSE_CHECKSUM_VALIDATION: str
    AWS_RESPONSE_CHECKSUM_VALIDATION: str
    conditional_put: str
    """How `put` creates or updates only under a condition: etag (HTTP preconditions), disabled, or dynamo:<table>[:<milliseconds>] (a lock in DynamoDB). Default: etag."""  # noqa: E501
    aws_conditional_put: str
    CONDITIONAL_PUT: str
    AWS_CONDITIONAL_PUT: str
    copy_if_not_exists: str
    """How `copy` refuses to overwrite: multipart, header:<name>:<value>, header-with-status:<name>:<value>:<status>, or dynamo:<table>[:<milliseconds>]. Default: it cannot."""  # noqa: E501
    aws_copy_if_not_exists: str
    COPY_IF_NOT_EXISTS: str
    AWS_COPY_IF_NOT_EXISTS: str
    disable_tagging: bool | str
    """Whether tags are left out of uploads, for stores that do not know them. Default false."""
    aws_disable_tagging: bool | str
    DISABLE_TAGGING: bool | str
    AWS_DISABLE_TAGGING: bool | str
    disable_bulk_delete: bool | str
    """Whether objects are deleted one by one, for stores without DeleteObjects. Default false."""
    aws_disable_bulk_delete: bool | str
    DISABLE_BULK_DELETE: bool | str
    AWS_DISABLE_BULK_DELETE: bool | str
    server_side_encryption: str
    """How the store encrypts objects: AES256 (SSE-S3), aws:kms, aws:kms:dsse or sse-c. Default: the bucket's."""
    aws_server_side_encryption: str
    SERVER_SIDE_ENCRYPTION: str
    AWS_SERVER_SIDE_ENCRYPTION: str
    sse_kms_key_id: str
    """KMS key for server_side_encryption aws:kms or aws:kms:dsse. Default: AWS's own key for S3."""
    aws_sse_kms_key_id: str
    SSE_KMS_KEY_ID: str
    AWS_SSE_KMS_KEY_ID: str
    sse_bucket_key_enabled: bool | str
    """Whether KMS encryption uses the bucket's key, which costs less. Default: as the bucket says."""
    aws_sse_bucket_key_enabled: bool | str
    SSE_BUCKET_KEY_ENABLED: bool | str
    AWS_SSE_BUCKET_KEY_ENABLED: bool | str
    sse_customer_key_base64: SecretStr | str
    """The caller's own encryption key for server_side_encryption sse-c: base64 of 32 bytes."""
    aws_sse_customer_key_base64: SecretStr | str
    SSE_CUSTOMER_KEY_BASE64: SecretStr | str
    AWS_SSE_CUSTOMER_KEY_BASE64: SecretStr | str
    web_identity_token_file: str
    """File with the token that role_arn is assumed with (EKS, GitHub and other OIDC)."""
    aws_web_identity_token_file: str
    WEB_IDENTITY_TOKEN_FILE: str
    AWS_WEB_IDENTITY_TOKEN_FILE: str
    role_arn: str
    """Role to assume with the web identity token. No identity by itself."""
    aws_role_arn: str
    ROLE_ARN: str
    AWS_ROLE_ARN: str
    role_session_name: str
    """Name of the session when role_arn is assumed. Default: the backend's."""
    aws_role_session_name: str
    ROLE_SESSION_NAME: str
    AWS_ROLE_SESSION_NAME: str
    sts_endpoint: str
    """Root of the STS service, which hands out credentials for web identities. Default: AWS, in the region."""
    aws_sts_endpoint: str
    STS_ENDPOINT: str
    AWS_STS_ENDPOINT: str
    endpoint_url_sts: str
    aws_endpoint_url_sts: str
    ENDPOINT_URL_STS: str
    AWS_ENDPOINT_URL_STS: str
    container_credentials_relative_uri: str
    """Path on the ECS credential service, http://169.254.170.2."""
    aws_container_credentials_relative_uri: str
    CONTAINER_CREDENTIALS_RELATIVE_URI: str
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: str
    container_credentials_full_uri: str
    """URL of the container's credential service (EKS Pod Identity)."""
    aws_container_credentials_full_uri: str
    CONTAINER_CREDENTIALS_FULL_URI: str
    AWS_CONTAINER_CREDENTIALS_FULL_URI: str
    container_authorization_token_file: str
    """File with the token for the container's credential service."""
    aws_container_authorization_token_file: str
    CONTAINER_AUTHORIZATION_TOKEN_FILE: str
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: str
    container_authorization_token: str
    """The token itself for the container's credential service."""
    aws_container_authorization_token: str
    CONTAINER_AUTHORIZATION_TOKEN: str
    AWS_CONTAINER_AUTHORIZATION_TOKEN: str
    ec2_metadata_disabled: bool | str
    """Whether the instance metadata service is never asked for credentials. Default false."""
    aws_ec2_metadata_disabled: bool | str
    EC2_METADATA_DISABLED: bool | str
    AWS_EC2_METADATA_DISABLED: bool | str
    metadata_endpoint: str
    """Root of the instance metadata service. http:// needs no allow_http. Default http://169.254.169.254."""
    aws_metadata_endpoint: str
    METADATA_ENDPOINT: str
    AWS_METADATA_ENDPOINT: str
    ec2_metadata_service_endpoint: str
    aws_ec2_metadata_service_endpoint: str
    EC2_METADATA_SERVICE_ENDPOINT: str
    AWS_EC2_METADATA_SERVICE_ENDPOINT: str
    imdsv1_fallback: bool | str
    """Whether version 1 of the instance metadata service is asked where version 2 is missing. Default false."""
    aws_imdsv1_fallback: bool | str
    IMDSV1_FALLBACK: bool | str
    AWS_IMDSV1_FALLBACK: bool | str
    ec2_metadata_v1_disabled: bool | str
    aws_ec2_metadata_v1_disabled: bool | str
    EC2_METADATA_V1_DISABLED: bool | str
    AWS_EC2_METADATA_V1_DISABLED: bool | str
    profile: str
    """Profile in ~/.aws/config and ~/.aws/credentials."""
    aws_profile: str
    PROFILE: str
    AWS_PROFILE: str


class ClientConfig(TypedDict, total=False):
    """Options of the HTTP client."""

    allow_http: bool | str
    """Whether an endpoint may be http://, which sends everything in plain text. Default false; a loopback endpoint implies true."""  # noqa: E501
    allow_invalid_certificates: bool | str
    """Whether TLS certificates go unchecked, which lets anybody listen. Default false."""
    disable_system_certificates: bool | str
    """Whether only root_certificate is trusted, and not the system's authorities. Default false."""
    root_certificate: bytes | str
    """Further certificate authority to trust: PEM text, or the path of a PEM file."""
    connect_timeout: timedelta | float | str
    """Longest time to connect. object_store's default is 5s."""
    timeout: timedelta | float | str
    """Longest time for a whole request, body included. object_store's default is 30s."""
    read_timeout: timedelta | float | str
    """Longest time without a byte from the server. Default: none."""
    pool_idle_timeout: timedelta | float | str
    """How long an idle connection is kept. object_store's default is 90s."""
    pool_max_idle_per_host: int | str
    """Most idle connections that are kept for a host. Default: no limit."""
    default_content_type: str
    """Content type of uploads that have none of their own."""
    default_headers: Mapping[str, str | bytes] | str
    """Headers that are sent with every request; as text, one `Name: value` a line. The values are secret."""
    http1_only: bool | str
    """Whether only HTTP/1 is spoken. Default false."""
    http2_only: bool | str
    """Whether only HTTP/2 is spoken. Default false."""
    http2_keep_alive_interval: timedelta | float | str
    """Time between HTTP/2 pings. Default: none are sent."""
    http2_keep_alive_timeout: timedelta | float | str
    """Longest time for the answer to an HTTP/2 ping."""
    http2_keep_alive_while_idle: bool | str
    """Whether HTTP/2 pings go on while nothing is asked. Default false."""
    http2_max_frame_size: int | str
    """Largest HTTP/2 frame, in bytes, from 16384 to 16777215."""
    proxy_url: str
    """Proxy for all requests; it may hold a user and a password."""
    proxy_ca_certificate: bytes | str
    """Certificate authority of the proxy: PEM text, or the path of a PEM file."""
    proxy_excludes: str
    """Hosts that are reached without the proxy, separated by commas."""
    randomize_addresses: bool | str
    """Whether the order of a host's addresses is shuffled, to spread load. object_store's default is true."""
    user_agent: str
    """Value of the User-Agent header. Default: the backend's."""


class BackoffConfig(TypedDict, total=False):
    """How long to wait between tries."""

    init_backoff: timedelta | float | str
    """Wait before the first retry. object_store's default is 100ms."""
    max_backoff: timedelta | float | str
    """Longest wait between tries. object_store's default is 15s."""
    base: float | str
    """How much longer each wait is than the one before. object_store's default is 2."""


class RetryConfig(TypedDict, total=False):
    """How failed requests are tried again."""

    max_retries: int | str
    """Most retries of a request, the first try not counted. object_store's default is 10. `max_attempts` counts the first try, too."""  # noqa: E501
    retry_timeout: timedelta | float | str
    """Longest time from the first try to the last. object_store's default is 180s."""
    backoff: BackoffConfig
    """How long to wait between tries."""
