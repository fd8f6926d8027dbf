import time

import pytest

from app.cases.lifecycle import State
from tests.builders.town import a_town


def test_time(town):
    a_town()
    for _ in range(2):
        t=time.perf_counter(); a_town(); print("town", time.perf_counter()-t)
@pytest.mark.parametrize("state", list(State))
def test_walk(cast, state):
    t=time.perf_counter()
    assert cast.case_in(state).state is state
    print(state, time.perf_counter()-t)
def test_served(served):
    print(served.web.as_(served.town.chief).get("/desk").status_code)
