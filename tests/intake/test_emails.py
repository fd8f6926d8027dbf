"""A mail address: one, in plain letters, or it is refused at its field; where it is kept, and who never sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases import audit, queries
from app.core.db import db
from app.core.errors import Invalid
from app.core.ledger import commitment, of_contact
from app.intake import ops
from app.intake import queries as intake
from app.intake.emails import EMAIL, email_fault, normal_email
from app.intake.models import Contact
from tests.builders.intake import NAME, NOON, PHONE, Office

EMAIL_OF = "chen.mei+grid@mail.example.org"


@pytest.mark.parametrize(
    ("typed", "kept"), [(f" {EMAIL_OF}\n", EMAIL_OF), ("ｃｈｅｎ＠example.org", "chen@example.org")]
)
def test_an_address_is_kept_as_a_mail_server_takes_it(typed: str, kept: str) -> None:
    assert normal_email(typed) == kept and email_fault(typed) == ""


@pytest.mark.parametrize(
    "typed",
    [
        *("chen", "chen@", "@example.org", "chen@example", "a b@example.org", "陈@example.org", "chen@例子.cn"),
        *("a@example.org,b@example.org", "Chen <chen@example.org>", "chen@example.org\nBcc: x@example.org"),
        *("chen@-example.org", f"{'a' * 65}@example.org", f"chen@{'a.' * 60}org", "chen@example..org"),
    ],
)
def test_what_is_none_is_refused(typed: str) -> None:
    assert normal_email(typed) is None and email_fault(typed)


def test_none_at_all_is_fine() -> None:
    assert email_fault("") == email_fault("  ") == ""


@given(st.from_regex(EMAIL, fullmatch=True).filter(lambda found: len(found) <= 120))
def test_the_one_spelling_is_its_own_spelling(typed: str) -> None:
    assert normal_email(typed) == typed


@given(st.text(), st.text(), st.from_regex(r"[a-z]+@[a-z]+\.org", fullmatch=True))
def test_a_contact_with_an_address_is_committed_to_as_another_than_without(name: str, phone: str, email: str) -> None:
    assert of_contact(name, phone, "") == f"{name}\n{phone}"
    assert of_contact(name, phone, email) == f"{name}\n{phone}\n{email}"


def test_it_lies_sealed_beside_name_and_phone_and_is_part_of_what_is_committed_to(office: Office) -> None:
    kept = db.session.get_one(Contact, office.send(email=EMAIL_OF).case_id)
    assert kept.email_cipher is not None and EMAIL_OF.encode() not in kept.email_cipher and kept.salt is not None
    assert kept.commitment == commitment(f"{NAME}\n{PHONE}\n{EMAIL_OF}", kept.salt)
    assert intake.email_of(kept.case_id) == EMAIL_OF
    db.session.flush()
    assert audit.verify().faults == []


def test_an_address_alone_is_a_contact_too(office: Office) -> None:
    case_id = office.send(name="", phone="", email=EMAIL_OF).case_id
    assert intake.with_email([case_id, 0]) == {case_id}
    assert not intake.has_phone(case_id)
    assert intake.masked_contact(case_id) == intake.MaskedContact("", "")


def test_a_wrong_one_is_refused_at_its_field(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        office.send(email="chen@example")
    assert set(refused.value.errors) == {"email"}


def test_an_address_that_was_exchanged_is_found(office: Office) -> None:
    first, second = (office.send(email=email).case_id for email in (EMAIL_OF, "other@example.org"))
    kept, other = (db.session.get_one(Contact, case_id) for case_id in (first, second))
    kept.email_cipher = other.email_cipher
    db.session.flush()
    assert audit.verify().faults == [f"case {first}: its contact was changed"]


def test_whoever_asks_for_it_is_forgotten_at_once_and_the_chain_stays_sound(office: Office) -> None:
    case = office.case(email=EMAIL_OF)
    assert (ops.erase_contact(case, NOON), ops.erase_contact(case, NOON)) == (True, False)
    kept = db.session.get_one(Contact, case.id, populate_existing=True)
    assert (kept.email_cipher, kept.phone_cipher, kept.name_cipher, kept.salt) == (None, None, None, None)
    assert intake.email_of(case.id) is None
    assert queries.timeline(case.id)[0].facts["contact"] == kept.commitment
    assert audit.verify().faults == []
