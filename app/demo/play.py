"""One case on the stage: who acts on it now, and the acts themselves."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from app.cases import candidates
from app.cases import ops as cases
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.reports import Picture, Result
from app.cases.words import Finding, Outcome, PhotoKind, Visit
from app.catalog import queries as catalog
from app.core import files
from app.core.db import db
from app.core.files import Stored
from app.core.permissions import Actor, Role
from app.demo import pictures, texts
from app.demo.stage import Stage
from app.grid import queries as grid
from app.people.models import User, UserRole
from app.review import ops as review
from app.review import queries as reviews
from app.review.concerned import parties
from app.review.models import Ballot, Review, Reviewer, Seat
from app.review.words import Vote

PICTURE_SEEDS = 3
FILE_TEXT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass
class Cast:
    """Everybody by role, and the people of units; actors are read once."""

    street_id: int
    by_role: dict[Role, list[int]] = field(default_factory=dict)
    by_unit: dict[int, list[int]] = field(default_factory=dict)
    actors: dict[int, Actor] = field(default_factory=dict)
    stored: dict[tuple[str, bool, int], Stored] = field(default_factory=dict)
    document: Stored | None = None

    @classmethod
    def of(cls, street_id: int) -> "Cast":
        """Read the accounts of a street."""
        cast = cls(street_id)
        rows = select(UserRole.role, User.id, User.unit_id).join(User, User.id == UserRole.user_id)
        for role, user_id, unit_id in db.session.execute(rows.where(User.street_id == street_id).order_by(User.id)):
            cast.by_role.setdefault(role, []).append(user_id)
            if unit_id is not None:
                cast.by_unit.setdefault(unit_id, []).append(user_id)
        return cast

    def actor(self, user_id: int) -> Actor:
        """Somebody as an actor."""
        if user_id not in self.actors:
            found = grid.actor_of(user_id)
            assert found is not None
            self.actors[user_id] = found
        return self.actors[user_id]

    def one(self, role: Role, stage: Stage) -> Actor:
        """Somebody who holds a role."""
        return self.actor(stage.rng.choice(self.by_role[role]))

    def paint(self, scenes: set[str], at: datetime) -> None:
        """Store every picture once, before any transaction."""
        for scene in scenes:
            for seed in range(PICTURE_SEEDS):
                for trouble in (True, False):
                    raw = pictures.picture(scene, trouble, seed)
                    self.stored[scene, trouble, seed] = files.store_image(raw, at)
        self.document = files.store_document(FILE_TEXT, at, "说明.pdf")


class Play:
    """A case and the acts on it, at the stage's present moment."""

    def __init__(self, stage: Stage, cast: Cast, case_id: int, code: str, reply: str) -> None:
        self.stage, self.cast, self.id, self.code, self.reply = stage, cast, case_id, code, reply
        self.seed = case_id % PICTURE_SEEDS

    @property
    def now(self) -> datetime:
        """The stage's moment."""
        return self.stage.now

    def case(self) -> Case:
        """The case as it stands."""
        return candidates.loaded(self.id)

    @property
    def state(self) -> State:
        """Where it stands; no statement when it was touched today."""
        return db.session.get_one(Case, self.id).state

    def stands(self, state: State) -> bool:
        """Whether it stands there, asked anew."""
        return self.state is state

    def handler(self, case: Case) -> Actor | None:
        """Somebody of the handling side: the unit's person, else the owner; None where the unit has nobody."""
        if case.handling_unit_id is not None and not case.handling_external:
            staff = self.cast.by_unit.get(case.handling_unit_id)
            return self.cast.actor(staff[0]) if staff else None
        return self.cast.actor(case.owner_id) if case.owner_id else None

    def owner(self, case: Case) -> Actor:
        """The member who follows it."""
        assert case.owner_id is not None
        return self.cast.actor(case.owner_id)

    def sign_in(self) -> bool:
        """Somebody signs; a unit without people is passed back to the owner's grid first."""
        case = self.case()
        if case.state is not State.DISPATCHED:
            return False
        who = self.handler(case)
        if who is None:
            cases.hand_over(self.owner(case), case, None, "单位没有人在，网格先办。", at=self.now)
            who = self.owner(case)
        cases.sign_in(who, case, at=self.now)
        return True

    def contact(self) -> None:
        """先行联系."""
        case = self.case()
        who = self.handler(case) or self.owner(case)
        line = self.stage.rng.choice(texts.CONTACTS)
        cases.contact(who, case, line, reached=True, at=self.now)

    def note(self) -> None:
        """A line for the file."""
        case = self.case()
        cases.note(self.handler(case) or self.owner(case), case, self.stage.rng.choice(texts.NOTES), at=self.now)

    def hand_over(self) -> bool:
        """The owner passes it to the lead unit, where that has people."""
        case = self.case()
        lead = candidates.lead_unit(case, catalog.category(case.category_id), self.now)
        if lead is None or lead.external or lead.id not in self.cast.by_unit or case.handling_unit_id is not None:
            return False
        cases.hand_over(self.owner(case), case, lead.id, "归你们主办，我在现场配合。", at=self.now)
        return True

    def handle(self, outcome: Outcome = Outcome.RESOLVED) -> None:
        """Reported done, with everything the category asks for."""
        case = self.case()
        who = self.handler(case) or self.owner(case)
        cases.handle(who, case, self.result(outcome), at=self.now)

    def result(self, outcome: Outcome = Outcome.RESOLVED) -> Result:
        """Outcome, findings, reply and pictures as demo cases have them."""
        wanted = catalog.category(self.case().category_id).evidence
        after, why = self._after()
        shown = [self._picture(PhotoKind.BEFORE, True), after]
        papers = [Picture(PhotoKind.DOCUMENT, self.cast.document)] if self.cast.document else []
        pictures_ = (*(shown if "photo_pair" in wanted else ()), *(papers if "document" in wanted else ()))
        said = self.stage.rng.choice(texts.NOTES)
        return Result(
            outcome, Finding.YES, Finding.YES, self.reply, said, pictures_, why if shown[1] in pictures_ else ""
        )

    def check(self, *, passed: bool) -> bool:
        """The chosen checker looks; False when nobody is chosen."""
        case = self.case()
        if case.checker_id is None or case.state is not State.HANDLED:
            return False
        who = self.cast.actor(case.checker_id)
        if passed:
            seen = (self._picture(PhotoKind.CHECK, False),) if self.stage.rng.random() < 0.4 else ()
            cases.check_pass(who, case, self.stage.rng.choice(texts.CHECKS_GOOD), seen, at=self.now)
        else:
            cases.check_fail(who, case, self.stage.rng.choice(texts.CHECKS_BAD), at=self.now)
        return True

    def vote(self, *, solved: bool) -> bool:
        """The next seated reviewer who has not voted does so; False when nobody waits."""
        cast = (Ballot.review_id == Seat.review_id) & (Ballot.reviewer_id == Seat.reviewer_id)
        rows = select(Review.id, Reviewer.user_id).join(Seat, Seat.review_id == Review.id)
        rows = rows.join(Reviewer, Reviewer.id == Seat.reviewer_id).outerjoin(Ballot, cast)
        rows = rows.where(Review.case_id == self.id, Review.decided_at.is_(None), Seat.vacated_at.is_(None))
        waiting = db.session.execute(rows.where(Ballot.vote.is_(None)).order_by(Seat.ordinal).limit(1)).first()
        if waiting is None:
            return False
        review_id, user_id = waiting
        yes = self.stage.rng.choice((Vote.SOLVED, Vote.SOLVED, Vote.MOSTLY))
        line = self.stage.rng.choice(texts.LINES_GOOD if solved else texts.LINES_BAD)
        attitude: int | None = self.stage.rng.randint(3, 5) if solved else self.stage.rng.randint(1, 3)
        vote = yes if solved else Vote.UNSOLVED
        if self._is_concerned(review_id, user_id):
            vote, attitude, line = Vote.RECUSED, None, ""
        review.cast_ballot(self.cast.actor(user_id), review_id, vote, attitude, line, at=self.now)
        return True

    def _is_concerned(self, review_id: int, user_id: int) -> bool:
        """Whether the case has come to concern somebody since they sat down: a report of theirs was merged into it."""
        seat = reviews.seated(review_id, user_id)
        return seat is not None and parties(self.id, besides=review_id).concern(seat) is not None

    def waits_for_draw(self) -> bool:
        """Its panel is not drawn yet."""
        return reviews.waiting_of(self.id) is not None

    def recheck(self, visit: Visit) -> int | None:
        """Somebody who did not handle it goes to see; the number of the case that follows, when it is back."""
        case, who = self.case(), self.cast.one(Role.INSPECTOR, self.stage)
        said = texts.VISITS[visit]
        found = cases.recheck(
            who, case, visit, said, (self._picture(PhotoKind.RECHECK, visit is Visit.RETURNED),), at=self.now
        )
        return found.id if found else None

    def _after(self) -> tuple[Picture, str]:
        """The picture of the result; most cameras note when and where, for the others there is a reason."""
        plain, rng = self._picture(PhotoKind.AFTER, False), self.stage.rng
        if rng.random() < 0.15:
            return plain, rng.choice(texts.PHOTO_WHYS)
        noted = replace(plain.stored, taken_at=self.now - timedelta(minutes=1), point=self.case().point)
        return replace(plain, stored=noted), ""

    def _picture(self, kind: PhotoKind, trouble: bool) -> Picture:
        return Picture(kind, self.cast.stored[pictures.scene_for(self.code), trouble, self.seed])
