"""Joint enforcement on site: what it needs, and that it stays written down."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.cases import audit, ops, queries
from app.cases.lifecycle import State, Verb
from app.cases.models_trail import CaseText
from app.cases.ops.enforcing import Outing
from app.cases.words import TextKind
from app.core.db import db
from app.core.errors import Invalid, NotAllowed
from tests.builders.town import CG, CLUTTER, MONDAY, PA, Town, a_document, hours

THEN, LATER = MONDAY + hours(2), MONDAY + hours(3)


def outing(cast: Town, held_at: datetime = THEN, **more: Any) -> Outing:
    told = {"unit_ids": [cast.units[CG], cast.units[PA]], "site": "门口", "outcome": "责令三日内改正", **more}
    return Outing(held_at, **told)


def test_it_stands_in_the_chain_with_units_place_time_and_files_and_moves_nothing(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    ops.enforce(cast.worker, case, outing(cast), (a_document(),), at=LATER)
    line = queries.timeline(case.id)[-1]
    assert (line.verb, case.state, len(line.commitments)) == (Verb.ENFORCE, State.IN_PROGRESS, 3)
    assert line.facts["units"] == sorted([cast.units[CG], cast.units[PA]])
    kinds = select(CaseText.kind, CaseText.value).where(CaseText.commitment.in_(line.commitments))
    assert dict(db.session.execute(kinds).all()) == {TextKind.SITE: "门口", TextKind.NOTE: "责令三日内改正"}
    assert audit.verify().faults == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"unit_ids": []}, "units"),
        ({"unit_ids": [999_999, 999_998]}, "units"),
        ({"held_at": MONDAY - timedelta(days=1)}, "held_on"),
        ({"held_at": LATER + hours(1)}, "held_on"),
        ({"site": " "}, "site"),
        ({"outcome": ""}, "outcome"),
    ],
)
def test_it_says_what_is_missing(cast: Town, wrong: dict[str, Any], field: str) -> None:
    case = cast.signed_in(CLUTTER)
    with pytest.raises(Invalid) as refused:
        ops.enforce(cast.worker, case, outing(cast, **wrong), at=LATER)
    assert set(refused.value.errors) == {field}


def test_one_unit_alone_is_not_joint(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    with pytest.raises(Invalid):
        ops.enforce(cast.worker, case, outing(cast, unit_ids=[cast.units[CG], cast.units[CG]]), at=LATER)


def test_only_those_who_have_the_case_or_decide_write_it_down(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    for who in (cast.neighbour, cast.clerk, cast.inspector):
        with pytest.raises(NotAllowed):
            ops.enforce(who, case, outing(cast), at=LATER)
    ops.enforce(cast.chief, case, outing(cast), at=LATER)
