"""The certificate is one that is trusted, and of this host."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from s3config.checking import Finding, Status, ok, skipped
from s3config.checking.wire import secured, speaks_http
from s3config.errors import ConfigError
from s3config.fetching import trusting_context

if TYPE_CHECKING:
    from s3config.checking import FailedStepError
    from s3config.checking.trial import Trial

RANK = 4
NEEDS = ("proxy",)
_STYLE = "virtual_hosted_style_request"
_OTHER_NAME = (62, 64)
_EXPIRED = (9, 10)
"""Codes of X509_verify_cert. Source: OpenSSL, x509_vfy.h."""


def run(trial: Trial) -> Finding:
    """Shake hands as the configuration wants it."""
    route, options = trial.route, trial.config.client_options
    if route.scheme == "http":
        return skipped("the endpoint is http://")
    if not trial.is_seen:
        return skipped("it is left to the backend")
    try:
        context = trusting_context(options)
    except ConfigError as error:
        raise trial.failed("untrusted-certificate", str(error)) from None
    try:
        with secured(route, context, trial.left(0.5)) as connection:
            version = str(connection.version())
            names = _names(connection)
    except ssl.SSLCertVerificationError as error:
        raise _refusal(trial, error) from None
    except (OSError, ValueError) as error:
        if speaks_http(route, trial.left(0.8)):
            to = {"endpoint": f"http://{route.root}:{route.port}{route.path}"}
            raise trial.failed("https-to-http", f"port {route.port} answers in plain http", to=to) from None
        if isinstance(error, TimeoutError):
            raise trial.failed("silent", f"{route.host} begins no TLS") from None
        raise trial.failed("cut-off", f"TLS failed: {trial.conceal(_reason(error))}") from None
    if options.allow_invalid_certificates:
        return Finding(Status.WARNING, f"{version}; the certificate goes unchecked: allow_invalid_certificates is true")
    return ok(f"{version}, certificate for {names}")


def _names(connection: ssl.SSLSocket) -> str:
    """Return the names that the certificate is for."""
    certificate: dict[str, object] = dict(connection.getpeercert() or {})
    pairs = certificate.get("subjectAltName", ())
    names = [str(pair[1]) for pair in pairs] if isinstance(pairs, tuple) else []
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""  # noqa: PLR2004 (enough to see)
    return ", ".join(names[:3]) + more


def _refusal(trial: Trial, error: ssl.SSLCertVerificationError) -> FailedStepError:
    route, config = trial.route, trial.config
    if error.verify_code in _EXPIRED:
        return trial.failed("expired-certificate", error.verify_message)
    if error.verify_code not in _OTHER_NAME:
        return trial.failed("untrusted-certificate", error.verify_message)
    found = f"the certificate is for {_names_of(trial)}, not for {route.host}"
    is_virtual = config.virtual_hosted_style_request
    if is_virtual and "." in (config.bucket or ""):
        return trial.failed("dotted-bucket", found, to={_STYLE: "false"})
    if is_virtual and _fits(trial, route.root):
        why = f"the certificate is for {route.root}, and not for buckets in front of it"
        return trial.failed("wrong-addressing-style", found, to={_STYLE: "false"}, why=why, style="false")
    bare = trial.bare_route
    if bare is not None and _fits(trial, bare.host):
        root = bare.endpoint
        return trial.failed("bucket-in-endpoint", found, to={"endpoint": root}, root=root)
    return trial.failed("certificate-of-another-host", found)


def _names_of(trial: Trial) -> str:
    """Return the names of a certificate that is trusted, and of another host."""
    context = trusting_context(trial.config.client_options)
    context.check_hostname = False
    try:
        with secured(trial.route, context, trial.left(0.5)) as connection:
            return _names(connection) or "nobody"
    except OSError:
        return "another host"


def _fits(trial: Trial, host: str) -> bool:
    """Tell whether the server has a certificate for a host."""
    try:
        secured(trial.route._replace(host=host), trusting_context(trial.config.client_options), trial.left(0.5)).close()
    except OSError:
        return False
    return True


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__)
