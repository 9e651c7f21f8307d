"""The JSON Schema accepts and refuses the config files that a resolution does, apart from a written list."""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from s3config import resolve
from s3config.config.refusal import Refusal
from s3config.diagnostics import Severity
from s3config.documents import read_config
from s3config.files import UnreadableFileError
from s3config.identity import KEYS_OF
from s3config.redaction import seal_text
from s3config.schema import DIFFERENCES, json_schema
from s3config.spellings import KEYS, SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from s3config.spellings import KeyPlace

_Document = dict[str, Any]
_SCHEMA = json_schema()
_VALIDATOR = Draft202012Validator(_SCHEMA)
_WRITTEN = [key for key in KEYS.values() if not key.about.argument_only]
_PAIR = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
_WEB = {"web_identity_token_file": "/token", "role_arn": "arn:aws:iam::111122223333:role/reader"}
_SSE_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

_DIFFERENT: dict[str, list[_Document]] = {
    "pairs": [
        {"sse_kms_key_id": "k"},
        {"server_side_encryption": "sse-c"},
        {"server_side_encryption": "AES256", "sse_kms_key_id": "k"},
        {"endpoint": "http://s3.example.com"},
        {"http1_only": True, "http2_only": True},
        {"init_backoff": "2s", "max_backoff": "1s"},
        {"s3_express": True, "bucket": "my-bucket"},
    ],
    "half a pair": [{"access_key_id": "AKIAIOSFODNN7EXAMPLE"}, {"AWS_SECRET_ACCESS_KEY": "s"}],
    "bucket in the endpoint": [{"bucket": "my-bucket", "endpoint": "https://my-bucket.s3.us-east-1.amazonaws.com"}],
    "region in a host": [{"region": "here, there", "use_fips_endpoint": True}],
    "file that is missing": [{"profile": "nobody"}, {"stores": {"a": {"dotenv": "missing.env"}}}],
    "two spellings": [{"endpoint_url_s3": "https://s3.example.com", "endpoint": 1}, {"region": 1, "AWS_REGION": "x"}],
    "value that loses": [{**_PAIR, "role_arn": 1}, {"timeout": "soon", "stores": {"a": {"timeout": "1s"}}}],
    "mixed case": [{"Region": "eu-central-1"}, {"client_options": {"Timeout": "1s"}}],
    "variables": [{"timeout": "${NOWHERE:-soon}"}, {"client_options": "${NOWHERE}"}],
    "text of a number": [{"max_retries": "4294967296"}, {"http2_max_frame_size": "1"}],
    "text of a duration": [{"timeout": "9999999999 years"}, {"timeout": "1ns"}],
    "rare moments": [
        {**_PAIR, "credential_expiration": "2026-02-30"},
        {**_PAIR, "credential_expiration": "2026-W05-6"},
        {**_PAIR, "credential_expiration": "2026-01-31 12:00 Z"},
    ],
    "addresses": [{"endpoint": "https://[1:2]"}],
    "header twice": [{"default_headers": {"X-Team": "a", "x-team": "b"}}],
}

_VALUES: list[Any] = [
    None, True, False, 0, 1, 2, -1, 16384, 2**32 - 1, 2**32, 0.0, 0.5, 1.0, 1.5, 3.0, -0.5, 8.64e13, [], ["a"], {},
    {"a": "b"}, {"a": None}, {"a": 1}, {"a": ["b"]}, {"a": {"b": "c"}}, {"a b": "c"}, {"": "c"}, {"a\n": "b"},
    {"a": "b\n"}, {"a": "\u2003"}, {"a": "\xe9"}, {"a": "b****"}, {"a": "b****1234 "}, {"a": "b****12345"},
    {"a": "${NOWHERE}\n"}, {"${NOWHERE}": "b"}, "", " ", "\n", "\u3000", "x", "x y", " x", "x ", "x\n", "\tx", "x\ny",
    "x\x00", "x\x7f", "\xe9", "\u2003x", "xxx", "x" * 64, "x" * 256, "X_Y", "0", "1", " 1 ", "2", "+1", "-0", "-1",
    "00", "1.0", "1.", ".5", "0.5", "true", "TRUE", "yes", " yes", "yes\n", "Off", "y", "requester", "Requester ",
    "maybe", "1s", "30s ", "1 s", "2h 37min", "2h37min", "1.5s", "1,5s", "1month", "1x", "s", "-1s", "1s 1", "SHA256",
    "sha256", "Crc64nvme", "crc32", "AES256", " AES256", "aes256", "aws:kms", "aws:kms:dsse", "aws:kms:", "sse-c",
    "when_required", "WHEN_SUPPORTED", "when", "etag", "ETag", "disabled ", "dynamo", "dynamo:", "dynamo:ab",
    "dynamo:locks", "dynamo:locks:", "dynamo:locks:0", "dynamo:locks:020", "dynamo:arn:aws:dynamodb:x", "dynamo:arn:",
    "dynamo:arn", "dynamo:arn:5", "multipart", "multiparts", "header", "header:a", "header:a:", "header:a:b",
    "header: a : b ", "header:a:b:c", "header:a b:c", "header:a:\xa0", "header:a:\xe9", "header-with-status:a:b:412",
    "header-with-status:a:b:c:412", "header-with-status:a:b\n: 412 ", "header-with-status:a:b",
    "header-with-status:a:b:600", "header-with-status:a:b:0412", "header-with-status:a:412", "my-bucket", "ab", "a/b",
    "s3://my-bucket", "arn:", "arn:aws:s3:::a/b", "my bucket", "bucket--usw2-az1--x-s3", "https://s3.example.com",
    "HTTPS://S3.Example.com/", "https://s3.example.com:443/a b", "https://s3.example.com/a/b ",
    "https://s3.example.com:", "https://s3.example.com:0", "https://s3.example.com:65535",
    "https://s3.example.com:65536", "https://s3.example.com:080", "https://s3.example.com:8a",
    "https://s3.example.com?a=b", "https://s3.example.com/#a", "https://u:p@s3.example.com",
    "https://u@s3.example.com", "https://@s3.example.com", "https://s3.example.com/@", "https://s3..example.com",
    "https://-s3.example.com", "https://s3-.example.com", "https://s3.example.com.", "https://", "https:///a",
    "https:/a", "s3.example.com", "ftp://s3.example.com", "https://[::1]:9000", "https://[::1", "https://\xe9",
    "https://a:b:80", "http://localhost:9000", "http://127.0.0.1", "https://a_b", "https://a\\b", "https://a,b",
    "//a", "socks5://u:p@proxy:1080", "SOCKS5H://proxy", "socks4://proxy", "http://proxy:3128/a?b#c", "socks5://",
    "/", "/a", "a/b", "/a b", "/a\x7f", "2026-01-31", "2026-01-31T12:00:00Z", "20260131T120000Z",
    "2026-01-31 12:00:00.123+01:30", "2026-13-01", "0000-01-01", "2026-01-31T24:00", "2026-01-31T", "2026-1-31",
    "12:00", "2026-01-31T12:00:00z", _SSE_KEY, _SSE_KEY[:-1], f" {_SSE_KEY}", f"A{_SSE_KEY}",
    _SSE_KEY.replace("=", "A"), _SSE_KEY.replace("8", "9"), _SSE_KEY.replace("c", "-"), "****", "********",
    "****WXYZ", "****VWXYZ", "a********b", "****WXYZ ", "AKIAIOSFODNN7EXAMPLE",
    "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----", "-----BEGIN PRIVATE KEY-----", "x-----BEGIN",
    "-----BEGIN PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----", "\n-----BEGIN", "a: b", "a: b\nc: d\n", "\n a: b",
    "a : b", "a:", ":b", "a: b\nc", "a b: c", "a: b\r\n\r\nc: d", "a: \xe9", "a: \u20ac", "a: ****", "a: ****12345",
    "a: ****\t\nb: c", "****: b", "**** x", "\ud800", "x\udfffx", "/\ud800", "https://a/****", "https://a/****12345",
    "http://u:********@a", "http://a/@", "arn:a\x00", "arn:aws:****", "${NOWHERE}", "a ${NOWHERE} b", "${1}",
    "${NOWHERE", "$NOWHERE", "${}", "a  b", "a **** b",
]  # fmt: skip


def refusals(document: object, folder: Path) -> set[str]:
    """Return the codes of all errors that a resolution finds in a document, in each of its stores."""
    path = folder / "s3config.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    try:
        stores: tuple[str | None, ...] = tuple(read_config(path).stores) or (None,)
    except UnreadableFileError as error:
        return {error.diagnostic.code}
    found = (d for store in stores for d in resolve(file=path, store=store, env=False).diagnostics)
    return {diagnostic.code for diagnostic in found if diagnostic.severity is Severity.ERROR}


def beside(key: KeyPlace) -> _Document:
    """Return what has to stand beside a key of an identity, so that the identity counts."""
    kind = next((kind for kind, keys in KEYS_OF.items() if key.name in keys), None)
    container = {"container_credentials_relative_uri": "/v2/credentials"}
    needed: _Document = {"pair": _PAIR, "web identity": _WEB, "container": container}.get(kind or "", {})
    return {name: value for name, value in needed.items() if name != key.name}


def differs(key: KeyPlace, value: object) -> bool:
    """Tell whether a value is one of those of which `DIFFERENCES` says that the schema cannot judge it."""
    if not isinstance(value, str):
        return isinstance(value, dict) and len({name.lower() for name in value}) < len(value)
    text = value.strip()
    predicate = _JUDGED_BY_VALIDATE_ALONE.get(key.parse.__name__)
    return predicate(key, text) if predicate is not None else "[" in text


def _is_rare_moment(key: KeyPlace, text: str) -> bool:
    return not re.fullmatch(r"[-0-9]+(?:[Tt ][0-9:.,]+(?:Z|[+-][0-9:]+)?)?", text) or bool(_refusal(key, text))


_JUDGED_BY_VALIDATE_ALONE: dict[str, Callable[[KeyPlace, str], bool]] = {
    "parse_count": lambda _, text: text.lstrip("+-").isdigit(),
    "parse_frame_size": lambda _, text: text.lstrip("+-").isdigit(),
    "parse_factor": lambda _, text: not re.fullmatch(r"[+-]?[0-9.]+", text) and _is_number(text),
    "parse_duration": lambda key, text: _refusal(key, text).startswith(("is longer", "is finer")),
    "parse_moment": _is_rare_moment,
    "parse_headers": lambda key, text: "twice" in _refusal(key, text),
}


def _is_number(text: str) -> bool:
    try:
        return not math.isnan(float(text))
    except ValueError:
        return False


def _refusal(key: KeyPlace, value: object) -> str:
    try:
        key.parse(value)
    except Refusal as refusal:
        return refusal.message
    return ""


def test_the_schema_is_valid() -> None:
    """The schema itself is JSON Schema, draft 2020-12, and plain JSON."""
    Draft202012Validator.check_schema(_SCHEMA)
    assert json.loads(json.dumps(_SCHEMA)) == _SCHEMA


def test_every_reference_has_its_definition_and_the_reverse() -> None:
    """No definition is missing, and none is left over."""
    used = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(_SCHEMA)))
    assert set(_SCHEMA["$defs"]) == used


def test_every_spelling_is_a_property() -> None:
    """An editor completes each spelling of each key that text can hold, and no other name."""
    expected = {word for word, spelling in SPELLINGS.items() if not KEYS[spelling.key].about.argument_only}
    others = {"$schema", "stores", "lint", "dotenv", "client_options", "retry_config", "backoff"}
    assert expected | others == set(_SCHEMA["$defs"]["settings"]["properties"])


@pytest.mark.parametrize("key", _WRITTEN, ids=lambda key: key.name)
def test_every_key_is_described(key: KeyPlace) -> None:
    """The definition of a key has its documentation, its examples, and whether it is secret."""
    definition = _SCHEMA["$defs"][key.name]
    expected = (key.about.doc, list(key.about.examples), key.about.secret)
    assert expected == (definition["description"], definition["examples"], definition.get("writeOnly", False))


def test_only_the_canonical_spelling_is_unmarked() -> None:
    """Each other spelling says in its title what it is a spelling of."""
    properties = _SCHEMA["$defs"]["settings"]["properties"]
    unmarked = {word for word in properties if word in SPELLINGS and "title" not in properties[word]}
    assert {key.name for key in _WRITTEN} == unmarked
    assert properties["AWS_REGION"]["title"] == "Spelling of `region`"
    assert properties["AWS_MAX_ATTEMPTS"]["title"] == "Converted to `max_retries`"


@pytest.mark.parametrize("key", _WRITTEN, ids=lambda key: key.name)
def test_examples_are_accepted_by_both(key: KeyPlace, tmp_path: Path) -> None:
    """What the schema shows as an example is valid."""
    for value in key.about.examples:
        document = {**beside(key), key.name: value}
        assert _VALIDATOR.is_valid(document), value
        assert refusals(document, tmp_path) <= _CODES, value


@pytest.mark.parametrize("key", _WRITTEN, ids=lambda key: key.name)
def test_both_agree_on_values(key: KeyPlace, tmp_path: Path) -> None:
    """Each of many values, most of them wrong for most keys, is accepted by both or refused by both."""
    documents = [{**beside(key), key.name: value} for value in _VALUES if not differs(key, value)]
    ours = [not refusals(document, tmp_path) - _CODES for document in documents]
    theirs = [_VALIDATOR.is_valid(document) for document in documents]
    unequal = [(d[key.name], a, b) for d, a, b in zip(documents, ours, theirs, strict=True) if a is not b]
    assert not unequal


@pytest.mark.parametrize("word", SPELLINGS)
def test_both_agree_on_spellings(word: str, tmp_path: Path) -> None:
    """Each spelling is a key for both, in each table; the same value is right or wrong for both."""
    key = KEYS[SPELLINGS[word].key]
    for value in (0, 1, True, "nonsense?", *key.about.examples):
        for path in ((), ("client_options",), ("retry_config",), ("backoff",), ("retry_config", "backoff")):
            document: _Document = dict(beside(key))
            _put(document, path, word, value)
            assert _VALIDATOR.is_valid(document) == (not refusals(document, tmp_path) - _CODES), document


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"$schema": "s3config.schema.json", "region": "x"},
        {"stores": {}},
        {"stores": {"a": {}, "b": {"bucket": "my-bucket", "AWS_REGION": "x", "client_options": {"timeout": 1}}}},
        {"client_options": None, "retry_config": {}, "backoff": {"base": 2}},
        {"retry_config": {"backoff": {"base": "2", "init_backoff": None}}},
        {"retry_config": {"AWS_MAX_ATTEMPTS": 1}},
        {"stores": {"a": {"dotenv": None}}},
        {"stores": {"a": {"dotenv": ""}}},
        {"stores": {"a": {"dotenv": "${NOWHERE}"}}},
    ],
    ids=json.dumps,
)
def test_both_accept(document: _Document, tmp_path: Path) -> None:
    """These are right."""
    assert _VALIDATOR.is_valid(document)
    assert set() == refusals(document, tmp_path)


@pytest.mark.parametrize(
    "document",
    [
        [],
        "region",
        None,
        {"regoin": "x"},
        {"": 1},
        {"base": 2},
        {"dotenv": ".env"},
        {"lints": {}},
        {"credential_provider": "x"},
        {"client_options": []},
        {"client_options": "timeout"},
        {"client_options": {"region": "x"}},
        {"client_options": {"client_options": {}}},
        {"client_options": {"retry_config": {}}},
        {"client_options": {"backoff": {}}},
        {"CLIENT_OPTIONS": {}},
        {"retry_config": 3},
        {"retry_config": {"timeout": 1}},
        {"retry_config": {"base": 2}},
        {"retry_config": {"backoff": 2}},
        {"retry_config": {"backoff": {"max_retries": 1}}},
        {"max_attempts": 0},
        {"max_attempts": "0"},
        {"max_retries": "+-5"},
        {"conditional_put": f"dynamo:locks:{'1' * 5000}x"},
        {"stores": None},
        {"stores": 3},
        {"stores": []},
        {"stores": {"a": 3}},
        {"stores": {"a": None}},
        {"stores": {"a": {}, "b": {"regoin": "x"}}},
        {"stores": {"a": {"stores": {}}}},
        {"stores": {"a": {"$schema": "x"}}},
        {"stores": {"a": {"dotenv": 3}}},
    ],
    ids=lambda document: json.dumps(document)[:60],
)
def test_both_refuse(document: object, tmp_path: Path) -> None:
    """These are wrong."""
    assert not _VALIDATOR.is_valid(document)
    assert set() != refusals(document, tmp_path)


def test_the_differences_are_listed() -> None:
    """Each difference that the schema's module names has an example here, and the reverse."""
    assert set(DIFFERENCES) == set(_DIFFERENT)


@pytest.mark.parametrize(
    ("name", "document"),
    [(name, document) for name, documents in _DIFFERENT.items() for document in documents],
    ids=lambda part: part if isinstance(part, str) else json.dumps(part)[:60],
)
def test_differences(name: str, document: _Document, tmp_path: Path) -> None:
    """Here the two do differ: one accepts what the other refuses."""
    assert _VALIDATOR.is_valid(document) == bool(refusals(document, tmp_path)), DIFFERENCES[name]


_CODES = {"CR020", "CR007", "EP003", "OPS004", "OPS008", "OPS009", "OPS012", "TLS001", "TLS006"}
"""The errors of `validate` that are among keys, which the first entries of `DIFFERENCES` name."""


def test_the_codes_left_out_are_those_of_pairs(tmp_path: Path) -> None:
    """No error is left out of the comparison that is not shown as a difference."""
    names = ("pairs", "half a pair", "bucket in the endpoint", "file that is missing")
    shown = {code for name in names for document in _DIFFERENT[name] for code in refusals(document, tmp_path)}
    assert shown - {"FILE001"} == _CODES


_IDENTITY = [key.name for key in _WRITTEN if any(key.name in keys for keys in KEYS_OF.values())]
_PLAIN = [key.name for key in _WRITTEN if key.name not in _IDENTITY]
_SPICE = st.sampled_from(list(" \t\n\x00\x7f\xe9\u2003:/@#?*=,.-+0159aZ_s&;%~!$"))


@st.composite
def _value(draw: st.DrawFn, key: KeyPlace) -> Any:
    """Draw a value: a right one, any one, or a text that is nearly right."""
    near = [*key.about.examples, *(value for value in _VALUES if not _refusal(key, value))]
    value = draw(st.sampled_from(near) | st.sampled_from(_VALUES))
    if isinstance(value, str) and draw(st.booleans()):
        for _ in range(draw(st.integers(1, 3))):
            index = draw(st.integers(0, len(value)))
            value = value[:index] + draw(_SPICE | st.just("")) + value[index + draw(st.integers(0, 1)) :]
    assume(not differs(key, value))
    return value


@st.composite
def documents(draw: st.DrawFn) -> _Document:
    """Draw a document: a few keys, each in some spelling and table, at the top or in a store; and perhaps a mistake."""
    names = draw(st.lists(st.sampled_from(_PLAIN), max_size=5, unique=True))
    assume(
        {"region", "default_region"}.isdisjoint(names) or not {*names} & {"use_fips_endpoint", "use_dualstack_endpoint"}
    )
    place = draw(st.sampled_from([(), ("stores", "a")]))
    document: _Document = {"stores": {"a": {}}} if place else {}
    if draw(st.booleans()):
        names.append(draw(st.sampled_from(_IDENTITY)))
        for name, value in beside(KEYS[names[-1]]).items():
            _put(document, place, name, value)
    for name in names:
        key = KEYS[name]
        words = [word for word, spelling in SPELLINGS.items() if spelling.key == name]
        tables = [(), *([key.table] if key.table else []), *([("backoff",)] if key.table[1:] else [])]
        _put(document, (*place, *draw(st.sampled_from(tables))), draw(st.sampled_from(words)), draw(_value(key)))
    if draw(st.integers(0, 4)) == 0:
        word = draw(st.sampled_from(["regoin", "AWS_FOO", "base", "x" * 99, "bucket", "timeout", "backoff", "stores"]))
        table = draw(st.sampled_from([(), ("client_options",), ("retry_config",), ("retry_config", "backoff")]))
        assume(word not in names)
        _put(document, (*place, *table), word, draw(st.sampled_from([1, "x", {}, [], {"a": "b"}])))
    return document


def _put(document: _Document, path: tuple[str, ...], word: str, value: object) -> None:
    """Write a value into a nested table."""
    for name in path:
        document = document.setdefault(name, {})
    document.setdefault(word, value)


@given(documents())
@example({"stores": {"a": {}}, "retry_config": {"backoff": {"base": 0.5}}})
def test_both_agree(tmp_path: Path, document: _Document) -> None:
    """Whatever is written, both accept it or both refuse it; what `DIFFERENCES` names is left aside."""
    codes = refusals(document, tmp_path) - _CODES
    assert _VALIDATOR.is_valid(document) == (not codes), codes


def _patterns(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        for name, part in schema.items():
            if name == "pattern" and isinstance(part, str):
                yield part
            yield from _patterns(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _patterns(part)


def test_patterns_have_nothing_that_only_python_knows() -> None:
    """No lookbehind, flags, named groups, possessive or atomic parts, nor anchors other than `^` and `$`."""
    only_python = re.compile(r"\(\?[^:=!]|\\[AZ]|[*+?}]\+")
    bare = {pattern: re.sub(r"\[(?:\\.|[^\\\]])*\]|\\[^AZ]", "c", pattern) for pattern in _patterns(_SCHEMA)}
    assert not [pattern for pattern, text in bare.items() if only_python.search(text)]


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node, whose regular expressions are those of ECMA 262")
def test_patterns_mean_the_same_in_ecma() -> None:
    """JavaScript compiles each pattern in Unicode mode, as JSON Schema recommends, and finds what Python finds."""
    texts = [value for value in _VALUES if isinstance(value, str)]
    patterns = sorted(set(_patterns(_SCHEMA)))
    found = "patterns.map(pattern => texts.map(text => new RegExp(pattern, 'u').test(text)))"
    script = (
        f"const [patterns, texts] = JSON.parse(require('fs').readFileSync(0)); console.log(JSON.stringify({found}))"
    )
    command = [str(shutil.which("node")), "-e", script]
    done = subprocess.run(command, input=json.dumps([patterns, texts]), capture_output=True, text=True, check=True)
    expected = [[re.search(pattern, text) is not None for text in texts] for pattern in patterns]
    assert expected == json.loads(done.stdout)


def test_secrets_are_not_trimmed_and_texts_are() -> None:
    """White space around a value is fine for the schema where `validate` warns, and wrong in a credential."""
    for key in _WRITTEN:
        value = next((value for value in key.about.examples if isinstance(value, str)), None)
        if value is not None:
            assert _VALIDATOR.is_valid({key.name: f" {value}\n"}) == (SPELLINGS[key.name].seal is seal_text), key.name
