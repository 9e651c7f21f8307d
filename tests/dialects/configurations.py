"""Configurations of every shape that s3config takes, for Hypothesis."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from hypothesis import reject
from hypothesis import strategies as st

from s3config import resolve
from s3config.errors import InvalidConfigError

if TYPE_CHECKING:
    from s3config.config import StoreConfig

BUCKET = "logs"
Parts = st.SearchStrategy[dict[str, Any]]
_NASTY = "/+='\"$%:\\;#@&?,{}[]()<>|~^`!*-_."
_SECRETS = st.text(f"aB9{_NASTY}", min_size=16, max_size=40).filter(lambda text: "****" not in text)
_WORDS = st.text(f"aZ 0{_NASTY}", min_size=1, max_size=20).map(str.strip).filter(bool)
_LETTERS = st.text("abz09-", min_size=1, max_size=12).map(lambda text: f"a{text}z")
_TIMES = st.sampled_from(["1s", "30s", "2m", "1h", "1s 500ms", "250ms"])
_FLAGS = st.booleans()
_KEY_IDS = st.text("ABCXYZ0123456789", min_size=16, max_size=20).map(lambda text: f"AKIA{text}")

IDENTITIES: Parts = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"access_key_id": _KEY_IDS, "secret_access_key": _SECRETS}),
    st.fixed_dictionaries(
        {"access_key_id": _KEY_IDS, "secret_access_key": _SECRETS, "session_token": _SECRETS},
        optional={"credential_expiration": st.just("2031-01-31T12:00:00Z")},
    ),
    st.just({"skip_signature": True}),
    st.fixed_dictionaries(
        {"web_identity_token_file": st.just("/var/run/token"), "role_arn": st.just("arn:aws:iam::123456789012:role/r")},
        optional={"role_session_name": _LETTERS, "sts_endpoint": st.just("https://sts.example.com")},
    ),
)
PLACES: Parts = st.one_of(
    st.fixed_dictionaries({}, optional={"region": st.sampled_from(["eu-west-1", "auto", "us-east-1"])}),
    st.fixed_dictionaries(
        {
            "endpoint": st.sampled_from(
                [
                    "https://s3.example.com",
                    "http://localhost:9000",
                    "http://127.0.0.1:9000",
                    "https://s3.example.com:8443",
                    "https://gateway.example.com/s3",
                    "https://s3.fr-par.scw.cloud",
                ]
            ),
        },
        optional={"region": st.sampled_from(["eu-west-1", "fr-par"]), "virtual_hosted_style_request": _FLAGS},
    ),
    st.just({"endpoint": "http://minio:9000", "allow_http": True}),
    st.sampled_from([{"use_fips_endpoint": True}, {"use_dualstack_endpoint": True, "region": "eu-west-1"}]),
)
ENCRYPTIONS: Parts = st.one_of(
    st.just({}),
    st.sampled_from([{"server_side_encryption": "AES256"}, {"server_side_encryption": "aws:kms:dsse"}]),
    st.fixed_dictionaries(
        {"server_side_encryption": st.just("aws:kms")},
        optional={
            "sse_kms_key_id": st.just("arn:aws:kms:eu-west-1:123456789012:key/1234"),
            "sse_bucket_key_enabled": _FLAGS,
        },
    ),
    st.binary(min_size=32, max_size=32).map(
        lambda key: {"server_side_encryption": "sse-c", "sse_customer_key_base64": base64.b64encode(key).decode()}
    ),
)
OTHERS: Parts = st.fixed_dictionaries(
    {},
    optional={
        "request_payer": _FLAGS,
        "unsigned_payload": _FLAGS,
        "checksum_algorithm": st.sampled_from(["SHA256", "CRC64NVME"]),
        "request_checksum_calculation": st.sampled_from(["when_required", "when_supported"]),
        "response_checksum_validation": st.sampled_from(["when_required", "when_supported"]),
        "conditional_put": st.sampled_from(["etag", "disabled", "dynamo:locks"]),
        "copy_if_not_exists": st.sampled_from(["multipart", "dynamo:locks"]),
        "disable_tagging": _FLAGS,
        "disable_bulk_delete": _FLAGS,
        "allow_invalid_certificates": _FLAGS,
        "root_certificate": st.sampled_from(["/etc/ssl/ca.pem", "/etc/my certificates/c'a.pem"]),
        "connect_timeout": _TIMES,
        "timeout": _TIMES,
        "read_timeout": _TIMES,
        "pool_idle_timeout": _TIMES,
        "pool_max_idle_per_host": st.integers(1, 100),
        "default_content_type": st.just("text/plain"),
        "default_headers": st.dictionaries(_LETTERS.map(lambda name: f"x-{name}"), _WORDS, min_size=1, max_size=2),
        "proxy_url": st.sampled_from(
            ["http://proxy.example.com:3128", "http://user:pass%40word@proxy.example.com:3128"]
        ),
        "proxy_excludes": st.just("localhost,.example.com"),
        "user_agent": _WORDS,
        "http1_only": _FLAGS,
        "max_retries": st.integers(0, 20),
        "retry_timeout": _TIMES,
        "init_backoff": _TIMES,
        "max_backoff": _TIMES,
        "backoff_base": st.sampled_from([1.5, 2, 3]),
    },
)


@st.composite
def configurations(draw: st.DrawFn) -> StoreConfig:
    """Draw a configuration that is valid, with no more said than what was drawn."""
    given: dict[str, Any] = {}
    for part in (IDENTITIES, PLACES, ENCRYPTIONS, OTHERS):
        given.update(draw(part))
    try:
        return resolve(bucket=BUCKET, env=False, config=given).config
    except InvalidConfigError:  # such as a first delay that is longer than the longest
        reject()
