"""Who reads and who keeps a roster. Pure."""

from collections.abc import Iterable

from app.core.permissions import Actor, Role

KEEP_ROLES = (Role.ADMIN, Role.DUTY_CHIEF)
READ_ROLES = (*KEEP_ROLES, Role.DISPATCHER, Role.LEADER)
# Who may stand on a roster: those who may own a case.
DUTY_ROLES = (
    Role.GRID_WORKER,
    Role.GRID_CHIEF,
    Role.PATROLLER,
    Role.DUTY_CHIEF,
    Role.LEADER,
    Role.DISPATCHER,
    Role.INSPECTOR,
)


def reads_rosters(actor: Actor) -> bool:
    """Whether there is a roster for this person to read."""
    return actor.has(*READ_ROLES) or (actor.has(Role.GRID_CHIEF) and bool(actor.grid_ids))


def may_read_roster(actor: Actor, grid_id: int) -> bool:
    """The street's desk reads every roster of it, a grid chief those of their subtree."""
    return actor.has(*READ_ROLES) or _is_chief_of(actor, [grid_id])


def may_keep_roster(actor: Actor, grid_id: int) -> bool:
    """The administrator and the duty chief keep every roster, a grid chief those of their subtree."""
    return actor.has(*KEEP_ROLES) or _is_chief_of(actor, [grid_id])


def may_grant_leave(actor: Actor, grid_ids: Iterable[int]) -> bool:
    """Leave of somebody at home in these grids: whoever keeps a roster of one of them.

    Who only stands on such a roster is another's, or the whole street's: their leave leaves a gap there.
    """
    return actor.has(*KEEP_ROLES) or _is_chief_of(actor, grid_ids)


def works_for_root(actor: Actor, root_id: int) -> bool:
    """The street grid's own staff, from whom its 24-hour duty is taken."""
    return actor.has(Role.GRID_WORKER, Role.GRID_CHIEF) and root_id in actor.grid_ids


def may_read_hand_over(actor: Actor, *, on_call: bool, root_id: int) -> bool:
    """The desk that commands, the street grid's staff, and whoever answers the 24-hour duty around now."""
    return on_call or works_for_root(actor, root_id) or actor.has(Role.DUTY_CHIEF, Role.DISPATCHER, Role.LEADER)


def may_hand_over(actor: Actor, *, on_call: bool) -> bool:
    """A duty chief, or who answers the 24-hour duty around now, writes a hand-over and signs that of another."""
    return on_call or actor.has(Role.DUTY_CHIEF)


def _is_chief_of(actor: Actor, grid_ids: Iterable[int]) -> bool:
    return actor.has(Role.GRID_CHIEF) and not actor.grid_ids.isdisjoint(grid_ids)
