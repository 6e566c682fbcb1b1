"""Errors of the embedded Telegram.

SandboxError
├── Refused          the Bot API answers with an error status and Telegram's words
└── NotPossible      a person tries what their phone would not let them do
"""


class SandboxError(Exception):
    """Be the root of every error that the sandbox raises on purpose."""


class Refused(SandboxError):
    """Answer a Bot API call with an error.

    Args:
        status: The HTTP status, repeated as `error_code`.
        description: Telegram's words, prefix included ("Bad Request: chat not found").
        retry_after: Whole seconds for `parameters.retry_after`, only with status 429.
    """

    def __init__(self, status: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def as_json(self) -> dict[str, object]:
        """Return the body of the answer."""
        body: dict[str, object] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


class NotPossible(SandboxError):
    """Refuse what a person's phone would not offer, such as a button that is not shown."""


def bad_request(words: str) -> Refused:
    """Return the error 400 with Telegram's prefix."""
    return Refused(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refused:
    """Return the error 403 with Telegram's prefix."""
    return Refused(403, f"Forbidden: {words}")


def too_many(retry_after: int) -> Refused:
    """Return the error 429 that asks to wait `retry_after` whole seconds."""
    words = f"Too Many Requests: retry after {retry_after}"
    return Refused(429, words, retry_after=retry_after)
