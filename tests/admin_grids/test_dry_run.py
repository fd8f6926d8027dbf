"""What new boundaries would have done to the town's cases."""

from datetime import timedelta

from app.cases import dry_run
from app.cases.naming import names_of
from app.cases.reports import Spot
from app.core.counting import count_statements
from app.core.values import Point
from app.grid import linter
from app.grid.drafts import queries as drafts
from app.grid.redrawn import Redrawn
from tests.builders.grids import SIDE, SOUTH, WEST, changed, feature, small, square, without
from tests.builders.town import CLUTTER, IN_R1, IN_R3, MONDAY, Town, hours

LATER = MONDAY + hours(2)
TO_R1 = Point(WEST + 1.3 * SIDE, SOUTH + SIDE * 0.9)
WIDER = changed(changed(small(), "R1", square(0, wide=1.5)), "R2", square(1.5, wide=0.5))
ROWS = [*without(WIDER, "R3")["features"], feature("R4", "residential", "S", square(2))]
NEW = {"type": "FeatureCollection", "features": ROWS}


def there(cast: Town, point: Point, at: timedelta = timedelta(0)) -> int:
    return cast.report(CLUTTER, MONDAY + at, spot=Spot(point, "wgs84", address="演示路")).id


def compared(cast: Town) -> Redrawn:
    return drafts.redrawn(cast.street_id, linter.read(NEW).grids, LATER)


def test_it_counts_who_would_go_elsewhere_and_for_whom_nobody_would_answer(cast: Town) -> None:
    there(cast, IN_R1)
    near, far = there(cast, TO_R1), there(cast, IN_R3)
    run = dry_run.dry_run(cast.street_id, compared(cast), LATER)
    assert (run.cases, run.elsewhere, run.nobody) == (3, 2, 1)
    assert {move.case_id: move.nobody for move in run.moved} == {near: False, far: True}


def test_a_case_older_than_ninety_days_or_without_a_place_is_not_asked(cast: Town) -> None:
    there(cast, TO_R1, timedelta(days=-91))
    cast.report(CLUTTER, spot=Spot(address="说不清"))
    assert dry_run.dry_run(cast.street_id, compared(cast), LATER).cases == 0


def test_it_costs_the_same_statements_however_many_cases(cast: Town) -> None:
    counts = []
    for _ in range(2):
        there(cast, TO_R1)
        with count_statements() as counted:
            dry_run.dry_run(cast.street_id, compared(cast), LATER)
        counts.append(counted.n)
    assert counts[0] >= counts[1] and counts[1] <= 5


def test_it_names_those_cases_only_that_somebody_may_read(cast: Town) -> None:
    near = there(cast, TO_R1)
    moved = dry_run.dry_run(cast.street_id, compared(cast), LATER).moved
    assert set(names_of(cast.chief, (move.case_id for move in moved))) == {near}
    assert names_of(cast.admin, (move.case_id for move in moved)) == {}
