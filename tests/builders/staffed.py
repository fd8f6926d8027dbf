"""The town of tests/builders/town.py at its screens: its people, their pages and the forms they send."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http.cookies import SimpleCookie
from io import BytesIO
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.cases import queries as cases
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.models_trail import CaseAbout
from app.cases.reports import Spot
from app.casework import choices
from app.core import clock
from app.core.counting import count_statements
from app.core.db import db
from app.core.permissions import Actor
from app.core.values import Point
from app.intake.models import ContactLook
from app.review.models import Review
from app.review.words import Vote
from app.sla import queries as sla
from app.sla.clocks import ClockKind
from tests.builders.town import MONDAY, OUTSIDE, Town, a_jpeg, hours
from tests.builders.town_walks import left_to_chief
from tests.support.towns import Served
from tests.support.web import Client, Web

DONE = {"outcome": "resolved", "fact": "yes", "claim": "yes", "reply": "鞋柜搬走了。", "photo_why": "旧手机"}
LATER = MONDAY + hours(2)


@dataclass
class Office:
    """The people at their screens."""

    web: Web
    town: Town

    def case(self, make: Callable[..., Case], /, *args: Any, **more: Any) -> int:
        """Make a case in a transaction of its own; its id."""
        with self.web.write():
            return int(make(*args, **more).id)

    def of(self, case_id: int) -> Any:
        """A case as it stands now, every column readable."""
        with self.web.read():
            return self.town.of(case_id)

    def clocks(self, case_id: int, kind: ClockKind) -> list[int]:
        """The ids of its clocks of a kind."""
        with self.web.read():
            return [row.id for row in sla.clocks_of(case_id, MONDAY) if row.kind is kind]

    def people(self, case_id: int) -> tuple[Actor, Actor | None]:
        """Owner and checker of a case."""
        with self.web.read():
            case = self.town.of(case_id)
            return self.town.owner(case), self.town.checker(case) if case.checker_id else None

    def reviewed(self) -> tuple[int, int]:
        """A case before a panel: (review, case)."""
        with self.web.write():
            made = self.town.in_review()
            return made.id, made.case_id

    def decides(self, review_id: int, vote: Vote = Vote.SOLVED) -> list[Actor]:
        """The whole panel votes alike; who sat on it."""
        with self.web.write():
            panel = self.town.panel(review_id)
            self.town.decide(db.session.get_one(Review, review_id), vote)
        return panel

    def photo_of(self, case_id: int) -> int:
        """The first picture of a case."""
        with self.web.read():
            return int(cases.photos(case_id)[0].id)

    def photos(self, case_id: int) -> list[str]:
        """The kinds of a case's pictures, in order."""
        with self.web.read():
            return [photo.kind.value for photo in cases.photos(case_id)]

    def side(self, case_id: int) -> Actor:
        """Somebody of the handling side."""
        with self.web.read():
            return self.town.side(self.town.of(case_id))

    def lead_of(self, case_id: int) -> int:
        """The unit that the category of a case names for its place."""
        with self.web.read():
            found = choices.lead_unit(self.town.of(case_id), clock.now())
            assert found is not None
            return found.id

    def at_desk(self, kind: str) -> int:
        """A case that waits at the desk for this reason."""
        made: dict[str, Callable[[], Case]] = {
            "unplaced": lambda: self.town.report(None, spot=Spot()),
            "outside": lambda: self.town.report(spot=Spot(OUTSIDE, "wgs84")),
            "unclassified": lambda: self.town.report(None),
            "by_hand": self.town.registered,
            "refused": self.town.refused,
            "conference": lambda: self.town.case_in(State.CONFERENCE, MONDAY),
            "override": lambda: left_to_chief(self.town, MONDAY),
        }
        return self.case(made[kind])

    def complain(self, case_id: int, who: Actor) -> None:
        """The case turns out to be about somebody."""
        with self.web.write():
            about = CaseAbout(street_id=self.town.street_id, case_id=case_id, user_id=who.id)
            db.session.add(about)

    def spot(self, point: Point, address: str = "") -> Spot:
        """A place on the map."""
        return Spot(point, "wgs84", address=address)

    def on(self, moment: datetime) -> None:
        """It is later now."""
        clock.set(moment)

    def next_page(self, page: str) -> str:
        """The address of the page after this one; "" at the end."""
        found = re.search(r'href="(/desk[^"]*(?:before|after)=[^"]*)"', page)
        return html.unescape(found.group(1)) if found else ""

    def nowhere(self) -> Spot:
        """What a hotline sheet says of the place: nothing."""
        return Spot()

    def value_in(self, page: str, name: str) -> str:
        """The value of a hidden field of a page."""
        found = re.search(rf'name="{re.escape(name)}"[^>]*value="([^"]*)"', page.split("<main")[-1])
        assert found is not None, name
        return html.unescape(found.group(1))

    def value_of(self, page: str, name: str) -> str:
        """The first option that can be chosen in a list of a page."""
        found = re.search(rf'<select[^>]*name="{re.escape(name)}".*?<option[^>]*value="([^"]+)"', page, re.S)
        assert found is not None, name
        return found.group(1)

    def slip_in(self, page: str, name: str) -> str:
        """The slip of a kept picture on a page."""
        return self.value_in(page, name)

    def looks(self, case_id: int) -> list[tuple[int, str]]:
        """Who unmasked the contact of a case, and why."""
        rows = select(ContactLook.user_id, ContactLook.reason).where(ContactLook.case_id == case_id)
        with self.web.read():
            return [(who, why) for who, why in db.session.execute(rows)]

    def sees(self, who: Actor, path: str, status: int = 200) -> str:
        """What somebody reads at an address."""
        answer = self.at_screen(who).get(path)
        assert answer.status_code == status, (answer.status_code, answer.get_data(as_text=True)[:2000])
        return str(answer.get_data(as_text=True))

    def sees_after(self, who: Actor, answer: TestResponse, path: str) -> str:
        """What somebody reads on the page that their form led to."""
        client = self.at_screen(who)
        said = "; ".join(answer.headers.getlist("Set-Cookie"))
        cookie = SimpleCookie(said)["lingrid"].value
        client.set_cookie("lingrid", cookie)
        return str(client.get(path).get_data(as_text=True))

    def line_of(self, page: str, case_id: int) -> str:
        """The line of a case in the worker's day."""
        found = re.search(rf'data-case="{case_id}".*?</a>', page, re.S)
        assert found is not None, case_id
        return found.group(0)

    def sends(self, who: Actor, path: str, **form: Any) -> TestResponse:
        """Somebody sends a form; lists are sent value by value, tuples as files."""
        return self.at_screen(who).post(path, data=form, content_type="multipart/form-data")

    def moves(self, who: Actor, case_id: int, verb: str, **form: Any) -> TestResponse:
        """Somebody makes a move on a case, from the page as it stands now."""
        version = form.pop("version", None) or self.of(case_id).entry_count
        return self.sends(who, f"/cases/{case_id}/{verb}", version=version, **form)

    def at_screen(self, who: Actor) -> Client:
        """A client of somebody."""
        return self.web.as_(who)

    def statements(self, who: Actor, path: str) -> int:
        """How many statements a page costs once the process is warm."""
        client = self.at_screen(who)
        client.get(path)
        with count_statements() as counted:
            assert client.get(path).status_code == 200
        return counted.n


@pytest.fixture
def office(served: Served, clock: ModuleType) -> Office:
    """The town at its screens: cases begin at half past nine on a Monday, the screens stand two hours later."""
    clock.set(LATER)
    return Office(served.web, served.town)


def picture(name: str = "x.jpg", raw: bytes | None = None) -> tuple[BytesIO, str]:
    """A file as a form sends it."""
    return BytesIO(a_jpeg() if raw is None else raw), name


def text(answer: TestResponse) -> str:
    """What the answer says."""
    return str(answer.get_data(as_text=True))
