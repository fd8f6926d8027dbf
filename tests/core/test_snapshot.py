"""Reading in a snapshot: many statements, one moment."""

from datetime import UTC, datetime
from threading import Thread

import pytest
from sqlalchemy import select

from app.core.db import db, snapshot, transaction
from app.people.models import Street
from tests.support.web import Web

AT = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


def slugs() -> list[str]:
    return list(db.session.scalars(select(Street.slug)))


def found(web: Web, slug: str) -> None:
    """Another connection founds a street meanwhile."""

    def write() -> None:
        with web.app.app_context(), transaction():
            db.session.add(Street(code=slug, slug=slug, name_zh="一街", name_en="One", created_at=AT))

    other = Thread(target=write)
    other.start()
    other.join()


def test_what_is_written_meanwhile_is_not_seen_before_the_snapshot_is_over(web: Web) -> None:
    with web.app.app_context():
        with snapshot():
            assert slugs() == []
            found(web, "one")
            assert slugs() == []
        assert slugs() == ["one"]


def test_there_is_no_snapshot_inside_a_transaction(web: Web) -> None:
    with web.app.app_context(), transaction(), pytest.raises(RuntimeError), snapshot():
        pass
