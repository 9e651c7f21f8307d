"""The settings make a configuration that can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.checking import Cause, FailedStepError, Finding, Status, ok
from s3config.checking.causes import KNOWN
from s3config.errors import ConfigError, InvalidConfigError, MissingDependencyError

if TYPE_CHECKING:
    from s3config.checking.trial import Trial

RANK = 0
NEEDS: tuple[str, ...] = ()


def run(trial: Trial) -> Finding:
    """Validate, and make a store, which uses no network."""
    known = KNOWN["invalid-config"]
    try:
        store = trial.store()
    except InvalidConfigError as error:
        errors = [fault for fault in error.diagnostics if fault.severity == "error"]
        codes = tuple(dict.fromkeys(fault.code for fault in errors))
        remedies = dict.fromkeys(fault.remedy for fault in errors if fault.remedy)
        remedy = "; ".join(remedies) or known.remedy
        raise FailedStepError(str(error), Cause(known.name, known.text, remedy, (), codes)) from None
    except (ConfigError, MissingDependencyError) as error:
        raise FailedStepError(str(error), Cause(known.name, known.text, known.remedy, ())) from None
    config = trial.config
    where = config.endpoint or "Amazon S3"
    style = "virtual-hosted" if config.virtual_hosted_style_request else "path"
    found = f"bucket {config.bucket} at {where}, region {config.region}, {style} style, backend {store.backend}"
    faults = [fault for fault in trial.resolution.diagnostics if fault.severity == "warning"]
    if faults:
        return Finding(Status.WARNING, "\n".join((found, *map(str, faults))))
    return ok(found)
