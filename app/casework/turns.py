"""Whose turn it is, and what they would do next. Pure: the head of every page that shows a case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.cases import order, policy
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.words import DeskKind
from app.catalog.models import Category
from app.core.clock import street_time
from app.core.msgid import N_
from app.core.permissions import Actor, Role
from app.review.policy import has_packet

# The first of these that is open is what the page offers as its one main button.
FIRST = (
    Verb.SIGN_IN,
    Verb.SIGN_IN_PART,
    Verb.REPORT_FINDING,
    Verb.CHECK_PASS,
    Verb.PLACE,
    Verb.CLASSIFY,
    Verb.FILE,
    Verb.DISPATCH,
    Verb.RULE,
    Verb.REDISPATCH,
    Verb.CONCLUDE,
    Verb.DRAW,
    Verb.OVERRIDE,
    Verb.EXTEND,
    Verb.SUSPEND,
    Verb.REOPEN,
    Verb.ANSWER,
    Verb.CONTACT,
    Verb.REPORT_PART,
    Verb.HANDLE,
    Verb.SELF_DISPOSE,
    Verb.RESUME,
    Verb.RECHECK,
)
# What is done last, or hardly ever, stands below the others and never first.
RARE = (
    Verb.ASK_EXTENSION,
    Verb.ASK_SUSPENSION,
    Verb.SUSPEND,
    Verb.ASK_PART,
    Verb.ENFORCE,
    Verb.LEAD,
    Verb.CANCEL_PART,
    Verb.SUPERVISE,
    Verb.TAKE_OVER,
    Verb.REASSIGN,
    Verb.MERGE,
    Verb.UNMERGE,
    Verb.REOPEN,
    Verb.REJECT,
    Verb.VOID,
)
# The groups of a to-do list, in the order in which they are offered; the words are verbs.
DO: dict[str, str] = {
    "sign_in": N_("签收"),
    "contact": N_("先联系"),
    "handle": N_("去处置"),
    "part": N_("去协办"),
    "rework": N_("返工"),
    "check": N_("去核查"),
    "verify": N_("去核实"),
    "recheck": N_("去复查"),
    "follow": N_("跟进"),
    "look": N_("看一看"),
}
GROUPS = {
    Verb.SIGN_IN: "sign_in",
    Verb.SIGN_IN_PART: "sign_in",
    Verb.REPORT_PART: "part",
    Verb.CONTACT: "contact",
    Verb.HANDLE: "handle",
    Verb.CHECK_PASS: "check",
    Verb.REPORT_FINDING: "verify",
    Verb.RECHECK: "recheck",
}


@dataclass(frozen=True)
class Turn:
    """main: the one move to offer first, None when somebody else is to act; more: the others, rare ones last."""

    main: Verb | None
    more: tuple[Verb, ...]

    @property
    def moves(self) -> tuple[Verb, ...]:
        """Every open move."""
        return (*((self.main,) if self.main else ()), *self.more)


def open_moves(actor: Actor, case: Case, category: Category | None, at: datetime) -> tuple[Verb, ...]:
    """The moves this person may make and that could succeed now; what cannot is left out, not greyed."""
    return tuple(v for v in policy.allowed_moves(actor, case) if _can(v, case, category, at))


def turn(case: Case, moves: Collection[Verb]) -> Turn:
    """Sort open moves: what comes first, what else, what is rare."""
    main = next((v for v in FIRST if v in moves and _presses(v, case)), None)
    rest = [v for v in moves if v is not main]
    return Turn(main, (*(v for v in rest if v not in RARE), *(v for v in rest if v in RARE)))


def to_do(actor: Actor, case: Case, main: Verb | None) -> str:
    """The group of a line in a to-do list, a key of DO: what to do with it, or that others are at it."""
    if main is Verb.HANDLE and case.state is State.REWORK:
        return "rework"
    if main in GROUPS:
        return GROUPS[main]
    return "follow" if case.owner_id == actor.id else "look"


def landing(actor: Actor) -> str:
    """The page where a role begins after signing in."""
    if actor.has(Role.DUTY_CHIEF, Role.DISPATCHER, Role.INTAKE_CLERK):
        return "/desk/queue"
    if actor.has(*policy.GRID_ROLES, *policy.UNIT_ROLES, Role.INSPECTOR):
        return "/work"
    if actor.has(Role.LEADER, Role.AUDITOR):
        return "/desk"
    if actor.has(Role.ADMIN):
        return "/admin"
    return "/panel" if actor.has(Role.REVIEWER) else "/inbox"


def _can(verb: Verb, case: Case, category: Category | None, at: datetime) -> bool:
    match verb:
        case Verb.FILE | Verb.SELF_DISPOSE:
            return category is not None and case.place_grid_id is not None
        case Verb.REFUSE:
            return case.return_until is None or at <= case.return_until
        case Verb.MAKE_SAFE:
            return category is not None and case.made_safe_at is None and policy.has_safe_step(case, category)
        case Verb.RECHECK:
            return case.recheck_on is not None and case.recheck_on <= street_time(at).date()
        case Verb.SUSPEND | Verb.ASK_SUSPENSION:
            return category is not None and category.suspend_allowed
        case Verb.HANDLE | Verb.MERGE | Verb.VOID | Verb.OVERRIDE:
            return not case.open_parts  # parts are reported, or cancelled, first
        case Verb.PREPARE_PACKET:
            return has_packet(case)
        case _:
            return True


def _presses(verb: Verb, case: Case) -> bool:
    """Is this what the case waits for? First contact presses until it is made, a place until there is one."""
    match verb:
        case Verb.CONTACT:
            return case.contacted_at is None and case.state is State.IN_PROGRESS
        case Verb.PLACE:
            return case.place_grid_id is None
        case Verb.CLASSIFY:
            return case.category_id is None
        case Verb.SELF_DISPOSE:
            return case.desk_kind is None
        case Verb.SUSPEND:
            return case.desk_kind is DeskKind.SUSPENSION
        case Verb.REOPEN:
            return order.is_reopening_asked(case)
        case _:
            return True
