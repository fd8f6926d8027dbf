"""Whatever goes wrong between a tablet and the server, at whichever step: nothing is lost, nothing comes twice."""

import os

import pytest

from tests.field_sync.day import DAY
from tests.field_sync.faults import FAULTS
from tests.field_sync.matrix import STEPS, Matrix, reference
from tests.field_sync.places import placed
from tests.support.databases import Databases
from tests.support.towns import Seeded

TO_THE_END = bool(os.environ.get("LINGRID_TEST_TO_THE_END"))  # walk each cell's day to its evening: minutes


def test_the_day_has_thirty_steps() -> None:
    assert len(DAY) == 30


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_step_leaves_everything_as_it_would_be_without(matrix: Matrix, fault: str) -> None:
    assert [line for number in STEPS for line in matrix.cell(fault, number, to_the_end=TO_THE_END)] == []


@pytest.mark.parametrize("shift", [0, 4, 8])
def test_a_day_on_which_every_step_meets_a_fault_ends_like_any_other(matrix: Matrix, shift: int) -> None:
    assert matrix.day(shift) == []


def test_the_same_holds_on_postgresql(seeded: Seeded, databases: Databases) -> None:
    cells = {2: "crashed", 7: "timed_out", 12: "twice", 25: "crashed_later", 28: "restarted"}
    folder, (_, _, town) = databases.folder / "field-sync-pg", seeded.of("postgresql")
    with placed(seeded, databases, "postgresql") as place, reference(place, town, folder, cells.keys()) as matrix:
        assert [line for number, fault in cells.items() for line in matrix.cell(fault, number)] == []
