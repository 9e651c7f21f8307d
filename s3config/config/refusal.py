"""How a value check says no."""

from __future__ import annotations


class Refusal(ValueError):  # noqa: N818 (it is the answer to a value, told to the user as a diagnostic)
    """A value that its key cannot have.

    The message is a predicate, so that whoever knows the user's spelling can put it in front: `is not a boolean`. It
    never holds the value.
    """

    def __init__(self, message: str, remedy: str, *, code: str = "KEY005") -> None:
        """Keep the parts; a diagnostic is made of them."""
        super().__init__(f"{message}; {remedy}")
        self.message = message
        self.remedy = remedy
        self.code = code
