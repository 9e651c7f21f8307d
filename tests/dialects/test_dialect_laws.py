"""What holds of every dialect: what it says comes back, what it does not say is named, and masks hide."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

import pytest
from configurations import BUCKET, configurations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s3config import resolve
from s3config.config import ClientOptions
from s3config.diagnostics import Severity
from s3config.errors import ConfigError
from s3config.foreign import from_dialect
from s3config.masks import masked
from s3config.spellings import KEYS, value_of
from s3config.translation import dialect, tools, translate
from s3config.vocabulary import Fate, said

if TYPE_CHECKING:
    from s3config.config import StoreConfig
    from s3config.translation import Translation

_NEEDS = {"pyarrow": "pyarrow"}
"""Libraries whose own objects are among a tool's values."""
TOOLS = [
    pytest.param(
        tool,
        marks=[
            pytest.mark.skipif(
                importlib.util.find_spec(_NEEDS[tool]) is None,
                reason=f"{tool} is not installed; the extra test-dialects has it",
            ),
            pytest.mark.dialects,
        ]
        if tool in _NEEDS
        else [],
    )
    for tool in tools()
]
slowly = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


def _written(config: StoreConfig, tool: str) -> Translation:
    return translate(config, tool, strict=False)


def _without_file(config: StoreConfig, tool: str) -> StoreConfig:
    """Leave out the path of a certificate for the tool that is given what stands in the file."""
    if tool != "obstore":
        return config
    options = config.client_options.model_dump(exclude_unset=True, exclude={"root_certificate"})
    return config.model_copy(update={"client_options": ClientOptions(**options)})


def _told(translation: Translation) -> set[str]:
    """Return the keys that a tool's own values tell, variables and words of each call aside."""
    table = dialect(translation.tool).KEYS
    return {
        key for key in translation.emitted
        if table[key].words or (table[key].word is not None and not table[key].word.is_variable)
    }  # fmt: skip


def _back(source: Any, tool: str) -> StoreConfig:
    resolution = resolve(bucket=BUCKET, env=False, sources=[from_dialect(source, tool)])
    errors = [d for d in resolution.diagnostics if d.severity is Severity.ERROR]
    strange = [d for d in resolution.diagnostics if d.code == "KEY001"]
    assert not errors, errors
    assert not strange, strange
    return resolution.config


def _agree(config: StoreConfig, back: StoreConfig, translation: Translation) -> None:
    differing = {
        key: (value_of(config, key), value_of(back, key))
        for key in _told(translation) - {"use_fips_endpoint", "use_dualstack_endpoint"}  # told by the endpoint
        if value_of(config, key) != value_of(back, key)
    }
    assert not differing
    for key in KEYS:  # and nothing else is said that was not, but what the tool would guess wrongly
        if key not in (*translation.emitted, *translation.dropped) and value_of(back, key) != value_of(config, key):
            assert key in getattr(dialect(translation.tool), "GUESSED", {}) or key in _IMPLIED, key


_IMPLIED = {"region", "allow_http", "request_checksum_calculation", "response_checksum_validation", "endpoint",
            "virtual_hosted_style_request"}  # fmt: skip
"""Keys that a value of another one implies, or that boto3's dialects always write."""


@pytest.mark.parametrize("tool", TOOLS)
@slowly
@given(config=configurations())
def test_values_come_back(tool: str, config: StoreConfig) -> None:
    """What was written in a tool's types is read as it was."""
    config = _without_file(config, tool)
    written = _written(config, tool)
    values = {**written.values, **({"calls": written.calls} if written.calls else {})}
    _agree(config, _back(values, tool), written)


@pytest.mark.parametrize("tool", TOOLS)
@slowly
@given(config=configurations())
def test_texts_come_back(tool: str, config: StoreConfig) -> None:
    """What was written as text, in each form, is read as it was; or the form says that it cannot hold a value."""
    config = _without_file(config, tool)
    written = _written(config, tool)
    for form in written.forms:
        text, refusal = _text(written, form)
        assert not _holds_secret(config, refusal)
        if not refusal:
            _agree(config, _back(text, tool), written)


def _text(written: Translation, form: str) -> tuple[str, str]:
    """Return the text in a form, or why there is none."""
    try:
        return written.form(form), ""
    except ConfigError as error:
        return "", str(error)


@pytest.mark.parametrize("tool", TOOLS)
@slowly
@given(config=configurations())
def test_nothing_is_lost(tool: str, config: StoreConfig) -> None:
    """Every key that was said is either told or named with a reason; and none is both."""
    config = _without_file(config, tool)
    written = _written(config, tool)
    keys = {key for key, _ in said(config)}
    assert set(written.emitted) | set(written.dropped) == keys
    assert not set(written.emitted) & set(written.dropped)
    assert all(written.dropped.values())
    for key in written.dropped:
        support = dialect(tool).KEYS[key]
        assert support.fate is Fate.UNSUPPORTED or support.without or written.dropped[key] != support.how


@pytest.mark.parametrize("tool", TOOLS)
@slowly
@given(config=configurations(), form=st.integers(0, 3))
def test_masks_hide(tool: str, config: StoreConfig, form: int) -> None:
    """No secret is in what is shown: masked text, warnings, reasons, and the translation itself."""
    config = _without_file(config, tool)
    written = _written(masked(config), tool)
    name = written.forms[form % len(written.forms)]
    shown = "".join(_text(written, name))
    plain = _written(config, tool)
    shown += f"{written}{written.warnings}{written.dropped}{plain!r}{plain.warnings}{plain.dropped}"
    shown += f"{plain.values!r}" if tool in ("polars", "s3fs") else ""
    assert not _holds_secret(config, shown)


def _holds_secret(config: StoreConfig, text: str) -> bool:
    secrets = [config.secret_access_key, config.session_token, config.sse_customer_key_base64]
    values = [secret.get_secret_value() for secret in secrets if secret is not None]
    values += [value.get_secret_value() for value in (config.client_options.default_headers or {}).values()]
    values += ["pass%40word", "pass@word"]
    known = config.client_options.user_agent or ""
    return any(len(value) > 3 and value in text and value not in known for value in values)
