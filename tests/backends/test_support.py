"""What each backend says becomes of a key, and what becomes of one that it cannot do: nothing is dropped silently."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from s3config import S3Store, backends
from s3config.errors import ConfigWarning, InvalidConfigError
from s3config.origin import Layer
from s3config.spellings import KEYS
from s3config.vocabulary import TUNING, Fate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.vocabulary import Support

OURS = ("boto3", "memory", "obstore")
STANDARD: dict[str, Any] = {
    "access_key_id": "AKIASUPPORT",
    "secret_access_key": "secret",
    "endpoint": "http://127.0.0.1:9",
}
COMPANIONS: dict[str, dict[str, Any]] = {
    "sse_kms_key_id": {"server_side_encryption": "aws:kms"},
    "sse_bucket_key_enabled": {"server_side_encryption": "aws:kms"},
    "sse_customer_key_base64": {"server_side_encryption": "sse-c"},
}
"""What a key needs beside it."""
WHOLE = {"dynamo": "dynamo:locks"}
"""Values by the words that stand for them in a table of support."""


class Case(NamedTuple):
    """A key that a backend cannot do, at all or with this value."""

    backend: str
    key: str
    value: Any
    support: Support

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.backend}, {self.key}={self.value!r:.30}"


def _cases() -> Iterator[Case]:
    for backend in OURS:
        for key, support in backends.support(backend).items():
            if support.fate is Fate.UNSUPPORTED:
                value = next((example for example in KEYS[key].about.examples if example is not False), True)
                yield Case(backend, key, value, support)
            for word in support.without:
                yield Case(backend, key, WHOLE.get(word, word), support)


CASES = tuple(_cases())
SWITCHES = tuple(case for case in CASES if KEYS[case.key].default is False)
each_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def _settings(case: Case) -> dict[str, Any]:
    return {**COMPANIONS.get(case.key, {}), case.key: case.value}


def _told(case: Case, **settings: Any) -> list[str]:
    """Make a store, and return what it says of the key: the texts of BE001, which are an error or a warning."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            S3Store("bkt", backend=case.backend, **{**STANDARD, **settings})
        except InvalidConfigError as error:
            found = [str(diagnostic) for diagnostic in error.diagnostics if diagnostic.code == "BE001"]
        else:
            assert {ConfigWarning} == {warning.category for warning in caught}
            found = [str(warning.message) for warning in caught if "BE001" in str(warning.message)]
    return found


def _text_of(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("backend", OURS)
def test_every_key_has_a_fate(backend: str) -> None:
    """The table of a backend has every key, and no other."""
    assert set(KEYS) == set(backends.support(backend))


@pytest.mark.parametrize("backend", OURS)
def test_a_fate_is_explained(backend: str) -> None:
    """What is not simply honoured has its reason."""
    table = backends.support(backend)
    assert [key for key, support in table.items() if support.fate is not Fate.HONOURED and not support.how] == []


def test_tuning_is_of_keys() -> None:
    """What only makes requests faster or more patient is known by its key."""
    assert set(KEYS) >= TUNING


@each_case
def test_an_argument(case: Case) -> None:
    """A key that a backend cannot do is named with its argument and the reason, as an error or as a warning."""
    kind = "warning" if case.key in TUNING else "error"
    told = [text for text in _told(case, **_settings(case)) if f"argument {case.key}:" in text]
    assert len(told) == 1
    assert all(part in told[0] for part in (kind, "BE001", case.key, case.backend, "leave it out"))
    why = f"{case.value} is not known there" if case.support.without else case.support.how
    assert why in told[0]


@each_case
def test_its_class(case: Case) -> None:
    """What changes the meaning or the safety of requests is refused; what tunes them is a warning."""
    settings = {**STANDARD, **_settings(case)}
    if case.key in TUNING:
        with pytest.warns(ConfigWarning, match="BE001"):
            S3Store("bkt", backend=case.backend, **settings)
    else:
        with pytest.raises(InvalidConfigError, match="BE001"):
            S3Store("bkt", backend=case.backend, **settings)


@each_case
def test_a_variable(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The spelling is the user's own, and the place is the variable."""
    variable = f"AWS_{KEYS[case.key].names[-1].upper()}"
    if KEYS[case.key].about.convert.get(KEYS[case.key].names[-1]):
        variable = f"AWS_{case.key.upper()}"
    monkeypatch.setenv(variable, _text_of(case.value))
    told = [text for text in _told(case, **COMPANIONS.get(case.key, {})) if variable in text]
    assert len(told) == 1
    assert f"environment variable {variable}" in told[0] or f"{variable}:" in told[0]


@each_case
def test_a_spelling(case: Case) -> None:
    """The spelling is the user's own in an argument, too."""
    word = f"AWS_{KEYS[case.key].names[0].upper()}"
    told = [text for text in _told(case, **COMPANIONS.get(case.key, {}), **{word: case.value}) if word in text]
    assert len(told) == 1


@each_case
def test_nested(case: Case) -> None:
    """The place in `config=`, `client_options=` or `retry_config=` is named."""
    table = KEYS[case.key].table or ("config",)
    inner: Any = {KEYS[case.key].field: case.value}
    for name in reversed(table[1:]):
        inner = {name: inner}
    told = _told(case, **COMPANIONS.get(case.key, {}), **{table[0]: inner})
    assert any(f"{table[0]}[" in text and KEYS[case.key].field in text for text in told)


@pytest.mark.parametrize("backend", OURS)
def test_what_is_unset_is_not_complained_of(backend: str) -> None:
    """A default that a backend cannot do differs from nothing that was said."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        store = S3Store("bkt", backend=backend, **STANDARD)
    assert Layer.ARGUMENT is store.resolution["bucket"].layer


@pytest.mark.parametrize("case", SWITCHES, ids=[f"{case.backend}, {case.key}" for case in SWITCHES])
def test_false_asks_for_nothing(case: Case) -> None:
    """A switch that is off asks for nothing that a backend lacks."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        store = S3Store("bkt", backend=case.backend, **{**STANDARD, case.key: False})
    assert store.resolution.values()[case.key] is False


@pytest.mark.parametrize(
    "settings",
    [
        {"server_side_encryption": "AES256"},
        {"server_side_encryption": "aws:kms", "sse_kms_key_id": "1234abcd", "sse_bucket_key_enabled": True},
        {"server_side_encryption": "aws:kms:dsse"},
        {
            "server_side_encryption": "sse-c",
            "sse_customer_key_base64": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        },
        {"conditional_put": "dynamo:locks"},
        {"copy_if_not_exists": "dynamo:locks:2000"},
    ],
    ids="+".join,
)
def test_memory_refuses(settings: dict[str, Any]) -> None:
    """What is not encrypted does not look as if it were, and there is no lock in a table elsewhere."""
    with pytest.raises(InvalidConfigError, match="cannot be done by the backend memory") as caught:
        S3Store("bkt", backend="memory", **settings)
    complaints = [diagnostic for diagnostic in caught.value.diagnostics if diagnostic.code == "BE001"]
    assert sorted(f"argument {key}" for key in settings) == sorted(str(one.origins[0]) for one in complaints)
    assert "AAECAwQF" not in str(caught.value)


@pytest.mark.parametrize(("backend", "dynamo"), [("boto3", "conditional_put"), ("obstore", "copy_if_not_exists")])
def test_the_others_have_dynamo(backend: str, dynamo: str) -> None:
    """A lock in DynamoDB is kept above a backend."""
    settings: Any = {**STANDARD, dynamo: "dynamo:locks"}
    assert S3Store("bkt", backend=backend, **settings).backend == backend
