"""The reference of the fault matrix, walked once a test process."""

from collections.abc import Iterator

import pytest

from app.core import clock
from tests.field_sync.matrix import Matrix, reference
from tests.field_sync.places import placed
from tests.support.databases import Databases
from tests.support.towns import Seeded
from tests.support.towns import seeded as seeded


@pytest.fixture(scope="session")
def matrix(seeded: Seeded, databases: Databases) -> Iterator[Matrix]:
    """On SQLite, with a copy before every step."""
    folder, (_, _, town) = databases.folder / "field-sync", seeded.of("sqlite")
    with placed(seeded, databases, "sqlite") as place, reference(place, town, folder) as made:
        yield made


@pytest.fixture(autouse=True)
def _time_runs_again() -> Iterator[None]:
    yield
    clock.reset()
