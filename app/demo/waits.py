"""Stories about time: more of it asked for, granted or not yet answered; 督办; and the call afterwards."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

from app.cases import ops as cases
from app.cases.lifecycle import State
from app.cases.opinions import Opinion
from app.cases.ops.asking import Wait
from app.cases.words import Satisfaction, Solved, Visit, WaitingFor
from app.core.clock import from_street
from app.core.permissions import Actor, Role
from app.core.values import Span, Unit
from app.demo import after, texts
from app.demo.play import Play
from app.demo.stage import Story
from app.demo.stories import first_step, judged, pace, working
from app.intake import queries as intake

S = State
OPINIONS = (
    Opinion(Solved.YES, Satisfaction.VERY_SATISFIED),
    Opinion(Solved.YES, Satisfaction.SATISFIED),
    Opinion(Solved.PARTLY, Satisfaction.UNDERSTANDING),
    Opinion(Solved.NO, Satisfaction.UNSATISFIED),
    Opinion(None, Satisfaction.NOT_REACHED),
)
LEFT_STANDING = timedelta(days=5)


def suspended(play: Play, days: int) -> Story:
    """挂账 where the category allows it, asked for and granted, and on again by itself."""
    yield from in_hand(play)
    if not play.stands(S.IN_PROGRESS):
        return
    wait = _wait(play.now + timedelta(days=days))
    cases.ask_suspension(_hands(play), play.case(), wait, at=play.now)
    yield play.stage.soon(10, 60)
    if not play.stands(S.IN_PROGRESS):
        return
    cases.suspend(play.cast.one(Role.DUTY_CHIEF, play.stage), play.case(), wait, at=play.now)
    yield wait.until + timedelta(hours=2)
    if not play.stands(S.IN_PROGRESS):
        return
    yield working(play, 0.0)
    play.handle()
    yield from judged(play, None, 0, 0)


def asks_to_wait(play: Play) -> Story:
    """Left standing: the duty chief has not answered yet."""
    yield from in_hand(play)
    if play.stands(S.IN_PROGRESS):
        cases.ask_suspension(_hands(play), play.case(), _wait(play.now + timedelta(days=20)), at=play.now)


def asks_for_days(play: Play, *, granted: bool) -> Story:
    """延期; without an answer it is left standing."""
    yield from in_hand(play)
    if not play.stands(S.IN_PROGRESS):
        return
    cases.ask_extension(_hands(play), play.case(), 1, texts.REASONS["extend"], at=play.now)
    if not granted:
        return
    yield play.stage.soon(10, 60)
    cases.extend(play.cast.one(Role.DUTY_CHIEF, play.stage), play.case(), 1, at=play.now)
    yield working(play, 0.5)
    play.handle()
    yield from judged(play, None, 0, 0)


def supervised(play: Play, *, answered: bool) -> Story:
    """督办 by a leader."""
    yield from in_hand(play)
    if not play.stands(S.IN_PROGRESS):
        return
    leader = play.cast.one(Role.LEADER, play.stage)
    cases.supervise(leader, play.case(), texts.REASONS["supervise"], Span(1, Unit.WORKING_DAY), at=play.now)
    if not answered:
        return
    yield play.stage.soon(30, 200)
    cases.answer(_hands(play), play.case(), texts.REASONS["answer"], at=play.now)
    yield working(play, 0.2)
    play.handle()
    yield from judged(play, None, 0, 0)


def called_back(play: Play) -> Iterator[datetime]:
    """Whoever left a number is asked after the closing."""
    if not play.stands(S.CLOSED) or not intake.has_phone(play.id):
        return
    yield play.stage.soon(30, 300)
    if play.stands(S.CLOSED) and play.case().called_back_at is None:
        said = play.stage.rng.choices(OPINIONS, (8, 10, 4, 1, 1))[0]
        note = texts.UNHAPPY[0] if said.unhappy else ""
        cases.call_back(play.cast.one(Role.INTAKE_CLERK, play.stage), play.case(), said, note, at=play.now)
        if said.unhappy:
            yield from after.answered(play)


def visited(play: Play, follow: Callable[[Play, int], None]) -> Story:
    """复查 on its day; those of the last days are left standing. Now and then it is back, and `follow` plays that."""
    while play.stands(S.CLOSED) and (day := play.case().recheck_on):
        moment = from_street(day, time(9, 30)) + timedelta(minutes=play.stage.rng.randint(0, 300))
        if moment > play.stage.end - LEFT_STANDING:
            return
        yield moment
        if not play.stands(S.CLOSED) or play.case().recheck_on != day:
            return
        found = play.recheck(Visit.RETURNED if play.stage.rng.random() < 0.1 else Visit.LASTS)
        if found is not None:
            follow(play, found)


def in_hand(play: Play) -> Story:
    """Signed in, and the reporter contacted."""
    yield first_step(play)
    if not play.sign_in():
        return
    yield pace(play, 30, 120)
    play.contact()
    yield pace(play, 30, 120)


def _hands(play: Play) -> Actor:
    case = play.case()
    return play.handler(case) or play.owner(case)


def _wait(until: datetime) -> Wait:
    return Wait(WaitingFor.CONDITIONS, texts.REASONS["suspend"], until)
