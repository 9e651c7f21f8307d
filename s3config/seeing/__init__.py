"""What a tool makes of an environment: what it takes from where, what it ignores and why, what it will refuse."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from s3config.concealment import conceal, conceal_diagnostic
from s3config.diagnostics import Severity
from s3config.seeing.choosing import choose
from s3config.seeing.looking import Ignored, Look
from s3config.seeing.refusing import refusals
from s3config.seeing.surroundings import surroundings
from s3config.spellings import KEYS
from s3config.tools import chosen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from s3config.diagnostics import Diagnostic
    from s3config.origin import Setting
    from s3config.tools import Tool

__all__ = ["Ignored", "Seen", "as_seen_by"]


class Seen(NamedTuple):
    """What a tool makes of an environment."""

    tool: Tool
    taken: tuple[Setting, ...]
    """What counts, one setting a key, in the order of the keys."""
    defaults: tuple[Setting, ...]
    """What holds where nothing is said; `None` for what the tool finds out by itself."""
    ignored: tuple[Ignored, ...]
    """What has no effect."""
    unknown: tuple[Ignored, ...]
    """What nobody has tried, so that nothing is claimed."""
    diagnostics: tuple[Diagnostic, ...]
    """What the tool will refuse, and what it does otherwise than meant."""

    def said(self, key: str) -> Setting | None:
        """Return what decides a key, a default included; `None` if nothing does, or nobody knows."""
        return next((setting for setting in (*self.taken, *self.defaults) if setting.key == key), None)

    @property
    def is_refused(self) -> bool:
        """Whether the tool will fail."""
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)


def as_seen_by(
    tool: str, environment: Mapping[str, str] | None = None, *, dotenv: str | PathLike[str] | None = None
) -> Seen:
    """Tell what a tool makes of an environment where no option says anything.

    The files of AWS are read where the environment says that they are. Nothing is fetched, and no tool is run.

    Args:
        tool: A name of the table of tools, such as `boto3`.
        environment: The variables, in their order, which counts for some tools; `None` for those of this process.
        dotenv: A `.env` file that the process loads; it replaces no variable that the environment has.

    Raises:
        UnknownToolError: There is no such tool; the text names the nearest one.
    """
    (known,) = chosen([tool])
    around = surroundings(os.environ if environment is None else environment, dotenv)
    look = Look(known, around)
    choose(look)
    taken = {key: look.taken[key] for key in KEYS if key in look.taken}
    diagnostics = (*around.problems, *look.diagnostics, *refusals(known, taken))
    return _concealed(
        Seen(known, tuple(taken.values()), tuple(look.defaults), tuple(look.ignored), tuple(look.unknown), diagnostics)
    )


def _concealed(seen: Seen) -> Seen:
    """Hide secrets where they do not belong."""
    groups = (seen.taken, [item.setting for item in seen.ignored], [item.setting for item in seen.unknown])
    settings, secrets = conceal(setting for group in groups for setting in group)
    if not secrets:
        return seen
    left = iter(settings)
    return seen._replace(
        taken=tuple(next(left) for _ in seen.taken),
        ignored=tuple(Ignored(next(left), item.why) for item in seen.ignored),
        unknown=tuple(Ignored(next(left), item.why) for item in seen.unknown),
        diagnostics=tuple(conceal_diagnostic(diagnostic, secrets) for diagnostic in seen.diagnostics),
    )
