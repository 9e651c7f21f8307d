"""From the values that won to a validated model, or to everything that is wrong with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr, ValidationError

from s3config.config import StoreConfig
from s3config.config.addresses import StandardEndpoint
from s3config.config.pairs import problems
from s3config.config.refusal import Refusal
from s3config.config.s3 import PAIRS_LATER
from s3config.diagnostics import Severity
from s3config.merging import converted
from s3config.redaction import KeyId, shown
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from pydantic import BaseModel

    from s3config.draft import Draft
    from s3config.origin import Setting

_LONGEST_SHOWN = 100
_PEM = "-----BEGIN"
"""Begins a certificate, whose text ends with a line break."""
_CONVERTED = frozenset(key for key, place in KEYS.items() if place.about.convert)


def model_of(draft: Draft) -> StoreConfig | None:
    """Validate the values that won, and add what is wrong to the draft; `None` if anything is an error."""
    values = _values(draft)
    try:
        model = StoreConfig.model_validate(_nested(values), context=PAIRS_LATER)
    except ValidationError:  # its text and its parts hold the values, so that it goes no further
        model = None
    if model is None:
        model = _partly_validated(draft, values)
    for problem in problems(model):
        if any(key in draft.winners for key in problem.absent):  # it is there, and was refused already
            continue
        settings = {key: draft.winners.get(key) or draft.implied.get(key) for key in problem.keys}
        names = {key: setting.spelling if setting else key for key, setting in settings.items()}
        draft.say(
            problem.code,
            problem.severity,
            [s.origin for s in settings.values() if s is not None],
            problem.message.format_map(names),
            _as_spelt(problem.remedy, names[problem.keys[0]]),
        )
    if any(diagnostic.severity is Severity.ERROR for diagnostic in draft.diagnostics):
        return None
    _forget_unsaid(model, draft)
    return model


def _forget_unsaid(model: StoreConfig, draft: Draft) -> None:
    """Let the model's `model_fields_set` hold only what somebody wrote, so that it can be handed on as that."""
    unsaid = {key for key in draft.implied if key not in draft.winners}
    if "region" in draft.winners and not draft.is_said("region"):
        unsaid.add("region")
    for key in unsaid:
        part: BaseModel = model
        for table in KEYS[key].table:
            part = getattr(part, table)
        part.model_fields_set.discard(KEYS[key].field)


def _values(draft: Draft) -> dict[str, Any]:
    """Return the winning values in the words of their keys; white space around them is taken off."""
    values = {key: setting.value for key, setting in draft.implied.items()}
    for key, setting in draft.winners.items():
        value = setting.value
        if key in _CONVERTED:
            try:
                value = converted(setting)
            except Refusal as refusal:
                _refuse(draft, setting, refusal)
                continue
        elif isinstance(value, SecretStr) and not KEYS[key].about.secret:
            message = f"{setting.spelling} holds the value of a secret"
            draft.say("SEC007", Severity.ERROR, [setting.origin], message, "write what belongs there")
            continue
        elif value is StandardEndpoint.AWS:  # a client derives it, unless a flag implies another host
            continue
        if isinstance(value, str) and value.strip() != value and not isinstance(value, KeyId):
            value = type(value)(value.strip())
            if _PEM not in value:
                message = f"{setting.spelling} has white space around its value, which was taken off"
                draft.say("KEY010", Severity.WARNING, [setting.origin], message, "remove it")
        values[key] = value
    values.update(draft.amended)
    return values


def _nested(values: dict[str, Any]) -> dict[str, Any]:
    """Put values into tables as the models are nested."""
    nested: dict[str, Any] = {}
    for key, value in values.items():
        place = KEYS[key]
        if not place.table:
            nested[key] = value
            continue
        table = nested
        for name in place.table:
            table = table.setdefault(name, {})
        table[place.field] = value
    return nested


def _partly_validated(draft: Draft, values: dict[str, Any]) -> StoreConfig:
    """Say what is wrong with each value, and validate the others, whose pairs are still to be checked."""
    valid = {}
    for key, value in values.items():
        try:
            KEYS[key].parse(value)
            valid[key] = value
        except Refusal as refusal:
            _refuse(draft, draft.winners.get(key) or draft.implied[key], refusal)
    return StoreConfig.model_validate(_nested(valid), context=PAIRS_LATER)


def _refuse(draft: Draft, setting: Setting, refusal: Refusal) -> None:
    secret = KEYS[setting.key].about.secret or setting.key == "access_key_id"
    value = "" if secret or callable(setting.value) else f"={_short(setting.value)}"
    draft.say(
        refusal.code, Severity.ERROR, [setting.origin], f"{setting.spelling}{value} {refusal.message}", refusal.remedy
    )


def _short(value: object) -> str:
    text = shown(value)
    if len(text) > _LONGEST_SHOWN:
        text = f"{text[:_LONGEST_SHOWN]}…"
    return repr(text) if isinstance(value, str) else text


def _as_spelt(remedy: str, spelling: str) -> str:
    """Write the keys in a remedy as variables where the user writes variables."""
    if not spelling.startswith("AWS_"):
        return remedy
    return re.sub(
        r"\b([a-z_0-9]+)=", lambda match: f"AWS_{match[1].upper()}=" if match[1] in KEYS else match[0], remedy
    )
