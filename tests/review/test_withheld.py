"""Nobody gains by holding something back: dice not thrown, a round that ends void, a seat kept by a party."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

import config
from app.cases import ops as doing
from app.cases import queries as cases
from app.cases.lifecycle import State
from app.cases.words import DeskKind
from app.core.db import db
from app.core.errors import Conflict, NotAllowed
from app.core.permissions import Role
from app.people.models import Street
from app.review import ops, published
from app.review.concerned import parties
from app.review.models import Reviewer, Seat
from app.review.words import DrawValue, SeatEnd, Verdict, Vote, WhyVoid
from tests.builders.reviews import LATER, NOON, Community, take_turn
from tests.cases.test_clock_ops import wall

DAY_3, SECOND_2 = wall("2026-11-19 18:00"), wall("2026-11-23 18:00")
THROWN, WATCHED = "61523 44136 25514 36215", "王见证\n李见证"


def set_value(community: Community, value: str) -> None:
    street = db.session.get_one(Street, community.street_id)
    street.settings = {**street.settings, "draw_value": value}
    db.session.flush()


def test_a_panel_that_nobody_threw_the_dice_for_is_drawn_by_the_next_root(community: Community) -> None:
    community.roster(8)
    community.person(Role.DUTY_CHIEF)
    set_value(community, "dice")
    case = community.handled_case()
    first = community.frozen(case)
    assert (first.draw_value, case.desk_kind) == (DrawValue.DICE, DeskKind.DICE)
    take_turn(case, DAY_3)
    second = community.last_review(case)
    assert (second.second, second.draw_value, second.is_drawn) == (True, DrawValue.ROOT, True)
    assert case.desk_kind is None and len(community.panel(second)) == 3


def test_where_nobody_ever_sat_the_leader_rules_and_not_who_could_have_thrown(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    community.roster(8)
    chief = community.person(Role.DUTY_CHIEF)
    case = community.handled_case()
    community.frozen(case)
    monkeypatch.setattr("tests.builders.reviews.draw_waiting", lambda _at: None)  # no root is ever made
    take_turn(case, DAY_3)
    take_turn(case, SECOND_2)
    assert case.desk_kind is DeskKind.OVERRIDE_UP
    with pytest.raises(NotAllowed):
        doing.override(chief, cases.visible_case(chief, case.id), solved=True, reason="看过了", at=SECOND_2)


def test_no_dice_are_taken_for_a_round_that_was_frozen_for_a_root(community: Community) -> None:
    community.roster(8)
    chief = community.person(Role.DUTY_CHIEF)
    case = community.handled_case()
    community.frozen(case)
    case.desk_kind, case.desk_since = DeskKind.DICE, NOON
    with pytest.raises(Conflict):
        ops.draw_by_dice(chief, cases.visible_case(chief, case.id), THROWN, WATCHED, LATER)


def test_the_votes_of_a_void_round_are_in_no_public_record(community: Community) -> None:
    community.roster(8)
    case = community.handled_case()
    review = community.checked(case)
    community.vote(review, Vote.UNSOLVED)
    take_turn(case, DAY_3)
    told = published.record(community.street_id, review.id)
    assert told is not None and review.verdict is Verdict.VOID
    assert told.tally is None and told.as_json()["tally"] is None


def away(community: Community, *who: int) -> None:
    for reviewer_id in who:
        db.session.get_one(Reviewer, reviewer_id).away_until = date(2026, 12, 31)
    db.session.flush()


def test_a_panel_that_could_not_be_seated_ends_at_once(community: Community) -> None:
    community.person(Role.DUTY_CHIEF)
    case = community.handled_case()
    review = community.frozen(case)
    away(community, *list(community.people)[:5])  # two of seven are left
    community.drawn(case)
    assert (review.verdict, review.why_void) == (Verdict.VOID, WhyVoid.TOO_FEW)


def test_the_script_accepts_a_draw_that_left_a_chair_empty(community: Community, tmp_path: Path) -> None:
    community.person(Role.DUTY_CHIEF)
    case = community.handled_case()
    review = community.frozen(case)
    away(community, *list(community.people)[:5])
    community.drawn(case)
    told = published.record(community.street_id, review.id)
    assert told is not None and len(told.sat) == 2
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(told.as_json()), "utf-8")
    script = str(config.ROOT / "scripts" / "verify_draw.py")
    done = subprocess.run([sys.executable, "-I", script, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_vote_of_somebody_whom_the_case_has_come_to_concern_counts_no_more(community: Community) -> None:
    community.roster(8)
    case = community.handled_case()
    review = community.checked(case)
    first, second = community.panel(review)[:2]
    ops.cast_ballot(first, review.id, Vote.SOLVED, 4, at=LATER)
    community.concern(case, first, "reporter")
    ops.cast_ballot(second, review.id, Vote.SOLVED, 4, at=LATER)
    assert review.is_open and first not in community.panel(review)
    ends = select(Seat.reason).where(Seat.review_id == review.id, Seat.vacated_at.is_not(None))
    assert db.session.scalars(ends).all() == [SeatEnd.CONCERNED]
    assert case.state is State.IN_REVIEW


def test_one_phone_is_one_person_whatever_line_of_the_roster_they_had(community: Community) -> None:
    community.roster(8)
    old = community.reviewer(phone_mac="same")
    case = community.handled_case()
    review = community.checked(case)
    before = next(r for r, who in community.people.items() if who == old)
    if not db.session.get(Seat, (review.id, before)):
        db.session.add(
            Seat(street_id=case.street_id, review_id=review.id, reviewer_id=before, ordinal=9, seated_at=NOON)
        )
        db.session.flush()
    db.session.get_one(Reviewer, before).active = False
    db.session.flush()
    community.reviewer(phone_mac="same")
    again = max(community.people)
    assert {before, again} <= parties(case.id).sat


def test_a_vote_that_is_not_somebodys_is_written_down_without_a_name(
    community: Community, caplog: pytest.LogCaptureFixture
) -> None:
    community.roster(8)
    review = community.checked(community.handled_case())
    stranger = community.person(Role.DUTY_CHIEF)
    with pytest.raises(NotAllowed):
        ops.cast_ballot(stranger, review.id, Vote.SOLVED, 4, "放他过去", at=LATER)
    community.vote(review, Vote.SOLVED, Vote.SOLVED, Vote.SOLVED)
    with pytest.raises(Conflict):
        ops.cast_ballot(community.panel(review)[0], review.id, Vote.SOLVED, 4, at=LATER)
    lines = [r.getMessage() for r in caplog.records if r.name == "app.review.ops"]
    assert lines[0] == f"refused: vote {review.id} by account {stranger.id} (NotAllowed)"
    assert len(lines) == 2 and "(Conflict)" in lines[1]
    assert stranger.name not in caplog.text and "放他过去" not in caplog.text
