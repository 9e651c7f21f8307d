"""All settings of all sources, put in order: for each key the strongest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3config.config.refusal import Refusal
from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Layer, is_void
from s3config.redaction import KeyId, reveal
from s3config.spellings import KEYS, SPELLINGS, find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s3config.origin import Origin, Setting

History = dict[str, list["Setting"]]
"""For each key what was written, the strongest first."""


def merge(settings: Iterable[Setting]) -> History:
    """Put settings in order; what is there twice counts once, and nothing is lost.

    The order depends on the settings alone, not on the order in which they come, so that merging is a monoid: it is
    associative and idempotent, and no settings at all are its identity.
    """
    history: History = {}
    places: dict[str, set[Origin]] = {}
    for setting in settings:
        group = history.get(setting.key)
        if group is None:
            history[setting.key] = [setting]
            continue
        known = places.setdefault(setting.key, {group[0].origin})
        if setting.origin not in known or setting not in group:
            known.add(setting.origin)
            group.append(setting)
    for group in history.values():
        if len(group) > 1:
            group.sort(key=_strength)
    return history


def _strength(setting: Setting) -> tuple[Any, ...]:
    """Order by layer, then by spelling; in one file, the later line wins, as python-dotenv has it."""
    _, value, spelling, origin, layer = setting
    text = f"{type(value).__name__} {reveal(value)}"
    where = origin.place, -(origin.line or 0), -(origin.column or 0)
    return -layer, spelling_rank(spelling), *where, spelling, text


def spelling_rank(word: str) -> int:
    """Return how weak a spelling is beside the others of its key; a word of a source's own is the strongest."""
    spelling = SPELLINGS.get(word) or find(word)
    return spelling.rank if spelling is not None else 0


def meaning(setting: Setting) -> Any:  # noqa: ANN401
    """Return what a setting means in the terms of its key; an invalid value means itself."""
    try:
        return KEYS[setting.key].parse(converted(setting))
    except (Refusal, KeyError):
        return setting.value


def converted(setting: Setting) -> Any:  # noqa: ANN401
    """Return the value in the words of the key, where the spelling means something else; white space is trimmed.

    Raises:
        Refusal: The value is none that the spelling can have.
    """
    value = setting.value
    if isinstance(value, str) and value.strip() != value and not isinstance(value, KeyId):
        value = type(value)(value.strip())
    spelling = SPELLINGS.get(setting.spelling) or find(setting.spelling)
    return spelling.convert(value) if spelling is not None and spelling.convert is not None else value


def duplicates(history: History) -> Iterator[Diagnostic]:
    """Yield what is to be said of keys that were written twice in one layer."""
    for key, group in history.items():
        if len(group) == 1:
            continue
        said = [s for s in group if s.layer is Layer.ARGUMENT or not is_void(s.value)]
        if not said:
            continue
        strongest = said[0]
        for setting in said[1:]:
            if setting.layer is not strongest.layer:
                strongest = setting
            else:
                yield from _duplicate(key, strongest, setting)


def _duplicate(key: str, above: Setting, below: Setting) -> Iterator[Diagnostic]:
    origins = (above.origin, below.origin)
    if above.layer is Layer.ARGUMENT:
        names = (
            f"{above.spelling} and {below.spelling}" if above.spelling != below.spelling else f"{above.spelling} twice"
        )
        message = f"{names} in one call: {key} is said twice"
        yield Diagnostic("KEY003", Severity.ERROR, origins, message, "leave one of them out")
    elif meaning(above) == meaning(below) or _is_service_specific(above, below):
        return
    elif above.spelling == below.spelling:
        message = f"{above.spelling} is written twice with different values; the later one counts"
        yield Diagnostic("KEY003", Severity.WARNING, origins, message, "leave one of them out")
    else:
        message = f"{above.spelling} and {below.spelling} differ, and mean the same; {above.spelling} counts"
        yield Diagnostic("KEY003", Severity.WARNING, origins, message, "leave one of them out")


def _is_service_specific(above: Setting, below: Setting) -> bool:
    """Tell whether an endpoint for S3 stands beside one for all services, which is normal."""
    specific, general = above.spelling.lower(), below.spelling.lower()
    return specific.endswith("endpoint_url_s3") and general.endswith("endpoint_url")
