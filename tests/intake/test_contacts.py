"""Who may know who reported, and until when."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.cases import ops as cases
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.models_trail import CaseAbout
from app.cases.words import ReviewRule
from app.core.clock import street_time
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.ledger import commitment
from app.core.permissions import Actor, Role
from app.intake import contacts, ops, queries
from app.intake.contacts import drawn_up, months_before
from app.intake.models import Contact, ContactLook
from tests.builders.intake import FUMES, NAME, NOISE, NOON, PHONE, Office
from tests.builders.reviews import put

MINUTE = timedelta(minutes=1)
SIX_MONTHS_ON = datetime(2027, 5, 16, 4, tzinfo=UTC)


def handled_by(office: Office, case: Case, state: State = State.IN_PROGRESS) -> Actor:
    """Somebody of the unit at work on the case."""
    case.handling_unit_id, case.handling_grid_id = office.estate.property_unit_id, None
    case.owner_id, case.state = office.person(Role.GRID_WORKER).id, state
    db.session.flush()
    return office.person(Role.PROPERTY, unit_id=office.estate.property_unit_id)


def about(case: Case, who: Actor) -> Case:
    """The case complains about somebody."""
    db.session.add(CaseAbout(street_id=case.street_id, case_id=case.id, user_id=who.id))
    db.session.flush()
    db.session.refresh(case, ["about"])
    return case


def voided(office: Office, at: datetime, **values: Any) -> Case:
    """A case that ended without work at `at`."""
    case = office.case(**values)
    cases.void(office.person(Role.DUTY_CHIEF), case, "重复录入", at=at)
    db.session.flush()
    return case


def closed(office: Office, at: datetime) -> Case:
    """A case that closed on a passed check at `at`."""
    case, checker = office.case(), office.person(Role.INSPECTOR)
    whole = {"street_id": case.street_id, "case_id": case.id, "round": case.round, "at": at}
    check = put("case_check", **whole, checker_id=checker.id, passed=True)
    case.approval_id = put("case_approval", **whole, kind="check", user_id=checker.id, check_id=check)
    case.review_rule = ReviewRule.NONE
    case.state, case.is_open, case.closed_at = State.CLOSED, False, at
    db.session.flush()
    return case


def left(case: Case) -> bool:
    """Is anything of the contact still there?"""
    kept = db.session.get_one(Contact, case.id, populate_existing=True)
    sealed = (kept.name_cipher, kept.phone_cipher, kept.phone_mac, kept.tracking_mac, kept.salt)
    assert (kept.erased_at is None) is any(sealed)
    return any(sealed)


def test_it_is_shown_masked(office: Office) -> None:
    assert queries.masked_contact(office.case().id) == queries.MaskedContact("王**", "138****5678")


@pytest.mark.parametrize("role", [Role.INTAKE_CLERK, Role.DUTY_CHIEF])
def test_the_desk_unmasks_with_a_reason_that_is_kept(office: Office, role: Role) -> None:
    case, who = office.case(), office.person(role)
    assert ops.unmask_contact(who, case, "回电核实", NOON) == (NAME, PHONE)
    look = db.session.scalars(select(ContactLook)).one()
    assert (look.case_id, look.user_id, look.reason, look.at) == (case.id, who.id, "回电核实", NOON)


@pytest.mark.parametrize("reason", ["", " \u3000", "字" * 201])
def test_without_a_reason_nothing_is_unmasked(office: Office, reason: str) -> None:
    with pytest.raises(Invalid):
        ops.unmask_contact(office.person(Role.DUTY_CHIEF), office.case(), reason, NOON)


def test_the_handling_side_may_call_while_it_is_at_work(office: Office) -> None:
    case = office.case()
    assert ops.unmask_contact(handled_by(office, case), case, "约上门时间", NOON) == (NAME, PHONE)


@pytest.mark.parametrize("state", [State.HANDLED, State.IN_REVIEW, State.FILED, State.CONFERENCE])
def test_the_handling_side_may_not_when_there_is_nothing_to_call_about(office: Office, state: State) -> None:
    case = office.case()
    with pytest.raises(NotAllowed):
        ops.unmask_contact(handled_by(office, case, state), case, "看看", NOON)


@pytest.mark.parametrize("values", [{"confidential": True}, {"about_handlers": True}, {"code": NOISE}])
def test_a_reporter_who_stays_unknown_is_hidden_from_the_handling_side(
    office: Office, values: dict[str, object]
) -> None:
    case = office.case(**{"code": FUMES, **values})  # type: ignore[arg-type]
    assert queries.contact_for(handled_by(office, case), case) is None
    assert queries.contact_for(office.person(Role.DUTY_CHIEF), case) is not None


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.DISPATCHER, Role.GRID_WORKER, Role.ADMIN])
def test_nobody_else_sees_even_the_mask(office: Office, role: Role) -> None:
    assert queries.contact_for(office.person(role), office.case()) is None


def test_whom_it_is_about_never_learns_who_reported(office: Office) -> None:
    chief = office.person(Role.DUTY_CHIEF)
    with pytest.raises(NotAllowed):
        ops.unmask_contact(chief, about(office.case(), chief), "看看", NOON)


def test_the_desk_of_another_street_does_not(office: Office) -> None:
    stranger = Actor(office.person().id, office.street_id + 1, "外街", frozenset({Role.DUTY_CHIEF}))
    assert queries.contact_for(stranger, office.case()) is None


def test_without_a_contact_there_is_nothing_to_unmask(office: Office) -> None:
    with pytest.raises(NotFound):
        ops.unmask_contact(office.person(Role.DUTY_CHIEF), office.case(name="", phone=""), "回电", NOON)


def test_a_contact_is_committed_to_with_a_salt(office: Office) -> None:
    kept = db.session.get_one(Contact, office.case().id)
    assert kept.salt is not None
    assert kept.commitment == commitment(f"{NAME}\n{PHONE}", kept.salt)


def test_two_contacts_of_one_person_show_nothing_in_common_but_the_phone_s_code(town: object) -> None:
    first, second = drawn_up(NAME, PHONE, NOON), drawn_up(NAME, PHONE, NOON)
    assert first is not None and second is not None
    assert first.values["phone_cipher"] != second.values["phone_cipher"] and first.commitment != second.commitment


@pytest.mark.parametrize("over", [closed, voided])
def test_six_months_after_its_end_a_contact_is_gone_for_good(office: Office, over: Callable[..., Case]) -> None:
    case = over(office, NOON)
    assert (ops.purge(SIX_MONTHS_ON - MINUTE), left(case)) == (0, True)
    assert (ops.purge(SIX_MONTHS_ON), left(case)) == (1, False)
    assert queries.masked_contact(case.id) == queries.MaskedContact("", "", erased=True)
    assert ops.purge(SIX_MONTHS_ON) == 0


def test_a_forgotten_contact_cannot_be_unmasked_and_the_case_not_tracked_by_number(office: Office) -> None:
    case = voided(office, NOON)
    ops.purge(SIX_MONTHS_ON)
    with pytest.raises(NotFound) as gone:
        ops.unmask_contact(office.person(Role.DUTY_CHIEF), case, "回电", SIX_MONTHS_ON)
    assert "6 个月" in gone.value.message
    assert ops.track_by_number(office.street_id, case.receipt, PHONE[-4:], SIX_MONTHS_ON) is None


def test_an_open_case_keeps_its_contact_however_old(office: Office) -> None:
    case = office.case()
    assert (ops.purge(NOON + timedelta(days=2000)), left(case)) == (0, True)


def test_a_merged_case_waits_for_the_one_it_went_into(office: Office) -> None:
    case, into = office.case(), office.case(name="", phone="")
    cases.merge(office.person(Role.DISPATCHER), case, into, "同一件事", at=NOON)
    assert (ops.purge(SIX_MONTHS_ON), left(case)) == (0, True)
    cases.void(office.person(Role.DUTY_CHIEF), into, "误报", at=SIX_MONTHS_ON)
    assert ops.purge(SIX_MONTHS_ON + timedelta(days=185)) == 1


def test_more_than_a_batch_is_forgotten_in_one_turn(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts, "PURGE_BATCH", 2)
    for _ in range(3):
        voided(office, NOON)
    assert ops.purge(SIX_MONTHS_ON) == 3


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (zone added)


@given(MOMENTS, st.integers(1, 24))
def test_months_before_is_the_same_day_or_the_last_of_a_shorter_month(at: datetime, months: int) -> None:
    here, there = street_time(at), street_time(months_before(at, months))
    assert (here.year * 12 + here.month) - (there.year * 12 + there.month) == months
    last = monthrange(there.year, there.month)[1]
    assert there.day == min(here.day, last) and there.time() == here.time()
