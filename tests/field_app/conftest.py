"""The tablet's client in a real browser, its server played by the test."""

import pytest

from tests.support.browsers import Pages
from tests.support.field_app import Doors, Tablet


@pytest.fixture
def tablet(browser: Pages) -> Tablet:
    """A tablet on which 沈望舒 has just signed in."""
    made = Tablet(browser, Doors())
    made.send()
    return made
