"""Who has it: routing by the rules, dispatch by hand, hand-over, rulings, and the next on the phone list."""

from datetime import datetime

from app.cases import candidates, queries
from app.cases.bouncing import CLOSED_UNIT, Side, goes_round_again, sides_since_ruling
from app.cases.events import CaseDispatched, CaseFiled
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import RoutingDecision
from app.cases.ops import asking, trail
from app.cases.queries import at_hand
from app.cases.routing import Ask, Decision, LeadUnit, called_next, next_on_list, route
from app.cases.words import DeskKind, TextKind, Urgency
from app.catalog import queries as catalog
from app.core.errors import Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, system_actor
from app.core.rows import append
from app.grid import queries as grid


def route_filed(event: CaseFiled, *, office_open: bool) -> None:
    """Handler of CaseFiled: route and dispatch by the rules; a restricted case waits for a person.

    office_open: whether the street's office is open at the event (sla knows the calendar).
    """
    case = at_hand(event.case_id)
    ask = candidates.ask_for(case, event.at, office_open=office_open)  # also notes whom a complaint means
    if case.restricted:
        _show_to_the_night(case, ask, event.at)
        trail.needs_desk(case, DeskKind.BY_HAND, at=event.at)
        return
    decision = route(ask)
    _keep_decision(case, decision, event.at)
    if decision.owner_id is None:
        trail.needs_desk(case, decision.desk or DeskKind.UNROUTED, at=event.at)
        return
    _assign(case, decision.owner_id, decision.owner_grid_id, decision.unit)
    _send(system_actor(case.street_id), case, Verb.DISPATCH, event.at)
    if decision.desk is not None:
        trail.needs_desk(case, decision.desk, at=event.at)


def dispatch(actor: Actor, case: Case, member_id: int, unit_id: int | None = None, *, at: datetime) -> None:
    """派遣 by hand: a filed case goes to this member, and at once to a unit when one is named."""
    trail.authorise(actor, Verb.DISPATCH, case)
    _assign_by_hand(case, member_id, unit_id, at)
    _send(actor, case, Verb.DISPATCH, at)


def hand_over(actor: Actor, case: Case, unit_id: int | None, note: str = "", *, at: datetime) -> None:
    """转办 by the owner: to the lead unit, or with None back to the owner's grid. The clocks run on.

    Raises Invalid at `unit`, also for a step that was taken before without a ruling (bouncing.py).
    """
    trail.authorise(actor, Verb.HAND_OVER, case)
    if unit_id is None and case.handling_unit_id is None:
        raise Invalid(errors={"unit": N_("请选承办单位")})
    unit = _unit(case, unit_id)
    _expect_no_second_round(case, unit, case.owner_grid_id)
    take_side(case, unit)
    said = trail.Said(((TextKind.NOTE, trail.text_fits(note, "note")),), facts={"unit": unit_id})
    _send(actor, case, Verb.HAND_OVER, at, said=said, again=True)


def redispatch(actor: Actor, case: Case, member_id: int, unit_id: int | None = None, *, at: datetime) -> None:
    """改派 after the first refusal, to a side that has not refused it in the same way before (bouncing.py)."""
    trail.authorise(actor, Verb.REDISPATCH, case)
    _assign_by_hand(case, member_id, unit_id, at, ruled=False)
    _send(actor, case, Verb.REDISPATCH, at, again=True)


def send_by_hand(
    actor: Actor, case: Case, verb: Verb, to: tuple[int, int | None], said: trail.Said, at: datetime
) -> None:
    """To this member, and at once to a unit when one is named, whatever was before; unsigned again."""
    _assign_by_hand(case, *to, at)
    _send(actor, case, verb, at, said=said, again=True)


def call_next(case_id: int, at: datetime) -> bool:
    """Nobody signed a critical case in: the next on the phone list owns it now, then the leaders.

    False when nobody is left to call, or when it was signed in meanwhile.
    """
    case = candidates.loaded(case_id)
    if case.state is not State.DISPATCHED:
        return False
    night, leaders, called = candidates.to_call(case, at)
    chosen = next_on_list(night, leaders, called)
    if chosen is None:
        return False
    _assign(case, chosen.user_id, grid.root(case.street_id), None)
    _keep_decision(case, called_next(chosen, case.owner_grid_id or 0), at)
    said = trail.Said(facts={"called": chosen.user_id} | _side(case))
    trail.record(system_actor(case.street_id), case, Verb.CALL_NEXT, at, State.DISPATCHED, said=said)
    publish(CaseDispatched(case.street_id, at, case_id=case.id, actor_id=None, again=True))
    return True


def hand_on(case: Case, unit_id: int, at: datetime) -> bool:
    """The rules give it to the unit that follows a closed one, to be signed anew; the owner stays.

    False where that unit cannot have it: closed, complained about, or assisting already.
    """
    try:
        unit = _unit(case, unit_id)
    except Invalid:
        return False
    said = trail.Said(facts={CLOSED_UNIT: case.handling_unit_id})
    take_side(case, unit)
    _send(system_actor(case.street_id), case, Verb.REASSIGN, at, said=said, again=True)
    return True


def reassign(case: Case, member_id: int, unit_id: int | None, at: datetime) -> None:
    """Somebody else owns it, as a conference decided, and their grid handles, or a unit when one is named."""
    _assign_by_hand(case, member_id, unit_id, at)


def sides(case: Case) -> dict[str, int | None]:
    """Who has it now, as a line of the timeline keeps it."""
    return {"owner": case.owner_id, **_side(case)}


def _side(case: Case) -> dict[str, int | None]:
    return {"grid": case.owner_grid_id, "unit": case.handling_unit_id}


def announce(case: Case, actor: Actor, at: datetime) -> None:
    """It lies with somebody, unsigned: tell it."""
    case.dispatched_at = case.dispatched_at or at
    case.signed_in_at, case.return_until = None, None
    publish(CaseDispatched(case.street_id, at, case_id=case.id, actor_id=actor.id, again=True))


def _show_to_the_night(case: Case, ask: Ask, at: datetime) -> None:
    """A restricted critical case at night: the first of the 24-hour duty sees it and dispatches it by hand."""
    if case.urgency is not Urgency.CRITICAL or not ask.goes_to_the_night:
        return
    decision = route(ask)
    if decision.owner_id is not None:
        _keep_decision(case, decision, at)
        case.owner_id, case.owner_grid_id = decision.owner_id, decision.owner_grid_id


def take_side(case: Case, unit: LeadUnit | None) -> None:
    """Exactly one handling side: the unit, or the owner's grid."""
    case.handling_unit_id = unit.id if unit else None
    case.handling_grid_id = None if unit else case.owner_grid_id
    case.handling_external = unit is not None and unit.external


def _assign(case: Case, owner_id: int, grid_id: int, unit: LeadUnit | None) -> None:
    case.owner_id, case.owner_grid_id = owner_id, grid_id
    take_side(case, unit)


def _assign_by_hand(case: Case, member_id: int, unit_id: int | None, at: datetime, *, ruled: bool = True) -> None:
    """Refuses whoever is inactive, of another street, or complained about; unless ruled, a step taken before."""
    if not candidates.may_own(case, member_id):
        raise Invalid(errors={"member": N_("这件事不能派给这个人，请换一个")})
    tier = catalog.category(case.category_id).tier if case.category_id else None
    grid_id = candidates.answering_grid(case, tier, at) if tier else grid.root(case.street_id)
    unit = _unit(case, unit_id)
    if not ruled:
        _expect_no_second_round(case, unit, grid_id)
    _assign(case, member_id, grid_id, unit)


def _expect_no_second_round(case: Case, unit: LeadUnit | None, grid_id: int | None) -> None:
    """Raise Invalid where this side has got it from the one that has it now before, and nobody ruled since."""
    to: Side = ("unit", unit.id) if unit else ("grid", grid_id or 0)
    if goes_round_again(sides_since_ruling(queries.handed(case.id)), to):
        raise Invalid(errors={"unit": N_("同样的转法已经有过一次，再转要请值班长裁定")})


def _unit(case: Case, unit_id: int | None) -> LeadUnit | None:
    if unit_id is None:
        return None
    unit = catalog.unit(case.street_id, unit_id)
    if unit is None or unit_id in case.about_unit_ids:
        raise Invalid(errors={"unit": N_("这件事不能交给这个单位，请换一个")})
    if case.open_parts and any(part.unit_id == unit_id for part in case.parts if part.is_open):
        raise Invalid(errors={"unit": N_("这个单位正在协办；要它主办，先撤销协办")})
    return candidates.as_lead(unit)


def _send(
    actor: Actor, case: Case, verb: Verb, at: datetime, *, said: trail.Said = trail.NOTHING, again: bool = False
) -> None:
    asking.drop_request(case, at)
    whole = trail.Said(said.texts, said.pictures, {**said.facts, **sides(case)})
    trail.record(actor, case, verb, at, State.DISPATCHED, said=whole)
    trail.leave_desk(case)
    case.dispatched_at = case.dispatched_at or at
    case.signed_in_at, case.return_until = None, None
    publish(CaseDispatched(case.street_id, at, case_id=case.id, actor_id=actor.id, again=again))


def _keep_decision(case: Case, decision: Decision, at: datetime) -> None:
    chosen = {"chosen_user_id": decision.owner_id, "grid_id": decision.owner_grid_id}
    steps = [step.as_json() for step in decision.steps]
    append(RoutingDecision, street_id=case.street_id, case_id=case.id, kind="route", at=at, **chosen, steps=steps)
