"""What one case says of people holds for the case that it goes on in, however far it was merged."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy.orm.exc import StaleDataError

from app.cases import ops, queries
from app.cases.lifecycle import State
from app.cases.models_trail import CaseAbout
from app.core.db import db, transaction
from app.core.errors import Invalid, NotFound
from app.review.concerned import parties
from tests.builders.town import CLUTTER, MONDAY, Town, minutes
from tests.support.together import at_once, meeting
from tests.support.towns import Served

LATER = MONDAY + minutes(10)


def test_reporters_are_no_judges_though_their_report_was_merged_twice(cast: Town) -> None:
    case, middle, inner = (cast.called_in(phone=f"1381234567{n}") for n in range(3))
    ops.merge(cast.dispatcher, inner, middle, "同一件", at=LATER)
    ops.merge(cast.dispatcher, cast.of(middle.id), case, "同一件", at=LATER)
    assert len(parties(case.id).phone_macs) == 3


def test_whom_a_merged_case_complains_about_has_no_part_in_the_other(cast: Town) -> None:
    case, complaint = cast.report(), cast.report()
    db.session.add(CaseAbout(street_id=case.street_id, case_id=complaint.id, user_id=cast.worker.id))
    db.session.flush()
    db.session.refresh(complaint)
    ops.merge(cast.dispatcher, cast.of(complaint.id), case, "同一件", at=LATER)
    assert cast.worker.id in cast.of(case.id).about_ids
    with pytest.raises(NotFound):
        queries.visible_case(cast.worker, case.id)


def test_of_two_merges_into_each_other_at_once_one_is_refused(served: Served) -> None:
    town, meet = served.town, meeting(served.web, 2)
    with served.web.write():
        ids = [town.report(CLUTTER).id for _ in range(2)]

    def merge(from_id: int, into_id: int) -> None:
        with transaction():
            case, other = (queries.visible_case(town.dispatcher, i) for i in (from_id, into_id))
            meet()
            ops.merge(town.dispatcher, case, other, "同一件", at=LATER)

    results: list[Any] = at_once(served.web, [partial(merge, *ids), partial(merge, *reversed(ids))])
    assert results.count(None) == 1
    assert [r for r in results if r is not None and not isinstance(r, Invalid | StaleDataError)] == []
    with served.web.read():
        states = [town.of(i).state for i in ids]
        assert sorted(s is State.MERGED for s in states) == [False, True]
        assert queries.lives_in(town.of(ids[0])).id == queries.lives_in(town.of(ids[1])).id
