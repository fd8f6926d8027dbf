"""A street of its own for tests of the panel: three communities side by side, reviewers, cases handled.

Rows are written straight into the tables, so that a test says exactly who is on which roster and who is
a party; the reviews themselves are made by the ops under test.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from app.cases.events import CaseChecked, CaseHandled
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.words import ReviewRule, Source
from app.catalog import ops as catalog
from app.core.db import Base, db
from app.core.permissions import Actor, Role
from app.review import ops, turning
from app.review.models import Review, Reviewer, Seat
from app.review.turns import Turn
from app.review.words import ReviewerKind, Vote
from app.sla import calendars
from app.sla import queries as sla
from tests.builders.draws import draw_waiting

NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)
MAC = "code-of-a-phone"
TERM = (date(2026, 1, 1), date(2027, 12, 31))
_number = count(1)


def take_turn(case: Case, at: datetime) -> Turn | None:
    """What the worker's jobs do with the open review of a case at a moment; a round that lapsed is drawn anew."""
    taken = turning.take_turn(case.id, lambda street_id: sla.due_in(street_id, at), at)
    if taken is Turn.LAPSE:
        draw_waiting(at + timedelta(seconds=1))
    return taken


def put(table: str, **values: Any) -> int:
    """Insert one row, filling `street_id` and other plain columns as given; returns its id."""
    rows = Base.metadata.tables[table]
    done: Any = db.session.execute(insert(rows).values(**values))
    key = done.inserted_primary_key
    return int(key[0]) if key is not None and key[0] is not None else 0


@dataclass
class Community:
    """The street under test. `homes`: three residential grids; the first touches only the second."""

    street_id: int
    root: int
    homes: list[int]
    categories: dict[str, int]
    people: dict[int, Actor] = field(default_factory=dict)

    def person(self, *roles: Role, unit_id: int | None = None, email: str | None = None, name: str = "某人") -> Actor:
        """Somebody with an account."""
        n = next(_number)
        account: dict[str, Any] = {"street_id": self.street_id, "login": f"panel{n}", "name": f"{name}{n}"}
        account |= {"password_hash": "x", "active": True, "unit_id": unit_id, "email": email, "locale": "zh"}
        user_id = put("user_account", **account)
        for role in roles:
            put("user_role", user_id=user_id, role=role.value)
        return Actor(user_id, self.street_id, f"{name}{n}", frozenset(roles), unit_id=unit_id)

    def reviewer(self, home: int = 0, phone_mac: str | None = None, unit_id: int | None = None) -> Actor:
        """Somebody on the roster of one of the three communities."""
        who = self.person(Role.REVIEWER, unit_id=unit_id)
        made = Reviewer(street_id=self.street_id, user_id=who.id, grid_id=self.homes[home])
        made.kind, made.phone_mac = ReviewerKind.RESIDENT, phone_mac
        made.serves_from, made.serves_until = TERM
        made.consented_at = NOON
        db.session.add(made)
        db.session.flush()
        self.people[made.id] = who
        return who

    def roster(self, size: int, home: int = 0) -> list[Actor]:
        """So many reviewers in one community."""
        return [self.reviewer(home) for _ in range(size)]

    def handled_case(self, rule: ReviewRule = ReviewRule.REQUIRED, kind: str = "plain") -> Case:
        """A case whose work is reported done, in the first community."""
        n = next(_number)
        case = Case(street_id=self.street_id, receipt=f"T-{n}", category_id=self.categories[kind])
        case.source, case.state, case.review_rule = Source.RESIDENT, State.HANDLED, rule
        case.residential_grid_id = case.owner_grid_id = self.homes[0]
        case.reported_at = case.handled_at = NOON
        db.session.add(case)
        db.session.flush()
        return case

    def check(self, case: Case, passed: bool = True) -> None:
        """Somebody independent looked at the result."""
        row = {"street_id": self.street_id, "case_id": case.id, "round": case.round, "at": NOON}
        put("case_check", **row, passed=passed, checker_id=self.person().id)
        ops.after_check(CaseChecked(self.street_id, NOON, case_id=case.id, actor_id=None, passed=passed))

    def checked(self, case: Case) -> Review:
        """The case passes its check and the panel of the review is drawn."""
        self.check(case)
        return self.drawn(case)

    def frozen(self, case: Case) -> Review:
        """The case passes its check; its panel is not drawn yet."""
        self.check(case)
        return self.last_review(case)

    def drawn(self, case: Case) -> Review:
        """The newest review of a case, its panel drawn with the next root."""
        draw_waiting(self.last_review(case).opened_at + timedelta(seconds=1))
        return self.last_review(case)

    def last_review(self, case: Case) -> Review:
        """The newest review of a case."""
        rows = select(Review).where(Review.case_id == case.id).order_by(Review.id.desc()).limit(1)
        return db.session.scalars(rows).one()

    def recuse(self, review: Review, chair: int) -> None:
        """Whoever sits on this chair (counted from 1) says 回避."""
        rows = select(Seat.reviewer_id).where(Seat.review_id == review.id, Seat.vacated_at.is_(None))
        who = self.people[db.session.scalars(rows.where(Seat.ordinal == chair)).one()]
        ops.cast_ballot(who, review.id, Vote.RECUSED, None, at=LATER)

    def handled_again(self, case: Case, at: datetime = LATER) -> None:
        """After a rework: reported done once more."""
        case.state = State.HANDLED
        db.session.flush()
        ops.decide_sampling(CaseHandled(self.street_id, at, case_id=case.id, actor_id=None))

    def panel(self, review: Review) -> list[Actor]:
        """Who sits now, by chair."""
        rows = select(Seat.reviewer_id).where(Seat.review_id == review.id, Seat.vacated_at.is_(None))
        return [self.people[r] for r in db.session.scalars(rows.order_by(Seat.ordinal))]

    def vote(self, review: Review, *votes: Vote, line: str = "") -> None:
        """The chairs vote in order, each with an attitude of 4."""
        for who, vote in zip(self.panel(review), votes, strict=False):
            ops.cast_ballot(who, review.id, vote, 4, line, at=LATER)

    def concern(self, case: Case, who: Actor, party: str) -> None:
        """Make somebody a party of the case: handler, about, reporter, phone, merged; "…'s unit" likewise."""
        row: dict[str, Any] = {"street_id": self.street_id, "case_id": case.id}
        whom = {"unit_id": who.unit_id} if party.endswith("'s unit") else {"user_id": who.id}
        match party.removesuffix("'s unit"):
            case "handler":
                put("case_handler", **row, **whom, how="handled", at=NOON)
            case "about":
                put("case_about", **row, **whom)
            case "reporter":
                entry = {
                    "seq": case.entry_count + 1,
                    "at": NOON,
                    "actor_kind": "user",
                    "verb": "report",
                    "to_state": "reported",
                }
                put(
                    "case_entry",
                    **row,
                    **entry,
                    actor_id=who.id,
                    facts={},
                    commitments=[],
                    prev_hash="0",
                    hash="1",
                )
                case.entry_count, case.head_hash = case.entry_count + 1, "1"
            case "phone":
                self.phoned(case)
            case "merged":
                other = self.handled_case()
                other.merged_into_id = case.id
                self.phoned(other)

    def failed_check(self, case: Case) -> None:
        """A row that says the check failed."""
        row = {
            "street_id": self.street_id,
            "case_id": case.id,
            "round": case.round,
            "passed": False,
            "at": NOON,
        }
        put("case_check", **row, checker_id=self.person().id)

    def unit(self) -> int:
        """A company that handles cases."""
        return put("unit", street_id=self.street_id, name="物业公司")

    def committee(self, home: int = 0) -> Actor:
        """Somebody of the committee of one of the three communities."""
        unit_id = put("unit", street_id=self.street_id, name="居委会", grid_id=self.homes[home])
        return self.person(Role.COMMITTEE, unit_id=unit_id)

    def building(self, home: int = 0, **more: Any) -> tuple[int, int]:
        """(estate, building) in one of the three communities."""
        where = {"street_id": self.street_id, "lon": 121.3, "lat": 31.2}
        estate = put("estate", **where, name=f"小区{next(_number)}", kind="old", grid_id=self.homes[home], **more)
        return estate, put("place", **where, estate_id=estate, lane="演示路18弄", number="6")

    def reviewer_id(self, who: Actor) -> int:
        """The number of a reviewer on the roster."""
        return next(r for r, actor in self.people.items() if actor == who)

    def phoned(self, case: Case) -> None:
        """The report left a phone number; only its code is compared."""
        put("contact", case_id=case.id, phone_mac=MAC)


def a_community(rate: int | None = None) -> Community:
    """A fresh street with three residential grids in a row and two categories."""
    n = next(_number)
    settings = {} if rate is None else {"sampled_rate": rate}
    street = {"code": f"99{n:010d}", "slug": f"panel-{n}", "name_zh": "评议街", "name_en": "Panel Street"}
    street_id = put("street", **street, settings=settings, demo=False, created_at=NOON)
    catalog.seed_stage_limits(street_id, NOON)
    calendars.seed(street_id, NOON)
    root = _grid(street_id, "street", None)
    homes = [_grid(street_id, "residential", root) for _ in range(3)]
    return Community(street_id, root, homes, {k: _category(street_id, k) for k in ("plain", "complex")})


def _grid(street_id: int, tier: str, parent: int | None) -> int:
    n = next(_number)
    return put(
        "grid",
        street_id=street_id,
        code=f"98{n:010d}",
        name=f"网格{n}",
        tier=tier,
        parent_id=parent,
        active=True,
    )


def _category(street_id: int, kind: str) -> int:
    n = next(_number)
    names = {"code": f"9{n}", "name_zh": "油烟", "name_en": "Fumes"}
    category_id = put("category", street_id=street_id, **names, complex=kind == "complex")
    limit = {"from_at": NOON, "respond": "1 working_hour", "dispose": "4 working_hour"}
    put("category_limit", category_id=category_id, **limit)
    return category_id
