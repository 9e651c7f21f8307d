"""The configuration of another tool as a source of settings: its own words, each with its place."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.config.addresses import StandardEndpoint
from s3config.diagnostics import Diagnostic, Severity
from s3config.errors import ConfigError
from s3config.files import UnreadableFileError, path_of, read_text, unreadable
from s3config.origin import Layer, Origin, Setting
from s3config.reading import Entries, Reading, flat, table_of
from s3config.redaction import mask_text
from s3config.spellings import SPELLINGS, TABLES, find, names_in
from s3config.suggestion import nearest
from s3config.translation import dialect, known, tools

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from s3config.sources import Request
    from s3config.tables import Table
    from s3config.vocabulary import Support
    from s3config.words import Word

_LONGEST_PATH = 1024
_PATH = re.compile(r"[\w./~\\:-]*[\w-]+\.(?:conf|cfg|json|ya?ml|toml|ini|xml|properties|env|py|sql)|[~./][\w./~-]+")
_ODD = (TypeError, AttributeError, ValueError, RecursionError, csv.Error)
"""What readers of a few words raise at values that nobody writes."""
AUTO = "auto"
"""What stands for a tool that is to be recognised."""
_RISKY = re.compile(r"(?i)(?:.*[._])?(?:(?:canned[-_]?|bucket_)?acl(?:[._]\w+)?|storage[-_.]?class)")
"""Words about who may read an object, and how it is kept: they are never passed over in silence."""
_MOST_COMPARED = 50
"""Of how many unknown words the nearest known one is looked for, which takes time."""
_LENT = 0.9
"""How much a word counts that a tool takes, but has another one for."""


class ForeignSource:
    """A source that reads what a tool is configured with; made by `from_dialect`."""

    def __init__(self, tool: str, found: tuple[Setting | Diagnostic, ...]) -> None:
        """Keep what was read."""
        self.tool = tool
        self._found = found

    def read(self, request: Request) -> Iterator[Setting | Diagnostic]:  # noqa: ARG002 (the same for every request)
        """Yield the settings, and what is to be said of words that mean no key."""
        yield from self._found

    def __repr__(self) -> str:
        """Name the tool; the values hold secrets."""
        return f"<configuration of {self.tool}>"


def from_dialect(
    values: Mapping[str, Any] | str | PathLike[str],
    tool: str = AUTO,
    *,
    place: str | None = None,
    part: str | None = None,
) -> ForeignSource:
    """Read the configuration of another tool, as a source for `resolve(sources=[...])`.

    Args:
        values: The tool's own arguments, text in one of its forms, or the path of a file with such text (a `Path`).
        tool: Name of the tool, such as `rclone`; `auto` recognises it by its words.
        place: What the place of a text is called, such as the path of the file that it is from.
        part: Which part of a text is meant that has several: the name of a remote of rclone, or of an alias of mc.

    Raises:
        ConfigError: The tool is not known, or not recognised, or the text is not one of its forms.
    """
    name = tool if tool == AUTO else known(tool)
    given = values if isinstance(values, Mapping) else _text(values, place, part)
    if name != AUTO:
        return _source(name, given)
    scores = {other: _score(other, given) for other in tools()}
    named = given.text.lower() if isinstance(given, _Text) else "env"
    best = max(scores, key=lambda other: (scores[other], other in named))
    if scores[best] > 0:
        return _source(best, given)
    where = f"{given.place}: " if isinstance(given, _Text) else ""
    raise ConfigError(
        _ambiguity(given)
        or f"{where}this is the configuration of no tool that is known; there are {', '.join(tools())}"
    )


def _ambiguity(given: Mapping[str, Any] | _Text) -> str | None:
    """Return the complaint of a tool that knows the text and does not know which part of it is meant."""
    for tool in tools():
        try:
            _source(tool, given)
        except ConfigError as error:
            if " several " in str(error):
                return str(error)
    return None


class _Text(NamedTuple):
    """Text, what its place is called, and which part of it is meant."""

    text: str
    place: str
    part: str | None


def _text(given: str | PathLike[str], place: str | None, part: str | None) -> _Text:
    if isinstance(given, str):
        if len(given) < _LONGEST_PATH and _PATH.fullmatch(given):
            raise ConfigError(f"{mask_text(given)!r} is a path and no configuration; pass Path({mask_text(given)!r})")
        return _Text(given, place or "text", part)
    try:
        path = path_of(given, "values")
        return _Text(read_text(path), str(path), part)
    except UnreadableFileError as error:
        raise ConfigError(str(error)) from None


def _source(tool: str, values: Mapping[str, Any] | _Text) -> ForeignSource:
    title = dialect(tool).TITLE
    try:
        entries = _entries(tool, values)
        found = list(_found(tool, entries))
        return ForeignSource(tool, (*found, *_allowed(tool, found)))
    except UnreadableFileError as error:
        raise ConfigError(f"{error}; as the configuration of {title}") from None
    except ConfigError:
        raise
    except _ODD:
        where = values.place if isinstance(values, _Text) else f"{tool} values"
        raise ConfigError(
            f"{where}: a value is of a kind that no word of {title} takes, or nested too deeply"
        ) from None


def _entries(tool: str, values: Mapping[str, Any] | _Text) -> Entries:
    if isinstance(values, Mapping):
        return flat(table_of(values, Origin(f"{tool} values")))
    return flat(_parsed(dialect(tool), *values))


def _parsed(module: Any, text: str, place: str, part: str | None) -> Table:  # noqa: ANN401 (a module)
    if not hasattr(module, "parts"):
        if part is not None:
            raise ConfigError(f"{place}: {module.TITLE} has no parts to choose from; leave out {part!r}")
        whole: Table = module.parse(text, place)
        return whole
    parts: dict[str, Table] = module.parts(text, place)
    if part in parts:
        return parts[part]
    if part is None and len(parts) == 1:
        return next(iter(parts.values()))
    one, several = module.PART
    if part is None:
        message = f"there are several {several}: {', '.join(parts)}" if parts else f"there is no {one}"
        raise unreadable(place, message, "name the one that you mean" if parts else "check the path", 1, 1)
    close = nearest(part, parts)
    remedy = f"did you mean {close}?" if close else f"there are {', '.join(parts)}"
    raise unreadable(place, f"there is no {one} {part!r}", remedy, 1, 1)


def _found(tool: str, entries: Entries) -> Iterator[Setting | Diagnostic]:
    module = dialect(tool)
    words, joint = _words(tool)
    taken, strangers = set(), 0
    for reading in module.read(entries) if hasattr(module, "read") else ():
        taken.add(reading.entry.word)
        yield _setting(reading)
    for word, entry in entries.items():
        meaning = words.get(word) or (_ours(word, module.KEYS) if getattr(module, "OURS", False) else None)
        if meaning is not None and word not in taken:
            key, codec = meaning
            spelling = find(word)  # one that means something else than the key is converted when it is merged
            value = entry.value if codec is None or (spelling and spelling.convert) else codec.read(entry.value)
            yield _setting(Reading(key, value, entry))
        elif _RISKY.fullmatch(word) and str(entry.value).lower() not in ("", "false", "private", "none"):
            message = f"{word!r} of {module.TITLE} is nothing that s3config has a key for"
            yield Diagnostic("KEY001", Severity.WARNING, (entry.origin,), message, "it is left out; say it elsewhere")
        elif word not in taken and word not in joint and not re.fullmatch(getattr(module, "OTHERS", ""), word):
            strangers += 1
            near = (*words, *joint) if strangers < _MOST_COMPARED else ()
            yield _unknown(str(word), entry.origin, module.TITLE, near)


def _allowed(tool: str, found: Iterable[Setting | Diagnostic]) -> Iterator[Setting]:
    """Say that `http://` is allowed, where a tool takes it from the endpoint."""
    module = dialect(tool)
    settings = {item.key: item for item in found if isinstance(item, Setting)}
    endpoint = settings.get("endpoint")
    allows = getattr(module, "ALLOWS_HTTP", module.KEYS["allow_http"].word is None)
    if allows and "allow_http" not in settings and endpoint is not None and str(endpoint.value).startswith("http://"):
        yield endpoint._replace(key="allow_http", value=True)


def _setting(reading: Reading) -> Setting:
    key, value, entry = reading
    sealed = value if value is StandardEndpoint.AWS else SPELLINGS[key].seal(value)
    return Setting(key, sealed, str(entry.word), entry.origin, Layer.STORE)


@cache
def _words(tool: str) -> tuple[dict[str, tuple[str, Any]], frozenset[str]]:
    """Return the words that say one key, with how it is read, and those that say several together."""
    table: dict[str, Support] = dialect(tool).KEYS
    single: dict[str, tuple[str, Any]] = {}
    for key, support in table.items():
        word: Word | None = support.word
        if word is not None and not word.is_variable:
            for name in (word.name, *word.also):
                single[name] = key, word.codec
    return single, frozenset(name for support in table.values() for name in support.words)


def _ours(word: str, table: Mapping[str, Support]) -> tuple[str, Any] | None:
    """Return what one of our own spellings means, for tools that take them, too."""
    *above, name = str(word).split(".")
    spelling = find(names_in(tuple(part for part in above if part in TABLES)).get(name, name))
    if spelling is None:
        return None
    own = table[spelling.key].word
    return spelling.key, None if own is None else own.codec


def _unknown(word: str, origin: Origin, title: str, words: Iterable[str]) -> Diagnostic:
    shown = word if _WORD.fullmatch(word) and not _MIXED.match(word) else None
    close = nearest(word, tuple(words)) if shown is not None else None
    remedy = f"did you mean {close}?" if close else "it is left out"
    message = f"{shown!r} is no word" if shown is not None else "this is no word"
    return Diagnostic("KEY001", Severity.WARNING, (origin,), f"{message} of {title} that means a key", remedy)


_WORD = re.compile(r"[A-Za-z_][\w.-]{0,60}")
_MIXED = re.compile(r"(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z]).{16}")
"""Letters and digits as a secret has them, which stands where a word should if a line was broken in two."""


def _score(tool: str, values: Mapping[str, Any] | _Text) -> float:
    """Return how well a configuration fits a tool: how many of its words mean a key, less those that mean nothing."""
    try:
        entries = _entries(tool, values)
        found = list(_found(tool, entries))
    except (UnreadableFileError, ConfigError, *_ODD):
        return 0
    if not any(isinstance(item, Setting) for item in found):
        return 0
    words, joint = _words(tool)
    own = sum(word in words or word in joint for word in entries)
    strange = sum(isinstance(item, Diagnostic) and item.code == "KEY001" for item in found)
    lent = sum(isinstance(item, Setting) for item in found) - own
    return own + _LENT * max(lent, 0) - strange
