"""A committed town with cases of every delicate kind, each with names, numbers and words found nowhere else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.cases import ops, queries
from app.cases.models import Case
from app.cases.reports import Report, Spot
from app.cases.words import PhotoKind, Source
from app.catalog.estates.ops import keep_sheet
from app.catalog.setup.replies import ReplyEntry, add_reply
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor
from app.desk import ops as desk
from app.desk.bulk import Order, Pick
from app.desk.filters import Filters
from app.desk.words import BulkVerb, SheetKind
from app.field import devices
from app.field.models import FieldDevice
from app.grid import ops as grid_ops
from app.grid import queries as grids
from app.grid.drafts.ops import upload_draft
from app.intake import ops as intake
from app.intake.reports import ReportIn
from app.review.models import Reviewer, Seat
from app.review.roster import ops as roster
from app.review.roster.models import ReviewerApplication
from app.sla import queries as sla
from app.verdicts import ops as verdicts
from tests.builders.closings import UNHAPPY, close
from tests.builders.draws import draw_waiting
from tests.builders.grids import changed, small, square
from tests.builders.roster import a_wish
from tests.builders.town import (
    CLUTTER,
    ENQUIRY,
    IN_R1,
    MONDAY,
    NOISE,
    PETITION,
    THREAT,
    Town,
    a_picture,
    a_result,
    hours,
    minutes,
)
from tests.support.towns import Served
from tests.support.web import Client

LATER = MONDAY + hours(5)
WISHES_NAME, WISHES_PHONE = "欧阳喜鹊", "13987659999"
RESTRICTED_NAMES = ("信访初信初访", "过激扬言类紧急诉求", "First petition", "Threat-of-harm")


@dataclass
class Told:
    """A case, and what its reporter said of themselves; `words` are part of what they reported."""

    key: str
    number: int
    case_id: int = 0
    receipt: str = ""
    secret: str = ""
    photo_ids: list[int] = field(default_factory=list)
    clock_ids: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Who reported."""
        return f"欧阳雀{self.number}号"

    @property
    def phone(self) -> str:
        """Their number."""
        return f"1398765{4320 + self.number}"

    @property
    def masked(self) -> str:
        """Their number as it is shown by default."""
        return f"{self.phone[:3]}****{self.phone[-4:]}"

    @property
    def words(self) -> str:
        """Part of the report's text."""
        return f"暗号丹顶鹤{self.number}"

    @property
    def email(self) -> str:
        """Where they want to hear of the closing."""
        return f"quail{self.number}@reporter.example.org"

    @property
    def why(self) -> str:
        """What they are not content with."""
        return f"心里话白鹡鸰{self.number}"

    @property
    def asked(self) -> str:
        """Why they ask to reopen it: meant to be read by whoever decides."""
        return f"请再来看黑水鸡{self.number}"

    @property
    def private(self) -> tuple[str, ...]:
        """What is never shown unasked."""
        return (self.name, self.phone, f"{self.phone[:3]} {self.phone[3:7]} {self.phone[7:]}")


@dataclass
class Scene:
    """The town, its delicate cases by kind, and clients for whoever looks."""

    served: Served
    told: dict[str, Told] = field(default_factory=dict)
    wish_id: int = 0
    draft_id: int = 0
    sheet_id: int = 0
    leave_id: int = 0
    handover_id: int = 0
    reply_id: int = 0
    device_id: int = 0

    @property
    def town(self) -> Town:
        """The street."""
        return self.served.town

    def visitors(self) -> Iterator[tuple[str, Actor | None]]:
        """Somebody of every role, those who have a part in the cases, and somebody without an account."""
        yield "nobody", None
        for name in PEOPLE:
            yield name, getattr(self.town, name)
        yield "judge", self.judge()

    def client(self, who: Actor | None) -> Client:
        """Their browser."""
        return self.served.web.client() if who is None else self.served.web.as_(who)

    def judge(self) -> Actor:
        """Somebody who sits on the panel."""
        rows = select(Reviewer.user_id).join(Seat, Seat.reviewer_id == Reviewer.id).limit(1)
        with self.served.web.read():
            found = grids.actor_of(db.session.scalars(rows).one())
        assert found is not None
        return found

    def sees(self, who: Actor | None, told: Told) -> bool:
        """Whether they may read the case at all."""
        if who is None:
            return False
        with self.served.web.read():
            try:
                queries.visible_case(who, told.case_id)
            except NotFound:
                return False
        return True


PEOPLE = (
    *("worker", "deputy", "grid_chief", "patroller", "inspector", "clerk", "dispatcher", "chief", "leader"),
    *("auditor", "admin", "handler", "owners", "committee", "enforcer"),
)


def a_scene(served: Served, clock: ModuleType) -> Scene:
    """Eight cases: in hand, confidential, about its handlers, two restricted, before a panel, unplaced, and closed."""
    clock.set(LATER)
    scene = Scene(served)
    with served.web.write():
        for number, (key, make) in enumerate(MAKERS.items(), start=1):
            told = Told(key, number)
            case = make(scene.town, told)
            told.case_id, told.receipt = case.id, case.receipt
            told.photo_ids = [photo.id for photo in queries.photos(case.id)]
            told.clock_ids = [row.id for row in sla.clocks_of(case.id, MONDAY)]
            scene.told[key] = told
        scene.wish_id = _wish(scene.town)
        scene.draft_id = _draft(scene.town)
        scene.sheet_id = keep_sheet(scene.town.admin, "x.csv", [(2, {"estate": "和风苑"})], at=LATER)
        _at_the_desk(scene)
        scene.leave_id, scene.handover_id = _rostered(scene)
        scene.reply_id = add_reply(scene.town.admin, ReplyEntry("已清理", "已经清理，谢谢您。"), at=MONDAY).id
        devices.register(scene.town.worker, str(UUID(int=7)), "Tab", LATER)
        scene.device_id = db.session.scalars(select(FieldDevice.id)).one()
        draw_waiting(LATER)
    return scene


def _at_the_desk(scene: Scene) -> None:
    """A saved filter, a list that was taken, and a bulk move on every case."""
    chief, filters = scene.town.chief, Filters(state="all")
    desk.save_filter(chief, "全部", filters, shared=True, at=LATER)
    desk.export(chief, filters, SheetKind.CSV, 8, at=LATER)
    picks = [Pick(told.case_id, 0) for told in scene.told.values()]
    desk.begin_bulk(chief, Order(BulkVerb.URGE, "t" * 24), picks, at=LATER)


def _sent(town: Town, told: Told, code: str, at: datetime = MONDAY, **more: Any) -> Case:
    """Through the public door."""
    text = f"楼下又堆满了，{told.words}，电话{told.phone}"
    values: dict[str, Any] = {"spot": Spot(IN_R1, "wgs84", address="演示路 18 弄 6 号"), **more}
    values |= {"pictures": (a_picture(PhotoKind.REPORT).stored,), "name": told.name, "phone": told.phone}
    form = ReportIn(f"canary-form-{told.number:020d}", town.category(code), text, **values)
    receipt = intake.take_report(town.street_id, form, at)
    told.secret = receipt.secret
    return town.of(receipt.case_id)


def _wish(town: Town) -> int:
    """Somebody of R1 asks to sit on panels."""
    wish = a_wish(town.grid_ids["R1"], name=WISHES_NAME, phone=WISHES_PHONE)
    number = roster.apply(town.street_id, wish, at=MONDAY)
    return db.session.scalars(select(ReviewerApplication.id).where(ReviewerApplication.number == number)).one()


def _draft(town: Town) -> int:
    """Boundaries by which the cases of R1 would lie in R2: every one of them would move."""
    moved = changed(changed(small(), "R1", square(0, wide=0.1)), "R2", square(0.1, wide=1.9))
    return upload_draft(town.admin, "moved.geojson", json.dumps(moved).encode(), at=LATER)


def _rostered(scene: Scene) -> tuple[int, int]:
    """Somebody will be on leave in a week, and a shift was handed over with every delicate case in it."""
    town, week = scene.town, LATER + hours(168)
    left = [{"id": told.case_id, "receipt": told.receipt} for told in scene.told.values()]
    leave = grid_ops.book_off(town.chief, town.far.id or 0, week, week + hours(24), at=LATER)
    return leave.id, grid_ops.write_hand_over(town.chief, "都办好了", {"critical": left}, at=LATER).id


def _in_hand(town: Town, told: Told) -> Case:
    case = _sent(town, told, CLUTTER)
    ops.sign_in(town.worker, case, at=MONDAY + minutes(5))
    ops.contact(town.worker, case, "说好下午来清", reached=True, at=MONDAY + minutes(10))
    return case


def _confidential(town: Town, told: Told) -> Case:
    case = _sent(town, told, NOISE)
    ops.sign_in(town.worker, case, at=MONDAY + minutes(5))
    return case


def _about(town: Town, told: Told) -> Case:
    return _sent(town, told, CLUTTER, about_handlers=True)


def _registered(town: Town, told: Told, code: str) -> Case:
    report = Report(Source.HIGHER, f"来信说{told.words}", town.category(code), Spot(IN_R1, "wgs84"))
    return town.of(intake.register_report(town.clerk, report, told.name, told.phone, MONDAY).id)


def _petition(town: Town, told: Told) -> Case:
    return _registered(town, told, PETITION)


def _threat(town: Town, told: Told) -> Case:
    case = _registered(town, told, THREAT)
    ops.dispatch(town.dispatcher, case, town.street_worker.id or 0, at=MONDAY + minutes(5))
    return case


def _in_review(town: Town, told: Told) -> Case:
    case = _sent(town, told, CLUTTER)
    ops.sign_in(town.worker, case, at=MONDAY + minutes(5))
    ops.handle(town.worker, case, a_result(), at=MONDAY + hours(1))
    ops.check_pass(town.inspector, case, at=MONDAY + hours(2))
    return case


def _closed(town: Town, told: Told) -> Case:
    """Its reporter is not content, and asks to reopen it."""
    case = close(town, _sent(town, told, ENQUIRY, email=told.email))
    verdicts.give(case, UNHAPPY, told.why, at=MONDAY + hours(3))
    verdicts.ask_reopen(case, told.asked, at=MONDAY + hours(3))
    return case


def _unplaced(town: Town, told: Told) -> Case:
    return _sent(town, told, CLUTTER, spot=Spot(address="说不清"))


MAKERS = {
    "in hand": _in_hand,
    "confidential": _confidential,
    "about": _about,
    "petition": _petition,
    "threat": _threat,
    "in review": _in_review,
    "unplaced": _unplaced,
    "closed": _closed,
}
