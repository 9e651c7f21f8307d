"""Every way to write a key leads to that key, and to no other."""

from __future__ import annotations

from string import ascii_lowercase, digits

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from s3config import resolve
from s3config.spellings import KEYS, SPELLINGS, find, nearest_spelling

SEED = tuple(
    """
ACCESS_KEY_ID AWS_ACCESS_KEY_ID AWS_BUCKET AWS_BUCKET_NAME AWS_CHECKSUM_ALGORITHM AWS_CONDITIONAL_PUT
AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_COPY_IF_NOT_EXISTS AWS_DEFAULT_REGION AWS_DISABLE_TAGGING AWS_ENDPOINT
AWS_ENDPOINT_URL AWS_IMDSV1_FALLBACK AWS_METADATA_ENDPOINT AWS_REGION AWS_REQUEST_PAYER AWS_S3_EXPRESS
AWS_SECRET_ACCESS_KEY AWS_SERVER_SIDE_ENCRYPTION AWS_SESSION_TOKEN AWS_SKIP_SIGNATURE AWS_SSE_BUCKET_KEY_ENABLED
AWS_SSE_CUSTOMER_KEY_BASE64 AWS_SSE_KMS_KEY_ID AWS_TOKEN AWS_UNSIGNED_PAYLOAD AWS_VIRTUAL_HOSTED_STYLE_REQUEST
BUCKET BUCKET_NAME CHECKSUM_ALGORITHM CONDITIONAL_PUT COPY_IF_NOT_EXISTS DEFAULT_REGION DISABLE_TAGGING ENDPOINT
ENDPOINT_URL IMDSV1_FALLBACK METADATA_ENDPOINT REGION REQUEST_PAYER S3_EXPRESS SECRET_ACCESS_KEY SESSION_TOKEN
SKIP_SIGNATURE TOKEN UNSIGNED_PAYLOAD VIRTUAL_HOSTED_STYLE_REQUEST access_key_id aws_access_key_id aws_bucket
aws_bucket_name aws_checksum_algorithm aws_conditional_put aws_container_credentials_relative_uri
aws_copy_if_not_exists aws_default_region aws_disable_tagging aws_endpoint aws_endpoint_url aws_imdsv1_fallback
aws_metadata_endpoint aws_region aws_request_payer aws_s3_express aws_secret_access_key aws_server_side_encryption
aws_session_token aws_skip_signature aws_sse_bucket_key_enabled aws_sse_customer_key_base64 aws_sse_kms_key_id
aws_token aws_unsigned_payload aws_virtual_hosted_style_request bucket_name checksum_algorithm conditional_put
copy_if_not_exists default_region disable_tagging endpoint endpoint_url imdsv1_fallback metadata_endpoint region
request_payer s3_express secret_access_key session_token skip_signature token unsigned_payload
virtual_hosted_style_request
""".split()  # noqa: SIM905 (a list of so many words)
)
"""The names of obstore's `S3Config`, as its documentation lists them; the bare `bucket` is the positional argument."""

DECIDED = {
    "session_token": ("session_token", "token", "security_token"),
    "bucket": ("bucket", "bucket_name"),
    "endpoint": ("endpoint_url_s3", "endpoint_url", "endpoint"),
    "request_payer": ("request_payer", "requester_pays"),
    "sts_endpoint": ("sts_endpoint", "endpoint_url_sts"),
}
"""The keys with several names, and their names, strongest first."""

ONE_NAME = tuple(
    """
access_key_id secret_access_key region default_region checksum_algorithm conditional_put copy_if_not_exists
container_credentials_relative_uri disable_tagging s3_express server_side_encryption skip_signature
sse_bucket_key_enabled sse_customer_key_base64 sse_kms_key_id unsigned_payload virtual_hosted_style_request
container_credentials_full_uri web_identity_token_file role_arn role_session_name disable_bulk_delete
request_checksum_calculation response_checksum_validation profile imdsv1_fallback metadata_endpoint
container_authorization_token_file allow_http allow_invalid_certificates disable_system_certificates connect_timeout
timeout read_timeout pool_idle_timeout pool_max_idle_per_host default_content_type default_headers http1_only
http2_only http2_keep_alive_interval http2_keep_alive_timeout http2_keep_alive_while_idle http2_max_frame_size
proxy_url proxy_ca_certificate proxy_excludes randomize_addresses root_certificate user_agent max_retries
retry_timeout init_backoff max_backoff
""".split()  # noqa: SIM905 (a list of so many words)
)
"""Canonical names of the S3 keys, the client options and the retry options."""

OF_THE_SDKS = {
    "AWS_CA_BUNDLE": "root_certificate",
    "AWS_MAX_ATTEMPTS": "max_retries",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT": "metadata_endpoint",
    "AWS_EC2_METADATA_V1_DISABLED": "imdsv1_fallback",
    "AWS_CREDENTIAL_EXPIRATION": "credential_expiration",
    "AWS_ENDPOINT_URL_S3": "endpoint",
    "AWS_ENDPOINT_URL_STS": "sts_endpoint",
    "AWS_SECURITY_TOKEN": "session_token",
    "AWS_REQUESTER_PAYS": "request_payer",
    "AWS_EC2_METADATA_DISABLED": "ec2_metadata_disabled",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "ignore_configured_endpoint_urls",
    "AWS_USE_FIPS_ENDPOINT": "use_fips_endpoint",
    "AWS_USE_DUALSTACK_ENDPOINT": "use_dualstack_endpoint",
}
"""Variables of the AWS SDKs that mean the same as a key, or are obeyed."""

WORDS = st.sampled_from(sorted(SPELLINGS))


def test_the_seed_has_93_spellings() -> None:
    """The table above is complete."""
    assert len(set(SEED)) == len(SEED) == 93


@pytest.mark.parametrize("word", SEED)
def test_spelling_of_the_seed_is_known(word: str) -> None:
    """Whatever obstore documents is a spelling here, of a key whose name it holds."""
    bare = word.lower().removeprefix("aws_")

    assert bare in KEYS[SPELLINGS[word].key].names


@pytest.mark.parametrize(("key", "names"), DECIDED.items())
def test_names_of_a_key_stand_strongest_first(key: str, names: tuple[str, ...]) -> None:
    """The order of a key's names is that of the design."""
    assert names == KEYS[key].names


@pytest.mark.parametrize("key", ONE_NAME)
def test_canonical_name_leads_to_itself(key: str) -> None:
    """Every key of the design is a key here, under its own name."""
    assert key == SPELLINGS[key].key == KEYS[key].name


@pytest.mark.parametrize(("word", "key"), OF_THE_SDKS.items())
def test_variable_of_the_sdks_is_a_spelling(word: str, key: str) -> None:
    """The AWS SDKs' own variables are spellings where they mean the same."""
    assert key == SPELLINGS[word].key


@pytest.mark.parametrize("key", KEYS)
def test_every_name_is_accepted_bare_and_prefixed_in_both_cases(key: str) -> None:
    """Four spellings a name: `region`, `REGION`, `aws_region`, `AWS_REGION`."""
    for rank, name in enumerate(KEYS[key].names):
        words = (name, name.upper(), f"aws_{name}", f"AWS_{name.upper()}")

        assert [(key, rank)] * 4 == [(SPELLINGS[word].key, SPELLINGS[word].rank) for word in words]


def test_no_two_keys_share_a_spelling() -> None:
    """A name that led to two keys would have lost one of them in the table."""
    expected = {word for key in KEYS.values() for name in key.names for word in (name, f"aws_{name}")}

    assert sum(2 * len(key.names) for key in KEYS.values()) == len(expected)
    assert {word for lower in expected for word in (lower, lower.upper())} == set(SPELLINGS)


@given(WORDS, st.randoms(use_true_random=False))
def test_case_never_changes_the_meaning(word: str, random: st.DataObject) -> None:
    """A name in mixed case is the same key."""
    mixed = "".join(random.choice((letter.lower(), letter.upper())) for letter in word)  # type: ignore[attr-defined]

    assert SPELLINGS[word] == find(mixed)


@given(st.text(max_size=20))
def test_any_other_word_is_no_key(word: str) -> None:
    """Nothing is found but what is written in the table, in whatever case."""
    assert (word.lower() in SPELLINGS) == (find(word) is not None)


@pytest.mark.parametrize(
    "name", [f"AWS_{name.upper()}" for key in KEYS.values() if not key.about.argument_only for name in key.names]
)
def test_every_environment_name_is_read(name: str) -> None:
    """Each name of each key is a variable that is read under this name, with nothing said about the name."""
    resolution = resolve(env={name: "x"})

    assert name in [setting.spelling for setting in resolution.history(SPELLINGS[name].key)]
    assert [found for found in resolution.diagnostics if found.code in ("KEY001", "KEY008", "KEY009")] == []


def one_letter_away(word: str) -> set[str]:
    """Return every lower-case word that one letter changed, added or left out makes of this one."""
    letters = f"{ascii_lowercase}{digits}_"
    halves = [(word[:index], word[index:]) for index in range(len(word) + 1)]
    changed = {left + letter + right[1:] for left, right in halves if right for letter in letters}
    added = {left + letter + right for left, right in halves for letter in letters}
    left_out = {left + right[1:] for left, right in halves if right}
    return (changed | added | left_out) - {word}


@given(st.data(), WORDS)
def test_one_letter_typo_is_told_its_key(data: st.DataObject, word: str) -> None:
    """The key that is proposed has a name that is one letter away from what was written, in its case and prefix."""
    typo = data.draw(st.sampled_from(sorted(one_letter_away(word.lower()))))
    prefixed = word.lower().startswith("aws_")
    assume(find(typo) is None and typo.startswith("aws_") == prefixed)
    near = {SPELLINGS[known].key for known in one_letter_away(typo) if known in SPELLINGS}

    close = nearest_spelling(typo.upper() if word.isupper() else typo)

    assert close is not None
    assert SPELLINGS[close].key in near
    assert (word.isupper(), prefixed) == (close.isupper(), close.lower().startswith("aws_"))


@pytest.mark.parametrize(
    ("typo", "key"),
    [
        ("AWS_REGOIN", "AWS_REGION"),
        ("regoin", "region"),
        ("aws_acess_key_id", "aws_access_key_id"),
        ("AWS_SECRET_KEY", "AWS_SECRET_ACCESS_KEY"),
        ("endpont_url", "endpoint_url"),
        ("allow_htpp", "allow_http"),
    ],
)
def test_typo_of_the_field_is_told_its_key(typo: str, key: str) -> None:
    """What people write is understood."""
    assert key == nearest_spelling(typo)


@pytest.mark.parametrize("word", ["", "x", "completely_different", "AWS_", "💥"])
def test_what_is_no_typo_gets_no_proposal(word: str) -> None:
    """A name that is like none is not guessed at."""
    assert nearest_spelling(word) is None
