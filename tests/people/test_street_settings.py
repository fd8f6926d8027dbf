"""What a street may decide for itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.receipts import make_receipt, read_receipt
from app.people.street_settings import StreetSettings, faults_of, settings_of


def test_what_holds_until_a_street_decides_may_stand() -> None:
    assert faults_of(StreetSettings()) == {} and settings_of(None) == StreetSettings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sampled_rate", -1),
        ("sampled_rate", 101),
        ("draw_value", "coin"),
        ("reviewer_monthly_cap", 0),
        ("reviewer_monthly_cap", 32),
        ("receipt_prefix", "ABCDE"),
        ("conference_days", 0),
        ("conference_days", 31),
        ("receipt_prefix", "zx"),
        ("receipt_prefix", "Z1"),
    ],
)
def test_what_is_out_of_bounds_is_named(name: str, value: object) -> None:
    assert list(faults_of(replace(StreetSettings(), **{name: value}))) == [name]  # type: ignore[arg-type]


@given(st.text(max_size=6))
def test_a_prefix_that_may_stand_makes_numbers_that_can_be_read_again(prefix: str) -> None:
    if prefix and not faults_of(StreetSettings(receipt_prefix=prefix)):
        number = make_receipt(prefix, "261116", 7)
        assert read_receipt(number.lower()) == number
