"""Who may make which move, and who sees which case: asked by ops, buttons and lists alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy import ColumnElement, exists, false, or_, select, true

from app.cases import order
from app.cases.lifecycle import JUDGING, REOPENING, State, Verb, Who, row, verbs_from
from app.cases.models import Case
from app.cases.models_parts import CasePart
from app.cases.models_trail import CaseAbout, CaseHandler
from app.cases.words import DeskKind, Urgency
from app.catalog.models import Category
from app.core.errors import IllegalMove
from app.core.msgid import N_
from app.core.permissions import Actor, Role

GRID_ROLES = (Role.GRID_WORKER, Role.GRID_CHIEF, Role.PATROLLER)
UNIT_ROLES = (Role.HANDLER, Role.COMMITTEE, Role.PROPERTY, Role.OWNERS_COMMITTEE)
STREET_ROLES = (Role.INTAKE_CLERK, Role.DISPATCHER, Role.DUTY_CHIEF, Role.LEADER, Role.AUDITOR, Role.INSPECTOR)
AUDIT_ROLES = (Role.AUDITOR, Role.LEADER)
RESTRICTED_ROLES = (Role.INTAKE_CLERK, Role.DISPATCHER, Role.DUTY_CHIEF, Role.LEADER, Role.AUDITOR)


@dataclass(frozen=True)
class Grant:
    """How a `Who` of the table reads: these roles, within this scope."""

    roles: tuple[Role, ...]
    scope: str


GRANTS: Mapping[Who, Grant] = {
    Who.RULES: Grant((), "system"),
    Who.PANEL: Grant((), "system"),
    Who.RESIDENT: Grant((), "public"),
    Who.CLERK: Grant((Role.INTAKE_CLERK,), "street"),
    Who.DISPATCHER: Grant((Role.DISPATCHER,), "street"),
    Who.DUTY_CHIEF: Grant((Role.DUTY_CHIEF,), "street"),
    Who.LEADER: Grant((Role.LEADER,), "street"),
    Who.INSPECTOR: Grant((Role.INSPECTOR,), "street"),
    Who.GRID_STAFF: Grant(GRID_ROLES, "grid"),
    Who.OWNER: Grant((), "owner"),
    Who.HANDLING: Grant((*UNIT_ROLES, *GRID_ROLES), "handling"),
    Who.CHECKER: Grant((), "checker"),
    Who.PART: Grant(UNIT_ROLES, "part"),
    Who.OFFICIAL: Grant((Role.LEADER,), "official"),
}


def complained_about(actor: Actor, case: Case) -> bool:
    """True when the case is about this person or their unit (complained_about)."""
    return actor.id in case.about_ids or actor.unit_id in case.about_unit_ids


def has_handled(actor: Actor, case: Case) -> bool:
    """Handler is not judge: their own person, or their unit, worked on it (architecture.md section 3)."""
    return actor.id in case.handler_ids or (actor.unit_id is not None and actor.unit_id in case.handler_unit_ids)


def may_audit(actor: Actor) -> bool:
    """Who watches over the others: reads what they were refused."""
    return actor.has(*AUDIT_ROLES)


def may_end_listing(actor: Actor) -> bool:
    """Who takes a line off the 责任清单: those who rule, and whoever sets the street up."""
    return actor.has(Role.DUTY_CHIEF, Role.LEADER, Role.ADMIN)


def may_report(actor: Actor, category: Category | None) -> bool:
    """Anybody may report; petitions and threats (public = N) are written down by the desk's staff only."""
    return category is None or category.public or actor.is_system or actor.has(*RESTRICTED_ROLES)


def may_merge_reports(actor: Actor) -> bool:
    """Who may merge a report as it comes in: whoever the table lets merge what was just reported."""
    move = row(Verb.MERGE, State.REPORTED)
    return move is not None and any(actor.has(*GRANTS[who].roles) for who in move.who)


def has_safe_step(case: Case, category: Category) -> bool:
    """先排险 exists: critical, or a category that has it; the repair that follows has none of its own."""
    return case.follow_up_of_id is None and (category.make_safe or case.urgency is Urgency.CRITICAL)


def refuse_move(verb: Verb, case: Case) -> NoReturn:
    """The state has no such move: says so, whoever asks."""
    raise IllegalMove(N_("这件事现在的状态不能这样做"), verb=verb.value, source=case.state.value)


def is_handling_side(actor: Actor, case: Case) -> bool:
    """The unit's people, or the grid's; for an external unit, which has no accounts, the owner.

    A complaint about the handlers is its owner's alone: their colleagues may be whom it means.
    """
    if case.handling_unit_id is not None:
        if case.handling_external:
            return actor.id == case.owner_id
        return actor.unit_id == case.handling_unit_id and actor.has(*UNIT_ROLES)
    if case.handling_grid_id is None:
        return False
    of_grid = case.handling_grid_id in actor.grid_ids and actor.has(*GRID_ROLES) and not case.about_handlers
    return actor.id == case.owner_id or of_grid


def own_parts(actor: Actor, verb: Verb, case: Case) -> list[CasePart]:
    """The open parts that this person may sign in or report: their unit's, or an external unit's as the owner."""
    if not case.open_parts:
        return []

    def theirs(part: CasePart) -> bool:
        if part.external:
            return actor.id == case.owner_id
        return actor.unit_id == part.unit_id and actor.has(*UNIT_ROLES)

    signed = verb is not Verb.SIGN_IN_PART
    return [p for p in case.parts if p.is_open and theirs(p) and (p.signed_in_at is not None) is signed]


def is_owner(actor: Actor, case: Case) -> bool:
    """The member who follows it to closing, or the chief of the owner's grid or one above."""
    chief = actor.has(Role.GRID_CHIEF) and case.owner_grid_id in actor.grid_ids
    return actor.id is not None and (actor.id == case.owner_id or chief)


def is_checker(actor: Actor, case: Case) -> bool:
    """The chosen checker; where the rules found nobody, the duty chief or a leader takes it upon them.

    Whoever made the first of two checks does not make the second.
    """
    if actor.id == case.first_checker_id:
        return False
    if case.checker_id is None:
        return actor.has(Role.DUTY_CHIEF, Role.LEADER)
    return actor.id == case.checker_id


def _in_place(actor: Actor, case: Case) -> bool:
    near = {case.owner_grid_id, case.place_grid_id, case.residential_grid_id} - {None}
    return actor.has(*GRID_ROLES) and bool(near & actor.grid_ids) and not case.about_handlers


def _is(who: Who, actor: Actor, verb: Verb, case: Case) -> bool:
    match who:
        case Who.PART:
            return bool(own_parts(actor, verb, case))
        case Who.OFFICIAL:
            return actor.id is not None and actor.id == case.official_id
        case Who.RULES | Who.PANEL:
            return actor.is_system
        case Who.HANDLING:
            return is_handling_side(actor, case)
        case Who.OWNER:
            return is_owner(actor, case)
        case Who.GRID_STAFF:
            return _in_place(actor, case)
        case Who.CHECKER:
            return is_checker(actor, case)
        case Who.RESIDENT:
            return False
        case _:
            return actor.has(*GRANTS[who].roles)


def may(actor: Actor, verb: Verb, case: Case) -> bool:
    """May this person make this move on this case as it stands now? Needs handlers and about loaded."""
    return not _is_apart(actor, case) and _may(actor, verb, case)


def _is_apart(actor: Actor, case: Case) -> bool:
    """Of another street, or the one whom it is about: no move at all is theirs."""
    return actor.street_id != case.street_id or complained_about(actor, case)


def _may(actor: Actor, verb: Verb, case: Case) -> bool:
    move = row(verb, case.state)
    if move is None:
        return False
    if _must_be_independent(verb, case) and has_handled(actor, case):
        return False
    if verb is Verb.TAKE_OVER and actor.id == case.owner_id:
        return False
    return order.is_its_turn(verb, case) and any(
        _is(who, actor, verb, case) for who in _asked_now(verb, case, move.who)
    )


def _asked_now(verb: Verb, case: Case, who: Sequence[Who]) -> Sequence[Who]:
    """The leader's are a second extension (domain.md section 2, rule 3), what no duty chief may rule on, an appeal."""
    if verb is Verb.EXTEND and case.extensions:
        return [Who.LEADER]
    if verb is Verb.OVERRIDE:
        return [Who.LEADER if case.desk_kind is DeskKind.OVERRIDE_UP else Who.DUTY_CHIEF]
    if verb in REOPENING:
        return [Who.LEADER if order.is_final(case) else Who.DUTY_CHIEF]
    return who


def _must_be_independent(verb: Verb, case: Case) -> bool:
    """Handler is not judge, of their work nor of a complaint about it."""
    return verb in JUDGING or (verb in REOPENING and order.is_reopening_asked(case))


def allowed_moves(actor: Actor, case: Case) -> tuple[Verb, ...]:
    """The moves open to this person now, in the table's order: the buttons of the case page."""
    if _is_apart(actor, case):
        return ()
    return tuple(verb for verb in verbs_from(case.state) if _may(actor, verb, case))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """SQL condition on Case: what this person may read. Outside it an id is a 404.

    Street desks read the street; grid people what lies in or is owned by their grids; units and
    checkers what they (had to) handle or check. Nobody reads a case that complains about them; as long as
    that is said of "the handlers" only, place alone shows it to nobody of the grids.
    """
    if actor.id is None:
        return true() if actor.is_system else false()
    return (Case.street_id == actor.street_id) & ~_about(actor) & or_(*_reasons_to_see(actor))


def _about(actor: Actor) -> ColumnElement[bool]:
    theirs = CaseAbout.user_id == actor.id
    if actor.unit_id is not None:
        theirs |= CaseAbout.unit_id == actor.unit_id
    return exists(select(CaseAbout.id).where(CaseAbout.case_id == Case.id, theirs))


def _reasons_to_see(actor: Actor) -> list[ColumnElement[bool]]:
    if actor.has(*RESTRICTED_ROLES):
        return [true()]
    own = (Case.owner_id, Case.checker_id, Case.first_checker_id)
    reasons: list[ColumnElement[bool]] = [column == actor.id for column in own]
    reasons.append(
        exists(select(CaseHandler.id).where(CaseHandler.case_id == Case.id, CaseHandler.user_id == actor.id))
    )
    if actor.has(Role.INSPECTOR):
        reasons.append(Case.restricted.is_(False))
    if actor.has(*UNIT_ROLES) and actor.unit_id is not None:
        by_unit = select(CaseHandler.id).where(CaseHandler.case_id == Case.id, CaseHandler.unit_id == actor.unit_id)
        part = select(CasePart.id).where(CasePart.case_id == Case.id, CasePart.unit_id == actor.unit_id)
        asked = exists(part.where(CasePart.cancelled_at.is_(None)))
        reasons += [Case.handling_unit_id == actor.unit_id, exists(by_unit), asked]
    if actor.has(*GRID_ROLES) and actor.grid_ids:
        ids = sorted(actor.grid_ids)
        near = Case.owner_grid_id.in_(ids) | Case.place_grid_id.in_(ids) | Case.residential_grid_id.in_(ids)
        reasons.append(Case.restricted.is_(False) & Case.about_handlers.is_(False) & near)
    return reasons
