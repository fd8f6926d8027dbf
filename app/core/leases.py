"""Who plans: a lease row per duty, and the heartbeats that show the worker is alive.

Tried on both databases, with kill -9, SIGSTOP and SIGTERM. The time comes from the database server on
PostgreSQL (one clock for every host) and from this host on SQLite (one file, one host).
"""

import time
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Double, String, bindparam, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, db
from app.core.types import UtcDateTime


class LeaseLost(RuntimeError):
    """Another process holds the lease now; the transaction that finds out must not commit."""


class Lease(Base):
    """One row a duty: who holds it, until when (epoch seconds), and the fencing number."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    owner: Mapped[str] = mapped_column(String(80))
    expires_at: Mapped[float] = mapped_column(Double)
    token: Mapped[int] = mapped_column(BigInteger)


class Heartbeat(Base):
    """When a part of the worker last finished its turn."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Held:
    """A lease that was won; `token` grows each time the lease changes hands."""

    name: str
    owner: str
    token: int


TAKE = text("""
    INSERT INTO lease (name, owner, expires_at, token) VALUES (:name, :owner, :now + :ttl, 1)
    ON CONFLICT (name) DO UPDATE SET owner = :owner, expires_at = :now + :ttl,
        token = lease.token + CASE WHEN lease.owner = :owner THEN 0 ELSE 1 END
    WHERE lease.owner = :owner OR lease.expires_at < :now
    RETURNING token
""")
BEAT = text("""
    INSERT INTO heartbeat (name, at) VALUES (:name, :at)
    ON CONFLICT (name) DO UPDATE SET at = :at
""").bindparams(bindparam("at", type_=UtcDateTime))


def acquire(name: str, owner: str, ttl: float) -> Held | None:
    """Take or renew a lease for `ttl` seconds; None while somebody else holds it."""
    now = _server_seconds()
    params = {"name": name, "owner": owner, "now": now, "ttl": float(ttl)}
    token = db.session.execute(TAKE, params).scalar_one_or_none()
    return None if token is None else Held(name, owner, token)


def confirm(held: Held) -> None:
    """Raise LeaseLost unless the lease is still held; on PostgreSQL nobody can take it before the commit."""
    row = select(Lease.owner, Lease.token).where(Lease.name == held.name).with_for_update(read=True)
    if db.session.execute(row).one_or_none() != (held.owner, held.token):
        raise LeaseLost(held.name)


def release(held: Held) -> None:
    """Let the next process have it at once."""
    ours = text("UPDATE lease SET expires_at = 0 WHERE name = :name AND owner = :owner")
    db.session.execute(ours, {"name": held.name, "owner": held.owner})


def beat(name: str, at: datetime) -> None:
    """A sign of life; `at` aware UTC."""
    db.session.execute(BEAT, {"name": name, "at": at})


def last_beat(name: str) -> datetime | None:
    """When `name` last gave a sign of life."""
    return db.session.scalar(select(Heartbeat.at).where(Heartbeat.name == name))


def _server_seconds() -> float:
    if db.session.get_bind().dialect.name == "postgresql":
        return float(db.session.execute(select(func.extract("epoch", func.clock_timestamp()))).scalar_one())
    return time.time()
