"""Values for each key that obstore knows: what both sides take, and what both refuse."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from peer_differences import LOWER_CASE_OPTIONS, UNKNOWN_BARE, UNKNOWN_CLIENT_OPTIONS, UNKNOWN_TO_THEM
from peer_sides import CLIENT_FLAGS, COUNTS, DURATIONS, FALSE, S3_FLAGS, TRUE, is_client_option

from s3config.spellings import KEYS, SPELLINGS

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

SSE_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
_TEXT = st.text(
    st.characters(codec="ascii", categories=["L", "N", "P", "S"], exclude_characters="*"), min_size=1, max_size=12
)
_TOKEN = st.text("ABCxyz019+/=", min_size=1, max_size=40)
_PATH = _TEXT.map(lambda text: f"/{text}")
_FLAG = st.sampled_from([*TRUE, *FALSE, *map(str.upper, TRUE), *map(str.title, FALSE)]) | st.booleans()

S3_VALUES: dict[str, SearchStrategy[Any]] = {
    "checksum_algorithm": st.sampled_from(["SHA256", "sha256", "CRC64NVME", "Crc64Nvme"]),
    "conditional_put": st.sampled_from(["etag", "disabled"]),
    "copy_if_not_exists": st.sampled_from(
        ["multipart", "header:a:b", "header: x-a : *", "header:a:b:c", "header-with-status:a:b:412"]
    ),
    "default_region": st.sampled_from(["eu-west-1", "auto"]),
    "endpoint": st.sampled_from(
        [
            "https://s3.example.com",
            "https://MINIO.Example:9000/",
            "https://h:443/p/",
            "http://localhost:9000",
            "https://[::1]:9",
        ]
    ),
    "metadata_endpoint": st.sampled_from(["http://169.254.169.254", "http://localhost:1338/"]),
    "region": st.from_regex(r"[a-z]{2}-[a-z]{4,9}-[1-9]", fullmatch=True) | _TEXT,
    "request_payer": _FLAG | st.sampled_from(["requester", "Requester"]),
    "sts_endpoint": st.sampled_from(["https://sts.example.com", "http://localhost/"]),
    **dict.fromkeys(sorted({*S3_FLAGS} - {"s3_express", "skip_signature", "sse_bucket_key_enabled"}), _FLAG),
    "s3_express": st.sampled_from([*FALSE, False]),
}
"""What both take, for the keys that stand alone."""

CLIENT_VALUES: dict[str, SearchStrategy[Any]] = {
    **dict.fromkeys(sorted({*CLIENT_FLAGS} - {"http1_only", "http2_only"}), _FLAG),
    **dict.fromkeys(
        DURATIONS,
        st.sampled_from(["30s", "2h 37min", "1.5s", "1day1h", "500 ms", "1M", "0s"])
        | st.timedeltas(min_value=timedelta(), max_value=timedelta(days=10**6)),
    ),
    "default_content_type": st.sampled_from(["text/plain", "application/x-é"]),
    "default_headers": st.dictionaries(st.sampled_from(["x-a", "x-b"]), _TEXT, min_size=1),
    "http1_only": _FLAG,
    "http2_max_frame_size": st.integers(2**14, 2**24 - 1).map(str),
    "pool_max_idle_per_host": st.integers(0, 2**32 - 1).map(str) | st.sampled_from(["+3", "007"]),
    "proxy_ca_certificate": _PATH,
    "proxy_excludes": st.sampled_from(["localhost", "a.example,169.254.0.0/16"]),
    "proxy_url": st.sampled_from(["http://proxy:3128", "https://u:p@proxy", "socks5://proxy:1080"]),
    "user_agent": _TEXT,
}

_PAIR = st.fixed_dictionaries({"access_key_id": _TOKEN, "secret_access_key": _TOKEN})
IDENTITIES: SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    _PAIR,
    st.fixed_dictionaries({"access_key_id": _TOKEN, "secret_access_key": _TOKEN, "session_token": _TOKEN}),
    _PAIR.map(lambda pair: {**pair, "skip_signature": "off"}),
    st.just({"skip_signature": True}),
    st.fixed_dictionaries({"web_identity_token_file": _PATH, "role_arn": _TEXT}, optional={"role_session_name": _TEXT}),
    st.fixed_dictionaries({}, optional={"role_arn": _TEXT, "role_session_name": _TEXT}),
    st.fixed_dictionaries({"container_credentials_relative_uri": _PATH}),
    st.fixed_dictionaries(
        {"container_credentials_full_uri": st.just("http://169.254.170.23/v1")},
        optional={"container_authorization_token_file": _PATH},
    ),
)
"""What both take for an identity."""
ENCRYPTIONS: SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.just({"server_side_encryption": "AES256"}),
    st.fixed_dictionaries(
        {"server_side_encryption": st.sampled_from(["aws:kms", "aws:kms:dsse"])},
        optional={"sse_kms_key_id": _TEXT, "sse_bucket_key_enabled": _FLAG},
    ),
    st.just({"server_side_encryption": "sse-c", "sse_customer_key_base64": SSE_KEY}),
)
"""What both take for encryption."""

NO_FLAGS = ("maybe", "t", "f", "ja", "2", "-1", "truee", "true false", "None", "\uff11")
NO_COUNTS = ("-1", "3.0", "1e3", "3_0", "0x10", "many", "٣", "1 0", "18446744073709551616", "--3", "+")
NO_DURATIONS = (
    "30",
    "1h30",
    "-1s",
    "1e3s",
    "1,5s",
    "1_000s",
    "30S",
    "1 H",
    "s",
    "1 fortnight",
    "PT30S",
    "00:00:30",
    "1.s",
    ".5s",
)
_READ_LATE = ("imdsv1_fallback", "sse_bucket_key_enabled")
"""What obstore reads only where it needs it."""
INVALID: dict[str, tuple[str, ...]] = {
    "checksum_algorithm": ("CRC32", "crc32c", "MD5", "SHA-256"),
    "conditional_put": ("ETAG", "etag-create-only", "dynamo", "yes"),
    "copy_if_not_exists": (
        "Multipart",
        "header",
        "header:a",
        "header-with-status:a:b",
        "header-with-status:a:b:x",
        "dynamo:",
    ),
    "request_payer": ("payer", "me"),
    "server_side_encryption": ("AWS:KMS", "sse:kms", "aes256", "sse-c"),
    "s3_express": (*NO_FLAGS, "true"),
    **dict.fromkeys(sorted({*S3_FLAGS, *CLIENT_FLAGS} - {"s3_express", *_READ_LATE}), NO_FLAGS),
    **dict.fromkeys(DURATIONS, NO_DURATIONS),
    **dict.fromkeys(COUNTS, NO_COUNTS),
    "user_agent": ("a\nb", "a\x00b"),
    "regoin": ("eu-west-1",),
    "access_key": ("AKIAIOSFODNN7EXAMPLE",),
}
"""What both refuse, also beside anything else."""

NOISE: SearchStrategy[Any] = st.sampled_from(
    ["", " ", "x", " x", "x ", "true ", "a\x00b", "é", "1", "true", True, False, None, 0, 1, 30, "dynamo:tbl",
     "dynamo:", "h:9000", "https://u:p@h", "https://h?q=1", "http://minio:9000", "https://bkt.h",
     "https://bkt.s3.eu-west-1.amazonaws.com", "header:a b:c", "header::", "header-with-status:a:b:c:412",
     "header-with-status:a:b:999", "0", "1ns", "16383", "4294967296",
     SSE_KEY, "YWJj", "sse-c", "aws:kms", "AES256", "/path"]
)  # fmt: skip
"""What means something to some key, and nothing or something odd to the others."""


def _known_words() -> dict[str, tuple[str, ...]]:
    """Return the spellings that obstore knows, by key; in its `client_options` none has the prefix."""
    words: dict[str, list[str]] = {}
    for word, spelling in SPELLINGS.items():
        name = word.lower().removeprefix("aws_")
        bare = name == word.lower()
        unknown = name in (*UNKNOWN_TO_THEM, *UNKNOWN_CLIENT_OPTIONS) or (bare and name in UNKNOWN_BARE)
        prefixed_option = is_client_option(word) and not bare
        if KEYS[spelling.key].table in ((), ("client_options",)) and not unknown and not prefixed_option:
            words.setdefault(spelling.key, []).append(word)
    words.update((key, [key]) for key in LOWER_CASE_OPTIONS)
    return {key: (*known, *_mixed(known)) for key, known in words.items() if key != "bucket"}


def _mixed(words: list[str]) -> tuple[str, ...]:
    return tuple(word.title() for word in words if word.islower() and len(words) > 1)


WORDS = _known_words()
"""The spellings of each key that both know: bare and prefixed, in lower, upper and mixed case."""


@st.composite
def agreed(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a mapping, by canonical key, in which nothing is wrong and nothing differs."""
    chosen = draw(st.lists(st.sampled_from(sorted({**S3_VALUES, **CLIENT_VALUES})), unique=True, max_size=12))
    values = {**S3_VALUES, **CLIENT_VALUES}
    said = {**draw(IDENTITIES), **draw(ENCRYPTIONS), **{key: draw(values[key]) for key in chosen}}
    if any(str(said.get(key, "")).startswith("http://") for key in ("endpoint", "sts_endpoint")):
        said["allow_http"] = True
    return said


@st.composite
def anything(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a mapping, by canonical key, in which anything may be said of any key."""
    said = draw(agreed())
    for key in draw(st.lists(st.sampled_from(sorted(WORDS)), unique=True, max_size=4)):
        invalid = st.sampled_from(INVALID[key]) if key in INVALID else st.nothing()
        said[key] = draw(NOISE | invalid)
    return said


@st.composite
def spelt(draw: st.DrawFn, mapping: SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """Write each key of a mapping in one of its spellings, in any order."""
    said = draw(mapping)
    words = {draw(st.sampled_from(WORDS.get(key, (key,)))): value for key, value in said.items()}
    return dict(draw(st.permutations(sorted(words.items(), key=lambda item: item[0]))))
