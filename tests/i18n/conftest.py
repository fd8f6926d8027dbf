"""A reader of English pages in the town. What a page says is the same on both databases: one is enough."""

import pytest

from tests.builders.staffed import Office
from tests.builders.staffed import office as office
from tests.i18n.reader import Reader
from tests.support.towns import seeded as seeded
from tests.support.towns import served as served


@pytest.fixture
def database_kind() -> str:
    """The database under test."""
    return "sqlite"


@pytest.fixture
def reader(office: Office) -> Reader:
    """See tests/i18n/reader.py."""
    return Reader(office)
