"""A botocore session that reads nothing from the environment, and from files only what it is given."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.loaders import Loader
    from botocore.session import Session


_NOT_OF_FILES = ("env", "boto-config", "container-role", "iam-role")
"""Where botocore looks for credentials besides the files of profiles."""


@cache
def _models() -> Loader:
    """Return the loader of the services' models, which is slow, so that all sessions share it."""
    from botocore.loaders import Loader

    return Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)


def bare_session(**variables: str) -> Session:
    """Make a session that knows what stands in its files, by default none, and nothing else.

    Args:
        **variables: Values of botocore's session variables, such as `config_file`.
    """
    from botocore.config import Config
    from botocore.configprovider import (
        BOTOCORE_DEFAUT_SESSION_VARIABLES,
        ConfigChainFactory,
        ConfiguredEndpointProvider,
        ConstantProvider,
    )
    from botocore.session import Session

    class _Bare(Session):
        def _add_configured_endpoint_provider(self, client_name: str, config_store: Any) -> None:  # noqa: ANN401
            """Read the endpoints of the profile; botocore's own method reads the environment, too."""
            scoped = self.get_scoped_config()
            chain = ConfiguredEndpointProvider(self.full_config, scoped, client_name, environ={})
            config_store.set_config_provider("endpoint_url", chain)

    session = _Bare()
    settings = session.get_component("config_store")
    chains = ConfigChainFactory(session=session, environ={})
    given = {"config_file": os.devnull, "credentials_file": os.devnull, **variables}
    for name, (in_file, _, default, convert) in BOTOCORE_DEFAUT_SESSION_VARIABLES.items():
        chain = chains.create_config_chain(config_property_names=in_file, default=default, conversion_func=convert)
        settings.set_config_provider(name, ConstantProvider(given[name]) if name in given else chain)
    for name, value in variables.items():  # a profile that is set like this puts the environment's keys aside
        session.set_config_variable(name, value)
    for section in ("s3", "proxies_config"):
        settings.set_config_provider(section, ConstantProvider(None))
    session.register_component("data_loader", _models())
    resolver = session.get_component("credential_provider")
    for method in _NOT_OF_FILES:
        resolver.remove(method)
    session.set_default_client_config(Config(proxies={}))
    return session
