"""A resident's report comes in: once, sealed, with a way back."""

import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from app.cases.models import Case
from app.cases.models_trail import CasePhoto, CaseText
from app.cases.reports import Spot
from app.core.crypto import mac
from app.core.db import db, transaction
from app.core.errors import Invalid
from app.core.files import Stored
from app.core.late import at_once, late
from app.core.permissions import Role
from app.intake import ops, queries
from app.intake.models import Contact, SecretLink
from app.intake.reports import Receipt
from tests.builders.intake import (
    FUMES,
    IN_R1,
    NAME,
    NOISE,
    NOON,
    PETITION,
    PHONE,
    PROPERTY,
    SWITCHED_OFF,
    Office,
    an_office,
)
from tests.support.web import Web

HARD_TEXT = "<b>油烟</b>\x00 \u202e 🙂 " + "字" * 9_000


def count(model: type[Contact | SecretLink | CasePhoto | Case]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_report_gives_a_receipt_and_a_link_that_leads_to_it(office: Office) -> None:
    receipt = office.send()
    assert queries.case_by_secret(receipt.secret, NOON) == receipt.case_id
    assert office.open(receipt.case_id).receipt == receipt.receipt


def test_the_database_keeps_no_secret_and_no_contact_in_clear(office: Office) -> None:
    receipt = office.send(name="CANARY-NAME", phone="13900001111")
    kept = [str(value) for row in (db.session.get_one(Contact, receipt.case_id),) for value in vars(row).values()]
    kept += db.session.scalars(select(SecretLink.secret_hash)).all()
    assert not [value for value in kept if "CANARY" in value or "13900001111" in value or receipt.secret in value]


def test_the_phone_s_code_is_that_of_its_one_spelling(office: Office) -> None:
    receipt = office.send(phone="+86 138-1234-5678")
    assert db.session.get_one(Contact, receipt.case_id).phone_mac == mac("phone", PHONE)


def test_a_report_without_name_and_phone_keeps_no_contact(office: Office) -> None:
    office.send(name="", phone="")
    assert count(Contact) == 0


def test_a_text_comes_back_exactly_as_typed(office: Office) -> None:
    receipt = office.send(text=HARD_TEXT)
    assert db.session.scalars(select(CaseText.value).where(CaseText.case_id == receipt.case_id)).one() == HARD_TEXT


def test_the_same_form_sent_five_times_is_one_case_with_one_link(office: Office) -> None:
    form = office.form(name=NAME, phone=PHONE)
    receipts = {ops.take_report(office.street_id, form, NOON) for _ in range(5)}
    assert len(receipts) == 1
    assert (count(Contact), count(SecretLink), count(Case)) == (1, 1, 1)


def test_a_form_sent_again_after_its_link_was_revoked_shows_no_link(office: Office) -> None:
    form = office.form()
    first = ops.take_report(office.street_id, form, NOON)
    assert ops.revoke_link(first.case_id, NOON) == 1
    assert ops.take_report(office.street_id, form, NOON) == Receipt(first.case_id, first.receipt, "")


@pytest.mark.parametrize("take", [late, at_once])
def test_the_same_form_sent_five_times_at_the_same_moment_is_one_case(web: Web, take: Any) -> None:
    with web.app.app_context():
        with transaction():
            office = an_office()
            form = office.form(name=NAME, phone=PHONE)
        receipts: list[Receipt] = []

        def send() -> None:
            with web.app.app_context():
                receipts.append(take(lambda: ops.take_report(office.street_id, form, NOON)))

        _all_at_once(send, 5)
        assert len(receipts) == 5
        assert len(set(receipts)) == 1
        assert (count(Contact), count(SecretLink), count(Case)) == (1, 1, 1)


def _all_at_once(do: object, times: int) -> None:
    threads = [threading.Thread(target=do) for _ in range(times)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(("code", "field"), [(PETITION, "category"), (SWITCHED_OFF, "category"), (PROPERTY, "phone")])
def test_what_the_public_door_does_not_take_changes_nothing(office: Office, code: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        office.send(code, phone="")
    assert list(refused.value.errors) == [field]
    assert count(Case) == 0


def test_a_category_of_another_street_does_not_exist_here(office: Office) -> None:
    with pytest.raises(Invalid):
        office.send(category_id=an_office().category(FUMES))


@pytest.mark.parametrize(
    ("code", "asked", "hidden"), [(FUMES, False, False), (FUMES, True, True), (NOISE, False, True)]
)
def test_the_reporter_is_hidden_when_they_or_the_category_say_so(
    office: Office, code: str, asked: bool, hidden: bool
) -> None:
    assert office.case(code, confidential=asked).confidential is hidden


def test_an_estate_brings_its_point_and_its_name(office: Office) -> None:
    case = office.case(spot=Spot(estate_id=office.estate.id))
    assert (case.point, case.address, case.residential_grid_id) == (IN_R1, "和风苑", office.home)


def test_a_tap_on_the_map_is_better_than_the_middle_of_the_estate(office: Office) -> None:
    tapped = IN_R1._replace(lon=121.3555)
    assert office.case(spot=Spot(point=tapped, coord_sys="wgs84", estate_id=office.estate.id)).point == tapped


def test_an_estate_of_another_street_is_refused(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        office.send(spot=Spot(estate_id=an_office().estate.id))
    assert list(refused.value.errors) == ["place"]


def test_the_same_photo_twice_is_one(office: Office) -> None:
    photo = Stored("a" * 64, "image/jpeg")
    office.send(pictures=(photo, photo))
    assert count(CasePhoto) == 1


def test_a_clerk_writes_down_a_call_once_with_its_contact(office: Office) -> None:
    clerk, call = office.person(Role.INTAKE_CLERK), office.call(form_key="k" * 20)
    first, again = (ops.register_report(clerk, call, NAME, PHONE, NOON) for _ in range(2))
    assert first.id == again.id
    assert queries.masked_contact(first.id) == queries.MaskedContact("王**", "138****5678")


def test_a_call_about_what_needs_a_contact_needs_one(office: Office) -> None:
    with pytest.raises(Invalid):
        ops.register_report(office.person(Role.INTAKE_CLERK), office.call(), NAME, "", NOON)
