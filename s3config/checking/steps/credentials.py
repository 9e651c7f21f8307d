"""There are credentials, and it is known where from; AWS says whose they are."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from s3config.checking import Finding, Status, ok
from s3config.checking.signed import failure_of
from s3config.errors import StoreError, UnauthenticatedError
from s3config.fetching import provider_of
from s3config.redaction import mask_key_id

if TYPE_CHECKING:
    from s3config.checking.trial import Trial
    from s3config.config import StoreConfig

RANK = 8
NEEDS = ("clock", "bucket")
_TELLING = ("unknown-key", "wrong-secret", "wrong-token", "expired-token", "clock-skew")


def run(trial: Trial) -> Finding:
    """Find them, fetch them where that is allowed, and ask STS whose they are, where there is one."""
    config = trial.config
    if config.skip_signature:
        return ok("none, for requests are anonymous: skip_signature is true")
    if _asks_metadata(config) and not trial.wishes.allow_metadata:
        raise trial.failed("metadata-not-allowed", "no key pair, no profile, no role")
    found = _found(trial)
    who = _caller(trial) if config.sts_endpoint is not None or trial.is_aws else None
    if who is None:
        return ok(found)
    return who._replace(found=f"{found}; {who.found}")


def _asks_metadata(config: StoreConfig) -> bool:
    """Tell whether a store would ask a metadata service, be it the machine's or the container's."""
    if config.access_key_id is not None or config.credential_provider is not None:
        return False
    has_role = config.web_identity_token_file is not None and config.role_arn is not None
    return not has_role and (not config.ec2_metadata_disabled or _names_container(config))


def _names_container(config: StoreConfig) -> bool:
    return (config.container_credentials_full_uri or config.container_credentials_relative_uri) is not None


def _found(trial: Trial) -> str:
    """Say where the credentials are from.

    Raises:
        FailedStepError: They cannot be fetched.
    """
    config, resolution = trial.config, trial.resolution
    if config.access_key_id is not None:
        token = ", with a token" if config.session_token is not None else ""
        return f"{mask_key_id(config.access_key_id)} from {resolution['access_key_id'].origin}{token}"
    trial.provider = provider_of(config.model_copy(update={"client_options": _hurried(trial)}))
    try:
        fetched = {} if trial.provider is None else trial.provider()
    except UnauthenticatedError as error:
        name = trial.told(error).name
        raise trial.failed("no-credentials" if name in ("unknown", "not-found") else name, str(error)) from None
    key = "credential_provider" if config.credential_provider is not None else "role_arn"
    origin = f" from {resolution[key].origin}" if key in resolution else ""
    return f"{mask_key_id(str(fetched.get('access_key_id', '')))}, fetched{origin}"


def _hurried(trial: Trial) -> object:
    from datetime import timedelta

    return trial.config.client_options.model_copy(update={"timeout": timedelta(seconds=trial.left())})


def _caller(trial: Trial) -> Finding | None:
    """Ask STS; only what it says of the credentials counts, for it may not be reachable where S3 is.

    Raises:
        FailedStepError: It does not know them.
    """
    if find_spec("boto3") is None:
        return ok("whose they are is not known, for boto3, which asks STS, is not installed")
    from botocore.exceptions import BotoCoreError, ClientError

    from s3config.clients import client_of

    store = trial.store()
    try:
        client = client_of(store.config, trial.provider, "sts", trial.config.sts_endpoint)
        answer = client.get_caller_identity()
    except ClientError as error:
        said = error.response.get("Error", {})
        text = trial.conceal(f"STS: {said.get('Message', '')}")
        ours = StoreError(text, code=said.get("Code"))
        if trial.told(ours).name in _TELLING:
            raise failure_of(trial, ours) from None
        return Finding(Status.WARNING, f"STS answers {trial.conceal(str(said.get('Code')))}")
    except BotoCoreError as error:
        return Finding(Status.WARNING, f"STS does not answer: {type(error).__name__}")
    return ok(f"STS says: {trial.conceal(str(answer.get('Arn')))}")
