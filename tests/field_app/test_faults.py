"""The scripted day in a real browser at the real server, with accidents: it ends as it does without any."""

import os
from random import Random

import pytest

import config
from tests.field_app.faults import FAULTS
from tests.field_app.walking import Day
from tests.field_sync.day import DAY

pytestmark = pytest.mark.browser
EACH = 3
SEED = int(os.environ.get(f"{config.PREFIX}TEST_SEED") or 6)  # another one tries other steps; `make soak` tries all


def test_a_day_with_every_fault_at_three_of_its_steps_ends_as_it_does_without_any(day: Day) -> None:
    steps = Random(SEED).sample(range(len(DAY)), EACH * len(FAULTS))
    faults = dict(zip(steps, EACH * list(FAULTS), strict=True))
    for number in range(len(DAY)):
        assert day.step(number, faults.get(number)) == [], f"{config.PREFIX}TEST_SEED={SEED}"
    assert day.evening() == []
