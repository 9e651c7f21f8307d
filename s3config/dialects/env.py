"""The environment of a process, by the names of the AWS SDKs."""

from __future__ import annotations

from s3config.families import environment_words
from s3config.notations import shell

TITLE = "environment variables"
VERSION = environment_words.VERSION
SOURCE = environment_words.SOURCE
EXAMPLE = """
import os
from s3config import resolve

os.environ.update(resolve("s3://logs", store="prod", file="s3.toml").to("env"))
"""
TRAPS = environment_words.TRAPS
KEYS = environment_words.KEYS
GUESSED = environment_words.GUESSED
OTHERS = environment_words.OTHERS
FORMS = {"shell": shell.write}
write = environment_words.write
read = environment_words.read
parse = shell.read
