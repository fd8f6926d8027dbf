"""Who keeps a roster. Pure."""

from app.core.permissions import Actor, Role


def may_keep(actor: Actor, grid_id: int, own_grid: int | None) -> bool:
    """The committee of the residential grid; the duty chief where it cannot. own_grid: that of the actor's unit."""
    committee = actor.has(Role.COMMITTEE) and grid_id in {own_grid, *actor.grid_ids}
    return committee or actor.has(Role.DUTY_CHIEF)


def may_read(actor: Actor, grid_id: int, own_grid: int | None) -> bool:
    """Whoever keeps it, and the auditor."""
    return may_keep(actor, grid_id, own_grid) or actor.has(Role.AUDITOR)
