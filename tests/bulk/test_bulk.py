"""The bulk loader: its chains are proved, and nothing it writes breaks what the database keeps."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from app import schema
from app.cases import audit
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.ops.numbers import next_numbers
from app.cases.queries_words import matching
from app.core.db import db, transaction
from app.demo.seed import seed_demo
from app.sla.models import Clock
from scripts.bulk.loading import Loaded, load
from scripts.bulk.sheets import sheets
from tests.support.web import Web

AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
CASES = 2_000


@pytest.fixture
def loaded(web: Web) -> Iterator[Loaded]:
    """A street with a few played cases, and copies of them; the database is open while the test looks."""
    with web.read():
        street_id = seed_demo(cases=16, at=AT)
        yield load(street_id, CASES, AT)


def test_a_loaded_street_has_the_cases_asked_for_and_its_audit_is_green(loaded: Loaded) -> None:
    found = audit.verify()
    assert (loaded.cases, found.cases, found.faults) == (CASES, CASES, [])
    assert 100 <= loaded.still_open <= 110
    assert found.roots > 1 and found.entries > CASES
    _the_database_still_refuses()
    _and_life_goes_on()


def test_every_table_that_hangs_on_a_case_is_copied() -> None:
    names = [sheet.name for sheet in sheets(schema.METADATA)]
    assert names[0] == "case"
    assert {"case_entry", "clock", "clock_step", "review", "review_pool", "ballot", "notice", "contact"} <= set(names)


def test_every_id_without_a_key_is_known_as_one_to_move_or_to_leave() -> None:
    left = {
        (sheet.name, column.name)
        for sheet in sheets(schema.METADATA)
        for n, column in enumerate(sheet.columns)
        if column.name.endswith(("_id", "_ref")) and not column.foreign_keys and n not in dict(sheet.refs)
    }
    secrets = {("contact", "key_id"), ("reporter_verdict", "key_id"), ("review_pool", "opaque_id")}
    of_people = {("notice", "noted_by_id"), ("case", "official_id")}  # the copies keep the people, and the units
    of_people |= {("bulk_row", "member_id"), ("bulk_row", "unit_id")}
    assert left == {("case", "version_id"), *secrets, *of_people}


def _the_database_still_refuses() -> None:
    closed = db.session.scalars(select(Case.id).where(Case.state == State.CLOSED).limit(1)).one()
    last = select(func.max(Case.id)).where(Case.is_open)
    for forbidden in (f"DELETE FROM case_entry WHERE case_id = {closed}", "UPDATE \"case\" SET state = 'closed'"):
        with pytest.raises(DatabaseError):
            db.session.execute(text(f"{forbidden} -- {db.session.scalar(last)}"))
        db.session.rollback()


def _and_life_goes_on() -> None:
    """Ids, numbers and clocks of the copies leave room for the next."""
    with transaction():
        street_id = db.session.scalars(select(Case.street_id).limit(1)).one()
        case_id, receipt = next_numbers(street_id, AT)
        assert receipt not in set(db.session.scalars(select(Case.receipt)))
        assert case_id > db.session.scalars(select(func.max(Case.id))).one()
    two = select(Clock.case_id).where(Clock.stopped_at.is_(None)).group_by(Clock.case_id, Clock.kind)
    assert db.session.execute(two.having(func.count() > 1)).first() is None


def test_a_copy_is_found_by_its_words_and_by_its_own_number(loaded: Loaded) -> None:
    last = db.session.scalars(select(Case).order_by(Case.id.desc()).limit(1)).one()
    found = matching(last.receipt[-4:]).rows.where(Case.id == last.id)
    assert db.session.scalars(found).all() == [last.id]
