"""Finds out what a store supports by trying it, within one prefix that is removed again.

One module of `probes/` tries what belongs together; it has `RANK`, its place in the table, and `CAPABILITIES`.
"""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from s3config.errors import ConfigError, MissingDependencyError, UnauthenticatedError
from s3config.probing import probes
from s3config.probing.outcomes import Finding, Outcome, UnpreparedError, UnreachableError, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.config import StoreConfig
    from s3config.probing.outcomes import Capability
    from s3config.probing.trial import Trial

_TIMEOUT = timedelta(seconds=20)
"""How long an answer may take, if the configuration does not say."""
_PATIENCE = 2
"""After so many capabilities for which there was no answer at all, no more are tried."""


def capabilities() -> tuple[Capability, ...]:
    """Return what is tried, in the order of the table."""
    modules: list[Any] = [import_module(f"{probes.__name__}.{found.name}") for found in iter_modules(probes.__path__)]
    return tuple(one for module in sorted(modules, key=lambda module: int(module.RANK)) for one in module.CAPABILITIES)


def trial_of(config: StoreConfig) -> Trial:
    """Return the place where a store is tried; nothing is sent yet.

    Raises:
        MissingDependencyError: boto3 is not installed.
        ConfigError: The configuration is for a bucket that cannot be tried so.
    """
    if find_spec("boto3") is None:
        raise MissingDependencyError("probe needs boto3; pip install 's3config[boto3]'")
    if config.s3_express or str(config.bucket).startswith("arn:"):
        what = "an S3 Express bucket" if config.s3_express else "an ARN"
        raise ConfigError(f"{what} cannot be probed; AWS documents what it supports")
    from s3config.clients import client_of
    from s3config.fetching import provider_of
    from s3config.probing.trial import Trial

    provider = provider_of(config)
    options = config.client_options
    if options.timeout is None:
        hasty = options.model_copy(update={"timeout": _TIMEOUT})
        config = config.model_copy(update={"client_options": hasty})
    return Trial(client_of(config, provider), config, provider)


def findings(trial: Trial) -> Iterator[Finding]:
    """Try everything, and yield what was found; what could not be tried is unknown.

    Raises:
        UnreachableError: The store does not answer at all.
        UnpreparedError: The store does not let an object be written.
    """
    trial.begin()
    silent = 0
    for capability in capabilities():
        if silent >= _PATIENCE:
            yield Finding(capability.name, Verdict.UNKNOWN, "not tried: the store no longer answers")
            continue
        outcome = _outcome(capability, trial)
        silent = silent + 1 if outcome is None else 0
        yield Finding(capability.name, *(outcome or Outcome(Verdict.UNKNOWN, "no answer")))


def _outcome(capability: Capability, trial: Trial) -> Outcome | None:
    """Try one; `None` if there was no answer."""
    try:
        return capability.attempt(trial)
    except UnpreparedError as error:
        return Outcome(Verdict.UNKNOWN, f"could not be tried: {error}")
    except UnauthenticatedError:
        return Outcome(Verdict.UNKNOWN, "could not be tried: there are no credentials any more")
    except UnreachableError:
        return None
