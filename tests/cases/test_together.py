"""Two at once: the second sees what changed, nothing is lost, and what happens once happens once."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from app import jobs
from app.cases import audit, ops, queries
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseApproval, CaseEntry
from app.core.db import db, transaction
from app.core.errors import Conflict
from app.core.permissions import Actor
from app.jobs import Turn
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.review import ops as review
from app.review.models import Ballot, Review
from app.review.words import Verdict, Vote
from app.sla.models import Clock, ClockStep
from tests.builders.residents import a_form
from tests.builders.reviews import take_turn
from tests.builders.town import CLUTTER, MANHOLE, MONDAY, NIGHT, hours, minutes
from tests.support.together import at_once, meeting
from tests.support.towns import Served

LATER, EVENING = MONDAY + minutes(10), MONDAY + hours(8)
Act = Callable[[], Any]


def verbs(case_id: int) -> Counter[str]:
    return Counter(db.session.scalars(select(CaseEntry.verb).where(CaseEntry.case_id == case_id)))


def made(served: Served, **more: Any) -> int:
    with served.web.write():
        return served.town.report(**more).id


def acting(served: Served, who: Actor, case_id: int, act: Callable[[Case], object], meet: Act) -> Act:
    """Somebody opens the case, looks up, and then acts on what they saw."""

    def job() -> None:
        with transaction():
            case = queries.visible_case(who, case_id)
            queries.expect_version(case, 3)
            meet()
            act(case)

    return job


def test_of_two_who_act_on_one_case_at_once_the_second_is_refused_and_the_chain_is_whole(served: Served) -> None:
    case_id, meet = made(served), meeting(served.web, 2)
    people = (served.town.worker, served.town.deputy)
    results = at_once(
        served.web, [acting(served, who, case_id, partial(ops.sign_in, who, at=LATER), meet) for who in people]
    )
    assert [r for r in results if r is not None and not isinstance(r, Conflict | StaleDataError)] == []
    assert results.count(None) == 1
    with served.web.read():
        assert verbs(case_id)[Verb.SIGN_IN] == 1
        assert audit.verify().faults == []


def test_a_note_written_while_somebody_signs_in_is_not_lost_silently(served: Served) -> None:
    case_id, meet, who = made(served), meeting(served.web, 2), served.town.worker
    acts = [lambda case: ops.sign_in(who, case, at=LATER), lambda case: ops.note(who, case, "约好了", at=LATER)]
    results = at_once(served.web, [acting(served, who, case_id, act, meet) for act in acts])
    assert results.count(None) == 1
    with served.web.read():
        assert sum(verbs(case_id)[verb] for verb in (Verb.SIGN_IN, Verb.NOTE)) == 1


def test_the_second_at_the_screen_gets_409_sees_what_changed_and_keeps_what_they_typed(
    served: Served, clock: ModuleType
) -> None:
    clock.set(LATER)
    case_id, town = made(served), served.town
    first, second = (served.web.as_(who) for who in (town.worker, town.deputy))
    assert first.post(f"/cases/{case_id}/sign_in", data={"version": "3"}).status_code == 303
    answer = second.post(f"/cases/{case_id}/note", data={"version": "3", "text": "我约了下午三点"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "我约了下午三点" in page and "签收" in page
    with served.web.read():
        assert verbs(case_id)[Verb.NOTE] == 0


def test_two_screens_at_the_same_moment_are_one_303_and_one_409(served: Served, clock: ModuleType) -> None:
    clock.set(LATER)
    case_id = made(served)
    clients = [served.web.as_(who) for who in (served.town.worker, served.town.deputy)]
    posts: list[Act] = [partial(c.post, f"/cases/{case_id}/sign_in", data={"version": "3"}) for c in clients]
    answers = at_once(served.web, posts)
    assert sorted(a.status_code for a in answers) == [303, 409]


def test_the_same_form_five_times_at_once_is_one_case_with_one_number(served: Served, clock: ModuleType) -> None:
    clock.set(MONDAY)
    form = a_form(served.town.category(CLUTTER))
    address = f"/s/{served.town.slug}/report"
    clients = [served.web.client() for _ in range(5)]
    answers = at_once(served.web, [partial(c.post, address, data=form) for c in clients])
    assert [a.status_code for a in answers] == [303] * 5
    with served.web.read():
        assert db.session.scalar(select(func.count()).select_from(Case)) == 1
    pages = [c.get(f"{address}/done").get_data(as_text=True) for c in clients]
    assert len({receipt for page in pages for receipt in re.findall(r"TO-261116-\d{4}-[A-Z]", page)}) == 1


def test_reports_at_once_all_get_numbers_of_their_own_without_a_gap(served: Served) -> None:
    def report() -> list[str]:
        receipts = []
        for _ in range(4):
            with transaction():
                receipts.append(served.town.report().receipt)
        return receipts

    results = at_once(served.web, [report] * 6)
    numbers = sorted(int(receipt.split("-")[2]) for receipts in results for receipt in receipts)
    assert numbers == list(range(1, 25))


def test_two_workers_that_sweep_at_once_take_and_tell_each_step_once(served: Served) -> None:
    for _ in range(3):
        with served.web.write():
            for _ in range(8):
                served.town.report()
    turns = at_once(served.web, [lambda: jobs.sweep(Turn(MONDAY + minutes(121)))] * 3)
    with served.web.read():
        rows = db.session.execute(select(ClockStep.clock_id, ClockStep.step)).all()
        told = select(func.count()).where(Notice.kind.in_([NoticeKind.YELLOW, NoticeKind.RED]))
        assert len(rows) == len(set(rows)) == sum(turn.steps for turn in turns) == 24 * 2
        assert (db.session.scalar(told), sum(turn.parked for turn in turns)) == (24 * 2, 0)
        assert db.session.scalar(select(func.count()).where(Clock.parked_at.is_not(None))) == 0


def overtaken(served: Served, job: Callable[[Turn], int], at: datetime) -> None:
    """One worker has its list; before it begins, another does the whole job."""

    def meanwhile() -> bool:
        assert at_once(served.web, [lambda: job(Turn(at))]) == [1]
        return False

    with served.web.read():
        job(Turn(at, stopping=meanwhile))


def test_a_second_worker_does_not_call_the_next_but_one(served: Served) -> None:
    case_id = made(served, code=MANHOLE, at=NIGHT)
    overtaken(served, jobs.call_unsigned, NIGHT + minutes(15))
    with served.web.read():
        assert verbs(case_id)[Verb.CALL_NEXT] == 1


def test_a_second_worker_finds_nothing_left_to_resume(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    with served.web.write():
        case = served.town.case_in(State.SUSPENDED)
        case_id, until = case.id, case.suspended_until or MONDAY
    overtaken(served, jobs.resume_suspended, until)
    with served.web.read():
        assert verbs(case_id)[Verb.RESUME] == 1
    assert caplog.records == []


@dataclass(frozen=True)
class Sitting:
    """A panel that has voted so often, and its case."""

    review_id: int
    case_id: int
    panel: list[Actor]

    @classmethod
    def of(cls, served: Served, votes: int) -> "Sitting":
        """Before a panel of three."""
        with served.web.write():
            opened = served.town.in_review()
            made = cls(opened.id, opened.case_id, served.town.panel(opened.id))
            for who in made.panel[:votes]:
                review.cast_ballot(who, made.review_id, Vote.SOLVED, 5, at=EVENING)
        return made

    def vote(self, who: Actor) -> None:
        """Solved."""
        with transaction():
            review.cast_ballot(who, self.review_id, Vote.SOLVED, 5, at=EVENING)


def test_a_panel_that_votes_at_the_same_moment_closes_its_case_once(served: Served) -> None:
    sitting = Sitting.of(served, votes=0)
    results = at_once(served.web, [partial(sitting.vote, who) for who in sitting.panel])
    assert [r for r in results if r is not None and not isinstance(r, Conflict)] == []
    with served.web.read():
        assert served.town.of(sitting.case_id).state is State.CLOSED
        assert db.session.scalar(select(func.count()).select_from(CaseApproval)) == 1


def test_a_vote_and_a_voiding_at_once_leave_one_end(served: Served) -> None:
    sitting = Sitting.of(served, votes=2)

    def void() -> None:
        with transaction():
            ops.void(served.town.chief, served.town.of(sitting.case_id), "误报", at=EVENING)

    results = at_once(served.web, [partial(sitting.vote, sitting.panel[2]), void])
    assert results.count(None) == 1
    with served.web.read():
        assert served.town.of(sitting.case_id).state in (State.CLOSED, State.VOID)
        assert audit.verify().faults == []


def test_the_same_vote_sent_twice_at_once_is_one_ballot(served: Served) -> None:
    sitting = Sitting.of(served, votes=0)
    results = at_once(served.web, [partial(sitting.vote, sitting.panel[0])] * 2)
    assert results == [None, None]
    with served.web.read():
        assert db.session.scalar(select(func.count()).select_from(Ballot)) == 1


def test_a_deciding_vote_and_the_lapse_at_once_leave_one_end(served: Served) -> None:
    sitting = Sitting.of(served, votes=2)

    def lapse() -> None:
        with transaction():
            take_turn(served.town.of(sitting.case_id), MONDAY + timedelta(days=4))

    results = at_once(served.web, [partial(sitting.vote, sitting.panel[2]), lapse])
    with served.web.read():
        verdicts = db.session.scalars(select(Review.verdict).order_by(Review.id)).all()
        if results[0] is None:
            assert (verdicts, served.town.of(sitting.case_id).state) == ([Verdict.APPROVED], State.CLOSED)
        else:
            assert isinstance(results[0], Conflict) and verdicts == [Verdict.VOID, Verdict.PENDING]
        assert results[1] is None and audit.verify().faults == []


def test_two_workers_take_each_turn_of_a_review_once(served: Served) -> None:
    sittings = [Sitting.of(served, votes=1) for _ in range(3)]
    for days in (2, 3, 4):
        at_once(served.web, [partial(jobs.turn_reviews, Turn(MONDAY + timedelta(days=days)))] * 3)
    with served.web.read():
        told = Counter(db.session.execute(select(Notice.user_id, Notice.event_key)).all())
        assert set(told.values()) == {1}
        assert [verbs(s.case_id)[Verb.LAPSE] for s in sittings] == [1, 1, 1]
        assert db.session.scalar(select(func.count()).select_from(Review)) == 6


def test_a_second_worker_finds_no_turn_left(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    sitting = Sitting.of(served, votes=0)
    overtaken(served, jobs.turn_reviews, MONDAY + timedelta(days=4))
    with served.web.read():
        assert verbs(sitting.case_id)[Verb.LAPSE] == 1
    assert caplog.records == []
