"""The community that most tests of the panel start from."""

import pytest

from tests.builders.reviews import Community, a_community


@pytest.fixture
def community(town: object) -> Community:
    """Seven reviewers at home: a panel of three, or five, and reserves."""
    made = a_community()
    made.roster(7)
    return made
