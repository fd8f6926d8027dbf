"""The resident's ways back to a case."""

import threading
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.receipts import make_receipt, read_receipt
from app.core.counting import count_statements
from app.core.db import db, transaction
from app.core.errors import TooMany
from app.intake import links, ops, queries
from tests.builders.intake import NOON, PHONE, Office, an_office
from tests.support.web import Web

RIGHT, WRONG = PHONE[-4:], "0000"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
RECEIPTS = st.builds(
    make_receipt,
    st.from_regex(r"[A-Z]{1,4}", fullmatch=True),
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.integers(1, 999_999),
)


def tries(office: Office, number: str, digits: str, times: int) -> list[int | None]:
    return [ops.track_by_number(office.street_id, number, digits, NOON) for _ in range(times)]


def test_number_and_last_four_digits_lead_to_the_case(office: Office) -> None:
    receipt = office.send()
    assert tries(office, receipt.receipt, RIGHT, 1) == [receipt.case_id]


def test_the_number_may_be_typed_in_any_way(office: Office) -> None:
    receipt = office.send()
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in receipt.receipt.lower())
    for typed in (receipt.receipt.replace("-", " "), full_width):
        assert ops.track_by_number(office.street_id, typed, " ５６７８ ", NOON) == receipt.case_id


@given(RECEIPTS, st.sampled_from(["", " ", "-"]), st.booleans())
def test_a_receipt_reads_the_same_however_it_is_parted(receipt: str, gap: str, small: bool) -> None:
    typed = receipt.replace("-", gap)
    assert read_receipt(typed.lower() if small else typed) == receipt


@given(RECEIPTS, st.data())
def test_one_wrong_digit_of_a_receipt_is_always_found(receipt: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([i for i, c in enumerate(receipt) if c.isdigit()]))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != receipt[place]]))
    assert read_receipt(receipt[:place] + other + receipt[place + 1 :]) is None


@pytest.mark.parametrize("number", ["IN-261116-9999-A", "nonsense", "", "\x00", "字" * 5000])
def test_a_wrong_number_gives_the_same_answer_as_wrong_digits(office: Office, number: str) -> None:
    receipt = office.send()
    assert tries(office, number, RIGHT, 1) == tries(office, receipt.receipt, WRONG, 1) == [None]


def test_a_wrong_number_takes_the_same_steps_as_wrong_digits(office: Office) -> None:
    receipt = office.send()
    db.session.flush()
    with count_statements() as unknown:
        tries(office, "nonsense", WRONG, 1)
    with count_statements() as wrong:
        tries(office, receipt.receipt, WRONG, 1)
    assert unknown.statements == wrong.statements


@pytest.mark.parametrize("number", ["", "nonsense"])
def test_the_sixth_try_in_an_hour_is_refused_also_when_it_is_right(office: Office, number: str) -> None:
    number = number or office.send().receipt
    tries(office, number, WRONG, 5)
    with pytest.raises(TooMany):
        ops.track_by_number(office.street_id, number, RIGHT, NOON + HOUR - MINUTE)


def test_right_tries_count_as_well(office: Office) -> None:
    receipt = office.send()
    assert tries(office, receipt.receipt, RIGHT, 5) == [receipt.case_id] * 5
    with pytest.raises(TooMany):
        tries(office, receipt.receipt, RIGHT, 1)


def test_an_hour_later_it_opens_again(office: Office) -> None:
    receipt = office.send()
    tries(office, receipt.receipt, WRONG, 5)
    assert ops.track_by_number(office.street_id, receipt.receipt, RIGHT, NOON + HOUR) == receipt.case_id


def test_the_tries_for_one_receipt_do_not_count_for_another(office: Office) -> None:
    first, other = office.send(), office.send()
    tries(office, first.receipt, WRONG, 5)
    assert tries(office, other.receipt, RIGHT, 1) == [other.case_id]


def test_many_tries_at_the_same_moment_are_still_five(web: Web) -> None:
    with web.app.app_context():
        with transaction():
            office = an_office()
        outcomes: list[str] = []

        def knock() -> None:
            with web.app.app_context():
                try:
                    with transaction():
                        tries(office, "nonsense", WRONG, 1)
                    outcomes.append("no")
                except TooMany:
                    outcomes.append("too many")

        threads = [threading.Thread(target=knock) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["no"] * 5 + ["too many"] * 3


def test_a_case_without_a_phone_is_found_by_its_link_only(office: Office) -> None:
    receipt = office.send(phone="", name="")
    assert tries(office, receipt.receipt, "", 1) == [None]
    assert queries.case_by_secret(receipt.secret, NOON) == receipt.case_id


def test_another_street_does_not_find_it(office: Office) -> None:
    receipt = office.send()
    assert ops.track_by_number(an_office().street_id, receipt.receipt, RIGHT, NOON) is None


def test_a_revoked_link_leads_nowhere(office: Office) -> None:
    receipt = office.send()
    ops.revoke_link(receipt.case_id, NOON + MINUTE)
    assert queries.case_by_secret(receipt.secret, NOON + MINUTE) is None


@pytest.mark.parametrize("secret", ["", "x" * 22, "短", "x" * 10_000, "../../etc/passwd"])
def test_a_made_up_link_leads_nowhere(office: Office, secret: str) -> None:
    assert queries.case_by_secret(secret, NOON) is None


def test_a_secret_has_128_bits_and_follows_from_the_form_alone(town: object) -> None:
    first, again, other = (links.secret_for(1, key) for key in ("a" * 32, "a" * 32, "b" * 32))
    assert first == again != other
    assert links.is_secret(first)
    assert links.secret_for(2, "a" * 32) != first
