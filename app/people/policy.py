"""Who may do what with accounts and with the set-up of a street. Pure."""

from collections.abc import Collection

from app.core.permissions import Actor, Role
from app.people.models import Street, User

# 三员分立: whoever sets a street up does not watch over it.
APART = frozenset({Role.ADMIN, Role.AUDITOR})
# Who sits on panels is kept by the roster, not by the administrator.
KEPT_ELSEWHERE = frozenset({Role.REVIEWER})
READERS = (Role.ADMIN, Role.AUDITOR, Role.LEADER)


def may_step_in(person: User, street: Street | None) -> bool:
    """Into this account without a password: only into an invented one that is in use."""
    return street is not None and street.demo and street.id == person.street_id and person.active


def may_set_up(actor: Actor) -> bool:
    """Change the set-up of the street: its administrators."""
    return actor.has(Role.ADMIN)


def may_read_set_up(actor: Actor) -> bool:
    """Read the trail of the set-up: the administrators, and those who watch over them."""
    return actor.has(*READERS)


def too_much(roles: Collection[Role]) -> bool:
    """True for roles that nobody holds together."""
    return set(roles) >= APART


def loses_admin(before: Collection[Role], after: Collection[Role]) -> bool:
    """True when a change takes the administration away from somebody."""
    return Role.ADMIN in before and Role.ADMIN not in after
