"""Who gets a case, and why: pure (architecture.md section 4, the issue's routing rule).

Tier of the category → grid of that tier at the point, else the next tier up → members on duty, not on
leave (else the stand-in), not complained about, least loaded first, ties by id → the grid chief → the
desk. Outside office hours, critical cases and those whose contact is promised in elapsed time go to
the street's 24-hour duty, in the order of its phone list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.cases.words import DeskKind, Urgency
from app.core.msgid import N_
from app.core.values import Tier

TIER_WORDS = {Tier.STREET: N_("街道总网格"), Tier.RESIDENTIAL: N_("居民区网格"), Tier.MICRO: N_("商区微网格")}


@dataclass(frozen=True)
class Member:
    """Somebody who could take it. about: the case complains about them; load: their open cases."""

    user_id: int
    name: str
    load: int = 0
    away: bool = False
    about: bool = False
    stands_in_for: str | None = None


@dataclass(frozen=True)
class LeadUnit:
    """The concrete body of the category's lead department, or the one that a ruling named.

    ruled_on: the day of that ruling, "2026-11-29"; "" where the catalogue says so.
    """

    id: int
    name: str
    external: bool = False
    about: bool = False
    ruled_on: str = ""


def is_for_the_night(office_open: bool, urgency: Urgency, promised_elapsed: bool) -> bool:
    """Outside office hours: every critical case, and those whose respond limit runs at night."""
    return not office_open and (urgency is Urgency.CRITICAL or promised_elapsed)


@dataclass(frozen=True)
class Ask:
    """What the rule needs to know. members already hold the stand-ins of those who are away."""

    tier: Tier
    grid_id: int
    grid_name: str
    grid_tier: Tier
    root_id: int
    urgency: Urgency
    members: Sequence[Member] = ()
    chiefs: Sequence[Member] = ()
    night: Sequence[Member] = ()
    office_open: bool = True
    promised_elapsed: bool = False
    lead: LeadUnit | None = None

    @property
    def goes_to_the_night(self) -> bool:
        """See `is_for_the_night`."""
        return is_for_the_night(self.office_open, self.urgency, self.promised_elapsed)


@dataclass(frozen=True)
class Step:
    """A line of 为什么是我: a msgid and its parameters; hit: the line that decided."""

    words: str
    params: dict[str, Any] = field(default_factory=dict)
    hit: bool = False

    def as_json(self) -> dict[str, Any]:
        """As it is stored on the decision."""
        return {"words": self.words, "params": self.params, "hit": self.hit}


@dataclass(frozen=True)
class Decision:
    """Who owns it, where, who handles; desk: why a person must decide (owner_id None when nobody was found)."""

    owner_id: int | None
    owner_grid_id: int
    unit: LeadUnit | None
    steps: tuple[Step, ...]
    desk: DeskKind | None = None


def route(ask: Ask) -> Decision:
    """Choose the owner and the handling side; never somebody whom the case complains about."""
    grid_id, steps, pool = _where(ask)
    chosen = choose(pool, by_order=ask.goes_to_the_night)
    steps += [_passed(m) for m in pool if m.away or m.about]
    if chosen is None:
        chosen = choose(ask.chiefs)
        steps.append(Step(N_("当班的没有合适的人，转网格长")))
    if chosen is None:
        return Decision(
            None, grid_id, None, (*steps, Step(N_("网格长也不合适，交调度台"), hit=True)), DeskKind.UNROUTED
        )
    steps.append(_hit(chosen, ask.goes_to_the_night))
    unit, desk, more = _handling(ask)
    return Decision(chosen.user_id, grid_id, unit, (*steps, *more), desk)


def choose(pool: Sequence[Member], *, by_order: bool = False) -> Member | None:
    """The least loaded who is there and whom no complaint means, ties by id; by_order: the first of the list."""
    free = [m for m in pool if not m.away and not m.about]
    if by_order:
        return free[0] if free else None
    return min(free, key=lambda m: (m.load, m.user_id), default=None)


def next_on_list(night: Sequence[Member], leaders: Sequence[Member], called: Iterable[int]) -> Member | None:
    """Whom to call now that nobody signed in: the phone list in order, then the leaders; each once."""
    tried = set(called)
    return next((m for m in (*night, *leaders) if m.user_id not in tried and not m.away and not m.about), None)


def called_next(chosen: Member, root_id: int) -> Decision:
    """The decision of the phone list: whoever was called before did not sign in."""
    steps = (Step(N_("前一位没有按时签收")), Step(N_("%(name)s：电话名单上的下一位"), {"name": chosen.name}, hit=True))
    return Decision(chosen.user_id, root_id, None, steps)


def _where(ask: Ask) -> tuple[int, list[Step], Sequence[Member]]:
    if ask.goes_to_the_night:
        return ask.root_id, [Step(N_("下班时间的急件，交街道 24 小时值班组，按电话顺序"))], ask.night
    steps = [Step(N_("这个类别由%(tier)s负责"), {"tier": TIER_WORDS[ask.tier]})]
    if ask.grid_tier is not ask.tier:
        steps.append(Step(N_("这个位置没有%(tier)s，由上一级负责"), {"tier": TIER_WORDS[ask.tier]}))
    steps.append(Step(N_("位置落在%(grid)s"), {"grid": ask.grid_name}))
    return ask.grid_id, steps, ask.members


def _passed(member: Member) -> Step:
    return Step(N_("%(name)s：回避") if member.about else N_("%(name)s：请假"), {"name": member.name})


def _hit(member: Member, night: bool) -> Step:
    if member.stands_in_for:
        params = {"name": member.name, "other": member.stands_in_for}
        return Step(N_("%(name)s：替 %(other)s 的 B 角"), params, hit=True)
    if night:
        return Step(N_("%(name)s：值班电话排在最前"), {"name": member.name}, hit=True)
    return Step(N_("%(name)s：当班，手上 %(n)s 件，最少"), {"name": member.name, "n": member.load}, hit=True)


def _handling(ask: Ask) -> tuple[LeadUnit | None, DeskKind | None, tuple[Step, ...]]:
    """Urgent and critical in office hours: the lead unit at once; else the owner's grid."""
    if ask.urgency is Urgency.NORMAL or not ask.office_open:
        return None, None, ()
    if ask.lead is None:
        return None, DeskKind.NO_UNIT, (Step(N_("急件应直派主办单位，但没有找到，由网格先办")),)
    if ask.lead.about:
        return None, None, (Step(N_("%(name)s：回避，由网格先办"), {"name": ask.lead.name}),)
    sent = Step(N_("急件，同时直派主办单位 %(name)s"), {"name": ask.lead.name})
    if not ask.lead.ruled_on:
        return ask.lead, None, (sent,)
    listed = Step(N_("责任清单：%(day)s 裁定归 %(name)s"), {"day": ask.lead.ruled_on, "name": ask.lead.name})
    return ask.lead, None, (listed, sent)
