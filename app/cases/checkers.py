"""Who checks a result: pure, like routing (architecture.md section 3, handler is not judge).

The owner if a department handled; a street inspector; a worker of an adjacent grid; the chief one tier
up; the duty chief, who is the desk. Never a handler, nobody of a handling unit, nobody complained about.
A second check (app/cases/again.py) is made one tier up of the first: by a chief, the duty chief or a leader.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.cases.routing import Step
from app.core.msgid import N_


class CheckerFrom(StrEnum):
    """Where a checker comes from, in the order in which they are asked."""

    OWNER = "owner"
    INSPECTOR = "inspector"
    ADJACENT = "adjacent"
    CHIEF_ABOVE = "chief_above"
    DUTY_CHIEF = "duty_chief"
    LEADER = "leader"


WORDS = {
    CheckerFrom.OWNER: N_("%(name)s：单位办的，由归口网格员核查"),
    CheckerFrom.INSPECTOR: N_("%(name)s：街道监督员"),
    CheckerFrom.ADJACENT: N_("%(name)s：相邻网格的网格员"),
    CheckerFrom.CHIEF_ABOVE: N_("%(name)s：上一级网格长"),
    CheckerFrom.DUTY_CHIEF: N_("%(name)s：值班长"),
    CheckerFrom.LEADER: N_("%(name)s：分管领导"),
}


@dataclass(frozen=True)
class Candidate:
    """Somebody who could check. tier: how far above; load: how many checks wait for them; away: on leave now."""

    user_id: int
    name: str
    unit_id: int | None
    origin: CheckerFrom
    tier: int = 0
    load: int = 0
    away: bool = False


@dataclass(frozen=True)
class Barred:
    """Whom the case rules out: its handlers, their units, and whom it complains about."""

    user_ids: Collection[int] = ()
    unit_ids: Collection[int] = ()

    def bars(self, someone: Candidate) -> bool:
        """True when this person may not judge the case."""
        return someone.user_id in self.user_ids or (someone.unit_id is not None and someone.unit_id in self.unit_ids)


def pick_checker(candidates: Sequence[Candidate], barred: Barred) -> tuple[Candidate | None, tuple[Step, ...]]:
    """The first entitled person by origin and tier, least loaded, ties by id; and why. None: nobody is entitled.

    Whoever is on leave is asked only when everybody entitled is.
    """
    order = list(CheckerFrom)
    free = [c for c in candidates if not barred.bars(c)]
    chosen = min(free, key=lambda c: (c.away, order.index(c.origin), c.tier, c.load, c.user_id), default=None)
    if chosen is None:
        return None, (Step(N_("没有人有资格核查，交调度台"), hit=True),)
    return chosen, (Step(WORDS[chosen.origin], {"name": chosen.name}, hit=True),)
