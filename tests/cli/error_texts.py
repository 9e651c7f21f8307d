"""What users see when their configuration is wrong, word for word, with a thread or a page about it each."""

from __future__ import annotations

from typing import NamedTuple


class Seen(NamedTuple):
    """A text, and what it means."""

    symptom: str
    text: str
    source: str


SEEN = (
    # Checksums that boto3 sends since 1.36, to stores that do not know them.
    Seen(
        "checksum-unknown",
        "NotImplemented: Header 'x-amz-checksum-crc32' with value 'AAAAAA==' not implemented",
        "boto/boto3#4392",
    ),
    Seen(
        "checksum-unknown",
        "An error occurred (XAmzContentSHA256Mismatch) when calling the PutObject operation: The provided "
        "'x-amz-content-sha256' header does not match what was computed.",
        "hetznercloud/terraform-provider-hcloud#1114",
    ),
    Seen(
        "checksum-unknown",
        "botocore.exceptions.ClientError: An error occurred (Unauthorized) when calling the PutObject operation: "
        "Unauthorized",
        "boto/boto3#4400",
    ),
    Seen(
        "invalid-argument",
        "An error occurred (InvalidArgument) when calling the PutObject operation: Unknown",
        "langgenius/dify#35117",
    ),
    Seen(
        "checksum-unknown",
        "An error occurred (MissingContentLength) when calling the PutObject operation: You must provide the "
        "Content-Length HTTP header.",
        "boto/boto3#4398",
    ),
    Seen("not-implemented", "A header you provided implies functionality that is not implemented", "gaul/s3proxy#765"),
    Seen(
        "checksum-unknown",
        "upload failed: (invalid/unknown checksum sent: invalid checksum)",
        "home-assistant/core#144015",
    ),
    Seen("wrong-secret", "SignatureDoesNotMatch", "google/go-cloud#3634"),
    # Profiles that object_store does not read, and the metadata service that it asks instead.
    Seen(
        "no-credentials",
        "Generic S3 error: Error after 10 retries in 6.2s, max_retries:10, retry_timeout:180s, source:error sending "
        "request for url (http://169.254.169.254/latest/api/token)",
        "delta-io/delta-rs#855",
    ),
    Seen(
        "profile-not-read", "This behavior requires following cargo feature(s) enabled: sso", "delta-io/delta-rs#3897"
    ),
    Seen(
        "profile-not-read",
        "Invalid Configuration Error: Secret Validation Failure: during `create` using the following:\n"
        "Credential Chain: 'config'",
        "duckdb/duckdb-aws#122",
    ),
    Seen(
        "no-credentials",
        "error sending request for url (http://169.254.169.254/latest/api/token): error trying to connect: "
        "tcp connect error: Host is down (os error 64)",
        "pola-rs/polars#11372",
    ),
    Seen("no-credentials", "botocore.exceptions.NoCredentialsError: Unable to locate credentials", "boto/botocore#697"),
    # Regions.
    Seen(
        "wrong-region",
        "Generic S3 error: Received redirect without LOCATION, this normally indicates an incorrectly configured "
        "region",
        "apache/arrow-rs#2795",
    ),
    Seen(
        "wrong-region",
        "PermanentRedirect: The bucket you are attempting to access must be addressed using the specified endpoint. "
        "Please send all future requests to this endpoint.",
        "OSGeo/gdal#9449",
    ),
    Seen(
        "wrong-region",
        "HTTP Error: HTTP GET error on 'https://bucket.s3.amazonaws.com/a.parquet' (HTTP 400)",
        "duckdb/duckdb-aws#65",
    ),
    Seen(
        "wrong-region",
        "The me-south-1 location constraint is incompatible for the region specific endpoint this request was sent to.",
        "target-s3#4",
    ),
    Seen("wrong-region", "IllegalLocationConstraintException", "apache/arrow#36737"),
    Seen(
        "wrong-region",
        "AuthorizationHeaderMalformed: The authorization header is malformed; the region 'us-east-1' is wrong; "
        "expecting 'nl-ams'",
        "minio/minio-java#289",
    ),
    Seen("wrong-region", "the region 'us-east-1' is wrong; expecting 'milkyway'", "minio/minio-py#1059"),
    Seen("wrong-region", "expecting 'milkyway'", "minio/minio-js#1038"),
    # Plain http.
    Seen("plain-http", "Generic HTTP client error: URL scheme is not allowed", "apache/arrow-rs#5273"),
    Seen("plain-http", "Generic S3 error: HTTP error: builder error", "s2-streamstore/s2#302"),
    # Tokens and temporary keys.
    Seen(
        "wrong-token",
        "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token "
        "included in the request is invalid.",
        "aws/aws-cli#1341",
    ),
    Seen("wrong-token", "InvalidToken: The provided token is malformed or otherwise invalid.", "vercel/ai#14136"),
    Seen("unknown-key", "InvalidClientTokenId", "aws/aws-cli#1197"),
    Seen(
        "temporary-key",
        "<Code>InvalidAccessKeyId</Code><Message>The AWS Access Key Id you provided does not exist in our records."
        "</Message><AWSAccessKeyId>ASIAIOSFODNN7EXAMPLE</AWSAccessKeyId>",
        "databend#8069",
    ),
    Seen("profile-missing", "ProfileNotFound: The config profile (nope) could not be found", "boto/boto3#4121"),
    Seen("profile-missing", "The config profile could not be found", "awslogs#401"),
    Seen("profile-missing", "No profile found", "yawsso#85"),
    Seen("expired-token", "ExpiredToken: The provided token has expired", "pola-rs/polars#15577"),
    Seen(
        "expired-token",
        "The SSO session associated with this profile has expired or is otherwise invalid.",
        "exceptions.py of botocore",
    ),
    # The bucket, in the host and elsewhere.
    Seen(
        "certificate-of-another-host",
        "tls: failed to verify certificate: x509: certificate is valid for *.fra1.digitaloceanspaces.com, not "
        "shop.shop.fra1.digitaloceanspaces.com",
        "nixys/nxs-backup#69",
    ),
    Seen("unknown-host", "java.net.UnknownHostException: shop.shop.s3.example.com", "medusa#10145"),
    Seen("no-bucket", "NoSuchBucket", "aws/aws-sdk-js-v3#4570"),
    Seen(
        "path-style-refused",
        "SecondLevelDomainForbidden: Please use virtual hosted style to access.",
        "treeverse/lakeFS#3490",
    ),
    Seen("unknown-host", "getaddrinfo ENOTFOUND testbucket.localhost", "localstack/localstack#5211"),
    Seen("unknown-host", "Unable to execute HTTP request: hellobucket.localhost", "localstack/localstack#43"),
    Seen("unknown-host", "Could not resolve host: bucket.minio", "localstack/localstack#7652"),
    Seen(
        "certificate-of-another-host",
        "hostname 'my.bucket.s3.amazonaws.com' doesn't match either of '*.s3.amazonaws.com', 's3.amazonaws.com'",
        "boto/boto#2836",
    ),
    Seen(
        "bad-bucket-name",
        'Invalid bucket name "s3:": Bucket name must match the regex "^[a-zA-Z0-9.\\-_]{1,255}$"',
        "datachain#1189",
    ),
    Seen("bad-bucket-name", "Bucket names cannot contain forward slashes", "aws/aws-sdk-ruby#1300"),
    Seen("express-bucket", "NotFound: HEAD https://s3.us-west-2.amazonaws.com/base--usw2-az1--x-s3", "qdrant#9757"),
    Seen(
        "express-bucket",
        "NoSuchBucket: The specified bucket does not exist; BucketName: base--usw2-az1--x-s3",
        "delta-io/delta-rs#4136",
    ),
    Seen("not-found", "An error occurred (404) when calling the HeadObject operation: Not Found", "qdrant#9757"),
    Seen(
        "china-host",
        "Error performing HEAD https://s3.cn-north-1.amazonaws.com/bucket/key in 1.2s - HTTP error: error sending "
        "request",
        "pola-rs/polars#27801",
    ),
    Seen("no-region", "botocore.exceptions.NoRegionError: You must specify a region.", "s3pypi#119"),
    # Options of other tools.
    Seen(
        "wrong-dialect",
        "TypeError: AioSession.__init__() got an unexpected keyword argument 'aws_access_key_id'",
        "pola-rs/polars#17815",
    ),
    Seen("duplicate-key", "Duplicate key aws_region provided", "developmentseed/obstore#211"),
    Seen(
        "duplicate-key",
        "TypeError: create_client() got multiple values for keyword argument 'endpoint_url'",
        "fsspec/s3fs#308",
    ),
    Seen(
        "duplicate-key",
        "TypeError: aiobotocore.session.AioSession.create_client() got multiple values for keyword argument "
        "'aws_access_key_id'",
        "fsspec/s3fs#418",
    ),
    Seen(
        "unknown-option",
        "obstore.exceptions.UnknownConfigurationKeyError: Configuration key: 'endpont' is not valid for store 'S3'.",
        "developmentseed/obstore#575",
    ),
    Seen("value-type", "TypeError: 'bool' object is not an instance of 'str'", "aws/aws-sdk-pandas#2378"),
    Seen(
        "value-type",
        "TypeError: argument 'storage_options': 'bool' object cannot be converted to 'PyString'",
        "delta-io/delta-rs#1096",
    ),
    Seen("value-type", "TypeError: 'None' is not an instance of 'str'", "dagster-io/dagster#19911"),
    Seen("no-unit", 'failed to parse "30" as Duration', "delta-io/delta-rs#3128"),
    Seen("retries-used-up", "max_retries:10, retry_timeout:180s", "apache/arrow-rs#5580"),
    # Keys and secrets.
    Seen(
        "wrong-secret",
        "SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check "
        "your key and signing method.",
        "argoproj/argo-workflows#981",
    ),
    Seen("key-shape", "Credential access key has length 33, should be 32", "offen/docker-volume-backup#291"),
    Seen("key-shape", "Credential access key has length 20, should be 32", "grafana/loki#9224"),
    Seen(
        "bad-header",
        'net/http: invalid header field value "AWS AKIAIOSFODNN7EXAMPLE\\n:c2lnbmF0dXJl" for key Authorization',
        "RhinoSecurityLabs/pacu#137",
    ),
    Seen(
        "bad-header",
        "pyo3_runtime.PanicException: called `Result::unwrap()` on an `Err` value: InvalidHeaderValue",
        "scrapinghub/exporters#339",
    ),
    Seen("unknown-key", "InvalidAccessKeyId", "duckdb/duckdb#16495"),
    Seen("key-shape", "InvalidAccessKeyId: Malformed Access Key Id", "cvat#6701"),
    Seen("key-shape", "The key '004a1b2c3d' is not valid", "peak/s5cmd#269"),
    Seen(
        "half-key-pair",
        "botocore.exceptions.PartialCredentialsError: Partial credentials found in env, missing: aws_secret_access_key",
        "exceptions.py of botocore",
    ),
    # Endpoints.
    Seen("bad-endpoint", "ValueError: Invalid endpoint: minio:9000", "airbytehq/airbyte#84885"),
    Seen(
        "bad-endpoint",
        "pyo3_runtime.PanicException: request valid: InvalidUri(InvalidFormat)",
        "NOFireAI/ravel#1911",
    ),
    Seen("bad-endpoint", "Invalid URL u'/': No schema supplied", "aws/aws-cli#899"),
    Seen("bad-endpoint", "Endpoint url cannot have fully qualified paths.", "minio/minio-py#1159"),
    Seen(
        "bad-endpoint",
        "IO Error: Could not establish connection error for HTTP HEAD to "
        "'https://bucketname.http://end.point.url%3A8000/a.parquet'",
        "duckdb/duckdb-httpfs#15",
    ),
    Seen("empty-endpoint", "ValueError: Invalid endpoint: ", "onadata#2551"),
    Seen(
        "empty-endpoint",
        'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: Invalid endpoint: \n',
        "Netflix/metaflow#1991",
    ),
    Seen("empty-endpoint", "pyo3_runtime.PanicException: RelativeUrlWithoutBase", "developmentseed/obstore#755"),
    Seen("bad-endpoint", "invalid endpoint", "kserve/kserve#4157"),
    Seen("exclusive-endpoint", "A custom endpoint cannot be combined with S3 Accelerate", "transloadit/uppy#4809"),
    Seen(
        "exclusive-endpoint",
        "ArgumentError: cannot set dual stack in combination with a custom endpoint",
        "aws/aws-sdk-ruby#2610",
    ),
    Seen("credentials-in-url", 'parse "https://": invalid port ":B.../...A" after host', "apt-golang-s3#11"),
    Seen("credentials-in-url", "The bucket name parameter must be specified", "crate#756"),
    Seen("url-form", "URL did not match any known pattern for scheme", "developmentseed/obstore#589"),
    Seen("url-form", "Unknown url scheme: http", "apache/arrow-rs-object-store#523"),
    # What a store can and cannot do.
    Seen(
        "delta-lock",
        "Atomic rename requires a LockClient for S3 backends. Either configure the LockClient, or set "
        "AWS_S3_ALLOW_UNSAFE_RENAME=true to opt out of support for concurrent writers.",
        "delta-io/delta-rs#911",
    ),
    Seen("delta-lock", "Operation not supported: S3 does not support copy-if-not-exists.", "delta-io/delta-rs#1356"),
    Seen(
        "condition-failed",
        "PreconditionFailed: At least one of the pre-conditions you specified did not hold",
        "aws/aws-sdk-java-v2#6055",
    ),
    Seen("not-implemented", "NotImplemented", "ceph/s3-tests#583"),
    Seen("bulk-delete", "MissingContentMD5", "boto/boto3#2293"),
    Seen("bulk-delete", "Missing required header for this request: Content-Md5", "wal-e/wal-e#192"),
    Seen("bulk-delete", "InvalidArgument when calling the DeleteObjects", "CERT-Polska/karton#269"),
    Seen(
        "bulk-delete",
        "An error occurred (InternalError) when calling the DeleteObjects operation: We encountered an internal "
        "error. Please try again.",
        "benbjohnson/litestream#802",
    ),
    Seen(
        "payload-signing",
        "InvalidArgument: aws-chunked encoding is not supported",
        "benbjohnson/litestream#894",
    ),
    Seen("payload-signing", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD is not supported", "projectnessie/nessie#11441"),
    Seen(
        "payload-signing",
        "InvalidArgument: x-amz-content-sha256 must be UNSIGNED-PAYLOAD or a valid sha256 value",
        "milvus-io/milvus#28670",
    ),
    Seen(
        "uniform-parts",
        "InvalidPart: All non-trailing parts must have the same length.",
        "risingwavelabs/risingwave#21637",
    ),
    # Rights.
    Seen("no-credentials", "Generic S3 error: the credential provider was not enabled", "developmentseed/obstore#103"),
    Seen("denied", "An error occurred (403) when calling the HeadObject operation: Forbidden", "boto/boto3#4138"),
    Seen(
        "denied", "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied", "skillhub#376"
    ),
    Seen(
        "role-refused",
        "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to "
        "perform sts:AssumeRoleWithWebIdentity",
        "AWS Security Token Service API Reference",
    ),
    # Encryption.
    Seen("sse-key", "InvalidArgument: header must be a base64 encoding of exactly 32 raw bytes", "kahing/goofys#577"),
    Seen(
        "sse-key",
        "Server side encryption with customer provided key is incompatible with the encryption method specified",
        "minio/minio#7783",
    ),
    # On the way.
    Seen(
        "untrusted-certificate",
        "OSError: AWS Error NETWORK_CONNECTION: curlCode: 60, SSL peer certificate or SSH remote key was not OK",
        "apache/arrow#37001",
    ),
    Seen(
        "clock-skew",
        "RequestTimeTooSkewed: The difference between the request time and the current time is too large.",
        "aws/aws-cli#6358",
    ),
    Seen(
        "library-versions",
        "boto3 1.44.5 requires botocore<1.45.0,>=1.44.5, but you have botocore 1.43.117 which is incompatible.",
        "boto/boto3#4400",
    ),
    # Credentials and regions, as SDKs of other languages say it.
    Seen(
        "unknown-key",
        "PermissionError: The AWS Access Key Id you provided does not exist in our records.",
        "boto/boto3#2815",
    ),
    Seen("denied", "AWS Error ACCESS_DENIED during HeadObject operation: No response body.", "apache/arrow#45702"),
    Seen(
        "denied",
        "OSError: When reading information for key 'a' in bucket 'logs': AWS Error ACCESS_DENIED during HeadObject "
        "operation: No response body.",
        "apache/arrow#45702",
    ),
    Seen(
        "no-sso-login",
        "Error loading SSO Token: Token for https://acme.awsapps.com/start does not exist",
        "exceptions.py of botocore",
    ),
    Seen("no-sso-login", "Unable to load SSO token", "aws/aws-sdk-java-v2#4830"),
    Seen(
        "no-credentials",
        "software.amazon.awssdk.core.exception.SdkClientException: Unable to load credentials from any of the "
        "providers in the chain AwsCredentialsProviderChain(credentialsProviders=[])",
        "trinodb/trino#23545",
    ),
    Seen(
        "no-credentials", "Unable to load credentials from any of the providers in the chain", "apache/gravitino#10897"
    ),
    Seen("no-credentials", "Unable to load AWS credentials from any provider in the chain", "aws/aws-sdk-java#1324"),
    Seen(
        "no-credentials",
        "java.nio.file.AccessDeniedException: s3a://logs/a: org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException: No "
        "AWS Credentials provided by TemporaryAWSCredentialsProvider SimpleAWSCredentialsProvider",
        "apache/iceberg#12565",
    ),
    Seen(
        "no-credentials",
        "no EC2 IMDS role found, operation error ec2imds: GetMetadata, canceled, context deadline exceeded",
        "pulumi/pulumi#10303",
    ),
    Seen("no-credentials", "failed to refresh cached credentials", "hashicorp/terraform-provider-aws#34234"),
    Seen(
        "no-region",
        "Unable to load region from any of the providers in the chain DefaultAwsRegionProviderChain@28429dc2: "
        "[AwsProfileRegionProvider@1276a1c4: No region provided in profile: default, InstanceProfileRegionProvider"
        "@5e6e71d: Unable to contact EC2 metadata service.]",
        "aws/aws-sdk-java-v2#5719",
    ),
    Seen(
        "no-region",
        "Unable to find a region via the region provider chain. Must provide an explicit region in the builder",
        "awslabs/amazon-sqs-java-extended-client-lib#47",
    ),
    Seen("no-region", "MissingRegion: could not find region configuration", "k1LoW/octocov#298"),
    Seen(
        "no-such-region",
        "operation error S3: PutObject, resolve auth scheme: resolve endpoint: endpoint rule error, Invalid region: "
        "region was not a valid DNS name.",
        "usememos/memos#4560",
    ),
    Seen(
        "no-such-region",
        "EndpointError: Invalid region: region was not a valid DNS name",
        "remotely-save/remotely-save#434",
    ),
    Seen(
        "no-such-region",
        'Could not connect to the endpoint URL: "https://acme.s3.us-west-2b.amazonaws.com/"',
        "aws/aws-cli#2112",
    ),
    # TLS, where there is none.
    Seen("https-to-http", "http: server gave HTTP response to HTTPS client", "minio/minio-go#1571"),
    Seen(
        "https-to-http",
        "err:Get https://10.0.0.7:9000/bucket2/?location=: http: server gave HTTP response to HTTPS client",
        "rancher/rancher#31862",
    ),
)

SHARED = (
    # What other programs say in the same words, so that it means this only in a text that speaks of S3.
    Seen("unauthenticated", "Unauthorized", "boto/boto3#4400"),
    Seen("timed-out", "Operation timed out (os error 60)", "delta-io/delta-rs#2500"),
    Seen("timed-out", "operation timed out", "pola-rs/polars#18966"),
    Seen("condition-failed", "412", "ceph/s3-tests#218"),
    Seen("server-error", "Internal Error", "benbjohnson/litestream#842"),
    Seen("denied", "403", "delta-io/delta-rs#337"),
    Seen("untrusted-certificate", "invalid peer certificate: Other(CaUsedAsEndEntity)", "pola-rs/polars#13741"),
)
