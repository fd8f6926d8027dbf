"""The street that takes reports."""

import pytest

from tests.builders.intake import Office, an_office


@pytest.fixture
def office(town: object) -> Office:
    """A fresh street with its catalogue."""
    return an_office()
