"""A working day of thirty steps on tablets: several people, several cases, and what the desk does meanwhile.

A case goes by the words with which it was reported; a value that begins with @ is a category's code.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from app.cases import ops
from app.cases.models import Case
from app.cases.models_trail import CaseText
from app.cases.reports import Spot
from app.cases.words import TextKind
from app.core.db import db
from app.core.values import Point, Span
from tests.builders.town import CLUTTER, IN_R1, IN_R2, LEAK, MONDAY, Town, minutes
from tests.builders.town_walks import closed

CLUTTERED, LEAKING, NEXT_DOOR, DRIPPING, LAST_MONTH = "楼道堆物", "屋顶渗水", "隔壁堆物", "墙角滴水", "上月清过"
SEEN, FIXED, DOUBTED, BASEMENT = "巡查看到", "当场清掉", "待核实的", "地下车库"
DONE = {"outcome": "resolved", "fact": "yes", "claim": "yes", "reply": "办好了。", "photo_why": "旧平板没有定位"}
FOUND = {"category": "@0102", "lon": str(IN_R1.lon), "lat": str(IN_R1.lat), "accuracy": "12"}
BEGINS, EVERY = MONDAY + minutes(30), minutes(8)
Fields = Mapping[str, str]
Desk = Callable[[Town, datetime], object]


@dataclass(frozen=True)
class Made:
    """An operation: what is done to which case, what is filled in, and pictures by field and name."""

    do: str
    case: str = ""
    fields: Fields = field(default_factory=dict)
    photos: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What one person makes and then sends. desk: what others did before at their screens."""

    who: str
    made: tuple[Made, ...]
    desk: Desk | None = None

    @property
    def name(self) -> str:
        """As a failure calls it."""
        return f"{self.who} " + " + ".join(f"{made.do} {made.case}".strip() for made in self.made)


def case_of(town: Town, words: str) -> Case:
    """The case that was reported with these words."""
    rows = select(CaseText.case_id).where(CaseText.kind == TextKind.REPORT, CaseText.value == words)
    return town.of(db.session.scalars(rows).one())


def begin(town: Town) -> None:
    """What lies there in the morning."""
    closed(town, MONDAY - timedelta(days=31), text=LAST_MONTH)
    town.report(CLUTTER, text=CLUTTERED)
    home = Spot(IN_R1, "wgs84", address="演示路 18 弄 6 号", estate_id=town.estates["和风苑"])
    town.report(LEAK, text=LEAKING, spot=home)
    town.report(CLUTTER, text=NEXT_DOOR, spot=_at(IN_R2))
    town.report(LEAK, text=DRIPPING, spot=_at(IN_R2))
    ops.verify(town.clerk, town.report(None, text=DOUBTED), at=MONDAY + minutes(5))


def _at(point: Point) -> Spot:
    return Spot(point, "wgs84", address="演示路 20 弄")


def _extended(town: Town, at: datetime) -> None:
    ops.extend(town.chief, case_of(town, LEAKING), 2, "配件要等", at=at)


def _dispatched_anew(town: Town, at: datetime) -> None:
    ops.redispatch(town.dispatcher, case_of(town, NEXT_DOOR), town.far.id or 0, at=at)


def _not_suspended(town: Town, at: datetime) -> None:
    ops.decline(town.chief, case_of(town, DRIPPING), "先把水止住", at=at)


def _supervised(town: Town, at: datetime) -> None:
    ops.supervise(town.chief, case_of(town, DRIPPING), "今天给个说法", Span.parse("2 working_hour"), at=at)


def _asked_for_part(town: Town, at: datetime) -> None:
    ops.ask_part(town.worker, case_of(town, SEEN), town.units["和风物业"], "搬走沙发", at=at)


def _noted(town: Town, at: datetime) -> None:
    ops.note(town.chief, case_of(town, SEEN), "居民又来问过", at=at)


def _step(who: str, *made: Made, desk: Desk | None = None) -> Step:
    return Step(who, made, desk)


M = Made
TALKED = {"reached": "yes", "note": "说好下午来"}
DAY: tuple[Step, ...] = (
    _step("worker", M("sign_in", CLUTTERED)),
    _step("worker", M("contact", CLUTTERED, TALKED)),
    _step("patroller", M("report", "", FOUND | {"text": SEEN, "urgency": "normal"}, {"photos": ("p1",)})),
    _step("worker", M("sign_in", LEAKING)),
    _step("worker", M("hand_over", LEAKING, {"unit": "lead", "note": "屋面的事"})),
    _step("handler", M("sign_in", LEAKING)),
    _step("handler", M("contact", LEAKING, {"reached": "no", "note": "没人接"})),
    _step("worker", M("handle", CLUTTERED, DONE, {"before": ("b1",), "after": ("a1", "a2")})),
    _step("inspector", M("check_fail", CLUTTERED, {"reason": "四楼还有两个"}, {"photos": ("c1",)})),
    _step("worker", M("note", CLUTTERED, {"text": "和住户约了三点"}, {"photos": ("n1",)})),
    _step("worker", M("handle", CLUTTERED, DONE, {"after": ("a3",)})),
    _step("inspector", M("check_pass", CLUTTERED, {"note": "清干净了"}, {"photos": ("c2",)})),
    _step(
        "worker",
        M("report", "", FOUND | DONE | {"text": FIXED, "done": "y"}, {"photos": ("b2",), "after": ("a4", "a5")}),
    ),
    _step("inspector", M("check_pass", FIXED, {"note": "是干净的"})),
    _step("neighbour", M("refuse", NEXT_DOOR, {"reason": "not_ours", "clause": "职责第 1 条", "note": "在那一头"})),
    _step("handler", M("ask_extension", LEAKING, {"days": "3", "reason": "要等配件"})),
    _step("handler", M("contact", LEAKING, TALKED), desk=_extended),
    _step("far", M("sign_in", NEXT_DOOR), desk=_dispatched_anew),
    _step("neighbour", M("sign_in", DRIPPING)),
    _step(
        "neighbour", M("ask_suspension", DRIPPING, {"kind": "conditions", "until": "2026-11-30", "reason": "等天晴"})
    ),
    _step("neighbour", M("contact", DRIPPING, TALKED), desk=_not_suspended),
    _step("neighbour", M("answer", DRIPPING, {"text": "已经关了总阀"}), desk=_supervised),
    _step("handler", M("handle", LEAKING, DONE, {"before": ("b3",), "after": ("a6",)})),
    _step("inspector", M("check_pass", LEAKING, {"note": "不漏了"}, {"photos": ("c3",)})),
    _step("inspector", M("report_finding", DOUBTED, {"finding": "no", "note": "没有看到"})),
    _step(
        "worker",
        M("sign_in", SEEN),
        M("contact", SEEN, TALKED),
        M("note", SEEN, {"text": "车进不去"}, {"photos": ("n2", "n3")}),
        M("report", "", FOUND | {"text": BASEMENT}, {"photos": ("p2", "p3")}),
        M("note", CLUTTERED, {"text": "顺路又看了一眼"}),
    ),
    _step("handler", M("sign_in_part", SEEN), desk=_asked_for_part),
    _step("handler", M("report_part", SEEN, {"feedback": "沙发搬走了"}, {"photos": ("d1",)})),
    _step("worker", M("handle", SEEN, DONE, {"after": ("a7",)}), M("note", SEEN, {"text": "门口也扫了"}), desk=_noted),
    _step("inspector", M("recheck", LAST_MONTH, {"visit": "lasts", "note": "还是干净的"}, {"photos": ("r1",)})),
)


def when(number: int) -> datetime:
    """The moment of a step, of which there are thirty."""
    return BEGINS + number * EVERY
