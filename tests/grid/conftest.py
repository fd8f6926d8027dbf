"""A street with the small file of squares, imported at noon."""

import pytest

from app.grid import ops
from app.people.models import Street
from tests.builders.grids import small
from tests.builders.people import NOON, a_street
from tests.support.towns import cast, seeded, served  # noqa: F401 (fixtures)


@pytest.fixture
def street(town: object) -> Street:
    """Three residential grids R1 R2 R3 in a row, and a market M1 across R1 and R2."""
    made = a_street()
    ops.import_grid(made.id, small(), NOON)
    return made
