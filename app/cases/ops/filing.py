"""From a report to a filed case: where it is, what it is, and whether the rules are sure."""

from datetime import datetime

from app.cases import earlier, relapse
from app.cases.events import CaseFiled, CaseReclassified, CaseVerified, CaseVerifying
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.ops import indexing, trail
from app.cases.reports import Spot
from app.cases.words import DeskKind, Finding, ReviewRule, TextKind, Urgency
from app.catalog import queries as catalog
from app.catalog.models import Category
from app.core.errors import Conflict, Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, system_actor
from app.grid import queries as grid

ADDRESS_MAX = 200


def verify(actor: Actor, case: Case, *, at: datetime) -> None:
    """派人核实: somebody of the place, or an inspector, looks whether it is true."""
    trail.authorise(actor, Verb.VERIFY, case)
    trail.record(actor, case, Verb.VERIFY, at, State.VERIFYING)
    trail.leave_desk(case)
    publish(CaseVerifying(case.street_id, at, case_id=case.id, actor_id=actor.id))


def report_finding(actor: Actor, case: Case, finding: Finding, note: str, *, at: datetime) -> None:
    """What the visit found; the case is reported again and waits for the clerk, or files itself when true."""
    trail.authorise(actor, Verb.REPORT_FINDING, case)
    note = trail.text_needed(note, "note", N_("请写看到了什么"))
    said = trail.Said(((TextKind.FINDING, note),), facts={"finding": finding})
    trail.record(actor, case, Verb.REPORT_FINDING, at, State.REPORTED, said=said)
    publish(CaseVerified(case.street_id, at, case_id=case.id, actor_id=actor.id))
    if finding is Finding.NO:
        trail.needs_desk(case, DeskKind.UNCLASSIFIED, at=at)
    else:
        file_if_sure(case, at)


def file(actor: Actor, case: Case, *, at: datetime) -> None:
    """立案: needs a category and a place in the street; then it is routed. Raises Invalid without them."""
    if not actor.is_system:
        trail.authorise(actor, Verb.FILE, case)
    _fileable(case)
    set_rules(case, catalog.category(case.category_id), at)
    trail.record(actor, case, Verb.FILE, at, State.FILED, said=_told_of_relapse(case))
    trail.leave_desk(case)
    publish(CaseFiled(case.street_id, at, case_id=case.id, actor_id=actor.id))


def place(actor: Actor, case: Case, spot: Spot, *, at: datetime) -> None:
    """定位置: say where it is; a reported case then files itself when the rules are sure. A filed one stays inside."""
    trail.authorise(actor, Verb.PLACE, case)
    if spot.point is None:
        raise Invalid(errors={"place": N_("请选小区，或在地图上点一下")})
    take_spot(case, spot)
    locate(case, at)
    if case.state is State.FILED:
        if case.place_grid_id is None:
            raise Invalid(errors={"place": N_("先定一个街道内的位置，再立案")})
        look_back(case, catalog.category(case.category_id))
    facts = {"grid": case.place_grid_id, "coord_sys": spot.coord_sys}
    trail.record(actor, case, Verb.PLACE, at, said=trail.Said(facts=facts))
    indexing.index_again(case)
    _go_on(case, at)


def classify(actor: Actor, case: Case, category_id: int, *, at: datetime) -> None:
    """定类别: say what it is; a reported case then files itself when the rules are sure."""
    trail.authorise(actor, Verb.CLASSIFY, case)
    category = catalog.category(category_id)
    if category.street_id != case.street_id or not category.active:
        raise Invalid(errors={"category": N_("这个类别现在不收，请换一个")})
    case.category_id, case.restricted = category.id, not category.public
    case.confidential = case.confidential or category.confidential
    if case.state is State.FILED:
        set_rules(case, category, at)
    elif case.dispatched_at is not None:
        raise_rules(case, category)
    trail.record(actor, case, Verb.CLASSIFY, at, said=trail.Said(facts={"category": category.code}))
    indexing.index_again(case)
    if case.dispatched_at is not None:
        publish(CaseReclassified(case.street_id, at, case_id=case.id, actor_id=actor.id))
    _go_on(case, at)


def file_if_sure(case: Case, at: datetime) -> None:
    """File by the rules when category and place are sure, else say why a person must look."""
    kind = _in_doubt(case)
    if kind is None:
        file(system_actor(case.street_id), case, at=at)
    else:
        trail.needs_desk(case, kind, at=at)


def take_spot(case: Case, spot: Spot) -> None:
    """Write down where it is said to be; the grids follow in `locate`."""
    case.lon, case.lat = (spot.point.lon, spot.point.lat) if spot.point else (None, None)
    case.cell = relapse.cell(spot.point) if spot.point else None
    case.coord_sys, case.accuracy_m = spot.coord_sys, spot.accuracy_m
    if len(spot.address) > ADDRESS_MAX:
        raise Invalid(errors={"address": N_("太长了：地址最多 200 个字")})
    case.address, case.estate_id, case.place_id = spot.address, spot.estate_id, spot.place_id


def locate(case: Case, at: datetime) -> None:
    """Find the grids of the point by the boundaries in force; outside the street it has none."""
    found = grid.locate(case.street_id, case.point, at) if case.point else None
    case.place_grid_id = found.finest_grid_id if found else None
    case.residential_grid_id = found.residential_grid_id if found else None
    case.grid_version_id = found.version_id if found else None


def set_rules(case: Case, category: Category, at: datetime) -> None:
    """Take over what the category says of urgency, review, evidence and relapse: what is changed of it later holds
    for later cases. Whoever saw it may say that it is more urgent, never less. A follow-up repairs what is safe."""
    said = Urgency(case.urgency_said or Urgency.NORMAL)
    case.urgency = Urgency.NORMAL if case.follow_up_of_id else max(said, category.urgency, key=list(Urgency).index)
    case.review_rule, case.filed_at = category.review, case.filed_at or at
    case.evidence, case.restricted = list(category.evidence), not category.public
    look_back(case, category)


def look_back(case: Case, category: Category) -> None:
    """返潮: link the case to the closing that it shows not to have lasted, by category and place as they are now."""
    case.relapse_of_id = earlier.first_closing(case, category)


def raise_rules(case: Case, category: Category) -> None:
    """After the dispatch another category can make it more urgent and its review stricter, never less."""
    urgencies, reviews = list(Urgency), [ReviewRule.NONE, ReviewRule.SAMPLED, ReviewRule.REQUIRED]
    if case.follow_up_of_id is None:
        case.urgency = max(case.urgency, category.urgency, key=urgencies.index)
    case.evidence = list(category.evidence)
    case.review_rule = max(case.review_rule or category.review, category.review, key=reviews.index)
    case.relapse_of_id = case.relapse_of_id or earlier.first_closing(case, category)


def _told_of_relapse(case: Case) -> trail.Said:
    return trail.Said(facts={"relapse_of": case.relapse_of_id}) if case.relapse_of_id else trail.NOTHING


def _go_on(case: Case, at: datetime) -> None:
    if case.state is State.REPORTED:
        file_if_sure(case, at)


def _in_doubt(case: Case) -> DeskKind | None:
    if case.point is None:
        return DeskKind.UNPLACED
    if case.place_grid_id is None:
        return DeskKind.OUTSIDE
    return DeskKind.UNCLASSIFIED if case.category_id is None else None


def _fileable(case: Case) -> None:
    errors = {}
    if case.category_id is None:
        errors["category"] = N_("先定类别，再立案")
    if case.place_grid_id is None:
        errors["place"] = N_("先定一个街道内的位置，再立案")
    if errors:
        raise Invalid(errors=errors)
    if case.state is not State.REPORTED:
        raise Conflict(N_("这件事现在的状态不能这样做"))
