"""What can be wrong with a configuration: one module a rule, whose docstring is the rule's page."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.origin import Origin
from s3config.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from s3config.diagnostics import Diagnostic, Severity
    from s3config.origin import Setting
    from s3config.subject import Subject
    from s3config.tools import Tool


_LONGEST_SHOWN = 80


class Part(StrEnum):
    """What part of an assignment a rule is about."""

    KEY = "key"
    """The name: it holds in example files and for placeholders, too."""
    VALUE = "value"
    """The value, or values together: nothing is said of placeholders and in example files."""


class About(NamedTuple):
    """What a module of this package declares as `ABOUT`."""

    severity: Severity
    since: str
    """The version of s3config that first had the rule."""
    part: Part = Part.VALUE
    fix: str | None = None
    """`safe` or `unsafe` if `--fix` or `--unsafe-fixes` can mend it, at least sometimes."""
    requires: tuple[str, ...] = ()
    """Codes of faults of which this one may be a mere consequence; it is not reported beside them."""
    cured_by: tuple[str, ...] = ()
    """Keys whose absence is the fault, so that a placeholder for one of them silences the rule."""


class Rename(NamedTuple):
    """Write another key in the place of one."""

    at: Origin
    word: str


class Rewrite(NamedTuple):
    """Write another value, which is no secret, in the place of one."""

    at: Origin
    value: str


class Trim(NamedTuple):
    """Take white space off both ends of a value, or the quotes that are part of it."""

    at: Origin
    quotes: bool = False


class Remove(NamedTuple):
    """Take an assignment out."""

    at: Origin


class Add(NamedTuple):
    """Write a further assignment beside one, in its form: `AWS_REGION` beside `AWS_BUCKET`."""

    beside: Origin
    key: str
    """The canonical key, spelt as the one beside it is; or a full name, if it begins with `AWS_`."""
    value: str


class Append(NamedTuple):
    """Write a line at the end of another file, which is made if there is none."""

    path: str
    line: str


Change = Rename | Rewrite | Trim | Remove | Add | Append


class Repair(NamedTuple):
    """What takes a fault away, in terms of settings."""

    title: str
    """As an order: `set allow_http=true`."""
    is_safe: bool
    changes: tuple[Change, ...]


class Finding(NamedTuple):
    """A fault that a rule found."""

    where: tuple[Setting | Origin, ...]
    """The settings, or the places, that are involved, the most important one first."""
    message: str
    """What is wrong, in the user's own spelling; no full stop at the end."""
    remedy: str
    """What to do about it, as an order; no full stop at the end."""
    repair: Repair | None = None
    severity: Severity | None = None
    """Another one than the rule's own."""

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The places."""
        return tuple(item if isinstance(item, Origin) else item.origin for item in self.where)


def said(setting: Setting) -> str:
    """Return what somebody wrote, for a message: `AWS_REGION='us_east_1'`, with everything secret hidden."""
    text = shown(setting.value)
    return f"{setting.spelling}={text if len(text) <= _LONGEST_SHOWN else f'{text[:_LONGEST_SHOWN]}…'!r}"


class Finder(StrEnum):
    """Who finds a fault; the folder that a rule's module stands in."""

    RESOLUTION = "resolution"
    """The resolution, which cannot go on without it; the module has the page, and perhaps `repair` and `weigh`."""
    CHECK = "checks"
    """The function `check` of the module, for every configuration."""
    TARGET = "targets"
    """The function `check` of the module, for each tool that `--target` names."""


class Rule:
    """A module of this package: its code and name stand in the file's name, as in `checks/ep005_plain_words.py`."""

    def __init__(self, finder: Finder, module: str) -> None:
        """Take code and name from the module's name; the module itself is imported when it is wanted."""
        self.finder = finder
        self._module = f"{__name__}.{finder}.{module}"
        code, _, name = module.partition("_")
        self.code = code.upper()
        self.name = name.replace("_", "-")

    @cached_property
    def _loaded(self) -> Any:  # noqa: ANN401 (a module)
        return import_module(self._module)

    @property
    def about(self) -> About:
        """What the rule declares."""
        about: About = self._loaded.ABOUT
        return about

    @property
    def page(self) -> str:
        """The rule's documentation, in Markdown without a title."""
        return str(self._loaded.__doc__)

    @property
    def check(self) -> Callable[[Subject], Iterator[Finding]] | None:
        """What finds the fault; `None` if that falls to the resolution."""
        return getattr(self._loaded, "check", None)

    @property
    def repair(self) -> Callable[[Diagnostic, Subject], Repair | None] | None:
        """What mends a fault that the resolution found."""
        return getattr(self._loaded, "repair", None)

    @property
    def weigh(self) -> Callable[[Diagnostic, Subject, tuple[Tool, ...]], Severity | None] | None:
        """What tells how bad a fault is that the resolution found, in certain tools' hands; `None` if it is none."""
        return getattr(self._loaded, "weigh", None)


@cache
def rules() -> dict[str, Rule]:
    """Return all rules by code, in the order of the codes; none of them is imported."""
    folder = Path(__file__).parent
    names = [(path.stem, finder) for finder in Finder for path in (folder / finder).glob("[!_]*.py")]
    return {rule.code: rule for rule in (Rule(finder, name) for name, finder in sorted(names))}
