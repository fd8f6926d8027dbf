"""An attempt to close a case that was refused: what it was, why not, and which ways there are.

An op that could close runs inside `closing`. What it refuses then carries the attempt (`Refusal.tried`), and the
door that answers writes it down after everything else was rolled back (app/cases/ops/refusing.py).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy.exc import IntegrityError

from app.cases import order, policy
from app.cases.lifecycle import State, Verb, row
from app.cases.models import Case
from app.cases.words import Approval
from app.core.errors import Conflict, IllegalMove, Invalid, NotAllowed, Refusal
from app.core.msgid import N_
from app.core.permissions import Actor

APPROVALS: Mapping[Verb, Approval | None] = {
    Verb.CHECK_PASS: Approval.CHECK,
    Verb.DECIDE: Approval.PANEL,
    Verb.OVERRIDE: Approval.OVERRIDE,
    Verb.MERGE: None,
}
# A merge ends a case as well; from here on others have judged the work, or are about to.
JUDGED = (State.HANDLED, State.REWORK, State.IN_REVIEW, State.CONFERENCE)
# What our own constraints say when they refuse a closing (app/cases/triggers.py, app/cases/models.py).
SAID_BY_THE_DATABASE = (
    "a case closes only on a recorded approval",
    "a case is not born closed",
    "is not a judge",
    "is not its judge",
    "ck_case_closed_needs_approval",
)
WAYS = N_(
    "结案只有四条路：社区评议通过；抽签评议通过；不用评议的，由没办过的人核查通过；评议走不下去的，由值班长写明理由裁决。"
    "这次尝试已经记下，审计员和分管领导看得到。"
)


@dataclass(frozen=True)
class Tried:
    """An attempt to close. approval: which one it would have needed, None for a merge."""

    street_id: int
    case_id: int
    actor_id: int | None
    verb: Verb
    approval: Approval | None


def tried(actor: Actor, verb: Verb, case: Case, approval: Approval | None = None) -> Tried:
    """What this person tries with this case."""
    return Tried(case.street_id, case.id, actor.id, verb, approval or APPROVALS[verb])


def would_close(verb: Verb, case: Case) -> bool:
    """Whether this move, as the case stands, is a way to end it."""
    return verb in APPROVALS and (verb is not Verb.MERGE or case.state in JUDGED)


@contextmanager
def closing(actor: Actor, verb: Verb, case: Case, approval: Approval | None = None) -> Iterator[None]:
    """Whatever is refused inside, by a rule or by the database, carries what was tried, and says the ways.

    Wrong input of somebody who may is no attempt.
    """
    if not would_close(verb, case):
        yield
        return
    # Read now: after a rollback the case may not be what it is.
    attempt = tried(actor, verb, case, approval)
    try:
        yield
    except Invalid:
        raise
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed | IllegalMove) and actor.id is not None:
            refusal.message = why_not(actor, verb, case) or refusal.message
        raise _marked(refusal, attempt) from None
    except IntegrityError as error:
        if not any(words in str(error.orig) for words in SAID_BY_THE_DATABASE):
            raise
        raise _marked(Conflict(N_("没有记录在案的批准，不能结案")), attempt) from None


def explain_no(actor: Actor, verb: Verb, case: Case) -> NoReturn:
    """Say why this move is not open, as ops would; raises NotAllowed, IllegalMove or Conflict."""
    if row(verb, case.state) is None:
        policy.refuse_move(verb, case)
    if policy.may(actor, verb, case):
        raise Conflict(N_("这一步现在还不能做"))
    raise NotAllowed()


def why_not(actor: Actor, verb: Verb, case: Case) -> str:
    """In plain words, where there is more to say than that it is not theirs; "" otherwise."""
    if row(verb, case.state) is None:
        return N_("这件事现在走到的这一步，不能结案。")
    if policy.has_handled(actor, case):
        return N_("你或你的单位办过这件事：办的人不能自己认定办好了。")
    if verb is Verb.OVERRIDE and not order.is_its_turn(verb, case):
        return N_("评议还没有走完，不能用裁决代替。")
    return ""


def _marked(refusal: Refusal, attempt: Tried) -> Refusal:
    """The refusal with the attempt; the person's own counts, not what the rules did for them inside."""
    known = refusal.tried
    if not isinstance(known, Tried) or known.actor_id is None:
        refusal.tried = attempt
    refusal.more = WAYS
    return refusal
