"""Sealing of contact data, and codes that only compare (architecture.md section 3, contact data).

Keys come from LINGRID_SECRET_KEYS, the current one first. Sealing uses the current key; every key of the
list opens. Codes use the last key, so that adding a key in front changes none of them.
"""

import hmac
import os
from collections.abc import Iterable
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
_keys: dict[str, bytes] = {}


def configure(keys: Iterable[tuple[str, bytes]]) -> None:
    """Set the keys of this process: (id, 32 bytes), the current one first."""
    _keys.clear()
    _keys.update(keys)
    for made in (_box, _derived):
        made.cache_clear()


def seal(text: str) -> tuple[bytes, str]:
    """Encrypt; returns the cipher and the id of the key that opens it."""
    key_id = next(iter(_known()))
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _box(key_id).encrypt(nonce, text.encode("utf-8", "surrogatepass"), key_id.encode()), key_id


def unseal(cipher: bytes, key_id: str) -> str:
    """Decrypt; raises KeyError for a key that is gone, cryptography's InvalidTag for a changed cipher."""
    plain = _box(key_id).decrypt(cipher[:NONCE_BYTES], cipher[NONCE_BYTES:], key_id.encode())
    return plain.decode("utf-8", "surrogatepass")


def mac(purpose: str, value: str) -> str:
    """A keyed code of `value` in hex (HMAC-SHA256); equal for equal values of one purpose, and no more."""
    key = _derived(list(_known())[-1], f"mac {purpose}")
    return hmac.digest(key, value.encode("utf-8", "surrogatepass"), "sha256").hex()


def _known() -> dict[str, bytes]:
    if not _keys:
        raise RuntimeError("crypto.configure() was not called")
    return _keys


@cache
def _box(key_id: str) -> AESGCM:
    return AESGCM(_derived(key_id, "seal"))


@cache
def _derived(key_id: str, use: str) -> bytes:
    # One key, several uses: each gets a key of its own.
    return hmac.digest(_known()[key_id], f"lingrid {use}".encode(), "sha256")
