"""Any story at all: random people do random things to one case, and what must hold, holds after every step.

No closed case without an approval that stands on something; no state without a way on; nobody who handled
it among those who checked, sat or voted afterwards (architecture.md section 3; domain.md section 2).
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from app import jobs
from app.cases import ops
from app.cases.lifecycle import OPEN, Move, State, Verb, row
from app.cases.models import Case
from app.cases.models_trail import CaseCheck, CaseHandler
from app.cases.policy import allowed_moves
from app.cases.words import Decision
from app.core.db import db
from app.core.errors import Refusal
from app.core.permissions import Actor
from app.people.models import User
from app.review import ops as review
from app.review.models import Ballot, Review, Reviewer, Seat
from app.review.words import Vote
from tests.builders.town import CLUTTER, ENQUIRY, LEAK, MANHOLE, MONDAY, NOISE, Town, held
from tests.cases.test_no_other_way import TRIES, _has_grounds
from tests.support.databases import KINDS
from tests.support.towns import Seeded, standing

CODES = (CLUTTER, LEAK, NOISE, ENQUIRY, MANHOLE)
STEPS = 40
STORIES = {"sqlite": 25, "postgresql": 8}  # the rules are the same on both; the second shows that they run there
BY_PEOPLE = {verb for verb in Verb if verb.value in TRIES}
BEGINNINGS = (State.REPORTED, *(s for s in OPEN if s is not State.VERIFYING), State.CLOSED)
ONWARD = {
    *(Verb.FILE, Verb.DISPATCH, Verb.REDISPATCH, Verb.RULE, Verb.SIGN_IN, Verb.RESUME, Verb.HANDLE),
    *(Verb.CHECK_PASS, Verb.CHECK_FAIL, Verb.CONCLUDE, Verb.OVERRIDE, Verb.REOPEN),
}
number = st.integers(0, 10_000)


class Story(RuleBasedStateMachine):
    """One case of the town from its report on. Subclassed for each database with `seeded` and `kind`."""

    seeded: Seeded
    kind: str

    def __init__(self) -> None:
        super().__init__()
        self.at = MONDAY
        self._stack = ExitStack()
        self.town: Town = self._stack.enter_context(standing(self.seeded, self.kind))

    def teardown(self) -> None:
        """Take the whole story back."""
        self._stack.close()

    @property
    def case(self) -> Case:
        """The case as it stands now."""
        return self.town.of(self.case_id)

    @initialize(code=st.sampled_from(CODES), state=st.sampled_from(BEGINNINGS), drawn=st.booleans())
    def begins_somewhere(self, code: str, state: State, drawn: bool) -> None:
        """It comes in, or has come some way already; the lot of a `sampled` one falls either way."""
        self.town.sample(100 if drawn else 0)
        made = self.town.report(code, self.at) if state is State.REPORTED else self.town.case_in(state, self.at)
        self.case_id, self.at = made.id, self.at + timedelta(hours=3)
        db.session.commit()

    @rule(who=number, which=number, solved=st.booleans())
    def the_story_goes_on(self, who: int, which: int, solved: bool) -> None:
        """A move towards the end, by one of those who may."""
        self._one_of([(a, v) for a, v in self._able() if v in ONWARD], which, who, solved)

    the_story_goes_on_again = the_story_goes_on

    @rule(which=number, who=number, solved=st.booleans())
    def somebody_does_what_they_may(self, which: int, who: int, solved: bool) -> None:
        """One of the moves that the page would offer to one of the people."""
        self._one_of([(a, v) for a, v in self._able() if v is not Verb.VOID], which, who, solved)

    @rule(which=number, who=number)
    def somebody_tries_something(self, which: int, who: int) -> None:
        """Anybody at all tries anything at all."""
        names, crowd = sorted(TRIES), [*self._staff(), *self.town.reviewers]
        attempt = TRIES[names[which % len(names)]]
        self._try(lambda case: attempt(self.town, crowd[who % len(crowd)], case, self.at))

    @rule(which=number, vote=st.sampled_from([Vote.SOLVED, Vote.MOSTLY, Vote.UNSOLVED, Vote.UNSOLVED, Vote.RECUSED]))
    def a_reviewer_votes(self, which: int, vote: Vote) -> None:
        """One of those who sit, if anybody sits."""
        found, attitude = self._open_review(), None if vote is Vote.RECUSED else 3
        panel = self.town.panel(found.id) if found else []
        if found and panel:
            self._try(lambda _: review.cast_ballot(panel[which % len(panel)], found.id, vote, attitude, at=self.at))

    @rule(vote=st.sampled_from([Vote.SOLVED, Vote.UNSOLVED]))
    def the_panel_votes_alike(self, vote: Vote) -> None:
        """Everybody who sits, until it is decided."""
        if found := self._open_review():
            self._try(lambda _: self.town.decide(found, vote, self.at))

    @rule(hours=st.sampled_from([1, 3, 24, 24, 24 * 5, 24 * 12]))
    def time_passes(self, hours: int) -> None:
        """The worker takes its turns."""
        db.session.commit()
        self.at += timedelta(hours=hours)
        for job in jobs.JOBS:
            if job.name not in ("deliver", "purge", "extend_calendars", "catch_up_calendars"):
                job.run(jobs.Turn(self.at))

    @invariant()
    def what_is_closed_has_its_grounds(self) -> None:
        """And it was closed by somebody who had not worked on it."""
        for case in self._cases():
            if case.state is State.CLOSED:
                assert _has_grounds(case)

    @invariant()
    def there_is_always_a_way_on(self) -> None:
        """Somebody can move it, sits on its panel, or the worker will."""
        for case in self._cases():
            if case.state in OPEN:
                assert case.state is State.SUSPENDED or self._is_asked(case) or self._movers(case), case.state

    @invariant()
    def somebody_answers_for_it_at_any_moment(self) -> None:
        """首接负责: from its dispatch on it has an owner, and before it waits before the desk or is being verified."""
        for case in self._cases():
            if case.state in OPEN:
                assert case.owner_id or case.desk_kind or case.state is State.VERIFYING, case.state

    @invariant()
    def nobody_judges_what_they_had_handled(self) -> None:
        """Neither checks nor votes, they or their unit, from the moment on at which they handled it."""
        for case in self._cases():
            for judge, unit, at in self._judged(case):
                rows = select(CaseHandler.at).where(CaseHandler.case_id == case.id)
                mine = CaseHandler.user_id == judge
                mine |= (CaseHandler.unit_id == unit) if unit else mine
                assert all(since > at for since in db.session.scalars(rows.where(mine)))

    def _cases(self) -> list[Case]:
        ids = select(Case.id).where((Case.id == self.case_id) | (Case.follow_up_of_id == self.case_id))
        return [self.town.of(i) for i in db.session.scalars(ids)]

    def _open_review(self) -> Review | None:
        return db.session.scalars(
            select(Review).where(Review.case_id == self.case_id, Review.decided_at.is_(None))
        ).first()

    def _is_asked(self, case: Case) -> bool:
        """A panel has it, and time will end what the panel does not."""
        waits = (Review.case_id == case.id, Review.decided_at.is_(None), Review.next_turn_at.is_not(None))
        return db.session.scalar(select(Review.id).where(*waits)) is not None

    def _staff(self) -> list[Actor]:
        return list(self.town.cast.values())

    def _able(self) -> list[tuple[Actor, Verb]]:
        case = self.case
        return [(a, v) for a in self._staff() for v in allowed_moves(a, case) if v in BY_PEOPLE]

    def _one_of(self, people: list[tuple[Actor, Verb]], which: int, who: int, solved: bool) -> None:
        if people:
            verbs = sorted({verb for _, verb in people})
            verb = verbs[which % len(verbs)]
            actors = [actor for actor, its in people if its is verb]
            self._try(lambda case: self._do(actors[who % len(actors)], verb, case, solved))

    def _movers(self, case: Case) -> bool:
        def moves(verb: Verb) -> bool:
            found: Move | None = row(verb, case.state)
            return verb is not Verb.VOID and found is not None and any(t is not case.state for t in found.targets)

        return any(moves(verb) for actor in self._staff() for verb in allowed_moves(actor, case))

    def _do(self, actor: Actor, verb: Verb, case: Case, solved: bool) -> None:
        if verb is Verb.OVERRIDE:
            ops.override(actor, case, solved=solved, reason="看过现场", at=self.at)
        elif verb is Verb.CONCLUDE:
            decision = list(Decision)[self.at.hour % len(Decision)]
            ops.conclude(actor, case, decision, held(self.at), case.owner_id or self.town.worker.id, at=self.at)
        else:
            TRIES[verb.value](self.town, actor, case, self.at)

    def _try(self, attempt: Callable[[Case], Any]) -> None:
        """A refused one leaves nothing behind, as at every door."""
        nested = db.session.begin_nested()
        try:
            attempt(self.case)
            db.session.flush()
        except Refusal:
            nested.rollback()
        else:
            nested.commit()
        db.session.commit()
        self.at += timedelta(minutes=7)

    def _judged(self, case: Case) -> list[tuple[int, int | None, datetime]]:
        checks = select(CaseCheck.checker_id, User.unit_id, CaseCheck.at).join(User, User.id == CaseCheck.checker_id)
        votes = select(Reviewer.user_id, User.unit_id, Ballot.cast_at).join(User, User.id == Reviewer.user_id)
        votes = votes.join(Seat, Seat.reviewer_id == Reviewer.id).join(Review, Review.id == Seat.review_id)
        votes = votes.join(Ballot, (Ballot.review_id == Seat.review_id) & (Ballot.reviewer_id == Seat.reviewer_id))
        rows = checks.where(CaseCheck.case_id == case.id).union_all(votes.where(Review.case_id == case.id))
        return [(u, n, at) for u, n, at in db.session.execute(rows)]


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_happens_a_case_closes_on_grounds_goes_on_and_is_judged_by_others(kind: str, seeded: Seeded) -> None:
    story = type("Story", (Story,), {"seeded": seeded, "kind": kind})
    quiet = settings(
        max_examples=STORIES[kind], stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(story, settings=quiet)
