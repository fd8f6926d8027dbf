"""The draw by lot: frozen pool, recorded seed, rank by SHA-256. Pure, so anybody can draw it again.

Everything is hashed as ASCII text: pool hash = SHA-256 over the sorted opaque ids joined by newlines;
rank = SHA-256(seed ‖ id); the lowest ranks sit, the rest are reserves in this order.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass

SAMPLED_RATE = 20


@dataclass(frozen=True)
class Ranked:
    """One id of the pool with its rank."""

    opaque_id: str
    rank_hash: str


@dataclass(frozen=True)
class Draw:
    """What a draw gave: every id of the pool in order; the first `seats` sit."""

    pool_hash: str
    seed: str
    seats: int
    order: tuple[Ranked, ...]

    @property
    def sitting(self) -> tuple[Ranked, ...]:
        """Those who sit."""
        return self.order[: self.seats]

    @property
    def reserves(self) -> tuple[Ranked, ...]:
        """Those who take a vacated seat, in order."""
        return self.order[self.seats :]


def new_secret() -> str:
    """32 random bytes in hex: a seed, or the key of a round."""
    return secrets.token_hex(32)


def opaque_id(round_key: str, reviewer_id: int) -> str:
    """HMAC-SHA256(key of the round, reviewer id) in hex: tells nothing without the key."""
    return hmac.new(bytes.fromhex(round_key), str(reviewer_id).encode(), hashlib.sha256).hexdigest()


def short_id(opaque: str) -> str:
    """How a reviewer knows their own id on the ballot: 7C-19."""
    return f"{opaque[:2]}-{opaque[2:4]}".upper()


def pool_hash(ids: Collection[str]) -> str:
    """SHA-256 over the sorted ids, one a line."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()


def rank_hash(seed: str, opaque: str) -> str:
    """SHA-256(seed ‖ id) in hex; lower sits first."""
    return hashlib.sha256(f"{seed}{opaque}".encode()).hexdigest()


def draw(seed: str, ids: Collection[str], seats: int) -> Draw:
    """Order a frozen pool by lot; the same seed and pool always give the same panel.

    Raises ValueError for a pool smaller than the panel, or an id that stands in it twice.
    """
    if len(set(ids)) != len(ids):
        raise ValueError("an id stands twice in the pool")
    if len(ids) < seats:
        raise ValueError(f"a pool of {len(ids)} cannot seat {seats}")
    order = sorted((Ranked(i, rank_hash(seed, i)) for i in ids), key=lambda r: (r.rank_hash, r.opaque_id))
    return Draw(pool_hash(ids), seed, seats, tuple(order))


def is_sampled(seed: str, subject: str, rate: int) -> bool:
    """The lot of a `sampled` case: SHA-256(seed ‖ subject) as a number, modulo 100, under `rate` percent."""
    return int(hashlib.sha256(f"{seed}{subject}".encode()).hexdigest(), 16) % 100 < rate


def shuffled(seed: str, lines: Collection[str]) -> list[str]:
    """The lines in an order that tells nothing about who wrote which."""
    return sorted(lines, key=lambda line: hashlib.sha256(f"{seed}{line}".encode("utf-8", "surrogatepass")).digest())
