"""The port of the host, or of the proxy, is open."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from s3config.checking import ok, skipped
from s3config.checking.wire import dial

if TYPE_CHECKING:
    from s3config.checking import Finding
    from s3config.checking.trial import Trial

RANK = 2
NEEDS = ("dns",)


def run(trial: Trial) -> Finding:
    """Connect."""
    if not trial.is_plain:
        return skipped("the host is known to the backend only")
    route = trial.route
    place = "{}:{}".format(*route.first)
    begin = time.monotonic()
    try:
        with dial(route.first, trial.left()) as connection:
            return ok(f"connected to {connection.getpeername()[0]} port {route.first[1]}")
    except TimeoutError:
        found = f"{place} let nobody in within {time.monotonic() - begin:.1f} s"
        name = "refused-connection"
    except OSError as error:
        found, name = f"{place}: {error.strerror or type(error).__name__}", "refused-connection"
    raise trial.failed("proxy-silent" if route.proxy is not None else name, found)
