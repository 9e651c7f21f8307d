"""The canonical configuration: its models, the checks of its values, and the checks of their pairs."""

from s3config.config.client import ClientOptions
from s3config.config.retry import BackoffOptions, RetryOptions
from s3config.config.s3 import StoreConfig

__all__ = ["BackoffOptions", "ClientOptions", "RetryOptions", "StoreConfig"]
