"""Closed cases and what their reporters say of them: through the ops, on a passed check, without a panel."""

from datetime import datetime
from typing import Any

from app.cases import ops
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.opinions import Opinion
from app.cases.words import Satisfaction, Solved
from app.verdicts import ops as verdicts
from tests.builders.town import ENQUIRY, MONDAY, Town, a_result, hours, minutes

CLOSED = MONDAY + hours(2)
CONTENT = Opinion(Solved.YES, Satisfaction.SATISFIED)
UNHAPPY = Opinion(Solved.NO, Satisfaction.UNSATISFIED)


def closed(town: Town, **more: Any) -> Case:
    """A resident's report, closed two hours later."""
    return close(town, town.called_in(ENQUIRY, **more))


def close(town: Town, case: Case, at: datetime = MONDAY) -> Case:
    """Signed in, done, checked by somebody else: closed two hours after `at`."""
    ops.sign_in(town.side(case), case, at=at + minutes(5))
    return close_again(town, case, at)


def close_again(town: Town, case: Case, at: datetime) -> Case:
    """The same for a case that is in hand already; where its story asks for a second check, two look at it."""
    ops.handle(town.side(case), case, a_result(), at=at + hours(1))
    case = town.of(case.id)
    while case.state is State.HANDLED:
        ops.check_pass(town.checker(case), case, at=at + hours(2))
        case = town.of(case.id)
    return case


def merged_and_closed(town: Town) -> tuple[Case, Case]:
    """Two reports of one thing, each by its own reporter; the second went on inside the first, which is closed."""
    first, second = town.called_in(ENQUIRY), town.called_in(ENQUIRY, phone="13900001111", name="李四")
    ops.merge(town.dispatcher, second, first, "同一件事", at=MONDAY + minutes(3))
    return close(town, first), town.of(second.id)


def unhappy(town: Town, case: Case, at: datetime = CLOSED, reason: str = "") -> None:
    """Its reporter is not content; with a reason they ask to reopen it."""
    verdicts.give(case, UNHAPPY, "又堆回来了", at=at)
    if reason:
        verdicts.ask_reopen(case, reason, at=at)
