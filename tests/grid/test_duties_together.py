"""Two at once on one roster, and two who sign one hand-over: what happens once happens once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, select

from app.core.db import db, transaction
from app.core.errors import Conflict
from app.grid import ops
from app.grid.duty import Shift
from app.grid.models import Duty, DutyKind
from app.grid.models_handover import Handover
from app.grid.ops import Draft
from tests.builders.town import MONDAY
from tests.support.together import at_once
from tests.support.towns import Served


def written(act: Callable[[], object]) -> Callable[[], None]:
    """In a transaction of its own."""

    def job() -> None:
        with transaction():
            act()

    return job


def refused(served: Served, *acts: Callable[[], object]) -> list[Any]:
    return [type(one) for one in at_once(served.web, [written(act) for act in acts]) if one is not None]


def test_the_same_shift_given_by_two_at_once_is_given_once(served: Served) -> None:
    town = served.town
    draft = Draft(town.grid_ids["R1"], town.deputy.id or 0, Shift(MONDAY, None, "", "17:30", "21:00"))
    gives = [partial(ops.put_on_duty, who, draft, at=MONDAY) for who in (town.admin, town.chief, town.grid_chief)]
    assert refused(served, *gives) == [Conflict, Conflict]
    with served.web.read():
        assert db.session.scalar(select(func.count()).where(Duty.user_id == town.deputy.id)) == 1


def test_one_place_on_the_phone_list_taken_by_two_at_once_is_taken_once(served: Served) -> None:
    town = served.town
    shift, root = Shift(MONDAY), town.grid_ids["S"]
    drafts = [
        Draft(root, who.id or 0, shift, DutyKind.NIGHT, phone_order=4) for who in (town.street_worker, town.worker)
    ]
    assert refused(served, *(partial(ops.put_on_duty, town.chief, one, at=MONDAY) for one in drafts)) == [Conflict]


def test_one_person_booked_off_by_two_at_once_is_away_once(served: Served) -> None:
    town = served.town
    away = (town.far.id or 0, MONDAY, MONDAY + timedelta(days=2))
    books = [partial(ops.book_off, who, *away, at=MONDAY) for who in (town.chief, town.other_chief)]
    assert refused(served, *books) == [Conflict]


def test_a_duty_that_ends_as_another_stand_in_is_given_does_not_go_on(served: Served) -> None:
    town = served.town
    with served.web.read():
        duty = db.session.scalars(select(Duty.id).where(Duty.user_id == town.worker.id)).one()
    ends = partial(ops.finish_duty, town.chief, duty, MONDAY, at=MONDAY)
    gives = partial(ops.give_stand_in, town.other_chief, duty, town.far.id, at=MONDAY)
    assert refused(served, ends, gives) == [Conflict]


def test_a_hand_over_signed_by_two_at_once_is_signed_once(served: Served) -> None:
    town = served.town
    with served.web.write():
        made = ops.write_hand_over(town.chief, "都在这里", {}, at=MONDAY).id
    signs = [partial(ops.sign_hand_over, who, made, MONDAY, at=MONDAY) for who in (town.other_chief, town.night1)]
    assert refused(served, *signs) == [Conflict]


def test_two_who_write_at_once_leave_one_to_sign(served: Served) -> None:
    town = served.town
    writes = [partial(ops.write_hand_over, who, "我写的", {}, at=MONDAY) for who in (town.chief, town.other_chief)]
    assert refused(served, *writes) == [Conflict]
    with served.web.read():
        assert db.session.scalar(select(func.count()).select_from(Handover)) == 1
