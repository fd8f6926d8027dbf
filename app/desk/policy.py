"""Who sits at the desk. Pure."""

from app.cases.policy import RESTRICTED_ROLES, STREET_ROLES, UNIT_ROLES, may_audit
from app.core.msgid import N_
from app.core.permissions import Actor, Role, require

LIST_ROLES = (*STREET_ROLES, Role.GRID_CHIEF)
QUEUE_ROLES = RESTRICTED_ROLES


def require_list(actor: Actor) -> None:
    """The list of cases: the street's roles, and grid chiefs for what they see. Raises NotAllowed."""
    require(actor.has(*LIST_ROLES), N_("这一页是给调度台看的"))


def require_queue(actor: Actor) -> None:
    """What waits for a decision: those who decide, and those who watch over them. Raises NotAllowed."""
    require(actor.has(*QUEUE_ROLES), N_("这一页是给调度台看的"))


def may_note_late(actor: Actor) -> bool:
    """Who of the desk says that they know of a late promise; `sla.noting` decides for each case."""
    return actor.has(Role.DUTY_CHIEF, Role.LEADER)


def require_responsibility(actor: Actor) -> None:
    """Whose a kind of case is: those who dispatch and decide, and those it is dispatched to. Raises NotAllowed."""
    require(actor.has(*LIST_ROLES, *UNIT_ROLES, Role.ADMIN), N_("这一页是给派单和办事的人看的"))


def require_audit(actor: Actor) -> None:
    """What others were refused: the auditor and the leader. Raises NotAllowed."""
    require(may_audit(actor), N_("这一页是给审计员和分管领导看的"))
