"""How failed requests are tried again."""

from datetime import timedelta

from pydantic import BaseModel

from s3config.config.key import NESTED, key
from s3config.config.numbers import COUNT, FACTOR, one_less
from s3config.config.times import DURATION

_SOURCE = "object_store, RetryConfig"
_BACKOFF = "object_store, BackoffConfig"


class BackoffOptions(BaseModel):
    """How long to wait between tries: exponential, with jitter."""

    model_config = NESTED

    init_backoff: timedelta | None = key(
        DURATION,
        doc="Wait before the first retry. object_store's default is 100ms.",
        examples=("100ms",),
        source=_BACKOFF,
    )
    max_backoff: timedelta | None = key(
        DURATION, doc="Longest wait between tries. object_store's default is 15s.", examples=("15s",), source=_BACKOFF
    )
    base: float | None = key(
        FACTOR,
        doc="How much longer each wait is than the one before. object_store's default is 2.",
        name="backoff_base",
        examples=(2,),
        source=_BACKOFF,
    )


class RetryOptions(BaseModel):
    """How failed requests are tried again; what is `None` is left to the backend."""

    model_config = NESTED

    max_retries: int | None = key(
        COUNT,
        doc="Most retries of a request, the first try not counted. object_store's default is 10. `max_attempts` "
        "counts the first try, too.",
        examples=(10,),
        spellings=("max_retries", "max_attempts"),
        convert={"max_attempts": one_less},
        source=f"{_SOURCE}; AWS SDKs and Tools Reference Guide, Retry behavior",
    )
    retry_timeout: timedelta | None = key(
        DURATION,
        doc="Longest time from the first try to the last. object_store's default is 180s.",
        examples=("3min",),
        source=_SOURCE,
    )
    backoff: BackoffOptions = BackoffOptions.model_construct()
    """How long to wait between tries."""
