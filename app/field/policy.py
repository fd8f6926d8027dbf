"""Who may write down a report (lifecycle: REPORT). Pure."""

from app.cases.policy import GRID_ROLES, RESTRICTED_ROLES
from app.core.msgid import N_
from app.core.permissions import Actor, Role, require


def may_report(actor: Actor) -> bool:
    """Grid staff, inspectors, and the desk."""
    return actor.has(*GRID_ROLES, *RESTRICTED_ROLES, Role.INSPECTOR)


def require_reporter(actor: Actor) -> None:
    """Raise NotAllowed for everybody else."""
    require(may_report(actor), N_("上报由网格人员和受理员来写"))
