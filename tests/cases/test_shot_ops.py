"""Pictures of a result: taken there and after the work began, or with a written reason."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.cases import ops, shots
from app.cases import queries as cases
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.reports import Picture
from app.cases.shots import Doubt
from app.cases.words import PhotoKind, TextKind
from app.core.errors import Invalid
from app.core.values import Point
from tests.builders.town import (
    CLUTTER,
    ENQUIRY,
    IN_R1,
    MONDAY,
    PROPERTY,
    Town,
    a_document,
    a_picture,
    a_result,
    hours,
    minutes,
)

SIGNED, DONE = MONDAY + minutes(5), MONDAY + hours(1)
FAR_AWAY = Point(IN_R1.lon, IN_R1.lat + 0.001)


def shot(kind: PhotoKind, taken_at: datetime | None, point: Point | None = IN_R1, colour: str = "green") -> Picture:
    """A picture with what its camera noted."""
    plain = a_picture(kind, colour)
    return replace(plain, stored=replace(plain.stored, taken_at=taken_at, point=point))


def shown(after: Picture, before_at: datetime | None = None) -> tuple[Picture, ...]:
    """A pair and a paper."""
    return (shot(PhotoKind.BEFORE, before_at, None, "red"), after, a_document())


def handle(town: Town, case: Case, after: Picture, why: str = "", at: datetime = DONE) -> None:
    """Reported done with this picture."""
    ops.handle(town.side(case), case, a_result(pictures=shown(after), photo_why=why), at=at)


def of_result(case: Case) -> tuple[int | None, list[str]]:
    """What was kept with the newest picture of the result."""
    photo = [p for p in cases.photos(case.id) if p.kind is PhotoKind.AFTER][-1]
    return photo.metres_off, photo.doubts


def test_a_picture_taken_there_while_at_work_needs_no_reason(cast: Town) -> None:
    case = cast.signed_in()
    handle(cast, case, shot(PhotoKind.AFTER, SIGNED + minutes(20)))
    assert (case.state, of_result(case)) == (State.HANDLED, (0, []))


@pytest.mark.parametrize(
    ("taken", "point", "doubt"),
    [
        (SIGNED - minutes(2), IN_R1, Doubt.EARLY),
        (SIGNED + minutes(20), FAR_AWAY, Doubt.FAR),
        (None, IN_R1, Doubt.NO_TIME),
        (SIGNED + minutes(20), None, Doubt.NO_PLACE),
    ],
)
def test_any_other_picture_is_refused_until_somebody_says_why(
    cast: Town, taken: datetime | None, point: Point | None, doubt: Doubt
) -> None:
    case, after = cast.signed_in(), shot(PhotoKind.AFTER, taken, point)
    with pytest.raises(Invalid) as refused:
        handle(cast, case, after)
    assert refused.value.errors == {"photo_why": shots.ASK[doubt]}
    assert case.state is State.IN_PROGRESS
    handle(cast, case, after, "手机借来的")
    assert of_result(case)[1] == [doubt.value]


def test_the_reason_and_the_doubt_are_kept_for_whoever_checks(cast: Town) -> None:
    case = cast.signed_in()
    handle(cast, case, shot(PhotoKind.AFTER, None, None), "旧手机")
    said = [t.value for t in cases.texts(case.id) if t.kind is TextKind.PHOTO_WHY]
    assert (said, cases.timeline(case.id)[-1].facts["doubts"]) == (["旧手机"], ["no_time", "no_place"])


def test_a_reason_of_blanks_is_none(cast: Town) -> None:
    with pytest.raises(Invalid):
        handle(cast, cast.signed_in(), shot(PhotoKind.AFTER, None), "  \n")


def test_work_done_again_begins_when_it_was_sent_back(cast: Town) -> None:
    case = cast.signed_in()
    handle(cast, case, shot(PhotoKind.AFTER, SIGNED + minutes(20)))
    ops.check_fail(cast.checker(case), case, "还剩两个", at=DONE + minutes(30))
    with pytest.raises(Invalid) as refused:
        handle(cast, case, shot(PhotoKind.AFTER, SIGNED + minutes(20)), at=DONE + hours(1))
    assert refused.value.errors == {"photo_why": shots.ASK[Doubt.EARLY]}
    handle(cast, case, shot(PhotoKind.AFTER, DONE + minutes(50), colour="blue"), at=DONE + hours(1))
    assert case.state is State.HANDLED


def test_work_done_again_without_a_new_picture_needs_a_reason(cast: Town) -> None:
    case = cast.case_in(State.REWORK)
    with pytest.raises(Invalid) as refused:
        ops.handle(cast.side(case), case, a_result(pictures=(), photo_why=""), at=MONDAY + hours(3))
    assert refused.value.errors == {"photo_why": shots.ASK[Doubt.OLD]}


def test_after_a_reopening_the_work_begins_with_it(cast: Town) -> None:
    case, day = cast.case_in(State.CLOSED), MONDAY + timedelta(days=1)
    ops.reopen(cast.chief, case, "又堆上了", at=day)
    assert cases.work_began(case) == day


@pytest.mark.parametrize(
    ("before_at", "after_at", "doubts"),
    [
        (MONDAY - minutes(20), MONDAY - minutes(5), []),
        (MONDAY - minutes(20), MONDAY - minutes(25), ["early"]),
        (None, MONDAY - minutes(5), ["early"]),
        (None, MONDAY + minutes(5), []),
    ],
)
def test_what_was_fixed_on_the_spot_was_seen_in_its_picture_of_before_or_reported_first(
    cast: Town, before_at: datetime | None, after_at: datetime, doubts: list[str]
) -> None:
    pictures = shown(shot(PhotoKind.AFTER, after_at), before_at)
    result = a_result(pictures=pictures, photo_why="说明" if doubts else "")
    case = ops.report(cast.worker, cast.a_report(CLUTTER, result=result), at=MONDAY)
    assert (case.state, of_result(case)[1]) == (State.HANDLED, doubts)


def test_a_kind_that_asks_for_no_pictures_asks_for_no_reason(cast: Town) -> None:
    for code in (ENQUIRY, PROPERTY):
        case = cast.signed_in(code)
        ops.handle(cast.side(case), case, a_result(pictures=(), photo_why=""), at=DONE)
        assert case.state is State.HANDLED
