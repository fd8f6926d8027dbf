"""What an op may refuse, and how the doors answer. Messages are msgids, translated at the edge."""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A rule said no. `message` is a Chinese msgid with %(name)s places, `params` fill them.

    more: a second msgid, what to do instead. tried: what the door that answers should write down, if anything.
    code: one word for a script that must tell this refusal from others of its status.
    """

    status = 400
    code = ""
    more = ""
    tried: object = None

    def __init__(self, message: str = "", **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


class NotAllowed(Refusal):
    """This person may not do this."""

    status = 403


class NotFound(Refusal):
    """There is no such thing, or it is not for this person to see: the two look alike."""

    status = 404


class Conflict(Refusal):
    """Somebody else changed it first, or it happens only once."""

    status = 409


class IllegalMove(Conflict):
    """The lifecycle has no such move from this state."""


class TooLarge(Refusal):
    """More than the door takes."""

    status = 413


class Invalid(Refusal):
    """Wrong input; `errors` names the fields: {"phone": "少一位：手机号是 11 位"}."""

    status = 422

    def __init__(self, message: str = "", errors: Mapping[str, str] | None = None, **params: Any) -> None:
        super().__init__(message, **params)
        self.errors = dict(errors or {})


class TooMany(Refusal):
    """Too many tries; come back later."""

    status = 429
