"""Somebody else looks at the result: who, and what they found."""

from collections.abc import Sequence
from datetime import datetime

from app.cases import attempts, candidates, queries
from app.cases.again import WORDS, Again, why_again
from app.cases.checkers import Candidate, pick_checker
from app.cases.events import CaseChecked, CaseCheckerNamed, CaseHandled, CasePassedOnce, CaseReworked
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseCheck, RoutingDecision
from app.cases.ops import trail
from app.cases.reports import Picture
from app.cases.routing import Step
from app.cases.words import DeskKind, ReviewRule, TextKind
from app.core.db import db
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor


def call_checker(event: CaseHandled) -> None:
    """Handler of CaseHandled: choose who checks (app/cases/checkers.py), and say whether once is enough."""
    case = candidates.loaded(event.case_id)
    _why_twice(case)
    chosen, steps = pick_checker(*candidates.checkers(case, event.at))
    _name(case, chosen, steps, event.at)


def name_again(case_id: int, at: datetime) -> bool:
    """Somebody else checks where the one who was named has left or is on leave; False where nobody better is there.

    Of a second check too. Somebody on leave keeps it while nobody else may.
    """
    case = candidates.loaded(case_id)
    if case.state is not State.HANDLED or case.checker_id is None:
        return False
    if case.first_checker_id is not None:
        chosen, steps = pick_checker(*candidates.second_checkers(case, case.first_checker_id, at))
    else:
        chosen, steps = pick_checker(*candidates.checkers(case, at))
    if chosen is not None and chosen.user_id == case.checker_id:
        return False
    _name(case, chosen, (Step(N_("原来的核查人不在，换人")), *steps), at)
    publish(CaseCheckerNamed(case.street_id, at, case_id=case.id, actor_id=None))
    return True


def check_pass(actor: Actor, case: Case, note: str = "", pictures: tuple[Picture, ...] = (), *, at: datetime) -> None:
    """核查通过: the case goes to the panel or closes, by its category's rule (review listens).

    Without a panel, and with a story that asks for it (app/cases/again.py), a second person checks first.
    """
    with attempts.closing(actor, Verb.CHECK_PASS, case):
        trail.authorise(actor, Verb.CHECK_PASS, case)
        said = trail.Said(((TextKind.CHECK, trail.text_fits(note, "note")),), pictures)
        trail.record(actor, case, Verb.CHECK_PASS, at, said=said)
        trail.leave_desk(case)
        _keep(actor, case, True, at)
        why = None if case.first_checker_id else _why_twice(case) or _still_twice(case)
        if why is not None:
            _call_second(actor, case, why, at)
            return
        publish(CaseChecked(case.street_id, at, case_id=case.id, actor_id=actor.id, passed=True))


def check_fail(actor: Actor, case: Case, reason: str, pictures: tuple[Picture, ...] = (), *, at: datetime) -> None:
    """核查不通过: back to whoever handled it, with the reason."""
    trail.authorise(actor, Verb.CHECK_FAIL, case)
    said = trail.Said(((TextKind.CHECK, trail.text_needed(reason)),), pictures)
    trail.leave_desk(case)
    _keep(actor, case, False, at)
    trail.record(actor, case, Verb.CHECK_FAIL, at, State.REWORK, said=said)
    publish(CaseChecked(case.street_id, at, case_id=case.id, actor_id=actor.id, passed=False))
    publish(CaseReworked(case.street_id, at, case_id=case.id, actor_id=actor.id))


def _why_twice(case: Case) -> Again | None:
    """Why a `none` case needs a second check, None when it does not; once it does, the case stays with that."""
    why = why_again(queries.story(case)) if case.review_rule is ReviewRule.NONE else None
    if why is not None:
        case.checks_needed = 2
    return why


def _still_twice(case: Case) -> Again | None:
    """A case that once needed two checks keeps to it, also when what asked for it was taken back (撤销并案)."""
    without_panel = case.review_rule is not ReviewRule.REQUIRED and not case.drawn
    return Again.MERGED if case.checks_needed > 1 and without_panel else None


def _call_second(actor: Actor, case: Case, why: Again, at: datetime) -> None:
    assert actor.id is not None  # _keep has asked
    case.first_checker_id = actor.id
    chosen, steps = pick_checker(*candidates.second_checkers(case, actor.id, at))
    _name(case, chosen, (Step(WORDS[why]), *steps), at)
    publish(CasePassedOnce(case.street_id, at, case_id=case.id, actor_id=actor.id))


def _name(case: Case, chosen: Candidate | None, steps: Sequence[Step], at: datetime) -> None:
    """Write down who checks and why; where nobody is entitled, the desk is told."""
    row = RoutingDecision(street_id=case.street_id, case_id=case.id, kind="checker", at=at)
    row.chosen_user_id, row.grid_id = (chosen.user_id if chosen else None), case.owner_grid_id
    row.steps = [step.as_json() for step in steps]
    db.session.add(row)
    case.checker_id = chosen.user_id if chosen else None
    if chosen is None:
        trail.needs_desk(case, DeskKind.NO_CHECKER, at=at)


def _keep(actor: Actor, case: Case, passed: bool, at: datetime) -> None:
    if actor.id is None:
        raise ValueError("a check is made by a person")
    row = CaseCheck(
        street_id=case.street_id, case_id=case.id, round=case.round, checker_id=actor.id, passed=passed, at=at
    )
    db.session.add(row)
    case.checked_at = at
    db.session.flush()
