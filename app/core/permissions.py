"""Who acts: a plain value, made at the door and passed to ops, queries and policies."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.core.errors import NotAllowed
from app.core.msgid import N_


class Role(StrEnum):
    """The roles of a street (domain.md section 2)."""

    GRID_CHIEF = "grid_chief"
    GRID_WORKER = "grid_worker"
    PATROLLER = "patroller"
    INSPECTOR = "inspector"
    INTAKE_CLERK = "intake_clerk"
    DISPATCHER = "dispatcher"
    DUTY_CHIEF = "duty_chief"
    HANDLER = "handler"
    COMMITTEE = "committee"
    PROPERTY = "property"
    OWNERS_COMMITTEE = "owners_committee"
    REVIEWER = "reviewer"
    LEADER = "leader"
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True)
class Actor:
    """A person (or the rules themselves, id None) with roles and scope.

    grid_ids: every grid of the person's subtrees, already expanded. unit_id: at most one unit.
    """

    id: int | None
    street_id: int
    name: str
    roles: frozenset[Role] = frozenset()
    grid_ids: frozenset[int] = frozenset()
    unit_id: int | None = None
    is_system: bool = field(default=False)

    def has(self, *roles: Role) -> bool:
        """True when the person holds one of `roles`."""
        return not self.roles.isdisjoint(roles)


def system_actor(street_id: int) -> Actor:
    """The rules themselves: routing, clocks, the panel's verdict."""
    return Actor(id=None, street_id=street_id, name="system", is_system=True)


def public_actor(street_id: int) -> Actor:
    """A resident at the public door: no account, no scope."""
    return Actor(id=None, street_id=street_id, name="resident")


def require(allowed: bool, message: str = N_("这一步不归你办")) -> None:
    """Raise NotAllowed unless `allowed`."""
    if not allowed:
        raise NotAllowed(message)
