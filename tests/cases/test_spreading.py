"""Who would get the cases that are taken from one member: the rule, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from app.cases.routing import Member
from app.cases.spreading import ToMove, Town, spread

FROM, CHEN, WU, CHIEF = 1, 2, 3, 9
HERE, THERE = 10, 20


def test_each_case_counts_for_the_next_so_that_not_all_go_to_one() -> None:
    members = {HERE: [Member(CHEN, "陈", 1), Member(WU, "吴", 2)]}
    found = spread([ToMove(n, HERE) for n in range(4)], FROM, Town(members, {}))
    assert [m.user_id for m in found.values() if m] == [CHEN, CHEN, WU, CHEN]


def test_whoever_is_away_complained_about_or_the_one_it_is_taken_from_gets_none() -> None:
    members = {HERE: [Member(FROM, "自己"), Member(CHEN, "陈", away=True), Member(WU, "吴")]}
    assert spread([ToMove(1, HERE, frozenset({WU}))], FROM, Town(members, {})) == {1: None}


def test_without_a_member_the_chief_of_the_grid_gets_it_and_other_grids_are_not_asked() -> None:
    members, chiefs = {THERE: [Member(WU, "吴")]}, {HERE: [Member(CHIEF, "格长")]}
    found = spread([ToMove(1, HERE), ToMove(2, THERE)], FROM, Town(members, chiefs))
    assert [m.user_id for m in found.values() if m] == [CHIEF, WU]


def test_at_night_what_cannot_wait_goes_down_the_phone_list_whoever_is_in_shift() -> None:
    night = [Member(FROM, "自己"), Member(WU, "吴", 9), Member(CHEN, "陈")]
    town = Town({HERE: [Member(CHEN, "陈")]}, {HERE: [Member(CHIEF, "格长")]}, night)
    cases = [ToMove(1, HERE, at_night=True), ToMove(2, HERE, frozenset({WU, CHEN}), at_night=True), ToMove(3, HERE)]
    assert [m.user_id for m in spread(cases, FROM, town).values() if m] == [WU, CHIEF, CHEN]


MEMBERS = st.lists(
    st.builds(Member, st.integers(1, 6), st.just("x"), st.integers(0, 5), st.booleans()),
    max_size=6,
    unique_by=lambda member: member.user_id,
)
CASES = st.lists(
    st.builds(ToMove, st.integers(), st.just(HERE), st.frozensets(st.integers(1, 6), max_size=2)), max_size=8
)


@given(MEMBERS, CASES)
def test_nobody_gets_a_case_while_somebody_free_has_fewer(members: list[Member], cases: list[ToMove]) -> None:
    cases = list({case.case_id: case for case in cases}.values())
    found = spread(cases, FROM, Town({HERE: members}, {}))
    loads = {member.user_id: member.load for member in members}
    for case in cases:
        free = {m.user_id for m in members if not m.away and m.user_id not in case.about | {FROM}}
        chosen = found[case.case_id]
        assert (chosen is None) is (not free)
        if chosen is not None:
            assert chosen.user_id in free and loads[chosen.user_id] == min(loads[who] for who in free)
            loads[chosen.user_id] += 1
