"""What the template of the case page is given: names said, moves sorted, pictures laid side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases.duplicates import Twin
from app.cases.labels import label
from app.cases.lifecycle import ENDS, State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseText, RoutingDecision
from app.cases.policy import RESTRICTED_ROLES
from app.cases.words import TextKind
from app.casework import gallery, rulings, telling, turns
from app.casework.joint import parts
from app.casework.queries import CasePage
from app.casework.steps import STEPS
from app.casework.twins import SORTED_OUT_IN, meant, twins_of
from app.casework.words import CLAIM_WORDS, FACT_WORDS, NEXT, WAITS, WAITS_AT_DESK, next_of
from app.catalog import queries as catalog
from app.core.permissions import Actor
from app.core.values import Tier
from app.core.web import named
from app.core.web.locale import said as _
from app.intake.policy import may_know_reporter
from app.review.words import DRAW_WAITS, VERDICT_WORDS, WHY_VOID_WORDS, WIDENED_WORDS
from app.sla.clocks import ClockKind
from app.sla.lamps import CLOCK_WORDS
from app.sla.noting import may_note
from app.sla.queries import LedgerRow

SHOWN_LINES = 12
CLOCKS_SHOWN = 8


@dataclass(frozen=True)
class Nested:
    """A tier of the place: who leads it, and whether the case belongs there."""

    tier: Tier
    name: str
    who: str
    own: str


@dataclass(frozen=True)
class WhyStep:
    """A line of 为什么是我, its places already in the page's language."""

    words: str
    params: dict[str, Any]
    hit: bool


def context(actor: Actor, found: CasePage, at: datetime) -> dict[str, Any]:
    """Everything casework/case.html names."""
    case, category = found.case, found.head.category
    open_moves = turns.open_moves(actor, case, category, at)
    turn = turns.turn(case, [verb for verb in open_moves if verb not in _too_late(found, at)])
    story = telling.lines(actor, found)
    return {
        **_twins(actor, found, open_moves),
        "found": found,
        "home": turns.landing(actor),
        "case": case,
        "category": category,
        "main": STEPS[turn.main] if turn.main else None,
        "more": [STEPS[verb] for verb in turn.more],
        "rare_verbs": turns.RARE,
        "may_note": may_note(actor, case),
        "lead": lead(found, turn.main),
        "story": story[:SHOWN_LINES] if len(story) > SHOWN_LINES + 2 else story,
        "earlier": story[SHOWN_LINES:] if len(story) > SHOWN_LINES + 2 else [],
        "why": why(actor, found),
        "nest": nest(found),
        "people": people(found),
        "parts": parts(found),
        "part_units": {part.id: found.names.units.get(part.unit_id, "") for part in found.parts},
        "reported": text_of(found.texts, TextKind.REPORT),
        "reply": text_of(found.texts, TextKind.REPLY, case.round),
        "result": result_words(case),
        **gallery.context(case, found.photos),
        "photo_why": text_of(found.texts, TextKind.PHOTO_WHY, case.round),
        "may_ask_reporter": found.head.has_contact and may_know_reporter(actor, case),
        "hides_reporter": case.confidential and not telling.knows_reporter(actor, case),
        "about": about(actor, found),
        "clock_words": CLOCK_WORDS,
        "ledger": folded(found.clocks),
        "verdicts": VERDICT_WORDS,
        "draw_waits": DRAW_WAITS,
        "why_void": WHY_VOID_WORDS,
        **rulings.context(found),
        "widened": WIDENED_WORDS,
    }


def _twins(actor: Actor, found: CasePage, open_moves: Sequence[Verb]) -> dict[str, Any]:
    """What may be the same, for whoever could merge it; meant: which of them whoever reported said it is."""
    twins: Sequence[Twin] = ()
    if Verb.MERGE in open_moves and found.case.state in SORTED_OUT_IN:
        twins = twins_of(actor, found.case, found.head.category, text_of(found.texts, TextKind.REPORT), found.entries)
    return {"twins": twins, "meant": meant(found.entries)}


def lead(found: CasePage, main: Verb | None) -> tuple[str, str]:
    """The head of the moves: 轮到你：核查 and what to do; or whom the case waits for."""
    case, names = found.case, found.names
    if main is not None:
        title, text = NEXT.get(next_of(main, case), (label(main), ""))
        return _("轮到你：%(what)s", what=_(title)), _(text) if text else ""
    who = names.users.get(case.owner_id or 0, "")
    if case.state is State.HANDLED:
        who = names.users.get(case.checker_id or 0, _("调度台"))
    elif case.handling_unit_id and not case.handling_external:
        who = names.units.get(case.handling_unit_id, who)
    title = WAITS_AT_DESK.get(case.desk_kind) or WAITS[case.state]
    said = _(title, who=who or _("调度台")) if "%(who)s" in title else _(title)
    return said, "" if case.state in ENDS else _("现在没有要你办的。")


def _too_late(found: CasePage, at: datetime) -> tuple[Verb, ...]:
    """What would be refused now: no more time once the promise is broken, nor more often than the category allows."""
    due = next((row.due_at for row in found.clocks if row.kind is ClockKind.DISPOSE and row.lamp), None)
    if due is not None and due <= at:
        return (Verb.ASK_EXTENSION, Verb.ASK_SUSPENSION, Verb.SUSPEND)
    case = found.case
    if (
        case.category_id
        and case.extensions >= catalog.limits(case.category_id, case.dispatched_at or at).extensions_max
    ):
        return (Verb.ASK_EXTENSION,)
    return ()


def folded(rows: Sequence[LedgerRow]) -> tuple[list[LedgerRow], list[LedgerRow]]:
    """The clocks to show, and the kept ones to fold away when there are more than eight (look.md section 4)."""
    if len(rows) <= CLOCKS_SHOWN:
        return list(rows), []
    return [row for row in rows if not row.strict], [row for row in rows if row.strict]


def why(actor: Actor, found: CasePage) -> tuple[RoutingDecision, str, list[WhyStep]] | None:
    """The decision that matters now: who checks while it is checked, else who owns it; with its heading."""
    case, head = found.case, found.head
    checking = case.state is State.HANDLED and head.checking is not None
    decision = head.checking if checking else head.routed
    if decision is None:
        return None
    mine = decision.chosen_user_id == actor.id
    heading = _("为什么是我") if mine else _("为什么由这个人核查") if checking else _("为什么派给这个人")
    return decision, heading, why_steps(decision)


def why_steps(decision: RoutingDecision) -> list[WhyStep]:
    """The reasons of a decision, in order."""
    return [_why_step(step) for step in decision.steps]


def _why_step(step: dict[str, Any]) -> WhyStep:
    params = {k: _(v) if k == "tier" else v for k, v in step["params"].items()}
    return WhyStep(step["words"], params, bool(step.get("hit")))


def nest(found: CasePage) -> list[Nested]:
    """The three tiers at the place, from large to small, and which of them answers."""
    case, names = found.case, found.names
    order = {Tier.STREET: 0, Tier.RESIDENTIAL: 1, Tier.MICRO: 2}
    here = {case.place_grid_id, case.residential_grid_id, case.owner_grid_id}
    shown = [g for g in names.grids.values() if g.id in here or g.tier is Tier.STREET]
    rows = []
    for grid in sorted(shown, key=lambda g: order[g.tier]):
        own = grid.id == case.owner_grid_id
        leads = _("网格长 %(name)s", name=names.chiefs[grid.id]) if grid.id in names.chiefs else ""
        owner = names.users.get(case.owner_id or 0, "") if own else ""
        who = _("归口 %(name)s", name=owner) if owner else leads
        rows.append(Nested(grid.tier, grid.name, who, _("归这里") if own else ""))
    return rows


def people(found: CasePage) -> list[tuple[str, str]]:
    """Who is at it: owner, handling side, helpers, checker, and everybody who handled."""
    case, names = found.case, found.names
    unit = names.units.get(case.handling_unit_id or 0, "")
    grid = names.grids.get(case.handling_grid_id or 0)
    side_name = _("%(name)s（没有账号，由归口代报）", name=unit) if case.handling_external else unit
    handled = [names.users[i] for i in sorted(case.handler_ids) if i in names.users]
    rows = [
        (_("归口"), names.users.get(case.owner_id or 0, "")),
        (_("主办"), side_name or (grid.name if grid else "")),
        (_("可请协办"), _("、").join(named(d) for d in names.departments)),
        (_("办过"), _("、").join(handled)),
        (_("第一次核查"), names.users.get(case.first_checker_id or 0, "")),
        (_("核查"), names.users.get(case.checker_id or 0, "")),
    ]
    return [(term, name) for term, name in rows if name]


def about(actor: Actor, found: CasePage) -> str:
    """Whom the case complains about, for the desk only."""
    if not actor.has(*RESTRICTED_ROLES):
        return ""
    names = found.names
    people_ = [names.users.get(a.user_id or 0) or names.units.get(a.unit_id or 0) for a in found.case.about]
    return _("、").join(name for name in people_ if name)


def text_of(texts: Sequence[CaseText], kind: TextKind, round_: int | None = None) -> str:
    """The first report; or the latest text of another kind, of one round where it is named."""
    found = [t for t in texts if t.kind is kind and (round_ is None or t.round == round_)]
    if not found:
        return ""
    text = found[0] if kind is TextKind.REPORT else found[-1]
    return _(telling.ERASED) if text.value is None else text.value


def result_words(case: Case) -> list[tuple[str, str]]:
    """Outcome and both findings, as soon as there are any."""
    if case.outcome is None or case.fact_finding is None or case.claim_finding is None:
        return []
    return [
        (_("结果"), _(label(case.outcome))),
        (_("事实认定"), _(FACT_WORDS[case.fact_finding])),
        (_("诉求认定"), _(CLAIM_WORDS[case.claim_finding])),
    ]
