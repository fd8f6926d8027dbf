"""Five tries, then fifteen minutes of rest: counted in the database, so that every process counts along."""

from datetime import datetime, timedelta

from sqlalchemy import case, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core import crypto
from app.core.clock import street_time
from app.core.db import db
from app.core.errors import TooMany
from app.core.msgid import N_
from app.people.models import SignInTry

TRIES = 5
WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)


def key_of(login: str) -> str:
    """What a login is counted under: a code, so that the table names nobody."""
    return crypto.mac("sign-in", login)


def count(key: str, at: datetime) -> int:
    """Count one more try before it is judged; returns how many are left after it.

    Raises TooMany with the street's wall time `until` while locked: such a try is neither judged nor
    counted. One atomic statement on both databases, so five tries at once are five.
    """
    row, over = SignInTry, or_(SignInTry.locked_until.is_not(None), SignInTry.since <= at - WINDOW)
    again = case((over, 1), else_=row.tries + 1)
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    first = dialect.insert(row).values(key=key, tries=1, since=at, locked_until=None)
    more = {
        "tries": again,
        "since": case((over, at), else_=row.since),
        "locked_until": case((again >= TRIES, at + WINDOW), else_=None),
    }
    open_now = or_(row.locked_until.is_(None), row.locked_until <= at)
    counted = first.on_conflict_do_update(index_elements=[row.key], set_=more, where=open_now)
    tries = db.session.scalar(counted.returning(row.tries))
    if tries is None:
        raise locked(key)
    return TRIES - int(tries)


def locked(key: str) -> TooMany:
    """The refusal for a login that is resting."""
    until = db.session.scalar(select(SignInTry.locked_until).where(SignInTry.key == key))
    clock = f"{street_time(until):%H:%M}" if until else ""
    return TooMany(N_("试了 5 次都不对。请 %(until)s 以后再登录。"), until=clock)


def forgive(key: str, at: datetime) -> None:
    """The right password came: the count starts anew. Old rows of other logins go with it."""
    old = SignInTry.since <= at - KEPT
    db.session.execute(delete(SignInTry).where(or_(SignInTry.key == key, old)))
