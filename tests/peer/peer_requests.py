"""Environments and URLs whose signed requests are compared, and the differences between them that are on purpose."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import strategies as st
from peer_sides import FALSE, REFUSES, TRUE
from peer_signing import PAIR, request

AWS = request("https://s3.us-east-1.amazonaws.com/bkt/key")
IRELAND = request("https://s3.eu-west-1.amazonaws.com/bkt/key", region="eu-west-1")
_PATH_URL = "https://s3.eu-west-1.amazonaws.com/bkt"
_HOST_URL = "https://bkt.s3.eu-west-1.amazonaws.com"

_FLAG = st.sampled_from([*TRUE, *FALSE, "TRUE", "Off"])
_ENDPOINTS = st.one_of(
    st.fixed_dictionaries(
        {
            "ENDPOINT": st.sampled_from(
                ["https://s3.example.com", "https://MINIO.Example:9000/", "https://h:443/p/", "https://[::1]:9"]
            )
        },
        optional={"VIRTUAL_HOSTED_STYLE_REQUEST": st.sampled_from(FALSE)},
    ),
    st.just({"ENDPOINT": "https://bkt.s3.example.com", "VIRTUAL_HOSTED_STYLE_REQUEST": "true"}),
    st.just({"ENDPOINT": "http://localhost:9000", "ALLOW_HTTP": "true"}),
    st.fixed_dictionaries({}, optional={"VIRTUAL_HOSTED_STYLE_REQUEST": _FLAG}),
)
_KEYS = st.fixed_dictionaries(
    {
        "ACCESS_KEY_ID": st.text("AK01", min_size=4, max_size=20),
        "SECRET_ACCESS_KEY": st.text("ab/+=", min_size=1, max_size=40),
    },
    optional={"SESSION_TOKEN": st.text("ab/+=&%", min_size=1, max_size=30)},
)
_OTHERS = st.fixed_dictionaries(
    {},
    optional={
        "REGION": st.sampled_from(["eu-west-1", "us-gov-east-1", "auto"]),
        "DEFAULT_REGION": st.sampled_from(["eu-west-2", "moon"]),
        "BUCKET": st.sampled_from(["other", "my.bucket"]),
        "UNSIGNED_PAYLOAD": _FLAG,
        "REQUEST_PAYER": st.just("requester"),
        "SKIP_SIGNATURE": st.sampled_from([*FALSE, "maybe"]),
        "TIMEOUT": st.sampled_from(["30s", "30"]),
        "CONDITIONAL_PUT": st.sampled_from(["etag", "ETAG"]),
        "PAGER": st.just("less"),
    },
)
_NAMES = {
    "BUCKET": ("BUCKET", "BUCKET_NAME"),
    "ENDPOINT": ("ENDPOINT", "ENDPOINT_URL", "ENDPOINT_URL_S3"),
    "SESSION_TOKEN": ("SESSION_TOKEN", "TOKEN"),
}


@st.composite
def environments(draw: st.DrawFn) -> dict[str, str]:
    """Draw an environment of keys and settings in any spelling and order, beside names that are none."""
    said = {**draw(_KEYS), **draw(_ENDPOINTS), **draw(_OTHERS)}
    if "bkt." in said.get("ENDPOINT", ""):
        said.pop("BUCKET", None)
    words = {f"AWS_{draw(st.sampled_from(_NAMES.get(name, (name,))))}": value for name, value in said.items()}
    noise = draw(
        st.sampled_from([{}, {"aws_region": "no"}, {"REGION": "no", "ENDPOINT_URL": "no"}, {"Aws_Token": "no"}])
    )
    return dict(draw(st.permutations(sorted({**words, **noise}.items()))))


_BUCKETS = st.from_regex(r"b[a-z0-9-]{1,20}[a-z0-9]", fullmatch=True)
_REGIONS = st.sampled_from(["us-east-1", "eu-central-2", "ap-southeast-4", "us-gov-west-1"])
SEED_URLS = st.one_of(
    st.builds("s3://{}".format, _BUCKETS),
    st.builds("s3a://{}".format, _BUCKETS),
    st.builds("https://s3.{}.amazonaws.com/{}".format, _REGIONS, _BUCKETS),
    st.builds("https://{}.s3.{}.amazonaws.com".format, _BUCKETS, _REGIONS),
    st.builds(
        "https://{}.r2.cloudflarestorage.com/{}".format, st.text("0123456789abcdef", min_size=32, max_size=32), _BUCKETS
    ),
)
"""The five forms of the seed's page."""

AGREED_URLS: tuple[tuple[str, dict[str, Any], dict[str, str], str], ...] = (
    ("s3://bkt", {}, {}, AWS),
    ("s3a://bkt/", {}, {}, AWS),
    (_PATH_URL, {}, {}, IRELAND),
    (_PATH_URL + "/", {}, {}, IRELAND),
    (_HOST_URL, {}, {}, request("https://bkt.s3.eu-west-1.amazonaws.com/key", region="eu-west-1")),
    (
        "https://ACC.r2.cloudflarestorage.com/bkt",
        {},
        {},
        request("https://acc.r2.cloudflarestorage.com/bkt/key", region="auto"),
    ),
    (
        "https://acc.eu.r2.cloudflarestorage.com/bkt",
        {},
        {},
        request("https://acc.eu.r2.cloudflarestorage.com/bkt/key", region="auto"),
    ),
    ("https://bkt.s3.amazonaws.com", {}, {}, request("https://bkt.s3.us-east-1.amazonaws.com/key")),
    ("S3://bkt", {}, {}, AWS),
    (_HOST_URL + ":443", {}, {}, request("https://bkt.s3.eu-west-1.amazonaws.com/key", region="eu-west-1")),
    (
        "https://bkt.S3.eu-west-1.AMAZONAWS.com",
        {},
        {},
        request("https://bkt.s3.eu-west-1.amazonaws.com/key", region="eu-west-1"),
    ),
    ("s3://bkt", {"region": "eu-west-1"}, {}, IRELAND),
    ("s3://bkt", {"endpoint": "https://h", "region": "r"}, {}, request("https://h/bkt/key", region="r")),
    ("s3://bkt", {}, {"AWS_REGION": "eu-west-1"}, IRELAND),
    ("s3://bkt", {}, {"AWS_ENDPOINT_URL": "https://h"}, request("https://h/bkt/key")),
    ("s3://bkt", {}, {"AWS_BUCKET": "other"}, AWS),
    (_PATH_URL, {}, {"AWS_REGION": "eu-north-1"}, IRELAND),
    (_PATH_URL, {"token": "t"}, {}, IRELAND.replace("token=none", "token=t")),
    (_PATH_URL, {"endpoint": "https://h"}, {}, request("https://h/bkt/key", region="eu-west-1")),
)
"""URL, arguments, environment and the request of both."""

OUR_URLS = {
    "s3n://bkt": AWS,
    "https://s3.amazonaws.com/bkt": AWS,
    "https://my.bkt.s3.eu-west-1.amazonaws.com": request(
        "https://s3.eu-west-1.amazonaws.com/my.bkt/key", region="eu-west-1"
    ),
    "https://s3-eu-west-1.amazonaws.com/bkt": IRELAND,
    "https://bkt.s3-eu-west-1.amazonaws.com": request("https://bkt.s3.eu-west-1.amazonaws.com/key", region="eu-west-1"),
    "https://s3.dualstack.eu-west-1.amazonaws.com/bkt": request(
        "https://s3.dualstack.eu-west-1.amazonaws.com/bkt/key", region="eu-west-1"
    ),
    "https://bkt.s3.dualstack.eu-west-1.amazonaws.com": request(
        "https://bkt.s3.dualstack.eu-west-1.amazonaws.com/key", region="eu-west-1"
    ),
    "https://s3-fips.us-gov-west-1.amazonaws.com/bkt": request(
        "https://s3-fips.us-gov-west-1.amazonaws.com/bkt/key", region="us-gov-west-1"
    ),
    "https://s3.cn-north-1.amazonaws.com.cn/bkt": request(
        "https://s3.cn-north-1.amazonaws.com.cn/bkt/key", region="cn-north-1"
    ),
    "https://bkt.s3.cn-north-1.amazonaws.com.cn": request(
        "https://bkt.s3.cn-north-1.amazonaws.com.cn/key", region="cn-north-1"
    ),
    "https://b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com": request(
        "https://b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com/key", region="us-west-2"
    ),
    "https://bkt.nyc3.digitaloceanspaces.com": request("https://bkt.nyc3.digitaloceanspaces.com/key", region="nyc3"),
    "https://storage.googleapis.com/bkt": request("https://storage.googleapis.com/bkt/key", region="auto"),
    "https://s3.us-west-002.backblazeb2.com/bkt": request(
        "https://s3.us-west-002.backblazeb2.com/bkt/key", region="us-west-002"
    ),
    "https://s3.eu-central-1.wasabisys.com/bkt": request(
        "https://s3.eu-central-1.wasabisys.com/bkt/key", region="eu-central-1"
    ),
}
"""URLs that obstore refuses, and the request that they mean."""

REFUSED_URLS = (
    "", "bkt/p", "s3://", "gs://bkt", "memory://bkt", "file:///bkt",
    "https://unknown.example/bkt",
    "http://s3.eu-west-1.amazonaws.com/bkt",
    "https://bkt.s3-website-us-east-1.amazonaws.com",
    "https://bkt.s3-accelerate.amazonaws.com",
    "https://ap-1.s3-accesspoint.us-east-1.amazonaws.com",
    "https://bkt.vpce-1-2.s3.us-east-1.vpce.amazonaws.com",
    "https://123456789012.s3-control.us-east-1.amazonaws.com",
)  # fmt: skip
"""URLs that both refuse."""


class RequestDifference(NamedTuple):
    """One deliberate difference between requests; quotations are from section 4 of the design."""

    what: str
    reason: str
    url: str | None
    arguments: dict[str, Any]
    env: dict[str, str]
    """Beside a key pair, which is in the environment of each."""
    ours: str
    theirs: str


def _env(what: str, reason: str, env: dict[str, str], ours: str, theirs: str, **arguments: Any) -> RequestDifference:
    return RequestDifference(what, reason, None, {"bucket": "bkt", **arguments}, env, ours, theirs)


def _url(
    url: str, reason: str, ours: str, theirs: str, *, env: dict[str, str] | None = None, **arguments: Any
) -> RequestDifference:
    what = " ".join([url, *map(str, arguments.values()), *(env or {}).values()])
    return RequestDifference(what, reason, url, arguments, env or {}, ours, theirs)


_ONE_ANSWER = '"the stronger spelling wins"; in obstore the later variable does, "no order-dependence"'
_NO_SECRET = '"a port on s3:// is an error", "credentials, X-Amz-* ... there are errors, so is a user part"'

REQUEST_DIFFERENCES = (
    _env("two tokens", _ONE_ANSWER, {"AWS_SESSION_TOKEN": "strong", "AWS_TOKEN": "weak"},
         AWS.replace("none", "strong"), AWS.replace("none", "weak")),
    _env("two endpoints", _ONE_ANSWER, {"AWS_ENDPOINT_URL": "https://strong", "AWS_ENDPOINT": "https://weak"},
         request("https://strong/bkt/key"), request("https://weak/bkt/key")),
    _env("security token", "a spelling that obstore does not know", {"AWS_SECURITY_TOKEN": "t"},
         AWS.replace("none", "t"), AWS),
    _env("empty region", '"Empty = not set (info)"', {"AWS_REGION": ""},
         AWS, request("https://s3..amazonaws.com/bkt/key", region="")),
    _env("empty token", '"an empty credential ... elsewhere a warning and not set"', {"AWS_SESSION_TOKEN": ""},
         AWS, AWS.replace("none", "")),
    _env("empty endpoint", '"Empty = not set (info)"', {"AWS_ENDPOINT_URL": ""}, AWS, REFUSES),
    _env("white space", '"Surrounding white space is trimmed with a warning"', {"AWS_REGION": " eu-west-1"},
         IRELAND, REFUSES),
    _env("plain http", '"http:// needs allow_http=true"; obstore refuses when it sends', {"AWS_ENDPOINT": "http://h"},
         REFUSES, request("http://h/bkt/key")),
    _env("service root", '"Backends ... write what their library wants"; obstore leaves the bucket out',
         {"AWS_ENDPOINT": "https://h", "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true"},
         request("https://bkt.h/key"), request("https://h/key")),
    _env("stale token", '"A token goes only with its own place\'s pair"', {"AWS_SESSION_TOKEN": "stale"},
         AWS, AWS.replace("none", "stale"), **PAIR),
    _env("two identities", '"Credentials are taken whole": half a pair above a whole one is an error', {},
         REFUSES, AWS.replace(PAIR["access_key_id"], "AKIAARGUMENT"), access_key_id="AKIAARGUMENT"),
    _env("stronger endpoint below", '"An endpoint of any spelling in a higher layer beats every one below"',
         {"AWS_ENDPOINT_URL_S3": "https://env"},
         request("https://argument/bkt/key"), request("https://env/bkt/key"), endpoint="https://argument"),
    _env("China", "the host of the partition", {"AWS_REGION": "cn-north-1"},
         request("https://s3.cn-north-1.amazonaws.com.cn/bkt/key", region="cn-north-1"),
         request("https://s3.cn-north-1.amazonaws.com/bkt/key", region="cn-north-1")),
    _env("FIPS", '"FIPS and dual-stack flags choose the AWS host"', {"AWS_USE_FIPS_ENDPOINT": "true"},
         request("https://s3-fips.us-east-1.amazonaws.com/bkt/key"), AWS),
    _env("dual-stack", '"FIPS and dual-stack flags choose the AWS host"', {"AWS_USE_DUALSTACK_ENDPOINT": "true"},
         request("https://s3.dualstack.us-east-1.amazonaws.com/bkt/key"), AWS),
    _env("ignored endpoints", '"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" is "obeyed"',
         {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "https://h"}, AWS, request("https://h/bkt/key")),
    _env("attempts", '"AWS_MAX_ATTEMPTS (= retries + 1)"', {"AWS_MAX_ATTEMPTS": "0"}, REFUSES, AWS),
    _env("region of the provider", '"DEFAULT includes what the endpoint\'s provider implies (region auto at R2 ...)"',
         {"AWS_ENDPOINT": "https://acc.r2.cloudflarestorage.com"},
         request("https://acc.r2.cloudflarestorage.com/bkt/key", region="auto"),
         request("https://acc.r2.cloudflarestorage.com/bkt/key")),
    _url("s3://bkt/path", '"The rest of the path is not a prefix (the seed says so)"',
         AWS, AWS.replace("/key", "/path/key")),
    _url(_HOST_URL + "/a%20b", '"The rest of the path is not a prefix (the seed says so)"',
         request("https://bkt.s3.eu-west-1.amazonaws.com/key", region="eu-west-1"),
         request("https://bkt.s3.eu-west-1.amazonaws.com/a%20b/key", region="eu-west-1")),
    _url("s3://bkt?region=eu-west-1", '"other known keys of the query are settings"', IRELAND, AWS),
    _url("s3://bkt?endpoint=https://h", '"other known keys of the query are settings"',
         request("https://h/bkt/key"), AWS),
    _url("s3://bkt?access_key_id=x", _NO_SECRET, REFUSES, AWS),
    _url("s3://bkt:9000", _NO_SECRET, REFUSES, AWS),
    _url("s3://user:secret@bkt", _NO_SECRET, REFUSES, AWS),
    _url("https://user:secret@s3.eu-west-1.amazonaws.com/bkt", _NO_SECRET, REFUSES, IRELAND),
    _url(_PATH_URL + "?X-Amz-Signature=x", _NO_SECRET, REFUSES, IRELAND),
    _url("https://s3.eu-west-1.amazonaws.com", '"No bucket in a URL = none (never an empty one)"',
         REFUSES, IRELAND.replace("/bkt", "/")),
    _url("https://bkt.acc.r2.cloudflarestorage.com", "R2 has the host form, too",
         request("https://bkt.acc.r2.cloudflarestorage.com/key", region="auto"),
         request("https://bkt.acc.r2.cloudflarestorage.com//key", region="auto")),
    _url(_PATH_URL, '"A region argument that differs from the URL\'s wins with a warning"',
         request("https://s3.eu-north-1.amazonaws.com/bkt/key", region="eu-north-1"), REFUSES, region="eu-north-1"),
    _url("s3://bkt", "ARGUMENT > URL", AWS.replace("/bkt", "/other"), REFUSES, bucket="other"),
    _url(_HOST_URL, '"Style comes from the URL ... and falls when a higher layer sets another endpoint"',
         request("http://localhost:9000/bkt/key", region="eu-west-1"),
         request("http://localhost:9000/key", region="eu-west-1"),
         endpoint="http://localhost:9000"),
    _url(_PATH_URL, '"standard AWS hosts mean AWS (... beats lower endpoints ...)"',
         IRELAND, request("https://env/bkt/key", region="eu-west-1"), env={"AWS_ENDPOINT_URL": "https://env"}),
    _url("https://h/bkt", '"an unknown host is refused ..., unless it is the caller\'s own endpoint"',
         request("https://h/bkt/key"), REFUSES, endpoint="https://h"),
)  # fmt: skip
