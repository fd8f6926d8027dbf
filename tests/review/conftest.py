"""The community that most tests of the panel start from, and the town for what goes through the ops of a case."""

import pytest

from tests.builders.reviews import Community, a_community
from tests.support.towns import cast as cast
from tests.support.towns import seeded as seeded


@pytest.fixture
def community(town: object) -> Community:
    """Seven reviewers at home: a panel of three, or five, and reserves."""
    made = a_community()
    made.roster(7)
    return made
