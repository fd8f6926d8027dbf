"""What a password must look like, and that its hash is argon2id of today's strength."""

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.people import passwords
from app.people.passwords import DECOY, Former, changed, hash_password, prove, verify, weakness
from tests.builders.people import HASH, PASSWORD


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Ab1-5678", "太短"),
        ("abcdefghij", "太简单"),
        ("abcdefgh12", "太简单"),
        ("ABCDEFGH-2", None),
        ("abcdefg-12", None),
        ("Abcdefgh12", None),
        ("Abcdefgh-i", None),
        ("丰庄Abcdefgh", None),
        ("Ａbcdefgh１２", None),
        ("A1-" + "x" * 126, "太长"),
        ("Chen.Yi-2026", "用户名"),
        ("", "太短"),
    ],
)
def test_ten_letters_of_three_kinds_and_not_the_login(typed: str, words: str | None) -> None:
    found = weakness(typed, "chen.yi")
    assert found is None if words is None else found is not None and words in found


def test_the_hash_is_argon2id_and_never_the_password() -> None:
    made = hash_password(PASSWORD)
    told = extract_parameters(made)
    assert told.type is Type.ID and told.memory_cost >= 19 * 1024 and told.time_cost >= 2
    assert PASSWORD not in made and hash_password(PASSWORD) != made
    assert prove(made, PASSWORD) == passwords.Proof(fits=True)


def test_a_hash_of_weaker_parameters_is_renewed_at_sign_in() -> None:
    proof = prove(HASH, PASSWORD)
    assert proof.fits and proof.fresh is not None and verify(proof.fresh, PASSWORD)


def test_the_decoy_costs_what_a_real_hash_costs() -> None:
    assert extract_parameters(DECOY) == extract_parameters(hash_password(PASSWORD))
    assert not verify(DECOY, PASSWORD)


@pytest.mark.parametrize("stored", ["", "x", "$argon2id$broken", HASH[:-3]])
def test_a_broken_hash_fits_nothing(stored: str) -> None:
    assert not verify(stored, PASSWORD)


def test_full_width_letters_of_an_input_method_are_the_letters() -> None:
    assert verify(HASH, "Ｚhen-xin ２０２６")


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=60))
def test_any_text_can_be_typed_and_only_the_password_fits(typed: str) -> None:
    assert not verify(HASH, typed)
    assert not verify(HASH, PASSWORD + typed) or not typed


def test_an_endless_password_is_not_even_hashed() -> None:
    assert not verify(HASH, PASSWORD * 100)


def test_a_new_password_needs_the_present_one() -> None:
    with pytest.raises(Invalid) as refused:
        changed(Former("chen", HASH, []), "Wrong-guess 1", "Quite-new 2027")
    assert list(refused.value.errors) == ["current"]


@pytest.mark.parametrize("new", ["short", PASSWORD, "Chen-likes-2026"])
def test_a_new_password_keeps_the_rules(new: str) -> None:
    with pytest.raises(Invalid) as refused:
        changed(Former("chen", HASH, []), PASSWORD, new)
    assert list(refused.value.errors) == ["new"]


def test_one_of_the_last_five_is_not_taken_again() -> None:
    older = hash_password("Older-one 2020")
    former = Former("chen", HASH, [HASH, older])
    with pytest.raises(Invalid, match=r"^$"):
        changed(former, PASSWORD, "Older-one 2020")
    assert verify(changed(former, PASSWORD, "Quite-new 2027"), "Quite-new 2027")


def test_a_first_password_keeps_the_rules_and_is_never_the_same() -> None:
    made = {passwords.first_password("a2") for _ in range(50)}
    assert len(made) == 50 and not any(passwords.weakness(one, "a2") for one in made)
    assert all(len(one) == 14 and not set("0O1lI") & set(one) for one in made)
