"""Contact data: sealed, opened by every key that is kept, compared by codes that stay the same."""

from collections.abc import Iterator

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from app.core import crypto

OLD, NEW = ("k1", b"o" * 32), ("k2", b"n" * 32)


@pytest.fixture(autouse=True)
def keys() -> Iterator[None]:
    """One key, and afterwards what the process had."""
    before = dict(crypto._keys)
    crypto.configure([OLD])
    yield
    crypto.configure(before.items())


@given(st.text())
def test_whatever_is_sealed_comes_back_to_the_letter(text: str) -> None:
    cipher, key_id = crypto.seal(text)
    assert crypto.unseal(cipher, key_id) == text
    assert not text or text.encode("utf-8", "surrogatepass") not in cipher or len(text) < 4


def test_the_same_text_is_never_sealed_the_same_way() -> None:
    assert crypto.seal("13800000000") != crypto.seal("13800000000")


def test_a_key_in_front_seals_anew_and_changes_no_code() -> None:
    cipher, code = crypto.seal("丁"), crypto.mac("phone", "13800000000")
    crypto.configure([NEW, OLD])
    assert crypto.unseal(*cipher) == "丁"
    assert crypto.seal("丁")[1] == "k2"
    assert crypto.mac("phone", "13800000000") == code


def test_a_changed_cipher_and_a_lost_key_open_nothing() -> None:
    cipher, key_id = crypto.seal("丁")
    with pytest.raises(InvalidTag):
        crypto.unseal(cipher[:-1] + bytes([cipher[-1] ^ 1]), key_id)
    with pytest.raises(KeyError):
        crypto.unseal(cipher, "k9")


def test_codes_differ_by_purpose_value_and_key() -> None:
    codes = {crypto.mac("phone", "1"), crypto.mac("phone", "2"), crypto.mac("link", "1")}
    crypto.configure([NEW])
    assert len(codes | {crypto.mac("phone", "1")}) == 4


def test_without_keys_nothing_is_sealed() -> None:
    crypto.configure([])
    with pytest.raises(RuntimeError):
        crypto.seal("丁")
