"""The shortest way of a case to every state, for `town.case_in`. Each takes the town and the first moment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.cases import ops
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.ops.asking import Wait
from app.cases.reports import Spot
from app.cases.words import WaitingFor
from app.core.db import db
from app.grid.models import Leave
from app.review.words import Vote
from tests.builders.reviews import take_turn
from tests.builders.town import CLUTTER, ENQUIRY, IN_R3, LEAK, Town, hours, minutes

Walk = Callable[..., Case]
S = State
NOWHERE: dict[str, Any] = {"spot": Spot(address="说不清在哪")}


def reported(town: Town, at: datetime, **more: Any) -> Case:
    """Nobody knows where it is."""
    return town.report(at=at, **{**NOWHERE, **more})


def verifying(town: Town, at: datetime, **more: Any) -> Case:
    """The place is known, the kind is not; somebody looks."""
    case = town.report(None, at, **more)
    ops.verify(town.clerk, case, at=at + minutes(5))
    return case


def filed(town: Town, at: datetime, **more: Any) -> Case:
    """Nobody of R3 is there: a person at the desk must dispatch it."""
    away = select(Leave.id).where(Leave.user_id == town.far.id, Leave.from_at <= at, Leave.until_at > at)
    if db.session.scalar(away) is None:
        town.away(town.far, at)
    return town.report(at=at, **{"spot": Spot(IN_R3, "wgs84"), **more})


def parts_until(day: datetime) -> Wait:
    """A 挂账 for parts."""
    return Wait(WaitingFor.CONDITIONS, "等配件", day)


def suspended(town: Town, at: datetime, **more: Any) -> Case:
    """Waits ten days for parts."""
    case = town.signed_in(LEAK, at, **more)
    ops.suspend(town.chief, case, parts_until(at + timedelta(days=10)), at=at + minutes(10))
    return case


def rework(town: Town, at: datetime, **more: Any) -> Case:
    """The check failed."""
    case = town.handled(CLUTTER, at, **more)
    ops.check_fail(town.checker(case), case, "四楼还有两个", at=at + hours(2))
    return case


def in_review(town: Town, at: datetime, **more: Any) -> Case:
    """Before a panel of three."""
    return town.of(town.in_review(at, **more).case_id)


def conference(town: Town, at: datetime, **more: Any) -> Case:
    """Two panels said 未解决."""
    case = in_review(town, at, **more)
    town.decide(town.review_of(case), Vote.UNSOLVED, at + hours(2.2))
    town.done_again(case, at + hours(2.4))
    town.decide(town.review_of(case), Vote.UNSOLVED, at + hours(2.8))
    return case


def second_round(town: Town, at: datetime, **more: Any) -> Case:
    """The first panel came to no verdict in its three days; since the fourth others are asked."""
    case = in_review(town, at, **more)
    take_turn(case, at + timedelta(days=4))
    return case


def left_to_chief(town: Town, at: datetime, **more: Any) -> Case:
    """Nor did the second: since the ninth day the duty chief must rule."""
    case = second_round(town, at, **more)
    take_turn(case, at + timedelta(days=9))
    return case


def closed(town: Town, at: datetime, **more: Any) -> Case:
    """A panel found it solved."""
    case = in_review(town, at, **more)
    town.decide(town.review_of(case), at=at + hours(2.5))
    return case


def closed_by_check(town: Town, at: datetime, **more: Any) -> Case:
    """An enquiry: no panel judges it."""
    case = town.handled(ENQUIRY, at, **more)
    ops.check_pass(town.checker(case), case, at=at + hours(2))
    return case


def merged(town: Town, at: datetime, **more: Any) -> Case:
    """The same was reported before."""
    other, case = town.report(at=at, **more), town.report(at=at + minutes(1), **more)
    ops.merge(town.dispatcher, case, other, "同一件事", at=at + minutes(10))
    return case


def rejected(town: Town, at: datetime, **more: Any) -> Case:
    """Not opened."""
    case = reported(town, at, **more)
    ops.reject(town.chief, case, "不归街道管", at=at + minutes(10))
    return case


def void(town: Town, at: datetime, **more: Any) -> Case:
    """A test that somebody sent."""
    case = town.report(at=at, **more)
    ops.void(town.chief, case, "误报", at=at + minutes(10))
    return case


WALKS: dict[State, Walk] = {
    S.REPORTED: reported,
    S.VERIFYING: verifying,
    S.FILED: filed,
    S.DISPATCHED: lambda town, at, **more: town.report(at=at, **more),
    S.DISPUTED: lambda town, at, **more: town.refused(at, **more),
    S.IN_PROGRESS: lambda town, at, **more: town.signed_in(at=at, **more),
    S.SUSPENDED: suspended,
    S.HANDLED: lambda town, at, **more: town.handled(at=at, **more),
    S.REWORK: rework,
    S.IN_REVIEW: in_review,
    S.CONFERENCE: conference,
    S.CLOSED: closed,
    S.MERGED: merged,
    S.REJECTED: rejected,
    S.VOID: void,
}
