"""A bare street for the catalogue."""

import pytest

from app.people import ops as people
from tests.builders.intake import BORN


@pytest.fixture
def street_id(town: object) -> int:
    """A street without anything."""
    return people.create_street("960000000001", "catalog", "目录街", "Catalogue Street", BORN).id
