"""The draw by lot: frozen pool, outside value, rank by SHA-256. Pure, so anybody can draw it again.

Everything is hashed as ASCII text (docs/review.md writes it down; scripts/verify_draw.py does it without this code):
pool hash = SHA-256(sheet); seed = SHA-256(pool hash ‖ nonce ‖ outside value); rank = SHA-256(seed ‖ id); the lowest
ranks sit, the rest are reserves in this order.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

FORMAT = "lingrid-draw-1"
DICE_LEAST, DICE_MOST = 20, 60


@dataclass(frozen=True)
class Sheet:
    """What is frozen and hashed before anybody can know the outside value.

    street: its code. value: where the outside value will come from. excluded: how many by reason.
    """

    street: str
    frozen_at: datetime
    seats: int
    widened: str
    value: str
    excluded: Mapping[str, int]
    ids: Collection[str]

    def text(self) -> str:
        """One fact a line, then the ids in order; no newline at the end."""
        excluded = [f"excluded {reason} {n}" for reason, n in sorted(self.excluded.items())]
        head = [FORMAT, f"street {self.street}", f"frozen {moment(self.frozen_at)}", f"seats {self.seats}"]
        head += [f"widened {self.widened}", f"value {self.value}", *excluded, f"pool {len(self.ids)}"]
        return "\n".join([*head, *sorted(self.ids)])

    def pool_hash(self) -> str:
        """SHA-256 of the text in hex: what is published at the freeze."""
        return _sha256(self.text())


@dataclass(frozen=True)
class Ranked:
    """One id of the pool with its rank."""

    opaque_id: str
    rank_hash: str


def new_secret() -> str:
    """32 random bytes in hex: the nonce of a freeze, or the key of a round."""
    return secrets.token_hex(32)


def opaque_id(round_key: str, reviewer_id: int) -> str:
    """HMAC-SHA256(key of the round, reviewer id) in hex: tells nothing without the key."""
    return hmac.new(bytes.fromhex(round_key), str(reviewer_id).encode(), hashlib.sha256).hexdigest()


def short_id(opaque: str) -> str:
    """How a reviewer knows their own id on the ballot: 7C-19."""
    return f"{opaque[:2]}-{opaque[2:4]}".upper()


def moment(at: datetime) -> str:
    """A moment as sheets and outside values spell it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def by_root(number: int, at: datetime, root_hash: str) -> str:
    """The outside value that a root of the ledger gives."""
    return f"root {number} {moment(at)} {root_hash}"


def by_dice(typed: str) -> str | None:
    """The outside value that thrown dice give, blanks left out; None unless it is 20 to 60 figures from 1 to 6."""
    figures = re.sub(r"\s", "", typed)
    return f"dice {figures}" if re.fullmatch(rf"[1-6]{{{DICE_LEAST},{DICE_MOST}}}", figures) else None


def seed_of(pool_hash: str, nonce: str, outside: str) -> str:
    """SHA-256(pool hash ‖ nonce ‖ outside value) in hex."""
    return _sha256(f"{pool_hash}{nonce}{outside}")


def rank_hash(seed: str, opaque: str) -> str:
    """SHA-256(seed ‖ id) in hex; lower sits first."""
    return _sha256(f"{seed}{opaque}")


def ranked(seed: str, ids: Collection[str]) -> list[Ranked]:
    """The ids in the order of their ranks; the same seed and pool always give the same order."""
    return sorted((Ranked(i, rank_hash(seed, i)) for i in ids), key=lambda r: (r.rank_hash, r.opaque_id))


def is_sampled(seed: str, subject: str, rate: int) -> bool:
    """The lot of a `sampled` case: SHA-256(seed ‖ subject) as a number, modulo 100, under `rate` percent."""
    return int(_sha256(f"{seed}{subject}"), 16) % 100 < rate


def shuffled(seed: str, lines: Collection[str]) -> list[str]:
    """The lines in an order that tells nothing about who wrote which."""
    return sorted(lines, key=lambda line: hashlib.sha256(f"{seed}{line}".encode("utf-8", "surrogatepass")).digest())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()
