"""A small street with its whole cast: everything that happens to a case goes through the ops.

    town = a_town()                      in an app context; flushed, not committed
    case = town.report(FUMES)            a resident's report, routed and dispatched by the rules
    case = town.case_in(State.REWORK)    walked to any state by the shortest way
    town.worker, town.chief, …           people as Actors (tests/builders/town_founding.py lists them all)

It is Monday 2026-11-16, 09:30 in the street (MONDAY), unless a test says otherwise. Three residential grids
stand in a row: R1 (worker, on leave replaced by deputy; led by grid_chief), R2 (neighbour), R3 (far); the
market M1 (market) lies across R1 and R2; street_worker answers for the street S, root_chief leads it.
night1–3 are on the phone list. `chief` is the duty chief. Units: handler is of the property company of 和风苑,
enforcer and enforcer2 of CG, safety of PA, committee of JW, owners of YWH; 春风里 (R2) has no company. Twelve
reviewers: seven in R1, three in R2, two in R3. No `sampled` case is drawn unless `town.sample(100)`.

A Town holds ids and Actors only: it may be made in `web.write()` and used in later ones. Two fixtures give it
to tests on a database that was filled once (tests/support/towns.py, imported by a conftest): `cast`, rolled back
after each test, and `served`, committed, with a `web` in front.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import select

from app.cases import ops
from app.cases import queries as cases
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.ops.conferring import Held
from app.cases.reports import Picture, Report, Result, Spot
from app.cases.words import Finding, Outcome, PhotoKind, RefusalReason, Source
from app.core import files
from app.core.clock import street_time
from app.core.db import db
from app.core.permissions import Actor, Role, public_actor
from app.grid import ops as grid
from app.grid import queries as grids
from app.grid.duty import Shift
from app.intake import ops as intake
from app.intake.reports import ReportIn
from app.people import ops as people
from app.people.models import Street
from app.review import ops as review
from app.review.models import Review, Reviewer, Seat
from app.review.words import Vote
from tests.builders import town_founding
from tests.builders.draws import draw_waiting
from tests.builders.town_founding import BORN as BORN
from tests.builders.town_founding import CG as CG
from tests.builders.town_founding import IN_MARKET as IN_MARKET
from tests.builders.town_founding import IN_R1 as IN_R1
from tests.builders.town_founding import IN_R2 as IN_R2
from tests.builders.town_founding import IN_R3 as IN_R3
from tests.builders.town_founding import JW as JW
from tests.builders.town_founding import OUTSIDE as OUTSIDE
from tests.builders.town_founding import PA as PA
from tests.builders.town_founding import WY as WY

MONDAY = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)  # 09:30 in the street
AFTERNOON = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)  # 15:00
NIGHT = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)  # 23:00
PHONE, NAME = "13812345678", "王小明"
SAID = "六号楼四楼楼道里堆满了鞋柜"
WASTE, CLUTTER, TRADE, SWITCHED_OFF = "0101", "0102", "0103", "0104"
FACADE, LEAK, LIFT, PROPERTY, FUNDS = "0301", "0302", "0303", "0305", "0306"
FUMES, NOISE, FIRE_LANE, MANHOLE, LICENCE = "0404", "0405", "0501", "0604", "0801"
PETITION, THREAT, ENQUIRY = "0902", "0904", "1001"
_number = count(1)


def minutes(n: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=n)


def hours(n: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=n)


@dataclass
class Town(town_founding.Founded):
    """The street, its grids and categories by code, units and estates by name, and its people by what they are."""

    def __getattr__(self, name: str) -> Actor:
        """`town.worker`, `town.chief` and so on."""
        try:
            return self.__dict__["cast"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    def category(self, code: str) -> int:
        """The id of a category."""
        return self.categories[code]

    def person(self, name: str, *roles: Role, grids_of: Iterable[str] = (), unit: str = "") -> Actor:
        """One more with an account, as the door makes them."""
        told: dict[str, Any] = {"grid_ids": [self.grid_ids[code] for code in grids_of]}
        told["unit_id"] = self.units[unit] if unit else None
        user = people.create_user(self.street_id, f"town{next(_number)}", name, "x", roles, at=BORN, **told)
        return self._actor(user.id)

    def on_duty(self, who: Actor, code: str, **more: Any) -> None:
        """Somebody answers for a grid from now on."""
        grid.add_duty(self.street_id, self.grid_ids[code], who.id or 0, Shift(from_at=BORN), **more)

    def away(self, who: Actor, at: datetime = MONDAY) -> None:
        """Somebody is on leave around a moment."""
        grid.add_leave(self.street_id, who.id or 0, at - timedelta(days=1), at + timedelta(days=1))

    def sample(self, percent: int) -> None:
        """How many of the `sampled` cases are drawn from now on."""
        street = db.session.get_one(Street, self.street_id)
        street.settings = {**street.settings, "sampled_rate": percent}
        db.session.flush()

    def report(self, code: str | None = CLUTTER, at: datetime = MONDAY, **more: Any) -> Case:
        """A resident's report, filed, routed and dispatched by the rules when they are sure."""
        told = {"text": SAID, "spot": Spot(IN_R1, "wgs84", address="演示路 18 弄 6 号"), **more}
        told.setdefault("source", Source.RESIDENT)
        category_id = self.category(code) if code else None
        case = ops.report(public_actor(self.street_id), Report(category_id=category_id, **told), at=at)
        return self.of(case.id)

    def a_report(self, code: str, **more: Any) -> Report:
        """What somebody of the desk writes down."""
        told = {"text": "来电说的事", "spot": Spot(IN_R1, "wgs84"), "source": Source.HIGHER, **more}
        return Report(category_id=self.category(code), **told)

    def called_in(self, code: str = CLUTTER, at: datetime = MONDAY, **more: Any) -> Case:
        """The same through the public form, with name and phone."""
        told = {"text": SAID, "spot": Spot(IN_R1, "wgs84"), "name": NAME, "phone": PHONE, **more}
        sent = ReportIn(form_key=f"town-form-{next(_number):020d}", category_id=self.category(code), **told)
        return self.of(intake.take_report(self.street_id, sent, at).case_id)

    def registered(self, code: str = PETITION, at: datetime = MONDAY, **more: Any) -> Case:
        """The clerk writes down what somebody came to say."""
        told = {"source": Source.HIGHER, "text": SAID, "spot": Spot(IN_R1, "wgs84"), **more}
        report = Report(category_id=self.category(code), **told)
        return self.of(intake.register_report(self.clerk, report, NAME, PHONE, at).id)

    def of(self, case_id: int) -> Case:
        """A case with whatever its policies need, whoever may see it."""
        return cases.visible_case(self.auditor, case_id)

    def signed_in(self, code: str = CLUTTER, at: datetime = MONDAY, **more: Any) -> Case:
        """In the hands of its handling side."""
        case = self.report(code, at, **more)
        ops.sign_in(self.side(case), case, at=at + minutes(5))
        return case

    def handled(self, code: str = CLUTTER, at: datetime = MONDAY, **more: Any) -> Case:
        """Contacted and reported done, with all evidence; somebody else is to check."""
        case = self.signed_in(code, at, **more)
        ops.contact(self.side(case), case, "说好下午来清", reached=True, at=at + minutes(10))
        ops.handle(self.side(case), case, a_result(), at=at + hours(1))
        return case

    def in_review(self, at: datetime = MONDAY, code: str = CLUTTER, **more: Any) -> Review:
        """Before a panel, which is drawn a minute later."""
        review = self.frozen(at, code, **more)
        draw_waiting(at + hours(2) + minutes(1))
        return review

    def frozen(self, at: datetime = MONDAY, code: str = CLUTTER, **more: Any) -> Review:
        """Checked, and its panel not drawn yet."""
        case = self.handled(code, at, **more)
        ops.check_pass(self.checker(case), case, "看过了，清干净了", at=at + hours(2))
        return self.review_of(case)

    def done_again(self, case: Case, at: datetime) -> Case:
        """After a rework: handled once more, the check passes, a panel is drawn."""
        ops.handle(self.side(case), case, a_result(), at=at)
        ops.check_pass(self.checker(case), case, at=at + minutes(10))
        draw_waiting(at + minutes(11))
        return case

    def refused(self, at: datetime = MONDAY, code: str = CLUTTER, **more: Any) -> Case:
        """Sent back once, unsigned."""
        case = self.report(code, at, **more)
        self.refuse(case, at + minutes(20))
        return case

    def refuse(self, case: Case, at: datetime) -> None:
        """The handling side sends it back."""
        ops.refuse(self.side(case), case, RefusalReason.NOT_OURS, "这栋楼归物业管", clause="物业管理条例", at=at)

    def case_in(self, state: State, at: datetime = MONDAY, **more: Any) -> Case:
        """A case walked to this state by the shortest way, within a few hours of `at`; `more` goes to the report."""
        from tests.builders.town_walks import WALKS

        return self.of(WALKS[state](self, at, **more).id)

    def side(self, case: Case) -> Actor:
        """Somebody of the handling side: of the unit, or the owner (also for an external unit)."""
        staff = [a for a in self.cast.values() if a.unit_id and a.unit_id == case.handling_unit_id]
        return staff[0] if staff and not case.handling_external else self.owner(case)

    def owner(self, case: Case) -> Actor:
        """Whoever owns a case."""
        return self._actor(case.owner_id)

    def checker(self, case: Case) -> Actor:
        """Whoever is to check it."""
        return self._actor(case.checker_id)

    def review_of(self, case: Case) -> Review:
        """The newest review of a case."""
        rows = select(Review).where(Review.case_id == case.id).order_by(Review.id.desc()).limit(1)
        return db.session.scalars(rows).one()

    def panel(self, review_id: int) -> list[Actor]:
        """Who sits on a review."""
        rows = select(Reviewer.user_id).join(Seat, Seat.reviewer_id == Reviewer.id)
        rows = rows.where(Seat.review_id == review_id, Seat.vacated_at.is_(None)).order_by(Seat.ordinal)
        return [self._actor(user_id) for user_id in db.session.scalars(rows)]

    def decide(self, of_review: Review, vote: Vote = Vote.SOLVED, at: datetime = AFTERNOON) -> None:
        """The whole panel votes alike."""
        for who in self.panel(of_review.id):
            if db.session.get_one(Review, of_review.id).is_open:
                review.cast_ballot(who, of_review.id, vote, 4, "看得出变化", at=at)

    def _actor(self, user_id: int | None) -> Actor:
        known = next((a for a in (*self.cast.values(), *self.reviewers) if a.id == user_id), None)
        found = known or (grids.actor_of(user_id) if user_id else None)
        assert found is not None, "nobody"
        return found


def a_town(slug: str = "") -> Town:
    """A fresh street with its cast; flushed, not committed."""
    return Town(**vars(town_founding.found(slug)))


def a_picture(kind: PhotoKind, colour: str = "grey") -> Picture:
    """A small picture, kept in the store of attachments."""
    return Picture(kind, _stored(files.root(), colour))


def a_document() -> Picture:
    """A small paper, kept in the store of attachments."""
    return Picture(PhotoKind.DOCUMENT, _stored(files.root(), ""))


@cache
def _stored(_folder: Path, colour: str) -> files.Stored:
    """Once a process and folder; without a colour it is a paper."""
    if not colour:
        return files.store_document(b"%PDF-1.4\n%%EOF\n", MONDAY, "凭据.pdf")
    return files.store_image(a_jpeg(colour), MONDAY)


def held(at: datetime, minutes: str = "到会四家，定：换管") -> Held:
    """A conference on the day of a moment."""
    return Held(street_time(at).date(), "居委张主任、物业李经理，居委主持", minutes)


def a_jpeg(colour: str = "grey") -> bytes:
    """The bytes of a small picture."""
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def a_result(**more: Any) -> Result:
    """Everything that any category may ask of 报办结: a picture before, one after, a paper.

    Its pictures have no notes of a camera, so there is a reason for that as well.
    """
    told: dict[str, Any] = {"outcome": Outcome.RESOLVED, "fact": Finding.YES, "claim": Finding.YES}
    told |= {"reply": "鞋柜已经搬走，楼道清空了。", "photo_why": "旧手机，照片不带时间地点"}
    shown = (a_picture(PhotoKind.BEFORE, "red"), a_picture(PhotoKind.AFTER, "green"), a_document())
    return Result(**told | {"pictures": shown} | more)
