from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from obstore.store import S3Store
from peer_differences import (
    BEYOND_ONE_SPELLING,
    BUCKETS,
    DIFFERENCES,
    LOWER_CASE_OPTIONS,
    UNKNOWN_BARE,
    UNKNOWN_CLIENT_OPTIONS,
    UNKNOWN_TO_THEM,
    Difference,
)
from peer_requests import (
    AGREED_URLS,
    OUR_URLS,
    REFUSED_URLS,
    REQUEST_DIFFERENCES,
    SEED_URLS,
    RequestDifference,
    environments,
)
from peer_sides import (
    CLIENT_FLAGS,
    COUNTS,
    DURATIONS,
    FALSE,
    REFUSES,
    S3_FLAGS,
    TRUE,
    UNITS,
    ask,
    duration,
    is_client_option,
    ours,
    theirs,
)
from peer_signing import ENV_PAIR, our_request, their_request
from peer_values import INVALID, NO_COUNTS, NO_DURATIONS, NO_FLAGS, WORDS, agreed, anything, spelt

from s3config import resolve
from s3config.spellings import KEYS, SPELLINGS, find


def _by_key(said: dict[str, Any]) -> dict[str, Any]:
    return {spelling.key: value for word, value in said.items() if (spelling := find(word)) is not None}


def _differences(said: dict[str, Any]) -> list[Difference]:
    return [difference for difference in DIFFERENCES if difference.concerns(_by_key(said))]


def _without(said: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return {word: value for word, value in said.items() if not keys & set(_by_key({word: value}))}


@given(spelt(agreed()))
def test_both_take_what_is_right(said: dict[str, Any]) -> None:
    """A mapping in which nothing is wrong means the same to both, key by key."""
    assert not _differences(said)
    assert REFUSES != theirs(said) == ours(said)


@given(
    spelt(agreed()), st.sampled_from([(key, value) for key, values in INVALID.items() for value in values]), st.data()
)
def test_both_refuse_what_is_wrong(said: dict[str, Any], wrong: tuple[str, str], data: st.DataObject) -> None:
    """One invalid value or unknown key among others that are right is enough for both."""
    key, value = wrong
    rest = _without(said, {key, "sse_customer_key_base64"} if key == "server_side_encryption" else {key})
    mapping = {**rest, data.draw(st.sampled_from(WORDS.get(key, (key,)))): value}
    assert ask(mapping).both_refuse


@given(spelt(anything()))
def test_anything_means_the_same_apart_from_the_listed_differences(said: dict[str, Any]) -> None:
    """Whatever is said, the sides agree, key by key and on refusal, or the list says why they do not."""
    while found := _differences(said):
        if found[0].ours == REFUSES:
            assert found[0].ours == ours(said), found[0].what
        if found[0].theirs == REFUSES:
            assert found[0].theirs == theirs(said), found[0].what
        said = _without(said, set(found[0].concerns(_by_key(said))))
    assert theirs(said) == ours(said)


@given(st.sampled_from(sorted(key for key in WORDS if key != "endpoint" and not is_client_option(key))), st.data())
def test_both_refuse_a_key_that_is_said_twice(key: str, data: st.DataObject) -> None:
    """Two spellings of one key in one mapping are an error to both, whatever they say."""
    first, second = data.draw(st.lists(st.sampled_from(WORDS[key]), min_size=2, max_size=2, unique=True))
    mapping = {first: "true", second: "true"}
    assert ask(mapping).both_refuse


@pytest.mark.parametrize("word", ["bucket", "BUCKET_NAME", "aws_bucket", "AWS_BUCKET_NAME"])
def test_both_refuse_a_second_bucket(word: str) -> None:
    """The bucket is an argument already."""
    assert ask({word: "other"}).both_refuse


@pytest.mark.parametrize("key", ["access_key_id", "secret_access_key"])
def test_both_refuse_half_a_pair(key: str) -> None:
    """Half a key pair is no identity to either."""
    assert ask({key: "x"}).both_refuse


@pytest.mark.parametrize("difference", [*DIFFERENCES, *BEYOND_ONE_SPELLING], ids=lambda difference: difference.what)
def test_listed_difference_is_one(difference: Difference) -> None:
    """Each side answers the example as listed."""
    expected = [a if isinstance(a, str) else {"bucket": "bkt", **a} for a in (difference.ours, difference.theirs)]
    assert expected == [ours(difference.example), theirs(difference.example)]
    assert expected[0] != expected[1]


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.what)
def test_listed_difference_is_found(difference: Difference) -> None:
    """The random mappings would be seen to hold the example."""
    assert _differences(difference.example)


def test_client_option_among_s3_keys() -> None:
    """Client options are accepted among the S3 keys; obstore takes them there, and its own `.config` panics then."""
    mapping = {"allow_http": "true", "region": "auto"}
    store = S3Store("bkt", config=mapping)  # type: ignore[arg-type]
    with pytest.raises(BaseException, match="Expected config prefix to start with aws_") as caught:
        _ = store.config
    assert not isinstance(caught.value, Exception)
    assert resolve(bucket="bkt", config=mapping, env=False).values() == {
        "bucket": "bkt",
        "allow_http": True,
        "region": "auto",
    }


def test_unknown_spellings_are_listed() -> None:
    """Of all our spellings of S3 keys and client options, obstore knows all but those that are listed."""
    unknown = {
        word
        for word, spelling in SPELLINGS.items()
        if KEYS[spelling.key].table in ((), ("client_options",)) and not _is_known_to_them(word)
    }
    lower = {
        *(f"{prefix}{name}" for name in (*UNKNOWN_TO_THEM, *UNKNOWN_CLIENT_OPTIONS) for prefix in ("", "aws_")),
        *UNKNOWN_BARE,
        *(f"aws_{key}" for key in WORDS if is_client_option(key)),
    }
    assert {*lower, *map(str.upper, lower), *map(str.upper, LOWER_CASE_OPTIONS)} == unknown


def _is_known_to_them(word: str) -> bool:
    spelling = find(word)
    option = spelling is not None and KEYS[spelling.key].table == ("client_options",)
    try:
        S3Store("bkt", **{"client_options" if option else "config": {word: "x"}})  # type: ignore[arg-type]
    except Exception as error:  # noqa: BLE001 (a known key is refused for other reasons, with other words)
        return "is not valid for store" not in str(error) and "Invalid key:" not in str(error)
    return True


@pytest.mark.parametrize(
    "word", ["regoin", "key", "anon", "endpont", "AWS_BUCKTE", "s3_region", "fs.s3a.access.key", "", " region"]
)
def test_both_refuse_an_unknown_key(word: str) -> None:
    """A name that is no key is refused, among S3 keys and client options alike."""
    assert ask({word: "x"}).both_refuse


@pytest.mark.parametrize(
    "bucket", ["bkt", "BKT", "b_k", "my.bucket", "x" * 64, "x" * 255, "arn:aws:s3:us-east-1:1:accesspoint/x"]
)
def test_both_take_a_bucket(bucket: str) -> None:
    """What AWS would not create today may exist all the same."""
    assert {"bucket": bucket} == theirs({}, bucket) == ours({}, bucket)


@pytest.mark.parametrize("bucket", BUCKETS)
def test_we_alone_refuse_a_bucket(bucket: str) -> None:
    """No store has such a bucket; obstore takes any text."""
    assert ({"bucket": bucket}, REFUSES) == (theirs({}, bucket), ours({}, bucket))


def test_express_bucket() -> None:
    """The name of a directory bucket goes with `s3_express` on both sides."""
    bucket = "data--usw2-az1--x-s3"
    assert (
        {"bucket": bucket, "s3_express": True}
        == theirs({"s3_express": "yes"}, bucket)
        == ours({"s3_express": "yes"}, bucket)
    )


# Booleans, integers and durations, exhaustively.


@pytest.mark.parametrize("key", sorted({*S3_FLAGS, *CLIENT_FLAGS, "request_payer"} - {"s3_express"}))
def test_booleans(key: str) -> None:
    """Every word is the same boolean to both, in every case, and Python's own as well."""
    words = [cased for word in (*TRUE, *FALSE) for cased in (word, word.upper(), word.title(), word.swapcase())]
    for word in (*words, True, False):
        said = {key: word}
        assert {"bucket": "bkt", key: str(word).lower() in TRUE} == theirs(said) == ours(said), word


@pytest.mark.parametrize("key", sorted({*S3_FLAGS, *CLIENT_FLAGS, "request_payer"} - {"sse_bucket_key_enabled"}))
def test_no_booleans(key: str) -> None:
    """Any other word is refused by both."""
    assert not [word for word in NO_FLAGS if not ask({key: word}).both_refuse]


@pytest.mark.parametrize("text", ["16384", "+16384", "0016384", "16777215", "65536"])
@pytest.mark.parametrize("key", COUNTS)
def test_integers(key: str, text: str) -> None:
    """A whole number is the same to both, with a plus and zeros before it as well."""
    assert {"bucket": "bkt", key: int(text)} == theirs({key: text}) == ours({key: text})


@pytest.mark.parametrize("text", NO_COUNTS)
@pytest.mark.parametrize("key", COUNTS)
def test_no_integers(key: str, text: str) -> None:
    """What is no whole number of 0 or more is refused by both."""
    assert ask({key: text}).both_refuse


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit not in ("ns", "nsec", "nanos")])
def test_units(unit: str) -> None:
    """Every unit is as long to us as it is in humantime, however it is written and joined."""
    for text in (
        f"2{unit}",
        f"2 {unit}",
        f"02{unit}",
        f"2{unit} 3{unit}",
        f"1h2{unit}",
        f"2{unit}1s",
        f"2.5{unit}",
        f"2\t{unit}",
    ):
        if unit in ("us", "usec", "µs") and "." in text:
            continue  # a fraction of a microsecond is a listed difference
        expected = {"bucket": "bkt", "timeout": duration(text)}
        assert expected == theirs({"timeout": text}) == ours({"timeout": text}), text


@pytest.mark.parametrize("unit", ["ns", "nsec", "nanos"])
def test_nanoseconds(unit: str) -> None:
    """Whole microseconds may be written in nanoseconds."""
    said = {"timeout": f"3000{unit}"}
    assert {"bucket": "bkt", "timeout": duration("3us")} == theirs(said) == ours(said)


@pytest.mark.parametrize("unit", [
    "nano", "nsecs", "nanosecond", "usecs", "micros", "microsecond", "\u03bcs", "msecs", "milli", "milliseconds", "S",
    "Sec", "Min", "MIN", "H", "Hour", "D", "W", "mo", "mon", "Y", "q", "fortnight", "decade", "ss", "", "%",
])  # fmt: skip
def test_no_units(unit: str) -> None:
    """What is no unit to humantime is none to us."""
    assert ask({"timeout": f"2{unit}"}).both_refuse


@pytest.mark.parametrize("text", NO_DURATIONS)
@pytest.mark.parametrize("key", DURATIONS)
def test_no_durations(key: str, text: str) -> None:
    """What is no duration is refused by both, whatever the key."""
    assert ask({key: text}).both_refuse


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=10**6)))
def test_durations_as_they_write_them(length: timedelta) -> None:
    """What obstore writes for a `timedelta` is that `timedelta` again to us, so that our units are humantime's."""
    written = S3Store("bkt", client_options={"timeout": length}).client_options
    assert written is not None
    assert {"bucket": "bkt", "timeout": _nanoseconds(length)} == ours({"timeout": written["timeout"]})


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta.max))
def test_durations_as_we_write_them(length: timedelta) -> None:
    """What we write for a `timedelta` is read by obstore."""
    text = resolve(client_options={"timeout": length}, env=False).values()["timeout"]
    assert {"bucket": "bkt", "timeout": _nanoseconds(length)} == theirs({"timeout": text})


def _nanoseconds(length: timedelta) -> int:
    return length // timedelta(microseconds=1) * 1000


def test_negative_duration() -> None:
    """Both refuse a negative `timedelta`."""
    said = {"timeout": timedelta(seconds=-1)}
    assert ask(said).both_refuse


# Environments and URLs, by the request that is signed.


@given(environments(), st.sampled_from(["bkt", None]))
def test_environments(env: dict[str, str], bucket: str | None) -> None:
    """From any environment both make the same request, or none."""
    assert their_request(env=env, bucket=bucket) == our_request(env=env, bucket=bucket)


def test_environment_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """`env=True` is the environment that obstore reads."""
    env = {**ENV_PAIR, "AWS_TOKEN": "t", "AWS_DEFAULT_REGION": "eu-west-1"}
    theirs_ = their_request(env=env, bucket="bkt")
    assert our_request(env=env, bucket="bkt") == theirs_
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    values = resolve(bucket="bkt").values(reveal=True)
    assert ("t", "eu-west-1", ENV_PAIR["AWS_ACCESS_KEY_ID"]) == (
        values["session_token"], values["default_region"], values["access_key_id"],
    )  # fmt: skip
    assert theirs_.endswith(f"region=eu-west-1 key={ENV_PAIR['AWS_ACCESS_KEY_ID']} token=t")


@pytest.mark.parametrize("missing", sorted(ENV_PAIR))
def test_both_refuse_half_a_pair_in_the_environment(missing: str) -> None:
    """Half a key pair is no identity there either."""
    env = {name: value for name, value in ENV_PAIR.items() if name != missing}
    assert REFUSES == their_request(env=env, bucket="bkt") == our_request(env=env, bucket="bkt")


@given(SEED_URLS)
def test_forms_of_the_seed(url: str) -> None:
    """Both read the seed's five forms alike, whatever bucket, region and account they name."""
    assert REFUSES != their_request(url, env=ENV_PAIR) == our_request(url, env=ENV_PAIR)


@pytest.mark.parametrize(("url", "arguments", "env", "expected"), AGREED_URLS)
def test_urls(url: str, arguments: dict[str, Any], env: dict[str, str], expected: str) -> None:
    """Both make the same request of a URL, beside arguments and variables, too."""
    if "token" in arguments:
        arguments = {**arguments, "access_key_id": ENV_PAIR["AWS_ACCESS_KEY_ID"], "secret_access_key": "s"}
    both = {**ENV_PAIR, **env}
    assert expected == their_request(url, env=both, **arguments) == our_request(url, env=both, **arguments)


@pytest.mark.parametrize(("url", "expected"), OUR_URLS.items())
def test_urls_that_only_we_know(url: str, expected: str) -> None:
    """A URL that obstore refuses has the request that its host says."""
    assert (REFUSES, expected) == (their_request(url, env=ENV_PAIR), our_request(url, env=ENV_PAIR))


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_urls_that_both_refuse(url: str) -> None:
    """What is no URL of a bucket, or of no S3 service, is refused by both."""
    assert REFUSES == their_request(url, env=ENV_PAIR) == our_request(url, env=ENV_PAIR)


@pytest.mark.parametrize("difference", REQUEST_DIFFERENCES, ids=lambda difference: difference.what)
def test_listed_difference_of_requests_is_one(difference: RequestDifference) -> None:
    """Each side makes the request that is listed, and they are not the same."""
    _, _, url, arguments, env, *expected = difference
    both = {**ENV_PAIR, **env}
    assert expected == [our_request(url, env=both, **arguments), their_request(url, env=both, **arguments)]
    assert expected[0] != expected[1]
