"""回访: somebody who had no part in it asks solved, satisfied, why not; three tries, and whoever is unhappy is heard."""

import pytest

from app.cases import ops, queries
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_trail import CaseHandler
from app.cases.opinions import Opinion
from app.cases.words import DeskKind, HandlerHow, Satisfaction, Solved
from app.core.db import db
from app.core.errors import Invalid, NotAllowed
from app.sla import book
from app.sla.clocks import ClockKind as K
from app.sla.clocks import End
from tests.builders.closings import CLOSED, CONTENT, UNHAPPY, closed
from tests.builders.town import MONDAY, Town, hours

NOBODY = Opinion(None, Satisfaction.NOT_REACHED)
LATER = CLOSED + hours(1)


def call(case: Case) -> End | None:
    return next(c.ended for c in book.clocks(case.id) if c.kind is K.CALL_BACK)


def test_what_was_answered_stands_in_the_timeline_and_the_promise_is_kept(cast: Town) -> None:
    case = closed(cast)
    ops.call_back(cast.clerk, case, CONTENT, "都好了", at=LATER)
    line = queries.timeline(case.id)[-1]
    assert (line.verb, line.facts) == (Verb.CALL_BACK, {"solved": "yes", "satisfaction": "satisfied"})
    assert (case.called_back_at, call(case), case.desk_kind) == (LATER, End.DONE, None)


def test_whoever_is_unhappy_at_the_telephone_has_asked_to_reopen_it(cast: Town) -> None:
    case = closed(cast)
    with pytest.raises(Invalid) as refused:
        ops.call_back(cast.clerk, case, UNHAPPY, " ", at=LATER)
    assert set(refused.value.errors) == {"note"}
    ops.call_back(cast.clerk, case, UNHAPPY, "又堆回来了", at=LATER)
    last = queries.timeline(case.id)[-1]
    assert (last.verb, last.actor_id, case.desk_kind) == (Verb.ASK_REOPEN, cast.clerk.id, DeskKind.REOPEN_ASKED)


def test_not_reached_it_stays_to_be_called_three_times_at_most(cast: Town) -> None:
    case = closed(cast)
    for n in range(3):
        assert call(case) is None
        ops.call_back(cast.clerk, case, NOBODY, "没人接", at=LATER + hours(n))
    assert (call(case), case.called_back_at) == (End.DONE, LATER + hours(2))
    with pytest.raises(NotAllowed):
        ops.call_back(cast.clerk, case, NOBODY, "", at=LATER + hours(3))


def test_somebody_reached_says_whether_it_is_solved(cast: Town) -> None:
    with pytest.raises(Invalid) as refused:
        ops.call_back(cast.clerk, closed(cast), Opinion(None, Satisfaction.SATISFIED), "", at=LATER)
    assert set(refused.value.errors) == {"solved"}


def test_partly_solved_and_understanding_asks_for_nothing(cast: Town) -> None:
    case = closed(cast)
    ops.call_back(cast.clerk, case, Opinion(Solved.PARTLY, Satisfaction.UNDERSTANDING), "", at=LATER)
    assert case.desk_kind is None


@pytest.mark.parametrize("by", ["person", "unit"])
def test_nobody_who_handled_it_nor_of_their_unit_calls(cast: Town, by: str) -> None:
    case, unit = closed(cast), cast.units["派出所"]
    clerk = cast.person("所里的受理员", *cast.clerk.roles, unit="派出所")
    whom = {"user_id": clerk.id} if by == "person" else {"unit_id": unit}
    db.session.add(CaseHandler(street_id=case.street_id, case_id=case.id, how=HandlerHow.LED, at=MONDAY, **whom))
    db.session.flush()
    db.session.refresh(case, ["handlers"])
    with pytest.raises(NotAllowed):
        ops.call_back(clerk, case, CONTENT, "", at=LATER)
    ops.call_back(cast.clerk, case, CONTENT, "", at=LATER)
