"""Who may do what with accounts, and with the set-up of a street."""

from app.core.permissions import Actor, Role
from app.people.models import Street, User


def may_step_in(person: User, street: Street | None) -> bool:
    """Into this account without a password: only into an invented one that is in use."""
    return street is not None and street.demo and street.id == person.street_id and person.active


def may_set_up(actor: Actor) -> bool:
    """Boundaries, calendar, estates and places: the street's administrator."""
    return actor.has(Role.ADMIN)
