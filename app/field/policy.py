"""Who may write down a report (lifecycle: REPORT), and who works with a tablet. Pure."""

from app.cases.policy import GRID_ROLES, RESTRICTED_ROLES, UNIT_ROLES
from app.core.errors import Conflict
from app.core.msgid import N_
from app.core.permissions import Actor, Role, require
from app.people.policy import may_set_up

REPORTERS = frozenset((*GRID_ROLES, *RESTRICTED_ROLES, Role.INSPECTOR))


def may_report(actor: Actor) -> bool:
    """Grid staff, inspectors, and the desk."""
    return actor.has(*REPORTERS)


def require_reporter(actor: Actor) -> None:
    """Raise NotAllowed for everybody else."""
    require(may_report(actor), N_("上报由网格人员和受理员来写"))


def works_outside(actor: Actor) -> bool:
    """Whoever has cases of their own to see to: who may report, and the people of units. Not reviewers, nor whoever
    sets the street up and does nothing else."""
    return may_report(actor) or actor.has(*UNIT_ROLES)


def require_outside(actor: Actor) -> None:
    """Raise NotAllowed for everybody else."""
    require(works_outside(actor), N_("平板给在外面办事的人用"))


class OtherPerson(Conflict):
    """A tablet sent what one person did in the session of another: they changed while it was on its way."""

    code = "other_person"


def require_same(actor: Actor, sender: str) -> None:
    """sender: whose it is, as the tablet says, "" where it does not. Raises OtherPerson; nothing was done then."""
    if sender and sender != str(actor.id):
        raise OtherPerson(N_("平板上换了人，这一条等本人登录再送"))


def require_admin(actor: Actor) -> None:
    """The list of all tablets. Raises NotAllowed."""
    require(may_set_up(actor), N_("这一页是给管理员看的"))
