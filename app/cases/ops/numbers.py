"""Numbers that are given out once: a case's id and its receipt.

Both are taken before the case is written, by a statement that stands alone (`core.db.aside`), so that two
reports at once neither get the same nor wait for each other. A number stays taken when its report is then undone.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from app.cases.receipts import make_receipt
from app.core.clock import street_time
from app.core.db import aside, db
from app.core.driver import ask_plainly
from app.core.shelves import Shelf
from app.people.models import Street
from app.people.street_settings import settings_of

CASE = "case"


class Numbers(NamedTuple):
    """What a new case is called: by the system, by people."""

    case_id: int
    receipt: str


def next_numbers(street_id: int, at: datetime) -> Numbers:
    """The next case id, and the next receipt number of the street's day."""
    day = street_time(at).strftime("%y%m%d")
    with aside() as connection:
        case_id, last = _TAKE[connection.dialect.name](connection, receipt_counter(street_id, day))
    return Numbers(case_id, make_receipt(_prefixes.get(street_id, lambda: _prefix(street_id)), day, last))


def receipt_counter(street_id: int, day: str) -> str:
    """The name of the counter of a street's day (yymmdd)."""
    return f"receipt/{street_id}/{day}"


def _prefix(street_id: int) -> str:
    street = db.session.get_one(Street, street_id)
    return (settings_of(street.settings).receipt_prefix or street.slug[:2]).upper()


def _on_postgresql(connection: Connection, counter: str) -> tuple[int, int]:
    """The ids are those of the table's own sequence."""
    ((case_id, last),) = ask_plainly(connection, _POSTGRESQL, counter)
    return case_id, last


def _on_sqlite(connection: Connection, counter: str) -> tuple[int, int]:
    """Both counters in one statement; an id is above every one in the table, whoever wrote that."""
    found: dict[str, int] = dict(ask_plainly(connection, _SQLITE, counter))
    return found[CASE], found[counter]


_POSTGRESQL = """INSERT INTO counter (name, last) VALUES (%s, 1)
    ON CONFLICT (name) DO UPDATE SET last = counter.last + 1
    RETURNING nextval(pg_get_serial_sequence('"case"', 'id')), last"""
_SQLITE = f"""INSERT INTO counter (name, last)
    VALUES ('{CASE}', (SELECT coalesce(max(id), 0) + 1 FROM "case")), (?, 1)
    ON CONFLICT (name) DO UPDATE SET last = max(counter.last + 1, excluded.last)
    RETURNING name, last"""
_TAKE = {"postgresql": _on_postgresql, "sqlite": _on_sqlite}
_prefixes: Shelf[str] = Shelf()
