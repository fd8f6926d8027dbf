"""A pass to one case for whoever knew its number and digits: signed, and good for half an hour."""

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

MARK = "~"  # no secret link holds it, so the two never meet
SECONDS = 1800


def give(case_id: int) -> str:
    """What stands in the address in place of a secret."""
    return MARK + str(_signer().dumps(case_id))


def is_pass(typed: str) -> bool:
    """True when it is meant as a pass."""
    return typed.startswith(MARK)


def case_of(typed: str) -> int | None:
    """The case of a pass; None for a forged or stale one."""
    try:
        return int(_signer().loads(typed.removeprefix(MARK), max_age=SECONDS))
    except BadData:
        return None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="resident-pass")
