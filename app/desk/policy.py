"""Who sits at the desk. Pure."""

from app.cases.policy import RESTRICTED_ROLES, STREET_ROLES, may_audit
from app.core.msgid import N_
from app.core.permissions import Actor, Role, require

LIST_ROLES = (*STREET_ROLES, Role.GRID_CHIEF)
QUEUE_ROLES = RESTRICTED_ROLES


def require_list(actor: Actor) -> None:
    """The list of cases: the street's roles, and grid chiefs for what they see. Raises NotAllowed."""
    require(actor.has(*LIST_ROLES), N_("这一页是给调度台看的"))


def may_export(actor: Actor) -> bool:
    """Take a list out of the house: those who answer for the whole street."""
    return actor.has(*RESTRICTED_ROLES)


def require_export(actor: Actor) -> None:
    """Raises NotAllowed."""
    require(may_export(actor), N_("导出只给受理、调度、值班长、分管领导和审计员"))


def require_queue(actor: Actor) -> None:
    """What waits for a decision: those who decide, and those who watch over them. Raises NotAllowed."""
    require(actor.has(*QUEUE_ROLES), N_("这一页是给调度台看的"))


def require_audit(actor: Actor) -> None:
    """What others were refused: the auditor and the leader. Raises NotAllowed."""
    require(may_audit(actor), N_("这一页是给审计员和分管领导看的"))
