"""Cases of the last days that are left standing: every state is there, and every demo account has work.

Many lie in the home grid of the demo's worker, chief, property company and reviewer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.cases.lifecycle import State
from app.cases.words import Decision
from app.demo import after, joint, stories, waits
from app.demo.play import Play
from app.demo.stage import Story

S = State
Then = Callable[[Play], Story]
Follow = Callable[[Play, int], None]


@dataclass(frozen=True)
class Planned:
    """A story that begins about `days` ago; home: in the demo's home grid; at_work: in office hours."""

    days: float
    code: str
    then: Then
    home: bool = False
    at_work: bool = True


def standing(follow: Follow) -> list[Planned]:
    """Every story to be left standing; `follow` plays the follow-up case of one made safe."""
    return [*_at_home(), *_unsigned_and_working(), *_judged(), *_knots(), *_by_hand(), *_dangers(follow)]


def _stop(state: State, bad_checks: int = 0) -> Then:
    """Left standing in a state; what is to be judged was handled quickly, so that it gets there in time."""
    swift = 0.05 if state in (S.HANDLED, S.REWORK, S.IN_REVIEW) else 0.0
    return lambda play: stories.life(play, stop=state, late=swift, bad_checks=bad_checks)


def _at_home() -> Iterator[Planned]:
    """For the worker, the property company, the enforcement team and the reviewer to find at once."""
    for days, code in ((0.02, "0102"), (0.2, "0601"), (0.9, "0504"), (0.1, "0504")):
        yield Planned(days, code, _stop(S.DISPATCHED), home=True, at_work=code == "0504")
    for days, code in ((0.7, "0102"), (1.2, "0302"), (2.0, "0601"), (3.2, "0702"), (5.5, "0102"), (1.0, "0504")):
        yield Planned(days, code, _stop(S.IN_PROGRESS), home=True)
    for days, code in ((1.3, "0201"), (2.1, "0201")):
        yield Planned(days, code, _stop(S.IN_PROGRESS), home=True)
    for days, code in ((1.4, "0504"), (2.2, "0501"), (3.0, "0504")):
        yield Planned(days, code, _stop(S.HANDLED), home=True)
    yield Planned(4.0, "0102", _stop(S.REWORK, bad_checks=1), home=True)
    for days, code in (
        (4.1, "0102"),
        (4.4, "0601"),
        (4.8, "0107"),
        (5.0, "0504"),
        (5.2, "0302"),
        (5.4, "0102"),
        (5.7, "0601"),
        (6.0, "0702"),
    ):
        yield Planned(days, code, _stop(S.IN_REVIEW), home=True)


def _unsigned_and_working() -> Iterator[Planned]:
    for days, code in ((0.1, "0103"), (0.3, "0805"), (1.1, "0302")):
        yield Planned(days, code, _stop(S.DISPATCHED))
    for days, code in ((0.3, "0404"), (0.8, "0101"), (1.5, "0603"), (6.0, "0401"), (9.0, "0505")):
        yield Planned(days, code, _stop(S.IN_PROGRESS))


def _judged() -> Iterator[Planned]:
    for days, code in ((0.6, "0101"), (1.2, "0103"), (2.0, "0402"), (4.0, "0106")):
        yield Planned(days, code, _stop(S.HANDLED))
    # Nobody votes: the older ones are in their second round by now, the oldest wait for the duty chief's ruling.
    for days, code in ((3.5, "0404"), (7.4, "0107"), (8.0, "0601"), (12.0, "0404"), (13.0, "0601")):
        yield Planned(days, code, _stop(S.IN_REVIEW))
    yield Planned(6.0, "0102", _stop(S.REWORK, bad_checks=1))
    yield Planned(6.5, "1001", stories.checked_once, home=True)
    for days in (36.0, 38.0):  # their return visits have come
        yield Planned(days, "0102", stories.life, home=True)


def _knots() -> Iterator[Planned]:
    for days in (0.4, 1.0):
        yield Planned(days, "0603", lambda play: stories.refused(play, stop=S.DISPUTED))
    yield Planned(2.0, "0603", lambda play: stories.refused(play, stop=S.DISPUTED, twice=True))
    yield Planned(5.0, "0601", lambda play: stories.refused(play, stop=S.CONFERENCE, twice=True))
    for days in (28.0, 36.0):
        yield Planned(days, "0404", lambda play: stories.conferred(play, stop=S.CONFERENCE))
    yield Planned(12.0, "0404", lambda play: stories.conferred(play, decision=Decision.OVERRIDE))
    for days in (55.0, 66.0):
        yield Planned(days, "0404", lambda play: stories.conferred(play, stop=S.CLOSED))
    for days, code in ((6.0, "0302"), (9.0, "0505"), (12.0, "0702")):
        yield Planned(days, code, lambda play: waits.suspended(play, 40))
    for days, code in ((0.6, "0102"), (0.9, "0601")):
        yield Planned(days, code, lambda play: waits.asks_for_days(play, granted=False), home=True)
    for days in (5.0, 30.0, 61.0):
        yield Planned(days, "0102", lambda play: waits.asks_for_days(play, granted=True), home=True)
    yield Planned(1.1, "0302", waits.asks_to_wait, home=True)
    yield Planned(48.0, "0404", lambda play: waits.suspended(play, 6))
    yield Planned(0.8, "0102", lambda play: waits.supervised(play, answered=False), home=True)
    yield Planned(12.0, "0601", lambda play: waits.supervised(play, answered=True), home=True)
    for days, signed, done in ((0.5, False, False), (3.0, False, False), (0.9, True, False), (33.0, True, True)):
        yield Planned(days, "0302", _joint(signed, done), home=True)
    yield Planned(20.0, "0102", lambda play: stories.reopened(play, stop=S.IN_PROGRESS))
    yield Planned(4.0, "1001", after.asks)
    yield Planned(7.0, "1004", after.appeals)
    for days in (3.0, 21.0, 50.0):
        yield Planned(days, "0106", lambda play: stories.ended(play, "void"))


def _joint(signed: bool, done: bool) -> Then:
    return lambda play: joint.helped(play, signed=signed, done=done)


def _by_hand() -> Iterator[Planned]:
    for days in (4.0, 12.0, 19.0):
        yield Planned(days, "0902", stories.by_hand)
    yield Planned(0.3, "0902", lambda play: stories.by_hand(play, stop=S.FILED))
    yield Planned(0.05, "0904", lambda play: stories.by_hand(play, stop=S.FILED), at_work=False)


def _dangers(follow: Follow) -> Iterator[Planned]:
    for days, code in ((1.5, "0301"), (18.0, "0304"), (40.0, "0604"), (70.0, "0701")):
        yield Planned(days, code, lambda play: stories.made_safe(play, follow), at_work=False)
