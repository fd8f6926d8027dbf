"""Who checks a result: never whoever made it."""

from hypothesis import given
from hypothesis import strategies as st

from app.cases.checkers import Barred, Candidate, CheckerFrom, pick_checker

F = CheckerFrom


def pick(*candidates: Candidate, users: set[int] | None = None, units: set[int] | None = None) -> int | None:
    chosen, _steps = pick_checker(candidates, Barred(users or set(), units or set()))
    return chosen.user_id if chosen else None


def test_the_owner_checks_what_a_department_handled_before_anybody_else() -> None:
    assert pick(Candidate(5, "督", None, F.INSPECTOR), Candidate(9, "主", None, F.OWNER, 7)) == 9


def test_an_owner_who_handled_it_does_not_check_it() -> None:
    assert pick(Candidate(9, "主", None, F.OWNER), Candidate(5, "督", None, F.INSPECTOR), users={9}) == 5


def test_the_order_is_inspector_adjacent_worker_chief_above_duty_chief() -> None:
    everybody = [Candidate(i, "某", None, origin) for i, origin in enumerate(reversed(F))]
    order, barred = [], set[int]()
    while (who := pick(*everybody, users=barred)) is not None:
        order.append(everybody[who].origin)
        barred.add(who)
    assert order == list(F)


def test_the_least_loaded_of_an_origin_checks_ties_by_id() -> None:
    waiting = [Candidate(4, "甲", None, F.INSPECTOR, 2), Candidate(8, "乙", None, F.INSPECTOR, 1)]
    assert pick(*waiting) == 8
    assert pick(*waiting, Candidate(7, "丙", None, F.INSPECTOR, 1)) == 7


def test_somebody_on_leave_checks_only_when_nobody_else_may() -> None:
    away, there = Candidate(4, "甲", None, F.INSPECTOR, away=True), Candidate(9, "长", None, F.DUTY_CHIEF, 7)
    assert pick(away, there) == 9
    assert pick(away, there, users={9}) == 4


def test_nobody_of_a_handling_unit_checks() -> None:
    assert pick(Candidate(5, "督", 50, F.INSPECTOR), Candidate(6, "长", None, F.DUTY_CHIEF), units={50}) == 6


def test_without_anybody_entitled_the_reason_says_so() -> None:
    chosen, steps = pick_checker([], Barred())
    assert chosen is None and steps[-1].hit


people = st.builds(
    Candidate,
    user_id=st.integers(1, 9),
    name=st.just("某"),
    unit_id=st.none() | st.integers(1, 3),
    origin=st.sampled_from(F),
    load=st.integers(0, 3),
    away=st.booleans(),
)


@given(st.lists(people), st.sets(st.integers(1, 9)), st.sets(st.integers(1, 3)))
def test_the_checker_is_never_barred(candidates: list[Candidate], users: set[int], units: set[int]) -> None:
    chosen, _ = pick_checker(candidates, Barred(users, units))
    assert chosen is None or (chosen.user_id not in users and chosen.unit_id not in units)
    assert chosen is not None or all(Barred(users, units).bars(c) for c in candidates)
