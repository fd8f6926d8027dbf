"""Who gets a case: the rule, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from app.cases.routing import Ask, LeadUnit, Member, next_on_list, route
from app.cases.words import DeskKind, Urgency
from app.core.values import Tier

GRID, ROOT = 7, 1
LEAD = LeadUnit(50, "物业公司")


def ask(*members: Member, **more: object) -> Ask:
    given_facts: dict[str, object] = {
        "tier": Tier.RESIDENTIAL,
        "grid_id": GRID,
        "grid_name": "丰一居民区",
        "grid_tier": Tier.RESIDENTIAL,
        "root_id": ROOT,
        "urgency": Urgency.NORMAL,
        "members": members,
    }
    return Ask(**{**given_facts, **more})  # type: ignore[arg-type]


def test_the_member_with_the_fewest_open_cases_owns_it_and_the_grid_handles() -> None:
    decision = route(ask(Member(3, "陈", 4), Member(9, "周", 2), Member(5, "吴", 6)))
    assert (decision.owner_id, decision.owner_grid_id, decision.unit, decision.desk) == (9, GRID, None, None)


def test_equal_loads_are_decided_by_the_lowest_id() -> None:
    assert route(ask(Member(9, "周", 2), Member(3, "陈", 2))).owner_id == 3


def test_whoever_is_on_leave_is_passed_over_and_the_stand_in_takes_it() -> None:
    away, stand_in = Member(3, "陈", away=True), Member(4, "丁", 9, stands_in_for="陈")
    decision = route(ask(away, stand_in))
    assert decision.owner_id == 4
    assert [step.params for step in decision.steps][-2:] == [{"name": "陈"}, {"name": "丁", "other": "陈"}]


def test_nobody_complained_about_is_chosen_though_least_loaded() -> None:
    assert route(ask(Member(3, "陈", 0, about=True), Member(9, "周", 5))).owner_id == 9


def test_without_a_member_the_grid_chief_has_it_and_without_a_chief_the_desk() -> None:
    accused = Member(3, "陈", about=True)
    assert route(ask(accused, chiefs=[Member(8, "徐")])).owner_id == 8
    decision = route(ask(accused, chiefs=[Member(8, "徐", about=True)]))
    assert (decision.owner_id, decision.desk) == (None, DeskKind.UNROUTED)


def test_an_urgent_case_in_office_hours_goes_to_the_lead_unit_at_once() -> None:
    decision = route(ask(Member(3, "陈"), urgency=Urgency.URGENT, lead=LEAD))
    assert (decision.owner_id, decision.unit) == (3, LEAD)


def test_an_urgent_case_without_a_lead_unit_is_handled_by_the_grid_and_shown_to_the_desk() -> None:
    decision = route(ask(Member(3, "陈"), urgency=Urgency.CRITICAL))
    assert (decision.owner_id, decision.unit, decision.desk) == (3, None, DeskKind.NO_UNIT)


def test_a_lead_unit_complained_about_does_not_get_the_case() -> None:
    lead = LeadUnit(50, "物业公司", about=True)
    decision = route(ask(Member(3, "陈"), urgency=Urgency.URGENT, lead=lead))
    assert (decision.unit, decision.desk) == (None, None)


def test_at_night_a_critical_case_goes_to_the_first_on_the_phone_list_whatever_the_load() -> None:
    night = [Member(21, "夜一", 30), Member(20, "夜二", 0)]
    decision = route(ask(Member(3, "陈"), urgency=Urgency.CRITICAL, night=night, office_open=False, lead=LEAD))
    assert (decision.owner_id, decision.owner_grid_id, decision.unit) == (21, ROOT, None)


def test_at_night_a_case_promised_in_elapsed_time_goes_to_the_night_duty_too() -> None:
    facts = {"night": [Member(20, "夜")], "office_open": False}
    assert route(ask(Member(3, "陈"), promised_elapsed=True, **facts)).owner_id == 20
    assert route(ask(Member(3, "陈"), **facts)).owner_id == 3


def test_the_reasons_say_that_the_place_has_no_grid_of_the_tier() -> None:
    decision = route(ask(Member(3, "陈"), tier=Tier.MICRO))
    assert any("上一级" in step.words for step in decision.steps)
    assert [step.hit for step in decision.steps].count(True) == 1


def test_the_phone_list_is_called_in_order_then_the_leaders_each_once() -> None:
    night, leaders = [Member(1, "一"), Member(2, "二", away=True), Member(3, "三")], [Member(9, "领导")]
    order, called = [], set[int]()
    while (who := next_on_list(night, leaders, called)) is not None:
        order.append(who.user_id)
        called.add(who.user_id)
    assert order == [1, 3, 9]


members = st.builds(
    Member,
    user_id=st.integers(1, 30),
    name=st.just("某"),
    load=st.integers(0, 5),
    away=st.booleans(),
    about=st.booleans(),
)


@given(st.lists(members, unique_by=lambda m: m.user_id), st.sampled_from(Urgency), st.booleans())
def test_the_owner_is_never_away_nor_complained_about_and_the_order_of_the_list_is_no_matter(
    pool: list[Member], urgency: Urgency, office_open: bool
) -> None:
    decision = route(ask(*pool, urgency=urgency, office_open=office_open, lead=LEAD))
    again = route(ask(*reversed(pool), urgency=urgency, office_open=office_open, lead=LEAD))
    chosen = next((m for m in pool if m.user_id == decision.owner_id), None)
    assert decision.owner_id == again.owner_id
    assert chosen is None or not (chosen.away or chosen.about)
    assert (decision.owner_id is None) == (decision.desk is DeskKind.UNROUTED)
