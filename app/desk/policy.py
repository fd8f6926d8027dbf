"""Who sits at the desk. Pure."""

from app.cases.policy import RESTRICTED_ROLES, STREET_ROLES, UNIT_ROLES, may_audit
from app.core.msgid import N_
from app.core.permissions import Actor, Role, require
from app.desk.models import SavedFilter
from app.desk.words import BulkVerb

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


def may_bulk(actor: Actor) -> bool:
    """Ask for one move on many cases; whether it may be made is asked of each."""
    return actor.has(Role.INTAKE_CLERK, Role.DISPATCHER, Role.DUTY_CHIEF)


def require_bulk(actor: Actor) -> None:
    """Raises NotAllowed."""
    require(may_bulk(actor), N_("批量办理只给受理、调度和值班长"))


def bulk_verbs(actor: Actor) -> tuple[BulkVerb, ...]:
    """The moves that somebody of these roles makes by hand at all."""
    if not may_bulk(actor):
        return ()
    sends, voids = actor.has(Role.DISPATCHER, Role.DUTY_CHIEF), actor.has(Role.DUTY_CHIEF)
    allowed = {BulkVerb.DISPATCH: sends, BulkVerb.URGE: True, BulkVerb.VOID: voids}
    return tuple(verb for verb, yes in allowed.items() if yes)


def may_share(actor: Actor) -> bool:
    """Give a saved filter to the whole street's desk, and take such a one away."""
    return actor.has(Role.DUTY_CHIEF, Role.LEADER)


def may_drop(actor: Actor, saved: SavedFilter) -> bool:
    """Their own, or one of the street's."""
    return actor.id == saved.owner_id or (saved.shared and may_share(actor))


def require_queue(actor: Actor) -> None:
    """What waits for a decision: those who decide, and those who watch over them. Raises NotAllowed."""
    require(actor.has(*QUEUE_ROLES), N_("这一页是给调度台看的"))


def require_responsibility(actor: Actor) -> None:
    """Whose a kind of case is: those who dispatch and decide, and those it is dispatched to. Raises NotAllowed."""
    require(actor.has(*LIST_ROLES, *UNIT_ROLES, Role.ADMIN), N_("这一页是给派单和办事的人看的"))


def require_audit(actor: Actor) -> None:
    """What others were refused: the auditor and the leader. Raises NotAllowed."""
    require(may_audit(actor), N_("这一页是给审计员和分管领导看的"))
