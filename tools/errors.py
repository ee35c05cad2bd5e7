"""Errors a tool may raise, named by who must act.

ToolError
├── Correctable     the model: fix the arguments and call again
├── Refused         the customer: the request is understood and will not be done
│   ├── NotFound        no such record for this customer
│   └── NotVerified     prove who you are first
└── Unavailable     a person: the back office did not answer or is in doubt
    └── Contended       nobody: another writer was in the way, nothing was written, and it is simply tried again
"""


class ToolError(Exception):
    """Root of every error that leaves a tool; its text is a sentence fit to be read by whoever must act."""


class Correctable(ToolError):
    """The arguments are wrong in a way that the model, or the customer through it, can correct."""

    def __init__(self, message: str, argument: str | None = None) -> None:
        super().__init__(message)
        self.argument = argument
        """The argument at fault, if one is."""


class Refused(ToolError):
    """The request is understood and policy does not allow it; the text says what the policy is."""


class NotFound(Refused):
    """No such record for this customer. Another customer's record reads exactly the same."""


class NotVerified(Refused):
    """The caller's identity is too weak for what was asked."""


class Unavailable(ToolError):
    """The back office did not answer, or answered so that nobody can be sure: a person takes over."""


class Contended(Unavailable):
    """Two transactions were in each other's way and this one was undone whole: trying again is safe."""
