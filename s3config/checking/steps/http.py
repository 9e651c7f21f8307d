"""An S3 service answers at the endpoint."""

from __future__ import annotations

import http.client
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from s3config.checking import Finding, Status, ok, skipped
from s3config.checking.wire import ask, speaks_tls

if TYPE_CHECKING:
    from s3config.checking import FailedStepError
    from s3config.checking.trial import Trial
    from s3config.checking.wire import Answer

RANK = 5
NEEDS = ("tls",)
_LIST = "?list-type=2&max-keys=1"
_PROXYS = (502, 503, 504)
_REFUSALS = (401, 403)


def run(trial: Trial) -> Finding:
    """Ask for the bucket without a signature; what HEAD leaves out is asked for with GET."""
    route = trial.route
    if not trial.is_seen:
        return skipped("it is left to the backend")
    try:
        answer = ask(trial.config, route, "HEAD", trial.left(0.5))
        trial.time_of_answer = time.time()
        if answer.status != http.client.OK or not answer.is_s3 or trial.config.virtual_hosted_style_request:
            fuller = ask(trial.config, route, "GET", trial.left(0.8), query=_LIST)
            answer = fuller._replace(headers={**answer.headers, **fuller.headers})
    except TimeoutError:
        raise trial.failed("silent", f"{route.host} takes the request and does not answer") from None
    except (OSError, http.client.HTTPException) as error:
        raise _broken(trial, error) from None
    trial.answer = answer
    _check(trial, answer)
    server = trial.conceal(answer.headers.get("server", ""))
    if trial.is_doubtful:
        return Finding(Status.WARNING, f"HTTP {answer.status}, and not as S3 says it")
    return ok(
        f"HTTP {answer.status}" + (f" {answer.code}" if answer.code else "") + (f" from {server}" if server else "")
    )


def _broken(trial: Trial, error: Exception) -> FailedStepError:
    """Tell why there is no answer."""
    route = trial.route
    if route.scheme == "http" and route.proxy is None and speaks_tls(route, trial.left(0.8)):
        return _wants_tls(trial, f"port {route.port} begins TLS, and hangs up on http")
    return trial.failed("cut-off", f"{route.host} hangs up: {type(error).__name__}")


def _wants_tls(trial: Trial, found: str) -> FailedStepError:
    route = trial.route
    return trial.failed("http-to-https", found, to={"endpoint": f"https://{route.root}:{route.port}{route.path}"})


def _check(trial: Trial, answer: Answer) -> None:
    """Raise if it is no S3 service that answers."""
    route, said = trial.route, f"HTTP {answer.status}"
    if answer.status == http.client.PROXY_AUTHENTICATION_REQUIRED:
        raise trial.failed("proxy-asks", f"the proxy answers {answer.status}")
    if answer.is_s3:
        return
    if route.proxy is not None and answer.status in _PROXYS:
        raise trial.failed("proxy-fails", f"the proxy answers {answer.status}")
    location = answer.headers.get("location", "")
    if location and answer.status in range(300, 400):
        parts = urlsplit(location)
        if route.scheme == "http" and parts.scheme == "https" and parts.hostname == route.host:
            raise trial.failed(
                "http-to-https", f"{said}, on to https",
                to={"endpoint": f"https://{parts.netloc}{route.path}"},
            )  # fmt: skip
        place = trial.conceal(f"{parts.scheme}://{parts.netloc}" if parts.netloc else location)
        raise trial.failed("elsewhere", f"{said}, on to {place}", location=place)
    is_plain = route.scheme == "http" and route.proxy is None
    if answer.status == http.client.BAD_REQUEST and is_plain and speaks_tls(route, trial.left(0.8)):
        raise _wants_tls(trial, f"port {route.port} speaks TLS, and answers {answer.status} to plain http")
    if answer.status in _REFUSALS:
        trial.is_doubtful = True  # a gateway may say so of what is not signed
    elif answer.status != http.client.TOO_MANY_REQUESTS and answer.status < http.client.INTERNAL_SERVER_ERROR:
        _look_at_root(trial)
        kind = "a page for people" if answer.is_page else "what no S3 service says"
        raise trial.failed("not-s3", f"{said} with {kind}")


def _look_at_root(trial: Trial) -> None:
    """Raise if the service is at the root of the host, and not at the endpoint's path."""
    route = trial.route
    if not route.path:
        return
    try:
        answer = ask(trial.config, route._replace(path=""), "GET", trial.left(0.8), query=_LIST)
    except (OSError, http.client.HTTPException):
        return
    if answer.is_s3:
        root = route._replace(path="").endpoint
        raise trial.failed("wrong-path", f"no S3 at {route.path}", to={"endpoint": root}, root=root)
