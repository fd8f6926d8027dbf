"""Passwords: what they must look like, and their argon2id hashes. Slow on purpose: never inside a transaction."""

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.errors import Invalid
from app.core.msgid import N_

SHORTEST, LONGEST = 10, 128
KINDS_NEEDED = 3
NOT_AGAIN = 5
# What is read out or copied by hand: no letter or digit that looks like another.
LEGIBLE = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789")
# About 50 ms on one core and 32 MB while it lasts; above the second choice of RFC 9106 scaled to a small server.
_hasher = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
# The hash of a password nobody knows: an unknown login takes as long as a known one.
DECOY = "$argon2id$v=19$m=32768,t=2,p=1$Ky3VXz6BaohEBQ3Hh3t67Q$PNknbHASLeR7jWEJH8NAaRXilloSTcQ36UxtFQ1eMeE"


@dataclass(frozen=True)
class Proof:
    """Whether a typed password fits, and its hash by today's parameters where the stored one is older."""

    fits: bool
    fresh: str | None = None


@dataclass(frozen=True)
class Former:
    """The hashes of somebody's passwords: the present one, and the last NOT_AGAIN with it."""

    login: str
    present: str
    used: Sequence[str]


def hash_password(password: str) -> str:
    """The argon2id hash to store; about 50 ms."""
    return _hasher.hash(_bytes(password))


def verify(password_hash: str, password: str) -> bool:
    """True when the password fits; False for anything else, a broken hash too. About 50 ms."""
    if len(password) > 4 * LONGEST:
        return False
    try:
        return _hasher.verify(password_hash, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def prove(password_hash: str, typed: str) -> Proof:
    """Compare at sign-in."""
    if not verify(password_hash, typed):
        return Proof(fits=False)
    outdated = _hasher.check_needs_rehash(password_hash)
    return Proof(fits=True, fresh=hash_password(typed) if outdated else None)


def changed(former: Former, typed: str, new: str) -> str:
    """The hash of a new password for somebody who typed the present one.

    Raises Invalid at `current` when that does not fit, at `new` when the new one breaks a rule or is one
    of the last NOT_AGAIN. Up to six hashes: about 300 ms.
    """
    if not verify(former.present, typed):
        raise Invalid(errors={"current": N_("现在的密码不对")})
    if wrong := weakness(new, former.login):
        raise Invalid(errors={"new": wrong})
    if any(verify(used, new) for used in {former.present, *former.used}):
        raise Invalid(errors={"new": N_("最近用过的 5 个密码不能再用")})
    return hash_password(new)


def weakness(password: str, login: str = "") -> str | None:
    """What is wrong with a new password (domain.md section 5), as a msgid; None for a good one."""
    plain = _same(password)
    if len(plain) < SHORTEST:
        return N_("太短：至少 10 个字")
    if len(plain) > LONGEST:
        return N_("太长：最多 128 个字")
    if _kinds(plain) < KINDS_NEEDED:
        return N_("太简单：大写字母、小写字母、数字、其他符号，四种里要有三种")
    if login and login.casefold() in plain.casefold():
        return N_("密码里不要有用户名")
    return None


def first_password(login: str = "") -> str:
    """A password for somebody who must change it at once: three groups of four, by the rules above."""
    while True:
        made = "-".join(_group() for _ in range(3))
        if weakness(made, login) is None:
            return made


def _group() -> str:
    """One of each kind and one of any, in an order by chance: about 20 bits."""
    letters = [secrets.choice(kind) for kind in LEGIBLE] + [secrets.choice("".join(LEGIBLE))]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)


def _kinds(plain: str) -> int:
    upper, lower = any(c.isupper() for c in plain), any(c.islower() for c in plain)
    digit = any(c.isdigit() for c in plain)
    other = any(not (c.isdigit() or c.isupper() or c.islower()) for c in plain)
    return sum((upper, lower, digit, other))


def _same(password: str) -> str:
    """A full-width letter typed by an input method counts as the letter."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    return _same(password).encode("utf-8", "surrogatepass")
