"""The clock of this machine and the server's agree."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from s3config.checking import Finding, Status, ok, skipped

if TYPE_CHECKING:
    from s3config.checking.trial import Trial

RANK = 6
NEEDS = ("http",)
_LIMIT, _CLOSE = 15 * 60, 5 * 60
"""Seconds. Source: Amazon S3 API Reference, RequestTimeTooSkewed."""


def run(trial: Trial) -> Finding:
    """Compare the answer's date with the time at which it came."""
    date = "" if trial.answer is None else trial.answer.headers.get("date", "")
    try:
        theirs = parsedate_to_datetime(date).timestamp()
    except ValueError:
        return skipped("the server does not say what time it is")
    ahead = trial.time_of_answer - theirs
    found = f"this clock is {_words(abs(ahead))} {'ahead of' if ahead > 0 else 'behind'} the server's"
    if abs(ahead) > _LIMIT and not trial.config.skip_signature:
        raise trial.failed("clock-skew", found)
    if abs(ahead) > _CLOSE:
        return Finding(Status.WARNING, found)
    return ok("the clocks agree" if abs(ahead) <= 2 else found)  # noqa: PLR2004 (seconds; Date has no parts of them)


def _words(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{seconds:.0f} s" if not minutes else f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"  # noqa: PLR2004
